// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"fmt"
	"maps"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// text returns a text of the kit; a test holds that every key that is used has
// one.
func text(key string) recht.Text { return texte[key] }

// texte are all texts of the kit.
var texte = alleTexte()

func alleTexte() map[string]recht.Text {
	out := amtstexte()
	maps.Copy(out, buergertexte())
	return out
}

// say is a text of the kit in a language, with what it has to name.
func say(language, key string, args ...any) string {
	t := text(key).In(language)
	if len(args) == 0 {
		return t
	}
	return fmt.Sprintf(t, args...)
}

// buergertexte are what every service says, as data for translators. They follow the
// rules of tone: one word for one thing, the fault lies with us, the button says what
// happens.
func buergertexte() map[string]recht.Text {
	return map[string]recht.Text{
		"choice": T("Wählen Sie etwas, das Ihre Gemeinde anbietet.", "Choose something that your municipality offers."),

		"skip":      T("Zum Inhalt springen", "Skip to content"),
		"band":      T("Status dieser Website", "Status of this website"),
		"test":      T("Testbetrieb", "Test"),
		"test.what": T("Kein amtlicher Dienst. Alle Personen sind erfunden.", "Not an official service. All persons are invented."),
		"nav":       T("Konto und Sprache", "Account and language"),
		"foot":      T("Fußzeile", "Footer"),
		"signin":    T("Einloggen", "Sign in"),
		"signout":   T("Ausloggen", "Sign out"),
		"my":        T("Meine Vorgänge", "My applications"),
		"back":      T("Zurück", "Back"),
		"continue":  T("Weiter", "Continue"),
		"overview":  T("Zur Übersicht", "To the overview"),
		"note":      T("Hinweis: ", "Note: "),
		"important": T("Wichtig: ", "Important: "),
		"error":     T("Fehler: ", "Error: "),
		"optional":  T("(freiwillig)", "(optional)"),
		"why":       T("Warum fragen wir das?", "Why do we ask?"),
		"services":  T("Online-Dienste", "Online services"),

		"start.begin":    T("%s beginnen", "Start: %s"),
		"start.glance":   T("Auf einen Blick", "At a glance"),
		"start.time":     T("Dauer", "Time"),
		"start.minutes":  T("etwa %d Minuten", "about %d minutes"),
		"start.pause":    T("Unterbrechen geht jederzeit.", "You can stop and continue at any time."),
		"start.cost":     T("Kosten", "Cost"),
		"start.free":     T("kostenlos", "free of charge"),
		"start.fee":      T("Eine Gebühr. Wir nennen sie, bevor Sie absenden.", "A fee. We name it before you send."),
		"start.login":    T("Einloggen", "Sign in"),
		"start.level":    T("mit Vertrauensniveau %s oder höher", "at level of trust %s or higher"),
		"start.can":      T("Online geht es, wenn Sie …", "You can use it if you …"),
		"start.cannot":   T("Bitte ins Amt, wenn …", "Please come to the office if …"),
		"start.need":     T("Das brauchen Sie", "What you need"),
		"start.basis":    T("Rechtsgrundlage: %s", "Legal basis: %s"),
		"start.loginnow": T("Zum Beginnen loggen Sie sich ein.", "Sign in to begin."),

		"tasks.lead":     T("%d von %d Teilen sind fertig. Die Reihenfolge bestimmen Sie.", "%d of %d parts are done. You choose the order."),
		"tasks.final":    T("Abschluss", "Finish"),
		"tasks.parts":    T("Ihre Angaben", "Your answers"),
		"tasks.check":    T("Alles prüfen und absenden", "Check everything and send"),
		"tasks.notyet":   T("Geht, sobald alle Teile fertig sind", "Possible as soon as all parts are done"),
		"state.done":     T("Erledigt", "Done"),
		"state.begun":    T("Begonnen", "In progress"),
		"state.look":     T("Bitte ansehen", "Please check"),
		"state.open":     T("Noch offen", "Not started"),
		"state.not":      T("Noch nicht möglich", "Cannot start yet"),
		"saved":          T("Ihre Eingaben sind bis %s gespeichert.", "Your answers are saved until %s."),
		"saved.notseen":  T("Das Amt sieht sie erst, wenn Sie absenden.", "The office sees them only when you send."),
		"next":           T("Weiter: %s", "Continue: %s"),
		"delete":         T("Entwurf löschen", "Delete the draft"),
		"delete.title":   T("Entwurf löschen?", "Delete the draft?"),
		"delete.what":    T("Alle Ihre Eingaben sind dann weg. Das Amt hat sie nicht gesehen.", "All your answers are then gone. The office has not seen them."),
		"delete.yes":     T("Ja, Entwurf löschen", "Yes, delete the draft"),
		"delete.no":      T("Nein, zurück zur Übersicht", "No, back to the overview"),
		"orphans.title":  T("Das Formular hat sich geändert", "The form has changed"),
		"orphans":        T("Seit Ihrem letzten Besuch gilt eine neue Fassung. Was noch passt, haben wir übernommen. Nach %d Ihrer Angaben fragen wir nicht mehr.", "Since your last visit a new version is in force. We kept what still fits. We do not ask for %d of your answers any more."),
		"place":          T("Teil %d von %d", "Part %d of %d"),
		"errors.one":     T("Bitte sehen Sie sich eine Angabe noch einmal an", "Please look at one entry again"),
		"errors.many":    T("Bitte sehen Sie sich %d Angaben noch einmal an", "Please look at %d entries again"),
		"error.empty":    T("Schreiben Sie: %s", "Enter: %s"),
		"error.choose":   T("Wählen Sie eine Antwort: %s", "Choose an answer: %s"),
		"error.date":     T("Das können wir nicht lesen. Schreiben Sie zum Beispiel %s", "We cannot read that. For example %s"),
		"error.number":   T("Das können wir nicht lesen. Schreiben Sie eine ganze Zahl, zum Beispiel 3", "We cannot read that. Enter a whole number, for example 3"),
		"error.amount":   T("Das können wir nicht lesen. Schreiben Sie einen Betrag in Euro, zum Beispiel 420,50", "We cannot read that. Enter an amount in euro, for example 420.50"),
		"amount.hint":    T("In Euro, zum Beispiel 420,50", "In euro, for example 420.50"),
		"date.hint":      T("Zum Beispiel %s", "For example %s"),
		"origin":         T("aus: %s", "from: %s"),
		"corrected":      T("von Ihnen berichtigt, vorher aus: %s", "corrected by you, before from: %s"),
		"before":         T("vorher: ", "before: "),
		"now":            T("jetzt: ", "now: "),
		"conflict.title": T("Sie haben diese Seite in einem anderen Fenster geändert", "You changed this page in another window"),
		"conflict":       T("Nichts ist verloren. Unten steht, was Sie hier geschrieben haben. Im anderen Fenster steht:", "Nothing is lost. Below is what you wrote here. The other window has:"),
		"conflict.none":  T("keine Angabe", "no answer"),
		"conflict.save":  T("Das hier soll gelten", "Keep what is here"),

		"rows.none":   T("Sie haben noch nichts eingetragen.", "You have not entered anything yet."),
		"rows.row":    T("%d. Eintrag", "Entry %d"),
		"rows.more":   T("Noch einen Eintrag?", "Another entry?"),
		"rows.yes":    T("Ja, noch einen", "Yes, another one"),
		"rows.no":     T("Nein, das sind alle", "No, these are all"),
		"rows.change": T("Ändern", "Change"),
		"rows.remove": T("Entfernen", "Remove"),
		"rows.limit":  T("Mehr als %d Einträge sind nicht möglich.", "More than %d entries are not possible."),
		"rows.sure":   T("Diesen Eintrag entfernen?", "Remove this entry?"),
		"rows.yesrem": T("Ja, entfernen", "Yes, remove"),
		"rows.norem":  T("Nein, behalten", "No, keep it"),
		"rows.choose": T("Wählen Sie, ob Sie noch einen Eintrag haben.", "Choose whether you have another entry."),

		"check.title":       T("Bitte prüfen Sie alles", "Please check everything"),
		"check.lead":        T("Das steht alles in Ihrem Antrag. Jede Angabe können Sie ändern.", "This is all that your application says. You can change every entry."),
		"check.change":      T("Ändern", "Change"),
		"check.missing":     T("So können Sie noch nicht absenden", "You cannot send it like this yet"),
		"check.send":        T("Absenden", "Send"),
		"check.effects":     T("Das passiert, wenn Sie absenden", "What happens when you send"),
		"check.true":        T("Ich habe alles geprüft. Die Angaben sind richtig und vollständig.", "I have checked everything. The entries are correct and complete."),
		"check.tick":        T("Bestätigen Sie, dass Sie alles geprüft haben", "Confirm that you have checked everything"),
		"check.button":      T("Antrag absenden", "Send the application"),
		"check.to":          T("Zuständig: %s", "Responsible: %s"),
		"check.remarks":     T("Bitte beachten", "Please note"),
		"check.norows":      T("kein Eintrag", "no entry"),
		"check.empty":       T("keine Angabe", "no answer"),
		"info.way":          T("So kommt das zustande", "How we come to this"),
		"fee.title":         T("Gebühr", "Fee"),
		"fee.total":         T("Zu zahlen", "To pay"),
		"fee.free":          T("Das kostet nichts.", "There is no charge."),
		"fee.button":        T("Weiter zur Zahlung", "Continue to the payment"),
		"pay.title":         T("Bitte bezahlen Sie", "Please pay"),
		"pay.what":          T("Sobald das Geld da ist, geht Ihr Antrag ab. Sie müssen dafür nicht hierher zurückkommen.", "As soon as the money is there, your application is sent. You do not have to come back here for that."),
		"pay.now":           T("%s jetzt bezahlen", "Pay %s now"),
		"pay.look":          T("Ich habe bezahlt: nachsehen", "I have paid: check"),
		"pay.failed":        T("Die Zahlung wurde nicht abgeschlossen", "The payment was not completed"),
		"pay.nothing":       T("Es wurde nichts abgebucht. Ihre Eingaben sind gespeichert, und Sie können es noch einmal versuchen.", "Nothing was charged. Your answers are saved and you can try again."),
		"ev.decide":         T("Woher sollen Ihre Daten kommen?", "Where shall your data come from?"),
		"ev.you":            T("Sie entscheiden", "You decide"),
		"ev.fetch":          T("Meine Daten abrufen", "Fetch my data"),
		"ev.fetch.what":     T("Wir fragen einmal. Sie sehen die Daten, bevor sie verwendet werden.", "We ask once. You see the data before it is used."),
		"ev.write":          T("Selbst schreiben", "Write it myself"),
		"ev.write.what":     T("Niemand wird gefragt. Sie haben keinen Nachteil.", "Nobody is asked. You have no disadvantage."),
		"ev.happens":        T("Das geschieht beim Abruf", "What happens when data is fetched"),
		"ev.asks":           T("Wer fragt", "Who asks"),
		"ev.answers":        T("Wer antwortet", "Who answers"),
		"ev.what":           T("Wonach", "About"),
		"ev.why":            T("Wozu", "What for"),
		"ev.notice":         T("Bitte wissen Sie", "Please know"),
		"ev.others":         T("Andere Personen", "Other persons"),
		"ev.others.what":    T("Nur wenn Sie es unten versichern, fragen wir auch nach: %s. Auch diese Personen sehen den Abruf dann im Protokoll.", "Only if you assure it below, we also ask for: %s. These persons, too, then see the retrieval in the log."),
		"ev.gets":           T("Wer die Daten bekommt", "Who gets the data"),
		"ev.gets.what":      T("Sie sehen die Daten zuerst. Was Sie bestätigen, bekommt: %s", "You see the data first. What you confirm goes to: %s"),
		"ev.holds":          T("Wie lange gilt Ihr Ja", "How long your yes holds"),
		"ev.once":           T("für einen Abruf, eine Stunde lang. Danach fragt niemand mehr.", "for one retrieval, for one hour. Afterwards nobody asks any more."),
		"ev.none":           T("Bitte schreiben Sie Ihre Daten selbst", "Please write your data yourself"),
		"ev.level":          T("Abrufen dürfen wir nur, wenn Sie mit Vertrauensniveau „%s“ eingeloggt sind. Mit Ihrem jetzigen Konto geht das nicht.", "We may fetch data only if you are signed in at level of trust “%s”. With your present account this is not possible."),
		"ev.again.title":    T("Bitte wählen Sie noch einmal", "Please choose again"),
		"ev.again":          T("Sie hatten dem Abruf für eine andere Behörde zugestimmt. Jetzt ist eine andere zuständig. Wir haben die abgerufenen Daten hier gelöscht und geben sie nicht weiter.", "You had agreed to the retrieval for another office. Now a different one is responsible. We have deleted the fetched data here and do not pass it on."),
		"ev.has":            T("Sie verwenden Daten von: %s", "You use data from: %s"),
		"ev.preview":        T("Das kam von: %s", "This came from: %s"),
		"ev.look":           T("Sehen Sie es in Ruhe an. Verwendet wird es erst, wenn Sie es übernehmen. Danach können Sie jede Angabe berichtigen.", "Take your time to look at it. It is used only when you take it over. You can correct every entry afterwards."),
		"ev.raw":            T("Genau diese Zeichen wurden übermittelt", "Exactly these characters were transmitted"),
		"ev.record":         T("Übermittelter Datensatz", "Record transmitted"),
		"ev.use":            T("Daten übernehmen", "Use these data"),
		"ev.refuse":         T("Verwerfen und selbst schreiben", "Discard and write it myself"),
		"ev.retry":          T("Noch einmal versuchen", "Try again"),
		"ev.self":           T("Weiter und selbst schreiben", "Continue and write it myself"),
		"ev.anew":           T("Neu abrufen", "Fetch anew"),
		"ev.failed":         T("Der Abruf hat nicht geklappt", "The retrieval did not work"),
		"ev.mehrfach.title": T("Das Register konnte Sie nicht eindeutig zuordnen", "The register could not match you as the only one"),
		"ev.mehrfach":       T("Darum wurde nichts übermittelt. Das liegt nicht an Ihnen und hat keine Nachteile. Schreiben Sie Ihre Daten bitte selbst.", "Therefore nothing was transmitted. This is not your fault and has no disadvantage. Please write your data yourself."),
		"ev.gestoert.title": T("Das Register antwortet gerade nicht", "The register does not answer at present"),
		"ev.gestoert":       T("Es wurde nichts übermittelt. Sie können es noch einmal versuchen oder Ihre Daten selbst schreiben.", "Nothing was transmitted. You can try again or write your data yourself."),
		"ev.vorbei.title":   T("Dieser Abruf ist beendet", "This retrieval has ended"),
		"ev.vorbei":         T("Die Zeit zum Ansehen ist abgelaufen oder der Abruf wurde nicht erlaubt. Die Daten sind gelöscht. Schreiben Sie sie bitte selbst, oder wählen Sie den Abruf neu.", "The time to look at it is over, or the retrieval was not permitted. The data is erased. Please write it yourself, or choose the retrieval anew."),
		"ev.nichts.title":   T("Das Register weiß davon nichts", "The register knows nothing of it"),
		"ev.nichts":         T("Schreiben Sie Ihre Daten bitte selbst. Das Ergebnis ist dasselbe.", "Please write your data yourself. The result is the same."),
		"ev.origin":         T("Herkunft der Daten", "Where the data comes from"),
		"ev.from":           T("abgerufen bei: %s", "fetched from: %s"),
		"ev.typed":          T("selbst geschrieben", "written by yourself"),
		"ev.open":           T("Wählen Sie, woher Ihre Daten kommen sollen", "Choose where your data shall come from"),

		"file.have":     T("Gespeichert ist: %s", "Saved: %s"),
		"file.remove":   T("Entfernen: %s", "Remove: %s"),
		"file.add":      T("Datei wählen (PDF, JPG oder PNG, höchstens %d MB)", "Choose a file (PDF, JPG or PNG, at most %d MB)"),
		"file.large":    T("Diese Datei ist zu groß. Nehmen Sie eine kleinere.", "This file is too large. Take a smaller one."),
		"file.kind":     T("Diese Datei ist kein PDF, JPG oder PNG. Nehmen Sie eine andere.", "This file is no PDF, JPG or PNG. Take another one."),
		"file.many":     T("So viele Dateien nehmen wir hier nicht.", "We do not take that many files here."),
		"error.file":    T("Wählen Sie eine Datei: %s", "Choose a file: %s"),
		"error.tick":    T("Kreuzen Sie an: %s", "Tick: %s"),
		"error.search":  T("Wählen Sie einen Treffer: %s", "Choose a hit: %s"),
		"search.hits":   T("Treffer", "Hits"),
		"search.none":   T("Nichts gefunden. Prüfen Sie die Schreibweise. Ortsteile stehen nicht in der Liste.", "Nothing found. Check the spelling. Parts of a municipality are not in the list."),
		"check.level":   T("Online absenden geht nur mit Vertrauensniveau „%s“. Drucken Sie diese Seite aus und geben Sie sie im Amt ab.", "Sending online is possible only at level of trust “%s”. Print this page and hand it in at the office."),
		"check.low":     T("Mit diesem Konto können Sie nicht absenden", "You cannot send with this account"),
		"notlive.title": T("Das geht in %s noch nicht online", "Not yet online in %s"),
		"notlive":       T("Ihre Eingaben bleiben gespeichert. Bitte wenden Sie sich an die Verwaltung Ihrer Gemeinde.", "Your answers stay saved. Please contact the administration of your municipality."),
		"notlive.here":  T("Ihrer Gemeinde", "your municipality"),

		"sent.title":  T("Ihr Antrag ist angekommen", "Your application has arrived"),
		"sent.number": T("Nummer Ihres Vorgangs", "Your reference number"),
		"sent.when":   T("%s, %s Uhr, bei: %s", "%s, %s, at: %s"),
		"status":      T("Stand Ihres Antrags", "Status of your application"),
		"copy":        T("Was Sie abgesendet haben", "What you sent"),

		"post": T("Postfach", "Postbox"), "post.none": T("Hier liegt nichts.", "There is nothing here."), "post.open": T("Bescheid öffnen (PDF)", "Open the notice (PDF)"),
		"post.notice": T("Das Amt hat über Ihren Antrag entschieden. Der Bescheid liegt dieser Nachricht bei.", "The office has decided on your application. The notice is attached to this message."),
		"post.period": T("Wenn Sie nicht einverstanden sind", "If you do not agree"), "post.until": T("Ein Rechtsbehelf ist bis %s möglich. Wie und wo, steht im Bescheid.", "You may object until %s. How and where, the notice says."),

		"question": T("Das Amt hat eine Frage an Sie", "The office has a question for you"), "question.by": T("Antworten Sie bitte bis %s.", "Please answer by %s."),
		"answer": T("Ihre Antwort", "Your answer"), "answer.send": T("Antwort senden", "Send the answer"), "answer.missing": T("Schreiben Sie Ihre Antwort, nicht länger als etwa zwei Seiten.", "Write your answer, no longer than about two pages."),
		"invited": T("Bitte kommen Sie ins Amt", "Please come to the office"), "invited.by": T("Bitte bis %s.", "Please by %s."), "refused": T("So begründet das Amt die Entscheidung", "How the office gives reasons for the decision"),
		"withdraw": T("Antrag zurückziehen", "Withdraw the application"), "withdraw.title": T("Antrag zurückziehen?", "Withdraw the application?"),
		"withdraw.what": T("Das Amt bearbeitet ihn dann nicht weiter. Einen neuen können Sie jederzeit beginnen.", "The office then does not work on it any more. You can begin a new one at any time."), "withdraw.yes": T("Zurückziehen", "Withdraw"),

		"my.changed": T("zuletzt geändert am %s", "last changed on %s"),

		"status.neu": T("Neu", "New"), "status.entwurf": T("Entwurf", "Draft"), "status.verworfen": T("Gelöscht", "Deleted"),
		"status.eingereicht": T("Abgesendet", "Sent"), "status.zustellung-gestoert": T("Abgesendet", "Sent"), "status.zugestellt": T("Beim Amt angekommen", "Arrived at the office"),
		"status.in-bearbeitung": T("In Bearbeitung", "Being worked on"), "status.rueckfrage": T("Das Amt hat eine Frage an Sie", "The office has a question for you"),
		"status.vorsprache": T("Bitte kommen Sie ins Amt", "Please come to the office"), "status.stattgegeben": T("Entschieden: wie beantragt", "Decided as applied for"),
		"status.abgelehnt": T("Entschieden: abgelehnt", "Decided: refused"), "status.zurueckgenommen": T("Zurückgezogen", "Withdrawn"), "status.geloescht": T("Gelöscht", "Deleted"),

		"expired.title":     T("Ihre Sitzung ist zu Ende", "Your session has ended"),
		"expired":           T("Loggen Sie sich wieder ein. Ihre Eingaben sind gespeichert.", "Sign in again. Your answers are saved."),
		"login.title":       T("Bitte loggen Sie sich ein", "Please sign in"),
		"login":             T("Dann geht es hier weiter.", "Then you can go on here."),
		"login.level":       T("Dafür brauchen Sie ein sichereres Konto: Vertrauensniveau %s oder höher.", "This needs a safer account: level of trust %s or higher."),
		"login.given":       T("Sie haben das Einloggen abgebrochen.", "You gave up signing in."),
		"login.other":       T("Das war das Konto einer anderen Person. Ihre Eingaben sind gespeichert. Loggen Sie sich mit demselben Konto ein wie vorher. Oder loggen Sie sich zuerst aus, wenn Sie mit dem anderen Konto weitermachen wollen.", "That was the account of another person. What you entered is saved. Sign in with the same account as before. Or sign out first, if you want to go on with the other account."),
		"signedout.title":   T("Sie sind ausgeloggt", "You are signed out"),
		"signedout":         T("Hier sind Sie ausgeloggt. Bei Ihrem Nutzerkonto sind Sie vielleicht noch eingeloggt.", "You are signed out here. You may still be signed in to your account."),
		"signedout.maybe":   T("Hier sind Sie ausgeloggt. Ob Sie bei Ihrem Nutzerkonto ausgeloggt sind, wissen wir nicht. Schließen Sie den Browser, wenn andere dieses Gerät benutzen.", "You are signed out here. We do not know whether you are signed out of your account. Close the browser if others use this device."),
		"signedout.account": T("Auch beim Nutzerkonto ausloggen", "Sign out of the account too"),
		"login.again":       T("Das Einloggen hat nicht geklappt. Bitte versuchen Sie es noch einmal.", "Signing in did not work. Please try again."),

		"404.title": T("Diese Seite gibt es nicht", "There is no such page"),
		"404":       T("Vielleicht ist die Adresse unvollständig.", "The address may be incomplete."),
		"403.title": T("Bitte laden Sie die Seite neu", "Please load the page again"),
		"403":       T("Die Seite war zu lange offen. Gehen Sie zurück und laden Sie sie neu.", "The page was open for too long. Go back and load it again."),
		"405.title": T("Das geht hier nicht", "That is not possible here"),
		"405":       T("Bitte gehen Sie zurück.", "Please go back."),
		"413.title": T("Das war zu viel auf einmal", "That was too much at once"),
		"413":       T("Bitte gehen Sie zurück. Schreiben Sie kürzer, oder nehmen Sie eine kleinere Datei.", "Please go back. Write less, or take a smaller file."),
		"415.title": T("Das können wir nicht lesen", "We cannot read that"),
		"415":       T("Bitte gehen Sie zurück.", "Please go back."),
		"503.title": T("Das ließ sich gerade nicht sicher speichern", "This could not be saved safely just now"),
		"503":       T("Der Dienst ist überlastet oder gestört. Was Sie vorher gespeichert haben, ist noch da. Warten Sie eine halbe Minute und senden Sie das Formular noch einmal. Doppelt abgegeben wird dadurch nichts.", "The service is overloaded or disturbed. What you saved before is still there. Wait half a minute and send the form again. Nothing will be handed in twice."),
		"500.title": T("Bei uns ist etwas schiefgegangen", "Something went wrong on our side"),
		"500":       T("Ihre Eingaben sind gespeichert. Bitte versuchen Sie es in einigen Minuten noch einmal.", "Your answers are saved. Please try again in a few minutes."),
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
