// SPDX-License-Identifier: Apache-2.0

// Package anmeldung is the registration of a home (§§ 17, 23, 23a BMG) as one value
// over the kit: questions, pages, evidence and rules. Its texts are data, in
// texte.json.
//
// # The rules of the law
//
//	R1   two weeks after moving in                    § 17 (1)         WSM-R01 (remark), the page "zustaendig"
//	R2   not before moving in                         § 17 (1)         WSM-R02
//	R3   leaving Germany                              § 17 (2)         start page: to the office
//	R4   under 16: whoever's home the child enters    § 17 (3) S. 1, 2 WSM-R04
//	R5   guardians                                    § 17 (3) S. 3    start page: to the office
//	R6   no duty for a stay of up to six months       § 27 (2)         WSM-R06 (remark), WSM-R06-2
//	R7   service accommodation, prison                § 27 (1), (4)    start page: no duty
//	R8   diplomats                                    § 26             start page: no duty
//	R9   what a dwelling is                           § 20             help page
//	R10  all other homes, and the main one            § 21 (4)         list "weitere", one at least
//	R11  family on one form, with an assurance        § 23 (4), § 23a (1) S. 5   question "versicherung", assurance with the yes
//	R12  landlord's confirmation or its code          §§ 19, 23 (1)    group "wohnungsgeber", WSM-R12-9, WSM-R12-10
//	R13  code posted to the new address               § 23a (3)        not offered; the way "verweigert" tells the office
//	R14  identity of level high                       § 23a (4)        Senden, WSM-R14-2 (remark)
//	R15  nothing beyond the list of the law           § 24 (1), § 3    a test over the evidence
//	R16  come to the office on request                § 25             an act of the clerk
//	R17  the confirmation is free                     § 24 (2)         no fee is declared
package anmeldung

import (
	_ "embed"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Name is how the service is called in addresses, and Meldedaten its evidence.
const (
	Name       = "anmeldung"
	Meldedaten = "meldedaten"
)

// Leistung is the one of the catalogue of services (LeiKa): Wohnsitz, Anmeldung.
// Whether as main or secondary home is an answer in the form.
func Leistung() leistung.Schluessel { return leistung.MustParseSchluessel("99115005104000") }

// Teilnehmer are the municipalities whose administration takes part; none of them
// sets anything for itself.
type Teilnehmer map[kommune.AGS]bool

// NewTeilnehmer lists those of some municipalities.
func NewTeilnehmer(gemeinden []kommune.Gemeinde) Teilnehmer {
	t := Teilnehmer{}
	for _, g := range gemeinden {
		t[g.AGS] = true
	}
	return t
}

// At implements the Kommunen of the kit.
func (t Teilnehmer) At(gemeinde kommune.AGS, _ datum.Datum) (struct{}, bool) {
	return struct{}{}, t[gemeinde]
}

//go:embed texte.json
var texte []byte

type fall = od.Fall[Antrag, struct{}]

// Hilfe is the help about the service.
func Hilfe() (recht.Text, error) {
	t, err := od.ParseTexte(texte)
	if err != nil {
		return recht.Text{}, err
	}
	return t.Get("hilfe"), nil
}

// Dienst declares the service over the register of municipalities and the
// authorities that take part.
func Dienst(gebiete *kommune.Verzeichnis, aemter *amt.Verzeichnis) (od.Dienst[Antrag, struct{}], error) {
	t, err := od.ParseTexte(texte)
	if err != nil {
		return od.Dienst[Antrag, struct{}]{}, err
	}
	f, norm := newFragen(gebiete, t), recht.MustParseNorm
	return od.Dienst[Antrag, struct{}]{
		Name: Name, Leistung: Leistung(), Titel: t.Get("titel"), Kurz: t.Get("kurz"),
		Grundlage: recht.Normen{norm("§ 17 Abs. 1 BMG"), norm("§ 23a BMG")}, Fassung: "1", Niveau: recht.NiveauUntergeordnet, Senden: recht.NiveauHoch, Dauer: 8 * time.Minute,
		Kann:      []recht.Text{t.Get("kann.umzug"), t.Get("kann.familie")},
		KannNicht: []recht.Text{t.Get("nicht.ausland"), t.Get("nicht.betreuung"), t.Get("nicht.kind"), t.Get("nicht.pflicht")},
		Braucht:   []recht.Text{t.Get("braucht.ausweis"), t.Get("braucht.geber")},
		Wirkung:   []recht.Text{t.Get("wirkung.amt"), t.Get("wirkung.register"), t.Get("wirkung.nachricht")},
		Entwurf:   od.Frist{Tage: 30, Norm: norm("§ 8a Abs. 3 OZG")},
		Pflichten: append([]pflichten.Erfuellung{
			{Pflicht: "PFLICHT-WIDERSPRUCH-RELIGION", Wo: "/widerspruch"},
			{Pflicht: "PFLICHT-WIDERSPRUCH-PARTEIEN", Wo: "/widerspruch"},
		}, pflichten.Fehlt(t.Get("pflichten.anhoerung"), "PFLICHT-ANHOERUNG")...),
		Seiten: []od.Seite[Antrag]{
			od.Zeige("gemeinde", od.Element[Antrag](f.gemeinde)),
			od.Zeige("wohnung", od.Element[Antrag](f.anschrift), f.einzug).Titled(t.Get("seite.wohnung"), recht.Text{}).Because(t.Get("seite.wohnung.warum")),
			od.Erklaere("zustaendig", t.Get("seite.zustaendig"), auskunft{gebiete, aemter, t}.zustaendig),
			od.Zeige("person", od.Element[Antrag](f.person)).Fetching(Meldedaten),
			od.Zeige("bisher", od.Element[Antrag](f.bisher)),
			od.Zeige("art", od.Element[Antrag](f.art)).Because(t.Get("seite.art.warum")),
			od.Zeige("weitere", od.Element[Antrag](f.weitere)),
			od.Zeige("familie", od.Element[Antrag](f.familie), od.Ergibt(f.mitziehend, mitziehende)).Titled(t.Get("seite.familie"), t.Get("familie.hilfe")),
			od.Zeige("versicherung", od.Element[Antrag](f.versicherung)),
			od.Zeige("wohnungsgeber", od.Element[Antrag](f.geber)).Because(t.Get("seite.geber.warum")),
			od.Zeige("widerspruch", od.Element[Antrag](f.widerspruch)).Titled(t.Get("widerspruch"), t.Get("widerspruch.hilfe")),
		},
		Konto: []od.Uebernahme[Antrag]{
			od.Take(nutzerkonto.Familienname, od.In(f.person, f.familienname)), od.Take(nutzerkonto.Vornamen, od.In(f.person, f.vornamen)), od.Take(nutzerkonto.Geburtsdatum, od.In(f.person, f.geburtsdatum)),
		},
		Nachweise: []od.Nachweis[Antrag]{f.meldedaten(t)},
		Regeln:    f.regeln(gebiete, t),
		Hinweise:  hinweise,
		Urkunden:  meldebestaetigungen(gebiete, f.familie), Mit: f.mitangemeldete(), Entscheidungen: entscheidungen(gebiete, t),
		Gemeinde: Antrag.AGS,
	}, nil
}

// meldedaten is the record of the previous registration authority, which the person
// requests over the portal (§ 23a (1) BMG): the list of § 9 (1) BMeldDigiV. What has
// its question fills it; the rest goes on as it came.
func (f fragen) meldedaten(t od.Texte) od.Nachweis[Antrag] {
	abruf := melderegister.Elektronisch()
	own := map[string]od.Uebernahme[Antrag]{
		"/familienname": od.Take("/familienname", od.In(f.person, f.familienname)), "/geburtsname": od.Take("/geburtsname", od.In(f.person, f.geburtsname)),
		"/vornamen": od.Take("/vornamen", od.In(f.person, f.vornamen)), "/rufname": od.Take("/rufname", od.In(f.person, f.rufname)),
		"/doktorgrad": od.Take("/doktorgrad", od.In(f.person, f.doktorgrad)), "/geburtsdatum": od.Take("/geburtsdatum", od.In(f.person, f.geburtsdatum)),
		"/geburtsort": od.Take("/geburtsort", od.In(f.person, f.geburtsort)), "/geschlecht": od.Take("/geschlecht", od.In(f.person, f.geschlecht)),
		"/staatsangehoerigkeit": od.Take("/staatsangehoerigkeit", od.In(f.person, f.staatsangehoerigkeit)), "/familienstand": od.Take("/familienstand", od.In(f.person, f.familienstand)),
		"/religion": od.Take("/religion", od.In(f.person, f.religion)), "/anschrift": od.Take("/anschrift", od.In(f.bisher, f.bisherAnschrift)), "/einzug": od.Take("/einzug", od.In(f.bisher, f.bisherEinzug)),
	}
	row := map[string]od.Uebernahme[Angehoerig]{
		"/familienname": od.Take("/familienname", f.aFamilienname), "/vornamen": od.Take("/vornamen", f.aVornamen), "/rufname": od.Take("/rufname", f.aRufname),
		"/doktorgrad": od.Take("/doktorgrad", f.aDoktorgrad), "/geburtsdatum": od.Take("/geburtsdatum", f.aGeburtsdatum),
	}
	n := od.Nachweis[Antrag]{
		Name: Meldedaten, Typ: abruf.Typ, Basis: abruf.Basis, Norm: abruf.Norm, Niveau: onceonly.AssuranceHigh,
		Zweck: onceonly.Purpose{Code: abruf.Zweck, Text: "Anmeldung Ihrer neuen Wohnung"}, Hinweis: t.Get("abruf.hinweis"),
		Betroffene: abruf.Concerned(false),
		Andere: &od.Andere[Antrag]{
			Versichert: t.Get("abruf.versichert"), Belehrung: t.Get("abruf.belehrung"), Norm: abruf.Versicherung,
			Betroffene: abruf.Concerned(true)[len(abruf.Concerned(false)):],
		},
	}
	rows := map[string][]od.Uebernahme[Angehoerig]{"ehegatte": {od.Put(f.verhaeltnis, Ehegatte)}, "kinder": {od.Put(f.verhaeltnis, Kind)}}
	for _, x := range abruf.Felder() {
		of, name, _ := strings.Cut(x.Pfad[1:], "/")
		take, asked := own[x.Pfad]
		switch list, person := rows[of]; {
		case asked:
			n.Fuellt = append(n.Fuellt, take)
		case of == "sperren":
			n.Fuellt = append(n.Fuellt, od.Pass[Antrag](x.Pfad, t.Get("feld.sperren")).Saying(sperren))
		case person && row["/"+name].Fills():
			rows[of] = append(list, row["/"+name])
		case person || of == "vertreter":
			n.Andere.Fuellt = append(n.Andere.Fuellt, od.Pass[Antrag](x.Pfad, t.Get("feld."+of)))
		default:
			n.Fuellt = append(n.Fuellt, od.Pass[Antrag](x.Pfad, t.Get("feld."+of)))
		}
	}
	n.Andere.Fuellt = append(n.Andere.Fuellt, od.TakeRows("/ehegatte", f.familie, rows["ehegatte"]...), od.TakeRows("/kinder", f.familie, rows["kinder"]...))
	return n
}

// sperren says that the person is under a block (§§ 51, 52 BMG): their own, which they
// see, and which goes along to the new authority (§ 33 (4) BMG).
func sperren(value json.RawMessage) recht.Text {
	var s recht.Sperren
	if json.Unmarshal(value, &s) != nil {
		return recht.NewText("nicht lesbar", "unreadable")
	}
	if t := s.Text(); !t.IsZero() {
		return t
	}
	return recht.NewText("keine", "none")
}

// hinweise tells the desk that the person is under a block, which the register
// delivered with the record: the new authority stores it at once (§ 33 (4) BMG).
func hinweise(in od.Eingang) (out recht.Befunde, err error) {
	for _, n := range in.Nachweise {
		if !n.Unveraendert() {
			return nil, errors.New("anmeldung: the record is not the one that the person saw")
		}
		var satz angaben.Satz
		if json.Unmarshal(n.Inhalt, &satz) != nil {
			return nil, errors.New("anmeldung: the record cannot be read") // the decoder may quote it
		}
		if satz.Sperren.IsZero() || satz.Sperren.Frei() {
			continue
		}
		out = append(out, recht.Befund{
			Code: "ANMELDUNG-SPERRE", Severity: recht.SeverityWarning, Text: satz.Sperren.Text(),
			Normen: append(satz.Sperren.Normen(), recht.MustParseNorm("§ 33 Abs. 4 BMG")),
		})
	}
	return out, nil
}

// mitangemeldete are those on the form who have the duty to register themselves: from the
// age of 16 (§ 17 (3) BMG). Each gets a certificate and a notice of their own.
func (f fragen) mitangemeldete() *od.Mit[Antrag] {
	return &od.Mit[Antrag]{
		Wer: func(a Antrag, eingang datum.Datum) (out []od.Mitbetroffen) {
			for i, m := range a.Familie {
				if m.Mit == od.Ja && !m.Geburtsdatum.AddMonths(16*12).After(eingang) {
					out = append(out, od.Mitbetroffen{Zeile: f.familie.Zeile(i), Identitaet: od.Identitaet{Familienname: m.Familienname, Vornamen: m.Vornamen, Geburtsdatum: m.Geburtsdatum.String()}})
				}
			}
			return out
		},
		Sieht: od.Liest[Antrag](f.gemeinde, f.anschrift, od.In(f.einzug, f.tag)),
	}
}

// mitziehende counts who moves along.
func mitziehende(a Antrag, _ datum.Datum) od.Zahl {
	n := int64(0)
	for _, m := range a.Familie {
		if m.Mit == od.Ja {
			n++
		}
	}
	return od.Z(n)
}
