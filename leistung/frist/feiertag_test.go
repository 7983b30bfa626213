// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// on returns the names of the holidays of the Land on the day.
func on(land kommune.Land, tag string) []string {
	var names []string
	d := kommune.MustParseDatum(tag)
	for _, f := range frist.Feiertage(land, d.Year()) {
		if f.Tag == d {
			names = append(names, f.Name)
		}
	}
	return names
}

func TestFeiertage_OfThueringen2026(t *testing.T) {
	var got []string
	for _, f := range frist.Feiertage(kommune.Thueringen, 2026) {
		got = append(got, fmt.Sprintf("%s %s [%s]", f.Tag, f.Name, f.Normen))
	}
	require.Equal(t, []string{
		"2026-01-01 Neujahr [§ 2 ThürFGtG]",
		"2026-04-03 Karfreitag [§ 2 ThürFGtG]",
		"2026-04-06 Ostermontag [§ 2 ThürFGtG]",
		"2026-05-01 Tag der Arbeit [§ 2 ThürFGtG]",
		"2026-05-14 Christi Himmelfahrt [§ 2 ThürFGtG]",
		"2026-05-25 Pfingstmontag [§ 2 ThürFGtG]",
		"2026-09-20 Weltkindertag [§ 2 ThürFGtG]",
		"2026-10-03 Tag der Deutschen Einheit [Art. 2 Abs. 2 Einigungsvertrag]",
		"2026-10-31 Reformationstag [§ 2 ThürFGtG]",
		"2026-12-25 1. Weihnachtstag [§ 2 ThürFGtG]",
		"2026-12-26 2. Weihnachtstag [§ 2 ThürFGtG]",
	}, got)
}

// How many holidays each Land had in the years of a change, counted from the
// acts themselves.
func TestFeiertage_CountsPerLandAndYear(t *testing.T) {
	years := []int{2016, 2017, 2018, 2019, 2020, 2022, 2023, 2025, 2026, 2028}
	for land, want := range map[kommune.Land][]int{
		kommune.SchleswigHolstein:     {9, 10, 10, 10, 10, 10, 10, 10, 10, 10},
		kommune.Hamburg:               {9, 10, 10, 10, 10, 10, 10, 10, 10, 10},
		kommune.Niedersachsen:         {9, 10, 10, 10, 10, 10, 10, 10, 10, 10},
		kommune.Bremen:                {9, 10, 10, 10, 10, 10, 10, 10, 10, 10},
		kommune.NordrheinWestfalen:    {11, 12, 11, 11, 11, 11, 11, 11, 11, 11},
		kommune.Hessen:                {10, 11, 10, 10, 10, 10, 10, 10, 10, 10},
		kommune.RheinlandPfalz:        {11, 12, 11, 11, 11, 11, 11, 11, 11, 11},
		kommune.BadenWuerttemberg:     {12, 13, 12, 12, 12, 12, 12, 12, 12, 12},
		kommune.Bayern:                {12, 13, 12, 12, 12, 12, 12, 12, 12, 12},
		kommune.Saarland:              {12, 13, 12, 12, 12, 12, 12, 12, 12, 12},
		kommune.Berlin:                {9, 10, 9, 10, 11, 10, 10, 11, 10, 11},
		kommune.Brandenburg:           {12, 12, 12, 12, 12, 12, 12, 12, 12, 12},
		kommune.MecklenburgVorpommern: {10, 10, 10, 10, 10, 10, 11, 11, 11, 11},
		kommune.Sachsen:               {11, 11, 11, 11, 11, 11, 11, 11, 11, 11},
		kommune.SachsenAnhalt:         {11, 11, 11, 11, 11, 11, 11, 11, 11, 11},
		kommune.Thueringen:            {10, 10, 10, 11, 11, 11, 11, 11, 11, 11},
	} {
		for i, year := range years {
			require.Len(t, frist.Feiertage(land, year), want[i], "%s %d", land.Name(), year)
		}
	}
}

func TestFeiertage_ChangesHoldFromTheirYear(t *testing.T) {
	for _, tt := range []struct {
		land kommune.Land
		tag  string
		is   bool
	}{
		{kommune.Berlin, "2018-03-08", false},
		{kommune.Berlin, "2019-03-08", true},
		{kommune.MecklenburgVorpommern, "2022-03-08", false},
		{kommune.MecklenburgVorpommern, "2023-03-08", true},
		{kommune.Berlin, "2019-05-08", false},
		{kommune.Berlin, "2020-05-08", true},
		{kommune.Berlin, "2021-05-08", false},
		{kommune.Berlin, "2025-05-08", true},
		{kommune.Brandenburg, "2025-05-08", false},
		{kommune.Berlin, "2028-06-17", true},
		{kommune.Berlin, "2029-06-17", false},
		{kommune.Thueringen, "2018-09-20", false},
		{kommune.Thueringen, "2019-09-20", true},
		{kommune.Sachsen, "2019-09-20", false},
		{kommune.Hamburg, "2016-10-31", false},
		{kommune.Hamburg, "2017-10-31", true},
		{kommune.Hamburg, "2018-10-31", true},
		{kommune.Bayern, "2016-10-31", false},
		{kommune.Bayern, "2017-10-31", true},
		{kommune.Bayern, "2018-10-31", false},
		{kommune.Thueringen, "2000-10-31", true},
		{kommune.Bayern, "2025-08-15", false},
		{kommune.Saarland, "2025-08-15", true},
		{kommune.Bayern, "2025-08-08", false},
		{kommune.Brandenburg, "2026-04-05", true}, // Easter Sunday is named in Brandenburg alone
		{kommune.Sachsen, "2026-04-05", false},
	} {
		require.Equal(t, tt.is, len(on(tt.land, tt.tag)) > 0, "%s %s", tt.land.Name(), tt.tag)
	}
}

func TestFeiertage_ListsTwoHolidaysOfOneDay(t *testing.T) {
	require.Equal(t, []string{"Tag der Arbeit", "Christi Himmelfahrt"}, on(kommune.Hessen, "2008-05-01"))
}

// Easter is the first Sunday after the full moon on or after 21 March: checked
// against dates that almanacs print, with the earliest and latest there are.
func TestFeiertage_EasterOfKnownYears(t *testing.T) {
	for _, sunday := range []string{
		"2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31", "2025-04-20",
		"2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2035-03-25", "2038-04-25", "2285-03-22",
	} {
		d := kommune.MustParseDatum(sunday)
		require.Equal(t, time.Sunday, d.Weekday())
		require.Equal(t, []string{"Ostersonntag"}, on(kommune.Brandenburg, sunday))
		require.Equal(t, []string{"Karfreitag"}, on(kommune.Hessen, d.AddDays(-2).String()))
	}
}

func TestFeiertage_BussUndBettagIsTheWednesdayElevenDaysBeforeAdvent(t *testing.T) {
	for year := frist.ErstesJahr; year <= 2100; year++ {
		advent := kommune.MustParseDatum(fmt.Sprintf("%d-12-24", year))
		for advent.Weekday() != time.Sunday {
			advent = advent.AddDays(-1)
		}
		advent = advent.AddDays(-21)
		require.Equal(t, []string{"Buß- und Bettag"}, on(kommune.Sachsen, advent.AddDays(-11).String()))
	}
}

func TestFeiertage_IsEmptyOutsideItsYearsAndLaender(t *testing.T) {
	require.Nil(t, frist.Feiertage(0, 2026))
	require.Nil(t, frist.Feiertage(17, 2026))
	require.Nil(t, frist.Feiertage(kommune.Berlin, 1999))
	require.Nil(t, frist.Feiertage(kommune.Berlin, 9999))
	require.NotNil(t, frist.Feiertage(kommune.Berlin, frist.LetztesJahr))
}

func TestFeiertage_EachNamesItsStatute(t *testing.T) {
	for land := range kommune.Laender() {
		for year := frist.ErstesJahr; year <= 2035; year++ {
			for _, f := range frist.Feiertage(land, year) {
				require.True(t, len(f.Normen) > 0 || year == 2017, "%s", f.Name)
				require.Equal(t, year, f.Tag.Year())
			}
		}
	}
}
