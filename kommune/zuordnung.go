// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"fmt"
	"strings"
)

// Zuordnung says which authorities of other branches a Gemeinde belongs to, by
// the keys of the register.
type Zuordnung struct {
	Finanzamt      string `json:"finanzamt,omitzero"`      // four digits
	Gericht        string `json:"gericht,omitzero"`        // four characters: Oberlandesgericht, Landgericht (also a letter), Amtsgericht (2)
	Arbeitsagentur string `json:"arbeitsagentur,omitzero"` // five digits
	// WahlkreisVon and WahlkreisBis are the first and the last Wahlkreis of
	// the Bundestag the Gemeinde has a part in, not all between belong to it;
	// WahlkreisBis is empty where there is one only.
	WahlkreisVon string `json:"wahlkreisVon,omitzero"`
	WahlkreisBis string `json:"wahlkreisBis,omitzero"`
}

// Zuordnung returns what the register says of a Gemeinde's place in other
// branches; fields are empty where it says nothing.
func (v *Verzeichnis) Zuordnung(key AGS) (Zuordnung, error) {
	i := v.position(key)
	if i < 0 {
		return Zuordnung{}, v.unknown(kindAGS, key.String())
	}
	z := v.zuordnungen()
	return z.distinct[z.of[i]], nil
}

// zuordnungen keeps each value once, as neighbours mostly share theirs.
type zuordnungen struct {
	distinct []Zuordnung
	of       []uint16 // by position of the Gemeinde
}

func newZuordnungen(gemeinden []Gemeinde, of map[AGS]Zuordnung) zuordnungen {
	z := zuordnungen{of: make([]uint16, 0, len(gemeinden))}
	seen := make(map[Zuordnung]uint16)
	for i := range gemeinden {
		value := of[gemeinden[i].AGS]
		number, ok := seen[value]
		if !ok {
			number = uint16(len(z.distinct))
			z.distinct = append(z.distinct, value)
			seen[value] = number
		}
		z.of = append(z.of, number)
	}
	return z
}

// decodeZuordnungen reads the compact form: one row for each Gemeinde in the
// order of the register, with the fields of [Zuordnung] separated by
// semicolons. A field is empty where it repeats the row before, and "-" where
// the register has none; separators at the end of a row are left out.
func decodeZuordnungen(data string, gemeinden int) (zuordnungen, error) {
	z := zuordnungen{of: make([]uint16, 0, gemeinden)}
	var before Zuordnung
	for len(data) > 0 {
		var row string
		row, data, _ = strings.Cut(data, "\n")
		if strings.HasPrefix(row, "#") {
			continue
		}
		d := decoder{rest: row}
		value := Zuordnung{
			Finanzamt:      repeated(d.text(), before.Finanzamt),
			Gericht:        repeated(d.text(), before.Gericht),
			Arbeitsagentur: repeated(d.text(), before.Arbeitsagentur),
			WahlkreisVon:   repeated(d.text(), before.WahlkreisVon),
			WahlkreisBis:   repeated(d.text(), before.WahlkreisBis),
		}
		if value != before || len(z.distinct) == 0 {
			z.distinct = append(z.distinct, value)
		}
		z.of = append(z.of, uint16(len(z.distinct)-1))
		before = value
	}
	if len(z.of) != gemeinden {
		return zuordnungen{}, fmt.Errorf("kommune: %d rows of Zuordnungen for %d Gemeinden", len(z.of), gemeinden)
	}
	return z, nil
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
