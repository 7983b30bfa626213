// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Schritt is one step of a count: the provisions, what they say here, and the day
// that the count stands at after it.
type Schritt struct {
	Normen recht.Normen
	Tag    kommune.Datum
	Text   recht.Text
}

// String returns the step in German.
func (s Schritt) String() string { return fmt.Sprintf("%s: %s", s.Normen, s.Text) }

// The provisions that steps rest on.
var (
	normTageFrist     = recht.MustParseNormen("§ 188 Abs. 1 BGB")
	normWochen        = recht.MustParseNormen("§ 188 Abs. 2 BGB")
	normMonateOhneTag = recht.MustParseNormen("§ 188 Abs. 2, § 188 Abs. 3 BGB")
	normHalbeMonate   = recht.MustParseNormen("§ 188 Abs. 2, § 189 Abs. 1 BGB")
	normEreignis      = recht.MustParseNormen("§ 187 Abs. 1 BGB")
	normTagesbeginn   = recht.MustParseNormen("§ 187 Abs. 2 BGB")
	normVerlaengerung = recht.MustParseNormen("§ 190 BGB")
	normFeiertag      = recht.MustParseNormen("§ 193 BGB, § 31 Abs. 3 VwVfG")
	normFeiertagBY    = recht.MustParseNormen("§ 193 BGB, Art. 31 BayVwVfG")
	normHemmung       = recht.MustParseNormen("§ 209 BGB")
	normFiktion       = recht.MustParseNormen("§ 42a Abs. 1 Satz 1 VwVfG")
	normFiktionsfrist = recht.MustParseNormen("§ 42a Abs. 2 Satz 1 VwVfG")
	normVollstaendig  = recht.MustParseNormen("§ 42a Abs. 2 Satz 2 VwVfG")
	normEinmal        = recht.MustParseNormen("§ 42a Abs. 2 Satz 3, § 42a Abs. 2 Satz 4 VwVfG")
	normRechtzeitig   = recht.MustParseNormen("§ 42a Abs. 2 Satz 4 VwVfG")
	normStunden       = recht.MustParseNormen("§ 31 Abs. 6 VwVfG")
	normBekanntgabe   = recht.MustParseNormen("§ 41 Abs. 2 VwVfG")
	normSozialPost    = recht.MustParseNormen("§ 37 Abs. 2 SGB X")
	normAbruf         = recht.MustParseNormen("§ 41 Abs. 2a VwVfG")
	normAbrufSozial   = recht.MustParseNormen("§ 37 Abs. 2a SGB X")
	normPostfach      = recht.MustParseNormen("§ 9 Abs. 1 OZG")
	normUebergabe     = recht.MustParseNormen("§ 41 Abs. 1 VwVfG")
	normOeffentlich   = recht.MustParseNormen("§ 41 Abs. 4 VwVfG")
)

// warning is a reservation about a result.
func warning(code string, normen recht.Normen, deutsch, english string) recht.Befund {
	return recht.Befund{Code: code, Severity: recht.SeverityWarning, Normen: normen, Text: recht.NewText(deutsch, english)}
}

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

func (s *Schritte) add(normen recht.Normen, tag kommune.Datum, deutsch, english string) {
	*s = append(*s, Schritt{Normen: normen, Tag: tag, Text: recht.NewText(deutsch, english)})
}

var wochentage = [...]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}

// deutsch writes a day as people do: Montag, 2.11.2026.
func deutsch(d kommune.Datum) string {
	return wochentage[d.Weekday()] + ", " + kurz(d)
}

// kurz writes a day without its name: 2.11.2026.
func kurz(d kommune.Datum) string { return fmt.Sprintf("%d.%d.%d", d.Day(), int(d.Month()), d.Year()) }

// english writes the same day: Monday, 2 November 2026.
func english(d kommune.Datum) string {
	return fmt.Sprintf("%s, %d %s %d", d.Weekday(), d.Day(), d.Month(), d.Year())
}

// ruht reports whether no period ends on the day.
func (k Kalender) ruht(d kommune.Datum) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return true
	}
	_, feiertag := k.Feiertag(d)
	return feiertag
}

// warum says why no period ends on the day.
func (k Kalender) warum(d kommune.Datum) (deutsch, english string) {
	f, feiertag := k.Feiertag(d)
	switch {
	case !feiertag:
		return "es ist " + wochentage[d.Weekday()], "it is a " + d.Weekday().String()
	case len(f.Normen) == 0:
		return f.Name + " ist gesetzlicher Feiertag (Landesrecht)", f.Name + " is a public holiday (law of the Land)"
	}
	return fmt.Sprintf("%s ist gesetzlicher Feiertag (%s)", f.Name, f.Normen), fmt.Sprintf("%s is a public holiday (%s)", f.Name, f.Normen.English())
}
