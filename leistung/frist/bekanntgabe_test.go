// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestPostregel_ThirdDayUntil2024FourthSince(t *testing.T) {
	require.Equal(t, 3, frist.PostregelBund(day("2024-12-31")).Tage)
	require.Equal(t, 4, frist.PostregelBund(day("2025-01-01")).Tage)
	wechsel := []string{"2024-12-31", "2025-01-01", "2025-02-06", "2025-02-07", "2025-05-13", "2025-05-14", "2025-10-02", "2025-10-03", "2030-01-01"}
	mitBund := []int{3, 4, 4, 4, 4, 4, 4, 4, 4}
	tage := map[kommune.Land][]int{
		kommune.BadenWuerttemberg: {3, 3, 3, 4, 4, 4, 4, 4, 4},
		kommune.Hamburg:           {3, 3, 3, 3, 3, 4, 4, 4, 4},
		kommune.Hessen:            {3, 3, 3, 3, 3, 3, 3, 3, 3},
		kommune.Saarland:          {3, 3, 3, 3, 3, 3, 3, 4, 4},
	}
	vorbehalt := map[kommune.Land]bool{kommune.BadenWuerttemberg: true, kommune.Bayern: true, kommune.MecklenburgVorpommern: true, kommune.Hessen: true, kommune.Saarland: true}
	for land := range kommune.Laender() {
		want, ok := tage[land]
		if !ok {
			want = mitBund
		}
		for i, tag := range wechsel {
			regel, err := frist.PostregelLand(land, day(tag))
			require.Equal(t, want[i], regel.Tage, "%s %s", land.Name(), tag)
			require.NoError(t, err)
			require.NotEmpty(t, regel.Normen)
			require.NotEmpty(t, regel.Quelle)
			require.Equal(t, land == kommune.Brandenburg && tag >= "2025", regel.FruehererZugang)
		}
		regel, err := frist.PostregelLand(land, day("2026-11-27"))
		require.NoError(t, err)
		require.Equal(t, vorbehalt[land], len(regel.Vorbehalte) > 0, land.Name())
	}
	_, err := frist.PostregelLand(0, day("2025-01-01"))
	require.ErrorIs(t, err, frist.ErrRegel)
	_, err = frist.PostregelLand(kommune.Hessen, kommune.Datum{})
	require.ErrorIs(t, err, frist.ErrRegel)
}

func TestBekanntgabe_CountsFromPosting(t *testing.T) {
	for _, tt := range []struct {
		name, aufgabe, zugang string
		regel                 int
		werktag               bool
		want                  string
	}{
		{"third day, 2017", "2017-10-10", "", 3, false, "2017-10-13"},
		{"last letters under the third day", "2024-12-31", "", 3, false, "2025-01-03"},
		{"first letters under the fourth", "2025-01-02", "", 4, false, "2025-01-06"},
		{"a Saturday stays", "2026-11-10", "", 4, false, "2026-11-14"},
		{"a Saturday moves where that reading is chosen", "2026-11-10", "", 4, true, "2026-11-16"},
		{"a holiday stays", "2026-12-21", "", 4, false, "2026-12-25"},
		{"over a leap day", "2024-02-27", "", 3, false, "2024-03-01"},
		{"an earlier arrival changes nothing", "2026-11-02", "2026-11-04", 4, false, "2026-11-06"},
		{"a later arrival counts", "2026-11-02", "2026-11-09", 4, false, "2026-11-09"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := frist.Sendung{Aufgabe: day(tt.aufgabe), Regel: frist.Postregel{Tage: tt.regel, Normen: recht.MustParseNormen("§ 41 Abs. 2 VwVfG")}, AmWerktag: tt.werktag}
			if tt.zugang != "" {
				s.Zugang = day(tt.zugang)
			}
			b, err := he.Bekanntgabe(s)
			require.NoError(t, err)
			require.Equal(t, tt.want, b.Tag.String(), "%s", b.Schritte)
		})
	}
}

func TestBekanntgabe_TakesAnEarlierArrivalWhereTheRuleSaysSo(t *testing.T) {
	regel, err := frist.PostregelLand(kommune.Brandenburg, day("2026-11-02"))
	require.NoError(t, err)
	for zugang, want := range map[string]string{"2026-11-04": "2026-11-04", "2026-11-06": "2026-11-06", "2026-11-09": "2026-11-09"} {
		b, err := bb.Bekanntgabe(frist.Sendung{Aufgabe: day("2026-11-02"), Regel: regel, Zugang: day(zugang)})
		require.NoError(t, err)
		require.Equal(t, want, b.Tag.String())
	}
}

func TestBekanntgabe_LeadsToTheEndOfAnObjection(t *testing.T) {
	posted := day("2026-11-26")
	regel, err := frist.PostregelLand(kommune.Sachsen, posted)
	require.NoError(t, err)
	b, err := sn.Bekanntgabe(frist.Sendung{Aufgabe: posted, Regel: regel})
	require.NoError(t, err)
	f, err := sn.Berechne(frist.Regel{Normen: recht.MustParseNormen("§ 70 Abs. 1 VwGO"), Beginn: b.Tag, Dauer: frist.Monate(1)})
	require.NoError(t, err)
	require.Equal(t, "2026-12-30", f.Ende.String())
}

func TestBekanntgabe_ReservesProceduresThatBeganUnderTheOldRule(t *testing.T) {
	regel, err := frist.PostregelLand(kommune.BadenWuerttemberg, day("2025-02-07"))
	require.NoError(t, err)
	b, err := bw.Bekanntgabe(frist.Sendung{Aufgabe: day("2025-02-07"), Regel: regel})
	require.NoError(t, err)
	require.Equal(t, "2025-02-10", b.Tag.String(), "the earlier day for whoever has to act")
	require.Equal(t, "2025-02-11", b.Spaetestens.String(), "the later one for whoever would call him late")
	require.Len(t, b.Vorbehalte, 1)
	require.Contains(t, b.Vorbehalte[0].Text.String(), "§ 102b LVwVfG")
	regel, err = frist.PostregelLand(kommune.Thueringen, day("2025-02-07"))
	require.NoError(t, err)
	b, err = th.Bekanntgabe(frist.Sendung{Aufgabe: day("2025-02-07"), Regel: regel})
	require.NoError(t, err)
	require.Empty(t, b.Vorbehalte)
	require.Equal(t, b.Tag, b.Spaetestens)
	require.Contains(t, b.Schritte[0].Normen.String(), "ThürVwVfG")
}

func TestBekanntgabe_RefusesWhatCannotBe(t *testing.T) {
	regel := frist.Postregel{Tage: 4}
	for _, s := range []frist.Sendung{
		{Regel: regel},
		{Aufgabe: day("2026-11-02")},
		{Aufgabe: day("2026-11-02"), Regel: regel, Zugang: day("2026-11-01")},
	} {
		_, err := he.Bekanntgabe(s)
		require.ErrorIs(t, err, frist.ErrRegel)
	}
}
