// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Stelle is the key of an authority that is due for a service. Which key that is
// depends on the service: of a Verwaltungsträger the nine digits of its Verband
// ("160615001"), of a Kreis five ("16061"), of a Gemeinde alone the eight of its
// AGS, and of a body that no register of municipalities has, such as a chamber,
// the Land and a name of small letters, digits and hyphens ("16:ihk-erfurt").
//
// It identifies the authority over time: what the authority is called and which
// Gemeinden it acts for is dated, and stands in the Soll. A Stelle is a
// comparable, immutable value; the zero Stelle is none.
type Stelle struct{ s string }

// ParseStelle reads a key in its one spelling.
func ParseStelle(s string) (Stelle, error) {
	if land, name, ok := strings.Cut(s, ":"); ok {
		if len(name) == 0 || len(name) > 40 {
			return Stelle{}, &SyntaxError{Kind: "Stelle", Reason: "the name has 1 to 40 characters"}
		}
		for i := range len(name) {
			if c := name[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
				return Stelle{}, &SyntaxError{Kind: "Stelle", Reason: "the name has small letters, digits and hyphens only"}
			}
		}
		if _, err := kommune.ParseLand(land); err != nil {
			return Stelle{}, &SyntaxError{Kind: "Stelle", Reason: "no Land before the colon"}
		}
		return Stelle{s}, nil
	}
	var err error
	switch len(s) {
	case 5:
		_, err = kommune.ParseKreisschluessel(s)
	case 8:
		_, err = kommune.ParseAGS(s)
	case 9:
		_, err = kommune.ParseVerbandsschluessel(s)
	default:
		return Stelle{}, &SyntaxError{Kind: "Stelle", Reason: "5, 8 or 9 digits, or Land and name with a colon"}
	}
	if err != nil {
		return Stelle{}, &SyntaxError{Kind: "Stelle", Reason: err.Error()}
	}
	return Stelle{s}, nil
}

// MustParseStelle is ParseStelle for tests and tables; it panics on a malformed
// key.
func MustParseStelle(s string) Stelle {
	key, err := ParseStelle(s)
	if err != nil {
		panic(err)
	}
	return key
}

// String returns the key.
func (s Stelle) String() string { return s.s }

// IsZero reports whether the key is not set.
func (s Stelle) IsZero() bool { return s.s == "" }

// Compare orders by the text; the zero Stelle comes first.
func (s Stelle) Compare(other Stelle) int { return cmp.Compare(s.s, other.s) }

// AppendText appends the key; the zero Stelle appends nothing.
func (s Stelle) AppendText(b []byte) ([]byte, error) { return append(b, s.s...), nil }

// MarshalText is AppendText on a new slice; use omitzero for an optional key.
func (s Stelle) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero Stelle.
func (s *Stelle) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*s = Stelle{}
		return nil
	}
	*s, err = ParseStelle(string(b))
	return err
}
