// SPDX-License-Identifier: Apache-2.0

package regeln

import (
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
)

// Frist is the last day to register (R1): two weeks, not counting the day of
// moving in; a Saturday or Sunday moves it to Monday (§§ 187, 188, 193 BGB). A
// public holiday of the Land would move it further: the day shown is then one
// too early, never one too late.
func Frist(einzug kommune.Datum) kommune.Datum {
	tag := einzug.AddDays(14)
	for tag.Weekday() == time.Saturday || tag.Weekday() == time.Sunday {
		tag = tag.AddDays(1)
	}
	return tag
}

// Bezogen reports whether the home has been moved into by that day (R2).
func Bezogen(einzug, heute kommune.Datum) bool { return !einzug.After(heute) }

// Meldepflichtig reports whether the person is to register themselves (R4):
// from the sixteenth birthday on.
func Meldepflichtig(geburt, heute kommune.Datum) bool {
	return !geburt.AddMonths(16 * 12).After(heute)
}

// Befreit reports whether a further home for a time needs no registration
// (R6): a person registered in Germany stays at most six months.
func Befreit(einzug, auszug kommune.Datum) bool {
	return !auszug.After(einzug.AddMonths(6))
}

// Nachgewiesen reports whether the login suffices for an electronic
// registration (R14): the eID, level high.
func Nachgewiesen(stufe testkonto.Stufe) bool { return stufe >= testkonto.Hoch }

// erhebbar are the fields of a record that the authority may collect, with
// their number in § 3(1) BMG (R15).
var erhebbar = map[string]int{
	"familienname": 1, "geburtsname": 2, "vornamen": 3, "rufname": 3, "doktorgrad": 4,
	"geburtsdatum": 6, "geburtsort": 6, "geschlecht": 7, "staatsangehoerigkeit": 10, "religion": 11,
	"anschrift": 12, "einzug": 13, "familienstand": 14, "ehegatte": 15, "kinder": 16,
}

// Erhebbar reports whether a field of a record may be collected (R15), and as
// which number of § 3(1) BMG.
func Erhebbar(feld string) (nummer int, ok bool) {
	nummer, ok = erhebbar[feld]
	return nummer, ok
}
