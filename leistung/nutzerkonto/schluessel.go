// SPDX-License-Identifier: Apache-2.0

package nutzerkonto

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// MaxPseudonym bounds a pseudonym in bytes, as OpenID Connect does, and maxAnbieter
// the name of a provider.
const (
	MaxPseudonym = 255
	maxAnbieter  = 32
)

// ErrSyntax reports text that is no account key.
var ErrSyntax = errors.New("nutzerkonto: malformed account key")

// Schluessel is what an account is known by: the provider, under the name that the
// service gave it, and the stable pseudonym that the provider uses towards this
// service. Nothing else of an account stays: not the e-mail address, and not the
// name identifier of a SAML login at BundID, which is another each time. It is a
// comparable value and prints without the pseudonym.
type Schluessel struct{ anbieter, pseudonym string }

// NewSchluessel makes the key. The name of the provider is of small letters, digits
// and hyphens, at most 32; the pseudonym of any bytes, at least one and at most
// [MaxPseudonym].
func NewSchluessel(anbieter, pseudonym string) (Schluessel, error) {
	switch {
	case !isName(anbieter):
		return Schluessel{}, fmt.Errorf("%w: the name of the provider needs 1 to %d small letters, digits and hyphens", ErrSyntax, maxAnbieter)
	case pseudonym == "" || len(pseudonym) > MaxPseudonym:
		return Schluessel{}, fmt.Errorf("%w: the pseudonym needs 1 to %d bytes", ErrSyntax, MaxPseudonym)
	}
	return Schluessel{anbieter, pseudonym}, nil
}

// ParseSchluessel reads what [Schluessel.Kennung] writes, and nothing else.
func ParseSchluessel(kennung string) (Schluessel, error) {
	anbieter, coded, found := strings.Cut(kennung, ":")
	if !found || len(coded) > base64.RawURLEncoding.EncodedLen(MaxPseudonym) {
		return Schluessel{}, fmt.Errorf("%w: not a provider, a colon and a pseudonym", ErrSyntax)
	}
	pseudonym, err := base64.RawURLEncoding.Strict().DecodeString(coded)
	if err != nil || strings.ContainsAny(coded, "\r\n") {
		return Schluessel{}, fmt.Errorf("%w: the pseudonym is not base64url", ErrSyntax)
	}
	return NewSchluessel(anbieter, string(pseudonym))
}

// Anbieter returns the name of the provider.
func (s Schluessel) Anbieter() string { return s.anbieter }

// Pseudonym returns the pseudonym as the provider sent it.
func (s Schluessel) Pseudonym() string { return s.pseudonym }

// IsZero reports whether it is no key.
func (s Schluessel) IsZero() bool { return s == Schluessel{} }

// Kennung returns the key as text, fit for [Konto].Kennung: the provider, a colon
// and the pseudonym in base64url. Two keys never have the same text. "" is the zero
// value.
func (s Schluessel) Kennung() string {
	if s.IsZero() {
		return ""
	}
	return s.anbieter + ":" + base64.RawURLEncoding.EncodeToString([]byte(s.pseudonym))
}

// String tells the provider alone.
func (s Schluessel) String() string { return "Konto bei " + s.anbieter }

// GoString keeps %#v from printing the pseudonym.
func (s Schluessel) GoString() string { return s.String() }

// MarshalText returns the Kennung.
func (s Schluessel) MarshalText() ([]byte, error) { return []byte(s.Kennung()), nil }

// UnmarshalText reads a Kennung; empty text is the zero value.
func (s *Schluessel) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*s = Schluessel{}
		return nil
	}
	*s, err = ParseSchluessel(string(b))
	return err
}

func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != '-' || i == 0 || i == len(s)-1) {
			return false
		}
	}
	return s != "" && len(s) <= maxAnbieter
}
