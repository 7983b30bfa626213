// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"strings"
	"unicode"
)

// Korrektur is what a Normalize function changed to make a key of a text. A
// caller shows or logs it: a corrected key is a guess, if a good one.
type Korrektur string

// The corrections.
const (
	// KorrekturTrennzeichen: blanks, hyphens, dots or slashes were left out.
	KorrekturTrennzeichen Korrektur = "trennzeichen"
	// KorrekturDezimalstelle: ".0" behind the digits was left out, with which
	// tables of numbers are written.
	KorrekturDezimalstelle Korrektur = "dezimalstelle"
	// KorrekturFuehrendeNull: the zero in front was put back, which
	// spreadsheets drop from the keys of the Länder 01 to 09.
	KorrekturFuehrendeNull Korrektur = "fuehrende-null"
	// KorrekturAufgefuellt: the zeros behind the key of a Kreis were left out,
	// with which it is written in eight or twelve digits.
	KorrekturAufgefuellt Korrektur = "aufgefuellt"
)

// NormalizeAGS reads an AGS as spreadsheets and people write it: with the zero
// in front missing, as a number with ".0" behind it, with separators between the
// groups. It says what it changed; nothing if ParseAGS had taken the text too.
func NormalizeAGS(s string) (AGS, []Korrektur, error) {
	return normalize(s, 8, ParseAGS)
}

// NormalizeARS reads an ARS as NormalizeAGS reads an AGS.
func NormalizeARS(s string) (ARS, []Korrektur, error) {
	return normalize(s, 12, ParseARS)
}

// NormalizeVerbandsschluessel reads the key of a Verband as NormalizeAGS reads
// an AGS.
func NormalizeVerbandsschluessel(s string) (Verbandsschluessel, []Korrektur, error) {
	return normalize(s, 9, ParseVerbandsschluessel)
}

// NormalizeKreisschluessel reads the key of a Kreis as NormalizeAGS reads an
// AGS, and also padded with zeros to eight or twelve digits. The padded key of
// a Kreis looks like the one of a kreisfreie Stadt: which it is, the register
// tells.
func NormalizeKreisschluessel(s string) (Kreisschluessel, []Korrektur, error) {
	text, changed := withoutSeparators(s)
	for _, width := range [...]int{12, 8} {
		if len(text) != width && len(text) != width-1 {
			continue
		}
		if key, ok := strings.CutSuffix(text, strings.Repeat("0", width-5)); ok {
			kreis, more, err := normalize(key, 5, ParseKreisschluessel)
			return kreis, append(append(changed, more...), KorrekturAufgefuellt), err
		}
	}
	return normalize(s, 5, ParseKreisschluessel)
}

func normalize[K any](s string, width int, parse func(string) (K, error)) (K, []Korrektur, error) {
	text, changed := withoutSeparators(s)
	if len(text) == width-1 {
		text = "0" + text
		changed = append(changed, KorrekturFuehrendeNull)
	}
	key, err := parse(text)
	if err != nil {
		return key, nil, err
	}
	return key, changed, nil
}

func withoutSeparators(s string) (text string, changed []Korrektur) {
	const longest = 64 // no key with separators is longer; the rest is refused by its length
	if len(s) > longest {
		return s, nil
	}
	text = s
	if number, ok := cutDecimal(s); ok {
		text, changed = number, append(changed, KorrekturDezimalstelle)
	}
	if strings.ContainsFunc(text, isSeparator) && !isFraction(text) {
		text = strings.Map(func(r rune) rune {
			if isSeparator(r) {
				return -1
			}
			return r
		}, text)
		changed = append(changed, KorrekturTrennzeichen)
	}
	return text, changed
}

// cutDecimal takes ".0" or ",0" off a number.
func cutDecimal(s string) (number string, ok bool) {
	number = strings.TrimSpace(s)
	if !strings.HasSuffix(number, ".0") && !strings.HasSuffix(number, ",0") {
		return s, false
	}
	number = number[:len(number)-2]
	_, ok = digits(number)
	return number, ok && number != ""
}

// isFraction reports whether the one dot of a text is a decimal point rather
// than a separator: no group at the end of a key is that short.
func isFraction(s string) bool {
	whole, behind, ok := strings.Cut(strings.TrimSpace(s), ".")
	return ok && len(behind) < 3 && !strings.ContainsFunc(whole+behind, isSeparator)
}

func isSeparator(r rune) bool {
	return r == '-' || r == '.' || r == '/' || unicode.IsSpace(r)
}
