// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package kommune

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Aenderungsart is the kind of a change in the official list.
type Aenderungsart uint8

// The kinds. Aufloesung and Schluesselaenderung move a whole Gemeinde; after a
// Teilausgliederung it lives on; a Namensaenderung changes nothing but the name.
const (
	Aufloesung          Aenderungsart = 1
	Teilausgliederung   Aenderungsart = 2
	Schluesselaenderung Aenderungsart = 3
	Namensaenderung     Aenderungsart = 4
)

// Aenderung is a row of the list "Namens-, Grenz- und Schlüsseländerungen" of
// Destatis that concerns a Gemeinde. Rows of one change share the Kennziffer;
// a Gemeinde that is split up has one row for each part.
type Aenderung struct {
	Kennziffer string
	Alt, Neu   AGS
	Arten      []Aenderungsart
	FlaecheQm  int // area that moves, in square metres
	Einwohner  int // inhabitants that move
	// Juristisch is the day of legal effect, Statistisch the one from which
	// the register follows it; they can be years apart.
	Juristisch, Statistisch Datum
}

// moves reports whether the row ends the old key.
func (a Aenderung) moves() bool {
	whole := slices.Contains(a.Arten, Aufloesung) || slices.Contains(a.Arten, Schluesselaenderung)
	return whole && a.Alt != a.Neu
}

// WithAenderungen returns the same edition with more history: the rows of the
// list that move a whole Gemeinde (Aufloesung, Schluesselaenderung), by the day
// of their statistical effect. Rows that repeat a known change replace it, so a
// list may overlap with what is there. knownUntil is the day until which all
// changes are known with them; the zero Datum leaves it as it is.
func (v *Verzeichnis) WithAenderungen(list []Aenderung, knownUntil Datum) *Verzeichnis {
	before := v.historie()
	if knownUntil.IsZero() {
		knownUntil = before.knownUntil
	}
	added := changesOf(list)
	type keyYear struct {
		key  AGS
		year int
	}
	replaced := make(map[keyYear]bool, len(added))
	for _, c := range added {
		replaced[keyYear{c.from, c.ab.Year()}] = true
	}
	changes := added
	for old := range before.changes {
		if !replaced[keyYear{old.from, old.ab.Year()}] {
			changes = append(changes, old)
		}
	}
	history := newHistorie(changes, knownUntil, before.edition)
	history.open = maps.Clone(before.open)
	for _, c := range added {
		delete(history.open, c.from) // now it is known what took its place
	}
	more := *v
	more.historie = func() *historie { return history }
	return &more
}

// changesOf turns rows into changes with shares.
func changesOf(list []Aenderung) []change {
	type end struct {
		key AGS
		ab  Datum
	}
	people, area := make(map[end]int), make(map[end]int)
	for _, a := range list {
		if a.moves() {
			people[end{a.Alt, a.Statistisch}] += a.Einwohner
			area[end{a.Alt, a.Statistisch}] += a.FlaecheQm
		}
	}
	var changes []change
	for _, a := range list {
		if !a.moves() {
			continue
		}
		at := end{a.Alt, a.Statistisch}
		changes = append(changes, change{
			from: a.Alt, ab: a.Statistisch, exact: true,
			edge: edge{a.Neu, share{ratio(a.Einwohner, people[at]), ratio(a.FlaecheQm, area[at])}},
		})
	}
	return changes
}

// ratio returns a share of what all parts come to.
func ratio(part, all int) int32 {
	if all == 0 {
		return unstated
	}
	return int32(math.Round(float64(part) / float64(all) * whole))
}

// String returns the label of the official list in German.
func (a Aenderungsart) String() string {
	switch a {
	case Aufloesung:
		return "Auflösung"
	case Teilausgliederung:
		return "Teilausgliederung"
	case Schluesselaenderung:
		return "Schlüsseländerung"
	case Namensaenderung:
		return "Namensänderung"
	default:
		return fmt.Sprintf("Aenderungsart(%d)", uint8(a))
	}
}
