// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"database/sql/driver"
	"encoding"
	"fmt"
	"strings"
	"unicode/utf8"
)

// digits reads a text of ASCII digits only.
func digits(s string) (n uint64, ok bool) {
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + uint64(d)
	}
	return n, true
}

// appendDigits appends n with leading zeros in width digits.
func appendDigits(b []byte, n uint64, width int) []byte {
	start := len(b)
	for range width {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= start; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}

// keyDigits reads a key of exactly width digits that begins with a Land.
func keyDigits(s, kind string, width int) (uint64, error) {
	if len(s) != width {
		reason := fmt.Sprintf("must have %d digits, has %d characters", width, utf8.RuneCountInString(s))
		return 0, &SyntaxError{kind, "", reason}
	}
	n, ok := digits(s)
	if !ok {
		return 0, &SyntaxError{kind, wrongGroup(s), "must consist of digits only"}
	}
	land := (s[0]-'0')*10 + s[1] - '0'
	if land < 1 || land > 16 {
		return 0, &SyntaxError{kind, "Land (digits 1-2)", "must be 01 to 16"}
	}
	return n, nil
}

// wrongGroup names the group of the first character that is no digit.
func wrongGroup(s string) string {
	at := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	switch {
	case at < 2:
		return "Land (digits 1-2)"
	case at < 3:
		return "Regierungsbezirk (digit 3)"
	case at < 5:
		return "Kreis (digits 4-5)"
	case len(s) == len("LLRKKGGG"):
		return "Gemeinde (digits 6-8)"
	case at < 9:
		return "Gemeindeverband (digits 6-9)"
	default:
		return "Gemeinde (digits 10-12)"
	}
}

func errNotSet(kind string) error {
	return &SyntaxError{kind, "", "is not set"}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// scanText hands a text column to unmarshal.
func scanText(src any, kind string, unmarshal func([]byte) error) error {
	switch src := src.(type) {
	case string:
		return unmarshal([]byte(src))
	case []byte:
		return unmarshal(src)
	case nil:
		return &SyntaxError{kind, "", "is NULL"}
	default:
		return &SyntaxError{kind, "", "the column is not of a text type"}
	}
}

func textValue(m encoding.TextMarshaler) (driver.Value, error) {
	text, err := m.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// keyString writes a key, or nothing where it is not set.
func keyString(n uint64, width int) string {
	if n == 0 {
		return ""
	}
	return string(appendDigits(make([]byte, 0, 12), n, width))
}

func appendKey(b []byte, kind string, n uint64, width int) ([]byte, error) {
	if n == 0 {
		return b, errNotSet(kind)
	}
	return appendDigits(b, n, width), nil
}
