// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Schritt is one step of a count: the provision, what it says here, and the day
// that the count stands at after it.
type Schritt struct {
	Norm    string
	Tag     kommune.Datum
	Text    string // German
	English string
}

// String returns the step in German.
func (s Schritt) String() string { return fmt.Sprintf("%s: %s", s.Norm, s.Text) }

// Schritte is a count from its first step to its last.
type Schritte []Schritt

// String returns the steps in German, one a line.
func (s Schritte) String() string {
	lines := make([]string, len(s))
	for i, schritt := range s {
		lines[i] = schritt.String()
	}
	return strings.Join(lines, "\n")
}

func (s *Schritte) add(norm string, tag kommune.Datum, deutsch, english string) {
	*s = append(*s, Schritt{Norm: norm, Tag: tag, Text: deutsch, English: english})
}

var wochentage = [...]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}

// deutsch writes a day as people do: Montag, 2.11.2026.
func deutsch(d kommune.Datum) string {
	return fmt.Sprintf("%s, %d.%d.%d", wochentage[d.Weekday()], d.Day(), int(d.Month()), d.Year())
}

// english writes the same day: Monday, 2 November 2026.
func english(d kommune.Datum) string {
	return fmt.Sprintf("%s, %d %s %d", d.Weekday(), d.Day(), d.Month(), d.Year())
}

// frei says why no period ends on the day.
func (k Kalender) frei(d kommune.Datum) (deutsch, english string, ok bool) {
	if f, feiertag := k.Feiertag(d); feiertag {
		return fmt.Sprintf("%s ist gesetzlicher Feiertag (%s)", f.Name, f.Grundlage), fmt.Sprintf("%s is a public holiday (%s)", f.Name, f.Grundlage), true
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return "es ist " + wochentage[w], "it is a " + w.String(), true
	}
	return "", "", false
}
