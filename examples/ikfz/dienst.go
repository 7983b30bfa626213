// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
)

// Ummeldung is what the holder answers who has moved. Name and birthday come from the
// login (§ 20 Abs. 1 FZV) and are not asked.
type Ummeldung struct {
	Anschrift od.Anschrift `json:"anschrift,omitzero"`
	Fahrzeug  Fahrzeug     `json:"fahrzeug,omitzero"`
	Behalten  od.JaNein    `json:"behalten,omitzero"`
	Papiere   Papiere      `json:"papiere,omitzero"`
	Rechnung  od.JaNein    `json:"rechnung,omitzero"`

	Empfaenger od.Rechnungsempfaenger `json:"empfaenger,omitzero"`
}

// Abmeldung is what somebody answers who has the codes, whoever it is.
type Abmeldung struct {
	Fahrzeug Fahrzeug `json:"fahrzeug,omitzero"`
	Marken   Marken   `json:"marken,omitzero"`
}

// Fahrzeug names the vehicle.
type Fahrzeug struct {
	Kennzeichen string `json:"kennzeichen,omitzero"`
	FIN         string `json:"fin,omitzero"` // the last four characters
}

// Papiere are the codes of the papers.
type Papiere struct {
	ZB1 string `json:"zb1,omitzero"`
	ZB2 string `json:"zb2,omitzero"`
}

// Marken are the codes that are read when a vehicle is taken off the road.
type Marken struct {
	ZB1    string `json:"zb1,omitzero"`
	Vorn   string `json:"vorn,omitzero"`
	Hinten string `json:"hinten,omitzero"`
}

const (
	halter     verfahren.Rolle   = "halter"
	wirksam    verfahren.Zustand = "wirksam"
	bestaendig verfahren.Zustand = "bestandskraeftig"
	angehoert  verfahren.Zustand = "angehoert"
	aufgehoben verfahren.Zustand = "aufgehoben"

	aktEntschieden verfahren.Akt = "entschieden"
	aktAbgerufen   verfahren.Akt = "abgerufen"
	aktAusdruck    verfahren.Akt = "ausdruck-gesandt"
	aktVorbei      verfahren.Akt = "nachpruefung-vorbei"
)

//go:embed texte.json
var texteJSON []byte

// texte are the words of both services, as data.
func texte() od.Texte {
	t, err := od.ParseTexte(texteJSON)
	if err != nil {
		panic(err) // a file of this package
	}
	return t
}

// ablauf is the course of both services: entries held against the register, money,
// machine, and a month in which it may be looked at again. The norm is that of the
// decision.
func ablauf(norm recht.Norm, zugang verfahren.Zugang) *verfahren.Verfahren {
	r, n := verfahren.FZV(), recht.MustParseNorm
	dialog, vorbehalt, zahlen := n("§ 19 Abs. 1 FZV"), n("§ 23 Abs. 3 FZV"), n("§ 20 Abs. 5 FZV")
	enden := verfahren.In(verfahren.ZustandZurueckgenommen, verfahren.ZustandAbgelehnt, bestaendig, aufgehoben)
	maschine := verfahren.Entscheidung{
		Akt: aktEntschieden, Von: verfahren.In(verfahren.ZustandEingereicht), Nach: wirksam, Norm: norm,
		Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumGebunden,
	}
	person := maschine
	person.Von = verfahren.In(verfahren.ZustandInBearbeitung)
	maschine.Automatisch = &verfahren.Automatik{Norm: dialog, Sonst: verfahren.ZustandInBearbeitung, Stichprobe: 20, Danach: true}
	text := texte().Get
	v := verfahren.Baue(verfahren.Verfahren{
		Fassung: "2026-12", Recht: r, Entgelt: zahlen,
		Beteiligte: []verfahren.Beteiligter{{Rolle: halter, Stellung: verfahren.StellungAntragsteller, Zugang: zugang}},
		Entscheidungen: []verfahren.Entscheidung{
			maschine, person,
			{Akt: "abgelehnt", Von: verfahren.In(verfahren.ZustandInBearbeitung), Nach: verfahren.ZustandAbgelehnt, Norm: norm, Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumGebunden},
			{
				Akt: "aufgehoben", Von: verfahren.In(angehoert), Nach: aufgehoben, Norm: vorbehalt, Belastet: true, Wenn: verfahren.Wenn(verfahren.SacheGehoert),
				Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAufgehoben}, Spielraum: verfahren.SpielraumErmessen,
			},
		},
		Fristen: []verfahren.Frist{
			{Name: "dialog", Norm: dialog, Fuer: halter, In: verfahren.In(verfahren.ZustandEntwurf, verfahren.ZustandZahlung), Ab: []verfahren.Akt{verfahren.AktBegonnen}, Dauer: verfahren.Minuten(30), Folge: verfahren.AktVerfallen},
			{Name: "abruf", Norm: n("§ 23 Abs. 1 FZV"), Fuer: halter, In: verfahren.In(wirksam), Ab: []verfahren.Akt{aktEntschieden}, Bis: []verfahren.Akt{aktAbgerufen}, Dauer: verfahren.Minuten(30), Folge: aktAusdruck},
			{Name: "papiere", Norm: n("§ 26 Abs. 4 FZV"), Fuer: verfahren.RolleBehoerde, In: verfahren.In(wirksam), Ab: []verfahren.Akt{aktAbgerufen, aktAusdruck}, Dauer: verfahren.Tage(6), Fest: true, Vermerk: text("vermerk.papiere")},
			{Name: "nachpruefung", Norm: vorbehalt, Fuer: verfahren.RolleBehoerde, In: verfahren.In(wirksam), Ab: []verfahren.Akt{aktEntschieden}, Dauer: verfahren.Monate(1), Fest: true, Vorher: verfahren.Wochen(1), Folge: aktVorbei},
			{Name: "aufheben", Norm: vorbehalt, Fuer: verfahren.RolleBehoerde, In: verfahren.In(angehoert), Dauer: verfahren.Wochen(4), Folge: aktVorbei},
		},
		Enden: enden,
		Aufbewahrung: []verfahren.Loeschung{
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen), Nach: verfahren.Minuten(30), Norm: dialog},
			{Was: []verfahren.Datenart{verfahren.DatenAkte, verfahren.DatenAngaben}, In: enden, Nach: verfahren.Jahre(1), Norm: n("§ 73 FZV")},
			{Was: []verfahren.Datenart{verfahren.DatenProtokoll}, In: enden, Nach: verfahren.Monate(6), Norm: n("§ 18 Abs. 3 FZV")},
		},
	},
		r.Entwerfen(halter),
		r.Pruefen(n("§ 20 Abs. 4 FZV"), 3, verfahren.ZustandZahlung, halter),
		r.Zahlen(zahlen, halter),
		r.Bearbeiten(halter),
		r.Anhoeren(verfahren.In(wirksam), angehoert, verfahren.Wochen(2), halter),
		verfahren.Folgt(n("§ 23 Abs. 1 FZV"), aktAbgerufen, wirksam, wirksam, halter),
		verfahren.Folgt(n("§ 23 Abs. 1 FZV"), aktAusdruck, wirksam, wirksam, verfahren.RolleSystem),
		verfahren.Folgt(vorbehalt, aktVorbei, wirksam, bestaendig, verfahren.RolleSystem),
		verfahren.Folgt(vorbehalt, aktVorbei, angehoert, bestaendig, verfahren.RolleSystem),
	)
	return &v
}

// worte are the words for what is this service's own in the course.
func worte() map[string]recht.Text {
	out := map[string]recht.Text{}
	for _, key := range []string{
		"zustand.wirksam", "zustand.bestandskraeftig", "zustand.angehoert", "zustand.aufgehoben", "akt.entschieden", "akt.aufgehoben", "akt.abgerufen",
		"frist.dialog", "frist.abruf", "frist.papiere", "frist.nachpruefung", "frist.aufheben",
	} {
		out[key] = texte().Get(key)
	}
	return out
}

// fragen to the vehicle, asked in both services.
func kennzeichen() od.Feld[Fahrzeug, string] {
	return od.Text(func(f *Fahrzeug) *string { return &f.Kennzeichen }, texte().Get("kennzeichen")).Match("^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [0-9]{1,4}[EH]?$").Hint(texte().Get("kennzeichen.hilfe"))
}

func fin() od.Feld[Fahrzeug, string] {
	return od.Text(func(f *Fahrzeug) *string { return &f.FIN }, texte().Get("fin")).Match("^[A-Z0-9]{4}$").Len(4, 4).Hint(texte().Get("fin.hilfe"))
}

// gemeinsam is what both services say of themselves. A is what is asked, auskunft what
// the register says of the vehicle of a case, und mangel where it says otherwise.
func gemeinsam[A any](d od.Dienst[A, Amt], norm string, zugang verfahren.Zugang, fahrzeug func(A) Fahrzeug, mangel func(A, Auskunft) []od.Mangel, posten func(A) string) od.Dienst[A, Amt] {
	type Fall = od.Fall[A, Amt]
	text := texte().Get
	d.Titel, d.Kurz, d.Fassung = text(d.Name+".titel"), text(d.Name+".kurz"), "1"
	d.Kann = []recht.Text{text(d.Name + ".kann"), text("kann.papiere")}
	d.KannNicht = []recht.Text{text("kannnicht.alt"), text("kannnicht.sonder")}
	d.NurOnline = text("nuronline")
	d.Braucht = []recht.Text{text(d.Name + ".braucht"), text("braucht.zahlung")}
	d.Wirkung = []recht.Text{text("wirkung.zahlung"), text("wirkung.maschine"), text("wirkung.tag")}
	d.Grundlage = recht.MustParseNormen(norm)
	d.Verfahren, d.Worte = ablauf(recht.MustParseNorm(norm), zugang), worte()
	d.Pruefung = &od.Pruefung[A, Amt]{Fragt: func(ctx context.Context, f Fall) ([]od.Mangel, error) {
		a, err := f.Kommune.Register.Frage(ctx, fahrzeug(f.Angaben))
		if err != nil {
			return nil, err
		}
		return mangel(f.Angaben, a), nil
	}}
	d.Automat = &od.Automat[A, Amt]{
		Akt: aktEntschieden,
		Kann: func(ctx context.Context, f Fall) (bool, error) { // K1, K5: all of it, or a person
			a, err := f.Kommune.Register.Frage(ctx, fahrzeug(f.Angaben))
			return a.Bekannt && a.Allgemein && !a.Geaendert, err
		},
		Risiko: func(f Fall) bool { return strings.HasSuffix(fahrzeug(f.Angaben).Kennzeichen, "H") }, // historic: looked at by a person
		Beschluss: func(f Fall) fall.Beschluss {
			inhalt, _ := json.Marshal(map[string]string{"kennzeichen": fahrzeug(f.Angaben).Kennzeichen}) // two strings
			return fall.Beschluss{Ergebnis: verfahren.ErgebnisStattgegeben, Inhalt: inhalt, Geltung: fall.Geltung{Von: f.Heute}}
		},
	}
	d.Gebuehr = &od.Gebuehr[A, Amt]{
		Normen: recht.MustParseNormen("§ 20 Abs. 5 FZV"), Tabelle: func(a Amt) *payment.FeeTable { return a.Gebuehren },
		Ausgaenge: od.Bleibt[Amt](recht.MustParseNormen("§ 2 Beispielsatzung"), 10_000, 5_000, 0), // invented, as the fee
		Positionen: func(f Fall) []payment.Position {
			if id := posten(f.Angaben); id != "" {
				return []payment.Position{{Fee: id, Quantity: 1}}
			}
			return nil
		},
	}
	return d
}

// Ummelden is the re-registration of a vehicle after a move.
func Ummelden() od.Dienst[Ummeldung, Amt] {
	text, b := texte().Get, od.Bloecke()
	anschrift := od.AnschriftAls(func(u *Ummeldung) *od.Anschrift { return &u.Anschrift }, text("anschrift"))
	fahrzeug := od.Gruppe(func(u *Ummeldung) *Fahrzeug { return &u.Fahrzeug }, text("fahrzeug"), od.Element[Fahrzeug](kennzeichen()), fin())
	behalten := od.Frage(func(u *Ummeldung) *od.JaNein { return &u.Behalten }, text("behalten"))
	zb1 := od.Text(func(p *Papiere) *string { return &p.ZB1 }, text("zb1")).Match("^[A-Za-z0-9]{7}$").Hint(text("zb1.hilfe"))
	zb2 := od.Text(func(p *Papiere) *string { return &p.ZB2 }, text("zb2")).Match("^[A-Za-z0-9]{12}$").Hint(text("zb2.hilfe")).OnlyIf(od.Around[Papiere](behalten.Is(od.Nein)))
	papiere := od.Gruppe(func(u *Ummeldung) *Papiere { return &u.Papiere }, text("papiere"), od.Element[Papiere](zb1), zb2)
	return mitRechnung(gemeinsam(od.Dienst[Ummeldung, Amt]{
		Name: "fahrzeug-ummelden", Leistung: leistung.MustParseSchluessel("99036008071000"), Niveau: recht.NiveauSubstantiell, Dauer: 10 * time.Minute,
		Seiten: []od.Seite[Ummeldung]{
			od.Zeige("anschrift", od.Element[Ummeldung](anschrift)), od.Zeige("fahrzeug", od.Element[Ummeldung](fahrzeug)),
			od.Zeige("kennzeichen", od.Element[Ummeldung](behalten)).Because(text("behalten.warum")), od.Zeige("papiere", od.Element[Ummeldung](papiere)),
		},
		Konto: []od.Uebernahme[Ummeldung]{
			od.Take(nutzerkonto.Strasse, od.In(anschrift, b.Strasse)), od.Take(nutzerkonto.Hausnummer, od.In(anschrift, b.Hausnummer)),
			od.Take(nutzerkonto.PLZ, od.In(anschrift, b.PLZ)), od.Take(nutzerkonto.Ort, od.In(anschrift, b.Ort)),
		},
		Gemeinde: func(u Ummeldung) kommune.AGS { return orte()[u.Anschrift.Ort] },
	}, "§ 30 Abs. 1 FZV", verfahren.ZugangKonto, func(u Ummeldung) Fahrzeug { return u.Fahrzeug },
		func(u Ummeldung, a Auskunft) []od.Mangel {
			return a.vergleiche(text, od.In(papiere, zb1).Pointer(), u.Papiere.ZB1, a.ZB1, od.In(papiere, zb2).Pointer(), u.Papiere.ZB2, a.ZB2)
		},
		func(u Ummeldung) string { return map[od.JaNein]string{od.Ja: "behalten", od.Nein: "neu"}[u.Behalten] }))
}

// Abmelden takes a vehicle off the road: who has the codes may, and nobody is
// identified (§ 24 Abs. 4 FZV).
func Abmelden() od.Dienst[Abmeldung, Amt] {
	text := texte().Get
	fahrzeug := od.Gruppe(func(a *Abmeldung) *Fahrzeug { return &a.Fahrzeug }, text("fahrzeug"), od.Element[Fahrzeug](kennzeichen()), fin())
	zb1 := od.Text(func(m *Marken) *string { return &m.ZB1 }, text("zb1")).Match("^[A-Za-z0-9]{7}$").Hint(text("zb1.hilfe"))
	vorn := od.Text(func(m *Marken) *string { return &m.Vorn }, text("vorn")).Match("^[A-Za-z0-9]{3}$").Hint(text("vorn.hilfe"))
	hinten := od.Text(func(m *Marken) *string { return &m.Hinten }, text("hinten")).Match("^[A-Za-z0-9]{3}$")
	marken := od.Gruppe(func(a *Abmeldung) *Marken { return &a.Marken }, text("marken"), od.Element[Marken](zb1), vorn, hinten)
	return gemeinsam(od.Dienst[Abmeldung, Amt]{
		Name: "fahrzeug-abmelden", Leistung: leistung.MustParseSchluessel("99036008070003"), Dauer: 5 * time.Minute,
		Seiten: []od.Seite[Abmeldung]{od.Zeige("fahrzeug", od.Element[Abmeldung](fahrzeug)), od.Zeige("marken", od.Element[Abmeldung](marken))},
		Gemeinde: func(a Abmeldung) kommune.AGS { // of the plate
			kreis, _, _ := strings.Cut(a.Fahrzeug.Kennzeichen, "-")
			return orte()[map[string]string{"J": "Jena", "EF": "Erfurt"}[kreis]]
		},
	}, "§ 24 Abs. 4 FZV", verfahren.ZugangCode, func(a Abmeldung) Fahrzeug { return a.Fahrzeug },
		func(m Abmeldung, a Auskunft) []od.Mangel {
			return a.vergleiche(text, od.In(marken, zb1).Pointer(), m.Marken.ZB1, a.ZB1, od.In(marken, vorn).Pointer(), m.Marken.Vorn, a.Vorn, od.In(marken, hinten).Pointer(), m.Marken.Hinten, a.Hinten)
		},
		func(Abmeldung) string { return "abmeldung" })
}
