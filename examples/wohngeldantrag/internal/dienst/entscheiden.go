// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"io"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Bewilligung is what an official states who grants Wohngeld: the amount, the period, and
// the two amounts that the notice must show (§ 24 Abs. 3, § 27 Abs. 3 Satz 1 Nr. 2 and 3
// WoGG). The calculation proposes them; the official answers for them.
type Bewilligung struct {
	Betrag    od.Betrag   `json:"betrag,omitzero"`
	Ab        datum.Datum `json:"ab,omitzero"`
	Bis       datum.Datum `json:"bis,omitzero"`
	Miete     od.Betrag   `json:"miete,omitzero"`
	Einnahmen od.Betrag   `json:"einnahmen,omitzero"`
	Gruende   string      `json:"gruende,omitzero"`
}

// Ablehnung is what an official states who refuses.
type Ablehnung struct {
	Gruende string `json:"gruende,omitzero"`
}

// maxGruende bounds reasons in letters.
const maxGruende = 4000

// entscheidungen are the ways to decide. To grant needs two officials in this example.
func entscheidungen() []od.Entscheidung[Antrag, Kommune] {
	t := od.T
	betrag := od.Geld(func(b *Bewilligung) *od.Betrag { return &b.Betrag }, t("Wohngeld im Monat", "Wohngeld a month"))
	ab := od.Datum(func(b *Bewilligung) *datum.Datum { return &b.Ab }, t("Bewilligt ab", "Granted from"))
	bis := od.Datum(func(b *Bewilligung) *datum.Datum { return &b.Bis }, t("Bewilligt bis", "Granted until"))
	miete := od.Geld(func(b *Bewilligung) *od.Betrag { return &b.Miete }, t("Miete im Monat, die zugrunde liegt", "Rent a month that it rests on")).Under(norm("§ 24 Abs. 3 WoGG"))
	einnahmen := od.Geld(func(b *Bewilligung) *od.Betrag { return &b.Einnahmen }, t("Summe der monatlichen Bruttoeinnahmen", "Sum of the gross monthly incomes")).Under(norm("§ 24 Abs. 3 WoGG"))
	gruende := od.Text(func(b *Bewilligung) *string { return &b.Gruende }, t("Gründe", "Reasons")).Len(1, maxGruende).Lines()
	warum := od.Text(func(a *Ablehnung) *string { return &a.Gruende }, t("Gründe", "Reasons")).Len(1, maxGruende).Lines()
	return []od.Entscheidung[Antrag, Kommune]{
		od.Beschluss[Antrag, Kommune, Ablehnung]{
			Name: "ablehnen", Titel: t("Wohngeld ablehnen", "Refuse Wohngeld"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: recht.Normen{norm("§ 24 Abs. 2 WoGG")},
			Inhalt: []od.Element[Ablehnung]{warum}, Gruende: func(a Ablehnung) string { return a.Gruende },
			Bescheid: func(f fall, a Ablehnung) bescheid.Entwurf {
				e := entwurf(f, "Ihr Antrag auf Wohngeld wird abgelehnt.")
				e.Begruendung.Recht = []string{a.Gruende}
				return e
			},
		},
		od.Beschluss[Antrag, Kommune, Bewilligung]{
			Name: "bewilligen", Titel: t("Wohngeld bewilligen", "Grant Wohngeld"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: recht.Normen{norm("§ 24 Abs. 2 WoGG"), norm("§ 24 Abs. 3 WoGG")}, VierAugen: true,
			Inhalt: []od.Element[Bewilligung]{betrag, ab, bis, miete, einnahmen, gruende}, Vorschlag: vorschlag, Geltung: geltung, Gruende: func(b Bewilligung) string { return b.Gruende }, Bescheid: bewilligt,
		},
	}
}

// vorschlag is the calculation as far as it gives one amount for the whole period. Where
// the law changes within it, or a person has to judge something, the amount is left open.
func vorschlag(f fall) Bewilligung {
	out := Bewilligung{Miete: f.Angaben.Warm, Einnahmen: od.Cents(brutto(f.Angaben)), Gruende: "Die Berechnung folgt Ihren Angaben und den Nachweisen dazu."}
	b, err := Rechne(f.Angaben, f.Heute, nil)
	if err != nil || len(b.Abschnitte) != 1 || b.Abschnitte[0].Ergebnis.Hinweise.Offen() {
		return out
	}
	out.Ab, out.Bis = b.Zeitraum.Ab, b.Zeitraum.Bis
	if r := b.Abschnitte[0].Ergebnis; r.Grund == 0 {
		out.Betrag = od.Cents(int64(r.Wohngeld))
	}
	return out
}

// geltung is the Bewilligungszeitraum.
func geltung(_ fall, b Bewilligung, _ datum.Datum) antragfall.Geltung {
	return antragfall.Geltung{Von: b.Ab, Bis: b.Bis}
}

// brutto is what comes in a month before deductions, in cents, as the person states it.
func brutto(a Antrag) int64 {
	month := a.Rente.Betrag.Cents()
	for _, e := range a.Einkommen {
		if e.Zeitraum == Monat {
			month += e.Betrag.Cents()
		} else {
			month += e.Betrag.Cents() / 12
		}
	}
	return month
}

// entwurf is what every notice of this service says.
func entwurf(f fall, decided ...string) bescheid.Entwurf {
	p, w := f.Angaben.Person, f.Angaben.Wohnung
	ort := w.Gemeinde
	if hit, ok := gemeindename(w.Gemeinde); ok {
		ort = hit
	}
	return bescheid.Entwurf{
		Verfahren: bescheid.VerfahrenSGBX, Titel: "Bescheid über Wohngeld", Tenor: decided, Schriftform: norm("§ 24 Abs. 2 Satz 1 WoGG"), Anspruch: true,
		Adressat:    bescheid.Adressat{Anschrift: []string{p.Vornamen + " " + p.Familienname, w.Strasse + " " + w.Hausnummer, w.PLZ + " " + ort}},
		Begruendung: bescheid.Begruendung{Sachverhalt: []string{"Sie haben am " + tag(f.Heute) + " Wohngeld als Mietzuschuss beantragt."}, Normen: recht.Normen{norm("§ 24 Abs. 2 WoGG")}},
		Hinweise:    []string{"Sie können Wohngeld erneut beantragen."},
	}
}

// bewilligt is the notice that grants, with the contents of § 24 Abs. 3 WoGG.
func bewilligt(f fall, b Bewilligung) bescheid.Entwurf {
	euro := func(x od.Betrag) string { return x.String() + " Euro" }
	e := entwurf(f, "Sie erhalten Wohngeld in Höhe von "+euro(b.Betrag)+" im Monat.", "Der Bewilligungszeitraum beginnt am "+tag(b.Ab)+" und endet am "+tag(b.Bis)+".")
	e.Begruendung.Recht = []string{
		"Der Bewilligung liegen eine Miete von " + euro(b.Miete) + " im Monat und monatliche Bruttoeinnahmen aller zu berücksichtigenden Haushaltsmitglieder von zusammen " + euro(b.Einnahmen) + " zugrunde.",
		b.Gruende,
	}
	e.Begruendung.Normen = append(e.Begruendung.Normen, norm("§ 24 Abs. 3 WoGG"))
	e.Hinweise = append(e.Hinweise,
		"Teilen Sie der Wohngeldbehörde sofort mit, wenn nicht nur vorübergehend die Miete sinkt oder die Einnahmen steigen, jeweils um mehr als 15 Prozent, wenn sich die Zahl der Haushaltsmitglieder verringert oder wenn mehr von ihnen vom Wohngeld ausgeschlossen sind (§ 27 Abs. 3 WoGG). Das gilt auch für Änderungen in einem abgelaufenen Bewilligungszeitraum (§ 27 Abs. 4 WoGG).",
		"Teilen Sie der Wohngeldbehörde sofort mit, wenn niemand aus dem Haushalt mehr in der Wohnung wohnt (§ 28 Abs. 1 Satz 2 WoGG).",
		"Teilen Sie der Wohngeldbehörde sofort mit, wenn für jemanden aus dem Haushalt ein Verfahren über eine Leistung begonnen hat, die Wohngeld ausschließt, etwa Grundsicherungsgeld, oder wenn jemand sie erhält (§ 28 Abs. 4 Satz 1 WoGG).",
		"Über das Wohngeld kann von Amts wegen neu entschieden werden, auch wenn Sie nichts mitteilen müssen. Es kann dann wegfallen oder geringer werden.")
	return e
}

// blatt is the calculation as the official sees it.
func blatt(out io.Writer, in od.Eingang, sprache string) error {
	a, err := read(in)
	if err != nil {
		return err
	}
	return a.WriteRechnung(out, sprache)
}
