// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// Bestand is what an edition of the register consists of: the material of a
// [Verzeichnis]. Readers of a format fill one; the order of rows is free.
type Bestand struct {
	Stand     Datum  // the day whose territory the edition describes
	Quelle    string // source line to print beside the data
	Laender   []Bundesland
	Bezirke   []Regierungsbezirk
	Regionen  []Region
	Kreise    []Kreis
	Verbaende []Verband
	Gemeinden []Gemeinde
	// Zuordnungen and Koordinaten may be missing, whole or in part.
	Zuordnungen map[AGS]Zuordnung
	Koordinaten map[AGS]Koordinate
}

// Verzeichnis is one edition of the register of all municipalities. It does
// not change after it was made, so any number of goroutines may use it.
type Verzeichnis struct {
	stand     Datum
	quelle    string
	laender   []Bundesland
	bezirke   []Regierungsbezirk
	regionen  []Region
	kreise    []Kreis
	verbaende []Verband // those of the embedded register without what ownVerband tells
	gemeinden gemeindeTabelle

	// What few programs ask for is decoded on the first question.
	zuordnungen func() zuordnungen
	koordinaten func() []Koordinate
	historie    func() *historie

	before func() *Verzeichnis // the embedded edition, in any other; nil in itself

	byAGS keyIndex[uint16]
	byARS func() []uint16 // positions in gemeinden, in the order of the ARS
	names func() *nameIndex
}

// NewVerzeichnis builds a Verzeichnis after checking that the rows fit
// together: keys unique, every Gemeinde with a Verband, no Verband and no
// Kreis without a Gemeinde. A Kreis may be missing for gemeindefreie Gebiete,
// as it is in the register itself.
func NewVerzeichnis(b Bestand) (*Verzeichnis, error) {
	if b.Stand.IsZero() {
		return nil, &SyntaxError{"register", "", "the edition states no day"}
	}
	if len(b.Gemeinden) == 0 || len(b.Gemeinden) > maxGemeinden {
		return nil, &SyntaxError{"register", "", fmt.Sprintf("%d Gemeinden; must be 1 to %d", len(b.Gemeinden), maxGemeinden)}
	}
	b.Laender = sortedBy(b.Laender, func(x, y Bundesland) int { return x.Land.Compare(y.Land) })
	b.Bezirke = sortedBy(b.Bezirke, func(x, y Regierungsbezirk) int { return cmp.Compare(x.Schluessel, y.Schluessel) })
	b.Regionen = sortedBy(b.Regionen, func(x, y Region) int { return cmp.Compare(x.Schluessel, y.Schluessel) })
	b.Kreise = sortedBy(b.Kreise, func(x, y Kreis) int { return x.Schluessel.Compare(y.Schluessel) })
	b.Verbaende = sortedBy(b.Verbaende, func(x, y Verband) int { return x.Schluessel.Compare(y.Schluessel) })
	b.Gemeinden = sortedBy(b.Gemeinden, func(x, y Gemeinde) int { return x.AGS.Compare(y.AGS) })
	if err := check(b); err != nil {
		return nil, err
	}
	gemeinden, err := newGemeindeTabelle(b.Gemeinden)
	if err != nil {
		return nil, err
	}
	v := newVerzeichnis(b, gemeinden)
	v.before = Deutschland
	z := newZuordnungen(b.Gemeinden, b.Zuordnungen)
	v.zuordnungen = func() zuordnungen { return z }
	points := make([]Koordinate, len(b.Gemeinden))
	for i := range b.Gemeinden {
		points[i] = b.Koordinaten[b.Gemeinden[i].AGS]
	}
	v.koordinaten = func() []Koordinate { return points }
	return v, nil
}

// newVerzeichnis trusts that the rows are sorted and fit together. It takes the
// Gemeinden from the table.
func newVerzeichnis(b Bestand, gemeinden gemeindeTabelle) *Verzeichnis {
	v := &Verzeichnis{
		stand: b.Stand, quelle: b.Quelle,
		laender: b.Laender, bezirke: b.Bezirke, regionen: b.Regionen,
		kreise: b.Kreise, verbaende: b.Verbaende, gemeinden: gemeinden,
	}
	keys := make([]uint32, gemeinden.len())
	for i := range keys {
		keys[i] = gemeinden.ags(i).n
	}
	v.byAGS = newKeyIndex[uint16](keys)
	v.historie = embeddedHistorie
	v.byARS = sync.OnceValue(func() []uint16 { return orderByARS(&v.gemeinden) })
	v.names = sync.OnceValue(func() *nameIndex {
		x := newNameIndex(&v.gemeinden, v.kreise)
		x.areas, x.formerKreise, x.former = areasOf(v), newFormerKreise, newFormerIndex(v)
		return x
	})
	return v
}

// orderByARS returns the positions of Gemeinden, which are in the order of the
// AGS, in the order of the ARS. The two differ within a Kreis only: many short
// sorts.
func orderByARS(gemeinden *gemeindeTabelle) []uint16 {
	order := make([]uint16, gemeinden.len())
	for i := range order {
		order[i] = uint16(i)
	}
	for from, to := 0, 0; from < len(order); from = to {
		kreis := gemeinden.ags(from).Kreis()
		for to < len(order) && gemeinden.ags(to).Kreis() == kreis {
			to++
		}
		slices.SortFunc(order[from:to], func(i, j uint16) int {
			return gemeinden.ars(int(i)).Compare(gemeinden.ars(int(j)))
		})
	}
	return order
}

// Stand returns the day whose territory the edition describes.
func (v *Verzeichnis) Stand() Datum { return v.stand }

// Quelle returns the source line that must stand beside the data wherever it
// is shown or passed on.
func (v *Verzeichnis) Quelle() string { return v.quelle }

func sortedBy[T any](rows []T, compare func(x, y T) int) []T {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, compare)
	return rows
}

func check(b Bestand) error {
	verbandUsed := make(map[Verbandsschluessel]bool, len(b.Verbaende))
	for i, verband := range b.Verbaende {
		if i > 0 && b.Verbaende[i-1].Schluessel == verband.Schluessel {
			return inconsistent("Verband %s stands there twice", verband.Schluessel)
		}
		verbandUsed[verband.Schluessel] = false
	}
	kreisUsed := make(map[Kreisschluessel]bool, len(b.Kreise))
	for i, kreis := range b.Kreise {
		if i > 0 && b.Kreise[i-1].Schluessel == kreis.Schluessel {
			return inconsistent("Kreis %s stands there twice", kreis.Schluessel)
		}
		kreisUsed[kreis.Schluessel] = false
	}
	for i, gemeinde := range b.Gemeinden {
		switch {
		case gemeinde.AGS.IsZero():
			return inconsistent("a Gemeinde has no AGS")
		case i > 0 && b.Gemeinden[i-1].AGS == gemeinde.AGS:
			return inconsistent("AGS %s stands there twice", gemeinde.AGS)
		case gemeinde.ARS.AGS() != gemeinde.AGS:
			return inconsistent("ARS %s is not of AGS %s", gemeinde.ARS, gemeinde.AGS)
		}
		if _, ok := verbandUsed[gemeinde.Verband()]; !ok {
			return inconsistent("AGS %s has no row of its Verband %s", gemeinde.AGS, gemeinde.Verband())
		}
		verbandUsed[gemeinde.Verband()] = true
		if _, ok := kreisUsed[gemeinde.AGS.Kreis()]; !ok && !gemeinde.Gemeindefrei() {
			return inconsistent("AGS %s has no row of its Kreis %s", gemeinde.AGS, gemeinde.AGS.Kreis())
		}
		kreisUsed[gemeinde.AGS.Kreis()] = true
	}
	for _, verband := range b.Verbaende {
		if !verbandUsed[verband.Schluessel] {
			return inconsistent("Verband %s has no Gemeinde", verband.Schluessel)
		}
	}
	for _, kreis := range b.Kreise {
		if !kreisUsed[kreis.Schluessel] {
			return inconsistent("Kreis %s has no Gemeinde", kreis.Schluessel)
		}
	}
	return nil
}

func inconsistent(format string, args ...any) error {
	return &SyntaxError{"register", "", fmt.Sprintf(format, args...)}
}
