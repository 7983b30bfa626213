// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// schaltertexte are what the counter says.
func schaltertexte() map[string]recht.Text {
	return map[string]recht.Text{
		"counter.title":    T("Am Schalter aufnehmen", "Take at the counter"),
		"counter.lead":     T("Hier füllen Sie einen Antrag für jemanden aus, der vor Ihnen steht: mit denselben Fragen und Regeln wie online. Am Ende drucken Sie ein Blatt, das die Person unterschreibt.", "Here you fill in an application for somebody who is with you: with the same questions and rules as online. At the end you print a page that the person signs."),
		"counter.open":     T("Von Ihnen begonnen", "Begun by you"),
		"counter.kept":     T("zuletzt geändert am %s, aufbewahrt bis %s", "last changed on %s, kept until %s"),
		"counter.services": T("Neu beginnen", "Begin"),
		"counter.none":     T("Keiner Ihrer Dienste wird am Schalter aufgenommen.", "None of your services is taken at the counter."),
		"counter.without":  T("Geht nicht am Schalter", "Not at the counter"),
		"counter.several":  T("Mehrere füllen den Antrag aus, jede Person mit einem eigenen Login.", "Several people fill it in, each with a login of their own."),

		"counter.begin":                T("Wer steht vor Ihnen?", "Who is with you?"),
		"counter.begin.what":           T("Gespeichert wird, dass Sie den Antrag aufnehmen, der Tag und die Art des Ausweises. Nicht gespeichert werden seine Nummer und eine Kopie.", "Stored are that you take the application, the day, and the kind of document. Its number and a copy are not."),
		"counter.begin.button":         T("Antrag beginnen", "Begin the application"),
		"counter.doc":                  T("Welchen Ausweis haben Sie gesehen?", "Which document have you seen?"),
		"counter.doc.seen":             T("Ausweis, der gezeigt wurde", "Document that was shown"),
		"counter.doc.hint":             T("Vergleichen Sie das Bild mit der Person, und sehen Sie nach, ob der Ausweis gilt.", "Compare the picture with the person, and look whether the document is valid."),
		"counter.doc.missing":          T("Wählen Sie die Art des Ausweises.", "Choose the kind of document."),
		"counter.doc.personalausweis":  T("Personalausweis", "identity card"),
		"counter.doc.reisepass":        T("Reisepass", "passport"),
		"counter.doc.aufenthaltstitel": T("elektronischer Aufenthaltstitel", "electronic residence permit"),
		"counter.doc.anderer":          T("anderer amtlicher Ausweis mit Lichtbild", "another official document with a picture"),
		"counter.familienname":         T("Familienname, wie er im Ausweis steht", "Family name, as in the document"),
		"counter.vornamen":             T("Vornamen, wie sie im Ausweis stehen", "Given names, as in the document"),
		"counter.geburtsdatum":         T("Geburtsdatum", "Date of birth"),
		"counter.born.hint":            T("Zum Beispiel %s", "For example %s"),
		"counter.family.missing":       T("Schreiben Sie den Familiennamen aus dem Ausweis.", "Write the family name that stands in the document."),
		"counter.given.missing":        T("Schreiben Sie die Vornamen aus dem Ausweis.", "Write the given names that stand in the document."),
		"counter.means":                T("am Schalter", "at the counter"),

		"counter.delete":          T("Alle Eingaben sind dann weg. Eingereicht ist nichts.", "All answers are then gone. Nothing has been handed in."),
		"counter.sign":            T("Unterschrift", "Signature"),
		"counter.sign.what":       T("Drucken Sie das Blatt mit allen Angaben, und lassen Sie es unterschreiben. Ändert sich danach eine Angabe, ändert sich auch das Prüfzeichen, und es braucht ein neues Blatt. Prüfzeichen jetzt:", "Print the page with all entries, and have it signed. If an entry changes afterwards, the mark changes, too, and a new page is needed. Mark now:"),
		"counter.sheet":           T("Blatt zum Unterschreiben", "Page to be signed"),
		"counter.sheet.open":      T("Blatt zum Unterschreiben öffnen und drucken", "Open and print the page to be signed"),
		"counter.print":           T("Drucken Sie diese Seite mit dem Browser (Strg und P). Die Person liest alles, bevor sie unterschreibt.", "Print this page with the browser (Ctrl and P). The person reads everything before they sign."),
		"counter.mark":            T("Prüfzeichen:", "Mark:"),
		"counter.who":             T("Für %s, geboren am %s", "For %s, born on %s"),
		"counter.shown":           T("Identität am Schalter geprüft. Gesehen: %s.", "Identity checked at the counter. Seen: %s."),
		"counter.declare":         T("Ich habe alle Angaben gelesen. Sie sind richtig und vollständig. Ich stelle diesen Antrag.", "I have read all entries. They are correct and complete. I make this application."),
		"counter.place":           T("Ort, Datum", "Place, date"),
		"counter.signature":       T("Unterschrift", "Signature"),
		"counter.signature.there": T("liegt dem Amt auf Papier vor", "is at the office on paper"),
		"counter.taken":           T("Aufgenommen von %s, %s, am %s.", "Taken by %s, %s, on %s."),
		"counter.signed":          T("Die Person hat das Blatt mit dem Prüfzeichen %s unterschrieben, und es liegt vor.", "The person has signed the page with the mark %s, and it is here."),
		"counter.tick":            T("Bestätigen Sie, dass das unterschriebene Blatt vorliegt", "Confirm that the signed page is here"),
		"counter.receipt":         T("Nummer des Kassenbelegs", "Number of the receipt"),
		"counter.receipt.hint":    T("Die Gebühr zahlt die Person an der Kasse. Was davon später zurückgeht, zahlt auch die Kasse aus.", "The person pays the fee at the cash desk. What goes back later is paid out there, too."),
		"counter.receipt.missing": T("Schreiben Sie die Nummer des Kassenbelegs", "Write the number of the receipt"),
		"counter.send":            T("Antrag einreichen", "Hand the application in"),
		"counter.elsewhere.title": T("Zuständig ist: %s", "Responsible is: %s"),
		"counter.elsewhere":       T("An diesem Schalter können Sie den Antrag nicht einreichen: Das andere Amt könnte nicht sehen, was hier begonnen ist. Die Person geht dorthin, oder sie stellt den Antrag online.", "You cannot hand the application in at this counter: the other office could not see what was begun here. The person goes there, or applies online."),

		"counter.done":      T("Eingereicht", "Handed in"),
		"counter.done.what": T("Der Antrag hat die Nummer %s. Schreiben Sie sie der Person auf, und legen Sie das unterschriebene Blatt zur Akte.", "The application has the number %s. Write it down for the person, and put the signed page into the file."),
		"counter.event":     T("Am Schalter aufgenommen von %s (%s). Die Unterschrift liegt auf Papier vor.", "Taken at the counter by %s (%s). The signature is there on paper."),
		"counter.said":      T("Aufgeschrieben von %s (%s).", "Written down by %s (%s)."),
		"counter.said.hint": T("Schreiben Sie, was die Person gesagt hat und auf welchem Weg: Brief, Telefon oder am Schalter.", "Write what the person said and by which way: letter, telephone, or at the counter."),
		"counter.case":      T("Am Schalter aufgenommen", "Taken at the counter"),
		"counter.by":        T("Von", "By"),
		"counter.log":       T("Am Schalter aufgenommen", "Taken at the counter"),
		"counter.letter":    T("Die Person hat hierzu kein Konto: Was sie wissen muss, geht per Brief.", "The person has no account for this: what they have to know goes by letter."),
		"counter.paid":      T("Gebühr", "Fee"),
		"counter.paid.what": T("%s, an der Kasse bezahlt, Beleg %s. Was davon zurückgeht, zahlt die Kasse aus.", "%s, paid at the cash desk, receipt %s. What goes back is paid out there."),
	}
}
