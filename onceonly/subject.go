// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// secret is embedded under a name that nobody outside can reach.
type secret = masked.Text

// Subject is the pseudonym of a person within one service, for example derived
// from a bPK2. It is opaque and masked in every output; Clear gives it away.
// The zero Subject is "not set".
type Subject struct{ secret }

const identifierLimit = 200

// ParseSubject accepts printable text without blanks, up to 200 bytes.
func ParseSubject(s string) (Subject, error) {
	if !validIdentifier(s) {
		return Subject{}, fmt.Errorf("%w: subject", ErrSyntax)
	}
	return Subject{masked.New(s)}, nil
}

// MustSubject is ParseSubject for tests and examples; it panics on a mistake.
func MustSubject(s string) Subject { return must(ParseSubject(s)) }

func validIdentifier(s string) bool {
	unfit := func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }
	return s != "" && len(s) <= identifierLimit && utf8.ValidString(s) && !strings.ContainsFunc(s, unfit)
}

const textLimit = 4000

// validText accepts text that one can read, up to 4,000 bytes, or none. Text that
// is not UTF-8 would be stored and hashed as another one.
func validText(s string) bool {
	unfit := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	return len(s) <= textLimit && utf8.ValidString(s) && !strings.ContainsFunc(s, unfit)
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Actor is who decided: the person, or somebody who may act for the person.
type Actor struct {
	Subject Subject
	// Proof shows the right to act for another. Required when the actor is not the
	// subject; see Representation.
	Proof Proof
	// Assurance is the level at which the actor was identified. Who gives a
	// consent must reach that of its terms.
	Assurance Assurance
	// Declaration says why data of others may be fetched. Required to give a consent
	// whose terms concern others.
	Declaration Declaration
}
