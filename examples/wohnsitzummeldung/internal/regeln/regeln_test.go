// SPDX-License-Identifier: Apache-2.0

package regeln_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
)

var (
	tag   = kommune.MustParseDatum
	jena  = kommune.MustParseAGS("16053000")
	heute = tag("2026-11-20")
)

func umstaende() regeln.Umstaende {
	return regeln.Umstaende{Heute: heute, Stufe: testkonto.Hoch, Verzeichnis: kommune.Deutschland()}
}

// vollstaendig is an application without a finding.
func vollstaendig() angaben.Angaben {
	return angaben.Angaben{
		Gemeinde: jena, Anschrift: angaben.Anschrift{Strasse: "Am Neubau", Hausnummer: "5", PLZ: "07743"}, Einzug: tag("2026-11-09"),
		Weg: angaben.WegHand, Bestaetigt: true,
		Person: angaben.Person{
			Familienname: "Mustermann", Vornamen: "Erika Maria", Rufname: "Erika", Geburtsdatum: tag("1984-08-12"),
			Geburtsort: "Eisenach", Staatsangehoerigkeit: "deutsch",
		},
		Wohnung: angaben.Wohnung{Art: angaben.Alleinige}, Familie: angaben.Familie{Gefragt: true},
		Wohnungsgeber: angaben.Wohnungsgeber{Weg: angaben.GeberEigentum, Erklaerung: true},
	}
}

func TestCheck_FindsNothingInACompleteApplication(t *testing.T) {
	require.Empty(t, regeln.Check(vollstaendig(), umstaende()))
}

func TestCheck_ReportsEveryGapOfAnEmptyApplicationAtOnce(t *testing.T) {
	codes := regeln.Check(angaben.Angaben{}, umstaende()).Codes()
	for _, code := range []string{
		"WSM-GEMEINDE-01", "WSM-STRASSE-01", "WSM-HAUSNUMMER-01", "WSM-PLZ-01", "WSM-EINZUG-01", "WSM-DATEN-01",
		"WSM-WOHNUNG-01", "WSM-FAMILIE-01", "WSM-R12-1",
	} {
		require.Contains(t, codes, code)
	}
}

func TestCheck_OneChangeOneFinding(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*angaben.Angaben)
		code   string
		pfad   string
	}{
		{"R2: not before moving in", func(a *angaben.Angaben) { a.Einzug = tag("2026-11-21") }, "WSM-R02", "/einzug"},
		{"R1: late, and still welcome", func(a *angaben.Angaben) { a.Einzug = tag("2026-11-05") }, "WSM-R01", "/einzug"},
		{"R4: a child of 15 is registered by others", func(a *angaben.Angaben) { a.Person.Geburtsdatum = tag("2010-11-21") }, "WSM-R04", "/person/geburtsdatum"},
		{"R6: a stay of six months", func(a *angaben.Angaben) { a.AuszugGeplant = tag("2027-05-09") }, "WSM-R06", "/auszugGeplant"},
		{"R6: and then no time has run out", func(a *angaben.Angaben) { a.Einzug, a.AuszugGeplant = tag("2026-10-01"), tag("2027-03-31") }, "WSM-R06", "/auszugGeplant"},
		{"R6: a stay that is longer, begun long ago", func(a *angaben.Angaben) { a.Einzug, a.AuszugGeplant = tag("2026-10-01"), tag("2027-04-02") }, "WSM-R01", "/einzug"},
		{"R6: out on the day of moving in", func(a *angaben.Angaben) { a.AuszugGeplant = a.Einzug }, "WSM-R06-2", "/auszugGeplant"},
		{"R10: other homes are named", func(a *angaben.Angaben) { a.Wohnung.Art = angaben.Nebenwohnung }, "WSM-R10-1", "/wohnung/weitere/0/strasse"},
		{"R10: an only home has no others", func(a *angaben.Angaben) {
			a.Wohnung.Weitere = []angaben.Weitere{{Strasse: "Musterstraße 1", PLZ: "99974", Ort: "Mühlhausen"}}
		}, "WSM-R10-2", "/wohnung/art"},
		{"R11: the assurance", func(a *angaben.Angaben) {
			a.Familie.GleicheWohnung = "ja"
			a.Familie.Personen = []angaben.Mitziehend{{Verhaeltnis: angaben.Kind, Familienname: "Mustermann", Vornamen: "Mia", Geburtsdatum: tag("2017-04-03")}}
		}, "WSM-R11", "/familie/versicherung"},
		{"the home of those who move along", func(a *angaben.Angaben) {
			a.Familie.Versicherung = true
			a.Familie.Personen = []angaben.Mitziehend{{Verhaeltnis: angaben.Kind, Familienname: "Mustermann", Vornamen: "Mia", Geburtsdatum: tag("2017-04-03")}}
		}, "WSM-FAMILIE-05", "/familie/gleicheWohnung"},
		{"the home of each of them, where it differs", func(a *angaben.Angaben) {
			a.Familie.Versicherung, a.Familie.GleicheWohnung = true, "nein"
			a.Familie.Personen = []angaben.Mitziehend{{Verhaeltnis: angaben.Kind, Familienname: "Mustermann", Vornamen: "Mia", Geburtsdatum: tag("2017-04-03")}}
		}, "WSM-FAMILIE-06", "/familie/personen/0/wohnung"},
		{"R12: a file", func(a *angaben.Angaben) {
			a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberDatei, Name: "X", Anschrift: "Y", Einzug: a.Einzug}
		}, "WSM-R12-3", "/wohnungsgeber/datei"},
		{"R12: a code", func(a *angaben.Angaben) {
			a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberMerkmal, Name: "X", Anschrift: "Y", Einzug: a.Einzug}
		}, "WSM-R12-4", "/wohnungsgeber/merkmal"},
		{"R12: the owner's word", func(a *angaben.Angaben) { a.Wohnungsgeber.Erklaerung = false }, "WSM-R12-5", "/wohnungsgeber/erklaerung"},
		{"R12: refused, and why", func(a *angaben.Angaben) {
			a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberVerweigert, Name: "X", Anschrift: "Y"}
		}, "WSM-R12-6", "/wohnungsgeber/grund"},
		{"R12: another day in the confirmation", func(a *angaben.Angaben) {
			a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberMerkmal, Merkmal: "1", Name: "X", Anschrift: "Y", Einzug: tag("2026-11-01")}
		}, "WSM-R12-9", "/wohnungsgeber/einzug"},
		{"R12: landlord and applicant are one", func(a *angaben.Angaben) {
			a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberMerkmal, Merkmal: "1", Name: "Erika Maria Mustermann", Anschrift: "Y", Einzug: a.Einzug}
		}, "WSM-R12-10", "/wohnungsgeber/name"},
		{"a gemeindefreies Gebiet is no municipality", func(a *angaben.Angaben) { a.Gemeinde = kommune.MustParseAGS("08415971") }, "WSM-GEMEINDE-02", "/gemeinde"},
		{"postcode of four digits", func(a *angaben.Angaben) { a.Anschrift.PLZ = "7743" }, "WSM-PLZ-02", "/anschrift/plz"},
		{"postcode of another place", func(a *angaben.Angaben) { a.Gemeinde, a.Anschrift.PLZ = kommune.MustParseAGS("16061114"), "07743" }, "WSM-PLZ-03", "/anschrift/plz"},
		{"Rufname that is none of the names", func(a *angaben.Angaben) { a.Person.Rufname = "Eri" }, "WSM-NAME-03", "/person/rufname"},
		{"born tomorrow", func(a *angaben.Angaben) { a.Person.Geburtsdatum = tag("2026-11-21") }, "WSM-GEBURT-02", "/person/geburtsdatum"},
		{"DIN 91379: no digit in a name", func(a *angaben.Angaben) { a.Person.Familienname = "Muster4mann" }, "WSM-ZEICHEN-01", "/person/familienname"},
		{"DIN 91379: no Cyrillic letter in a name", func(a *angaben.Angaben) { a.Person.Vornamen, a.Person.Rufname = "Иван", "" }, "WSM-ZEICHEN-01", "/person/vornamen"},
		{"too long", func(a *angaben.Angaben) { a.Anschrift.Strasse = strings.Repeat("ä", 121) }, "WSM-LAENGE-01", "/anschrift/strasse"},
		{"the record was not decided on", func(a *angaben.Angaben) { a.Weg = angaben.WegAbruf }, "WSM-DATEN-02", "/weg"},
		{"the data were not gone through", func(a *angaben.Angaben) { a.Bestaetigt = false }, "WSM-DATEN-03", "/person"},
		{"another name than the login proved", func(a *angaben.Angaben) {
			a.Identitaet = angaben.Identitaet{Familienname: "Mustermann", Vornamen: "Max", Geburtsdatum: a.Person.Geburtsdatum}
		}, "WSM-R14-2", "/person/familienname"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := vollstaendig()
			tt.change(&a)
			befunde := regeln.Check(a, umstaende())
			require.Equal(t, []string{tt.code}, befunde.Codes())
			require.Equal(t, tt.pfad, befunde[0].Pfad)
			require.NotEmpty(t, befunde[0].DE)
			require.NotEmpty(t, befunde[0].EN)
		})
	}
}

func TestCheck_AStayOfMoreThanSixMonthsIsAnOrdinaryMove(t *testing.T) {
	a := vollstaendig()
	a.AuszugGeplant = tag("2027-05-10")
	require.Empty(t, regeln.Check(a, umstaende()))
}

func TestCheck_ALevelBelowHighCannotHandIn(t *testing.T) {
	u := umstaende()
	for _, stufe := range []testkonto.Stufe{testkonto.Niedrig, testkonto.Substantiell} {
		u.Stufe = stufe
		befunde := regeln.Check(vollstaendig(), u)
		require.Equal(t, []string{"WSM-R14"}, befunde.Maengel().Codes())
		require.Empty(t, befunde[0].Pfad, "it is about no field")
	}
}

func TestCheck_CodesAreWellFormed(t *testing.T) {
	for _, b := range regeln.Check(angaben.Angaben{}, regeln.Umstaende{Heute: heute, Verzeichnis: kommune.Deutschland()}) {
		require.Regexp(t, `^WSM-[A-Z0-9]+(-[0-9]+)?$`, b.Code)
	}
}

func TestFrist_IsTwoWeeksOfTheHolidaysThere(t *testing.T) {
	for _, tt := range []struct{ einzug, ende string }{
		{"2026-11-09", "2026-11-23"}, // Monday to Monday
		{"2026-11-07", "2026-11-23"}, // ends on Saturday: Monday
		{"2026-12-11", "2026-12-28"}, // ends on the first day of Christmas, a Friday
		{"2026-09-06", "2026-09-21"}, // the day itself, Weltkindertag in Thüringen, is a Sunday
	} {
		f, err := regeln.Frist(tag(tt.einzug), jena)
		require.NoError(t, err)
		require.Equal(t, tt.ende, f.Ende.String(), tt.einzug)
	}
}

func TestMeldepflichtig_FromTheSixteenthBirthdayOn(t *testing.T) {
	require.False(t, regeln.Meldepflichtig(tag("2010-11-21"), heute))
	require.True(t, regeln.Meldepflichtig(tag("2010-11-20"), heute))
	require.True(t, regeln.Meldepflichtig(tag("2008-02-29"), tag("2024-02-29")))
}

func TestBefreit_UpToSixMonths(t *testing.T) {
	require.True(t, regeln.Befreit(tag("2026-01-31"), tag("2026-07-31")))
	require.False(t, regeln.Befreit(tag("2026-01-31"), tag("2026-08-01")))
}

func TestErhebbar_EveryFieldAskedForIsInTheList(t *testing.T) {
	for _, pfad := range melderegister.Elektronisch().Fields(true).Paths() {
		feld, _, _ := strings.Cut(pfad[1:], "/")
		nummer, ok := regeln.Erhebbar(feld)
		require.True(t, ok, pfad)
		require.True(t, nummer >= 1 && nummer <= 18, pfad)
	}
	_, ok := regeln.Erhebbar("einkommen")
	require.False(t, ok)
}

func TestBefunde_UnterFindsByPointer(t *testing.T) {
	b := regeln.Befunde{{Code: "A", Pfad: "/wohnung/art"}, {Code: "B", Pfad: "/wohnungsgeber/weg"}, {Code: "C", Pfad: "/wohnung", Hinweis: true}}
	require.Equal(t, []string{"A", "C"}, b.Unter("/wohnung").Codes())
	require.Equal(t, []string{"A", "B"}, b.Maengel().Codes())
	require.Equal(t, []string{"C"}, b.Hinweise().Codes())
	require.True(t, slices.Equal([]string{"B"}, b.Unter("/wohnungsgeber/weg").Codes()))
}
