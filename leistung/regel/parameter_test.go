// SPDX-License-Identifier: Apache-2.0

package regel_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

func TestNewParameter_RefusesTablesThatContradictThemselves(t *testing.T) {
	good, title := stelle("§ 1 X", "BGBl. I S. 1"), recht.NewText("x", "x")
	for _, c := range []struct {
		name    string
		staende []regel.Stand[euro]
	}{
		{"no version", nil},
		{"no first day", []regel.Stand[euro]{{Fundstelle: good}}},
		{"ends before it begins", []regel.Stand[euro]{{Ab: day("2020-01-02"), Bis: day("2020-01-01"), Fundstelle: good}}},
		{"no norm", []regel.Stand[euro]{{Ab: day("2020-01-01"), Fundstelle: regel.Fundstelle{Quelle: "BGBl."}}}},
		{"no promulgation", []regel.Stand[euro]{{Ab: day("2020-01-01"), Fundstelle: regel.Fundstelle{Norm: good.Norm}}}},
		{"gap of a day", []regel.Stand[euro]{{Ab: day("2020-01-01"), Bis: day("2021-12-30"), Fundstelle: good}, {Ab: day("2022-01-01"), Fundstelle: good}}},
		{"overlap of a day", []regel.Stand[euro]{{Ab: day("2020-01-01"), Bis: day("2022-01-01"), Fundstelle: good}, {Ab: day("2022-01-01"), Fundstelle: good}}},
		{"after an open one", []regel.Stand[euro]{{Ab: day("2020-01-01"), Fundstelle: good}, {Ab: day("2022-01-01"), Fundstelle: good}}},
		{"out of order", []regel.Stand[euro]{{Ab: day("2022-01-01"), Bis: day("2022-12-31"), Fundstelle: good}, {Ab: day("2020-01-01"), Bis: day("2021-12-31"), Fundstelle: good}}},
		{"only a bill", []regel.Stand[euro]{{Ab: day("2022-01-01"), Fundstelle: good, Entwurf: "B"}}},
		{"bill without source", []regel.Stand[euro]{{Ab: day("2020-01-01"), Fundstelle: good}, {Ab: day("2022-01-01"), Entwurf: "B"}}},
		{"one bill twice", []regel.Stand[euro]{{Ab: day("2020-01-01"), Fundstelle: good}, {Ab: day("2022-01-01"), Fundstelle: good, Entwurf: "B"}, {Ab: day("2023-01-01"), Fundstelle: good, Entwurf: "B"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := regel.NewParameter("x", title, recht.Text{}, c.staende...)
			require.ErrorIs(t, err, regel.ErrParameter)
		})
	}
	one := regel.Stand[euro]{Ab: day("2020-01-01"), Fundstelle: good}
	_, err := regel.NewParameter("", title, recht.Text{}, one)
	require.ErrorIs(t, err, regel.ErrParameter, "no name")
	_, err = regel.NewParameter("x", recht.NewText("nur deutsch", ""), recht.Text{}, one)
	require.ErrorIs(t, err, regel.ErrParameter, "no English title")
	_, err = regel.NewParameter("x", title, recht.NewText("Euro", ""), one)
	require.ErrorIs(t, err, regel.ErrParameter, "no English unit")
}

func TestParameter_EveryDayHasExactlyItsVersion(t *testing.T) {
	p := satzParameter(9)
	for d := day("2019-06-01"); d.Before(day("2028-01-01")); d = d.AddDays(1) {
		s, err := p.Am(d)
		switch {
		case d.Before(day("2020-01-01")):
			require.ErrorIs(t, err, regel.ErrKeinRecht, d.String())
			require.Zero(t, s)
		case d.Before(day("2023-01-01")):
			require.NoError(t, err)
			require.Equal(t, staffel{10, 8}, s.Wert, d.String())
		default:
			require.NoError(t, err)
			require.Equal(t, staffel{12, 9}, s.Wert, "%v: a bill is never applied by date", d)
		}
	}
	_, err := p.Am(datum.Datum{})
	require.ErrorIs(t, err, regel.ErrKeinRecht, "the day that is not set has no law")
}

func TestParameter_ABillHoldsOnlyByItsNameAndFromItsDay(t *testing.T) {
	p := satzParameter(9)
	s, err := p.ImEntwurf("BT-Drs. 99/1", day("2027-01-01"))
	require.NoError(t, err)
	require.Equal(t, staffel{20, 1}, s.Wert)
	s, err = p.ImEntwurf("BT-Drs. 99/1", day("2026-12-31"))
	require.NoError(t, err)
	require.Equal(t, staffel{12, 9}, s.Wert)
	s, err = p.ImEntwurf("BT-Drs. 99/2", day("2027-01-01"))
	require.NoError(t, err)
	require.Equal(t, staffel{12, 9}, s.Wert)
}

func TestParameter_FassungenShowTableSourceAndBill(t *testing.T) {
	all := slices.Collect(satzParameter(9).Fassungen())
	require.Len(t, all, 3)
	require.Equal(t, "BGBl. I 2022 S. 2", all[1].Fundstelle.Quelle)
	require.Equal(t, []regel.Wert{regel.Betrag(9, 0)}, all[1].Tabelle.Zeilen[1].Werte)
	require.Equal(t, "BT-Drs. 99/1", all[2].Entwurf)
	single := slices.Collect(limitParameter.Fassungen())
	require.Equal(t, "1.000,00 Euro", single[0].Wert.String())
	require.Equal(t, "Grenze", limitParameter.Titel().String())
	require.Equal(t, "euro a month", limitParameter.Einheit().English())
}

func TestZeitraum_TeileFillThePeriodWithoutGap(t *testing.T) {
	z := regel.Zeitraum{Ab: day("2024-11-01"), Bis: day("2025-10-31")}
	changes := []datum.Datum{day("2027-01-01"), day("2025-01-01"), day("2024-11-01"), day("2025-01-01"), day("2025-10-31"), day("2025-11-01"), {}}
	parts := z.Teile(changes...)
	require.Equal(t, []regel.Zeitraum{
		{Ab: day("2024-11-01"), Bis: day("2024-12-31")}, {Ab: day("2025-01-01"), Bis: day("2025-10-30")}, {Ab: day("2025-10-31"), Bis: day("2025-10-31")},
	}, parts)
	require.Equal(t, day("2027-01-01"), changes[0], "the caller's list stays as it was")
	require.Empty(t, regel.Zeitraum{Ab: day("2025-01-02"), Bis: day("2025-01-01")}.Teile())
	require.Empty(t, regel.Zeitraum{}.Teile(day("2025-01-01")))
}
