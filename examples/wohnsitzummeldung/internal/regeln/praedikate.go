// SPDX-License-Identifier: Apache-2.0

package regeln

import (
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Frist counts the time to register (R1): two weeks from the day of moving in,
// with the public holidays of the new home's municipality. The error is that of
// package frist: a day outside the years it knows.
func Frist(einzug kommune.Datum, gemeinde kommune.AGS) (frist.Frist, error) {
	return frist.InGemeinde(gemeinde).Berechne(frist.Regel{Normen: recht.MustParseNormen("§ 17 Abs. 1 BMG"), Beginn: einzug, Dauer: frist.Wochen(2)})
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
	"ordensname": 5, "kuenstlername": 5, "geburtsstaat": 6, "idnr": 8, "vertreter": 9, "eheschliessung": 14, "ausweise": 17,
	"azrNummer": 17, "sperren": 18, "uebermittlungssperren": 18,
	"passversagung": 4, // of § 3(2)
}

// Erhebbar reports whether a field of a record may be collected (R15), and as
// which number of § 3(1) BMG.
func Erhebbar(feld string) (nummer int, ok bool) {
	nummer, ok = erhebbar[feld]
	return nummer, ok
}
