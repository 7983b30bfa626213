// SPDX-License-Identifier: Apache-2.0

package main

import (
	_ "embed"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
)

// Partner is what one of the two sees: their own answers, what they state together, and
// the two names of the other.
type Partner struct {
	Person    od.Person    `json:"person,omitzero"`
	Anschrift od.Anschrift `json:"anschrift,omitzero"`
	Geburt    Geburt       `json:"geburt,omitzero"`
	Stand     Stand        `json:"stand,omitzero"`
	Vorehen   []Vorehe     `json:"vorehen,omitzero"` // the last one first

	AndererName       string `json:"anderername,omitzero"`
	AndererGeburtname string `json:"anderergeburtsname,omitzero"`
	Ehe               Ehe    `json:"ehe,omitzero"`
}

// Geburt is the entry of birth.
type Geburt struct {
	Name string `json:"geburtsname,omitzero"`
	Ort  string `json:"geburtsort,omitzero"`
}

// Stand is the marital status.
type Stand struct {
	Stand    string    `json:"familienstand,omitzero"`
	Geprueft od.JaNein `json:"geprueft,omitzero"` // earlier marriages, by a German office
	Fremd    od.JaNein `json:"fremdesrecht,omitzero"`
}

// Vorehe is an earlier marriage.
type Vorehe struct {
	Land  string `json:"land,omitzero"`
	Endet string `json:"endet,omitzero"`
}

// Ehe is what both state together.
type Ehe struct {
	Amt      string      `json:"standesamt,omitzero"`
	Verwandt string      `json:"verwandt,omitzero"`
	Ehename  string      `json:"ehename,omitzero"`
	Termin   datum.Datum `json:"termin,omitzero"`
}

// Standesamt is what an office sets.
type Standesamt struct{ Gebuehren *payment.FeeTable }

const (
	a, b        verfahren.Rolle   = "partner-a", "partner-b"
	angemeldet  verfahren.Zustand = "angemeldet"
	geschlossen verfahren.Zustand = "geschlossen"
	erloschen   verfahren.Zustand = "erloschen"

	ledig, geschieden, verwitwet, verheiratet = "ledig", "geschieden", "verwitwet", "verheiratet"
	keinEhename                               = "kein"
)

//go:embed texte.json
var texteJSON []byte

func texte() od.Texte {
	t, err := od.ParseTexte(texteJSON)
	if err != nil {
		panic(err) // a file of this package
	}
	return t
}

// ablauf is the course: both confirm, then the money, a registrar who judges, a notice
// that holds for six months, and the court in the place of a Widerspruch. The fee and
// how long a file without marriage is kept are those of an example.
func ablauf() *verfahren.Verfahren {
	r, n := verfahren.PStG(), recht.MustParseNorm
	sechsMonate, satzung := n("§ 13 Abs. 4 PStG"), n("§ 1 Beispielsatzung")
	bearbeitung := verfahren.In(verfahren.ZustandInBearbeitung)
	v := verfahren.Baue(verfahren.Verfahren{
		Fassung: "2026-12", Recht: r, NurAufAntrag: n("§ 12 Abs. 1 PStG"), Entgelt: satzung,
		Beteiligte: []verfahren.Beteiligter{
			{Rolle: a, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangKonto, Zeichnet: true},
			{Rolle: b, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangEinladung, Zeichnet: true},
		},
		Entscheidungen: []verfahren.Entscheidung{
			{Akt: "mitgeteilt", Von: bearbeitung, Nach: angemeldet, Norm: sechsMonate, Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumBeurteilung},
			{Akt: "abgelehnt", Von: bearbeitung, Nach: verfahren.ZustandAbgelehnt, Norm: n("§ 13 Abs. 1 PStG"), Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumBeurteilung},
		},
		Fristen: []verfahren.Frist{{
			Name: "sechs-monate", Norm: sechsMonate, Fuer: a, In: verfahren.In(angemeldet), Ab: []verfahren.Akt{"mitgeteilt"},
			Dauer: verfahren.Monate(6), Fest: true, Vorher: verfahren.Wochen(4), Folge: "erloschen",
		}},
		Enden: verfahren.In(verfahren.ZustandAbgelehnt, geschlossen, erloschen),
		Aufbewahrung: []verfahren.Loeschung{
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen), Nach: verfahren.Sofort(), Norm: r.Entwurf},
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandZurueckgenommen, verfahren.ZustandAbgelehnt, erloschen), Nach: verfahren.Jahre(5), Norm: n("Art. 5 Abs. 1 Buchst. e DSGVO")},
			{Was: verfahren.AlleDaten(), In: verfahren.In(geschlossen), Nach: verfahren.Jahre(80), Norm: n("§ 5 Abs. 5 PStG")},
		},
	},
		r.Entwerfen(a), r.MitzeichnenVorZahlung(a, b), r.Zahlen(satzung, a), r.Bearbeiten(a, b),
		verfahren.Folgt(n("§ 1311 Satz 1 BGB"), "geschlossen", angemeldet, geschlossen, verfahren.RolleBehoerde),
		verfahren.Folgt(sechsMonate, "erloschen", angemeldet, erloschen, verfahren.RolleSystem),
	)
	return &v
}

// Dienst is the registration of a marriage. The questions are written once and asked of
// both; each sees their own answers, what stands on the last page, and two names.
func Dienst() od.Dienst[Partner, Standesamt] {
	type fall = od.Fall[Partner, Standesamt]
	text, bl, normen := texte().Get, od.Bloecke(), recht.MustParseNormen
	wahl := func(codes ...string) (out []od.Wert[string]) {
		for _, code := range codes {
			out = append(out, od.Wert[string]{Code: code, Text: text("wahl." + code)})
		}
		return out
	}
	person := od.PersonAls(func(p *Partner) *od.Person { return &p.Person }, text("person"))
	anschrift := od.AnschriftAls(func(p *Partner) *od.Anschrift { return &p.Anschrift }, text("anschrift"))
	geburtsname := od.Text(func(g *Geburt) *string { return &g.Name }, text("geburtsname")).Len(1, 120)
	geburtsort := od.Text(func(g *Geburt) *string { return &g.Ort }, text("geburtsort")).Len(1, 80)
	geburt := od.Gruppe(func(p *Partner) *Geburt { return &p.Geburt }, text("geburt"), od.Element[Geburt](geburtsname), geburtsort)
	familienstand := od.Auswahl(func(s *Stand) *string { return &s.Stand }, text("familienstand"), wahl(ledig, geschieden, verwitwet, verheiratet)...)
	geprueft := od.Frage(func(s *Stand) *od.JaNein { return &s.Geprueft }, text("geprueft")).OnlyIf(familienstand.Is(geschieden, verwitwet))
	fremd := od.Frage(func(s *Stand) *od.JaNein { return &s.Fremd }, text("fremdesrecht")).Under(recht.MustParseNorm("§ 1309 Abs. 1 BGB"))
	stand := od.Gruppe(func(p *Partner) *Stand { return &p.Stand }, text("stand"), od.Element[Stand](familienstand), geprueft, fremd)
	land := od.Text(func(v *Vorehe) *string { return &v.Land }, text("land")).Len(2, 60)
	endet := od.Auswahl(func(v *Vorehe) *string { return &v.Endet }, text("endet"), wahl("scheidung", "tod")...)
	vorehen := od.Mehrfach(func(p *Partner) *[]Vorehe { return &p.Vorehen }, text("vorehen"), 1, 9, od.Element[Vorehe](land), endet)
	name := od.Text(func(p *Partner) *string { return &p.AndererName }, text("anderername"))
	gebName := od.Text(func(p *Partner) *string { return &p.AndererGeburtname }, text("anderergeburtsname"))
	amt := od.Auswahl(func(e *Ehe) *string { return &e.Amt }, text("standesamt"), wahl("16053000", "16055000")...).Hint(text("standesamt.hilfe"))
	verwandt := od.Auswahl(func(e *Ehe) *string { return &e.Verwandt }, text("verwandt"), wahl("nein", "adoption", "gerade")...)
	ehename := od.AuswahlAus(func(e *Ehe) *string { return &e.Ehename }, text("ehename"), ehenamen).Under(recht.MustParseNorm("§ 1355 Abs. 2 BGB"))
	termin := od.Datum(func(e *Ehe) *datum.Datum { return &e.Termin }, text("termin")).Optional()
	ehe := od.Gruppe(func(p *Partner) *Ehe { return &p.Ehe }, text("ehe"), od.Element[Ehe](amt), verwandt, ehename, termin)

	return od.Dienst[Partner, Standesamt]{
		Name: "eheschliessung", Leistung: leistung.MustParseSchluessel("99059001104000"), Fassung: "1", Niveau: recht.NiveauHoch, Dauer: 20 * time.Minute,
		Titel: text("titel"), Kurz: text("kurz"), Grundlage: normen("§ 12 Abs. 1 PStG"),
		Kann: []recht.Text{text("kann.1"), text("kann.2")}, KannNicht: []recht.Text{text("kannnicht.1")}, Braucht: []recht.Text{text("braucht.1"), text("braucht.2")},
		Wirkung: []recht.Text{text("wirkung.1"), text("wirkung.2"), text("wirkung.3")},
		Entwurf: od.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a Abs. 3 OZG")},
		Seiten: []od.Seite[Partner]{
			od.Zeige("person", od.Element[Partner](person)), od.Zeige("anschrift", od.Element[Partner](anschrift)), od.Zeige("geburt", od.Element[Partner](geburt)),
			od.Zeige("stand", od.Element[Partner](stand)), od.Zeige("vorehen", od.Element[Partner](vorehen)).OnlyIf(od.In(stand, familienstand).Is(geschieden, verwitwet)),
			od.Erklaere("unterlagen", text("unterlagen"), unterlagen),
			od.Zeige("ehe", od.Element[Partner](od.Kennt(od.In(person, bl.Familienname), name)), od.Kennt(od.In(geburt, geburtsname), gebName), ehe).Shared().Titled(text("ehe"), text("ehe.hilfe")),
		},
		Konto: []od.Uebernahme[Partner]{
			od.Take(nutzerkonto.Familienname, od.In(person, bl.Familienname)), od.Take(nutzerkonto.Vornamen, od.In(person, bl.Vornamen)), od.Take(nutzerkonto.Geburtsdatum, od.In(person, bl.Geburtsdatum)),
			od.Take(nutzerkonto.Strasse, od.In(anschrift, bl.Strasse)), od.Take(nutzerkonto.Hausnummer, od.In(anschrift, bl.Hausnummer)), od.Take(nutzerkonto.PLZ, od.In(anschrift, bl.PLZ)), od.Take(nutzerkonto.Ort, od.In(anschrift, bl.Ort)),
		},
		Regeln: []od.Regel[Partner, Standesamt]{
			{Code: "E1", Normen: normen("§ 1303 Satz 1 BGB"), Liest: od.Liest[Partner](od.In(person, bl.Geburtsdatum)), Text: text("regel.e1"), Verletzt: func(f fall) bool { return f.Angaben.Person.Geburtsdatum.AddMonths(12 * 18).After(f.Heute) }},
			{Code: "E3", Normen: normen("§ 1306 BGB"), Liest: od.Liest[Partner](od.In(stand, familienstand)), Text: text("regel.e3"), Verletzt: func(f fall) bool { return f.Angaben.Stand.Stand == verheiratet }},
			{Code: "E4", Normen: normen("§ 1307 Satz 1 BGB"), Liest: od.Liest[Partner](od.In(ehe, verwandt)), Text: text("regel.e4"), Verletzt: func(f fall) bool { return f.Angaben.Ehe.Verwandt == "gerade" }},
			{Code: "E4-ADOPTION", Normen: normen("§ 1308 Abs. 2 BGB"), Severity: recht.SeverityWarning, Liest: od.Liest[Partner](od.In(ehe, verwandt)), Text: text("regel.e4a"), Verletzt: func(f fall) bool { return f.Angaben.Ehe.Verwandt == "adoption" }},
		},
		Gebuehr: &od.Gebuehr[Partner, Standesamt]{
			Normen: normen("§ 1 Beispielsatzung"), Tabelle: func(s Standesamt) *payment.FeeTable { return s.Gebuehren }, Ausgaenge: od.Bleibt[Standesamt](normen("§ 2 Beispielsatzung"), 10_000, 5_000, 0),
			Positionen: func(fall) []payment.Position { return []payment.Position{{Fee: "anmeldung", Quantity: 1}} },
		},
		Gemeinde:  func(p Partner) kommune.AGS { return standesaemter()[p.Ehe.Amt] },
		Verfahren: ablauf(), Worte: worte(), Entscheidungen: entscheidungen(),
	}
}

// worte are the words for what is this service's own in the course.
func worte() map[string]recht.Text {
	out := map[string]recht.Text{}
	for _, key := range []string{"rolle.partner-a", "rolle.partner-b", "zustand.angemeldet", "zustand.geschlossen", "zustand.erloschen", "akt.geschlossen", "frist.sechs-monate"} {
		out[key] = texte().Get(key)
	}
	return out
}

// ehenamen is rule E12: none, one name of either, or a double name of both.
func ehenamen(p Partner) []od.Wert[string] {
	out := []od.Wert[string]{{Code: keinEhename, Text: texte().Get("wahl.kein")}}
	add := func(name string) {
		for _, w := range out {
			if w.Code == name {
				return
			}
		}
		out = append(out, od.W(name, name, name))
	}
	mine, theirs := given(p.Geburt.Name, p.Person.Familienname), given(p.AndererGeburtname, p.AndererName)
	for _, n := range append(mine[:len(mine):len(mine)], theirs...) {
		add(n)
	}
	for _, m := range mine {
		for _, t := range theirs {
			for _, double := range []string{m + "-" + t, m + " " + t, t + "-" + m, t + " " + m} {
				add(double)
			}
		}
	}
	return out
}

func given(names ...string) (out []string) {
	for _, n := range names {
		if n != "" && (len(out) == 0 || out[0] != n) {
			out = append(out, n)
		}
	}
	return out
}

// unterlagen are rules E9 and E5: what § 12 Abs. 2 PStG asks this partner for.
func unterlagen(p Partner, _ datum.Datum) []od.Mitteilung {
	if p.Stand.Stand == "" {
		return nil
	}
	text := texte().Get
	list := []recht.Text{text("unterlage.geburt"), text("unterlage.wohnung"), text("unterlage.ausweis")}
	for i, v := range p.Vorehen { // all earlier ones only where the last was not before a German office, nor checked by one
		if i == 0 || p.Vorehen[0].Land != "Deutschland" && p.Stand.Geprueft != od.Ja {
			list = append(list, texte().Fill("unterlage.vorehe", "land", v.Land, "endet", text("wahl."+v.Endet).String(), "ende", text("wahl."+v.Endet).English()))
		}
	}
	if p.Stand.Fremd == od.Ja {
		list = append(list, text("unterlage.faehigkeit"))
	}
	return []od.Mitteilung{{Titel: text("unterlagen.titel"), Absaetze: []recht.Text{text("unterlagen.was")}, Liste: list}}
}
