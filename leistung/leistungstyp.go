// SPDX-License-Identifier: Apache-2.0

package leistung

// Leistungstyp is the kind of a catalogue entry, in the spelling of the FIM
// Portal.
type Leistungstyp string

const (
	// TypLO is a Leistungsobjekt: "Wohnsitz".
	TypLO Leistungstyp = "lo"
	// TypLOV is an object with a Verrichtung: "Wohnsitz Anmeldung".
	TypLOV Leistungstyp = "lov"
	// TypLOVD is an object with a Verrichtung and its detail: "Wohnsitz
	// Anmeldung als Hauptwohnsitz".
	TypLOVD Leistungstyp = "lovd"
)
