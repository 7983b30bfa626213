// SPDX-License-Identifier: Apache-2.0

package kommune

import (
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
//	114;5001;Teistungen;64;…         Gemeinde: the end of its AGS, then the fields below
//
// What can be told from the rest is left out. The Verband of a Gemeinde is
// empty where it belongs to none. A Gemeinde without a Verband has no V row
// unless the register spells that differently. A field of Finanzamt, Gericht,
// Arbeitsagentur and Wahlkreis is empty where it repeats the row before in the
// file, and "-" where the register has none. A Kreis row without a name stands
// for the digits 000, under which some Länder list gemeindefreie Gebiete.
func decode(data string) (Bestand, error) {
	d := decoder{explicit: make(map[Verbandsschluessel]bool)}
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
	slices.SortFunc(d.Verbaende, func(x, y Verband) int { return x.Schluessel.Compare(y.Schluessel) })
	return d.Bestand, nil
}

type decoder struct {
	Bestand
	kreis    Kreisschluessel
	explicit map[Verbandsschluessel]bool // verbandsfreie Gemeinden with a row of their own
	before   Gemeinde                    // the row before, for repeated fields
	fields   [gemeindeFields]string
	fault    error // the first one
}

func (d *decoder) row(row string) {
	if strings.HasPrefix(row, "#") {
		if d.Quelle == "" {
			d.Quelle = strings.TrimSpace(row[1:])
		}
		return
	}
	f := &d.fields
	switch kind, rest, _ := strings.Cut(row, ";"); kind {
	case "S":
		d.Stand = keep(d, ParseDatum, rest)
	case "L":
		d.split(rest, 3)
		d.Laender = append(d.Laender, Bundesland{keep(d, ParseLand, f[0]), f[1], f[2]})
	case "B":
		d.split(rest, 3)
		d.Bezirke = append(d.Bezirke, Regierungsbezirk{f[0], f[1], f[2]})
	case "R":
		d.split(rest, 3)
		d.Regionen = append(d.Regionen, Region{f[0], f[1], f[2]})
	case "K":
		d.split(rest, 4)
		d.kreis = keep(d, ParseKreisschluessel, f[0])
		if f[1] != "" {
			d.Kreise = append(d.Kreise, Kreis{d.kreis, f[1], f[2], Kreisart(d.number(3))})
		}
	case "V":
		d.split(rest, 4)
		verband := Verband{d.verband(d.number(0)), f[1], f[2], Verbandsart(d.number(3))}
		d.Verbaende = append(d.Verbaende, verband)
		if verband.Art == VerbandsfreieGemeinde {
			d.explicit[verband.Schluessel] = true
		}
	default:
		d.gemeinde(row)
	}
}

// The fields of a Gemeinde, in the order of the row.
const (
	fieldNumber = iota
	fieldVerband
	fieldName
	fieldArt
	fieldPLZ // with "*" behind it where the Gemeinde has several
	fieldFlaeche
	fieldEinwohner
	fieldMaennlich
	fieldBreite // in millionths of a degree
	fieldLaenge
	fieldFinanzamt
	fieldGericht
	fieldArbeitsagentur
	fieldWahlkreisVon
	fieldWahlkreisBis
	gemeindeFields
)

func (d *decoder) gemeinde(row string) {
	d.split(row, gemeindeFields)
	f, before := &d.fields, &d.before
	number := d.number(fieldNumber)
	g := Gemeinde{
		AGS:            AGS{d.kreis.n*1000 + number},
		Name:           f[fieldName],
		Art:            Gemeindeart(d.number(fieldArt)),
		FlaecheHa:      int(d.number(fieldFlaeche)),
		Einwohner:      int(d.number(fieldEinwohner)),
		Maennlich:      int(d.number(fieldMaennlich)),
		Breite:         float64(d.number(fieldBreite)) / 1e6,
		Laenge:         float64(d.number(fieldLaenge)) / 1e6,
		Finanzamt:      repeated(f[fieldFinanzamt], before.Finanzamt),
		Gericht:        repeated(f[fieldGericht], before.Gericht),
		Arbeitsagentur: repeated(f[fieldArbeitsagentur], before.Arbeitsagentur),
		WahlkreisVon:   repeated(f[fieldWahlkreisVon], before.WahlkreisVon),
		WahlkreisBis:   repeated(f[fieldWahlkreisBis], before.WahlkreisBis),
	}
	g.PLZ, g.MehrerePLZ = strings.CutSuffix(f[fieldPLZ], "*")
	if f[fieldVerband] != "" {
		g.ARS = newARS(d.verband(d.number(fieldVerband)), number)
	} else {
		g.ARS = newARS(d.verband(ownVerband(g.Art, number)), number)
		if !d.explicit[g.Verband()] {
			d.Verbaende = append(d.Verbaende, Verband{Schluessel: g.Verband(), Name: g.Name, Art: VerbandsfreieGemeinde})
		}
	}
	d.Gemeinden = append(d.Gemeinden, g)
	d.before = g
}

// ownVerband returns the four digits of the entry that a Gemeinde without a
// Verband has on that level: its own number, after a 9 where it is a
// gemeindefreies Gebiet.
func ownVerband(art Gemeindeart, number uint32) uint32 {
	if (Gemeinde{Art: art}).Gemeindefrei() {
		return 9000 + number
	}
	return number
}

func (d *decoder) verband(number uint32) Verbandsschluessel {
	return Verbandsschluessel{d.kreis.n*10_000 + number}
}

// split cuts a row into exactly n fields.
func (d *decoder) split(row string, n int) {
	if strings.Count(row, ";") != n-1 {
		d.failed(fmt.Errorf("%d fields instead of %d", strings.Count(row, ";")+1, n))
		return
	}
	for i := range n {
		d.fields[i], row, _ = strings.Cut(row, ";")
	}
}

// number reads a field; an empty one is 0.
func (d *decoder) number(field int) uint32 {
	n, ok := digits(d.fields[field])
	if !ok || len(d.fields[field]) > 9 {
		d.failed(fmt.Errorf("field %d is no number", field+1))
	}
	return uint32(n)
}

func (d *decoder) failed(err error) {
	if d.fault == nil {
		d.fault = err
	}
}

// keep parses and remembers the first fault.
func keep[T any](d *decoder, parse func(string) (T, error), s string) T {
	value, err := parse(s)
	if err != nil {
		d.failed(err)
	}
	return value
}

// repeated reads a field that stands there only where it changes.
func repeated(field, before string) string {
	switch field {
	case "":
		return before
	case "-":
		return ""
	default:
		return field
	}
}
