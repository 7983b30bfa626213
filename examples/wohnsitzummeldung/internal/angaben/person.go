// SPDX-License-Identifier: Apache-2.0

package angaben

import (
	"encoding/json"
	"errors"
	"fmt"

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

// Satz reads the record. Its bytes stay as they are.
func (a Auszug) Satz() (Satz, error) {
	if !a.Unveraendert() {
		return Satz{}, errors.New("angaben: the record does not have the hash of the preview")
	}
	var s Satz
	if err := json.Unmarshal(a.Inhalt, &s); err != nil {
		return Satz{}, errors.New("angaben: the record cannot be read")
	}
	return s, nil
}

// Angehoerige lists the family in the record with the pointers to them.
func (s Satz) Angehoerige() []Mitziehend {
	var out []Mitziehend
	add := func(pfad string, v Verhaeltnis, a Angehoerig) {
		out = append(out, Mitziehend{
			Pfad: pfad, Verhaeltnis: v, Familienname: a.Familienname, Vornamen: a.Vornamen,
			Rufname: a.Rufname, Doktorgrad: a.Doktorgrad, Geburtsdatum: a.Geburtsdatum,
		})
	}
	if s.Ehegatte != nil {
		add("/ehegatte", Ehegatte, *s.Ehegatte)
	}
	for i, k := range s.Kinder {
		add(fmt.Sprintf("/kinder/%d", i), Kind, k)
	}
	return out
}

// Korrektur is one difference between the record and what the person says.
type Korrektur struct {
	Pfad     string // JSON pointer into the record
	Register string
	Antwort  string
}

// felder pairs the fields of two Persons with their pointers.
func felder(a, b Person) []Korrektur {
	return []Korrektur{
		{"/familienname", a.Familienname, b.Familienname},
		{"/geburtsname", a.Geburtsname, b.Geburtsname},
		{"/vornamen", a.Vornamen, b.Vornamen},
		{"/rufname", a.Rufname, b.Rufname},
		{"/doktorgrad", a.Doktorgrad, b.Doktorgrad},
		{"/geburtsdatum", a.Geburtsdatum.String(), b.Geburtsdatum.String()},
		{"/geburtsort", a.Geburtsort, b.Geburtsort},
		{"/staatsangehoerigkeit", a.Staatsangehoerigkeit, b.Staatsangehoerigkeit},
	}
}

// Korrekturen returns what the person corrected, and nothing for data typed by
// hand or not gone through yet.
func (a Angaben) Korrekturen() ([]Korrektur, error) {
	if a.Weg != WegAbruf || a.Auszug == nil || !a.Bestaetigt {
		return nil, nil
	}
	satz, err := a.Auszug.Satz()
	if err != nil {
		return nil, err
	}
	var out []Korrektur
	for _, k := range felder(satz.Person, a.Person) {
		if k.Register != k.Antwort {
			out = append(out, k)
		}
	}
	return out, nil
}

// Gueltig returns the data of the person that count: what they said last.
func (a Angaben) Gueltig() (Person, error) {
	if a.Weg == WegAbruf && a.Auszug != nil && !a.Bestaetigt {
		satz, err := a.Auszug.Satz()
		return satz.Person, err
	}
	return a.Person, nil
}
