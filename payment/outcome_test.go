// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/register"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

func TestOutcomes_TakeWhatTheFederalActAllowsAndSayWhy(t *testing.T) {
	federal, fee := payment.FederalOutcomes(), payment.Cents(10_001)
	for outcome, want := range map[payment.Outcome]struct {
		most int64
		norm string
	}{
		payment.OutcomeRefused:          {10_001, "§ 10 Abs. 2 Satz 1 BGebG"},
		payment.OutcomeNotCompetent:     {0, "§ 10 Abs. 2 Satz 2 BGebG"},
		payment.OutcomeObjectionLost:    {10_001, "§ 10 Abs. 3 Satz 1 BGebG"},
		payment.OutcomeObjectionFee:     {2500, "§ 10 Abs. 3 Satz 2 BGebG"},
		payment.OutcomeObjectionForm:    {0, "§ 10 Abs. 3 Satz 3 BGebG"},
		payment.OutcomeRevoked:          {10_001, "§ 10 Abs. 4 BGebG"},
		payment.OutcomeWithdrawn:        {7500, "§ 10 Abs. 5 Satz 1 BGebG"}, // 75 % is 7500.75: a cap rounds down
		payment.OutcomeObjectionDropped: {7500, "§ 10 Abs. 5 Satz 2 BGebG"},
		payment.OutcomeNotBegun:         {0, "§ 10 Abs. 5 Satz 3 BGebG"},
		payment.OutcomeMissed:           {10_001, "§ 10 Abs. 6 BGebG"},
		payment.OutcomeDeemed:           {7500, "§ 10 Abs. 7 BGebG"},
	} {
		got, err := federal.Charge(outcome, fee, payment.Cents(want.most), "so viel hat es gekostet")
		require.NoError(t, err, outcome)
		require.Equal(t, payment.Cents(want.most), got.AtMost, outcome)
		require.Equal(t, want.norm, got.Normen.String(), outcome)
		for _, n := range got.Normen {
			_, known := register.Lookup(n)
			require.True(t, known, n)
		}
		_, err = federal.Charge(outcome, fee, payment.Cents(want.most+1), "zu viel")
		var found *recht.BefundError
		require.ErrorAs(t, err, &found, outcome)
		require.Equal(t, "FEE-OUTCOME-02", found.Befunde[0].Code)
		require.Equal(t, want.norm, found.Befunde[0].Normen.String())
	}
	require.Len(t, federal, 11)

	_, err := federal.Charge(payment.OutcomeWithdrawn, fee, payment.Cents(100), " ")
	require.ErrorContains(t, err, "FEE-OUTCOME-03")
	_, err = federal.Charge(payment.OutcomeWithdrawn, fee, payment.NewAmount(100, money.CHF), "x")
	require.ErrorContains(t, err, "FEE-OUTCOME-02")
	_, err = federal.Charge("invented", fee, payment.Cents(0), "x")
	require.ErrorContains(t, err, "FEE-OUTCOME-01")
	require.ErrorIs(t, err, recht.ErrInvalid)
	nothing, err := federal.Charge(payment.OutcomeNotBegun, fee, payment.Cents(0), "")
	require.NoError(t, err)
	require.Zero(t, nothing.Amount.Minor())
}

func TestLimitation_EndsWithACalendarYear(t *testing.T) {
	assess := payment.Limitation{Normen: recht.MustParseNormen("§ 13 Abs. 3 Satz 2, § 13 Abs. 3 Satz 3 BGebG"), Years: 4}
	demand := payment.Limitation{Normen: recht.MustParseNormen("§ 18 Abs. 1 BGebG"), Years: 5}
	for _, day := range []string{"2026-01-01", "2026-06-30", "2026-11-30", "2026-12-31"} {
		require.Equal(t, "2030-12-31", assess.Last(datum.MustParse(day)).String(), day)
		require.Equal(t, "2031-12-31", demand.Last(datum.MustParse(day)).String(), day)
	}
	require.Equal(t, "2028-12-31", assess.Last(datum.MustParse("2024-02-29")).String())
}

// The service of 31 December 2026 falls under the law of 2015, that of the next day does
// not, whenever it is paid.
func TestTax_OfPublicBodiesChangesWithTheDayOfTheService(t *testing.T) {
	option := payment.Fee{
		ID: "stellplatz", Text: "Stellplatz in der Tiefgarage", LegalBasis: "Entgeltordnung", Kind: payment.FeeFixed, Amount: payment.Cents(10_000),
		Tax: payment.TaxOption, ValidTo: datum.MustParse("2026-12-31"),
	}
	rated := option
	rated.Tax, rated.TaxRate, rated.ValidFrom, rated.ValidTo = payment.TaxRated, 1900, datum.MustParse("2027-01-01"), datum.Datum{}
	public := payment.Fee{ID: "ausweis", Text: "Bewohnerparkausweis", LegalBasis: "§ 6a Abs. 5a StVG", Kind: payment.FeeFixed, Amount: payment.Cents(3000), Tax: payment.TaxPublic}
	schedule := payment.FeeSchedule{
		Authority: "Stadt Beispiel", Source: "test", Currency: money.EUR, TaxRounding: payment.TaxPerLine, Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{option, rated, public},
	}
	table, err := payment.NewFeeTable(schedule)
	require.NoError(t, err)
	require.Empty(t, table.Remarks())
	for day, want := range map[string]struct {
		tax  int64
		kind payment.Tax
	}{"2026-12-31": {0, payment.TaxOption}, "2027-01-01": {1900, payment.TaxRated}} {
		a, err := table.Assess(datum.MustParse(day), payment.Position{Fee: "stellplatz", Quantity: 1}, payment.Position{Fee: "ausweis", Quantity: 1})
		require.NoError(t, err)
		require.Equal(t, want.tax, a.Tax.Minor(), day)
		require.Equal(t, want.kind, a.Lines[0].TaxKind)
		require.Contains(t, a.Lines[1].Explain(), "not taxed (§ 2b Abs. 1 UStG)")
	}
	refused := func(change func(*payment.Fee)) recht.Befunde {
		fee := option
		change(&fee)
		s := schedule
		s.Fees = []payment.Fee{fee}
		table, err := payment.NewFeeTable(s)
		if err != nil {
			var found *recht.BefundError
			require.ErrorAs(t, err, &found)
			return found.Befunde
		}
		return table.Remarks()
	}
	for _, to := range []datum.Datum{{}, datum.MustParse("2027-01-01")} {
		open := refused(func(f *payment.Fee) { f.ValidTo = to })
		require.Len(t, open, 1)
		require.Equal(t, "FEE-TAX-03", open[0].Code, "the option does not outlast 2026")
		require.Equal(t, "§ 27 Abs. 22a Satz 1 UStG", open[0].Normen.String())
	}
	require.Equal(t, "FEE-TAX-02", refused(func(f *payment.Fee) { f.TaxRate = 700 })[0].Code)
	require.Equal(t, "FEE-TAX-02", refused(func(f *payment.Fee) { f.Tax = payment.TaxRated })[0].Code)
	require.Equal(t, "FEE-TAX-05", refused(func(f *payment.Fee) { f.Tax = "none" })[0].Code)
	silent := refused(func(f *payment.Fee) { f.Tax, f.ValidTo = "", datum.Datum{} })
	require.Equal(t, "FEE-TAX-04", silent[0].Code, "a table that says nothing is usable and remarked on")
	require.False(t, silent[0].Blocks())
	require.Empty(t, refused(func(f *payment.Fee) { f.Tax = "" }), "nothing to say about fees that ended before")
}
