// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/payment"
)

// The service of these tests: a permit for residents to park. Its norms are
// there to be shown, not to be relied on.
type (
	antragParken struct {
		Person    od.Person    `json:"person,omitzero"`
		Alter     od.Zahl      `json:"alter,omitzero"`
		Anschrift od.Anschrift `json:"anschrift,omitzero"`
		Wohnung   wohnung      `json:"wohnung,omitzero"`
		Fahrzeuge []fahrzeug   `json:"fahrzeuge,omitzero"`
		Ausweis   ausweis      `json:"ausweis,omitzero"`
		Kontakt   kontakt      `json:"kontakt,omitzero"`
		Raeder    od.Zahl      `json:"raeder,omitzero"`
		Miete     od.Betrag    `json:"miete,omitzero"`

		Mitbewohner []mitbewohner `json:"mitbewohner,omitzero"`
		Beleg       beleg         `json:"beleg,omitzero"`
	}
	mitbewohner struct {
		Name  string `json:"name,omitzero"`
		Rolle string `json:"rolle,omitzero"`
	}
	beleg struct {
		Gemeinde   string    `json:"gemeinde,omitzero"`
		Dateien    []string  `json:"dateien,omitzero"`
		Notiz      string    `json:"notiz,omitzero"`
		Merkzettel string    `json:"merkzettel,omitzero"`
		Wahr       od.JaNein `json:"wahr,omitzero"`
	}
	wohnung struct {
		Haupt      od.JaNein `json:"hauptwohnung,omitzero"`
		Stellplatz od.JaNein `json:"stellplatz,omitzero"`
		Gebiet     string    `json:"gebiet,omitzero"`
	}
	fahrzeug struct {
		Kennzeichen string `json:"kennzeichen,omitzero"`
		Halter      halter `json:"halter,omitzero"`
		Name        string `json:"haltername,omitzero"`
	}
	ausweis struct {
		Ab       datum.Datum `json:"ab,omitzero"`
		Laufzeit laufzeit    `json:"laufzeit,omitzero"`
	}
	kontakt struct {
		Mail    string   `json:"mail,omitzero"`
		Telefon string   `json:"telefon,omitzero"`
		Wege    []string `json:"wege,omitzero"`
	}
	halter   string
	laufzeit string

	satzung struct {
		Gebiete      map[string][]string // zone to streets
		MaxFahrzeuge int
		Gebuehren    *payment.FeeTable
	}
	fallParken = od.Fall[antragParken, satzung]
)

const (
	ich    halter = "ich"
	andere halter = "andere"
)

// felder are the questions; each is a typed handle.
type felderParken struct {
	person    od.Feldgruppe[antragParken, od.Person]
	anschrift od.Feldgruppe[antragParken, od.Anschrift]
	haupt     od.Feld[wohnung, od.JaNein]
	gebiet    od.Feld[wohnung, string]
	wohnung   od.Feldgruppe[antragParken, wohnung]
	halter    od.Feld[fahrzeug, halter]
	fahrzeuge od.Liste[antragParken, fahrzeug]
	ab        od.Feld[ausweis, datum.Datum]
	ausweis   od.Feldgruppe[antragParken, ausweis]
	alter     od.Feld[antragParken, od.Zahl]
	kontakt   od.Feldgruppe[antragParken, kontakt]
}

func fragen() (f felderParken) {
	t, b := od.T, od.Bloecke()
	f.person = od.PersonAls(func(a *antragParken) *od.Person { return &a.Person }, t("Ihre Person", "About you"))
	f.anschrift = od.AnschriftAls(func(a *antragParken) *od.Anschrift { return &a.Anschrift }, t("Ihre Anschrift", "Your address"))
	f.alter = od.Ganzzahl(func(a *antragParken) *od.Zahl { return &a.Alter }, t("Alter", "Age"))

	f.haupt = od.Frage(func(w *wohnung) *od.JaNein { return &w.Haupt }, t("Ist das Ihre Hauptwohnung?", "Is this your main home?"))
	f.gebiet = od.AuswahlAus(func(w *wohnung) *string { return &w.Gebiet }, t("In welchem Gebiet wohnen Sie?", "In which zone do you live?"), gebiete)
	stellplatz := od.Frage(func(w *wohnung) *od.JaNein { return &w.Stellplatz }, t("Haben Sie dort eine Garage?", "Do you have a garage there?"))
	f.wohnung = od.Gruppe(func(a *antragParken) *wohnung { return &a.Wohnung }, t("Ihre Wohnung", "Your home"), od.Element[wohnung](f.haupt), f.gebiet, stellplatz)

	kennzeichen := od.Text(func(f *fahrzeug) *string { return &f.Kennzeichen }, t("Kennzeichen", "Number plate")).
		Match("^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [0-9]{1,4}[EH]?$").Hint(t("Zum Beispiel J-AB 123", "For example J-AB 123"))
	f.halter = od.Auswahl(func(f *fahrzeug) *halter { return &f.Halter }, t("Wer ist Halter?", "Who is the keeper?"), od.W(ich, "Ich", "I am"), od.W(andere, "Jemand anderes", "Somebody else"))
	name := od.Text(func(f *fahrzeug) *string { return &f.Name }, t("Name des Halters", "Name of the keeper")).Len(1, 120).OnlyIf(f.halter.Is(andere))
	f.fahrzeuge = od.Mehrfach(func(a *antragParken) *[]fahrzeug { return &a.Fahrzeuge }, t("Ihre Fahrzeuge", "Your vehicles"), 1, 3, od.Element[fahrzeug](kennzeichen), f.halter, name)

	f.ab = od.Datum(func(a *ausweis) *datum.Datum { return &a.Ab }, t("Gültig ab", "Valid from"))
	dauer := od.Auswahl(func(a *ausweis) *laufzeit { return &a.Laufzeit }, t("Laufzeit", "Period"), od.W[laufzeit]("1", "1 Jahr", "1 year"), od.W[laufzeit]("2", "2 Jahre", "2 years"))
	f.ausweis = od.Gruppe(func(a *antragParken) *ausweis { return &a.Ausweis }, t("Ihr Ausweis", "Your permit"), od.Element[ausweis](f.ab), dauer)

	mail := od.Text(func(k *kontakt) *string { return &k.Mail }, t("E-Mail", "E-mail")).Len(3, 254).Optional()
	telefon := od.Text(func(k *kontakt) *string { return &k.Telefon }, t("Telefon", "Telephone")).Len(3, 30).Optional()
	wege := od.Mehrfachwahl(func(k *kontakt) *[]string { return &k.Wege }, t("Wie dürfen wir Sie erreichen?", "How may we reach you?"), 0, od.W("mail", "Mit E-Mail", "By e-mail"), od.W("post", "Mit der Post", "By letter"))
	f.kontakt = od.Gruppe(func(a *antragParken) *kontakt { return &a.Kontakt }, t("Kontakt", "Contact"), od.Element[kontakt](mail), telefon, wege)
	_ = b
	return f
}

func gebiete(s satzung) (out []od.Wert[string]) {
	for _, code := range []string{"A", "B"} {
		if s.Gebiete[code] != nil {
			out = append(out, od.W(code, "Gebiet "+code, "Zone "+code))
		}
	}
	return out
}

// simply adds the text in Einfache Sprache.
func simply(t recht.Text, simple string) recht.Text { return t.With(recht.EinfacheSprache, simple) }

func parken() od.Dienst[antragParken, satzung] {
	t, f, b := od.T, fragen(), od.Bloecke()
	norm := recht.MustParseNormen
	istHaupt := od.In(f.wohnung, f.haupt).Is(od.Ja)
	return od.Dienst[antragParken, satzung]{
		Name: "parken", Leistung: leistung.MustParseSchluessel("99108001001000"),
		Titel:     simply(t("Bewohnerparkausweis", "Resident parking permit"), "Parken vor der Tür"),
		Kurz:      simply(t("Wer in einem Gebiet wohnt, darf dort parken.", "Who lives in a zone may park there."), "Sie wohnen in einem Gebiet. Dann dürfen Sie dort parken."),
		Grundlage: norm("§ 45 Abs. 1b Satz 1 Nr. 2a StVO"), Fassung: "1", Niveau: recht.NiveauSubstantiell, Dauer: 5 * time.Minute,
		Kann: []recht.Text{simply(t("mit Hauptwohnung in Jena wohnen", "have your main home in Jena"), "Sie wohnen die meiste Zeit in Jena.")}, Braucht: []recht.Text{simply(t("Ihr Kennzeichen", "your number plate"), "Ihr Kennzeichen. Es steht auf dem Schild am Auto.")},
		Wirkung: []recht.Text{t("Die Stadt bekommt Ihren Antrag.", "The town gets your application.")},
		Entwurf: od.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a OZG")},
		Seiten: []od.Seite[antragParken]{
			od.Zeige("person", od.Element[antragParken](f.person), od.Ergibt(f.alter, func(a antragParken, heute datum.Datum) od.Zahl {
				if a.Person.Geburtsdatum.IsZero() {
					return od.Zahl{}
				}
				years := int64(heute.Year() - a.Person.Geburtsdatum.Year())
				if a.Person.Geburtsdatum.AddMonths(int(12 * years)).After(heute) {
					years--
				}
				return od.Z(years)
			})),
			od.Zeige("anschrift", od.Element[antragParken](f.anschrift)).Fetching("meldeanschrift"),
			od.Zeige("wohnung", od.Element[antragParken](f.wohnung)),
			od.Zeige("fahrzeuge", od.Element[antragParken](f.fahrzeuge)).OnlyIf(od.All(istHaupt, f.alter.AtLeast(od.Z(17)))),
			od.Zeige("ausweis", od.Element[antragParken](f.ausweis)).OnlyIf(istHaupt).Because(t("Der Ausweis gilt ein oder zwei Jahre.", "The permit holds for one or two years.")),
			od.Zeige("kontakt", od.Element[antragParken](f.kontakt)),
		},
		FIM: xdfform.Kennungen{Elemente: map[string]xdatenfelder.Kennung{od.In(f.person, b.Familienname).Pointer(): {ID: "F60000000227"}}},
		Konto: []od.Uebernahme[antragParken]{
			od.Take("familienname", od.In(f.person, b.Familienname)), od.Take("vornamen", od.In(f.person, b.Vornamen)), od.Take("geburtsdatum", od.In(f.person, b.Geburtsdatum)),
		},
		Nachweise: []od.Nachweis[antragParken]{{
			Name: "meldeanschrift", Typ: onceonly.MustEvidenceType("urn:example:evidence:meldeanschrift"), Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 5 EGovG"), Niveau: onceonly.AssuranceSubstantial,
			Zweck: onceonly.Purpose{Code: "bewohnerparken", Text: "Bewohnerparkausweis"}, Hinweis: t("Wir holen Ihre Anschrift.", "We fetch your address."),
			Fuellt: []od.Uebernahme[antragParken]{
				od.Take("/strasse", od.In(f.anschrift, b.Strasse)), od.Take("/hausnummer", od.In(f.anschrift, b.Hausnummer)),
				od.Take("/plz", od.In(f.anschrift, b.PLZ)), od.Take("/ort", od.In(f.anschrift, b.Ort)),
			},
		}},
		Regeln: []od.Regel[antragParken, satzung]{
			{
				Code: "PARK-HAUPT", Normen: norm("§ 45 Abs. 1b StVO"), Liest: od.Liest[antragParken](od.In(f.wohnung, f.haupt)),
				Text:     t("Den Ausweis bekommt, wer hier mit Hauptwohnung gemeldet ist.", "The permit is for people whose main home is registered here."),
				Verletzt: func(f fallParken) bool { return f.Angaben.Wohnung.Haupt == od.Nein },
			},
			{
				Code: "PARK-GEBIET", Normen: norm("§ 45 Abs. 1b Satz 1 Nr. 2a StVO"), Liest: od.Liest[antragParken](od.In(f.wohnung, f.gebiet), od.In(f.anschrift, b.Strasse)),
				Text: t("Diese Straße liegt nicht in dem Gebiet.", "This street is not in the zone."),
				Verletzt: func(f fallParken) bool {
					return !slices.Contains(f.Kommune.Gebiete[f.Angaben.Wohnung.Gebiet], f.Angaben.Anschrift.Strasse)
				},
			},
			{
				Code: "PARK-ANZAHL", Normen: norm("§ 45 Abs. 1b StVO"), Liest: od.Liest[antragParken](f.fahrzeuge),
				Text:     t("So viele Fahrzeuge sind in Ihrer Stadt nicht möglich.", "Your town does not allow that many vehicles."),
				Verletzt: func(f fallParken) bool { return len(f.Angaben.Fahrzeuge) > f.Kommune.MaxFahrzeuge },
			},
			{
				Code: "PARK-AB", Normen: norm("§ 22 VwVfG"), Liest: od.Liest[antragParken](od.In(f.ausweis, f.ab)), Severity: recht.SeverityWarning, Ab: datum.MustParse("2026-01-01"),
				Text:     t("Der Beginn liegt in der Vergangenheit.", "The start lies in the past."),
				Verletzt: func(f fallParken) bool { return f.Angaben.Ausweis.Ab.Before(f.Heute) },
			},
		},
		Gebuehr: &od.Gebuehr[antragParken, satzung]{
			Normen: norm("§ 6a Abs. 5a StVG"), Tabelle: func(s satzung) *payment.FeeTable { return s.Gebuehren },
			Ausgaenge: od.Bleibt[satzung](norm("§ 2 Beispielsatzung"), 7_500, 5_000, 0), // invented, as the fee
			Positionen: func(f fallParken) []payment.Position {
				years := map[laufzeit]int64{"1": 1, "2": 2}[f.Angaben.Ausweis.Laufzeit]
				if years == 0 {
					return nil
				}
				return []payment.Position{{Fee: "bewohner", Quantity: years}}
			},
		},
		Gemeinde: func(a antragParken) kommune.AGS {
			if a.Anschrift.Ort != "Jena" {
				return kommune.AGS{}
			}
			return kommune.MustParseAGS("16053000")
		},
	}
}

// jena is what the town has set.
func jena(t testing.TB) od.Satzungen[satzung] {
	t.Helper()
	table, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Jena", Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "bewohner", Text: "Bewohnerparkausweis", LegalBasis: recht.MustParseNormen("§ 6a Abs. 5a StVG").String(), Tax: payment.TaxPublic, Kind: payment.FeePerUnit, Unit: "Jahr", Amount: payment.Cents(3000)}},
	})
	require.NoError(t, err)
	return od.Satzungen[satzung]{{Gemeinde: kommune.MustParseAGS("16053000"), Ab: datum.MustParse("2020-01-01"), Werte: satzung{Gebiete: map[string][]string{"A": {"Am Anger"}, "B": {"Markt"}}, MaxFahrzeuge: 2, Gebuehren: table}}}
}

func erika() antragParken {
	return antragParken{
		Person:    od.Person{Familienname: "Mustermann", Vornamen: "Erika", Geburtsdatum: datum.MustParse("1964-08-12")},
		Anschrift: od.Anschrift{Strasse: "Am Anger", Hausnummer: "1", PLZ: "07743", Ort: "Jena"},
		Wohnung:   wohnung{Haupt: od.Ja, Gebiet: "A", Stellplatz: od.Nein},
		Fahrzeuge: []fahrzeug{{Kennzeichen: "J-XY 12", Halter: ich}},
		Ausweis:   ausweis{Ab: datum.MustParse("2026-12-15"), Laufzeit: "2"},
	}
}

// mehr is the same service with all that the kit can ask for: hits of a directory,
// files, a box to tick, several lines, a note for oneself, a page that tells, and
// rows that evidence fills.
func mehr() od.Dienst[antragParken, satzung] {
	t := od.T
	d := parken()
	d.Gebuehr, d.Senden = nil, recht.NiveauHoch
	name := od.Text(func(m *mitbewohner) *string { return &m.Name }, t("Name", "Name")).Len(1, 100)
	rolle := od.Auswahl(func(m *mitbewohner) *string { return &m.Rolle }, t("Wer ist das?", "Who is that?"), od.W("kind", "Kind", "Child"), od.W("ehegatte", "Ehegatte", "Spouse"))
	liste := od.Mehrfach(func(a *antragParken) *[]mitbewohner { return &a.Mitbewohner }, t("Wer wohnt mit Ihnen?", "Who lives with you?"), 0, 5, od.Element[mitbewohner](name), rolle)
	gemeinde := od.AusVerzeichnis(func(x *beleg) *string { return &x.Gemeinde }, t("Wo haben Sie vorher gewohnt?", "Where did you live before?"), od.Gemeinden(kommune.Deutschland()))
	dateien := od.Dateien(func(x *beleg) *[]string { return &x.Dateien }, t("Ihre Belege", "Your documents"), 0, 10)
	notiz := od.Text(func(x *beleg) *string { return &x.Notiz }, t("Was sollen wir wissen?", "What shall we know?")).Len(1, 500).Lines()
	merkzettel := od.Text(func(x *beleg) *string { return &x.Merkzettel }, t("Notiz für Sie selbst", "Note for yourself")).Len(1, 100).Optional().Stays()
	wahr := od.Erklaerung(func(x *beleg) *od.JaNein { return &x.Wahr }, t("Wahrheit", "Truth"), "Das stimmt so.", "This is true.")
	belege := od.Gruppe(func(a *antragParken) *beleg { return &a.Beleg }, t("Ihre Belege", "Your documents"), od.Element[beleg](gemeinde), dateien, notiz, merkzettel, wahr)
	d.Seiten = append(d.Seiten,
		od.Zeige("mitbewohner", od.Element[antragParken](liste)).Fetching("haushalt"),
		od.Erklaere("stand", t("Das folgt daraus", "This is what follows"), func(a antragParken, heute datum.Datum) []od.Mitteilung {
			if len(a.Mitbewohner) == 0 {
				return nil
			}
			return []od.Mitteilung{{Titel: t("Mehrere Personen", "Several persons"), Absaetze: []recht.Text{t("Sie wohnen nicht allein.", "You do not live alone.")}, Einzelheiten: t("Seit wann?", "Since when?"), Liste: []recht.Text{t("Seit heute: "+heute.String(), "Since today: "+heute.String())}, Wichtig: true}}
		}),
		od.Zeige("belege", od.Element[antragParken](belege)))
	d.Nachweise = append(d.Nachweise, od.Nachweis[antragParken]{
		Name: "haushalt", Typ: onceonly.MustEvidenceType("urn:example:evidence:haushalt"), Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Niveau: onceonly.AssuranceSubstantial,
		Zweck: onceonly.Purpose{Code: "bewohnerparken-haushalt", Text: "Bewohnerparkausweis"}, Hinweis: t("Wir holen, wer bei Ihnen wohnt.", "We fetch who lives with you."),
		Fuellt: []od.Uebernahme[antragParken]{od.TakeRows("/kinder", liste, od.Take("/name", name), od.Put(rolle, "kind")), od.TakeRows("/ehegatte", liste, od.Take("/name", name), od.Put(rolle, "ehegatte"))},
	})
	return d
}

func mehrAntworten() antragParken {
	a := erika()
	a.Mitbewohner = []mitbewohner{{"Otto Beispiel", "ehegatte"}}
	a.Beleg = beleg{Gemeinde: "16053000", Notiz: "Nichts", Wahr: od.Ja}
	return a
}

const haushalt = `{"strasse":"Registerstraße","hausnummer":"7","plz":"07745","ort":"Jena","religion":"nicht gefragt","kinder":[{"name":"Anna Register","geheim":"nicht gefragt"},{"name":"Bert Register"}],"ehegatte":{"name":"Carl Register"}}`
