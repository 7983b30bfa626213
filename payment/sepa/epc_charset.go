// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// EPCCharset is line 3 of an EPC QR code.
type EPCCharset uint8

// The character sets that EPC069-12 numbers from 1 to 8.
const (
	EPCUTF8 EPCCharset = iota + 1
	EPC8859x1
	EPC8859x2
	EPC8859x4
	EPC8859x5
	EPC8859x7
	EPC8859x10
	EPC8859x15
)

// table returns the mapping of a set of single bytes; nil for UTF-8.
func (c EPCCharset) table() *charmap.Charmap {
	switch c {
	case EPC8859x1:
		return charmap.ISO8859_1
	case EPC8859x2:
		return charmap.ISO8859_2
	case EPC8859x4:
		return charmap.ISO8859_4
	case EPC8859x5:
		return charmap.ISO8859_5
	case EPC8859x7:
		return charmap.ISO8859_7
	case EPC8859x10:
		return charmap.ISO8859_10
	case EPC8859x15:
		return charmap.ISO8859_15
	default:
		return nil
	}
}

// encode returns the text in the set, or the first character that is not in it.
func (c EPCCharset) encode(text string) (encoded string, bad rune) {
	table := c.table()
	if table == nil {
		return text, 0
	}
	var b strings.Builder
	for _, r := range text {
		char, ok := table.EncodeRune(r)
		if !ok {
			return "", r
		}
		b.WriteByte(char)
	}
	return b.String(), 0
}

// decode is the way back; false where bytes mean nothing in the set.
func (c EPCCharset) decode(encoded string) (string, bool) {
	table := c.table()
	if table == nil {
		return encoded, utf8.ValidString(encoded)
	}
	var b strings.Builder
	for i := range len(encoded) {
		r := table.DecodeByte(encoded[i])
		if r == utf8.RuneError {
			return "", false
		}
		b.WriteRune(r)
	}
	return b.String(), true
}
