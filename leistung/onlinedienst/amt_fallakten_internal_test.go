// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

func TestEingegangen_SaysEachDayOnceInFewWords(t *testing.T) {
	day := datum.MustParse
	for _, tt := range []struct {
		von, bis, heute string
		most            int
	}{
		{von: "2026-11-20", heute: "2026-11-20", most: 11}, // the rest of the month
		{von: "2026-11-01", heute: "2026-11-20", most: 1},
		{von: "2026-09-15", heute: "2026-11-20", most: 18},
		{von: "2024-02-29", heute: "2026-11-20", most: 34},
		{von: "2025-01-31", bis: "2026-03-15", heute: "2026-11-20", most: 29},
		{von: "2026-02-10", bis: "2026-02-12", heute: "2026-11-20", most: 3},
	} {
		f := aktenfrage{von: day(tt.von), heute: day(tt.heute)}
		last := f.heute
		if tt.bis != "" {
			last = day(tt.bis)
			f.bis = last.Start()
		}
		words := eingegangen(f)
		require.LessOrEqual(t, len(words), tt.most, tt)
		for d := f.von.AddDays(-40); !d.After(last.AddDays(40)); d = d.AddDays(1) {
			n := 0
			for _, w := range []string{merkmalEingang + d.String(), merkmalEingang + monat(d)} {
				if slices.Contains(words, w) {
					n++
				}
			}
			switch {
			case d.Before(f.von), d.After(last) && tt.bis != "":
				require.Zero(t, n, "%v: %s", tt, d)
			case !d.After(last):
				require.Equal(t, 1, n, "%v: %s", tt, d)
			}
		}
	}
	require.Empty(t, eingegangen(aktenfrage{von: day("2027-01-01"), heute: day("2026-11-20")}), "a day that is still to come")
	require.Greater(t, len(eingegangen(aktenfrage{von: day("0001-01-02"), heute: day("2026-11-20")})), maxEingang, "too far back: by another way")
}

// Who changes the words gives verzeichnis another name: only then are the cases of before
// found by them.
func TestVerzeichnis_NamesTheWords(t *testing.T) {
	require.Equal(t, []string{"2", "stand/", "eingang/", "ueberfaellig", "2026-11"}, []string{verzeichnis, merkmalStand, merkmalEingang, merkmalSpaet, monat(datum.MustParse("2026-11-20"))})
}
