// SPDX-License-Identifier: Apache-2.0

// Package testkonto is the login of the example: accounts of invented persons,
// as a Nutzerkonto (BundID, Servicekonto) would hand them over. Each attribute
// carries its value and the trust level at which it was proved; an e-mail
// address is seldom proved at the level of the name beside it.
//
// There is no password: whoever chooses an account is that person. That is
// what a test account is for, and every page says so.
package testkonto

import (
	"errors"
	"slices"
)

// ErrUnbekannt says that there is no such account.
var ErrUnbekannt = errors.New("testkonto: unknown account")

// Stufe is the level of trust in a login or in one attribute (eIDAS art. 8;
// STORK-QAA levels 1, 3 and 4).
type Stufe int

// The levels. Only Hoch stands for the eID, which an electronic registration
// asks for (§ 23a(4) with § 10(2), (3) BMG).
const (
	Niedrig      Stufe = 1
	Substantiell Stufe = 3
	Hoch         Stufe = 4
)

// Merkmal is one attribute: its value and how well it is proved.
type Merkmal struct {
	Wert  string
	Stufe Stufe
}

// Konto is what the login tells about a person.
type Konto struct {
	// Kennung is the pseudonym of the account: it stands in place of the name
	// wherever the name is not needed.
	Kennung string
	// Stufe is the level of the login itself.
	Stufe Stufe
	// Mittel is how the person proved who they are.
	Mittel string

	Familienname, Vornamen, Geburtsdatum Merkmal
	Strasse, Hausnummer, PLZ, Ort        Merkmal
	// Gemeinde is the AGS of the present home. The eID holds it; other means
	// do not, and the attribute is empty.
	Gemeinde Merkmal
	EMail    Merkmal
	// Zeigt tells the reader of the login page what this account is good for,
	// in German and English.
	Zeigt [2]string
}

// Name is how the person is addressed.
func (k Konto) Name() string { return k.Vornamen.Wert + " " + k.Familienname.Wert }

// Konten returns the accounts in the order of the login page.
func Konten() []Konto { return slices.Clone(konten) }

// Find returns the account of a Kennung.
func Find(kennung string) (Konto, error) {
	for _, k := range konten {
		if k.Kennung == kennung {
			return k, nil
		}
	}
	return Konto{}, ErrUnbekannt
}
