// SPDX-License-Identifier: Apache-2.0

// Package leistung_test differs the blocks of leistung against independent
// packages and measures them beside their peers.
package leistung_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

const firstYear, lastYear = 2000, 2035

var theirs = map[kommune.Land][]*cal.Holiday{
	kommune.SchleswigHolstein: de.HolidaysSH, kommune.Hamburg: de.HolidaysHH, kommune.Niedersachsen: de.HolidaysNI,
	kommune.Bremen: de.HolidaysHB, kommune.NordrheinWestfalen: de.HolidaysNW, kommune.Hessen: de.HolidaysHE,
	kommune.RheinlandPfalz: de.HolidaysRP, kommune.BadenWuerttemberg: de.HolidaysBW, kommune.Bayern: de.HolidaysBY,
	kommune.Saarland: de.HolidaysSL, kommune.Berlin: de.HolidaysBE, kommune.Brandenburg: de.HolidaysBB,
	kommune.MecklenburgVorpommern: de.HolidaysMV, kommune.Sachsen: de.HolidaysSN, kommune.SachsenAnhalt: de.HolidaysST,
	kommune.Thueringen: de.HolidaysTH,
}

// difference is a day that only one side has.
type difference struct {
	land  kommune.Land
	tag   kommune.Datum
	ours  bool // we have it, they do not
	names string
}

// explanation says why a difference is right, and how many days it covers.
type explanation struct {
	why  string
	days int
	fits func(difference) bool
}

func on(d difference, month time.Month, day int) bool {
	return d.tag.Month() == month && d.tag.Day() == day
}

var explanations = []explanation{
	{
		"Reformationstag came to the four northern Länder in 2018; the peer gives it to every year (2017 agrees)", 4 * 17,
		func(d difference) bool {
			north := d.land == kommune.SchleswigHolstein || d.land == kommune.Hamburg || d.land == kommune.Niedersachsen || d.land == kommune.Bremen
			return !d.ours && north && on(d, time.October, 31) && d.tag.Year() < 2017
		},
	},
	{
		"Reformationstag 2017 was a holiday everywhere; the peer has no single years", 7,
		func(d difference) bool { return d.ours && on(d, time.October, 31) && d.tag.Year() == 2017 },
	},
	{
		"Frauentag came to Berlin in 2019; the peer gives it to every year", 19,
		func(d difference) bool {
			return !d.ours && d.land == kommune.Berlin && on(d, time.March, 8) && d.tag.Year() < 2019
		},
	},
	{
		"Frauentag came to Mecklenburg-Vorpommern in 2023; the peer does not know it", 13,
		func(d difference) bool {
			return d.ours && d.land == kommune.MecklenburgVorpommern && on(d, time.March, 8) && d.tag.Year() >= 2023
		},
	},
	{
		"8 May 2020 and 2025 and 17 June 2028 are single holidays of Berlin; the peer has no single years", 3,
		func(d difference) bool {
			y := d.tag.Year()
			return d.ours && d.land == kommune.Berlin && (on(d, time.May, 8) && (y == 2020 || y == 2025) || on(d, time.June, 17) && y == 2028)
		},
	},
	{
		"the act of Brandenburg names Easter Sunday and Whit Sunday; the peer leaves Sundays out", 2 * 36,
		func(d difference) bool {
			return d.ours && d.land == kommune.Brandenburg && d.tag.Weekday() == time.Sunday && (d.names == "Ostersonntag" || d.names == "Pfingstsonntag")
		},
	},
}

// TestFeiertage_DifferFromAnIndependentPackageOnlyAsExplained compares every
// Land and year by the day. Each difference must fit exactly one explanation,
// and each explanation must cover exactly the days it claims.
func TestFeiertage_DifferFromAnIndependentPackageOnlyAsExplained(t *testing.T) {
	covered := make([]int, len(explanations))
	same := 0
	for land, list := range theirs {
		for year := firstYear; year <= lastYear; year++ {
			ours, peer := map[kommune.Datum]string{}, map[kommune.Datum]string{}
			for _, f := range frist.Feiertage(land, year) {
				ours[f.Tag] = f.Name
			}
			for _, h := range list {
				if actual, _ := h.Calc(year); !actual.IsZero() {
					d, err := kommune.NewDatum(actual.Date())
					require.NoError(t, err)
					peer[d] = h.Name
				}
			}
			for tag, name := range ours {
				if _, both := peer[tag]; both {
					same++
					continue
				}
				explain(t, covered, difference{land, tag, true, name})
			}
			for tag, name := range peer {
				if _, both := ours[tag]; !both {
					explain(t, covered, difference{land, tag, false, name})
				}
			}
		}
	}
	require.Len(t, theirs, 16)
	total := 0
	for i, e := range explanations {
		require.Equal(t, e.days, covered[i], e.why)
		total += covered[i]
		t.Logf("%3d days: %s", covered[i], e.why)
	}
	t.Logf("%d Länder, %d to %d: %d days agree, %d differ, all explained", len(theirs), firstYear, lastYear, same, total)
}

// TestFeiertage_AreThoseOfADatedTable compares every Land and year with a table
// that knows the changes of the acts and the single days, unlike the package
// above. There is no difference to explain.
func TestFeiertage_AreThoseOfADatedTable(t *testing.T) {
	table, err := os.ReadFile("testdata/feiertage_2000_2035.tsv")
	require.NoError(t, err)
	rows, days := 0, 0
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		require.Len(t, cells, 3)
		land, err := kommune.ParseLand(cells[0])
		require.NoError(t, err)
		year, err := strconv.Atoi(cells[1])
		require.NoError(t, err)
		var ours []string
		for _, f := range frist.Feiertage(land, year) {
			ours = append(ours, f.Tag.String()[len("2000-"):])
		}
		require.Equal(t, strings.Fields(cells[2]), slices.Compact(ours), "%s %d", land.Name(), year)
		rows, days = rows+1, days+len(ours)
	}
	require.Equal(t, 16*(lastYear-firstYear+1), rows)
	t.Logf("%d Länder and years with %d holidays agree", rows, days)
}

func explain(t *testing.T, covered []int, d difference) {
	t.Helper()
	found := 0
	for i := range explanations {
		if explanations[i].fits(d) {
			covered[i]++
			found++
		}
	}
	require.Equal(t, 1, found, "%s %s %s, ours: %t", d.land.Name(), d.tag, d.names, d.ours)
}
