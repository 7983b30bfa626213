// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestPostregelVerfahren_SettlesWhatHangsOnTheBeginning(t *testing.T) {
	for _, tt := range []struct {
		land     kommune.Land
		begonnen string
		tage     int
		offen    bool
	}{
		{kommune.Bayern, "2025-01-01", 4, false},
		{kommune.Bayern, "2024-12-31", 3, false},
		{kommune.BadenWuerttemberg, "2025-02-06", 3, false},
		{kommune.BadenWuerttemberg, "2025-02-07", 4, false},
		{kommune.Thueringen, "2024-12-31", 4, false},
		{kommune.Hessen, "2026-01-01", 3, true}, // what was not read stays open
		{kommune.Saarland, "2026-01-01", 4, true},
	} {
		rule, err := frist.PostregelVerfahren(tt.land, datum.MustParse("2027-04-23"), datum.MustParse(tt.begonnen))
		require.NoError(t, err)
		require.Equal(t, tt.tage, rule.Tage, "%s %s", tt.land.Name(), tt.begonnen)
		require.Equal(t, tt.offen, len(rule.Vorbehalte) > 0, tt.land.Name())
		require.Equal(t, tt.offen, rule.Andernfalls > 0, tt.land.Name())
	}
	old, err := frist.PostregelVerfahren(kommune.Bayern, datum.MustParse("2027-04-23"), datum.MustParse("2024-06-01"))
	require.NoError(t, err)
	require.Equal(t, recht.MustParseNormen("Art. 41 Abs. 2, Art. 98 BayVwVfG").String(), old.Normen.String())
	fresh, err := frist.PostregelLand(kommune.Bayern, datum.MustParse("2027-04-23"))
	require.NoError(t, err)
	require.Len(t, fresh.Normen, 1, "the table is as it was")
	for _, begonnen := range []datum.Datum{{}, datum.MustParse("2027-04-24")} {
		_, err := frist.PostregelVerfahren(kommune.Bayern, datum.MustParse("2027-04-23"), begonnen)
		require.ErrorIs(t, err, frist.ErrRegel)
	}
}

func TestBerechne_NamesTheActOfTheLand(t *testing.T) {
	rule := frist.Regel{Normen: recht.MustParseNormen("§ 74 Abs. 1 Satz 2 VwGO"), Beginn: datum.MustParse("2027-04-27"), Dauer: frist.Monate(1)}
	in := func(ags string) string {
		f, err := frist.InGemeinde(kommune.MustParseAGS(ags)).Berechne(rule)
		require.NoError(t, err)
		return f.Schritte[len(f.Schritte)-1].String()
	}
	require.Contains(t, in("09761000"), "§ 193 BGB, Art. 31 BayVwVfG: Fronleichnam")
	require.NotContains(t, in("16053000"), "Fronleichnam")
}
