// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

var someDay = datum.MustParse("2026-03-02")

func readTable(tb testing.TB, name string) *payment.FeeTable {
	tb.Helper()
	file, err := os.Open(filepath.Join("testdata", name+".json"))
	require.NoError(tb, err)
	defer file.Close()
	table, err := payment.ReadFeeTable(file)
	require.NoError(tb, err)
	return table
}

func TestAssess_HamelnTakesSevenFiftyInAdvanceUnlessForAPension(t *testing.T) {
	table := readTable(t, "hameln")
	require.Equal(t, payment.CollectWithOrder, table.Schedule().Collection)
	require.Equal(t, "999924", table.Schedule().Reference)
	a, err := table.Assess(someDay,
		payment.Position{Fee: "meldebescheinigung-einfach", Quantity: 1},
		payment.Position{Fee: "meldebescheinigung-erweitert", Quantity: 1})
	require.NoError(t, err)
	require.Equal(t, payment.Cents(1650), a.Total)
	require.True(t, a.IsPayable())
	require.Equal(t, "Gebührentabelle der Stadt Hameln: 7.50 EUR", a.Lines[0].Explain())

	a, err = table.Assess(someDay, payment.Position{Fee: "meldebescheinigung-einfach", Quantity: 1, Grounds: []string{"kindergeld", "rente"}})
	require.NoError(t, err)
	require.Equal(t, payment.Cents(0), a.Total)
	require.Equal(t, payment.Cents(750), a.Lines[0].Full)
	require.Equal(t, payment.ExemptPurpose, a.Lines[0].Exemption.Kind)
	require.False(t, a.IsPayable(), "nothing to pay makes no payment, however the zero is written")
}

func TestAssess_KirchenRegistersFreeOfCharge(t *testing.T) {
	table := readTable(t, "kirchen")
	a, err := table.Assess(someDay, payment.Position{Fee: "anmeldung", Quantity: 1})
	require.NoError(t, err)
	require.False(t, a.IsPayable())
	a, err = table.Assess(someDay, payment.Position{Fee: "anmeldung", Quantity: 1}, payment.Position{Fee: "meldebescheinigung-einfach", Quantity: 1})
	require.NoError(t, err)
	require.Equal(t, payment.Cents(650), a.Total)
}

func TestAssess_BitburgerLandCountsPersons(t *testing.T) {
	table := readTable(t, "bitburgerland")
	require.Equal(t, payment.CollectOnRequest, table.Schedule().Collection)
	a, err := table.Assess(someDay, payment.Position{Fee: "auskunft-einfach", Quantity: 3}, payment.Position{Fee: "auskunft-erweitert", Quantity: 1})
	require.NoError(t, err)
	require.Equal(t, payment.Cents(3350), a.Total)
	require.Equal(t, "Gebührentabelle der Verbandsgemeinde Bitburger Land: 3 × 7.50 EUR per person", a.Lines[0].Explain())
}

// schedule has one rule of each kind.
func schedule() payment.FeeSchedule {
	return payment.FeeSchedule{
		Authority: "Musterstadt", Source: "invented", Currency: payment.EUR, TaxRounding: payment.TaxPerLine, Collection: payment.CollectOptional,
		Fees: []payment.Fee{
			{ID: "copy", Text: "Kopie", LegalBasis: "§ 1", Kind: payment.FeePerUnit, Amount: payment.Cents(840), Unit: "page", TaxRate: 1900, Max: payment.Cents(100_000)},
			{ID: "map", Text: "Karte", LegalBasis: "§ 2", Kind: payment.FeeTiered, Tiers: []payment.Tier{
				{UpTo: 10, Amount: payment.Cents(500)}, {UpTo: 100, Amount: payment.Cents(2000)}, {Amount: payment.Cents(5000)},
			}},
			{
				ID: "permit", Text: "Erlaubnis", LegalBasis: "§ 3", Kind: payment.FeeFramework, Min: payment.Cents(1000), Max: payment.Cents(50_000),
				Exemptions: []payment.Exemption{
					{Ground: "charity", Kind: payment.ExemptPersonal, LegalBasis: "§ 8", Reduce: 5000},
					{Ground: "hardship", Kind: payment.ExemptFactual, LegalBasis: "§ 7", Cap: payment.Cents(4000)},
				},
			},
			{ID: "visit", Text: "Ortstermin", LegalBasis: "§ 4", Kind: payment.FeeTime, Amount: payment.Cents(1725), Minutes: 15, Min: payment.Cents(3450)},
			{ID: "sign", Text: "Schild", LegalBasis: "§ 5 a. F.", Kind: payment.FeeFixed, Amount: payment.Cents(100), ValidTo: datum.MustParse("2025-12-31")},
			{ID: "sign", Text: "Schild", LegalBasis: "§ 5", Kind: payment.FeeFixed, Amount: payment.Cents(120), ValidFrom: datum.MustParse("2026-01-01")},
		},
	}
}

func newTable(tb testing.TB) *payment.FeeTable {
	tb.Helper()
	table, err := payment.NewFeeTable(schedule())
	require.NoError(tb, err)
	return table
}

func TestAssess_KnowsEveryKindOfFee(t *testing.T) {
	table := newTable(t)
	for _, tt := range []struct {
		name     string
		position payment.Position
		want     int64
		explain  string
	}{
		{"per unit", payment.Position{Fee: "copy", Quantity: 3}, 2999, "§ 1: 3 × 8.40 EUR per page; 19 % tax: 4.79 EUR"},
		{"capped", payment.Position{Fee: "copy", Quantity: 1000}, 119_000, "§ 1: 1000 × 8.40 EUR per page, at most 1000.00 EUR; 19 % tax: 190.00 EUR"},
		{"first tier", payment.Position{Fee: "map", Quantity: 10}, 500, "§ 2: 5.00 EUR for a quantity of 10"},
		{"second tier", payment.Position{Fee: "map", Quantity: 11}, 2000, "§ 2: 20.00 EUR for a quantity of 11"},
		{"last tier", payment.Position{Fee: "map", Quantity: math.MaxInt64}, 5000, "§ 2: 50.00 EUR for a quantity of 9223372036854775807"},
		{"framework", payment.Position{Fee: "permit", Quantity: 1, Chosen: payment.Cents(20_000), Reason: "large site"}, 20_000, "§ 3: 200.00 EUR within the framework, because large site"},
		{"reduced", payment.Position{Fee: "permit", Quantity: 1, Chosen: payment.Cents(20_001), Reason: "x", Grounds: []string{"charity"}}, 10_000, "§ 3: 200.01 EUR within the framework, because x; personal exemption charity (§ 8): 100.00 EUR"},
		{"the better of two exemptions", payment.Position{Fee: "permit", Quantity: 1, Chosen: payment.Cents(20_000), Reason: "x", Grounds: []string{"charity", "hardship"}}, 4000, "§ 3: 200.00 EUR within the framework, because x; factual exemption hardship (§ 7): 40.00 EUR"},
		{"started quarters of an hour", payment.Position{Fee: "visit", Quantity: 46}, 6900, "§ 4: 17.25 EUR per started period, 46 minutes"},
		{"at least", payment.Position{Fee: "visit", Quantity: 1}, 3450, "§ 4: 17.25 EUR per started period, 1 minutes, at least 34.50 EUR"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := table.Assess(someDay, tt.position)
			require.NoError(t, err)
			require.Equal(t, payment.Cents(tt.want), a.Total)
			require.Equal(t, tt.explain, a.Lines[0].Explain())
		})
	}
}

func TestFeeTable_CannotBeChangedFromOutside(t *testing.T) {
	source := schedule()
	table, err := payment.NewFeeTable(source)
	require.NoError(t, err)
	positions := []payment.Position{
		{Fee: "map", Quantity: 1}, {Fee: "permit", Quantity: 1, Chosen: payment.Cents(20_000), Reason: "x", Grounds: []string{"hardship"}},
	}
	before, err := table.Assess(someDay, positions...)
	require.NoError(t, err)
	source.Fees[1].Tiers[0].Amount = payment.Cents(1)
	source.Fees[2].Exemptions[1].Cap = payment.Cents(1)
	table.Schedule().Fees[1].Tiers[0].Amount = payment.Cents(1)
	fee, _ := table.Fee("permit", someDay)
	fee.Exemptions[1].Cap = payment.Cents(1)
	given := *before.Lines[1].Exemption
	before.Lines[1].Exemption.Cap = payment.Cents(1)
	after, err := table.Assess(someDay, positions...)
	require.NoError(t, err)
	require.Equal(t, before.Total, after.Total)
	require.Equal(t, given, *after.Lines[1].Exemption)
}

func TestAssess_TakesTheRuleOfTheDay(t *testing.T) {
	table := newTable(t)
	for day, want := range map[string]int64{"2025-12-31": 100, "2026-01-01": 120} {
		a, err := table.Assess(datum.MustParse(day), payment.Position{Fee: "sign", Quantity: 1})
		require.NoError(t, err)
		require.Equal(t, payment.Cents(want), a.Total)
	}
	_, found := table.Fee("sign", someDay)
	require.True(t, found)
	_, found = table.Fee("none", someDay)
	require.False(t, found)
}

func TestAssess_ListsEveryPositionThatCannotBeAssessed(t *testing.T) {
	_, err := newTable(t).Assess(someDay,
		payment.Position{Fee: "none", Quantity: 1},
		payment.Position{Fee: "copy"},
		payment.Position{Fee: "sign", Quantity: 2},
		payment.Position{Fee: "permit", Quantity: 1, Chosen: payment.Cents(999), Reason: " "},
		payment.Position{Fee: "copy", Quantity: 1, Chosen: payment.Cents(1)},
		payment.Position{Fee: "permit", Quantity: 3, Chosen: payment.Cents(2000), Reason: "three sites"})
	invalid, ok := errors.AsType[*recht.BefundError](err)
	require.True(t, ok)
	var got []string
	for _, f := range invalid.Befunde {
		got = append(got, f.Code+" "+f.Pointer)
	}
	require.Equal(t, []string{
		"FEE-UNKNOWN-01 /positions/0/fee", "FEE-QUANTITY-01 /positions/1/quantity", "FEE-QUANTITY-01 /positions/2/quantity",
		"FEE-CHOSEN-01 /positions/3/chosen", "FEE-REASON-01 /positions/3/reason", "FEE-CHOSEN-02 /positions/4/chosen",
		"FEE-QUANTITY-01 /positions/5/quantity",
	}, got)

	table, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Musterstadt", Source: "invented", Currency: payment.EUR, TaxRounding: payment.TaxPerLine, Collection: payment.CollectOptional,
		Fees: []payment.Fee{{ID: "x", Text: "x", LegalBasis: "§", Kind: payment.FeePerUnit, Amount: payment.Cents(math.MaxInt64)}},
	})
	require.NoError(t, err)
	_, err = table.Assess(someDay, payment.Position{Fee: "x", Quantity: 2})
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = table.Assess(someDay, payment.Position{Fee: "x", Quantity: 1}, payment.Position{Fee: "x", Quantity: 1})
	require.ErrorIs(t, err, money.ErrOverflow)
}

func TestNewFeeTable_RefusesRulesThatContradictThemselves(t *testing.T) {
	for code, spoil := range map[string]func(*payment.FeeSchedule){
		"FEE-TABLE-01":    func(s *payment.FeeSchedule) { s.Source = "" },
		"FEE-TABLE-02":    func(s *payment.FeeSchedule) { s.TaxRounding = "" },
		"FEE-TABLE-03":    func(s *payment.FeeSchedule) { s.Collection = "never" },
		"FEE-ID-01":       func(s *payment.FeeSchedule) { s.Fees[0].ID = "" },
		"FEE-BASIS-01":    func(s *payment.FeeSchedule) { s.Fees[0].LegalBasis = "" },
		"FEE-VALID-01":    func(s *payment.FeeSchedule) { s.Fees[4].ValidFrom = datum.MustParse("2026-02-01") },
		"FEE-VALID-02":    func(s *payment.FeeSchedule) { s.Fees[4].ValidTo = datum.MustParse("2026-01-01") },
		"FEE-TAX-01":      func(s *payment.FeeSchedule) { s.Fees[0].TaxRate = 10_001 },
		"FEE-AMOUNT-01":   func(s *payment.FeeSchedule) { s.Fees[0].Amount = payment.Cents(-1) },
		"FEE-AMOUNT-02":   func(s *payment.FeeSchedule) { s.Fees[0].Amount = payment.Amount{} },
		"FEE-RANGE-01":    func(s *payment.FeeSchedule) { s.Fees[2].Min = payment.Cents(50_001) },
		"FEE-RANGE-02":    func(s *payment.FeeSchedule) { s.Fees[2].Min = payment.Amount{} },
		"FEE-TIER-01":     func(s *payment.FeeSchedule) { s.Fees[1].Tiers[1].Amount = payment.Amount{} },
		"FEE-TIER-02":     func(s *payment.FeeSchedule) { s.Fees[1].Tiers[1].UpTo = 10 },
		"FEE-TIER-03":     func(s *payment.FeeSchedule) { s.Fees[1].Tiers = nil },
		"FEE-KIND-01":     func(s *payment.FeeSchedule) { s.Fees[0].Kind = "gift" },
		"FEE-MINUTES-01":  func(s *payment.FeeSchedule) { s.Fees[3].Minutes = 0 },
		"FEE-CURRENCY-01": func(s *payment.FeeSchedule) { s.Currency = money.CHF },
		"FEE-EXEMPT-01":   func(s *payment.FeeSchedule) { s.Fees[2].Exemptions[0].Ground = "" },
		"FEE-EXEMPT-02":   func(s *payment.FeeSchedule) { s.Fees[2].Exemptions[0].Waive = true },
		"FEE-EXEMPT-03":   func(s *payment.FeeSchedule) { s.Fees[2].Exemptions[0].Reduce = 10_001 },
		"FEE-EXEMPT-04":   func(s *payment.FeeSchedule) { s.Fees[2].Exemptions[0].Kind = "royal" },
	} {
		s := schedule()
		spoil(&s)
		_, err := payment.NewFeeTable(s)
		invalid, ok := errors.AsType[*recht.BefundError](err)
		require.True(t, ok, code)
		require.True(t, invalid.Befunde.Has(code), "%s: %v", code, err)
	}
	for _, text := range []string{"", "[]", `{"authority":"x","validto":"2026-01-01"}`, `{} {}`} {
		_, err := payment.ReadFeeTable(strings.NewReader(text))
		require.Error(t, err)
	}
}

// The figures show that the two roundings are different promises.
func TestAssess_RoundsTaxPerLineOrPerUnitAsTheTableSays(t *testing.T) {
	for _, tt := range []struct {
		quantity, single int64
		rate             payment.Rate
		perLine, perUnit int64
	}{
		{3, 840, 1900, 479, 480},
		{10, 33, 1900, 63, 60},
		{7, 749, 700, 367, 364},
	} {
		for rounding, want := range map[payment.TaxRounding]int64{payment.TaxPerLine: tt.perLine, payment.TaxPerUnit: tt.perUnit} {
			s := schedule()
			s.TaxRounding = rounding
			s.Fees[0].Amount, s.Fees[0].TaxRate = payment.Cents(tt.single), tt.rate
			table, err := payment.NewFeeTable(s)
			require.NoError(t, err)
			a, err := table.Assess(someDay, payment.Position{Fee: "copy", Quantity: tt.quantity})
			require.NoError(t, err)
			require.Equal(t, payment.Cents(want), a.Tax, "%s of %d × %d", rounding, tt.quantity, tt.single)
		}
	}
}

func TestAssess_TaxPerLineAgreesWithTheExactRational(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	s := schedule()
	s.Fees = s.Fees[:1]
	for range 2_000 {
		single, quantity, rate := r.Int64N(1_000_000), 1+r.Int64N(1_000_000), payment.Rate(r.IntN(10_001))
		s.Fees[0].Amount, s.Fees[0].TaxRate, s.Fees[0].Max = payment.Cents(single), rate, payment.Amount{}
		table, err := payment.NewFeeTable(s)
		require.NoError(t, err)
		a, err := table.Assess(someDay, payment.Position{Fee: "copy", Quantity: quantity})
		require.NoError(t, err)
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(single*quantity), big.NewInt(int64(rate))), big.NewInt(10_000))
		exact.Add(exact, big.NewRat(1, 2)) // half up, of what is not negative
		require.Equal(t, new(big.Int).Div(exact.Num(), exact.Denom()).Int64(), a.Tax.Minor())
		require.Equal(t, single*quantity+a.Tax.Minor(), a.Total.Minor())
	}
}

// § 16 BGebG, as data.
var federalLateCharge = payment.LateCharge{Normen: recht.MustParseNormen("§ 16 Abs. 1, § 16 Abs. 2 BGebG"), Rate: 100, Step: payment.Cents(5000), Above: payment.Cents(5000), GraceDays: 3}

func TestLateCharge_TakesOnePercentPerStartedMonthOfFullFifties(t *testing.T) {
	for _, tt := range []struct {
		arrears      int64
		months, days int
		want         int64
	}{
		{5000, 1, 10, 0},
		{5001, 1, 10, 50},
		{9999, 1, 4, 50},
		{10_000, 2, 40, 200},
		{14_999, 1, 3, 0},
		{14_999, 3, 75, 300},
		{123_456, 2, 35, 2400},
	} {
		got, err := federalLateCharge.Charge(payment.Cents(tt.arrears), tt.months, tt.days)
		require.NoError(t, err)
		require.Equal(t, payment.Cents(tt.want), got, "%d/%d/%d", tt.arrears, tt.months, tt.days)

		due := datum.MustParse("2026-01-01")
		got, err = federalLateCharge.Between(payment.Cents(tt.arrears), due, due.AddDays(tt.days))
		require.NoError(t, err)
		require.Equal(t, payment.Cents(tt.want), got, "%d, %d days", tt.arrears, tt.days)
	}
	_, err := federalLateCharge.Charge(payment.NewAmount(1, money.CHF), 1, 10)
	require.ErrorIs(t, err, money.ErrCurrencyMismatch)
	_, err = payment.LateCharge{Above: payment.Cents(0)}.Charge(payment.Cents(1), 1, 10)
	require.ErrorIs(t, err, money.ErrDivision)
}

func TestLateCharge_StartsAMonthOnTheDayBehindItsEnd(t *testing.T) {
	due := datum.MustParse("2026-01-31")
	for paid, want := range map[string]int64{
		"2026-01-31": 0, "2026-02-03": 0, "2026-02-04": 100, "2026-02-28": 100, "2026-03-01": 200, "2026-03-31": 200, "2026-04-01": 300, "2025-12-01": 0,
	} {
		got, err := federalLateCharge.Between(payment.Cents(10_000), due, datum.MustParse(paid))
		require.NoError(t, err)
		require.Equal(t, payment.Cents(want), got, paid)
	}
}

func TestRate_WritesPercentWithoutAFloat(t *testing.T) {
	for rate, want := range map[payment.Rate]string{1900: "19", 550: "5.5", 1070: "10.7", 1: "0.01", 0: "0", 10_000: "100", -550: "-5.5", 7: "0.07"} {
		require.Equal(t, want, rate.Percent())
	}
	require.Equal(t, "5.5 %", payment.Rate(550).String())
}

func BenchmarkAssess_TenLines(b *testing.B) {
	table := newTable(b)
	positions := make([]payment.Position, 10)
	for i := range positions {
		positions[i] = payment.Position{Fee: "copy", Quantity: int64(i + 1)}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.Assess(someDay, positions...); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzReadFeeTable(f *testing.F) {
	for _, name := range []string{"hameln", "kirchen", "bitburgerland"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		require.NoError(f, err)
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := payment.ReadFeeTable(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, fee := range table.Schedule().Fees {
			a, err := table.Assess(someDay, payment.Position{Fee: fee.ID, Quantity: 1})
			if err == nil {
				require.GreaterOrEqual(t, a.Total.Minor(), int64(0))
			}
		}
	})
}
