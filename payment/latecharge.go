// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// LateCharge is a rule for arrears (Saeumniszuschlag), as data: the federal one
// of § 16 BGebG takes 1 percent per started month of the arrears rounded down to
// full 50 euro, if they exceed 50 euro and the delay three days. Laender and
// municipalities have their own.
type LateCharge struct {
	Normen    recht.Normen `json:"normen"`
	Rate      Rate         `json:"rateBasisPoints"` // per started month
	Step      Amount       `json:"step"`            // the arrears are rounded down to it
	Above     Amount       `json:"above"`           // nothing for arrears up to this
	GraceDays int          `json:"graceDays"`       // nothing for a delay up to this
}

// Between returns the charge on arrears that were due on one day, [Due.Day] of their
// notice, and paid, that is credited to the account, on another. A month is started on the day behind
// the due date and on the day behind each end of a month of delay.
func (c LateCharge) Between(arrears Amount, due, paid datum.Datum) (Amount, error) {
	days, months := due.DaysUntil(paid), 0
	for day := due; day.Before(paid); months++ {
		day = due.AddMonths(months + 1)
	}
	return c.Charge(arrears, months, days)
}

// Charge returns the charge for so many started months and days of delay.
func (c LateCharge) Charge(arrears Amount, startedMonths, daysLate int) (Amount, error) {
	nothing := NewAmount(0, arrears.Currency())
	exceeds, err := arrears.Cmp(c.Above)
	if err != nil {
		return Amount{}, err
	}
	if c.Step.Minor() <= 0 || c.Step.Currency() != arrears.Currency() {
		return Amount{}, money.ErrDivision
	}
	if exceeds <= 0 || daysLate <= c.GraceDays || startedMonths < 1 {
		return nothing, nil
	}
	base := NewAmount(arrears.Minor()-arrears.Minor()%c.Step.Minor(), arrears.Currency())
	perMonth, err := base.Mul(int64(c.Rate))
	if err != nil {
		return Amount{}, err
	}
	// Multiplied before it is divided, so that only one rounding happens.
	return perMonth.MulRat(int64(startedMonths), int64(money.Whole), HalfUp)
}
