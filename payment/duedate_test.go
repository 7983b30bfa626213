// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
)

// § 14 BGebG, as data.
var federalDueDate = payment.DueDate{Normen: recht.MustParseNormen("§ 14 BGebG"), Days: 10}

// office is open on all days but Saturdays, Sundays and the holidays of the whole country
// that the cases meet.
func office(day datum.Datum) bool {
	switch day.String() {
	case "2026-04-03", "2026-04-06", "2026-05-01", "2026-10-03", "2026-12-25", "2026-12-26", "2027-01-01":
		return false
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

func TestDueDate_FallsOnAWorkingDay(t *testing.T) {
	for notified, want := range map[string][2]string{
		"2026-06-12": {"2026-06-22", "2026-06-22"},
		"2026-03-24": {"2026-04-03", "2026-04-07"}, // Good Friday to the Tuesday after Easter
		"2026-04-21": {"2026-05-01", "2026-05-04"},
		"2026-09-23": {"2026-10-03", "2026-10-05"},
		"2026-12-15": {"2026-12-25", "2026-12-28"},
		"2026-12-22": {"2027-01-01", "2027-01-04"},
	} {
		due, err := federalDueDate.After(datum.MustParse(notified), office)
		require.NoError(t, err)
		require.Equal(t, want, [2]string{due.Computed.String(), due.Day.String()}, notified)
		norms := "§ 14 BGebG"
		if want[0] != want[1] {
			norms += ", § 193 BGB, § 31 Abs. 3 VwVfG"
		}
		require.Equal(t, norms, due.Normen.String(), notified)
	}
	require.Equal(t, "§ 14 BGebG", federalDueDate.Normen.String(), "the rule stays as it is")
	_, err := federalDueDate.After(datum.MustParse("2026-06-12"), nil)
	require.ErrorIs(t, err, payment.ErrCalendar)
	_, err = federalDueDate.After(datum.MustParse("2026-06-12"), func(datum.Datum) bool { return false })
	require.ErrorIs(t, err, payment.ErrCalendar, "no endless search")
	_, err = federalDueDate.After(datum.Datum{}, office)
	require.ErrorIs(t, err, payment.ErrCalendar)
}

// The delay counts from the day to which the due day moved.
func TestLateCharge_CountsFromTheDayToWhichTheDueDayMoved(t *testing.T) {
	due, err := federalDueDate.After(datum.MustParse("2026-12-15"), office)
	require.NoError(t, err)
	require.Equal(t, "2026-12-28", due.Day.String())
	for credited, want := range map[string]int64{"2026-12-28": 0, "2026-12-29": 0, "2026-12-31": 0, "2027-01-01": 150} {
		got, err := federalLateCharge.Between(payment.Cents(15_000), due.Day, datum.MustParse(credited))
		require.NoError(t, err)
		require.Equal(t, want, got.Minor(), credited)
	}
}
