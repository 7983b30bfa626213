// SPDX-License-Identifier: Apache-2.0

package kommune

import "strings"

// Bundesland is the register's row of a Land.
type Bundesland struct {
	Land Land   `json:"land"`
	Name string `json:"name"`
	Sitz string `json:"sitz"` // seat of the Landesregierung
}

// Regierungsbezirk is the register's row on the level of the third digit. Such
// rows do not prove an authority: in Niedersachsen they are statistical
// regions, in Rheinland-Pfalz and Sachsen former districts (the name says
// "früher").
type Regierungsbezirk struct {
	Schluessel string `json:"schluessel"` // three digits
	Name       string `json:"name"`
	Sitz       string `json:"sitz,omitzero"`
}

// Region is one of the twelve regions of Baden-Württemberg.
type Region struct {
	Schluessel string `json:"schluessel"` // four digits
	Name       string `json:"name"`
	Sitz       string `json:"sitz,omitzero"`
}

// Kreis is a Kreis or a kreisfreie Stadt.
type Kreis struct {
	Schluessel Kreisschluessel `json:"schluessel"`
	Name       string          `json:"name"`          // as the register writes it: "Eichsfeld", "Jena, Stadt"
	Sitz       string          `json:"sitz,omitzero"` // seat of the Kreisverwaltung
	Art        Kreisart        `json:"art"`
}

// Kreisfrei reports whether the Kreis is a town of its own.
func (k Kreis) Kreisfrei() bool {
	return k.Art == KreisartKreisfreieStadt || k.Art == KreisartStadtkreis
}

// Bezeichnung returns the name with the kind before it, where the name alone
// does not say it: "Landkreis Eichsfeld", "Wartburgkreis", "Jena".
func (k Kreis) Bezeichnung() string {
	name, _, _ := strings.Cut(k.Name, ",")
	if k.Kreisfrei() || strings.Contains(name, "kreis") || strings.Contains(name, "Kreis") || strings.Contains(name, "egion") {
		return name
	}
	return k.Art.String() + " " + name
}

// Verband is the register's row of a Gemeindeverband, or of a Gemeinde that
// belongs to none.
type Verband struct {
	Schluessel Verbandsschluessel `json:"schluessel"`
	Name       string             `json:"name"`          // as the register writes it: "Lindenberg/Eichsfeld"
	Sitz       string             `json:"sitz,omitzero"` // seat of the administration; empty for verbandsfreie Gemeinden
	Art        Verbandsart        `json:"art"`
}
