// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// beschreibungstexte are those of the page that describes a service.
func beschreibungstexte() map[string]recht.Text {
	return map[string]recht.Text{
		"desc.title":       T("Beschreibung des Dienstes", "Description of the service"),
		"desc.lead":        T("Was gefragt wird, auf welcher Grundlage, unter welcher Bedingung und woher es kommt. Die Seite entsteht aus der Erklärung des Dienstes, die gerade läuft.", "What is asked, on which basis, under which condition, and where it comes from. The page is made from the declaration of the service that runs."),
		"desc.head":        T("Eckdaten", "Key data"),
		"desc.key":         T("Leistung", "Service key"),
		"desc.version":     T("Fassung der Fragen", "Version of the questions"),
		"desc.basis":       T("Grundlage", "Basis"),
		"desc.maturity":    T("Reifegrad (Modell 1.1, eigene Einschätzung)", "Maturity (model 1.1, own assessment)"),
		"desc.maturity.is": T("%d („%s“), soweit die Angaben des Dienstes reichen", "%d (“%s”), as far as the declaration of the service goes"),
		"desc.level":       T("Mindestens nötiges Vertrauensniveau", "Least level of assurance"),
		"desc.fee":         T("Gebühr", "Fee"),
		"desc.form":        T("Fragen", "Questions"),
		"desc.schema":      T("Das Formular als JSON Schema", "The form as JSON Schema"),
		"desc.xdf":         T("Das Formular in XDatenfelder 3", "The form in XDatenfelder 3"),
		"desc.xdf.not":     T("Was XDatenfelder nicht ausdrücken kann, steht in der Beschreibung des Schemas.", "What XDatenfelder cannot express stands in the description of the schema."),
		"desc.api":         T("Dieselben Schritte für Programme (OpenAPI)", "The same steps for programs (OpenAPI)"),
		"desc.field":       T("Frage", "Question"),
		"desc.kind":        T("Art", "Kind"),
		"desc.asked":       T("Wann", "When"),
		"desc.source":      T("Woher auch", "Also from"),
		"desc.norm":        T("Norm", "Norm"),
		"desc.account":     T("Nutzerkonto", "Account"),
		"desc.required":    T("Pflicht", "required"),
		"desc.optional":    T("freiwillig", "voluntary"),
		"desc.requiredif":  T("Pflicht, wenn %s", "required if %s"),
		"desc.onlyif":      T("nur, wenn %s", "only if %s"),
		"desc.times":       T("%d bis %s mal", "%d to %s times"),
		"desc.rules":       T("Regeln", "Rules"),
		"desc.code":        T("Kennung", "Code"),
		"desc.says":        T("Was sie sagt", "What it says"),
		"desc.reads":       T("Was sie liest", "What it reads"),
		"desc.holds":       T("Gilt", "Holds"),
		"desc.always":      T("immer", "always"),
		"desc.from":        T("ab %s", "from %s"),
		"desc.until":       T("bis %s", "until %s"),
		"desc.between":     T("%s bis %s", "%s to %s"),
		"desc.evidence":    T("Nachweise aus Registern", "Evidence from registers"),
		"desc.course":      T("Ablauf", "Course"),
		"desc.act":         T("Schritt", "Step"),
		"desc.before":      T("Von", "From"),
		"desc.after":       T("Nach", "To"),
		"desc.who":         T("Wer", "Who"),
		"desc.if":          T("Wenn", "If"),
		"desc.period":      T("Frist", "Period"),
		"desc.for":         T("Für", "For"),
		"desc.length":      T("Dauer", "Length"),
		"desc.end":         T("Am Ende", "At its end"),

		"type.text": T("Text", "text"), "type.datum": T("Tag", "day"), "type.uhrzeit": T("Uhrzeit", "time"), "type.zeitpunkt": T("Zeitpunkt", "instant"),
		"type.teildatum": T("Tag, auch unvollständig", "day, also incomplete"), "type.ja-nein": T("Ja oder nein", "yes or no"), "type.zahl": T("Zahl", "number"),
		"type.ganzzahl": T("Ganze Zahl", "whole number"), "type.geld": T("Betrag", "amount"), "type.auswahl": T("Auswahl", "choice"), "type.datei": T("Datei", "file"),
		"type.gruppe": T("Gruppe", "group"), "type.wahl": T("Eines von mehreren", "one of several"), "type.hinweis": T("Hinweis", "note"),
	}
}
