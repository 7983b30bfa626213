// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

var (
	bb = frist.InLand(kommune.Brandenburg)
	be = frist.InLand(kommune.Berlin)
	bw = frist.InLand(kommune.BadenWuerttemberg)
	by = frist.InLand(kommune.Bayern)
	he = frist.InLand(kommune.Hessen)
	mv = frist.InLand(kommune.MecklenburgVorpommern)
	nw = frist.InLand(kommune.NordrheinWestfalen)
	sl = frist.InLand(kommune.Saarland)
	sn = frist.InLand(kommune.Sachsen)
	th = frist.InLand(kommune.Thueringen)
)

// faelle are counted by hand with a printed calendar. ab marks § 187 (2) BGB,
// fest an end that does not move.
var faelle = []struct {
	name     string
	ort      frist.Kalender
	beginn   string
	dauer    frist.Dauer
	want     string
	ab, fest bool
	offen    bool // a reservation is expected
}{
	// § 187 (1), § 188 (1) BGB: days
	{name: "ten days, the day of the event not counted", ort: he, beginn: "2026-11-02", dauer: frist.Tage(10), want: "2026-11-12"},
	{name: "one day from a Friday ends on Monday", ort: he, beginn: "2026-11-13", dauer: frist.Tage(1), want: "2026-11-16"},
	{name: "over a leap day", ort: he, beginn: "2024-02-20", dauer: frist.Tage(10), want: "2024-03-01"},
	{name: "over the end of February in a common year", ort: he, beginn: "2023-02-20", dauer: frist.Tage(10), want: "2023-03-02"},
	{name: "thirty days over the turn of the year", ort: he, beginn: "2026-12-10", dauer: frist.Tage(30), want: "2027-01-11"},
	{name: "3 days over the turn of the year end on 4 January", ort: he, beginn: "2026-12-29", dauer: frist.Tage(3), want: "2027-01-04"},
	// § 188 (2): weeks end on the weekday of the event
	{name: "moving in, § 17 (1) BMG", ort: th, beginn: "2026-11-02", dauer: frist.Wochen(2), want: "2026-11-16"},
	{name: "one week from Christmas Eve is New Year's Eve, a working day", ort: th, beginn: "2026-12-24", dauer: frist.Wochen(1), want: "2026-12-31"},
	{name: "two weeks to a leap day", ort: th, beginn: "2024-02-15", dauer: frist.Wochen(2), want: "2024-02-29"},
	{name: "two weeks over February of a common year", ort: th, beginn: "2023-02-15", dauer: frist.Wochen(2), want: "2023-03-01"},
	{name: "two weeks in 2100, which is no leap year", ort: th, beginn: "2100-02-15", dauer: frist.Wochen(2), want: "2100-03-01"},
	// § 188 (2): months end on the day of the same number
	{name: "one month", ort: he, beginn: "2026-02-12", dauer: frist.Monate(1), want: "2026-03-12"},
	{name: "one month from the last of February ends on the 28th of March", ort: he, beginn: "2023-02-28", dauer: frist.Monate(1), want: "2023-03-28"},
	{name: "a quarter, § 189 (1)", ort: he, beginn: "2026-01-14", dauer: frist.Monate(3), want: "2026-04-14"},
	{name: "half a year, § 189 (1)", ort: he, beginn: "2026-01-14", dauer: frist.Monate(6), want: "2026-07-14"},
	{name: "one year, § 58 (2) VwGO", ort: he, beginn: "2025-11-03", dauer: frist.Jahre(1), want: "2026-11-03"},
	// § 188 (3): the month lacks the day
	{name: "31 January in a common year", ort: he, beginn: "2023-01-31", dauer: frist.Monate(1), want: "2023-02-28"},
	{name: "31 January in a leap year", ort: he, beginn: "2024-01-31", dauer: frist.Monate(1), want: "2024-02-29"},
	{name: "30 January in a common year", ort: he, beginn: "2023-01-30", dauer: frist.Monate(1), want: "2023-02-28"},
	{name: "31 August", ort: he, beginn: "2026-08-31", dauer: frist.Monate(1), want: "2026-09-30"},
	{name: "31 March", ort: he, beginn: "2026-03-31", dauer: frist.Monate(1), want: "2026-04-30"},
	{name: "a leap day and one year", ort: he, beginn: "2024-02-29", dauer: frist.Jahre(1), want: "2025-02-28"},
	{name: "a leap day and four years", ort: he, beginn: "2024-02-29", dauer: frist.Jahre(4), want: "2028-02-29"},
	{name: "30 November and three months end on a Saturday, so on Monday", ort: he, beginn: "2025-11-30", dauer: frist.Monate(3), want: "2026-03-02"},
	{name: "objection announced on 30 January", ort: he, beginn: "2026-01-30", dauer: frist.Monate(1), want: "2026-03-02"},
	// § 189: half months
	{name: "half a month is fifteen days", ort: he, beginn: "2026-02-01", dauer: frist.HalbeMonate(1), want: "2026-02-16"},
	{name: "a month and a half: the fifteen days last", ort: he, beginn: "2026-01-15", dauer: frist.HalbeMonate(3), want: "2026-03-02"},
	{name: "a month and a half over a month that lacks the day", ort: he, beginn: "2026-01-31", dauer: frist.HalbeMonate(3), want: "2026-03-16"},
	// § 187 (2): the first day counts
	{name: "a month from the first is that month", ort: he, beginn: "2026-04-01", dauer: frist.Monate(1), want: "2026-04-30", ab: true},
	{name: "its end on a Saturday moves", ort: he, beginn: "2026-01-01", dauer: frist.Monate(1), want: "2026-02-02", ab: true},
	{name: "unless it was named as a day", ort: he, beginn: "2026-01-01", dauer: frist.Monate(1), want: "2026-01-31", ab: true, fest: true},
	{name: "a week from Monday ends on Sunday", ort: he, beginn: "2026-11-02", dauer: frist.Wochen(1), want: "2026-11-08", ab: true, fest: true},
	{name: "ten days with the first", ort: he, beginn: "2026-11-02", dauer: frist.Tage(10), want: "2026-11-11", ab: true},
	{name: "a month from 31 January on", ort: he, beginn: "2023-01-31", dauer: frist.Monate(1), want: "2023-02-28", ab: true},
	{name: "a month from 30 January on", ort: he, beginn: "2023-01-30", dauer: frist.Monate(1), want: "2023-02-28", ab: true},
	{name: "a month from 29 January on", ort: he, beginn: "2023-01-29", dauer: frist.Monate(1), want: "2023-02-28", ab: true},
	{name: "a month from 28 January on", ort: he, beginn: "2023-01-28", dauer: frist.Monate(1), want: "2023-02-27", ab: true},
	{name: "a month from 31 January on in a leap year", ort: he, beginn: "2024-01-31", dauer: frist.Monate(1), want: "2024-02-29", ab: true},
	{name: "half a month with the first day", ort: he, beginn: "2026-04-01", dauer: frist.HalbeMonate(1), want: "2026-04-15", ab: true},
	{name: "full age of who was born on a leap day", ort: he, beginn: "2008-02-29", dauer: frist.Jahre(18), want: "2026-02-28", ab: true, fest: true},
	{name: "full age of who was born on 1 March", ort: he, beginn: "2008-03-01", dauer: frist.Jahre(18), want: "2026-02-28", ab: true, fest: true},
	{name: "sixteen years, § 17 (3) BMG", ort: he, beginn: "2010-05-15", dauer: frist.Jahre(16), want: "2026-05-14", ab: true, fest: true},
	// § 193 BGB, § 31 (3) VwVfG: turn of the year
	{name: "first day of Christmas, a Thursday", ort: he, beginn: "2025-12-11", dauer: frist.Wochen(2), want: "2025-12-29"},
	{name: "first day of Christmas, a Friday", ort: he, beginn: "2026-12-18", dauer: frist.Wochen(1), want: "2026-12-28"},
	{name: "first day of Christmas, a Saturday", ort: he, beginn: "2027-12-11", dauer: frist.Wochen(2), want: "2027-12-27"},
	{name: "New Year, a Thursday", ort: he, beginn: "2025-12-18", dauer: frist.Wochen(2), want: "2026-01-02"},
	{name: "New Year, a Friday", ort: he, beginn: "2020-12-18", dauer: frist.Wochen(2), want: "2021-01-04"},
	{name: "Epiphany in Bayern", ort: by, beginn: "2025-12-23", dauer: frist.Wochen(2), want: "2026-01-07"},
	{name: "Epiphany in Hessen is a working day", ort: he, beginn: "2025-12-23", dauer: frist.Wochen(2), want: "2026-01-06"},
	// Easter and what hangs on it
	{name: "Good Friday carries over Easter", ort: he, beginn: "2026-03-20", dauer: frist.Wochen(2), want: "2026-04-07"},
	{name: "Easter Sunday in Brandenburg", ort: bb, beginn: "2026-03-22", dauer: frist.Wochen(2), want: "2026-04-07"},
	{name: "Ascension Day", ort: he, beginn: "2026-04-30", dauer: frist.Wochen(2), want: "2026-05-15"},
	{name: "Ascension Day on 1 May", ort: he, beginn: "2008-04-17", dauer: frist.Wochen(2), want: "2008-05-02"},
	{name: "Whit Monday", ort: he, beginn: "2026-05-11", dauer: frist.Wochen(2), want: "2026-05-26"},
	{name: "Corpus Christi in Nordrhein-Westfalen", ort: nw, beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-05"},
	{name: "Corpus Christi in Jena", ort: gemeinde("16053000"), beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-04"},
	{name: "Corpus Christi in Heiligenstadt", ort: gemeinde("16061045"), beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-05"},
	{name: "Corpus Christi in Geisa: the earlier end, reserved", ort: gemeinde("16063032"), beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-04", offen: true},
	{name: "Corpus Christi in Crostwitz", ort: gemeinde("14625080"), beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-05"},
	{name: "Corpus Christi in Bautzen: parts only", ort: gemeinde("14625020"), beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-04", offen: true},
	{name: "Corpus Christi in Dresden", ort: gemeinde("14612000"), beginn: "2026-05-21", dauer: frist.Wochen(2), want: "2026-06-04"},
	// summer and autumn
	{name: "1 May 2026, a Friday", ort: he, beginn: "2026-04-17", dauer: frist.Wochen(2), want: "2026-05-04"},
	{name: "Assumption in München", ort: gemeinde("09162000"), beginn: "2025-08-01", dauer: frist.Wochen(2), want: "2025-08-18"},
	{name: "Assumption in Nürnberg", ort: gemeinde("09564000"), beginn: "2025-08-01", dauer: frist.Wochen(2), want: "2025-08-15"},
	{name: "Assumption in Bamberg, reserved", ort: gemeinde("09461000"), beginn: "2025-08-01", dauer: frist.Wochen(2), want: "2025-08-15", offen: true},
	{name: "Assumption in the Saarland", ort: sl, beginn: "2025-08-01", dauer: frist.Wochen(2), want: "2025-08-18"},
	{name: "Baiersdorf before and", ort: gemeinde("09572115"), beginn: "2024-08-01", dauer: frist.Wochen(2), want: "2024-08-15"},
	{name: "Baiersdorf after the census of 2022", ort: gemeinde("09572115"), beginn: "2025-08-01", dauer: frist.Wochen(2), want: "2025-08-18"},
	{name: "Friedensfest in Augsburg", ort: gemeinde("09761000"), beginn: "2025-07-25", dauer: frist.Wochen(2), want: "2025-08-11"},
	{name: "Children's Day in Thüringen", ort: th, beginn: "2024-09-06", dauer: frist.Wochen(2), want: "2024-09-23"},
	{name: "Children's Day before 2019", ort: th, beginn: "2018-09-06", dauer: frist.Wochen(2), want: "2018-09-20"},
	{name: "German Unity Day", ort: he, beginn: "2025-09-19", dauer: frist.Wochen(2), want: "2025-10-06"},
	{name: "Reformation Day in Thüringen", ort: th, beginn: "2024-10-17", dauer: frist.Wochen(2), want: "2024-11-01"},
	{name: "Reformation Day in Nordrhein-Westfalen", ort: nw, beginn: "2024-10-17", dauer: frist.Wochen(2), want: "2024-10-31"},
	{name: "Reformation Day 2017 in Hessen", ort: he, beginn: "2017-10-17", dauer: frist.Wochen(2), want: "2017-11-01"},
	{name: "Reformation Day 2017 and All Saints", ort: nw, beginn: "2017-10-17", dauer: frist.Wochen(2), want: "2017-11-02"},
	{name: "Reformation Day on a Saturday, All Saints on Sunday", ort: bw, beginn: "2026-10-17", dauer: frist.Wochen(2), want: "2026-11-02"},
	{name: "All Saints, a Friday", ort: nw, beginn: "2024-10-18", dauer: frist.Wochen(2), want: "2024-11-04"},
	{name: "All Saints in Thüringen", ort: th, beginn: "2024-10-18", dauer: frist.Wochen(2), want: "2024-11-01"},
	{name: "Repentance Day in Sachsen", ort: sn, beginn: "2026-11-04", dauer: frist.Wochen(2), want: "2026-11-19"},
	{name: "Repentance Day in Bayern", ort: by, beginn: "2026-11-04", dauer: frist.Wochen(2), want: "2026-11-18"},
	// days that came or went
	{name: "Women's Day in Berlin 2018", ort: be, beginn: "2018-02-22", dauer: frist.Wochen(2), want: "2018-03-08"},
	{name: "Women's Day in Berlin 2019", ort: be, beginn: "2019-02-22", dauer: frist.Wochen(2), want: "2019-03-11"},
	{name: "Women's Day in Mecklenburg-Vorpommern 2022", ort: mv, beginn: "2022-02-22", dauer: frist.Wochen(2), want: "2022-03-08"},
	{name: "Women's Day in Mecklenburg-Vorpommern 2023", ort: mv, beginn: "2023-02-22", dauer: frist.Wochen(2), want: "2023-03-09"},
	{name: "8 May 2020 in Berlin", ort: be, beginn: "2020-04-24", dauer: frist.Wochen(2), want: "2020-05-11"},
	{name: "8 May 2025 in Berlin", ort: be, beginn: "2025-04-24", dauer: frist.Wochen(2), want: "2025-05-09"},
	{name: "8 May 2026 in Berlin", ort: be, beginn: "2026-04-24", dauer: frist.Wochen(2), want: "2026-05-08"},
	{name: "8 May 2025 in Brandenburg", ort: bb, beginn: "2025-04-24", dauer: frist.Wochen(2), want: "2025-05-08"},
	// working days
	{name: "five Arbeitstage over Christmas", ort: th, beginn: "2025-12-19", dauer: frist.Arbeitstage(5), want: "2025-12-30"},
	{name: "five Werktage over Christmas", ort: th, beginn: "2025-12-19", dauer: frist.Werktage(5), want: "2025-12-27", fest: true},
	{name: "five Werktage that end on a Saturday move", ort: th, beginn: "2025-12-19", dauer: frist.Werktage(5), want: "2025-12-29"},
	{name: "three Werktage with the first, § 556b BGB", ort: th, beginn: "2026-11-01", dauer: frist.Werktage(3), want: "2026-11-04", ab: true},
	{name: "one Arbeitstag over Reformation Day", ort: th, beginn: "2024-10-30", dauer: frist.Arbeitstage(1), want: "2024-11-01"},
	{name: "an open day is counted, reserved", ort: gemeinde("09461000"), beginn: "2025-08-14", dauer: frist.Arbeitstage(2), want: "2025-08-18", offen: true},
}

func TestBerechne_CountsAsByHand(t *testing.T) {
	require.GreaterOrEqual(t, len(faelle), 60)
	for _, tt := range faelle {
		t.Run(tt.name, func(t *testing.T) {
			f, err := tt.ort.Berechne(frist.Regel{Beginn: day(tt.beginn), Dauer: tt.dauer, AbTagesbeginn: tt.ab, FestesEnde: tt.fest})
			require.NoError(t, err)
			require.Equal(t, tt.want, f.Ende.String(), "\n%s", f.Schritte)
			require.Equal(t, tt.offen, len(f.Vorbehalte) > 0, "%v", f.Vorbehalte)
			require.Equal(t, f.Ende, f.Schritte[len(f.Schritte)-1].Tag, "the last step ends where the period does")
			require.False(t, f.AbgelaufenAm(f.Spaetestens))
			require.True(t, f.AbgelaufenAm(f.Spaetestens.AddDays(1)))
			for _, s := range f.Schritte {
				require.NotEmpty(t, s.Normen)
				require.NotEmpty(t, s.Text.String())
				_, ok := s.Text.Lookup(recht.Englisch)
				require.True(t, ok)
			}
		})
	}
}

func TestBerechne_SuspensionsAndExtensions(t *testing.T) {
	between := func(von, bis string) frist.Zeitraum {
		return frist.Zeitraum{Von: day(von), Bis: day(bis), Grund: "Unterlagen fehlen"}
	}
	monat := frist.Regel{Beginn: day("2026-03-02"), Dauer: frist.Monate(1)} // to Thursday, 2 April
	for _, tt := range []struct {
		name       string
		regel      frist.Regel
		hemmungen  []frist.Zeitraum
		verlaenger []frist.Dauer
		want       string
	}{
		{"plain", monat, nil, nil, "2026-04-02"},
		{"ten days of suspension, then Sunday to Monday", monat, []frist.Zeitraum{between("2026-03-10", "2026-03-19")}, nil, "2026-04-13"},
		{"overlapping suspensions count once", monat, []frist.Zeitraum{between("2026-03-15", "2026-03-24"), between("2026-03-10", "2026-03-19")}, nil, "2026-04-17"},
		{"one inside another", monat, []frist.Zeitraum{between("2026-03-10", "2026-03-19"), between("2026-03-12", "2026-03-13")}, nil, "2026-04-13"},
		{"a suspension after the end does nothing", monat, []frist.Zeitraum{between("2026-05-20", "2026-05-25")}, nil, "2026-04-02"},
		{"one that began before counts from the first day", monat, []frist.Zeitraum{between("2026-02-23", "2026-03-05")}, nil, "2026-04-07"},
		{"one before the period does nothing", monat, []frist.Zeitraum{between("2026-02-01", "2026-02-10")}, nil, "2026-04-02"},
		{"one in the time won by another", monat, []frist.Zeitraum{between("2026-03-10", "2026-03-19"), between("2026-04-10", "2026-04-11")}, nil, "2026-04-14"},
		{"one on the last day", monat, []frist.Zeitraum{between("2026-04-02", "2026-04-02")}, nil, "2026-04-07"},
		{"working days skip it", frist.Regel{Beginn: day("2026-11-02"), Dauer: frist.Arbeitstage(3)}, []frist.Zeitraum{between("2026-11-03", "2026-11-04")}, nil, "2026-11-09"},
		{"an extension counts from the end", frist.Regel{Beginn: day("2026-11-02"), Dauer: frist.Wochen(2)}, nil, []frist.Dauer{frist.Wochen(1)}, "2026-11-23"},
		{"an end that moved, extended by a week: both readings agree", frist.Regel{Beginn: day("2026-11-07"), Dauer: frist.Wochen(1)}, nil, []frist.Dauer{frist.Wochen(1)}, "2026-11-23"},
		{"a named end extends from itself", frist.Regel{Beginn: day("2026-11-07"), Dauer: frist.Wochen(1), FestesEnde: true}, nil, []frist.Dauer{frist.Wochen(1)}, "2026-11-21"},
		{"two extensions", monat, nil, []frist.Dauer{frist.Monate(1), frist.Monate(1)}, "2026-06-02"}, // 2 May is a Saturday; see the test of the two readings
		{"suspended while extended", monat, []frist.Zeitraum{between("2026-04-07", "2026-04-08")}, []frist.Dauer{frist.Wochen(1)}, "2026-04-13"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.regel
			r.Hemmungen, r.Verlaengerungen = tt.hemmungen, tt.verlaenger
			f, err := he.Berechne(r)
			require.NoError(t, err)
			require.Equal(t, tt.want, f.Ende.String(), "\n%s", f.Schritte)
		})
	}
}

func TestBerechne_ReservesWhereAnExtensionCanBeCountedLater(t *testing.T) {
	for _, tt := range []struct {
		name  string
		regel frist.Regel
		dauer frist.Dauer
		want  string
		spaet string // the later end that can be argued
	}{
		{"from a Thursday within a month", frist.Regel{Beginn: day("2026-03-02"), Dauer: frist.Monate(1)}, frist.Monate(1), "2026-05-04", ""},
		{"from a Saturday by days", frist.Regel{Beginn: day("2026-11-07"), Dauer: frist.Wochen(1)}, frist.Tage(10), "2026-11-24", "Donnerstag, 26.11.2026"},
		{"from a Saturday by working days", frist.Regel{Beginn: day("2026-11-07"), Dauer: frist.Wochen(1)}, frist.Arbeitstage(2), "2026-11-17", "Mittwoch, 18.11.2026"},
		{"from the last of February", frist.Regel{Beginn: day("2025-01-28"), Dauer: frist.Monate(1)}, frist.Monate(1), "2025-03-28", "Montag, 31.3.2025"},
		{"from a moved end into the next month", frist.Regel{Beginn: day("2026-01-30"), Dauer: frist.Monate(1)}, frist.Monate(1), "2026-03-30", "Donnerstag, 2.4.2026"},
		{"from a named end", frist.Regel{Beginn: day("2026-11-07"), Dauer: frist.Wochen(1), FestesEnde: true}, frist.Tage(10), "2026-11-24", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.regel.Verlaengerungen = []frist.Dauer{tt.dauer}
			f, err := he.Berechne(tt.regel)
			require.NoError(t, err)
			require.Equal(t, tt.want, f.Ende.String(), "\n%s", f.Schritte)
			if tt.spaet == "" {
				require.Empty(t, f.Vorbehalte)
				return
			}
			require.Len(t, f.Vorbehalte, 1)
			require.Contains(t, f.Vorbehalte[0].Text.String(), tt.spaet)
		})
	}
}

func TestBerechne_RefusesWhatCannotBeCounted(t *testing.T) {
	gut := frist.Regel{Beginn: day("2026-11-02"), Dauer: frist.Wochen(2)}
	_, err := frist.Kalender{}.Berechne(gut)
	require.ErrorIs(t, err, frist.ErrRegel)
	for _, tt := range []struct {
		name  string
		spoil func(*frist.Regel)
		want  error
	}{
		{"no day", func(r *frist.Regel) { r.Beginn = kommune.Datum{} }, frist.ErrRegel},
		{"before the tables", func(r *frist.Regel) { r.Beginn = day("1999-12-31") }, frist.ErrJahr},
		{"past the calendar", func(r *frist.Regel) { r.Dauer = frist.Jahre(8000) }, frist.ErrJahr},
		{"no length", func(r *frist.Regel) { r.Dauer = frist.Dauer{} }, frist.ErrRegel},
		{"zero weeks", func(r *frist.Regel) { r.Dauer = frist.Wochen(0) }, frist.ErrRegel},
		{"negative", func(r *frist.Regel) { r.Dauer = frist.Tage(-1) }, frist.ErrRegel},
		{"absurd", func(r *frist.Regel) { r.Dauer = frist.Tage(1 << 40) }, frist.ErrRegel},
		{"empty extension", func(r *frist.Regel) { r.Verlaengerungen = []frist.Dauer{{}} }, frist.ErrRegel},
		{"suspension without a first day", func(r *frist.Regel) { r.Hemmungen = []frist.Zeitraum{{Bis: day("2026-11-05")}} }, frist.ErrRegel},
		{"suspension backwards", func(r *frist.Regel) {
			r.Hemmungen = []frist.Zeitraum{{Von: day("2026-11-05"), Bis: day("2026-11-04")}}
		}, frist.ErrRegel},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := gut
			tt.spoil(&r)
			_, err := he.Berechne(r)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestBerechne_EndsOnAWorkingDayAndOnlyMovesForward(t *testing.T) {
	for d := day("2023-12-01"); d.Year() < 2026; d = d.AddDays(1) {
		for _, dauer := range []frist.Dauer{frist.Tage(1), frist.Wochen(2), frist.Monate(1), frist.HalbeMonate(3), frist.Arbeitstage(4)} {
			f, err := th.Berechne(frist.Regel{Beginn: d, Dauer: dauer})
			require.NoError(t, err)
			require.True(t, th.IsArbeitstag(f.Ende))
			require.False(t, f.Ende.Before(f.Rechnerisch))
			for s := f.Rechnerisch; s != f.Ende; s = s.AddDays(1) {
				require.False(t, th.IsArbeitstag(s), "moved over %s", s)
			}
		}
	}
}

func TestVor_CountsBackwards(t *testing.T) {
	for _, tt := range []struct {
		name, event string
		dauer       frist.Dauer
		want        string
	}{
		{"deregistration at the earliest one week before, § 17 (2) BMG", "2026-11-20", frist.Wochen(1), "2026-11-13"},
		{"three days before New Year", "2027-01-01", frist.Tage(3), "2026-12-29"},
		{"a month before the last of March", "2026-03-31", frist.Monate(1), "2026-02-28"},
		{"half a month", "2026-03-20", frist.HalbeMonate(1), "2026-03-05"},
		{"a month and a half", "2026-03-20", frist.HalbeMonate(3), "2026-02-05"},
	} {
		got, err := frist.Vor(day(tt.event), tt.dauer)
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, got.String(), tt.name)
	}
	for _, bad := range []frist.Dauer{{}, frist.Arbeitstage(1), frist.Werktage(1)} {
		_, err := frist.Vor(day("2026-11-20"), bad)
		require.ErrorIs(t, err, frist.ErrRegel)
	}
	_, err := frist.Vor(kommune.Datum{}, frist.Tage(1))
	require.ErrorIs(t, err, frist.ErrRegel)
}

// FuzzBerechne holds the bounds: no panic, never an end before the first day.
func FuzzBerechne(f *testing.F) {
	f.Add(uint8(16), int16(30), 14, uint8(0), true, false, int8(10), int16(40), uint8(3))
	f.Add(uint8(9), int16(9000), -3, uint8(3), false, true, int8(-1), int16(0), uint8(0))
	f.Fuzz(func(t *testing.T, land uint8, offset int16, n int, unit uint8, ab, fest bool, extend int8, suspended int16, days uint8) {
		dauer := []func(int) frist.Dauer{frist.Tage, frist.Wochen, frist.Monate, frist.HalbeMonate, frist.Werktage, frist.Arbeitstage}[unit%6]
		if n > 20_000 && unit%6 >= 4 {
			return // tens of thousands of working days are only slow
		}
		r := frist.Regel{Beginn: day("2010-01-01").AddDays(int(offset)), Dauer: dauer(n), AbTagesbeginn: ab, FestesEnde: fest}
		got, err := frist.InLand(kommune.Land(land)).Berechne(r)
		if err != nil {
			return
		}
		require.False(t, got.Ende.Before(got.ErsterTag.AddDays(-1)))
		require.False(t, got.Ende.Before(got.Rechnerisch))

		// suspension and extension only ever give more time
		r.Hemmungen = []frist.Zeitraum{{Von: r.Beginn.AddDays(int(suspended)), Bis: r.Beginn.AddDays(int(suspended) + int(days))}}
		suspendedEnd, err := frist.InLand(kommune.Land(land)).Berechne(r)
		if err != nil {
			return
		}
		require.False(t, suspendedEnd.Ende.Before(got.Ende))
		r.Verlaengerungen = []frist.Dauer{frist.Tage(int(extend))}
		extended, err := frist.InLand(kommune.Land(land)).Berechne(r)
		require.Equal(t, extend < 1, errors.Is(err, frist.ErrRegel))
		if err == nil {
			require.True(t, fest && extended.Ende.After(suspendedEnd.Ende) || !fest && !extended.Ende.Before(suspendedEnd.Ende))
		}
	})
}

func BenchmarkBerechne(b *testing.B) {
	r := frist.Regel{Beginn: day("2026-03-20"), Dauer: frist.Wochen(2)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := he.Berechne(r); err != nil {
			b.Fatal(err)
		}
	}
}

// Without saying how, the days are the same: of every rule that can be counted.
func TestZaehle_GivesTheDaysOfBerechne(t *testing.T) {
	for _, k := range []frist.Kalender{he, frist.InGemeinde(kommune.MustParseAGS("16053000")), frist.InLand(kommune.Bayern), frist.InGemeinde(kommune.MustParseAGS("09761000"))} {
		for start := day("2026-01-01"); start.Before(day("2027-02-01")); start = start.AddDays(1) {
			for _, d := range []frist.Dauer{frist.Tage(10), frist.Wochen(2), frist.Monate(1), frist.HalbeMonate(3), frist.Werktage(9), frist.Arbeitstage(12)} {
				r := frist.Regel{Beginn: start, Dauer: d, Hemmungen: []frist.Zeitraum{{Von: start.AddDays(3), Bis: start.AddDays(5)}}, Verlaengerungen: []frist.Dauer{frist.Wochen(1)}}
				said, err := k.Berechne(r)
				require.NoError(t, err)
				require.NotEmpty(t, said.Schritte)
				counted, err := k.Zaehle(r)
				require.NoError(t, err)
				require.Empty(t, counted.Schritte)
				said.Schritte = nil
				require.Equal(t, said, counted)
			}
		}
	}
}
