// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestPostregel_ThirdDayUntil2024FourthSince(t *testing.T) {
	require.Equal(t, 3, frist.PostregelBund(day("2024-12-31")).Tage)
	require.Equal(t, 4, frist.PostregelBund(day("2025-01-01")).Tage)
	vierter, offen := 0, 0
	for land := range kommune.Laender() {
		regel, err := frist.PostregelLand(land, day("2024-12-31"))
		require.NoError(t, err)
		require.Equal(t, 3, regel.Tage)
		switch regel, err = frist.PostregelLand(land, day("2025-01-01")); {
		case err != nil:
			require.ErrorIs(t, err, frist.ErrUngeklaert)
			offen++
		default:
			require.Equal(t, 4, regel.Tage)
			vierter++
		}
	}
	require.Equal(t, []int{8, 8}, []int{vierter, offen})
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
			s := frist.Sendung{Aufgabe: day(tt.aufgabe), Regel: frist.Postregel{Tage: tt.regel, Norm: "§ 41 Abs. 2 VwVfG"}, AmWerktag: tt.werktag}
			if tt.zugang != "" {
				s.Zugang = day(tt.zugang)
			}
			b, err := he.Bekanntgabe(s)
			require.NoError(t, err)
			require.Equal(t, tt.want, b.Tag.String(), "%s", b.Schritte)
		})
	}
}

func TestBekanntgabe_LeadsToTheEndOfAnObjection(t *testing.T) {
	posted := day("2026-11-26")
	regel, err := frist.PostregelLand(kommune.Sachsen, posted)
	require.NoError(t, err)
	b, err := sn.Bekanntgabe(frist.Sendung{Aufgabe: posted, Regel: regel})
	require.NoError(t, err)
	f, err := sn.Berechne(frist.Regel{Norm: "§ 70 Abs. 1 VwGO", Beginn: b.Tag, Dauer: frist.Monate(1)})
	require.NoError(t, err)
	require.Equal(t, "2026-12-30", f.Ende.String())
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
