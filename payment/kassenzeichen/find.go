// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

import (
	"slices"
	"strconv"
	"unicode"
)

// maxGap is how many blanks and signs may stand inside a code as it is typed.
// Banks pad their lines.
const maxGap = 8

// maxText is how much of a text is searched, in bytes.
const maxText = 64 << 10

// Find returns the valid codes in a text as payers type it: between other words
// and signs, glued to them, in groups with whatever between, in small letters.
// Each is returned once, as the format writes it, in the order of the text. A code
// is not found inside a longer number. A format without a check digit finds any
// number of its length, so use what it finds together with the amount.
func (f Format) Find(text string) []string {
	if f.width() < 1 || len(f.Findings()) > 0 {
		return nil
	}
	runes := []rune(text[:min(len(text), maxText)])
	var found []string
	for start := range runes {
		if start > 0 && f.goesOn(runes[start-1], runes[start]) {
			continue
		}
		if code, ok := f.typed(runes[start:]); ok && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	return found
}

// goesOn reports whether a word goes on with the next character, so that no code
// begins there. A number glued to letters is one of its own.
func (f Format) goesOn(before, next rune) bool {
	switch {
	case isDigit(next):
		return isDigit(before)
	case isLetter(next):
		return isLetter(before) || isDigit(before) || unicode.IsLetter(before)
	}
	return isDigit(before) || isLetter(before) || isSign(before)
}

// typed reads one code from the beginning of a text.
func (f Format) typed(text []rune) (string, bool) {
	at := 0
	// next returns the next character that means something, behind a gap where
	// one may be.
	next := func(gap bool) (rune, bool) {
		skipped := 0
		for gap && at < len(text) && skipped < maxGap && !isDigit(text[at]) && !unicode.IsLetter(text[at]) {
			at++
			skipped++
		}
		if at == len(text) {
			return 0, false
		}
		at++
		return text[at-1], true
	}
	for i, wanted := range f.Prefix {
		if isSign(wanted) { // payers write another one, or none
			if i == 0 && (len(text) == 0 || text[0] != wanted) {
				return "", false
			}
			continue
		}
		if r, ok := next(i > 0); !ok || capital(r) != capital(wanted) {
			return "", false
		}
	}
	digits := make([]byte, 0, f.width())
	for range f.width() {
		r, ok := next(len(digits) > 0 || f.Prefix != "")
		if !ok || !isDigit(r) {
			return "", false
		}
		digits = append(digits, byte(r))
	}
	counter, err := strconv.ParseUint(string(digits), 10, 64)
	if err != nil {
		return "", false
	}
	code, ok := f.At(counter)
	if !ok {
		return "", false
	}
	if f.Check != nil {
		if r, given := next(true); !given || capital(r) != capital(rune(code[len(code)-1])) {
			return "", false
		}
	}
	if at < len(text) && isDigit(text[at]) {
		return "", false // a longer number
	}
	return code, true
}

// capital makes small letters capitals.
func capital(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}
