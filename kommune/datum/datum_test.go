// SPDX-License-Identifier: Apache-2.0

package datum_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata" // the comparison needs the rules of Europe/Berlin on every machine

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

func TestParse_TakesOneSpelling(t *testing.T) {
	t.Parallel()
	d, err := datum.Parse("2024-02-29")
	require.NoError(t, err)
	require.Equal(t, 2024, d.Year())
	require.Equal(t, time.February, d.Month())
	require.Equal(t, 29, d.Day())
	require.Equal(t, "2024-02-29", d.String())

	for _, bad := range []string{
		"", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-01-00", "0000-01-01",
		"2024-1-01", "24-01-01", "2024/01/01", "20240101", " 2024-01-01", "2024-01-01 ", "2024-01-01T00:00:00Z",
		"2024-01-0x", "+024-01-01", "٢٠٢٤-01-01",
	} {
		_, err := datum.Parse(bad)
		require.ErrorIs(t, err, datum.ErrSyntax, "%q", bad)
	}
}

func TestOf_CountsInGermanLegalTime(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	end := time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(1979, 12, 30, 0, 0, 0, 0, time.UTC); at.Before(end); at = at.Add(30 * time.Minute) {
		year, month, day := at.In(berlin).Date()
		got := datum.Of(at)
		if legal, want := datum.LegalTime(at), at.In(berlin); at.Year() >= 1980 && legal.Format(time.RFC1123) != want.Format(time.RFC1123) {
			t.Fatalf("%s is %s in Berlin, got %s", at, want, legal)
		}
		if got.Year() != year || got.Month() != month || got.Day() != day {
			t.Fatalf("%s is %s in Berlin, got %s", at, at.In(berlin), got)
		}
	}
	last := time.Date(2026, 7, 1, 21, 59, 59, 0, time.UTC)
	require.Equal(t, "2026-07-01", datum.Of(last).String())
	require.Equal(t, "2026-07-02", datum.Of(last.Add(time.Second)).String())
	require.Equal(t, "2026-07-02", datum.Of(last.Add(time.Second).In(time.FixedZone("west", -10*3600))).String())
}

func TestDatum_StartIsTheFirstInstantOfTheDay(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	for d := datum.MustParse("1979-12-30"); d.Before(datum.MustParse("2060-01-01")); d = d.AddDays(1) {
		require.True(t, d.Start().Equal(d.In(berlin)), "%s starts at %s, not %s", d, d.In(berlin), d.Start())
		require.True(t, d.End().Equal(d.AddDays(1).Start()))
		require.Equal(t, d, datum.Of(d.Start()))
		require.Equal(t, d.AddDays(-1), datum.Of(d.Start().Add(-time.Nanosecond)))
	}
}

func TestDatum_AddMonthsFollowsSection188BGB(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-05-31", 0, "2026-05-31"},
		{"9999-12-01", 1, "9999-12-31"},
		{"0001-01-15", -1, "0001-01-01"},
		{"2026-05-31", 1 << 62, "9999-12-31"},
		{"2026-05-31", -1 << 62, "0001-01-01"},
	} {
		require.Equal(t, c.want, datum.MustParse(c.from).AddMonths(c.months).String(), "%s and %d months", c.from, c.months)
	}
}

func TestDatum_AddDaysAndDaysUntilAreInverse(t *testing.T) {
	t.Parallel()
	from := datum.MustParse("2023-12-25")
	for n := -800; n <= 800; n++ {
		to := from.AddDays(n)
		require.Equal(t, n, from.DaysUntil(to))
		require.Equal(t, from, to.AddDays(-n))
		switch {
		case n < 0:
			require.True(t, to.Before(from))
		case n > 0:
			require.True(t, to.After(from))
		default:
			require.Zero(t, to.Compare(from))
		}
	}
	require.Equal(t, "9999-12-31", from.AddDays(1<<62).String())
	require.Equal(t, "0001-01-01", from.AddDays(-1<<62).String())
	require.Equal(t, time.Monday, from.Weekday())
}

func TestDatum_ZeroMeansNotSet(t *testing.T) {
	t.Parallel()
	var zero datum.Datum
	require.True(t, zero.IsZero())
	require.Empty(t, zero.String())
	require.True(t, zero.AddDays(1).IsZero())
	require.True(t, zero.AddMonths(1).IsZero())
	require.True(t, zero.Before(datum.MustParse("0001-01-01")))
	_, err := json.Marshal(zero)
	require.ErrorIs(t, err, datum.ErrSyntax)
	_, err = zero.Value()
	require.ErrorIs(t, err, datum.ErrSyntax)
}

func TestDatum_TextJSONAndSQL(t *testing.T) {
	t.Parallel()
	type letter struct {
		Sent    datum.Datum `json:"sent"`
		Arrived datum.Datum `json:"arrived,omitzero"`
	}
	in := letter{Sent: datum.MustParse("2026-11-21")}
	text, err := json.Marshal(in)
	require.NoError(t, err)
	require.JSONEq(t, `{"sent":"2026-11-21"}`, string(text))
	var out letter
	require.NoError(t, json.Unmarshal(text, &out))
	require.Equal(t, in, out)

	value, err := in.Sent.Value()
	require.NoError(t, err)
	require.Equal(t, "2026-11-21", value)
	for _, src := range []any{"2026-11-21", []byte("2026-11-21"), time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)} {
		var d datum.Datum
		require.NoError(t, d.Scan(src))
		require.Equal(t, in.Sent, d)
	}
	for _, src := range []any{nil, "", 20261121, "21.11.2026"} {
		var d datum.Datum
		require.ErrorIs(t, d.Scan(src), datum.ErrSyntax)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2024-02-29", "0001-01-01", "9999-12-31", "2023-02-29", "", "2024-1-1", "2024-02-2\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := datum.Parse(s)
		if err != nil {
			require.True(t, d.IsZero())
			return
		}
		require.Equal(t, s, d.String())
		want, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		require.True(t, want.Equal(d.In(time.UTC)))
	})
}
