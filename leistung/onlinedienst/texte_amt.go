// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// amtstexte are what the desk says.
func amtstexte() map[string]recht.Text {
	return map[string]recht.Text{
		"amt.desk": T("Arbeitsplatz", "Desk"),
		"amt.menu": T("Hauptmenü", "Main menu"),
		"amt.list": T("Arbeitsliste", "Work list"),

		"amt.login.title": T("Bitte loggen Sie sich ein", "Please sign in"),
		"amt.login":       T("Der Arbeitsplatz ist für Menschen, die im Amt arbeiten.", "The desk is for people who work at the office."),
		"amt.login.none":  T("Mit diesem Konto können Sie hier nicht arbeiten. Fragen Sie die Leitung Ihres Amts.", "You cannot work here with this account. Ask the head of your office."),

		"amt.quick": T("Schnellfilter", "Quick filters"), "amt.filter": T("Suchen und filtern", "Search and filter"), "amt.search": T("Nummer", "Number"),
		"amt.apply": T("Anwenden", "Apply"), "amt.from": T("Eingang ab", "Received from"), "amt.to": T("Eingang bis", "Received until"),
		"amt.all": T("alle", "all"), "amt.open": T("alle offenen", "all open"), "amt.done": T("alle abgeschlossenen", "all finished"), "amt.overdue": T("liegt zu lange", "lies too long"),
		"amt.oldest": T("älteste zuerst", "oldest first"), "amt.newest": T("neueste zuerst", "newest first"), "amt.order": T("Reihenfolge", "Order"),
		"amt.quick.mine": T("bei mir", "with me"), "amt.quick.new": T("neu, bei niemandem", "new, with nobody"),
		"amt.cases": T("Fälle", "Cases"), "amt.case": T("Fall", "Case"), "amt.service": T("Dienst", "Service"), "amt.deadline": T("Frist", "Deadline"),
		"amt.received": T("Eingang", "Received"), "amt.state": T("Stand", "State"), "amt.with": T("Bei", "With"), "amt.pages": T("Seiten", "Pages"),
		"amt.more": T("Weiter", "More"), "amt.first": T("Zum Anfang", "To the beginning"), "amt.none": T("Dazu gibt es keine Fälle.", "There are no such cases."),
		"amt.damaged":     T("Dieser Fall lässt sich nicht lesen. Sagen Sie bitte der Technik Bescheid.", "This case cannot be read. Please tell the technicians."),
		"amt.with.me":     T("mir", "me"),
		"amt.with.nobody": T("niemandem", "nobody"), "amt.with.former": T("jemandem, der nicht mehr hier arbeitet", "somebody who no longer works here"),
		"amt.with.operator": T("Betreiber des Dienstes", "whoever runs the service"),
		"amt.age.today":     T("heute", "today"), "amt.age.one": T("1 Tag alt", "1 day old"), "amt.age.days": T("%d Tage alt", "%d days old"),
		"amt.due": T("bis %s", "by %s"), "amt.answer.by": T("Antwort bis %s", "Answer by %s"), "amt.answer.late": T("Antwort war bis %s erbeten", "Answer was asked for by %s"),

		"amt.status.zugestellt": T("neu", "new"), "amt.status.in-bearbeitung": T("in Arbeit", "in work"), "amt.status.rueckfrage": T("wartet auf Antwort", "waits for an answer"),
		"amt.status.nachsehen":  T("Stichprobe: bitte ansehen", "Sample: please look at it"),
		"amt.status.vorsprache": T("wartet auf Vorsprache", "waits for an appearance"), "amt.status.stattgegeben": T("stattgegeben", "granted"), "amt.status.abgelehnt": T("abgelehnt", "refused"),
		"amt.status.zurueckgenommen": T("zurückgezogen", "withdrawn"),

		"amt.why": T("Warum öffnen Sie diesen Fall?", "Why do you open this case?"), "amt.lies": T("bei: %s", "with: %s"), "amt.reason": T("Grund", "Reason"),
		"amt.why.hint":       T("Grund, Name und Zeit stehen danach im Leseprotokoll. Die betroffene Person kann Auskunft darüber verlangen.", "Reason, name and time then stand in the log of readings. The person concerned may ask for it."),
		"amt.why.substitute": T("Vertretung", "Substitution"), "amt.why.inquiry": T("Auskunft an die Person selbst", "Information for the person"),
		"amt.why.second": T("Zweite Prüfung", "Second check"), "amt.why.other": T("Anderer Grund", "Another reason"), "amt.why.which": T("Welcher?", "Which?"),
		"amt.why.open": T("Öffnen", "Open"), "amt.why.not": T("Nicht öffnen", "Do not open"), "amt.why.missing": T("Wählen Sie einen Grund, oder schreiben Sie ihn.", "Choose a reason, or write it."),
		"amt.why.own":  T("Für eigene Fälle, Familie und Bekannte: nicht öffnen, bitte weitergeben.", "Your own cases, family and acquaintances: do not open, please pass on."),
		"amt.why.work": T("Bearbeitung", "Work on it"), "amt.why.new": T("neu, bei niemandem", "new, with nobody"),

		"amt.tocase": T("Zum Fall", "To the case"), "amt.received.at": T("eingegangen: %s", "received: %s"), "amt.origin": T("Herkunft: ", "Origin: "),
		"amt.who": T("Gesendet von %s, geboren am %s (%s)", "Sent by %s, born on %s (%s)"), "amt.answers": T("Angaben", "Answers"),
		"amt.version": T("Das Formular war damals ein anderes (Fassung %s). Die Angaben stehen hier so, wie sie kamen.", "These answers come from another version of the form (%s) and stand here as they came."),
		"amt.rules":   T("Was die Regeln sagen", "What the rules say"), "amt.rules.none": T("Die Regeln des Dienstes finden nichts.", "The rules of the service find nothing."),
		"amt.files": T("Unterlagen", "Documents"), "amt.file.open": T("Öffnen", "Open"), "amt.file.picture": T("Bild: %s", "Picture: %s"),
		"amt.evidence": T("Nachweise aus Registern", "Evidence from registers"), "amt.evidence.same": T("unverändert, wie die Person sie sah", "unchanged, as the person saw it"),
		"amt.evidence.changed": T("verändert: nicht verwenden", "changed: do not use"), "amt.history": T("Verlauf", "History"), "amt.log": T("Leseprotokoll", "Log of readings"),
		"amt.read": T("Gelesen", "Read"), "amt.exported": T("Ausgeführt als Datei", "Exported as a file"), "amt.export": T("Fall als Datei (JSON)", "Case as a file (JSON)"),
		"amt.by.antragsteller": T("antragstellende Person", "applicant"), "amt.by.behoerde": T("Amt", "office"), "amt.by.system": T("Dienst", "service"),

		"amt.act.begonnen": T("Begonnen", "Begun"), "amt.act.eingereicht": T("Abgesendet", "Sent"), "amt.act.zugestellt": T("Angekommen", "Arrived"), "amt.act.uebernommen": T("Übernommen", "Taken up"),
		"amt.act.nachgefragt": T("Rückfrage", "Question"), "amt.act.beantwortet": T("Antwort", "Answer"), "amt.act.eingeladen": T("Eingeladen", "Invited"), "amt.act.vorgesprochen": T("War da", "Was here"),
		"amt.act.stattgegeben": T("Stattgegeben", "Granted"), "amt.act.abgelehnt": T("Abgelehnt", "Refused"), "amt.act.erinnert": T("Liegt zu lange", "Lies too long"),
		"amt.act.zurueckgenommen": T("Zurückgezogen", "Withdrawn"), "amt.act.zustellung-gescheitert": T("Nicht angekommen", "Did not arrive"), "amt.act.zustellung-wiederholt": T("Noch einmal gesendet", "Sent again"),

		"amt.mit":            T("Betrifft auch: %s, geboren am %s. %s", "Concerns, too: %s, born on %s. %s"),
		"amt.mit.code":       T("Zugang noch nicht angenommen, Code %s", "Access not accepted yet, code %s"),
		"amt.do.uebernommen": T("Übernehmen", "Take up"), "amt.do.nehmen": T("Übernehmen", "Take"), "amt.do.nachgefragt": T("Zurückfragen", "Ask back"), "amt.do.eingeladen": T("Ins Amt einladen", "Invite to the office"),
		"amt.do.nachgesehen": T("Angesehen, nichts zu ändern", "Looked at, nothing to change"), "amt.do.anhoerung-begonnen": T("Anhören", "Hear"),
		"amt.do.vorgesprochen": T("War da", "Was here"), "amt.do.beantwortet": T("Antwort der Person aufschreiben", "Write the person’s answer down"), "amt.do.geaeussert": T("Äußerung der Person aufschreiben", "Write down what the person says"), "amt.do.zurueckgenommen": T("Person zieht zurück", "Person withdraws"), "amt.do.weitergeben": T("Weitergeben", "Pass on"), "amt.do.freigeben": T("Freigeben", "Release"), "amt.do.zurueckgeben": T("Zurückgeben", "Send back"),
		"amt.text": T("Ihr Text", "Your text"), "amt.text.hint": T("Wer es betrifft, liest genau diese Worte.", "Whom it concerns reads exactly these words."), "amt.text.missing": T("Schreiben Sie einen Text.", "Write a text."),
		"amt.text.long": T("Das ist zu lang. Schreiben Sie kürzer.", "This is too long. Write less."), "amt.day": T("Bis wann?", "By when?"),
		"amt.day.wrong": T("Schreiben Sie einen Tag von heute an, zum Beispiel %s.", "Write a day from today on, for example %s."),
		"amt.assign":    T("An wen?", "To whom?"), "amt.assign.missing": T("Wählen Sie, an wen.", "Choose to whom."),
		"amt.changed.title": T("Der Fall hat sich geändert", "The case has changed"), "amt.changed": T("Jemand war schneller, oder die Seite war schon gesendet. Sehen Sie sich den Fall noch einmal an. Ihre Eingabe wurde nicht übernommen.", "Somebody was faster, or the page had been sent already. Look at the case again. What you sent was not taken over."),
		"amt.changed.look": T("Fall ansehen", "Look at the case"),

		"amt.grant": T("Stattgeben", "Grant"), "amt.refuse": T("Ablehnen", "Refuse"), "amt.reasons": T("Gründe", "Reasons"),
		"amt.reasons.hint": T("Die Person liest genau diese Worte. Sagen Sie zuerst, was sie tun kann.", "The person reads exactly these words. Say first what they can do."),
		"amt.decide.look":  T("Weiter: noch einmal ansehen", "Go on: look once more"), "amt.decide.sure": T("So wird entschieden", "This is what is decided"),
		"amt.decide.final": T("Die Entscheidung gilt, sobald Sie den Knopf drücken, und lässt sich hier nicht zurückholen.", "The decision stands as soon as you press the button, and cannot be taken back here."),
		"amt.propose":      T("Vorschlag vorlegen", "Submit the proposal"), "amt.propose.what": T("Entschieden ist erst, wenn eine zweite Person den Vorschlag freigibt.", "It is decided only when a second person releases the proposal."),
		"amt.release.what": T("Die Entscheidung gilt sofort und lässt sich hier nicht zurückholen. Ihr Name steht im Verlauf, nicht im Bescheid.", "The decision stands at once and cannot be taken back here. Your name stands in the history, not in the notice."),
		"amt.proposed":     T("Vorgeschlagen, wartet auf eine zweite Person", "Proposed, waits for a second person"), "amt.sentback": T("Der Vorschlag kam zurück", "The proposal came back"),
		"amt.decision": T("Entscheidung", "Decision"), "amt.decided": T("Entschieden", "Decided"), "amt.decided.by": T("Von", "By"), "amt.notice": T("Das bekommt die Person", "What the person gets"),

		"amt.notice.title": T("Bescheid", "Notice"), "amt.notice.file": T("Bescheid als PDF", "Notice as PDF"), "amt.notice.waits": T("Der Bescheid wird gerade bereitgestellt.", "The notice is being provided."),
		"amt.notice.post":   T("Der Bescheid geht auf Papier. Drucken Sie ihn, und vermerken Sie, wann er zur Post ging.", "The notice goes on paper. Print it, and note when it was posted."),
		"amt.notice.posted": T("Zur Post gegeben am %s.", "Posted on %s."), "amt.notice.there": T("Bereitgestellt: %s.", "Provided: %s."), "amt.notice.read": T("Bereitgestellt: %s. Abgerufen: %s.", "Provided: %s. Retrieved: %s."),
		"amt.file.from": T("Mit: %s (%s), %s", "With: %s (%s), %s"), "amt.file.sent": T("Mit dem Antrag, %s", "With the application, %s"), "amt.file.sent.by": T("Mit dem Antrag (%s), %s", "With the application (%s), %s"), "amt.files.with": T("Dateien dazu (PDF, JPG oder PNG)", "Files with it (PDF, JPG or PNG)"),
		"amt.rep": T("Vertretung", "Representation"), "rep.desk": T("%s handelt. Nachweis: %s. Umfang: %s.", "%s acts. Proof: %s. Reach: %s."),
		"amt.notice.norms": T("Gezählt nach %s.", "Counted by %s."),
		"amt.notice.end":   T("Letzter Tag für einen Rechtsbehelf, wie ihn die Person liest: %s.", "Last day to object, as the person is told: %s."), "amt.notice.late": T("Verspätet ist er erst nach %s.", "It is late only after %s."),
		"amt.notice.lacks": T("Dem Bescheid fehlt noch etwas", "The notice still lacks something"), "amt.do.gepostet": T("Zur Post gegeben", "Posted"),
		"amt.posted.what":  T("An welchem Tag ging der Brief zur Post? Davon hängt ab, bis wann ein Rechtsbehelf möglich ist.", "On which day was the letter posted? The last day to object hangs on it."),
		"amt.posted.wrong": T("Schreiben Sie den Tag, zum Beispiel %s: nicht vor dem Bescheid und nicht in der Zukunft.", "Write the day, for example %s: not before the notice and not in the future."),

		"amt.asked": T("Wer gefragt ist", "Who is asked"), "amt.asked.waits": T("noch keine Antwort", "no answer yet"), "amt.asked.answered": T("hat geantwortet", "has answered"), "amt.asked.late": T("hat verspätet geantwortet", "has answered late"),
		"amt.asked.silent": T("hat nicht geantwortet", "has not answered"), "amt.asked.consent": T("hat nicht geantwortet: gilt als Zustimmung", "has not answered: counts as consent"), "amt.asked.link": T("Link zum Weitergeben", "Link to pass on"),
		"amt.extend": T("Verlängern: %s", "Extend: %s"), "amt.extend.by": T("Um wie viel?", "By how much?"), "amt.extend.most": T("höchstens %d %s", "at most %d %s"), "amt.extend.wrong": T("Schreiben Sie eine Zahl: %s.", "Write a number: %s."),
		"unit.tag": T("Tage", "days"), "unit.woche": T("Wochen", "weeks"), "unit.monat": T("Monate", "months"), "unit.jahr": T("Jahre", "years"), "unit.arbeitstag": T("Arbeitstage", "working days"),
		"amt.ask": T("Fragen: %s", "Ask: %s"), "amt.ask.what": T("Schreiben Sie alles, was für die Antwort nötig ist, und nicht mehr: Von dem Fall selbst sieht wer gefragt wird nichts.", "Write all that the answer needs, and no more: who is asked sees nothing of the case itself."),
		"amt.periods": T("Fristen, die laufen", "Periods that run"), "amt.machine": T("Programm", "Program"), "amt.decided.holds": T("Gilt", "Holds"),
		"amt.result.stattgegeben": T("stattgegeben", "granted"), "amt.result.teilweise": T("teilweise stattgegeben", "granted in part"), "amt.result.abgelehnt": T("abgelehnt", "refused"), "amt.result.fingiert": T("gilt als erteilt", "deemed granted"),
		"amt.result.aufgehoben": T("aufgehoben", "revoked"), "amt.result.berichtigt": T("berichtigt", "corrected"), "amt.result.anderes": T("entschieden", "decided"),
		"amt.day.missing": T("Schreiben Sie den Tag, zum Beispiel %s.", "Write the day, for example %s."), "amt.ends": T("Damit ist der Fall zu Ende. Das lässt sich hier nicht zurückholen.", "The case ends with it. This cannot be taken back here."),

		"amt.effect.deliver": T("zustellen an das Amt", "deliver to the office"), "amt.effect.announce": T("Bescheid bekannt geben", "announce the notice"), "amt.effect.back": T("Gebühr erstatten", "give the fee back"), "amt.effect.invoice": T("elektronische Rechnung schreiben", "write the electronic invoice"),
		"amt.trouble": T("Störungen", "Disturbances"), "amt.trouble.what": T("Das hat nicht geklappt. Verloren ist nichts. Ist die Ursache behoben, stoßen Sie es hier wieder an.", "This failed. Nothing is lost. Once the cause is mended, set it going again here."),
		"amt.trouble.none": T("Es gibt keine Störungen.", "There are no disturbances."), "amt.trouble.open": T("Offene Folgen", "Open effects"), "amt.trouble.effect": T("Was fehlt", "What is missing"),
		"amt.trouble.tries": T("Versuche", "Attempts"), "amt.trouble.do": T("Was tun", "What to do"), "amt.trouble.again": T("Noch einmal versuchen", "Try again"), "amt.trouble.technical": T("Technische Meldung", "Technical message"),
	}
}
