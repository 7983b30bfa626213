// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"math"
	"strings"
)

// gemeindeTabelle holds the rows of all Gemeinden, sorted by AGS. A row has 28
// bytes and no pointer: a new process pays for every page of memory it touches,
// a long-running one for what its garbage collector reads.
type gemeindeTabelle struct {
	rows []gemeindeRow
	text string // names and PLZ
}

type gemeindeRow struct {
	ags        uint32
	verband    uint16 // digits 6 to 9 of the ARS
	art        Gemeindeart
	nameLength uint8
	name       uint32 // where it begins in the text
	plz        uint32 // likewise, 0 where there is none; severalPLZ marks more
	flaecheHa  uint32
	einwohner  uint32
	maennlich  uint32
}

const (
	severalPLZ = 1 << 31
	plzLength  = 5
)

// newGemeindeTabelle takes rows sorted by AGS. What no register can state is an
// error.
func newGemeindeTabelle(list []Gemeinde) (gemeindeTabelle, error) {
	t := gemeindeTabelle{rows: make([]gemeindeRow, len(list))}
	var text strings.Builder
	text.WriteByte('\n') // no PLZ is at 0
	for i := range list {
		g := &list[i]
		switch {
		case len(g.Name) > math.MaxUint8:
			return t, inconsistent("the name of AGS %s is too long", g.AGS)
		case g.PLZ != "" && len(g.PLZ) != plzLength:
			return t, inconsistent("the PLZ of AGS %s has not five digits", g.AGS)
		case min(g.FlaecheHa, g.Einwohner, g.Maennlich) < 0 || max(g.FlaecheHa, g.Einwohner, g.Maennlich) > math.MaxUint32:
			return t, inconsistent("AGS %s: area or population out of range", g.AGS)
		case text.Len() > math.MaxInt32:
			return t, inconsistent("the names are too long")
		}
		row := &t.rows[i]
		*row = gemeindeRow{
			ags: g.AGS.n, verband: uint16(g.Verband().n % 10_000), art: g.Art,
			nameLength: uint8(len(g.Name)), name: uint32(text.Len()),
			flaecheHa: uint32(g.FlaecheHa), einwohner: uint32(g.Einwohner), maennlich: uint32(g.Maennlich),
		}
		text.WriteString(g.Name)
		if g.PLZ != "" {
			row.plz = uint32(text.Len())
			text.WriteString(g.PLZ)
		}
		if g.MehrerePLZ {
			row.plz |= severalPLZ
		}
	}
	t.text = text.String()
	return t, nil
}

func (t *gemeindeTabelle) len() int { return len(t.rows) }

func (t *gemeindeTabelle) ags(i int) AGS { return AGS{t.rows[i].ags} }

func (t *gemeindeTabelle) verband(i int) Verbandsschluessel {
	row := &t.rows[i]
	return Verbandsschluessel{row.ags/1000*10_000 + uint32(row.verband)}
}

func (t *gemeindeTabelle) ars(i int) ARS { return newARS(t.verband(i), t.rows[i].ags%1000) }

func (t *gemeindeTabelle) name(i int) string {
	row := &t.rows[i]
	return t.text[row.name : row.name+uint32(row.nameLength)]
}

func (t *gemeindeTabelle) plz(i int) string {
	at := t.rows[i].plz &^ severalPLZ
	if at == 0 {
		return ""
	}
	return t.text[at : at+plzLength]
}

// kurzname is the name without its status words.
func (t *gemeindeTabelle) kurzname(i int) string { return kurzname(t.name(i)) }

// at returns a row as callers see it.
func (t *gemeindeTabelle) at(i int) (g Gemeinde) {
	t.fill(&g, i)
	return g
}

// fill is at where there is room already.
func (t *gemeindeTabelle) fill(g *Gemeinde, i int) {
	row := &t.rows[i]
	g.AGS.n, g.Art, g.MehrerePLZ, g.ARS = row.ags, row.art, row.plz&severalPLZ != 0, t.ars(i)
	g.Name, g.PLZ = t.name(i), t.plz(i)
	g.FlaecheHa, g.Einwohner, g.Maennlich = int(row.flaecheHa), int(row.einwohner), int(row.maennlich)
}
