// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"errors"
	"fmt"
	"strings"
)

// decode reads the compact form of an edition: one row a line, fields
// separated by semicolons, sorted by key. The first field says what a row is.
//
//	# …                              source line, repeated by Quelle; further ones are comments
//	S;2025-11-30                     Gebietsstand
//	L;16;Thüringen;Erfurt            Land
//	B;051;Reg.-Bez. Düsseldorf;…     Regierungsbezirk
//	R;0811;Region Stuttgart;…        Region
//	K;16061;Eichsfeld;Heilbad …;44   Kreis; the rows that follow lie in it
//	V;5001;Lindenberg/Eichsfeld;…;54 Verband, key without the digits of the Kreis
//	114;5001;Teistungen;64;…         Gemeinde, fields as at gemeinde below
//
// What can be told from the rest is left out. The Verband of a Gemeinde is
// empty where it belongs to none. A Gemeinde without a Verband has no V row
// unless the register spells that differently. Separators at the end of a row
// are left out. A Kreis row without a name stands for the digits 000, under
// which some Länder list gemeindefreie Gebiete.
//
// The Gemeinden come back as a table whose text is the data itself; Verbaende
// are those with a row.
func decode(data string) (Bestand, gemeindeTabelle, error) {
	var d decoder
	d.gemeinden = gemeindeTabelle{rows: make([]gemeindeRow, 0, 11_000), text: data}
	d.Verbaende = make([]Verband, 0, 1_300)
	rest := data
	for line := 1; len(rest) > 0; line++ {
		var row string
		row, rest, _ = strings.Cut(rest, "\n")
		d.behind = len(data) - len(rest) - len("\n")
		d.row(row)
		if d.fault != nil {
			return Bestand{}, gemeindeTabelle{}, fmt.Errorf("kommune: embedded register, line %d: %w", line, d.fault)
		}
	}
	return d.Bestand, d.gemeinden, nil
}

type decoder struct {
	Bestand
	gemeinden gemeindeTabelle
	kreis     Kreisschluessel
	rest      string // of the row, behind what was read
	behind    int    // where the row ends in the data
	fault     error  // the first one
}

func (d *decoder) row(row string) {
	if strings.HasPrefix(row, "#") {
		if d.Quelle == "" {
			d.Quelle = strings.TrimSpace(row[1:])
		}
		return
	}
	d.rest = row
	if row != "" && row[0] <= '9' {
		d.gemeinde()
		return
	}
	switch d.text() {
	case "S":
		d.Stand = keep(d, ParseDatum)
	case "L":
		d.Laender = append(d.Laender, Bundesland{keep(d, ParseLand), d.text(), d.text()})
	case "B":
		d.Bezirke = append(d.Bezirke, Regierungsbezirk{d.text(), d.text(), d.text()})
	case "R":
		d.Regionen = append(d.Regionen, Region{d.text(), d.text(), d.text()})
	case "K":
		d.kreis = keep(d, ParseKreisschluessel)
		kreis := Kreis{d.kreis, d.text(), d.text(), Kreisart(d.number())}
		if kreis.Name != "" {
			d.Kreise = append(d.Kreise, kreis)
		}
	case "V":
		d.Verbaende = append(d.Verbaende, Verband{d.verband(d.number()), d.text(), d.text(), Verbandsart(d.number())})
	default:
		d.failed(errors.New("unknown kind of row"))
	}
	d.end()
}

// gemeinde reads the fields: end of the AGS, Verband, name, Textkennzeichen,
// PLZ (with "*" behind it where there are several), area, population, of these
// male.
func (d *decoder) gemeinde() {
	number := d.number()
	row := gemeindeRow{ags: d.kreis.n*1000 + number}
	verband := d.text()
	row.name = d.at()
	row.nameLength = uint8(len(d.text()))
	row.art = Gemeindeart(d.number())
	row.plz = d.at()
	switch plz := d.text(); {
	case plz == "":
		row.plz = 0
	case len(plz) > plzLength:
		row.plz |= severalPLZ
	}
	row.flaecheHa, row.einwohner, row.maennlich = d.number(), d.number(), d.number()
	if verband == "" {
		row.verband = ownVerband(row)
	} else {
		n, ok := digits(verband)
		if !ok {
			d.failed(errors.New("the Verband is no number"))
		}
		row.verband = uint16(n)
	}
	d.gemeinden.rows = append(d.gemeinden.rows, row)
	d.end()
}

// ownVerband returns the four digits of the entry that a Gemeinde without a
// Verband has on that level: its own number, after a 9 where it is a
// gemeindefreies Gebiet.
func ownVerband(row gemeindeRow) uint16 {
	number := uint16(row.ags % 1000)
	if row.art.gemeindefrei() {
		number += 9000
	}
	return number
}

// at returns where in the data the next field begins.
func (d *decoder) at() uint32 { return uint32(d.behind - len(d.rest)) }

func (d *decoder) verband(number uint32) Verbandsschluessel {
	return Verbandsschluessel{d.kreis.n*10_000 + number}
}

// text reads the next field.
func (d *decoder) text() string {
	rest := d.rest
	for i := range len(rest) { // fields are short: faster than a search for the separator
		if rest[i] == ';' {
			d.rest = rest[i+1:]
			return rest[:i]
		}
	}
	d.rest = ""
	return rest
}

// number reads the next field; an empty one is 0.
func (d *decoder) number() uint32 {
	rest, n := d.rest, uint32(0)
	for i := range len(rest) {
		digit := rest[i] - '0'
		switch {
		case rest[i] == ';':
			d.rest = rest[i+1:]
			return n
		case digit > 9 || i == len("999999999"):
			d.failed(errors.New("a field is no number"))
			return 0
		}
		n = n*10 + uint32(digit)
	}
	d.rest = ""
	return n
}

// end makes sure that nothing is left of the row.
func (d *decoder) end() {
	if d.rest != "" {
		d.failed(errors.New("more fields than the row has"))
	}
}

func (d *decoder) failed(err error) {
	if d.fault == nil {
		d.fault = err
	}
}

// keep parses the next field and remembers the first fault.
func keep[T any](d *decoder, parse func(string) (T, error)) T {
	value, err := parse(d.text())
	if err != nil {
		d.failed(err)
	}
	return value
}
