// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
)

// Antrag is what the person answers: a struct, and its json names are the keys on the
// wire.
type Antrag struct {
	Person    od.Person    `json:"person,omitzero"`
	Anschrift od.Anschrift `json:"anschrift,omitzero"`
	Wohnung   Wohnung      `json:"wohnung,omitzero"`
	Fahrzeuge []Fahrzeug   `json:"fahrzeuge,omitzero"`
	Ausweis   Ausweis      `json:"ausweis,omitzero"`
}

// Wohnung is where they live.
type Wohnung struct {
	Haupt  od.JaNein `json:"hauptwohnung,omitzero"`
	Gebiet string    `json:"gebiet,omitzero"`
}

// Fahrzeug is one of their vehicles.
type Fahrzeug struct {
	Kennzeichen string `json:"kennzeichen,omitzero"`
	Halter      Halter `json:"halter,omitzero"`
	Name        string `json:"haltername,omitzero"`
}

// Halter says whose vehicle it is.
type Halter string

// Ausweis is the permit they want.
type Ausweis struct {
	Ab       datum.Datum `json:"ab,omitzero"`
	Laufzeit Laufzeit    `json:"laufzeit,omitzero"`
}

// Laufzeit is for how many years.
type Laufzeit string

// The choices.
const (
	Ich      Halter   = "ich"
	Andere   Halter   = "andere"
	EinJahr  Laufzeit = "1"
	ZweiJahr Laufzeit = "2"
)

// Satzung is what a town sets for itself.
type Satzung struct {
	Gebiete      []Gebiet
	MaxFahrzeuge int
	Gebuehren    *payment.FeeTable
}

// Gebiet is a zone with its streets.
type Gebiet struct {
	Code, Name string
	Strassen   []string
}

// Umfasst reports whether a street lies in a zone.
func (s Satzung) Umfasst(code, strasse string) bool {
	return slices.ContainsFunc(s.Gebiete, func(g Gebiet) bool { return g.Code == code && slices.Contains(g.Strassen, strasse) })
}

func (s Satzung) auswahl() (out []od.Wert[string]) {
	for _, g := range s.Gebiete {
		out = append(out, od.W(g.Code, g.Name, g.Name))
	}
	return out
}

type fall = od.Fall[Antrag, Satzung]

// Dienst is the whole service as one value.
func Dienst() od.Dienst[Antrag, Satzung] {
	t, b, norm := od.T, od.Bloecke(), recht.MustParseNormen

	person := od.PersonAls(func(a *Antrag) *od.Person { return &a.Person }, t("Ihre Person", "About you"))
	anschrift := od.AnschriftAls(func(a *Antrag) *od.Anschrift { return &a.Anschrift }, t("Ihre Anschrift", "Your address"))

	haupt := od.Frage(func(w *Wohnung) *od.JaNein { return &w.Haupt }, t("Ist das Ihre Hauptwohnung?", "Is this your main home?"))
	gebiet := od.AuswahlAus(func(w *Wohnung) *string { return &w.Gebiet }, t("In welchem Gebiet wohnen Sie?", "In which zone do you live?"), Satzung.auswahl).OnlyIf(haupt.Is(od.Ja))
	wohnung := od.Gruppe(func(a *Antrag) *Wohnung { return &a.Wohnung }, t("Ihre Wohnung", "Your home"), od.Element[Wohnung](haupt), gebiet)
	istHaupt := od.In(wohnung, haupt).Is(od.Ja)

	kennzeichen := od.Text(func(f *Fahrzeug) *string { return &f.Kennzeichen }, t("Kennzeichen", "Number plate")).
		Match("^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [0-9]{1,4}[EH]?$").Hint(t("Zum Beispiel J-AB 123", "For example J-AB 123"))
	halter := od.Auswahl(func(f *Fahrzeug) *Halter { return &f.Halter }, t("Wer ist Halter?", "Who is the keeper?"), od.W(Ich, "Ich", "I am"), od.W(Andere, "Jemand anderes", "Somebody else"))
	name := od.Text(func(f *Fahrzeug) *string { return &f.Name }, t("Name des Halters", "Name of the keeper")).Len(1, 120).OnlyIf(halter.Is(Andere))
	fahrzeuge := od.Mehrfach(func(a *Antrag) *[]Fahrzeug { return &a.Fahrzeuge }, t("Ihre Fahrzeuge", "Your vehicles"), 1, 3, od.Element[Fahrzeug](kennzeichen), halter, name)

	ab := od.Datum(func(a *Ausweis) *datum.Datum { return &a.Ab }, t("Gültig ab", "Valid from"))
	laufzeit := od.Auswahl(func(a *Ausweis) *Laufzeit { return &a.Laufzeit }, t("Laufzeit", "Period"), od.W(EinJahr, "1 Jahr", "1 year"), od.W(ZweiJahr, "2 Jahre", "2 years"))
	ausweis := od.Gruppe(func(a *Antrag) *Ausweis { return &a.Ausweis }, t("Ihr Ausweis", "Your permit"), od.Element[Ausweis](ab), laufzeit)

	return od.Dienst[Antrag, Satzung]{
		Name: "bewohnerparken", Leistung: leistung.MustParseSchluessel("99108001001000"), Fassung: "1",
		Titel: t("Bewohnerparkausweis", "Resident parking permit"), Kurz: t("Wer in einem Bewohnerparkgebiet wohnt, darf dort parken.", "Who lives in a residents' zone may park there."),
		Grundlage: norm("§ 6 Abs. 1 Satz 1 Nr. 15 Buchst. b StVG"), Niveau: recht.NiveauSubstantiell, Dauer: 5 * time.Minute,
		Kann:      []recht.Text{t("mit Hauptwohnung in einem der Gebiete wohnen", "have your main home in one of the zones")},
		KannNicht: []recht.Text{t("das Fahrzeug ein Wohnmobil oder Anhänger ist", "the vehicle is a motor home or a trailer")},
		Braucht:   []recht.Text{t("das Kennzeichen", "the number plate")},
		Wirkung:   []recht.Text{t("Die Stadt bekommt Ihren Antrag, sobald die Gebühr bezahlt ist.", "The town gets your application as soon as the fee is paid.")},
		Entwurf:   od.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a Abs. 3 OZG")},
		Tut:       pflichten.Entscheidung, Pflichten: append([]pflichten.Erfuellung{
			{Pflicht: "PFLICHT-BEGRUENDUNG", Wo: "the notice of each decision"}, {Pflicht: "PFLICHT-URHEBER", Wo: "the notice of each decision"}, {Pflicht: "PFLICHT-RECHTSBEHELF", Wo: "the notice of each decision"},
		}, pflichten.Fehlt(t("Vor einer Ablehnung hört das Amt an, wo das Gesetz es verlangt; ein eigener Schritt dafür fehlt noch.", "Before a refusal the office hears the person where the law asks for it; a step of its own for that is missing yet."), "PFLICHT-ANHOERUNG")...),
		Seiten: []od.Seite[Antrag]{
			od.Zeige("person", od.Element[Antrag](person)),
			od.Zeige("anschrift", od.Element[Antrag](anschrift)),
			od.Zeige("wohnung", od.Element[Antrag](wohnung)),
			od.Zeige("fahrzeuge", od.Element[Antrag](fahrzeuge)).OnlyIf(istHaupt),
			od.Zeige("ausweis", od.Element[Antrag](ausweis)).OnlyIf(istHaupt),
		},
		Konto: []od.Uebernahme[Antrag]{
			od.Take(nutzerkonto.Familienname, od.In(person, b.Familienname)), od.Take(nutzerkonto.Vornamen, od.In(person, b.Vornamen)), od.Take(nutzerkonto.Geburtsdatum, od.In(person, b.Geburtsdatum)),
			od.Take(nutzerkonto.Strasse, od.In(anschrift, b.Strasse)), od.Take(nutzerkonto.Hausnummer, od.In(anschrift, b.Hausnummer)), od.Take(nutzerkonto.PLZ, od.In(anschrift, b.PLZ)), od.Take(nutzerkonto.Ort, od.In(anschrift, b.Ort)),
		},
		Regeln: []od.Regel[Antrag, Satzung]{
			{
				Code: "PARK-HAUPT", Normen: norm("§ 6 Abs. 1 Satz 1 Nr. 15 Buchst. b StVG"), Liest: od.Liest[Antrag](od.In(wohnung, haupt)),
				Text:     t("Den Ausweis bekommt, wer hier mit Hauptwohnung wohnt.", "The permit is for people whose main home is here."),
				Verletzt: func(f fall) bool { return f.Angaben.Wohnung.Haupt == od.Nein },
			},
			{
				Code: "PARK-GEBIET", Normen: norm("§ 6 Abs. 1 Satz 1 Nr. 15 Buchst. b StVG"), Liest: od.Liest[Antrag](od.In(wohnung, gebiet), od.In(anschrift, b.Strasse)),
				Text:     t("Diese Straße liegt nicht in dem Gebiet.", "This street is not in the zone."),
				Verletzt: func(f fall) bool { return !f.Kommune.Umfasst(f.Angaben.Wohnung.Gebiet, f.Angaben.Anschrift.Strasse) },
			},
			{
				Code: "PARK-ANZAHL", Normen: norm("§ 6 Abs. 1 Satz 1 Nr. 15 Buchst. b StVG"), Liest: od.Liest[Antrag](fahrzeuge),
				Text:     t("So viele Fahrzeuge sind in Ihrer Stadt nicht möglich.", "Your town does not allow that many vehicles."),
				Verletzt: func(f fall) bool { return len(f.Angaben.Fahrzeuge) > f.Kommune.MaxFahrzeuge },
			},
			{
				Code: "PARK-AB", Normen: norm("§ 6 Abs. 1 Satz 1 Nr. 15 Buchst. b StVG"), Liest: od.Liest[Antrag](od.In(ausweis, ab)), Severity: recht.SeverityWarning,
				Text:     t("Der Beginn liegt in der Vergangenheit.", "The start lies in the past."),
				Verletzt: func(f fall) bool { return f.Angaben.Ausweis.Ab.Before(f.Heute) },
			},
		},
		Gebuehr: &od.Gebuehr[Antrag, Satzung]{
			Normen: norm("§ 6a Abs. 5a StVG"), Tabelle: func(s Satzung) *payment.FeeTable { return s.Gebuehren },
			Ausgaenge: od.Bleibt[Satzung](norm("§ 2 Beispielsatzung"), 10_000, 5_000, 0), // invented, as the fee
			Positionen: func(f fall) []payment.Position {
				years := map[Laufzeit]int64{EinJahr: 1, ZweiJahr: 2}[f.Angaben.Ausweis.Laufzeit]
				if years == 0 {
					return nil
				}
				return []payment.Position{{Fee: "bewohner", Quantity: years * int64(len(f.Angaben.Fahrzeuge))}}
			},
		},
		Gemeinde:       func(a Antrag) kommune.AGS { return gemeinden()[a.Anschrift.Ort] },
		Entscheidungen: entscheidungen(), Urkunden: ausweise(),
	}
}

// gemeinden are the towns that take part, by the name that stands in an address.
func gemeinden() map[string]kommune.AGS {
	return map[string]kommune.AGS{"Jena": kommune.MustParseAGS("16053000"), "Augsburg": kommune.MustParseAGS("09761000")}
}

// Satzungen are what the towns have set: an invented one.
func Satzungen() (od.Satzungen[Satzung], error) {
	fees, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Jena", Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "bewohner", Text: "Bewohnerparkausweis", LegalBasis: "§ 1 Beispielsatzung", Kind: payment.FeePerUnit, Unit: "Jahr", Amount: payment.Cents(3000)}},
	})
	if err != nil {
		return nil, err
	}
	augsburg, err := satzungAugsburg()
	return od.Satzungen[Satzung]{{Gemeinde: gemeinden()["Jena"], Ab: datum.MustParse("2026-01-01"), Werte: Satzung{
		Gebiete:      []Gebiet{{"A", "Gebiet A", []string{"Am Anger", "Musterstraße"}}, {"B", "Gebiet B", []string{"Markt"}}},
		MaxFahrzeuge: 2, Gebuehren: fees,
	}}, augsburg}, err
}
