// SPDX-License-Identifier: Apache-2.0

package onceonly

import "fmt"

// PartyID names an authority or a register, for example by its key in the
// German directory of authorities (DVDV). It is opaque here.
type PartyID struct{ id string }

// ParsePartyID accepts printable text without blanks, up to 200 bytes.
func ParsePartyID(s string) (PartyID, error) {
	if !validIdentifier(s) {
		return PartyID{}, fmt.Errorf("%w: party id %q", ErrSyntax, s)
	}
	return PartyID{s}, nil
}

// MustPartyID is ParsePartyID for tests and examples; it panics on a mistake.
func MustPartyID(s string) PartyID { return must(ParsePartyID(s)) }

// String returns the id.
func (p PartyID) String() string { return p.id }

// IsZero reports whether the id is not set.
func (p PartyID) IsZero() bool { return p == PartyID{} }

// MarshalText returns the id.
func (p PartyID) MarshalText() ([]byte, error) { return []byte(p.id), nil }

// UnmarshalText reads what ParsePartyID reads.
func (p *PartyID) UnmarshalText(text []byte) error {
	parsed, err := ParsePartyID(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// Party is one side of an exchange, with the name that the person reads.
type Party struct {
	ID   PartyID `json:"id"`
	Name string  `json:"name"`
	// Sector must be known where the identification number is used.
	Sector Sector `json:"sector,omitempty"`
}

// Sector is the part of the administration that a public body belongs to
// (Bereich). § 7 (2) IDNrG demands that transfers with the identification number
// between different ones go over a Vermittlungsstelle; a regulation says which
// there are. It is opaque here: printable text without blanks, up to 200 bytes.
type Sector string
