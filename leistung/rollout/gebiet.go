// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Gebiet is the area that a figure is about: Germany, a Land, a Kreis or a
// Gemeinde. It is the beginning of an AGS, so an area is inside another one where
// its digits begin with the other's. A Gebiet is a comparable, immutable value;
// the zero Gebiet is Germany.
type Gebiet struct{ prefix string }

// ParseGebiet reads "DE", two digits of a Land, five of a Kreis or eight of a
// Gemeinde.
func ParseGebiet(s string) (Gebiet, error) {
	var err error
	switch {
	case s == "DE":
		return Gebiet{}, nil
	case len(s) == 2:
		_, err = kommune.ParseLand(s)
	case len(s) == 5:
		_, err = kommune.ParseKreisschluessel(s)
	case len(s) == 8:
		_, err = kommune.ParseAGS(s)
	default:
		return Gebiet{}, &SyntaxError{Kind: "Gebiet", Reason: `"DE", or 2, 5 or 8 digits`}
	}
	if err != nil {
		return Gebiet{}, &SyntaxError{Kind: "Gebiet", Reason: err.Error()}
	}
	return Gebiet{s}, nil
}

// MustParseGebiet is ParseGebiet for tests and tables; it panics on malformed
// text.
func MustParseGebiet(s string) Gebiet {
	g, err := ParseGebiet(s)
	if err != nil {
		panic(err)
	}
	return g
}

// String returns the form that ParseGebiet reads.
func (g Gebiet) String() string {
	if g.prefix == "" {
		return "DE"
	}
	return g.prefix
}

// Contains reports whether the Gemeinde lies in the area.
func (g Gebiet) Contains(key kommune.AGS) bool { return strings.HasPrefix(key.String(), g.prefix) }

// MarshalText returns the form that ParseGebiet reads.
func (g Gebiet) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (g *Gebiet) UnmarshalText(b []byte) (err error) {
	*g, err = ParseGebiet(string(b))
	return err
}
