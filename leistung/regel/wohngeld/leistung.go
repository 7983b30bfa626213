// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Leistung is a benefit that excludes a person where it covers the dwelling (§ 7).
type Leistung struct {
	Art Leistungsart `json:"art"`
	// Wohnkosten: costs of the dwelling were counted in it. Without them the
	// benefit does not exclude; it may count as income ([EinnahmeSozialleistung]).
	Wohnkosten bool `json:"wohnkosten,omitzero"`
	// NurDarlehen: it is only a loan. Vermeidbar: Wohngeld can avoid the need, and
	// the benefit is not yet paid or paid as secondary. Neither excludes.
	NurDarlehen bool `json:"nurDarlehen,omitzero"`
	Vermeidbar  bool `json:"vermeidbar,omitzero"`
}

// Excludes reports whether a benefit of the kinds of § 7 Abs. 1 excludes whoever
// has it. Of Übergangsgeld the law of the day has the last word.
func (l *Leistung) Excludes() bool { return l.Wohnkosten && !l.NurDarlehen && !l.Vermeidbar }

// Leistungsart is a benefit of § 7. The zero value is "not set".
type Leistungsart uint8

// The benefits.
const (
	LeistungSGB2            Leistungsart = iota + 1 // Grundsicherungsgeld (Bürgergeld, Arbeitslosengeld II)
	LeistungSGB2Ausbildung                          // grant of § 27 Abs. 3 SGB II
	LeistungVerletztengeld                          // of the height of Grundsicherungsgeld
	LeistungUebergangsgeld                          // of that height; excluded until 30.06.2023
	LeistungGrundsicherung                          // Viertes Kapitel SGB XII
	LeistungLebensunterhalt                         // Drittes Kapitel SGB XII
	LeistungSGB14                                   // living benefits of SGB XIV, before 2024 of the BVG
	LeistungAsylbLG
	LeistungSGB8        // where the household is of such persons only
	LeistungAngerechnet // own income was counted in another's benefit (§ 7 Abs. 2)
)

var leistungNames = [...]string{
	LeistungSGB2: "sgb2", LeistungSGB2Ausbildung: "sgb2_ausbildung", LeistungVerletztengeld: "verletztengeld",
	LeistungUebergangsgeld: "uebergangsgeld", LeistungGrundsicherung: "grundsicherung", LeistungLebensunterhalt: "lebensunterhalt",
	LeistungSGB14: "sgb14", LeistungAsylbLG: "asylblg", LeistungSGB8: "sgb8", LeistungAngerechnet: "angerechnet",
}

// String returns the word for storage, "" for the zero value.
func (a Leistungsart) String() string { return nameOf(leistungNames[:], int(a)) }

// MarshalText returns the word.
func (a Leistungsart) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Leistungsart) UnmarshalText(b []byte) error { return readName(leistungNames[:], b, a) }

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return ""
}

func readName[T ~uint8](names []string, b []byte, into *T) error {
	i := slices.Index(names, string(b))
	if i < 0 {
		return fmt.Errorf("wohngeld: kind: %w", recht.ErrSyntax)
	}
	*into = T(i)
	return nil
}
