// SPDX-License-Identifier: Apache-2.0

package recht

import (
	"fmt"
	"io"
	"strings"
)

// Sperren are the blocks that a register of residents holds for a person: one value,
// for a person can be under both. The zero value is "not stated", and counts as
// blocked: who does not know hands nothing out.
//
// A block is personal data of the most sensitive kind, so it shows itself in no
// formatting verb; MarshalText and Text are its doors. Whoever asks and may not see a
// blocked person gets the answer that is given about nobody (§ 51 (2) sentence 3 BMG).
type Sperren uint8

// The blocks. SperreKeine stands alone: the register says that it holds none.
const (
	SperreKeine    Sperren = 1 << iota
	SperreAuskunft         // Auskunftssperre, § 51 (1) BMG
	SperreBedingt          // bedingter Sperrvermerk, § 52 (1) BMG
)

// sperren are the spellings, in their order.
var sperren = [...]struct {
	sperre Sperren
	name   string
	norm   string
}{
	{SperreKeine, "keine", ""},
	{SperreAuskunft, "auskunftssperre", "§ 51 Abs. 1 BMG"},
	{SperreBedingt, "bedingter-sperrvermerk", "§ 52 Abs. 1 BMG"},
}

// ParseSperren reads what MarshalText writes: "keine", or "auskunftssperre" and
// "bedingter-sperrvermerk", both with a comma between.
func ParseSperren(text string) (Sperren, error) {
	var s Sperren
	at := 0
	for word := range strings.SplitSeq(text, ",") {
		var one Sperren
		for _, row := range sperren {
			if row.name == word {
				one = row.sperre
			}
		}
		if one <= s { // unknown, twice or not in order
			return 0, &SyntaxError{"block", at, "must be keine, or auskunftssperre and bedingter-sperrvermerk in this order"}
		}
		s |= one
		at += len(word) + 1
	}
	if !s.IsValid() {
		return 0, &SyntaxError{"block", 0, "keine stands alone"}
	}
	return s, nil
}

// IsZero reports whether nothing is stated.
func (s Sperren) IsZero() bool { return s == 0 }

// IsValid reports whether it is stated and contradicts itself nowhere.
func (s Sperren) IsValid() bool {
	return s == SperreKeine || s != 0 && s&^(SperreAuskunft|SperreBedingt) == 0
}

// Frei reports whether the register says that there is no block. It is false where
// nothing is stated.
func (s Sperren) Frei() bool { return s == SperreKeine }

// Has reports whether the block is among them.
func (s Sperren) Has(sperre Sperren) bool { return sperre != 0 && s&sperre == sperre }

// Normen are what the blocks rest on; none without a block.
func (s Sperren) Normen() Normen {
	var all Normen
	for _, row := range sperren {
		if row.norm != "" && s.Has(row.sperre) {
			all = append(all, MustParseNorm(row.norm))
		}
	}
	return all
}

// Text says to the person under the block, and to the official at the desk, that it
// is there and goes along. It is empty without a block. Show it to nobody else.
func (s Sperren) Text() Text {
	switch {
	case s.Has(SperreAuskunft):
		return NewText(
			"Im Melderegister ist eine Auskunftssperre eingetragen. Sie gilt weiter und wird der neuen Meldebehörde mitgeteilt.",
			"The register of residents holds a block of information. It stays in force and is passed on to the new registration authority.",
		)
	case s.Has(SperreBedingt):
		return NewText(
			"Im Melderegister ist ein bedingter Sperrvermerk eingetragen. Er wird der neuen Meldebehörde mitgeteilt.",
			"The register of residents holds a conditional block. It is passed on to the new registration authority.",
		)
	default:
		return Text{}
	}
}

// AppendText appends the spelling; the zero value appends nothing.
func (s Sperren) AppendText(b []byte) ([]byte, error) {
	if s == 0 {
		return b, nil
	}
	if !s.IsValid() {
		return b, &SyntaxError{"block", 0, "contradicts itself"}
	}
	first := len(b)
	for _, row := range sperren {
		if s.Has(row.sperre) {
			if len(b) > first {
				b = append(b, ',')
			}
			b = append(b, row.name...)
		}
	}
	return b, nil
}

// MarshalText is AppendText on a new slice; use omitzero for an optional one.
func (s Sperren) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (s *Sperren) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*s = 0
		return nil
	}
	*s, err = ParseSperren(string(b))
	return err
}

// Format hides the blocks from every formatting verb.
func (Sperren) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "recht.Sperren{[masked]}") }
