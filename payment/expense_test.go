// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

func ExampleExpenseRules_Charge() {
	// The service is free of charge; the interpreter is paid all the same (§ 12 (1) sentence 2 BGebG).
	expense, err := payment.FederalExpenses().Charge(payment.ExpenseExperts, payment.Cents(12_550), "bill 4711 of the interpreter", 0)
	fmt.Println(expense.Amount, expense.Normen, err)
	// Output: 125.50 EUR § 12 Abs. 1 Satz 1 Nr. 1 BGebG <nil>
}

// codes are the codes of the findings of an error.
func codesOf(t *testing.T, err error) (codes []string) {
	t.Helper()
	var all *recht.BefundError
	require.ErrorAs(t, err, &all)
	for _, b := range all.Befunde {
		codes = append(codes, b.Code)
	}
	return codes
}

func TestExpenses_AreWhatTheyWereUnlessARuleSaysOtherwise(t *testing.T) {
	for _, kind := range []payment.ExpenseKind{payment.ExpenseExperts, payment.ExpenseOthers, payment.ExpenseTravel, payment.ExpenseDelivery, payment.ExpenseCopies} {
		for _, share := range []payment.Rate{0, 5_000, 10_000} {
			got, err := payment.FederalExpenses().Charge(kind, payment.Cents(399), "bill", share)
			require.NoError(t, err)
			require.Equal(t, payment.Cents(399), got.Amount, "also where the fee is reduced or nothing")
			require.NotEmpty(t, got.Normen)
		}
	}
	for name, tt := range map[string]struct {
		rule  payment.ExpenseRule
		share payment.Rate
		want  int64
	}{
		"within the fee":         {payment.ExpenseRule{InFee: true}, 10_000, 0},
		"lump sum":               {payment.ExpenseRule{Flat: payment.Cents(250)}, 10_000, 250},
		"capped":                 {payment.ExpenseRule{AtMost: payment.Cents(300)}, 10_000, 300},
		"below the cap":          {payment.ExpenseRule{AtMost: payment.Cents(500)}, 10_000, 401},
		"free with the service":  {payment.ExpenseRule{FreeToo: true}, 0, 0},
		"not free where it is":   {payment.ExpenseRule{FreeToo: true}, 1, 401},
		"lowered with the fee":   {payment.ExpenseRule{LowerToo: true}, 5_000, 201},
		"lowered cap":            {payment.ExpenseRule{LowerToo: true, AtMost: payment.Cents(300)}, 2_500, 75},
		"lowered to nothing":     {payment.ExpenseRule{LowerToo: true}, 0, 0},
		"whole where fee is":     {payment.ExpenseRule{LowerToo: true}, 10_000, 401},
		"not lowered without it": {payment.ExpenseRule{}, 5_000, 401},
	} {
		tt.rule.Kind, tt.rule.Normen = payment.ExpenseTravel, recht.MustParseNormen("§ 12 Abs. 2 BGebG")
		got, err := payment.ExpenseRules{tt.rule}.Charge(payment.ExpenseTravel, payment.Cents(401), "bill", tt.share)
		require.NoError(t, err, name)
		require.Equal(t, tt.want, got.Amount.Minor(), name)
	}
}

func TestExpenses_RefuseWhatIsNotShown(t *testing.T) {
	rules := payment.FederalExpenses()
	_, err := rules.Charge("postage", payment.Cents(1), "bill", 0)
	require.Equal(t, []string{"FEE-EXPENSE-01"}, codesOf(t, err))
	_, err = rules.Charge(payment.ExpenseTravel, payment.Cents(-1), " ", 10_001)
	require.Equal(t, []string{"FEE-EXPENSE-02", "FEE-EXPENSE-03", "FEE-EXPENSE-04"}, codesOf(t, err))
	rules[2].AtMost = payment.NewAmount(1, money.CHF)
	_, err = rules.Charge(payment.ExpenseTravel, payment.Cents(1), "bill", 0)
	require.Equal(t, []string{"FEE-EXPENSE-02"}, codesOf(t, err))
}

func TestAdvance_IsAtMostWhatIsExpectedAndHasAPeriod(t *testing.T) {
	today, until := datum.MustParse("2026-11-30"), datum.MustParse("2026-12-31")
	a, err := payment.NewAdvance(true, payment.Cents(5000), payment.Cents(5000), false, today, until)
	require.NoError(t, err)
	require.Equal(t, "§ 15 Abs. 1, § 15 Abs. 2 BGebG", a.Normen.String())
	for name, tt := range map[string]struct {
		applied      bool
		asked        payment.Amount
		today, until datum.Datum
		want         []string
	}{
		"nobody applied":    {false, payment.Cents(1), today, until, []string{"FEE-ADVANCE-01"}},
		"too much":          {true, payment.Cents(5001), today, until, []string{"FEE-ADVANCE-02"}},
		"nothing":           {true, payment.Cents(0), today, until, []string{"FEE-ADVANCE-02"}},
		"another currency":  {true, payment.NewAmount(1, money.CHF), today, until, []string{"FEE-ADVANCE-02"}},
		"no period":         {true, payment.Cents(1), today, datum.Datum{}, []string{"FEE-ADVANCE-03"}},
		"until today":       {true, payment.Cents(1), today, today, []string{"FEE-ADVANCE-03"}},
		"no day":            {true, payment.Cents(1), datum.Datum{}, until, []string{"FEE-ADVANCE-03"}},
		"all of it at once": {false, payment.Cents(9999), today, today, []string{"FEE-ADVANCE-01", "FEE-ADVANCE-02", "FEE-ADVANCE-03"}},
	} {
		_, err := payment.NewAdvance(tt.applied, payment.Cents(5000), tt.asked, false, tt.today, tt.until)
		require.Equal(t, tt.want, codesOf(t, err), name)
	}
	for due, want := range map[int64][2]int64{7000: {2000, 0}, 5000: {0, 0}, 3000: {0, 2000}, 0: {0, 5000}} {
		rest, back, err := a.Settle(payment.Cents(due))
		require.NoError(t, err)
		require.Equal(t, want, [2]int64{rest.Minor(), back.Minor()}, due)
	}
	_, _, err = a.Settle(payment.NewAmount(1, money.CHF))
	require.Error(t, err)
}

func TestRelief_IsGivenOnItsOwnGroundsAlone(t *testing.T) {
	today, later := datum.MustParse("2026-11-30"), datum.MustParse("2027-03-31")
	own := map[payment.Relief][]payment.ReliefGround{
		payment.ReliefDeferred: {payment.GroundHardship}, payment.ReliefWrittenOff: {payment.GroundHopeless, payment.GroundCost}, payment.ReliefWaived: {payment.GroundSpecial},
	}
	for relief, grounds := range own {
		until := datum.Datum{}
		if relief == payment.ReliefDeferred {
			until = later
		}
		for _, ground := range []payment.ReliefGround{payment.GroundHardship, payment.GroundHopeless, payment.GroundCost, payment.GroundSpecial, "mercy"} {
			got, err := payment.FederalReliefs().Grant(relief, ground, "as the case lies", true, today, until)
			if slices.Contains(grounds, ground) {
				require.NoError(t, err)
				require.Len(t, got.Normen, 2)
				require.Equal(t, until, got.Until)
				continue
			}
			require.Equal(t, []string{"FEE-RELIEF-02"}, codesOf(t, err))
		}
	}
	_, err := payment.FederalReliefs().Grant("forgotten", payment.GroundCost, "x", true, today, later)
	require.Equal(t, []string{"FEE-RELIEF-01"}, codesOf(t, err))
	_, err = payment.FederalReliefs().Grant(payment.ReliefDeferred, payment.GroundCost, " ", false, today, today)
	require.Equal(t, []string{"FEE-RELIEF-02", "FEE-RELIEF-03", "FEE-RELIEF-04", "FEE-RELIEF-05"}, codesOf(t, err))
	_, err = payment.FederalReliefs().Grant(payment.ReliefWaived, payment.GroundSpecial, "x", true, today, later)
	require.Equal(t, []string{"FEE-RELIEF-04"}, codesOf(t, err), "what is waived is not due later")
}
