// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestDauer_SpeaksGermanAndEnglish(t *testing.T) {
	for _, tt := range []struct {
		d        frist.Dauer
		de, en   string
		verteilt int // § 191 BGB
	}{
		{frist.Tage(1), "1 Tag", "1 day", 1},
		{frist.Wochen(2), "2 Wochen", "2 weeks", 14},
		{frist.Monate(1), "1 Monat", "1 month", 30},
		{frist.Monate(14), "14 Monate", "14 months", 425},
		{frist.Jahre(1), "1 Jahr", "1 year", 365},
		{frist.Jahre(2), "2 Jahre", "2 years", 730},
		{frist.HalbeMonate(1), "ein halber Monat (15 Tage)", "half a month (15 days)", 15},
		{frist.HalbeMonate(3), "1 Monat und ein halber Monat (15 Tage)", "1 month and half a month (15 days)", 45},
		{frist.HalbeMonate(4), "2 Monate", "2 months", 60},
		{frist.Werktage(3), "3 Werktage", "3 working days (Monday to Saturday)", 0},
		{frist.Arbeitstage(1), "1 Arbeitstag", "1 working day", 0},
		{frist.Dauer{}, "", "", 0},
	} {
		require.Equal(t, tt.de, tt.d.String())
		require.Equal(t, tt.en, tt.d.English())
		require.Equal(t, tt.verteilt, tt.d.TageNichtZusammenhaengend(), tt.de)
	}
}

func TestMonatstage_AreThoseOfSection192(t *testing.T) {
	anfang, err := frist.Monatsanfang(2024, 2)
	require.NoError(t, err)
	mitte, err := frist.Monatsmitte(2024, 2)
	require.NoError(t, err)
	ende, err := frist.Monatsende(2024, 2)
	require.NoError(t, err)
	require.Equal(t, []string{"2024-02-01", "2024-02-15", "2024-02-29"}, []string{anfang.String(), mitte.String(), ende.String()})
	_, err = frist.Monatsende(2024, 13)
	require.Error(t, err)
}
