// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/payment"
)

// A fee falls due on a working day of the place where it is to be paid.
func ExampleKalender_IsArbeitstag() {
	rule := payment.DueDate{Normen: recht.MustParseNormen("§ 14 BGebG"), Days: 10}
	due, err := rule.After(kommune.MustParseDatum("2026-10-21"), frist.InLand(kommune.Thueringen).IsArbeitstag)
	if err != nil {
		panic(err)
	}
	fmt.Println(due.Computed, due.Day, due.Normen)
	// Output:
	// 2026-10-31 2026-11-02 § 14 BGebG, § 193 BGB, § 31 Abs. 3 VwVfG
}

func TestIsArbeitstag_FitsWhereAFeeFallsDue(t *testing.T) {
	rule := payment.DueDate{Normen: recht.MustParseNormen("§ 14 BGebG"), Days: 10}
	for land, want := range map[kommune.Land]string{kommune.Bayern: "2027-01-07", kommune.Thueringen: "2027-01-06"} { // Heilige Drei Könige
		due, err := rule.After(day("2026-12-27"), frist.InLand(land).IsArbeitstag)
		require.NoError(t, err)
		require.Equal(t, want, due.Day.String(), land.Name())
	}
	_, err := rule.After(day("1990-12-27"), frist.InLand(kommune.Bayern).IsArbeitstag)
	require.ErrorIs(t, err, payment.ErrCalendar, "a year that the tables do not know")
}
