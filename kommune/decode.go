// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"errors"
	"fmt"
	"slices"
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
func decode(data string) (Bestand, error) {
	var d decoder
	d.Gemeinden = make([]Gemeinde, 0, 11_000)
	d.Verbaende = make([]Verband, 0, 4_700)
	for line := 1; len(data) > 0; line++ {
		var row string
		row, data, _ = strings.Cut(data, "\n")
		d.row(row)
		if d.fault != nil {
			return Bestand{}, fmt.Errorf("kommune: embedded register, line %d: %w", line, d.fault)
		}
	}
	d.closeKreis()
	return d.Bestand, nil
}

type decoder struct {
	Bestand
	kreis Kreisschluessel
	first int    // the Kreis's first row in Verbaende
	rest  string // of the row, behind what was read
	fault error  // the first one
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
		d.closeKreis()
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
	verband := d.text()
	g := Gemeinde{AGS: AGS{d.kreis.n*1000 + number}, Name: d.text(), Art: Gemeindeart(d.number())}
	g.PLZ, g.MehrerePLZ = strings.CutSuffix(d.text(), "*")
	g.FlaecheHa, g.Einwohner, g.Maennlich = int(d.number()), int(d.number()), int(d.number())
	if verband == "" {
		g.ARS = newARS(d.verband(ownVerband(g)), number)
		d.addOwnVerband(g)
	} else {
		n, ok := digits(verband)
		if !ok {
			d.failed(errors.New("the Verband is no number"))
		}
		g.ARS = newARS(d.verband(uint32(n)), number)
	}
	d.Gemeinden = append(d.Gemeinden, g)
	d.end()
}

// ownVerband returns the four digits of the entry that a Gemeinde without a
// Verband has on that level: its own number, after a 9 where it is a
// gemeindefreies Gebiet.
func ownVerband(g Gemeinde) uint32 {
	if g.Gemeindefrei() {
		return 9000 + g.AGS.n%1000
	}
	return g.AGS.n % 1000
}

// addOwnVerband adds the entry unless the Kreis spelt it out.
func (d *decoder) addOwnVerband(g Gemeinde) {
	for i := d.first; i < len(d.Verbaende); i++ {
		if d.Verbaende[i].Schluessel == g.Verband() {
			return
		}
	}
	d.Verbaende = append(d.Verbaende, Verband{Schluessel: g.Verband(), Name: g.Name, Art: VerbandsfreieGemeinde})
}

// closeKreis brings the Verbände of the Kreis read last into order.
func (d *decoder) closeKreis() {
	slices.SortFunc(d.Verbaende[d.first:], func(x, y Verband) int { return x.Schluessel.Compare(y.Schluessel) })
	d.first = len(d.Verbaende)
}

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
