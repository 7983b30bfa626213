// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"
	"time"

	xlanguage "golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func newDatum(year, month, day int) (datum.Datum, error) {
	return datum.New(year, time.Month(month), day)
}

// LongDay is a day in words that people use: "Freitag, 11. Dezember 2026".
func LongDay(d datum.Datum, language string) string {
	wochentage := [...]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}
	if language == recht.Englisch {
		return d.Weekday().String() + ", " + shortDay(d, language)
	}
	return wochentage[d.Weekday()] + ", " + shortDay(d, language)
}

// shortDay is a day without its weekday.
func shortDay(d datum.Datum, language string) string {
	namen := [...]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}
	if language == recht.Englisch {
		return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year())
	}
	return fmt.Sprintf("%d. %s %d", d.Day(), namen[d.Month()-1], d.Year())
}

// plainText is an answer as it was typed or is typed again: a day as people write
// it, a number in digits.
func plainText(el *formular.Element, raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		if s = string(raw); s == "null" {
			return ""
		}
		if amount, ok := typedBetrag(raw); ok && el.Typ == formular.TypGeld {
			return amount
		}
		return s
	}
	if d, err := datum.Parse(s); err == nil && el.Typ == formular.TypDatum {
		return fmt.Sprintf("%d.%d.%d", d.Day(), int(d.Month()), d.Year())
	}
	return s
}

// inWords is an answer as it is read back: a day with its weekday, a choice with
// its words.
func inWords(el *formular.Element, options []formular.Eintrag, raw json.RawMessage, language string) string {
	s := plainText(el, raw)
	switch el.Typ {
	case formular.TypDatum:
		var iso string
		if json.Unmarshal(raw, &iso) == nil {
			if d, err := datum.Parse(iso); err == nil {
				return LongDay(d, language)
			}
		}
	case formular.TypGeld:
		var b Betrag
		if b.UnmarshalJSON(raw) == nil {
			return b.amount.Format(xlanguage.Make(language))
		}
	case formular.TypAuswahl:
		for _, o := range options {
			if o.Code == s {
				return o.Titel.In(language)
			}
		}
	default:
	}
	return s
}
