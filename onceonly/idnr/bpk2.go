// SPDX-License-Identifier: Apache-2.0

package idnr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// BPK2Attribute is the SAML attribute in which BundID hands over the bPK2.
const BPK2Attribute = "urn:oid:1.3.6.1.4.1.25484.494450.3"

// BPK2 is the pseudonym under which one service knows a BundID account. It is
// opaque: never taken apart, never compared between two services, never used
// as a key between two authorities.
type BPK2 struct{ secret }

const bpk2Limit = 512

// ParseBPK2 accepts any printable text without blanks, up to 512 bytes.
func ParseBPK2(s string) (BPK2, error) {
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' }
	if s == "" || len(s) > bpk2Limit || !utf8.ValidString(s) || strings.ContainsFunc(s, unprintable) {
		return BPK2{}, ErrSyntax
	}
	return BPK2{masked.New(s)}, nil
}

// UnmarshalText reads what ParseBPK2 reads.
func (b *BPK2) UnmarshalText(text []byte) error {
	parsed, err := ParseBPK2(string(text))
	if err != nil {
		return err
	}
	*b = parsed
	return nil
}
