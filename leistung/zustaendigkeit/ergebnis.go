// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
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

// Grund is one reason of an answer. Codes are stable.
type Grund struct {
	Code    string
	Text    string // German
	English string
}

// Codes of the reasons.
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
)

type warum uint8

const (
	warumUnbekannt warum = iota + 1
	warumOhneOrt
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

	// From an index: references into the state it was read from.
	zustand               *zustand
	behoerden, dienste    uint32
	gebiet, gebietDienste uint32

	// From a routing service.
	direkt *direkt
}

// direkt is an answer that is complete in itself.
type direkt struct {
	treffer []Treffer
	gruende []Grund
}

// Art returns which answer it is.
func (e *Ergebnis) Art() Antwort { return e.art }

// Behoerde returns the one authority, and false for every other answer.
func (e *Ergebnis) Behoerde() (Treffer, bool) {
	if e.art != Eine {
		return Treffer{}, false
	}
	return e.Behoerden()[0], true
}

// Behoerden returns the authorities of the most specific area that has any. For
// [Rueckfrage] they are those of the wide area, which may be none.
func (e *Ergebnis) Behoerden() []Treffer {
	if e.direkt != nil {
		return e.direkt.treffer
	}
	return e.treffer(e.behoerden, e.gebiet)
}

// Onlinedienste returns the online services of the most specific area that has
// any.
func (e *Ergebnis) Onlinedienste() []Treffer {
	return e.treffer(e.dienste, e.gebietDienste)
}

func (e *Ergebnis) treffer(ref, gebiet uint32) []Treffer {
	if e.zustand == nil {
		return nil
	}
	var all []Treffer
	e.zustand.each(ref, e.anfrage.am, func(z *zuweisung) {
		all = append(all, Treffer{
			Stelle: e.zustand.stellen[z.stelle], Rolle: z.rolle,
			Gebiet: e.zustand.gebiete[gebiet].area.ars(), GueltigAb: z.ab, GueltigBis: z.bis,
		})
	})
	return all
}

// Gruende says how the answer came about.
func (e *Ergebnis) Gruende() []Grund {
	if e.direkt != nil {
		return e.direkt.gruende
	}
	switch e.warum {
	case warumUnbekannt:
		return append([]Grund{{
			CodeUnbekannt,
			fmt.Sprintf("Für die Leistung %s ist nirgends eine Zuständigkeit eingetragen.", e.anfrage.key),
			fmt.Sprintf("no responsibility is entered anywhere for the Leistung %s", e.anfrage.key),
		}}, e.elternteil()...)
	case warumOhneOrt:
		return []Grund{{CodeOhneOrt, "Es ist kein Ort genannt; die Zuständigkeit hängt vom Ort ab.", "no place is given; who is responsible depends on it"}}
	case warumUneinig:
		deutsch, english := areaOf(e.anfrage.ars).name()
		return []Grund{{
			CodeUneinig,
			"Gefragt ist für " + deutsch + "; darin sind für einzelne Orte eigene Stellen zuständig. Bitte den Ort nennen.",
			"the question is for " + english + "; inside it places have authorities of their own, so the place is needed",
		}}
	case warumNiemand, warumNurDienst:
		return e.niemand()
	case warumGefunden:
		return e.gefunden()
	}
	return nil
}

func (e *Ergebnis) niemand() []Grund {
	deutsch, english := areaOf(e.anfrage.ars).name()
	gruende := []Grund{{
		CodeNiemand,
		"Für " + deutsch + " und die Gebiete darüber ist keine Behörde eingetragen.",
		"no authority is entered for " + english + " and the areas above it",
	}}
	if e.warum == warumNurDienst {
		gruende = append(gruende, Grund{CodeNurDienst, "Es gibt einen Onlinedienst, aber keine Behörde.", "there is an online service, but no authority"})
	}
	z, t := e.zustand, e.zustand.leistungen[e.anfrage.key]
	if ref, g, _ := z.suche(&t.behoerden, z.umgebung(e.anfrage.ars), kommune.Datum{}); ref != 0 {
		deutsch, english := z.gebiete[g].area.name()
		z.each(ref, kommune.Datum{}, func(w *zuweisung) {
			gruende = append(gruende, Grund{
				CodeZeit,
				fmt.Sprintf("Für %s ist eine Stelle eingetragen, aber %s.", deutsch, zeitraum(w, "ab ", "bis ", " ")),
				fmt.Sprintf("an authority is entered for %s, but %s", english, zeitraum(w, "from ", "until ", " ")),
			})
		})
	}
	return append(gruende, e.elternteil()...)
}

func (e *Ergebnis) gefunden() []Grund {
	z := e.zustand
	deutsch, english := z.gebiete[e.gebiet].area.name()
	gruende := []Grund{{
		CodeGefunden,
		"Eingetragen für " + deutsch + "; das ist das engste Gebiet mit einem Eintrag.",
		"entered for " + english + ", the narrowest area that has an entry",
	}}
	if z.gebiete[e.gebiet].area != areaOf(e.anfrage.ars) {
		von, from := areaOf(e.anfrage.ars).name()
		gruende = append(gruende, Grund{
			CodeGeerbt,
			"Der Eintrag gilt auch für " + von + ", weil das Gebiet darin liegt.",
			"the entry also holds for " + from + ", which lies inside",
		})
	}
	if n := z.zahl(e.behoerden, e.anfrage.am); n > 1 {
		gruende = append(gruende, Grund{CodeMehrere, fmt.Sprintf("Es sind %d Stellen eingetragen.", n), fmt.Sprintf("%d authorities are entered", n)})
	}
	return gruende
}

// elternteil points to entries for the key one level up. Whether they mean this
// Leistung too is for a person to say.
func (e *Ergebnis) elternteil() []Grund {
	for parent, ok := e.anfrage.key.Parent(); ok; parent, ok = parent.Parent() {
		if e.zustand.leistungen[parent] != nil {
			return []Grund{{
				CodeElternteil,
				fmt.Sprintf("Für die übergeordnete Leistung %s sind Zuständigkeiten eingetragen.", parent),
				fmt.Sprintf("there are entries for the Leistung above it, %s", parent),
			}}
		}
	}
	return nil
}

func zeitraum(z *zuweisung, ab, bis, und string) string {
	text := ""
	if !z.ab.IsZero() {
		text = ab + z.ab.String()
	}
	if !z.bis.IsZero() {
		if text != "" {
			text += und
		}
		text += bis + z.bis.String()
	}
	return text
}
