// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func TestStunden_RunThroughWeekendsHolidaysAndTheChangeOfTheClocks(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	for _, tt := range []struct {
		name, von string
		n         int
		want      string
	}{
		{"from Friday to Sunday", "2026-11-20 10:30", 48, "2026-11-22 10:30"},
		{"over Christmas", "2026-12-24 18:00", 72, "2026-12-27 18:00"},
		{"over the turn of the year", "2026-12-31 23:59", 1, "2027-01-01 00:59"},
		{"the night that lacks an hour", "2026-03-28 12:00", 24, "2026-03-29 13:00"},
		{"the night with one more", "2026-10-24 12:00", 24, "2026-10-25 11:00"},
		{"over a leap day", "2024-02-28 12:00", 48, "2024-03-01 12:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			von, err := time.ParseInLocation("2006-01-02 15:04", tt.von, berlin)
			require.NoError(t, err)
			f, err := frist.Stunden(von, tt.n)
			require.NoError(t, err)
			require.Equal(t, tt.want, f.Ende.Format("2006-01-02 15:04"))
			require.Equal(t, f.Ende.Format(time.DateOnly), f.Schritte[0].Tag.String())
			require.Contains(t, f.Schritte.String(), "§ 31 Abs. 6 VwVfG")
		})
	}
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, n := range []int{0, -1, 100_001} {
		_, err := frist.Stunden(noon, n)
		require.ErrorIs(t, err, frist.ErrRegel)
	}
	_, err = frist.Stunden(time.Time{}, 1)
	require.ErrorIs(t, err, frist.ErrRegel)
	_, err = frist.Stunden(time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC), 2)
	require.ErrorIs(t, err, frist.ErrJahr)
}
