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

// say is a text of the kit in a language, with what it has to name.
func say(language, key string, args ...any) string {
	t := text(key).In(language)
	if len(args) == 0 {
		return t
	}
	return fmt.Sprintf(t, args...)
}

// texte are what every service says, as data for translators. They follow the rules
// of tone: one word for one thing, the fault lies with us, the button says what
// happens.
var texte = map[string]recht.Text{
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

	"check.title":   T("Bitte prüfen Sie alles", "Please check everything"),
	"check.lead":    T("Das steht alles in Ihrem Antrag. Jede Angabe können Sie ändern.", "This is all that your application says. You can change every entry."),
	"check.change":  T("Ändern", "Change"),
	"check.missing": T("So können Sie noch nicht absenden", "You cannot send it like this yet"),
	"check.send":    T("Absenden", "Send"),
	"check.effects": T("Das passiert, wenn Sie absenden", "What happens when you send"),
	"check.true":    T("Ich habe alles geprüft. Die Angaben sind richtig und vollständig.", "I have checked everything. The entries are correct and complete."),
	"check.tick":    T("Bestätigen Sie, dass Sie alles geprüft haben", "Confirm that you have checked everything"),
	"check.button":  T("Antrag absenden", "Send the application"),
	"check.to":      T("Zuständig: %s", "Responsible: %s"),
	"check.remarks": T("Bitte beachten", "Please note"),
	"check.empty":   T("keine Angabe", "no answer"),
	"info.way":      T("So kommt das zustande", "How we come to this"),
	"fee.title":     T("Gebühr", "Fee"),
	"fee.total":     T("Zu zahlen", "To pay"),
	"fee.free":      T("Das kostet nichts.", "There is no charge."),
	"fee.button":    T("Weiter zur Zahlung", "Continue to the payment"),
	"pay.title":     T("Bitte bezahlen Sie", "Please pay"),
	"pay.what":      T("Sobald das Geld da ist, geht Ihr Antrag ab. Sie müssen dafür nicht hierher zurückkommen.", "As soon as the money is there, your application is sent. You do not have to come back here for that."),
	"pay.now":       T("%s jetzt bezahlen", "Pay %s now"),
	"pay.look":      T("Ich habe bezahlt: nachsehen", "I have paid: check"),
	"pay.failed":    T("Die Zahlung wurde nicht abgeschlossen", "The payment was not completed"),
	"pay.nothing":   T("Es wurde nichts abgebucht. Ihre Eingaben sind gespeichert, und Sie können es noch einmal versuchen.", "Nothing was charged. Your answers are saved and you can try again."),
	"ev.decide":     T("Sollen wir Ihre Daten abrufen? %s", "Shall we fetch your data? %s"),
	"ev.what":       T("Wir fragen nur nach:", "We ask for nothing but:"),
	"ev.why":        T("Wofür: %s (%s)", "What for: %s (%s)"),
	"ev.free":       T("Das ist freiwillig. Beide Wege führen zum selben Ergebnis.", "It is your choice. Both ways lead to the same result."),
	"ev.yes":        T("Ja, abrufen", "Yes, fetch it"),
	"ev.no":         T("Nein, ich schreibe es selbst", "No, I write it myself"),
	"ev.preview":    T("Das kam von: %s", "This came from: %s"),
	"ev.look":       T("Sehen Sie es an, bevor wir es verwenden. Danach können Sie jede Angabe berichtigen.", "Look at it before we use it. You can correct every entry afterwards."),
	"ev.use":        T("Übernehmen", "Use these data"),
	"ev.refuse":     T("Nicht verwenden", "Do not use them"),
	"ev.nothing":    T("Wir haben nichts bekommen", "We received nothing"),
	"ev.self":       T("Schreiben Sie die Angaben bitte selbst. Das Ergebnis ist dasselbe.", "Please write the entries yourself. The result is the same."),
	"notlive.title": T("Das geht in %s noch nicht online", "Not yet online in %s"),
	"notlive":       T("Ihre Eingaben bleiben gespeichert. Bitte wenden Sie sich an die Verwaltung Ihrer Gemeinde.", "Your answers stay saved. Please contact the administration of your municipality."),
	"notlive.here":  T("Ihrer Gemeinde", "your municipality"),

	"sent.title":  T("Ihr Antrag ist angekommen", "Your application has arrived"),
	"sent.number": T("Nummer Ihres Vorgangs", "Your reference number"),
	"sent.when":   T("%s, %s Uhr, bei: %s", "%s, %s, at: %s"),
	"status":      T("Stand Ihres Antrags", "Status of your application"),
	"copy":        T("Was Sie abgesendet haben", "What you sent"),

	"my.changed": T("zuletzt geändert am %s", "last changed on %s"),

	"status.neu": T("Neu", "New"), "status.entwurf": T("Entwurf", "Draft"), "status.verworfen": T("Gelöscht", "Deleted"),
	"status.eingereicht": T("Abgesendet", "Sent"), "status.zustellung-gestoert": T("Abgesendet", "Sent"), "status.zugestellt": T("Beim Amt angekommen", "Arrived at the office"),
	"status.in-bearbeitung": T("In Bearbeitung", "Being worked on"), "status.rueckfrage": T("Das Amt hat eine Frage an Sie", "The office has a question for you"),
	"status.vorsprache": T("Bitte kommen Sie ins Amt", "Please come to the office"), "status.stattgegeben": T("Entschieden: wie beantragt", "Decided as applied for"),
	"status.abgelehnt": T("Entschieden: abgelehnt", "Decided: refused"), "status.zurueckgenommen": T("Zurückgezogen", "Withdrawn"), "status.geloescht": T("Gelöscht", "Deleted"),

	"expired.title": T("Ihre Sitzung ist zu Ende", "Your session has ended"),
	"expired":       T("Loggen Sie sich wieder ein. Ihre Eingaben sind gespeichert.", "Sign in again. Your answers are saved."),
	"login.title":   T("Bitte loggen Sie sich ein", "Please sign in"),
	"login":         T("Dann geht es hier weiter.", "Then you can go on here."),
	"login.level":   T("Dafür brauchen Sie ein sichereres Konto: Vertrauensniveau %s oder höher.", "This needs a safer account: level of trust %s or higher."),
	"login.given":   T("Sie haben das Einloggen abgebrochen.", "You gave up signing in."),
	"login.other":   T("Das war das Konto einer anderen Person. Ihre Eingaben sind gespeichert. Loggen Sie sich mit demselben Konto ein wie vorher. Oder loggen Sie sich zuerst aus, wenn Sie mit dem anderen Konto weitermachen wollen.", "That was the account of another person. What you entered is saved. Sign in with the same account as before. Or sign out first, if you want to go on with the other account."),
	"login.again":   T("Das Einloggen hat nicht geklappt. Bitte versuchen Sie es noch einmal.", "Signing in did not work. Please try again."),

	"404.title": T("Diese Seite gibt es nicht", "There is no such page"),
	"404":       T("Vielleicht ist die Adresse unvollständig.", "The address may be incomplete."),
	"403.title": T("Bitte laden Sie die Seite neu", "Please load the page again"),
	"403":       T("Die Seite war zu lange offen. Gehen Sie zurück und laden Sie sie neu.", "The page was open for too long. Go back and load it again."),
	"405.title": T("Das geht hier nicht", "That is not possible here"),
	"405":       T("Bitte gehen Sie zurück.", "Please go back."),
	"413.title": T("Das war zu viel auf einmal", "That was too much at once"),
	"413":       T("Bitte gehen Sie zurück und schreiben Sie kürzer.", "Please go back and write less."),
	"415.title": T("Das können wir nicht lesen", "We cannot read that"),
	"415":       T("Bitte gehen Sie zurück.", "Please go back."),
	"500.title": T("Bei uns ist etwas schiefgegangen", "Something went wrong on our side"),
	"500":       T("Ihre Eingaben sind gespeichert. Bitte versuchen Sie es in einigen Minuten noch einmal.", "Your answers are saved. Please try again in a few minutes."),
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
