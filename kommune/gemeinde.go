// SPDX-License-Identifier: Apache-2.0

package kommune

import "strings"

// Gemeinde is one row of the register: a Gemeinde or a gemeindefreies Gebiet.
// It is a plain value; changing a copy changes nothing in the [Verzeichnis].
type Gemeinde struct {
	AGS AGS         `json:"ags"`
	Art Gemeindeart `json:"art"`
	// MehrerePLZ says that PLZ is not the only postcode of the Gemeinde.
	MehrerePLZ bool `json:"mehrerePlz"`
	ARS        ARS  `json:"ars"`
	// Name is the official name as the register writes it, with its status
	// words: "Jena, Stadt". The record of the register ends after 50
	// characters, so that one name is cut in the edition of 30.11.2025
	// (14625020 Bautzen). For display and comparison see Kurzname.
	Name string `json:"name"`
	// PLZ is the postcode of the seat of the administration, empty for most
	// gemeindefreie Gebiete. It is a hint and no way to route: other
	// Gemeinden may share it.
	PLZ       string `json:"plz,omitzero"`
	FlaecheHa int    `json:"flaecheHa"` // area in hectares
	// Einwohner is the population on the day the register states for it,
	// usually the end of the year before; Maennlich are those who are male.
	Einwohner int `json:"einwohner"`
	Maennlich int `json:"maennlich"`
}

// Kurzname returns the name without the status words after the comma:
// "Jena" for "Jena, Stadt".
func (g Gemeinde) Kurzname() string {
	return kurzname(g.Name)
}

func kurzname(name string) string {
	if at := strings.IndexByte(name, ','); at >= 0 {
		return name[:at]
	}
	return name
}

// Zusatz returns the status words after the first comma: "Stadt" for
// "Jena, Stadt", and the empty string where there are none.
func (g Gemeinde) Zusatz() string {
	return zusatz(g.Name)
}

func zusatz(name string) string {
	_, status, _ := strings.Cut(name, ",")
	return strings.TrimSpace(status)
}

// Verband returns the key of the Verband the Gemeinde belongs to, or of the
// entry of its own where it belongs to none.
func (g Gemeinde) Verband() Verbandsschluessel { return g.ARS.Verband() }

// Gemeindefrei reports whether the area belongs to no Gemeinde (Forst, See,
// Truppenübungsplatz). Such areas count in no denominator of Gemeinden.
func (g Gemeinde) Gemeindefrei() bool { return g.Art.gemeindefrei() }
