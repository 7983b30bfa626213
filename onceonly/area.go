// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"strings"
)

// Area is a part of Germany, by the Amtlicher Regionalschlüssel of a Gemeinde or
// the beginning of one: 2 digits are a Land, 3 a Regierungsbezirk, 5 a Kreis, 9 a
// Gemeindeverband, 12 a Gemeinde. Whether the key exists is not looked at; package
// kommune knows. The zero Area is the whole country.
type Area struct{ key string }

// ParseArea accepts 2, 3, 5, 9 or 12 digits.
func ParseArea(s string) (Area, error) {
	switch len(s) {
	case 2, 3, 5, 9, 12:
	default:
		return Area{}, fmt.Errorf("%w: area %q", ErrSyntax, s)
	}
	if strings.Trim(s, "0123456789") != "" {
		return Area{}, fmt.Errorf("%w: area %q", ErrSyntax, s)
	}
	return Area{s}, nil
}

// MustArea is ParseArea for tests and examples; it panics on a mistake.
func MustArea(s string) Area { return must(ParseArea(s)) }

// Contains reports whether other lies inside of the area or is the same.
func (a Area) Contains(other Area) bool { return strings.HasPrefix(other.key, a.key) }

// String returns the digits; of the whole country none.
func (a Area) String() string { return a.key }

// IsZero reports whether the area is the whole country.
func (a Area) IsZero() bool { return a == Area{} }

// MarshalText returns the digits.
func (a Area) MarshalText() ([]byte, error) { return []byte(a.key), nil }

// UnmarshalText reads what ParseArea reads, or nothing for the whole country.
func (a *Area) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Area{}
		return nil
	}
	parsed, err := ParseArea(string(text))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}
