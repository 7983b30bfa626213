// SPDX-License-Identifier: Apache-2.0

// Package angaben is the record of a person as the simulated registers deliver it.
package angaben

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Person holds the data of § 3(1) BMG that the form shows for correction or
// asks for. The JSON names are those of the record from the register; the numbers are
// the sheets of the DSMeld that § 9(1) BMeldDigiV names.
type Person struct {
	Familienname string        `json:"familienname,omitempty"` // 0101a–0105a
	Geburtsname  string        `json:"geburtsname,omitempty"`  // 0201a, 0203a
	Vornamen     string        `json:"vornamen,omitempty"`     // 0301
	Rufname      string        `json:"rufname,omitempty"`      // 0302, 0303
	Doktorgrad   string        `json:"doktorgrad,omitempty"`   // 0401
	Geburtsdatum kommune.Datum `json:"geburtsdatum,omitzero"`  // 0601
	Geburtsort   string        `json:"geburtsort,omitempty"`   // 0602
	// Staatsangehoerigkeit is 1001.
	Staatsangehoerigkeit string `json:"staatsangehoerigkeit,omitempty"`
}

// Satz is the record of one person as the simulated registers deliver it.
type Satz struct {
	Person

	Geschlecht    string        `json:"geschlecht,omitempty"`    // 0701
	Religion      string        `json:"religion,omitempty"`      // 1101, 1104
	Familienstand string        `json:"familienstand,omitempty"` // 1401
	Anschrift     string        `json:"anschrift,omitempty"`     // 1201–1213, present home
	Einzug        kommune.Datum `json:"einzug,omitzero"`         // 1301, 1301a, 1305
	// Sperren are the blocks of the person themselves: they see them, and they go along
	// to the new authority. Of others nothing is known here.
	Sperren  recht.Sperren `json:"sperren,omitzero"`   // 1801
	Ehegatte *Angehoerig   `json:"ehegatte,omitempty"` // 1501a, 1503 …, see melderegister
	Kinder   []Angehoerig  `json:"kinder,omitempty"`   // 1601a, 1603, 1604, 1604a
}

// Angehoerig is a member of the family in the record of another person.
type Angehoerig struct {
	Familienname string        `json:"familienname"`
	Vornamen     string        `json:"vornamen"`
	Rufname      string        `json:"rufname,omitempty"`
	Doktorgrad   string        `json:"doktorgrad,omitempty"`
	Geburtsdatum kommune.Datum `json:"geburtsdatum"`
}
