// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestBekanntgabe_EveryStepRestsOnTheNormOfTheRule(t *testing.T) {
	for land, want := range map[kommune.Land]string{
		kommune.SchleswigHolstein: "§ 110 Abs. 2 LVwG (Schleswig-Holstein)",
		kommune.Hamburg:           "§ 41 Abs. 2 HmbVwVfG",
		kommune.Bayern:            "Art. 41 Abs. 2 BayVwVfG",
	} {
		rule, err := frist.PostregelLand(land, day("2026-03-02"))
		require.NoError(t, err)
		for _, arrived := range []string{"2026-03-03", "2026-03-20"} {
			b, err := frist.InLand(land).Bekanntgabe(frist.Sendung{Aufgabe: day("2026-03-02"), Regel: rule, Zugang: day(arrived)})
			require.NoError(t, err)
			require.Len(t, b.Schritte, 2)
			for _, s := range b.Schritte {
				require.Equal(t, want, s.Normen.String(), "%s, arrived %s", land.Name(), arrived)
			}
		}
	}
}

func TestPostregelLand_SaysUntilWhenTheOldWordingHeld(t *testing.T) {
	for _, c := range []struct {
		land  kommune.Land
		until string
		norm  string
	}{
		{kommune.Hamburg, "Fassung bis 13.5.2025", "§ 41 Abs. 2 HmbVwVfG"},
		{kommune.BadenWuerttemberg, "Fassung bis 6.2.2025", "§ 41 Abs. 2 LVwVfG (Baden-Württemberg)"},
		{kommune.Bayern, "Fassung bis 31.12.2024", "Art. 41 Abs. 2 BayVwVfG"},
		{kommune.Saarland, "Fassung bis 2.10.2025", "§ 41 Abs. 2 SVwVfG (Saarland)"},
	} {
		rule, err := frist.PostregelLand(c.land, day("2024-06-03"))
		require.NoError(t, err)
		require.Equal(t, 3, rule.Tage)
		require.Equal(t, c.until, rule.Quelle)
		require.Equal(t, c.norm, rule.Normen.String())
	}
}

func TestBerechne_ASuspensionCitesWhatItsCallerNames(t *testing.T) {
	norm := recht.MustParseNorm("§ 10 Abs. 3 Satz 2 MusterG")
	f, err := frist.InLand(kommune.Thueringen).Berechne(frist.Regel{
		Beginn: day("2026-03-02"), Dauer: frist.Wochen(2),
		Hemmungen: []frist.Zeitraum{
			{Von: day("2026-03-05"), Bis: day("2026-03-06"), Grund: "Unterlagen fehlen", Normen: recht.Normen{norm}},
			{Von: day("2026-03-06"), Bis: day("2026-03-07"), Grund: "Unterlagen fehlen", Normen: recht.Normen{norm}},
		},
	})
	require.NoError(t, err)
	last := f.Schritte[2]
	require.Equal(t, "§ 10 Abs. 3 Satz 2 MusterG, § 209 BGB", last.Normen.String())
	require.Contains(t, last.Text.String(), "entsprechend § 209 BGB")
}
