// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestBekanntgabe_EachWayCountsInItsOwnWay(t *testing.T) {
	for _, tt := range []struct {
		name string
		weg  frist.Weg
		// Day of the announcement, the latest that can be argued, and the last day
		// of a month from each.
		tag, spaetestens, ende, endeSpaetestens string
	}{
		{"letter", frist.Sendung{Aufgabe: day("2026-11-30"), Regel: frist.PostregelBund(day("2026-11-30"))}, "2026-12-04", "2026-12-04", "2027-01-04", "2027-01-04"},
		{"letter in social matters", frist.Sendung{Aufgabe: day("2026-12-01"), Regel: frist.PostregelSozial(day("2026-12-01"))}, "2026-12-05", "2026-12-07", "2027-01-05", "2027-01-07"},
		{"letter abroad", frist.Sendung{Aufgabe: day("2026-12-01"), Regel: frist.PostregelBund(day("2026-12-01")), Ausland: true, Zugang: day("2026-12-12")}, "2026-12-12", "2026-12-12", "2027-01-12", "2027-01-12"},
		{"postbox, on a Saturday that is a holiday", frist.Postfach{Bereitgestellt: day("2026-12-22"), Benachrichtigt: day("2026-12-22")}, "2026-12-26", "2026-12-28", "2027-01-26", "2027-01-28"},
		{"postbox, announced again after a retrieval", frist.Postfach{Bereitgestellt: day("2026-12-22"), Benachrichtigt: day("2026-12-22"), ZuvorAbgerufen: day("2026-12-03")}, "2026-12-03", "2026-12-03", "2027-01-04", "2027-01-04"},
		{"retrieval", frist.Abruf{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2026-12-02")}, "2026-12-03", "2026-12-03", "2027-01-04", "2027-01-04"},
		{"retrieval on the tenth day", frist.Abruf{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2026-12-11")}, "2026-12-12", "2026-12-14", "2027-01-12", "2027-01-14"},
		{"retrieval in social matters counts from the message", frist.AbrufSozial{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2026-12-02")}, "2026-12-05", "2026-12-07", "2027-01-05", "2027-01-07"},
		{"retrieval in social matters, message denied", frist.AbrufSozial{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2027-01-11"), Bestritten: true}, "2027-01-11", "2027-01-11", "2027-02-11", "2027-02-11"},
		{"on the spot", frist.Uebergabe{Tag: day("2026-12-01")}, "2026-12-01", "2026-12-01", "2027-01-04", "2027-01-04"},
		{"in public", frist.OeffentlicheBekanntgabe{Bekanntgemacht: day("2026-12-01")}, "2026-12-15", "2026-12-15", "2027-01-15", "2027-01-15"},
		{"in public, with a day", frist.OeffentlicheBekanntgabe{Bekanntgemacht: day("2026-12-01"), Bestimmt: day("2026-12-02")}, "2026-12-02", "2026-12-02", "2027-01-04", "2027-01-04"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := he.Bekanntgabe(tt.weg)
			require.NoError(t, err)
			require.Equal(t, tt.tag, b.Tag.String(), "%s", b.Schritte)
			require.Equal(t, tt.spaetestens, b.Spaetestens.String())
			require.Empty(t, b.Gruende)
			require.NotEmpty(t, b.Schritte)
			require.Equal(t, tt.tag != tt.spaetestens, len(b.Vorbehalte) > 0)
			for i, want := range []string{tt.ende, tt.endeSpaetestens} {
				f, err := he.Berechne(frist.Regel{Beginn: []kommune.Datum{b.Tag, b.Spaetestens}[i], Dauer: frist.Monate(1)})
				require.NoError(t, err)
				require.Equal(t, want, f.Ende.String())
			}
		})
	}
}

func TestBekanntgabe_SaysWhyThereIsNone(t *testing.T) {
	for name, weg := range map[string]frist.Weg{
		"not retrieved":                  frist.Abruf{Benachrichtigt: day("2026-12-01")},
		"retrieved after ten days":       frist.Abruf{Benachrichtigt: day("2026-12-01"), Abgerufen: day("2026-12-12")},
		"denied and not retrieved":       frist.AbrufSozial{Benachrichtigt: day("2026-12-01"), Bestritten: true},
		"no consent to the postbox":      frist.Postfach{Bereitgestellt: day("2026-12-01"), Ausgeschlossen: true},
		"tenth day a Sunday, Tuesday on": frist.Abruf{Benachrichtigt: day("2026-12-03"), Abgerufen: day("2026-12-15")},
	} {
		b, err := he.Bekanntgabe(weg)
		require.NoError(t, err, name)
		require.True(t, b.Tag.IsZero(), name)
		require.True(t, b.Spaetestens.IsZero(), name)
		require.Len(t, b.Gruende, 1, name)
	}
}

func TestBekanntgabe_ReservesWhatIsOpen(t *testing.T) {
	b, err := he.Bekanntgabe(frist.Abruf{Benachrichtigt: day("2026-12-03"), Abgerufen: day("2026-12-14")})
	require.NoError(t, err)
	require.Equal(t, "2026-12-15", b.Tag.String(), "the tenth day was a Sunday")
	require.Len(t, b.Vorbehalte, 1)
	for _, benachrichtigt := range []kommune.Datum{{}, day("2026-12-02")} {
		b, err = he.Bekanntgabe(frist.Postfach{Bereitgestellt: day("2026-12-01"), Benachrichtigt: benachrichtigt})
		require.NoError(t, err)
		require.Equal(t, "FRIST-BEKANNTGABE-05", b.Vorbehalte[0].Code)
	}
}

func TestBekanntgabe_RefusesWaysThatCannotBe(t *testing.T) {
	for name, weg := range map[string]frist.Weg{
		"none": nil, "retrieval without a day": frist.Abruf{}, "social without a day": frist.AbrufSozial{}, "postbox without a day": frist.Postfach{},
		"hand without a day": frist.Uebergabe{}, "public without a day": frist.OeffentlicheBekanntgabe{},
		"public, too early":   frist.OeffentlicheBekanntgabe{Bekanntgemacht: day("2026-12-01"), Bestimmt: day("2026-12-01")},
		"letter without rule": frist.Sendung{Aufgabe: day("2026-12-01")},
	} {
		_, err := he.Bekanntgabe(weg)
		require.ErrorIs(t, err, frist.ErrRegel, name)
	}
	_, err := he.Bekanntgabe(frist.Sendung{Aufgabe: day("2026-12-01"), Regel: frist.PostregelBund(day("2026-12-01")), Ausland: true})
	require.ErrorIs(t, err, frist.ErrUngeklaert, "a letter abroad of which nobody knows when it arrived")
	_, err = he.Bekanntgabe(frist.Postfach{Bereitgestellt: day("1999-12-01")})
	require.ErrorIs(t, err, frist.ErrJahr)
}

// A day that is expressly no holiday in the place moves nothing.
func TestBekanntgabe_MovesToNoDayBecauseOfAHolidayOfOthers(t *testing.T) {
	for _, place := range []string{"09564000", "16053000"} {
		b, err := frist.InGemeinde(kommune.MustParseAGS(place)).Bekanntgabe(frist.Postfach{Bereitgestellt: day("2025-08-11"), Benachrichtigt: day("2025-08-11")})
		require.NoError(t, err)
		require.Equal(t, "2025-08-15", b.Tag.String())
		require.Equal(t, b.Tag, b.Spaetestens)
	}
	munich, err := frist.InGemeinde(kommune.MustParseAGS("09162000")).Bekanntgabe(frist.Postfach{Bereitgestellt: day("2025-08-11"), Benachrichtigt: day("2025-08-11")})
	require.NoError(t, err)
	require.Equal(t, "2025-08-18", munich.Spaetestens.String())
}

// Each step cites the norm of its own rule.
func TestBekanntgabe_StepsCiteTheirOwnNorm(t *testing.T) {
	for norm, weg := range map[string]frist.Weg{
		"§ 37 Abs. 2 SGB X":  frist.Sendung{Aufgabe: day("2026-12-01"), Regel: frist.PostregelSozial(day("2026-12-01")), Zugang: day("2026-12-20")},
		"§ 37 Abs. 2a SGB X": frist.AbrufSozial{Benachrichtigt: day("2026-12-01")},
		"§ 9 Abs. 1 OZG":     frist.Postfach{Bereitgestellt: day("2026-12-01")},
		"§ 110 Abs. 2 LVwG":  frist.Sendung{Aufgabe: day("2026-12-01"), Regel: frist.Postregel{Tage: 4, Normen: recht.MustParseNormen("§ 110 Abs. 2 LVwG")}, Zugang: day("2026-12-02")},
		"§ 37 Abs. 1 SGB X":  frist.Uebergabe{Tag: day("2026-12-01"), Normen: recht.MustParseNormen("§ 37 Abs. 1 SGB X")},
	} {
		b, err := he.Bekanntgabe(weg)
		require.NoError(t, err)
		for _, s := range b.Schritte {
			require.Equal(t, norm, s.Normen.String())
			require.NotEmpty(t, s.Text.English())
		}
	}
}

// An end that hangs on an open question has two days: the earlier one for whoever
// has to act, the later one for whoever would call him late.
func TestBerechne_GivesBothEndsWhereOneCanBeArgued(t *testing.T) {
	for name, tt := range map[string]struct {
		kalender          frist.Kalender
		regel             frist.Regel
		ende, spaetestens string
	}{
		"nothing open":                          {he, frist.Regel{Beginn: day("2026-11-30"), Dauer: frist.Wochen(2)}, "2026-12-14", "2026-12-14"},
		"a holiday of some Gemeinden only":      {frist.InLand(kommune.Bayern), frist.Regel{Beginn: day("2025-08-01"), Dauer: frist.Wochen(2)}, "2025-08-15", "2025-08-18"},
		"none where it is expressly no holiday": {frist.InGemeinde(kommune.MustParseAGS("09564000")), frist.Regel{Beginn: day("2025-08-01"), Dauer: frist.Wochen(2)}, "2025-08-15", "2025-08-15"},
		"an extension from a moved end":         {he, frist.Regel{Beginn: day("2026-10-31"), Dauer: frist.Wochen(2), Verlaengerungen: []frist.Dauer{frist.Tage(3)}}, "2026-11-17", "2026-11-19"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := tt.kalender.Berechne(tt.regel)
			require.NoError(t, err)
			require.Equal(t, tt.ende, f.Ende.String(), "%s", f.Schritte)
			require.Equal(t, tt.spaetestens, f.Spaetestens.String(), "%s", f.Vorbehalte)
			require.Equal(t, tt.ende != tt.spaetestens, len(f.Vorbehalte) > 0)
			require.False(t, f.AbgelaufenAm(day(tt.spaetestens)), "nobody is late on a day that can be argued")
			require.True(t, f.AbgelaufenAm(day(tt.spaetestens).AddDays(1)))
		})
	}
}
