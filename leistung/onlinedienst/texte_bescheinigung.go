// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// bescheinigungstexte are what is said about certificates of others.
func bescheinigungstexte() map[string]recht.Text {
	return map[string]recht.Text{
		"cert.title":       T("Bescheinigungen von anderen", "Certificates from others"),
		"cert.lead":        T("Andere können Ihnen etwas bescheinigen. Sie bekommen dafür einen Link, ohne Konto. Sie können darauf verzichten und alles selbst eintragen.", "Others can certify something for you. They get a link for it, without an account. You can do without and enter everything yourself."),
		"cert.by":          T("Wer bescheinigt: %s", "Who certifies: %s"),
		"cert.basis":       T("Grundlage: %s", "Basis: %s"),
		"cert.told":        T("Das wird dort gezeigt, und sonst nichts von Ihnen:", "This is shown there, and nothing else of yours:"),
		"cert.told.too":    T("Wer den Link öffnet, erfährt auch, dass Sie „%s“ nutzen.", "Whoever opens the link also learns that you use “%s”."),
		"cert.missing":     T("Beantworten Sie zuerst: %s", "First answer: %s"),
		"cert.missing.who": T("Tragen Sie zuerst ein, um wen es geht.", "First enter whom it is about."),
		"cert.whom":        T("Um wen geht es?", "Whom is it about?"),
		"cert.ask":         T("Link erstellen", "Create the link"),
		"cert.days":        T("Der Link gilt %d Tage und für eine Antwort.", "The link holds for %d days and for one answer."),
		"cert.another":     T("Noch ein Link", "Another link"),
		"cert.full":        T("Mehr Links sind für diesen Antrag nicht möglich.", "More links are not possible for this application."),
		"cert.sent":        T("Schicken Sie diesen Link selbst weiter. Wer ihn hat, kann antworten:", "Pass this link on yourself. Whoever has it can answer:"),
		"cert.until":       T("Antwort bis %s", "Answer by %s"),
		"cert.ended":       T("Der Link galt bis %s.", "The link held until %s."),
		"cert.back":        T("Link zurückziehen", "Take the link back"),
		"cert.came":        T("Bescheinigt von %s, %s. Prüfen Sie, was da steht:", "Certified by %s, %s. Check what it says:"),
		"cert.office":      T("Bescheinigt von %s, %s. Das Amt hat es bekommen:", "Certified by %s, %s. The office has received it:"),
		"cert.use":         T("In den Antrag übernehmen", "Use it in the application"),
		"cert.use.what":    T("Was Sie selbst eingetragen haben, bleibt. Das Amt sieht dann beides.", "What you entered yourself stays. The office then sees both."),
		"cert.refuse":      T("Nicht verwenden", "Do not use it"),
		"cert.used":        T("Bescheinigt von %s, %s. Es steht in Ihrem Antrag. Sie können jede Angabe dort berichtigen.", "Certified by %s, %s. It is in your application. You can correct every entry there."),
		"cert.tasks":       T("Bescheinigungen von anderen", "Certificates from others"),
		"cert.check":       T("Eine Bescheinigung ist da, und Sie haben noch nicht entschieden. Senden Sie ab, ohne sie zu verwerfen, bekommt das Amt sie.", "A certificate has come, and you have not decided yet. If you send without refusing it, the office gets it."),
		"cert.check.open":  T("Auf eine Bescheinigung warten Sie noch. Kommt sie nach dem Absenden, bekommt das Amt sie nachgereicht.", "You are still waiting for a certificate. If it comes after sending, the office gets it later."),

		"cert.state.open":   T("Wartet auf Antwort", "Waits for an answer"),
		"cert.state.over":   T("Keine Antwort", "No answer"),
		"cert.state.came":   T("Ist da", "Has come"),
		"cert.state.back":   T("Zurückgezogen", "Taken back"),
		"cert.state.used":   T("Übernommen", "Taken over"),
		"cert.state.unused": T("Nicht verwendet", "Not used"),
		"cert.state.none":   T("Freiwillig", "Optional"),

		"cert.asked":       T("Um wen und was es geht", "Whom and what it is about"),
		"cert.asked.only":  T("Mehr sehen Sie von diesem Antrag nicht. Was Sie hier eintragen, sieht zuerst die Person, die Sie gebeten hat. Sie gibt es dem Amt weiter.", "You see no more of this application. What you enter here is seen first by the person who asked you. They pass it on to the office."),
		"cert.late":        T("Ist der Antrag schon abgesendet, geht Ihre Antwort gleich an das Amt.", "If the application has been sent, your answer goes to the office at once."),
		"cert.gone":        T("Ihre Angaben werden zusammen mit dem Antrag gelöscht.", "What you state is deleted together with the application."),
		"cert.name":        T("Wer bescheinigt das? Name, bei einer Firma auch die Firma", "Who certifies this? Name, for a company also the company"),
		"cert.right":       T("Ich bestätige, dass diese Angaben richtig sind.", "I confirm that this is correct."),
		"cert.tick":        T("Bestätigen Sie, dass die Angaben richtig sind", "Confirm that it is correct"),
		"cert.send":        T("Bescheinigung absenden", "Send the certificate"),
		"cert.send.once":   T("Sie können einmal antworten. Danach gilt der Link nicht mehr.", "You can answer once. After that the link does not hold any more."),
		"cert.again.title": T("Das hat zu lange gedauert", "That took too long"),
		"cert.again":       T("Es ist nichts angekommen. Bitte tragen Sie es noch einmal ein.", "Nothing has arrived. Please enter it once more."),
		"cert.done.title":  T("Danke, Ihre Bescheinigung ist angekommen", "Thank you, your certificate has arrived"),
		"cert.done":        T("Mehr ist nicht zu tun. Mit diesem Link kann niemand sehen, was Sie eingetragen haben.", "There is nothing more to do. Nobody can see with this link what you entered."),
		"cert.over.title":  T("Dieser Link gilt nicht mehr", "This link does not hold any more"),
		"cert.over":        T("Die Zeit ist um, oder die Person braucht die Bescheinigung nicht mehr. Fragen Sie sie, wenn Sie noch antworten möchten.", "The time is over, or the person does not need the certificate any more. Ask them if you still want to answer."),
		"cert.own.title":   T("Dieser Link ist nicht für Sie", "This link is not for you"),
		"cert.own":         T("Geben Sie ihn weiter. Antworten kann: %s", "Pass it on. Who can answer: %s"),

		"cert.post.open":      T("Noch keine Antwort: %s", "No answer yet: %s"),
		"cert.post.open.what": T("Auf Ihre Bitte „%s“ ist noch keine Antwort da. Der Link gilt bis %s. Fragen Sie noch einmal nach, oder tragen Sie die Angaben selbst ein.", "Your request “%s” has no answer yet. The link holds until %s. Ask again, or enter the answers yourself."),
		"cert.post.over":      T("Keine Antwort: %s", "No answer: %s"),
		"cert.post.over.what": T("Auf Ihre Bitte „%s“ kam bis %s keine Antwort. Sie können einen neuen Link erstellen oder die Angaben selbst eintragen.", "Your request “%s” got no answer by %s. You can create a new link or enter the answers yourself."),
		"cert.post.came":      T("Ist da: %s", "Has come: %s"),
		"cert.post.came.what": T("Auf Ihre Bitte „%s“ (Frist: %s) ist eine Antwort da. Sehen Sie sie in Ihrem Vorgang an.", "Your request “%s” (deadline: %s) has an answer. Look at it in your application."),

		"amt.certs":        T("Nachgereichte Bescheinigungen", "Certificates handed in later"),
		"amt.certs.by":     T("bescheinigt von %s, %s, nicht von der antragstellenden Person übernommen", "certified by %s, %s, not taken over by the applicant"),
		"amt.certs.before": T("Was im Antrag steht, ist die Angabe der antragstellenden Person.", "What the application says is what the applicant stated."),
	}
}
