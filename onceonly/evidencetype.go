// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"net/url"
)

// EvidenceType names a kind of evidence by an absolute URI, for example from the
// semantic repository of the EU or from a national catalogue. It is opaque.
type EvidenceType struct{ uri string }

// ParseEvidenceType accepts an absolute URI without blanks, up to 200 bytes.
func ParseEvidenceType(s string) (EvidenceType, error) {
	if uri, err := url.Parse(s); err != nil || !uri.IsAbs() || !validIdentifier(s) {
		return EvidenceType{}, fmt.Errorf("%w: evidence type %q", ErrSyntax, s)
	}
	return EvidenceType{s}, nil
}

// MustEvidenceType is ParseEvidenceType for tests and examples; it panics on a mistake.
func MustEvidenceType(s string) EvidenceType { return must(ParseEvidenceType(s)) }

// String returns the URI.
func (t EvidenceType) String() string { return t.uri }

// IsZero reports whether the type is not set.
func (t EvidenceType) IsZero() bool { return t == EvidenceType{} }

// MarshalText returns the URI.
func (t EvidenceType) MarshalText() ([]byte, error) { return []byte(t.uri), nil }

// UnmarshalText reads what ParseEvidenceType reads.
func (t *EvidenceType) UnmarshalText(text []byte) error {
	parsed, err := ParseEvidenceType(string(text))
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}
