// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"io"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly/idnr"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Person is what a register looks for a natural person with. It is masked in
// every output; Data gives it away. The zero Person is "not set".
type Person struct{ data masked.Box[PersonData] }

// PersonData is the clear form of a Person. Family name, given names and date of
// birth are required (XNachweis 1.4); without an identification number at least
// one of the others should be filled. Keep it no longer than needed: unlike a
// Person it shows itself where fmt prints the innards of another struct.
type PersonData struct {
	FamilyName string
	GivenNames string
	// DateOfBirth is YYYY-MM-DD, or YYYY-MM or YYYY where a register knows no more.
	DateOfBirth  string
	BirthName    string
	PlaceOfBirth string
	Address      Address
	IDNr         idnr.IdNr
}

// NewPerson checks the data and masks them. The error is a *CheckError.
func NewPerson(data PersonData) (Person, error) {
	var found findings
	for _, required := range []struct{ pointer, value string }{
		{"/familyName", data.FamilyName}, {"/givenNames", data.GivenNames},
	} {
		found.missing(required.value == "", required.pointer)
	}
	found.missing(!validBirthDate(data.DateOfBirth), "/dateOfBirth")
	for _, text := range []struct{ pointer, value string }{
		{"/familyName", data.FamilyName},
		{"/givenNames", data.GivenNames},
		{"/birthName", data.BirthName},
		{"/placeOfBirth", data.PlaceOfBirth},
		{"/address/street", data.Address.Street},
		{"/address/houseNumber", data.Address.HouseNumber},
		{"/address/postalCode", data.Address.PostalCode},
		{"/address/place", data.Address.Place},
	} {
		found.malformed(!validText(text.value), text.pointer)
	}
	if err := checkError(found); err != nil {
		return Person{}, err
	}
	return Person{masked.NewBox(data)}, nil
}

// validBirthDate accepts a day, a month or a year of the calendar.
func validBirthDate(s string) bool {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// Data returns the clear form.
func (p Person) Data() PersonData { return p.data.Get() }

// IsZero reports whether there is no person.
func (p Person) IsZero() bool { return p.data.IsZero() }

func (p Person) usesIDNr() bool { return !p.IsZero() && !p.data.Ref().IDNr.IsZero() }

// Address is an address inside of Germany.
type Address struct {
	Street      string
	HouseNumber string
	PostalCode  string
	Place       string
}

// Format hides the person from every formatting verb.
func (Person) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "onceonly.Person{[masked]}") }

// MarshalText hides the person from JSON, too.
func (Person) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// Format hides the data from every formatting verb.
func (PersonData) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.PersonData{[masked]}")
}

// MarshalText hides the data from JSON, too.
func (PersonData) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// MarshalText hides the address from JSON, too.
func (Address) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// Format hides the address from every formatting verb.
func (Address) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "onceonly.Address{[masked]}") }

// personWire is the clear form, for digests only.
type personWire struct {
	FamilyName   string `json:"familyName"`
	GivenNames   string `json:"givenNames"`
	DateOfBirth  string `json:"dateOfBirth"`
	BirthName    string `json:"birthName,omitempty"`
	PlaceOfBirth string `json:"placeOfBirth,omitempty"`
	Street       string `json:"street,omitempty"`
	HouseNumber  string `json:"houseNumber,omitempty"`
	PostalCode   string `json:"postalCode,omitempty"`
	Place        string `json:"place,omitempty"`
	IDNr         string `json:"idnr,omitempty"`
}

func (p Person) wire() personWire {
	d := p.Data()
	return personWire{
		d.FamilyName, d.GivenNames, d.DateOfBirth, d.BirthName, d.PlaceOfBirth,
		d.Address.Street, d.Address.HouseNumber, d.Address.PostalCode, d.Address.Place, d.IDNr.Clear(),
	}
}
