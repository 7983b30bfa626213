// SPDX-License-Identifier: Apache-2.0

package kommune

import "strings"

// Korrektur is what a Normalize function changed to make a key of a text. A
// caller shows or logs it: a corrected key is a guess, if a good one.
type Korrektur string

// The corrections.
const (
	// KorrekturTrennzeichen: blanks, hyphens, dots or slashes were left out.
	KorrekturTrennzeichen Korrektur = "trennzeichen"
	// KorrekturFuehrendeNull: the zero in front was put back, which
	// spreadsheets drop from the keys of the Länder 01 to 09.
	KorrekturFuehrendeNull Korrektur = "fuehrende-null"
	// KorrekturAufgefuellt: the zeros behind the key of a Kreis were left out,
	// with which it is written in eight or twelve digits.
	KorrekturAufgefuellt Korrektur = "aufgefuellt"
)

// NormalizeAGS reads an AGS as spreadsheets and people write it: with the zero
// in front missing, with separators between the groups. It says what it
// changed; nothing if ParseAGS had taken the text too.
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
	text = s
	if len(s) <= longest && strings.ContainsAny(s, " \t\r\n-./\u00a0") {
		text = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "-", "", ".", "", "/", "", "\u00a0", "").Replace(s)
		changed = []Korrektur{KorrekturTrennzeichen}
	}
	return text, changed
}
