// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"fmt"
	"strconv"
	"strings"
	"unique"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Wert is a value in a step: an amount of money, a number, a day, yes or no, or
// a word of the program. It is small, comparable and made without allocation, so
// that a trace costs little. The zero Wert is "none".
type Wert struct {
	n   int64
	art unique.Handle[wertArt]
}

// wertArt is what a Wert is besides its number. There are few, and each is one pointer:
// a trace that is recorded holds dozens of values.
type wertArt struct {
	kind    wertKind
	stellen uint8
	word    string // of kindWord only
}

type wertKind uint8

const (
	kindNone wertKind = iota
	kindMoney
	kindNumber
	kindYesNo
	kindDay
	kindWord
)

// maxStellen bounds decimals: ten to its power fits an int64.
const maxStellen = 18

// arten are all but the words, by kind and decimals.
var arten = func() (out [kindWord][maxStellen + 1]unique.Handle[wertArt]) {
	for kind := kindMoney; kind < kindWord; kind++ {
		for stellen := range out[kind] {
			out[kind][stellen] = unique.Make(wertArt{kind: kind, stellen: uint8(stellen)})
		}
	}
	return out
}()

// Betrag is an amount in euro, given in units of ten to the power of minus
// stellen: Betrag(72080, 2) is 720,80 Euro. Trailing zeros beyond the cent are
// not printed. stellen is at most 18.
func Betrag(n int64, stellen int) Wert { return decimal(n, stellen, kindMoney) }

// Zahl is a number without unit: Zahl(4, 0) is 4, Zahl(4797, 7) is 0,0004797.
func Zahl(n int64, stellen int) Wert { return decimal(n, stellen, kindNumber) }

func decimal(n int64, stellen int, kind wertKind) Wert {
	return Wert{n: n, art: arten[kind][min(max(stellen, 0), maxStellen)]}
}

// JaNein is yes or no.
func JaNein(b bool) Wert {
	if b {
		return Wert{n: 1, art: arten[kindYesNo][0]}
	}
	return Wert{art: arten[kindYesNo][0]}
}

// Tag is a calendar day.
func Tag(d datum.Datum) Wert {
	return Wert{n: int64(d.Year())*10000 + int64(d.Month())*100 + int64(d.Day()), art: arten[kindDay][0]}
}

// Wort is a word of the program or of a register's key list, never text that
// somebody typed: it stands in traces that many people read.
func Wort(s string) Wert { return Wert{art: unique.Make(wertArt{kind: kindWord, word: s})} }

// IsZero reports whether there is no value.
func (v Wert) IsZero() bool { return v == Wert{} }

func (v Wert) split() wertArt {
	if v.art == (unique.Handle[wertArt]{}) {
		return wertArt{}
	}
	return v.art.Value()
}

// String returns the value as German text: "720,80 Euro", "0,0004797", "ja".
func (v Wert) String() string { return v.text(true) }

// English returns the value as English text: "720.80 euro".
func (v Wert) English() string { return v.text(false) }

func (v Wert) text(german bool) string {
	art := v.split()
	stellen := int(art.stellen)
	pick := func(de, en string) string {
		if german {
			return de
		}
		return en
	}
	switch art.kind {
	case kindMoney:
		return printDecimal(v.n, stellen, 2, german) + pick(" Euro", " euro")
	case kindNumber:
		return printDecimal(v.n, stellen, stellen, german)
	case kindYesNo:
		if v.n == 1 {
			return pick("ja", "yes")
		}
		return pick("nein", "no")
	case kindDay:
		return fmt.Sprintf("%02d.%02d.%04d", v.n%100, v.n/100%100, v.n/10000)
	case kindWord:
		return art.word
	case kindNone:
	}
	return ""
}

// printDecimal prints n times ten to the power of minus scale, with at least
// keep decimals, and thousands set apart where a German reads them.
func printDecimal(n int64, scale, keep int, german bool) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	whole, frac := digits[:len(digits)-scale], digits[len(digits)-scale:]
	for len(frac) > keep && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	if len(frac) < keep {
		frac += strings.Repeat("0", keep-len(frac))
	}
	point, group := ".", ","
	if german {
		point, group = ",", "."
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if frac == "" {
		return sign + whole
	}
	return sign + whole + point + frac
}

var kindNames = [...]string{kindMoney: "betrag", kindNumber: "zahl", kindYesNo: "ja", kindDay: "tag", kindWord: "wort"}

// MarshalText returns the form for storage: "betrag2:72080", "zahl7:4797",
// "ja:1", "tag:20250101", "wort:III"; the zero Wert is empty.
func (v Wert) MarshalText() ([]byte, error) {
	art := v.split()
	switch art.kind {
	case kindNone:
		return nil, nil
	case kindMoney, kindNumber:
		return fmt.Appendf(nil, "%s%d:%d", kindNames[art.kind], art.stellen, v.n), nil
	case kindWord:
		return append([]byte("wort:"), art.word...), nil
	case kindYesNo, kindDay:
	}
	return fmt.Appendf(nil, "%s:%d", kindNames[art.kind], v.n), nil
}

// UnmarshalText reads what MarshalText writes, and nothing else.
func (v *Wert) UnmarshalText(b []byte) error {
	parsed, ok := parseWert(string(b))
	if again, err := parsed.MarshalText(); !ok || err != nil || string(again) != string(b) {
		return fmt.Errorf("regel: value of a step: %w", ErrSyntax)
	}
	*v = parsed
	return nil
}

func parseWert(s string) (Wert, bool) {
	if s == "" {
		return Wert{}, true
	}
	name, rest, found := strings.Cut(s, ":")
	if !found {
		return Wert{}, false
	}
	if name == "wort" {
		return Wort(rest), true
	}
	n, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return Wert{}, false
	}
	switch name {
	case "ja":
		return JaNein(n == 1), n == 0 || n == 1
	case "tag":
		d, err := datum.Parse(fmt.Sprintf("%04d-%02d-%02d", n/10000, n/100%100, n%100))
		return Tag(d), n > 0 && err == nil
	}
	for kind, word := range map[wertKind]string{kindMoney: "betrag", kindNumber: "zahl"} {
		if digits, ok := strings.CutPrefix(name, word); ok {
			stellen, err := strconv.Atoi(digits)
			return decimal(n, stellen, kind), err == nil && stellen >= 0 && stellen <= maxStellen
		}
	}
	return Wert{}, false
}
