// SPDX-License-Identifier: Apache-2.0

package regel

import "fmt"

// Art tells what kind of step a reader has before him. The zero value is not a
// kind.
type Art uint8

// The kinds of steps.
const (
	ArtTatsache  Art = iota + 1 // a fact as it came in, with its origin
	ArtParameter                // a value of the law, with its promulgation
	ArtRechnung                 // arithmetic
	ArtRundung                  // a rounding, or that none is ordered
	ArtPruefung                 // a condition, met or not
	ArtAusnahme                 // an exception, with the rule it displaced
	ArtErmessen                 // a person must decide here; nothing was decided
	ArtHinweis                  // an open question that the result depends on
)

var artNames = [...]string{
	ArtTatsache: "tatsache", ArtParameter: "parameter", ArtRechnung: "rechnung", ArtRundung: "rundung",
	ArtPruefung: "pruefung", ArtAusnahme: "ausnahme", ArtErmessen: "ermessen", ArtHinweis: "hinweis",
}

// String returns the German word in ASCII, "" for the zero value.
func (a Art) String() string {
	if int(a) < len(artNames) {
		return artNames[a]
	}
	return ""
}

// IsValid reports whether a is one of the kinds.
func (a Art) IsValid() bool { return a != 0 && int(a) < len(artNames) }

// MarshalText returns the word; the zero value is empty.
func (a Art) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Art) UnmarshalText(b []byte) error {
	for i, name := range artNames {
		if name == string(b) {
			*a = Art(i)
			return nil
		}
	}
	return fmt.Errorf("regel: kind of step: %w", ErrSyntax)
}
