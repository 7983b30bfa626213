// SPDX-License-Identifier: Apache-2.0

package money

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// nbsp keeps number and unit on one line.
const nbsp = "\u00a0"

// Format writes the amount for people: as German does ("1.234,50 €", with a
// no-break space) in the languages of Germany and its neighbours that write so,
// and in English otherwise ("€1,234.50"). Currencies other than the euro are named
// by their code.
//
// Digits are grouped by golang.org/x/text; the place of the symbol is written
// here, since that module formats currencies without the pattern of the locale.
func (a Amount) Format(tag language.Tag) string {
	if !a.IsSet() {
		return ""
	}
	german := writesAsGerman(tag)
	matched, comma := language.English, "."
	if german {
		matched, comma = language.German, ","
	}

	unit := uint64(1)
	for range a.currency.Decimals() {
		unit *= 10
	}
	var b strings.Builder
	if a.minor < 0 {
		b.WriteByte('-')
	}
	symbol := a.currency.String()
	if a.currency == EUR {
		symbol = "€"
	}
	if !german {
		b.WriteString(symbol)
		if symbol != "€" {
			b.WriteString(nbsp)
		}
	}
	whole := magnitude(a.minor) / unit
	b.WriteString(message.NewPrinter(matched).Sprint(number.Decimal(whole)))
	if decimal := strings.TrimPrefix(a.Decimal(), "-"); unit > 1 {
		b.WriteString(comma + decimal[len(decimal)-a.currency.Decimals():])
	}
	if german {
		b.WriteString(nbsp + symbol)
	}
	return b.String()
}

// writesAsGerman reports whether a language puts comma, dot and symbol where German
// does: Danish, the two Sorbian, the three Frisian and the Low German ones by
// CLDR or by the custom of the authorities that use them, and whatever the matching of
// golang.org/x/text counts as German.
func writesAsGerman(tag language.Tag) bool {
	switch base, _ := tag.Base(); base.String() {
	case "de", "da", "hsb", "dsb", "wen", "frr", "stq", "fy", "nds", "frs", "lb":
		return true
	}
	_, index, _ := language.NewMatcher([]language.Tag{language.English, language.German}).Match(tag)
	return index == 1
}
