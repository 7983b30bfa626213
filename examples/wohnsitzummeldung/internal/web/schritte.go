// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
)

// reihenfolge is the way through the form.
var reihenfolge = []string{"gemeinde", "anschrift", "zustaendig", "daten", "vorschau", "person", "wohnung", "familie", "wohnungsgeber", "nachweis", "pruefen"}

// zurueck is the page before.
func zurueck(v dienst.Vorgang, name string) string {
	i := slices.Index(reihenfolge, name)
	if i <= 0 {
		return "/konto"
	}
	vorher := reihenfolge[i-1]
	if vorher == "vorschau" {
		vorher = "daten"
	}
	return pfadOf(v, vorher)
}

// schrittOf is the page that answers for a pointer.
func schrittOf(pfad string) string {
	for _, s := range []struct{ pfad, schritt string }{
		{"/gemeinde", "gemeinde"},
		{"/anschrift", "anschrift"},
		{"/einzug", "anschrift"},
		{"/auszugGeplant", "anschrift"},
		{"/weg", "daten"},
		{"/person", "person"},
		{"/wohnung/", "wohnung"},
		{"/familie", "familie"},
		{"/wohnungsgeber/weg", "wohnungsgeber"},
		{"/wohnungsgeber", "nachweis"},
	} {
		if len(pfad) >= len(s.pfad) && pfad[:len(s.pfad)] == s.pfad {
			return s.schritt
		}
	}
	return "pruefen"
}

// offen is the first page that still has something to answer.
func (a *anfrage) offen(konto testkonto.Konto, v dienst.Vorgang) string {
	for _, b := range a.dienst.Befunde(konto, v.Angaben).Maengel() {
		if b.Pfad != "" {
			return pfadOf(v, schrittOf(b.Pfad))
		}
	}
	return pfadOf(v, "pruefen")
}

func nach(name string) func(dienst.Vorgang) string {
	return func(v dienst.Vorgang) string { return pfadOf(v, name) }
}

// anschriftSchritt asks for street, postcode and the day of moving in.
func anschriftSchritt() *schritt {
	return &schritt{
		name: "anschrift", nr: 2, vorlage: "anschrift", pfade: []string{"/anschrift", "/einzug", "/auszugGeplant"}, weiter: nach("zustaendig"),
		titel: zweisprachig{"Wo genau wohnen Sie jetzt?", "Where exactly do you live now?"},
		laden: func(a *anfrage, _ testkonto.Konto, v dienst.Vorgang) (url.Values, error) {
			plz := v.Angaben.Anschrift.PLZ
			if g, err := a.dienst.Gebiete().Gemeinde(v.Angaben.Gemeinde); err == nil && plz == "" && !g.MehrerePLZ {
				plz = g.PLZ // it has one only
			}
			return url.Values{
				"anschrift.strasse": {v.Angaben.Anschrift.Strasse}, "anschrift.hausnummer": {v.Angaben.Anschrift.Hausnummer},
				"anschrift.zusatz": {v.Angaben.Anschrift.Zusatz}, "anschrift.plz": {plz},
				"einzug": {tagText(v.Angaben.Einzug)}, "auszugGeplant": {tagText(v.Angaben.AuszugGeplant)},
			}, nil
		},
		lesen: func(a *anfrage, _ dienst.Vorgang, w url.Values, ziel *angaben.Angaben) ([]fehlend, error) {
			ziel.Anschrift = angaben.Anschrift{
				Strasse: zeile(w, "anschrift.strasse"), Hausnummer: zeile(w, "anschrift.hausnummer"),
				Zusatz: zeile(w, "anschrift.zusatz"), PLZ: zeile(w, "anschrift.plz"),
			}
			return append(a.tagFeld(w, "einzug", &ziel.Einzug), a.tagFeld(w, "auszugGeplant", &ziel.AuszugGeplant)...), nil
		},
		daten: func(a *anfrage, _ testkonto.Konto, v dienst.Vorgang, _ url.Values) (any, error) {
			g, err := a.dienst.Gebiete().Gemeinde(v.Angaben.Gemeinde)
			if err != nil {
				return struct{ Ort, Heute string }{"", tagText(a.dienst.Heute())}, nil //nolint:nilerr // not chosen yet
			}
			return struct{ Ort, Heute string }{g.Kurzname(), tagText(a.dienst.Heute())}, nil
		},
	}
}

// personSchritt shows the data of the person for checking, from the register
// or to be typed.
func personSchritt() *schritt {
	return &schritt{
		name: "person", nr: 5, vorlage: "person", pfade: []string{"/person"}, weiter: nach("wohnung"),
		titel: zweisprachig{"Stimmen Ihre Daten?", "Is your data correct?"},
		laden: func(_ *anfrage, konto testkonto.Konto, v dienst.Vorgang) (url.Values, error) {
			p, err := v.Angaben.Gueltig()
			if err != nil {
				return nil, err
			}
			if v.Angaben.Weg != angaben.WegAbruf && !v.Angaben.Bestaetigt {
				p.Familienname, p.Vornamen = konto.Familienname.Wert, konto.Vornamen.Wert
				p.Geburtsdatum, _ = kommune.ParseDatum(konto.Geburtsdatum.Wert)
			}
			return url.Values{
				"person.familienname": {p.Familienname}, "person.geburtsname": {p.Geburtsname}, "person.vornamen": {p.Vornamen},
				"person.rufname": {p.Rufname}, "person.doktorgrad": {p.Doktorgrad}, "person.geburtsdatum": {tagText(p.Geburtsdatum)},
				"person.geburtsort": {p.Geburtsort}, "person.staatsangehoerigkeit": {p.Staatsangehoerigkeit},
			}, nil
		},
		lesen: func(a *anfrage, _ dienst.Vorgang, w url.Values, ziel *angaben.Angaben) ([]fehlend, error) {
			ziel.Bestaetigt = true
			ziel.Person = angaben.Person{
				Familienname: zeile(w, "person.familienname"), Geburtsname: zeile(w, "person.geburtsname"), Vornamen: zeile(w, "person.vornamen"),
				Rufname: zeile(w, "person.rufname"), Doktorgrad: zeile(w, "person.doktorgrad"),
				Geburtsort: zeile(w, "person.geburtsort"), Staatsangehoerigkeit: zeile(w, "person.staatsangehoerigkeit"),
			}
			return a.tagFeld(w, "person.geburtsdatum", &ziel.Person.Geburtsdatum), nil
		},
		daten: func(a *anfrage, _ testkonto.Konto, v dienst.Vorgang, w url.Values) (any, error) {
			type daten struct {
				Quelle    string
				Abweichen []abweichung
			}
			if v.Angaben.Weg != angaben.WegAbruf || v.Angaben.Auszug == nil {
				return daten{}, nil
			}
			probe := v.Angaben
			if _, err := personSchritt().lesen(a, v, w, &probe); err != nil {
				return nil, err
			}
			korrekturen, err := probe.Korrekturen()
			d := daten{Quelle: v.Angaben.Auszug.Quelle}
			for _, k := range korrekturen {
				d.Abweichen = append(d.Abweichen, abweichung{feldname(k.Pfad).in(a.sprache), k.Register, k.Antwort})
			}
			return d, err
		},
	}
}

// abweichung is a correction on the page.
type abweichung struct{ Name, Register, Antwort string }

// feldnamen are the words for the fields of a record, in its own order.
var feldnamen = []struct {
	pfad string
	name zweisprachig
}{
	{"/familienname", zweisprachig{"Familienname", "Family name"}},
	{"/geburtsname", zweisprachig{"Geburtsname", "Birth name"}},
	{"/vornamen", zweisprachig{"Vornamen", "Given names"}},
	{"/rufname", zweisprachig{"Rufname", "Name you use"}},
	{"/doktorgrad", zweisprachig{"Doktorgrad", "Doctorate"}},
	{"/geburtsdatum", zweisprachig{"Geburtsdatum", "Date of birth"}},
	{"/geburtsort", zweisprachig{"Geburtsort", "Place of birth"}},
	{"/geschlecht", zweisprachig{"Geschlecht", "Sex"}},
	{"/staatsangehoerigkeit", zweisprachig{"Staatsangehörigkeit", "Nationality"}},
	{"/religion", zweisprachig{"Religionsgemeinschaft", "Religious community"}},
	{"/familienstand", zweisprachig{"Familienstand", "Marital status"}},
	{"/anschrift", zweisprachig{"Bisherige Anschrift", "Previous address"}},
	{"/einzug", zweisprachig{"Dort eingezogen am", "Moved in there on"}},
	{"/ordensname", zweisprachig{"Ordensname", "Religious name"}},
	{"/kuenstlername", zweisprachig{"Künstlername", "Artist’s name"}},
	{"/geburtsstaat", zweisprachig{"Staat der Geburt", "Country of birth"}},
	{"/idnr", zweisprachig{"Steuer-Identifikationsnummer", "Tax identification number"}},
	{"/eheschliessung", zweisprachig{"Tag und Ort der Eheschließung", "Day and place of marriage"}},
	{"/ausweise", zweisprachig{"Ausweise und Pässe", "Identity cards and passports"}},
	{"/sperren", zweisprachig{"Auskunftssperre", "Block of information"}},
	{"/uebermittlungssperren", zweisprachig{"Übermittlungssperren", "Blocks of transfer"}},
	{"/azrNummer", zweisprachig{"Nummer im Ausländerzentralregister", "Number in the register of foreigners"}},
	{"/passversagung", zweisprachig{"Gründe, einen Pass zu versagen", "Grounds to refuse a passport"}},
	{"/ehegatte", zweisprachig{"Ehegatte", "Spouse"}},
	{"/kinder", zweisprachig{"Kinder", "Children"}},
	{"/vertreter", zweisprachig{"Gesetzliche Vertreter", "Legal representatives"}},
}

func feldname(pfad string) zweisprachig {
	for _, f := range feldnamen {
		if f.pfad == pfad {
			return f.name
		}
	}
	return zweisprachig{pfad, pfad}
}

// frist is the last day to register, in words, and how it was counted; both
// empty where nothing can be counted yet.
func (a *anfrage) frist(x angaben.Angaben) (tag string, schritte []string) {
	f, err := regeln.Frist(x.Einzug, x.Gemeinde)
	if x.Einzug.IsZero() || err != nil {
		return "", nil
	}
	for _, s := range f.Schritte {
		schritte = append(schritte, a.sprache.Text(s.Normen.String()+": "+s.Text.String(), s.Normen.English()+": "+s.Text.English()))
	}
	return a.sprache.Wochentag(f.Ende), schritte
}
