// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Antwort is which of four answers a question has.
type Antwort uint8

// The answers.
const (
	// Keine: no authority is responsible, as far as the source knows.
	Keine Antwort = iota + 1
	// Eine: exactly one authority.
	Eine
	// Mehrere: several authorities, told apart by their role, or for choice.
	Mehrere
	// Rueckfrage: the area is too wide; ask for the place.
	Rueckfrage
)

// String returns the answer as a German word.
func (a Antwort) String() string {
	switch a {
	case Keine:
		return "keine"
	case Eine:
		return "eine"
	case Mehrere:
		return "mehrere"
	case Rueckfrage:
		return "Rückfrage"
	default:
		return ""
	}
}

// Codes of the reasons, which are notes.
const (
	CodeUnbekannt  = "ZUSTAENDIGKEIT-01" // the Leistung has no entry anywhere
	CodeNiemand    = "ZUSTAENDIGKEIT-02" // no entry for the area or a wider one
	CodeZeit       = "ZUSTAENDIGKEIT-03" // there is an entry, but not for the day
	CodeGefunden   = "ZUSTAENDIGKEIT-04" // the entry that was taken
	CodeGeerbt     = "ZUSTAENDIGKEIT-05" // it is one of a wider area
	CodeMehrere    = "ZUSTAENDIGKEIT-06" // several hold
	CodeUneinig    = "ZUSTAENDIGKEIT-07" // inside the area the answer differs
	CodeOhneOrt    = "ZUSTAENDIGKEIT-08" // no place was given
	CodeElternteil = "ZUSTAENDIGKEIT-09" // there are entries for the key one level up
	CodeNurDienst  = "ZUSTAENDIGKEIT-10" // an online service, but no authority
	CodeRouting    = "ZUSTAENDIGKEIT-11" // told by the routing service, signature verified
	CodeAltARS     = "ZUSTAENDIGKEIT-12" // the ARS is an old one; answered with another of the Gemeinde
	CodeFremdARS   = "ZUSTAENDIGKEIT-13" // no edition has the ARS; its Gemeinde has another
	CodeGeteilt    = "ZUSTAENDIGKEIT-14" // the Gemeinde of the ARS was split up
)

type warum uint8

const (
	warumUnbekannt warum = iota + 1
	warumNiemand
	warumNurDienst
	warumUneinig
	warumGefunden
)

type anfrage struct {
	key leistung.Schluessel
	ars kommune.ARS
	am  kommune.Datum
}

// Ergebnis is the answer to one question. The zero value is none.
type Ergebnis struct {
	art     Antwort
	warum   warum
	anfrage anfrage

	// From an index: the state it was read from, and what was found in it by kind
	// of Stelle.
	zustand *zustand
	funde   [2]fund
	fremd   bool        // the index does not know the area itself
	gefragt kommune.ARS // the ARS of the question, where another of the Gemeinde was looked up
	heute   kommune.ARS // what the Gemeinde has today, where the ARS is not known

	// From a routing service.
	direkt *direkt
}

// direkt is an answer that is complete in itself.
type direkt struct {
	treffer []Treffer
	gruende recht.Befunde
}

// Art returns which answer it is.
func (e Ergebnis) Art() Antwort { return e.art }

// Behoerde returns the one authority, and false for every other answer. Where it
// is entered with several roles, that is the first of [Ergebnis.Behoerden]. It
// does not allocate.
func (e Ergebnis) Behoerde() (Treffer, bool) {
	switch {
	case e.art != Eine:
		return Treffer{}, false
	case e.direkt != nil:
		return e.direkt.treffer[0], true
	}
	var one Treffer
	e.zustand.each(e.funde[behoerden].verweis, e.anfrage.am, func(w zuweisung) bool {
		one = e.zustand.treffer(w, e.funde[behoerden].gebiet)
		return false
	})
	return one, true
}

// Behoerden returns the authorities of the most specific area that has any. For
// [Rueckfrage] they are those of the wide area, which may be none.
func (e Ergebnis) Behoerden() []Treffer {
	if e.direkt != nil {
		return slices.Clone(e.direkt.treffer)
	}
	return e.treffer(e.funde[behoerden])
}

// Onlinedienste returns the online services of the most specific area that has
// any.
func (e Ergebnis) Onlinedienste() []Treffer { return e.treffer(e.funde[dienste]) }

func (e *Ergebnis) treffer(f fund) []Treffer {
	if e.zustand == nil {
		return nil
	}
	var all []Treffer
	e.zustand.each(f.verweis, e.anfrage.am, func(w zuweisung) bool {
		all = append(all, e.zustand.treffer(w, f.gebiet))
		return true
	})
	return all
}

func (z *zustand) treffer(w zuweisung, gebiet uint32) Treffer {
	u := &z.umstaende[w.umstand]
	return Treffer{Stelle: z.stellen[w.stelle], Rolle: u.rolle, Merkmal: u.merkmal, Gebiet: z.gebiete[gebiet].ars, GueltigAb: u.ab, GueltigBis: u.bis}
}

// Gruende says how the answer came about.
func (e Ergebnis) Gruende() recht.Befunde {
	if e.direkt != nil {
		return slices.Clone(e.direkt.gruende)
	}
	return append(e.altersgruende(), e.sachgruende()...)
}

func (e *Ergebnis) sachgruende() recht.Befunde {
	switch e.warum {
	case warumUnbekannt:
		return e.unbekannt()
	case warumUneinig:
		return recht.Befunde{uneinig(e.anfrage.ars)}
	case warumNiemand, warumNurDienst:
		return e.niemand()
	case warumGefunden:
		return e.gefunden()
	}
	return nil
}

func (e *Ergebnis) unbekannt() recht.Befunde {
	if e.anfrage.key.IsZero() {
		return recht.Befunde{note(CodeUnbekannt,
			"Es ist keine Leistung genannt.",
			"no Leistung is given")}
	}
	return append(recht.Befunde{note(CodeUnbekannt,
		fmt.Sprintf("Für die Leistung %s ist nirgends eine Zuständigkeit eingetragen.", e.anfrage.key),
		fmt.Sprintf("no responsibility is entered anywhere for the Leistung %s", e.anfrage.key))}, e.elternteil()...)
}

// note is a reason of an answer.
func note(code, deutsch, english string) recht.Befund {
	return recht.Befund{Code: code, Severity: recht.SeverityNote, Text: recht.NewText(deutsch, english)}
}

// ohneOrt is the reason to ask back where no place was given.
func ohneOrt() recht.Befund {
	return note(CodeOhneOrt,
		"Es ist kein Ort genannt; die Zuständigkeit hängt vom Ort ab.",
		"no place is given; who is responsible depends on it")
}

func uneinig(ars kommune.ARS) recht.Befund {
	if ars.IsZero() {
		return ohneOrt()
	}
	deutsch, english := areaOf(ars).name()
	return note(CodeUneinig,
		"Gefragt ist für "+deutsch+"; darin sind für einzelne Orte eigene Stellen zuständig. Bitte den Ort nennen.",
		"the question is for "+english+"; inside it places have authorities of their own, so the place is needed")
}

func (e *Ergebnis) niemand() recht.Befunde {
	deutsch, english := areaOf(e.anfrage.ars).name()
	gruende := recht.Befunde{note(CodeNiemand,
		"Für "+deutsch+" und die Gebiete darüber ist keine Behörde eingetragen.",
		"no authority is entered for "+english+" and the areas above it")}
	if e.warum == warumNurDienst {
		gruende = append(gruende, note(CodeNurDienst,
			"Es gibt einen Onlinedienst, aber keine Behörde.",
			"there is an online service, but no authority"))
	}
	z := e.zustand
	// On no day in particular every entry holds: what is found is out of its time.
	f := z.suche(behoerden, z.leistungen[e.anfrage.key], z.umgebung(e.anfrage.ars), kommune.Datum{})
	deutsch, english = areaOf(z.gebiete[f.gebiet].ars).name()
	z.each(f.verweis, kommune.Datum{}, func(w zuweisung) bool {
		gruende = append(gruende, note(CodeZeit,
			fmt.Sprintf("Für %s ist eine Stelle eingetragen, aber %s.", deutsch, z.umstaende[w.umstand].zeitraum("ab ", "bis ")),
			fmt.Sprintf("an authority is entered for %s, but %s", english, z.umstaende[w.umstand].zeitraum("from ", "until "))))
		return true
	})
	return append(gruende, e.elternteil()...)
}

func (e *Ergebnis) gefunden() recht.Befunde {
	z, f := e.zustand, e.funde[behoerden]
	deutsch, english := areaOf(z.gebiete[f.gebiet].ars).name()
	gruende := recht.Befunde{note(CodeGefunden,
		"Eingetragen für "+deutsch+"; das ist das engste Gebiet mit einem Eintrag.",
		"entered for "+english+", the narrowest area that has an entry")}
	if z.gebiete[f.gebiet].ars != e.anfrage.ars {
		von, from := areaOf(e.anfrage.ars).name()
		gruende = append(gruende, note(CodeGeerbt,
			"Der Eintrag gilt auch für "+von+", weil das Gebiet darin liegt.",
			"the entry also holds for "+from+", which lies inside"))
	}
	if n := z.zahl(f.verweis, e.anfrage.am); n > 1 {
		gruende = append(gruende, note(CodeMehrere,
			fmt.Sprintf("Es sind %d Stellen eingetragen.", n),
			fmt.Sprintf("%d authorities are entered", n)))
	}
	return gruende
}

// elternteil points to entries for the key one level up. Whether they mean this
// Leistung too is for a person to say.
func (e *Ergebnis) elternteil() recht.Befunde {
	if e.zustand == nil {
		return nil
	}
	for parent, ok := e.anfrage.key.Parent(); ok; parent, ok = parent.Parent() {
		if l, ok := e.zustand.leistungen[parent]; ok && e.zustand.anzahlen[l] != (anzahl{}) {
			return recht.Befunde{note(CodeElternteil,
				fmt.Sprintf("Für die übergeordnete Leistung %s sind Zuständigkeiten eingetragen.", parent),
				fmt.Sprintf("there are entries for the Leistung above it, %s", parent))}
		}
	}
	return nil
}

// zeitraum spells the days between which the entry holds.
func (u *umstand) zeitraum(ab, bis string) string {
	text := ""
	if !u.ab.IsZero() {
		text = ab + u.ab.String()
	}
	if !u.bis.IsZero() {
		if text != "" {
			text += " "
		}
		text += bis + u.bis.String()
	}
	return text
}
