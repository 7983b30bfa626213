// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Typisierung says who regulates a Leistung and who executes it: one code of
// the list urn:de:fim:leika:typisierung. "2/3" is one code, not two. The zero
// value means "not stated". A Leistung may carry several.
type Typisierung struct{ code string }

// typisierungen are the codes of the list, as the FIM Portal's API 0.24 has them.
var typisierungen = []string{
	"1", "2", "2a", "2b", "3", "3a", "3b", "2/3", "2/3a", "2/3b", "4", "4a", "4b", "5", "6", "7", "8", "9", "10", "11", "12",
}

// ErrTypisierung reports text that is no code of the list.
var ErrTypisierung = errors.New("leistung: not a Typisierung")

// ParseTypisierung reads one code.
func ParseTypisierung(s string) (Typisierung, error) {
	if i := slices.Index(typisierungen, s); i >= 0 {
		return Typisierung{typisierungen[i]}, nil
	}
	return Typisierung{}, ErrTypisierung
}

// ParseTypisierungen reads codes separated by commas, as catalogues print them:
// "1, 2/3". Empty text is none.
func ParseTypisierungen(s string) ([]Typisierung, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	var codes []Typisierung
	for part := range strings.SplitSeq(s, ",") {
		code, err := ParseTypisierung(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, nil
}

// Ebene is a level of the state.
type Ebene string

// The levels that a Typisierung names.
const (
	EbeneBund    Ebene = "Bund"
	EbeneLand    Ebene = "Land"
	EbeneKommune Ebene = "Kommune"
)

// Regelung returns the level that regulates the Leistung, and false for the
// codes 6 to 12 and those with a suffix, whose meaning is not confirmed here.
func (t Typisierung) Regelung() (Ebene, bool) {
	switch t.code {
	case "1", "2", "3", "2/3":
		return EbeneBund, true
	case "4":
		return EbeneLand, true
	case "5":
		return EbeneKommune, true
	default:
		return "", false
	}
}

// Vollzug returns the levels that may execute the Leistung, and none for the
// codes whose meaning is not confirmed here.
func (t Typisierung) Vollzug() []Ebene {
	switch t.code {
	case "1":
		return []Ebene{EbeneBund}
	case "2", "3", "2/3", "4":
		return []Ebene{EbeneLand, EbeneKommune}
	case "5":
		return []Ebene{EbeneKommune}
	default:
		return nil
	}
}

// String returns the code.
func (t Typisierung) String() string { return t.code }

// IsZero reports whether the Typisierung is not stated.
func (t Typisierung) IsZero() bool { return t.code == "" }

// Compare orders as the list does.
func (t Typisierung) Compare(other Typisierung) int {
	return slices.Index(typisierungen, t.code) - slices.Index(typisierungen, other.code)
}

// AppendText appends the code.
func (t Typisierung) AppendText(b []byte) ([]byte, error) { return append(b, t.code...), nil }

// MarshalText returns the code; use omitzero for an optional one.
func (t Typisierung) MarshalText() ([]byte, error) { return t.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (t *Typisierung) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*t = Typisierung{}
		return nil
	}
	parsed, err := ParseTypisierung(string(b))
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}

// Value stores the code. The zero value is an error: an optional column is a
// sql.Null[Typisierung].
func (t Typisierung) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, fmt.Errorf("%w: the zero value cannot be stored", ErrTypisierung)
	}
	return t.code, nil
}

// Scan reads what Value stores. NULL and empty text are errors.
func (t *Typisierung) Scan(src any) error {
	text, ok := src.(string)
	if b, isBytes := src.([]byte); isBytes {
		text, ok = string(b), true
	}
	if !ok {
		return fmt.Errorf("%w: cannot read a %T", ErrTypisierung, src)
	}
	parsed, err := ParseTypisierung(text)
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}
