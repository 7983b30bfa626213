// SPDX-License-Identifier: Apache-2.0

package recht

import (
	"cmp"
	"strings"
)

// Norm is one place of one act, such as "§ 3 Abs. 1 Nr. 9 Buchst. a BMG". It is a
// comparable, immutable value, so it serves as a map key; only [ParseNorm] makes
// one. The zero Norm means "rests on no norm".
//
// A Norm holds no wording and no days. Since when a wording holds, until when, and
// what it says is known to the registry of norms.
type Norm struct {
	text string // the canonical spelling
}

// ParseNorm reads the one German spelling: where in the act, then the act.
//
//	norm     = unit { " " part } " " act
//	unit     = ( "§" | "Art." | "Anlage" ) " " number
//	part     = "Abs." | "UAbs." | "Satz" | "Halbsatz" | "Nr." | "Buchst." | "Doppelbuchst." , each with " " and its number or letter
//
// Each part stands at most once. Absatz comes first, then Unterabsatz; a Satz may
// stand before a number or, being a sentence of it, behind it; a letter stands
// behind the number. The act is what follows: an abbreviation ("SGB X", "1.
// BMeldDÜV", "VwVfG NRW", "FTG (Bayern)") or a title. At most 200 bytes.
func ParseNorm(s string) (Norm, error) {
	p := scanner{s: s}
	if err := p.norm(); err != nil {
		return Norm{}, err
	}
	return Norm{text: s}, nil
}

// MustParseNorm is ParseNorm for tables and tests; it panics on a malformed one.
func MustParseNorm(s string) Norm {
	n, err := ParseNorm(s)
	if err != nil {
		panic(err)
	}
	return n
}

// IsZero reports whether there is no norm.
func (n Norm) IsZero() bool { return n.text == "" }

// String returns the German spelling, "" for the zero Norm.
func (n Norm) String() string { return n.text }

// Act returns the act: "BMG".
func (n Norm) Act() string { return n.text[n.scan().at:] }

// Place returns the norm without its act: "§ 3 Abs. 1 Nr. 9 Buchst. a".
func (n Norm) Place() string { return strings.TrimSuffix(n.text[:n.scan().at], " ") }

// Paragraf returns the number behind "§": "24", and "" where the act is divided
// otherwise.
func (n Norm) Paragraf() string { return n.unit("§") }

// Artikel returns the number behind "Art.".
func (n Norm) Artikel() string { return n.unit("Art.") }

// Anlage returns the number behind "Anlage".
func (n Norm) Anlage() string { return n.unit("Anlage") }

// Absatz returns the number of the Absatz, "2a"; "" where none is named.
func (n Norm) Absatz() string { return n.scan().parts[partAbsatz] }

// Satz returns the number of the sentence, "" where none is named.
func (n Norm) Satz() string { return n.scan().parts[partSatz] }

// Nummer returns the number of an enumeration, "" where none is named.
func (n Norm) Nummer() string { return n.scan().parts[partNummer] }

// Buchstabe returns the letter of an enumeration, "" where none is named.
func (n Norm) Buchstabe() string { return n.scan().parts[partBuchstabe] }

// Contains reports whether other is the same place or one inside it: "§ 24 BMG"
// contains "§ 24 Abs. 1 BMG" and not the other way round.
func (n Norm) Contains(other Norm) bool {
	if n.IsZero() || n.Act() != other.Act() {
		return false
	}
	rest, ok := strings.CutPrefix(other.Place(), n.Place())
	return ok && (rest == "" || rest[0] == ' ')
}

// Compare orders norms by act, then by place, numbers as numbers: "§ 9" before
// "§ 23" before "§ 23a".
func (n Norm) Compare(other Norm) int {
	if n == other {
		return 0
	}
	if n.IsZero() || other.IsZero() {
		return cmp.Compare(len(n.text), len(other.text))
	}
	return cmp.Or(cmp.Compare(n.Act(), other.Act()), compareNatural(n.Place(), other.Place()))
}

// AppendText appends the German spelling; the zero Norm appends nothing.
func (n Norm) AppendText(b []byte) ([]byte, error) { return append(b, n.text...), nil }

// MarshalText is AppendText on a new slice; use omitzero for an optional norm.
func (n Norm) MarshalText() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero Norm.
func (n *Norm) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*n = Norm{}
		return nil
	}
	parsed, err := ParseNorm(string(b))
	if err != nil {
		return err
	}
	*n = parsed
	return nil
}

func (n Norm) unit(word string) string {
	if p := n.scan(); p.unit == word {
		return p.number
	}
	return ""
}

// scan takes a parsed norm apart; at is where the act begins.
func (n Norm) scan() (p scanner) {
	p.s = n.text
	if n.text != "" {
		_ = p.norm() // it was parsed before
	}
	return p
}

// compareNatural compares digits by their number and the rest byte by byte.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		m, n := leadingDigits(a), leadingDigits(b)
		if m > 0 && n > 0 {
			if c := cmp.Or(cmp.Compare(m, n), cmp.Compare(a[:m], b[:n])); c != 0 { // without leading zeros the longer is the larger
				return c
			}
			a, b = a[m:], b[n:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}
