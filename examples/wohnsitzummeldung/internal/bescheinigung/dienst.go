// SPDX-License-Identifier: Apache-2.0

// Package bescheinigung is the certificate of registration (Meldebescheinigung, § 18
// BMG) as one value over the kit: the whole service is this declaration. The
// electronic certificate is free of charge (§ 18 (3) BMG); for one on paper a town
// may ask a fee, and it is paid before the application goes off.
package bescheinigung

import (
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

// Leistung is a key of this example: the catalogue's own is not confirmed here.
func Leistung() leistung.Schluessel { return leistung.MustParseSchluessel("99115999000000") }

// Antrag is what the person answers.
type Antrag struct {
	Person        od.Person     `json:"person,omitzero"`
	Wohnung       Wohnung       `json:"wohnung,omitzero"`
	Bescheinigung Bescheinigung `json:"bescheinigung,omitzero"`
	Weg           Weg           `json:"weg,omitzero"`
	Verwendung    string        `json:"verwendung,omitzero"`
}

// Wohnung is the present main or only home (§ 18 (1) sentence 3 BMG).
type Wohnung struct {
	Gemeinde   string `json:"gemeinde,omitzero"` // AGS
	Strasse    string `json:"strasse,omitzero"`
	Hausnummer string `json:"hausnummer,omitzero"`
	PLZ        string `json:"plz,omitzero"`
}

// Bescheinigung is what shall stand in it.
type Bescheinigung struct {
	Umfang  Umfang   `json:"umfang,omitzero"`
	Angaben []string `json:"angaben,omitzero"`
}

// Umfang says whether it has the data of § 18 (1) BMG alone.
type Umfang string

// Weg says how it comes.
type Weg string

// The choices.
const (
	Einfach   Umfang = "einfach"
	Erweitert Umfang = "erweitert"

	Elektronisch Weg = "elektronisch"
	Papier       Weg = "papier"
)

// Satzung is what each town sets for itself.
type Satzung struct{ Gebuehren *payment.FeeTable }

type fall = od.Fall[Antrag, Satzung]

// Dienst declares the service for the municipalities that take part.
func Dienst(gemeinden []kommune.Gemeinde) od.Dienst[Antrag, Satzung] {
	t, b := od.T, od.Bloecke()
	norm := recht.MustParseNorm

	person := od.PersonAls(func(a *Antrag) *od.Person { return &a.Person }, t("Ihre Person", "About you"))

	orte := make([]od.Wert[string], len(gemeinden))
	for i, g := range gemeinden {
		orte[i] = od.W(g.AGS.String(), g.Kurzname(), g.Kurzname())
	}
	gemeinde := od.Auswahl(func(w *Wohnung) *string { return &w.Gemeinde }, t("In welcher Gemeinde ist Ihre Hauptwohnung?", "In which municipality is your main home?"), orte...)
	strasse := od.Text(func(w *Wohnung) *string { return &w.Strasse }, t("Straße", "Street")).Len(1, 55).Autocomplete("address-line1")
	hausnummer := od.Text(func(w *Wohnung) *string { return &w.Hausnummer }, t("Hausnummer", "House number")).Len(1, 10).Hint(t("Zum Beispiel 12 oder 12 a", "For example 12 or 12 a"))
	plz := od.Text(func(w *Wohnung) *string { return &w.PLZ }, t("Postleitzahl", "Postcode")).Len(5, 5).Match("^[0-9]{5}$").Autocomplete("postal-code")
	wohnung := od.Gruppe(func(a *Antrag) *Wohnung { return &a.Wohnung }, t("Ihre Hauptwohnung", "Your main home"), od.Element[Wohnung](gemeinde), strasse, hausnummer, plz)

	umfang := od.Auswahl(func(b *Bescheinigung) *Umfang { return &b.Umfang }, t("Was soll in der Bescheinigung stehen?", "What shall the certificate say?"),
		od.W(Einfach, "Name, Geburtsdatum und Anschriften", "Name, date of birth and addresses"), od.W(Erweitert, "Mehr als das", "More than that")).Under(norm("§ 18 Abs. 1 Satz 2 BMG"), norm("§ 18 Abs. 2 BMG"))
	angaben := od.Mehrfachwahl(func(b *Bescheinigung) *[]string { return &b.Angaben }, t("Was noch?", "What else?"), 1,
		od.W("einzug", "Tag des Einzugs und frühere Anschriften", "Day of moving in and earlier addresses"), od.W("familienstand", "Familienstand", "Marital status"),
		od.W("staatsangehoerigkeit", "Staatsangehörigkeiten", "Nationalities"), od.W("geburtsort", "Geburtsort", "Place of birth")).
		Under(norm("§ 18 Abs. 2 BMG")).OnlyIf(umfang.Is(Erweitert))
	inhalt := od.Gruppe(func(a *Antrag) *Bescheinigung { return &a.Bescheinigung }, t("Die Bescheinigung", "The certificate"), od.Element[Bescheinigung](umfang), angaben)

	weg := od.Auswahl(func(a *Antrag) *Weg { return &a.Weg }, t("Wie möchten Sie die Bescheinigung bekommen?", "How would you like to get the certificate?"),
		od.W(Elektronisch, "Elektronisch, kostenlos", "Electronically, free of charge"), od.W(Papier, "Auf Papier, mit der Post an Ihre Hauptwohnung", "On paper, by post to your main home")).
		Under(norm("§ 18 Abs. 1 Satz 1 BMG"))
	verwendung := od.Text(func(a *Antrag) *string { return &a.Verwendung }, t("Wofür brauchen Sie sie?", "What do you need it for?")).Len(1, 200).Optional().
		Hint(t("Das hilft dem Amt, die richtige Bescheinigung auszustellen.", "This helps the office to issue the right certificate."))

	return od.Dienst[Antrag, Satzung]{
		Name: "bescheinigung", Leistung: Leistung(), Titel: t("Meldebescheinigung", "Certificate of registration"),
		Kurz:      t("Das Amt bescheinigt Ihnen, dass und wo Sie gemeldet sind.", "The office certifies that and where you are registered."),
		Grundlage: recht.Normen{norm("§ 18 BMG")}, Fassung: "1", Niveau: recht.NiveauHoch, Dauer: 3 * time.Minute,
		Kann:      []recht.Text{t("mit Hauptwohnung in einer der Gemeinden gemeldet sind, die mitmachen", "are registered with your main home in one of the municipalities that take part")},
		KannNicht: []recht.Text{t("Sie die Bescheinigung für jemand anderen brauchen", "you need the certificate for somebody else")},
		Braucht:   []recht.Text{t("Ihren Online-Ausweis", "your electronic identity card")},
		Wirkung: []recht.Text{
			t("Das Amt bekommt Ihren Antrag und stellt die Bescheinigung aus.", "The office gets your application and issues the certificate."),
			t("Auf Papier kostet sie eine Gebühr. Dann geht der Antrag ab, sobald sie bezahlt ist.", "On paper it costs a fee. Then the application goes off as soon as it is paid."),
		},
		Entwurf: od.Frist{Tage: 30, Norm: norm("§ 8a Abs. 3 OZG")},
		Tut:     pflichten.Entscheidung, Pflichten: append([]pflichten.Erfuellung{{Pflicht: "PFLICHT-BEGRUENDUNG", Wo: "the desk refuses only with a reason, which the person reads as it was written"}},
			pflichten.Fehlt(t("Eine Ablehnung steht mit ihrer Begründung auf diesen Seiten; einen förmlichen Bescheid schickt das Amt selbst.", "A refusal stands on these pages with its reason; the office sends a formal notice itself."), "PFLICHT-ANHOERUNG", "PFLICHT-URHEBER", "PFLICHT-RECHTSBEHELF")...),
		Seiten: []od.Seite[Antrag]{
			od.Zeige("person", od.Element[Antrag](person)),
			od.Zeige("wohnung", od.Element[Antrag](wohnung)).Because(t("Mit Name, Geburtsdatum und Anschrift findet das Amt Sie im Register (§ 18 Abs. 1 Satz 3 BMG).", "With name, date of birth and address the office finds you in the register (section 18(1) sentence 3 BMG).")),
			od.Zeige("inhalt", od.Element[Antrag](inhalt)),
			od.Zeige("weg", od.Element[Antrag](weg)).Because(t("Elektronisch ist die Bescheinigung unentgeltlich (§ 18 Abs. 3 BMG).", "Electronically the certificate is free of charge (section 18(3) BMG).")),
			od.Zeige("verwendung", od.Element[Antrag](verwendung)),
		},
		Konto: []od.Uebernahme[Antrag]{
			od.Take(nutzerkonto.Familienname, od.In(person, b.Familienname)), od.Take(nutzerkonto.Vornamen, od.In(person, b.Vornamen)), od.Take(nutzerkonto.Geburtsdatum, od.In(person, b.Geburtsdatum)),
			od.Take(nutzerkonto.Strasse, od.In(wohnung, strasse)), od.Take(nutzerkonto.Hausnummer, od.In(wohnung, hausnummer)), od.Take(nutzerkonto.PLZ, od.In(wohnung, plz)),
		},
		Regeln: []od.Regel[Antrag, Satzung]{{
			Code: "BESCHEINIGUNG-GEBURT", Normen: recht.Normen{norm("§ 18 Abs. 1 Satz 3 BMG")}, Liest: od.Liest[Antrag](od.In(person, b.Geburtsdatum)),
			Text:     t("Dieser Tag liegt in der Zukunft.", "This day lies in the future."),
			Verletzt: func(f fall) bool { return f.Angaben.Person.Geburtsdatum.After(f.Heute) },
		}},
		Gebuehr: &od.Gebuehr[Antrag, Satzung]{
			Normen: recht.Normen{norm("§ 1 Beispielsatzung")}, Tabelle: func(s Satzung) *payment.FeeTable { return s.Gebuehren },
			Ausgaenge: od.Bleibt[Satzung](recht.Normen{norm("§ 2 Beispielsatzung")}, 10_000, 5_000, 0), // invented, as the fee
			Positionen: func(f fall) []payment.Position {
				if f.Angaben.Weg != Papier {
					return nil
				}
				return []payment.Position{{Fee: "meldebescheinigung", Quantity: 1}}
			},
		},
		Gemeinde: func(a Antrag) kommune.AGS {
			ags, err := kommune.ParseAGS(a.Wohnung.Gemeinde)
			if err != nil {
				return kommune.AGS{}
			}
			return ags
		},
	}
}

// Satzungen are what the municipalities have set: an invented fee, the same for
// all of them.
func Satzungen(gemeinden []kommune.Gemeinde) (od.Satzungen[Satzung], error) {
	table, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Beispielgemeinden", Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "meldebescheinigung", Text: "Meldebescheinigung auf Papier", LegalBasis: "§ 1 Beispielsatzung", Kind: payment.FeePerUnit, Unit: "Stück", Amount: payment.Cents(750)}},
	})
	if err != nil {
		return nil, err
	}
	var out od.Satzungen[Satzung]
	for _, g := range gemeinden {
		out = append(out, od.Satzung[Satzung]{Gemeinde: g.AGS, Ab: datum.MustParse("2026-01-01"), Werte: Satzung{Gebuehren: table}})
	}
	return out, nil
}
