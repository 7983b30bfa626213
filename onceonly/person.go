// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine/onceonly/idnr"
)

// Person is what a register looks for a natural person with. Family name, given
// names and date of birth are required (XNachweis 1.4); without an identification
// number at least one of the others should be filled.
type Person struct {
	FamilyName string
	GivenNames string
	// DateOfBirth is YYYY-MM-DD, or YYYY-MM or YYYY where a register knows no more.
	DateOfBirth  string
	BirthName    string
	PlaceOfBirth string
	Address      Address
	IDNr         idnr.IdNr
}

// Address is an address inside of Germany.
type Address struct {
	Street      string `json:"street,omitempty"`
	HouseNumber string `json:"houseNumber,omitempty"`
	PostalCode  string `json:"postalCode,omitempty"`
	Place       string `json:"place,omitempty"`
}

// Format hides the person from every formatting verb.
func (Person) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "onceonly.Person{[masked]}") }

// MarshalText hides the person from JSON, too.
func (Person) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// Format hides the address from every formatting verb.
func (Address) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "onceonly.Address{[masked]}") }

func (p Person) check(pointer string) (findings []Reason) {
	for _, required := range []struct{ name, value string }{
		{"/familyName", p.FamilyName}, {"/givenNames", p.GivenNames}, {"/dateOfBirth", p.DateOfBirth},
	} {
		if required.value == "" {
			findings = append(findings, Reason{Code: CodeMissing, Pointer: pointer + required.name})
		}
	}
	return findings
}

// personWire is the clear form, for digests only.
type personWire struct {
	FamilyName   string  `json:"familyName"`
	GivenNames   string  `json:"givenNames"`
	DateOfBirth  string  `json:"dateOfBirth"`
	BirthName    string  `json:"birthName,omitempty"`
	PlaceOfBirth string  `json:"placeOfBirth,omitempty"`
	Address      Address `json:"address,omitzero"`
	IDNr         string  `json:"idnr,omitempty"`
}

func (p Person) wire() personWire {
	return personWire{p.FamilyName, p.GivenNames, p.DateOfBirth, p.BirthName, p.PlaceOfBirth, p.Address, p.IDNr.Clear()}
}
