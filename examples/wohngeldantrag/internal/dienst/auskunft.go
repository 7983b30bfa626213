// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// Berechnung is what the rules make of an application: the period and its parts,
// each with the way to its amount.
type Berechnung struct {
	Zeitraum   regel.Zeitraum
	Grundlage  recht.Norm // of the begin
	Abschnitte []wohngeld.Abschnitt
}

// Rechne calculates an application that came in on a day, for twelve months. What
// the answers say counts as a statement without evidence, but for herkunft.
func Rechne(a Antrag, eingang datum.Datum, herkunft map[string]regel.Herkunft) (Berechnung, error) {
	h, err := Haushalt(a, eingang)
	if err != nil {
		return Berechnung{}, err
	}
	zeit := wohngeld.Antragszeit{Eingang: eingang}
	if a.Wohnung.Seit.After(eingang) {
		zeit.VoraussetzungenAb = a.Wohnung.Seit
	}
	ab, norm := zeit.Beginn()
	b := Berechnung{Zeitraum: regel.Zeitraum{Ab: ab, Bis: ab.AddMonths(12).AddDays(-1)}, Grundlage: norm}
	b.Abschnitte, err = wohngeld.Bewillige(b.Zeitraum, h, datum.Datum{}, herkunft)
	return b, err
}

// auskunft tells the person what the answers come to and what papers are missing:
// the weeks of the authority begin when they are all there.
func auskunft(f fall) []od.Auskunft {
	t := od.T
	b, err := Rechne(f.Angaben, f.Heute, nil)
	if err != nil || len(b.Abschnitte) == 0 {
		return []od.Auskunft{{
			Titel: t("Wie viel es wäre, können wir hier nicht sagen", "How much it would be we cannot say here"),
			Text:  t("Das Amt rechnet es aus. Senden Sie Ihren Antrag trotzdem ab: Wohngeld gibt es vom Monat des Antrags an.", "The office will calculate it. Send your application all the same: Wohngeld begins with the month of the application."),
		}}
	}
	var out []od.Auskunft
	for _, x := range b.Abschnitte {
		out = append(out, vorlaeufig(x, b))
	}
	return append(out, unterlagen(f.Angaben, f.Belegt))
}

func vorlaeufig(x wohngeld.Abschnitt, b Berechnung) od.Auskunft {
	t := od.T
	a := od.Auskunft{
		Titel: t("Nach Ihren Angaben wären es "+x.Ergebnis.Wohngeld.String()+" im Monat", "By your answers it would be "+x.Ergebnis.Wohngeld.String()+" a month"),
		Text: t("Vom "+tag(x.Zeitraum.Ab)+" bis zum "+tag(x.Zeitraum.Bis)+". Das ist eine Vorschau und kein Bescheid: Das Amt prüft alles und entscheidet. Gezahlt wird vom Ersten des Monats an, in dem Ihr Antrag ankommt.",
			"From "+day(x.Zeitraum.Ab)+" to "+day(x.Zeitraum.Bis)+". This is a preview and no decision: the office checks everything and decides. It is paid from the first of the month in which your application arrives."),
	}
	if x.Ergebnis.Grund != 0 {
		a.Titel = t("Nach Ihren Angaben gäbe es kein Wohngeld", "By your answers there would be no Wohngeld")
		de, en := warum(x.Ergebnis.Grund)
		a.Text = t(de+" Das ist eine Vorschau und kein Bescheid: Sie können den Antrag trotzdem stellen, das Amt entscheidet.", en+" This is a preview and no decision: you may apply all the same, the office decides.")
	}
	if x.Ergebnis.Hinweise.Offen() {
		a.Text = t(a.Text.String()+" Etwas daran muss ein Mensch im Amt beurteilen.", a.Text.English()+" A person in the office must judge something about it.")
	}
	for _, s := range x.Schritte {
		if s.Tiefe > 0 || s.Wert.IsZero() {
			continue
		}
		a.Gang = append(a.Gang, od.Gang{Text: s.Titel, Wert: od.T(s.Wert.String(), s.Wert.English()), Normen: recht.Normen{s.Norm}})
	}
	a.Gang = append(a.Gang, od.Gang{Text: t("Beginn", "Begin"), Wert: t(tag(b.Zeitraum.Ab), day(b.Zeitraum.Ab)), Normen: recht.Normen{b.Grundlage}})
	return a
}

// warum says why there is none.
func warum(g wohngeld.Grund) (de, en string) {
	switch g {
	case wohngeld.GrundAusgeschlossen:
		return "Alle im Haushalt bekommen eine Leistung, die die Wohnung schon bezahlt.", "Everybody in the household gets a benefit that already pays for the dwelling."
	case wohngeld.GrundAusbildung:
		return "Alle im Haushalt haben Anspruch auf Hilfe zur Ausbildung.", "Everybody in the household has a right to support for training."
	case wohngeld.GrundMindestbetrag:
		return "Es wären weniger als 10 Euro im Monat.", "It would be less than 10 euro a month."
	case wohngeld.GrundKeinBetrag:
		return "Das Einkommen ist dafür zu hoch.", "The income is too high for it."
	default:
		return "Eine Angabe passt nicht zu einer anderen.", "One answer does not fit another."
	}
}

// tag and day are a day for people, in German and in English.
func tag(d datum.Datum) string { return fmt.Sprintf("%d.%d.%d", d.Day(), int(d.Month()), d.Year()) }

func day(d datum.Datum) string { return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year()) }
