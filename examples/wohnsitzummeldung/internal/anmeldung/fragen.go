// SPDX-License-Identifier: Apache-2.0

package anmeldung

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// fragen are the questions; each is a typed handle.
type fragen struct {
	gemeinde od.Feld[Antrag, string]

	plz       od.Feld[Anschrift, string]
	anschrift od.Feldgruppe[Antrag, Anschrift]

	tag, auszug od.Feld[Einzug, datum.Datum]
	einzug      od.Feldgruppe[Antrag, Einzug]

	familienname, geburtsname, vornamen, rufname, doktorgrad              od.Feld[Person, string]
	geburtsort, geschlecht, staatsangehoerigkeit, familienstand, religion od.Feld[Person, string]
	geburtsdatum                                                          od.Feld[Person, datum.Datum]
	person                                                                od.Feldgruppe[Antrag, Person]

	bisherAnschrift od.Feld[Bisher, string]
	bisherEinzug    od.Feld[Bisher, datum.Datum]
	bisher          od.Feldgruppe[Antrag, Bisher]

	art     od.Feld[Antrag, Wohnungsart]
	weitere od.Liste[Antrag, Weitere]

	verhaeltnis                                     od.Feld[Angehoerig, Verhaeltnis]
	aFamilienname, aVornamen, aRufname, aDoktorgrad od.Feld[Angehoerig, string]
	aGeburtsdatum                                   od.Feld[Angehoerig, datum.Datum]
	familie                                         od.Liste[Antrag, Angehoerig]
	mitziehend                                      od.Feld[Antrag, od.Zahl]
	versicherung                                    od.Feld[Antrag, od.JaNein]

	geberName   od.Feld[Wohnungsgeber, string]
	geberEinzug od.Feld[Wohnungsgeber, datum.Datum]
	geber       od.Feldgruppe[Antrag, Wohnungsgeber]

	widerspruch od.Feldgruppe[Antrag, Widerspruch]
}

// The patterns of a postcode, and of a day of birth.
const plzMuster = "^(0[1-9]|[1-9][0-9])[0-9]{3}$"

func newFragen(gebiete *kommune.Verzeichnis, t od.Texte) (f fragen) {
	norm := recht.MustParseNorm
	arten := []od.Wert[Wohnungsart]{{Code: Alleinige, Text: t.Get("art.alleinige")}, {Code: Hauptwohnung, Text: t.Get("art.haupt")}, {Code: Nebenwohnung, Text: t.Get("art.neben")}}

	f.gemeinde = od.AusVerzeichnis(func(a *Antrag) *string { return &a.Gemeinde }, t.Get("gemeinde"), od.Gemeinden(gebiete)).Hint(t.Get("gemeinde.hilfe")).Under(norm("§ 1 BMG"))

	strasse := od.Text(func(a *Anschrift) *string { return &a.Strasse }, t.Get("strasse")).Len(1, 120).Chars(din91379.B).Autocomplete("address-line1")
	hausnummer := od.Text(func(a *Anschrift) *string { return &a.Hausnummer }, t.Get("hausnummer")).Len(1, 10).Chars(din91379.B).Hint(t.Get("hausnummer.hilfe"))
	zusatz := od.Text(func(a *Anschrift) *string { return &a.Zusatz }, t.Get("zusatz")).Len(1, 120).Chars(din91379.C).Optional().Hint(t.Get("zusatz.hilfe"))
	f.plz = od.Text(func(a *Anschrift) *string { return &a.PLZ }, t.Get("plz")).Len(5, 5).Match(plzMuster).Autocomplete("postal-code")
	f.anschrift = od.Gruppe(func(a *Antrag) *Anschrift { return &a.Anschrift }, t.Get("anschrift"), od.Element[Anschrift](strasse), hausnummer, zusatz, f.plz)

	f.tag = od.Datum(func(e *Einzug) *datum.Datum { return &e.Tag }, t.Get("einzug.tag")).Under(norm("§ 17 Abs. 1 BMG"))
	f.auszug = od.Datum(func(e *Einzug) *datum.Datum { return &e.Auszug }, t.Get("einzug.auszug")).Optional().Stays().Hint(t.Get("einzug.auszug.hilfe"))
	f.einzug = od.Gruppe(func(a *Antrag) *Einzug { return &a.Einzug }, t.Get("einzug"), od.Element[Einzug](f.tag), f.auszug)

	f.familienname = od.Text(func(p *Person) *string { return &p.Familienname }, t.Get("familienname")).Len(1, 120).Chars(din91379.A).Autocomplete("family-name")
	f.geburtsname = od.Text(func(p *Person) *string { return &p.Geburtsname }, t.Get("geburtsname")).Len(1, 120).Chars(din91379.A).Optional()
	f.vornamen = od.Text(func(p *Person) *string { return &p.Vornamen }, t.Get("vornamen")).Len(1, 120).Chars(din91379.A).Autocomplete("given-name")
	f.rufname = od.Text(func(p *Person) *string { return &p.Rufname }, t.Get("rufname")).Len(1, 120).Chars(din91379.A).Optional().Hint(t.Get("rufname.hilfe"))
	f.doktorgrad = od.Text(func(p *Person) *string { return &p.Doktorgrad }, t.Get("doktorgrad")).Len(1, 120).Chars(din91379.B).Optional()
	f.geburtsdatum = od.Datum(func(p *Person) *datum.Datum { return &p.Geburtsdatum }, t.Get("geburtsdatum")).Autocomplete("bday")
	f.geburtsort = od.Text(func(p *Person) *string { return &p.Geburtsort }, t.Get("geburtsort")).Len(1, 120).Chars(din91379.B)
	f.geschlecht = od.Text(func(p *Person) *string { return &p.Geschlecht }, t.Get("geschlecht")).Len(1, 30).Optional()
	f.staatsangehoerigkeit = od.Text(func(p *Person) *string { return &p.Staatsangehoerigkeit }, t.Get("staatsangehoerigkeit")).Len(1, 120).Chars(din91379.B)
	f.familienstand = od.Text(func(p *Person) *string { return &p.Familienstand }, t.Get("familienstand")).Len(1, 60).Optional()
	f.religion = od.Text(func(p *Person) *string { return &p.Religion }, t.Get("religion")).Len(1, 60).Optional().Hint(t.Get("religion.hilfe"))
	f.person = od.Gruppe(func(a *Antrag) *Person { return &a.Person }, t.Get("person"), od.Element[Person](f.familienname), f.geburtsname, f.vornamen, f.rufname,
		f.doktorgrad, f.geburtsdatum, f.geburtsort, f.geschlecht, f.staatsangehoerigkeit, f.familienstand, f.religion)

	f.bisherAnschrift = od.Text(func(b *Bisher) *string { return &b.Anschrift }, t.Get("bisher.anschrift")).Len(1, 250).Chars(din91379.C).Optional().Hint(t.Get("bisher.anschrift.hilfe"))
	f.bisherEinzug = od.Datum(func(b *Bisher) *datum.Datum { return &b.Einzug }, t.Get("bisher.einzug")).Optional()
	f.bisher = od.Gruppe(func(a *Antrag) *Bisher { return &a.Bisher }, t.Get("bisher"), od.Element[Bisher](f.bisherAnschrift), f.bisherEinzug)

	f.art = od.Auswahl(func(a *Antrag) *Wohnungsart { return &a.Art }, t.Get("art"), arten...).Under(norm("§ 21 BMG"))
	f.weitere = od.Mehrfach(func(a *Antrag) *[]Weitere { return &a.Weitere }, t.Get("weitere"), 1, 9,
		od.Element[Weitere](od.Text(func(w *Weitere) *string { return &w.Strasse }, t.Get("weitere.strasse")).Len(1, 120).Chars(din91379.B)),
		od.Text(func(w *Weitere) *string { return &w.PLZ }, t.Get("plz")).Len(5, 5).Match(plzMuster),
		od.Text(func(w *Weitere) *string { return &w.Ort }, t.Get("ort")).Len(1, 120).Chars(din91379.B)).
		OnlyIf(f.art.Is(Hauptwohnung, Nebenwohnung)).Hint(t.Get("weitere.hilfe"))

	f.verhaeltnis = od.Auswahl(func(a *Angehoerig) *Verhaeltnis { return &a.Verhaeltnis }, t.Get("verhaeltnis"),
		od.Wert[Verhaeltnis]{Code: Ehegatte, Text: t.Get("verhaeltnis.ehegatte")}, od.Wert[Verhaeltnis]{Code: Partner, Text: t.Get("verhaeltnis.partner")}, od.Wert[Verhaeltnis]{Code: Kind, Text: t.Get("verhaeltnis.kind")})
	f.aFamilienname = od.Text(func(a *Angehoerig) *string { return &a.Familienname }, t.Get("familienname")).Len(1, 120).Chars(din91379.A)
	f.aVornamen = od.Text(func(a *Angehoerig) *string { return &a.Vornamen }, t.Get("vornamen")).Len(1, 120).Chars(din91379.A)
	f.aRufname = od.Text(func(a *Angehoerig) *string { return &a.Rufname }, t.Get("rufname")).Len(1, 120).Chars(din91379.A).Optional()
	f.aDoktorgrad = od.Text(func(a *Angehoerig) *string { return &a.Doktorgrad }, t.Get("doktorgrad")).Len(1, 120).Chars(din91379.B).Optional()
	f.aGeburtsdatum = od.Datum(func(a *Angehoerig) *datum.Datum { return &a.Geburtsdatum }, t.Get("geburtsdatum"))
	mit := od.Frage(func(a *Angehoerig) *od.JaNein { return &a.Mit }, t.Get("mit")).Under(norm("§ 23 Abs. 4 BMG"))
	wohnung := od.Auswahl(func(a *Angehoerig) *Wohnungsart { return &a.Wohnung }, t.Get("wohnung"), arten...).OnlyIf(mit.Is(od.Ja)).Under(norm("§ 21 BMG"), norm("§ 22 BMG"))
	f.familie = od.Mehrfach(func(a *Antrag) *[]Angehoerig { return &a.Familie }, t.Get("familie"), 0, 12,
		od.Element[Angehoerig](f.verhaeltnis), f.aFamilienname, f.aVornamen, f.aRufname, f.aDoktorgrad, f.aGeburtsdatum, mit, wohnung).Hint(t.Get("familie.hilfe"))
	f.mitziehend = od.Ganzzahl(func(a *Antrag) *od.Zahl { return &a.Mitziehend }, t.Get("mitziehend"))
	f.versicherung = od.Erklaerung(func(a *Antrag) *od.JaNein { return &a.Versicherung }, t.Get("versicherung"), t.Get("versicherung.satz").String(), t.Get("versicherung.satz").English()).
		Under(norm("§ 23 Abs. 4 BMG")).OnlyIf(f.mitziehend.AtLeast(od.Z(1)))

	f.geberFragen(t)
	f.widerspruch = od.Gruppe(func(a *Antrag) *Widerspruch { return &a.Widerspruch }, t.Get("widerspruch"),
		od.Element[Widerspruch](od.Frage(func(w *Widerspruch) *od.JaNein { return &w.Parteien }, t.Get("widerspruch.parteien")).Hint(t.Get("widerspruch.parteien.hilfe")).Under(norm("§ 50 Abs. 5 BMG")).Optional()),
		od.Frage(func(w *Widerspruch) *od.JaNein { return &w.Jubilaeen }, t.Get("widerspruch.jubilaeen")).Hint(t.Get("widerspruch.jubilaeen.hilfe")).Under(norm("§ 50 Abs. 5 BMG")).Optional(),
		od.Frage(func(w *Widerspruch) *od.JaNein { return &w.Religion }, t.Get("widerspruch.religion")).Hint(t.Get("widerspruch.religion.hilfe")).Under(norm("§ 42 Abs. 3 BMG")).Optional())
	return f
}

// geberFragen are those about the landlord's confirmation: four ways, and what each
// of them needs.
func (f *fragen) geberFragen(t od.Texte) {
	norm := recht.MustParseNorm
	weg := od.Auswahl(func(g *Wohnungsgeber) *Geberweg { return &g.Weg }, t.Get("geber.weg"),
		od.Wert[Geberweg]{Code: GeberDatei, Text: t.Get("geber.datei")}, od.Wert[Geberweg]{Code: GeberMerkmal, Text: t.Get("geber.merkmal")},
		od.Wert[Geberweg]{Code: GeberEigentum, Text: t.Get("geber.eigentum")}, od.Wert[Geberweg]{Code: GeberVerweigert, Text: t.Get("geber.verweigert")}).
		Under(norm("§ 19 BMG"), norm("§ 23 Abs. 1 BMG"))
	bestaetigt, fremd := weg.Is(GeberDatei, GeberMerkmal), weg.Is(GeberDatei, GeberMerkmal, GeberVerweigert)
	dateien := od.Dateien(func(g *Wohnungsgeber) *[]string { return &g.Dateien }, t.Get("geber.dateien"), 1, 5).OnlyIf(weg.Is(GeberDatei))
	merkmal := od.Text(func(g *Wohnungsgeber) *string { return &g.Merkmal }, t.Get("geber.zuordnung")).Len(1, 120).Chars(din91379.C).Hint(t.Get("geber.zuordnung.hilfe")).OnlyIf(weg.Is(GeberMerkmal))
	f.geberName = od.Text(func(g *Wohnungsgeber) *string { return &g.Name }, t.Get("geber.name")).Len(1, 120).Chars(din91379.C).OnlyIf(fremd)
	anschrift := od.Text(func(g *Wohnungsgeber) *string { return &g.Anschrift }, t.Get("geber.anschrift")).Len(1, 120).Chars(din91379.C).OnlyIf(fremd)
	eigentuemer := od.Text(func(g *Wohnungsgeber) *string { return &g.Eigentuemer }, t.Get("geber.eigentuemer")).Len(1, 120).Chars(din91379.C).Optional().Hint(t.Get("geber.eigentuemer.hilfe")).OnlyIf(bestaetigt)
	f.geberEinzug = od.Datum(func(g *Wohnungsgeber) *datum.Datum { return &g.Einzug }, t.Get("geber.einzug")).Under(norm("§ 19 Abs. 3 BMG")).OnlyIf(bestaetigt)
	grund := od.Text(func(g *Wohnungsgeber) *string { return &g.Grund }, t.Get("geber.grund")).Len(1, 2000).Lines().Under(norm("§ 19 Abs. 2 BMG")).OnlyIf(weg.Is(GeberVerweigert))
	erklaerung := od.Erklaerung(func(g *Wohnungsgeber) *od.JaNein { return &g.Erklaerung }, t.Get("geber.erklaerung"), t.Get("geber.erklaerung.satz").String(), t.Get("geber.erklaerung.satz").English()).OnlyIf(weg.Is(GeberEigentum))
	f.geber = od.Gruppe(func(a *Antrag) *Wohnungsgeber { return &a.Geber }, t.Get("geber"), od.Element[Wohnungsgeber](weg), dateien, merkmal, f.geberName, anschrift, eigentuemer, f.geberEinzug, grund, erklaerung)
}
