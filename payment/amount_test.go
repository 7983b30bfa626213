// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/payment"
)

func TestParseAmount_ReadsItsOneSpelling(t *testing.T) {
	for text, want := range map[string]payment.Amount{
		"7.50 EUR":                  payment.Cents(750),
		"0.00 EUR":                  payment.Cents(0),
		"-0.01 EUR":                 payment.Cents(-1),
		"1234.50 CHF":               payment.NewAmount(123450, payment.CHF),
		"750 JPY":                   payment.NewAmount(750, payment.JPY),
		"0.001 KWD":                 payment.NewAmount(1, payment.KWD),
		"92233720368547758.07 EUR":  payment.Cents(math.MaxInt64),
		"-92233720368547758.08 EUR": payment.Cents(math.MinInt64),
	} {
		a, err := payment.ParseAmount(text)
		require.NoError(t, err, text)
		require.Equal(t, want, a)
		require.Equal(t, text, a.String())
	}
}

func TestParseAmount_RefusesAndNamesThePlace(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		offset     int
	}{
		{"empty", "", 0},
		{"no currency", "7.50", 4},
		{"no decimals", "7 EUR", 1},
		{"one decimal", "7.5 EUR", 3},
		{"three decimals", "7.500 EUR", 5},
		{"seven decimals", "7.5000000 EUR", 9},
		{"comma", "7,50 EUR", 1},
		{"grouped", "1.234,50 EUR", 5},
		{"plus", "+7.50 EUR", 0},
		{"leading zero", "07.50 EUR", 0},
		{"leading zero behind a minus", "-07.50 EUR", 1},
		{"negative zero", "-0.00 EUR", 0},
		{"exponent", "7.5e0 EUR", 3},
		{"bare dot", "7. EUR", 2},
		{"no whole digit", ".50 EUR", 0},
		{"two spaces", "7.50  EUR", 5},
		{"small letters", "7.50 eur", 5},
		{"long code", "7.50 EURO", 8},
		{"sign instead of code", "7.50 €", 5},
		{"no-break space", "7.50\u00a0EUR", 9},
		{"digits of another script", "７.50 EUR", 0},
		{"not a number", "NaN EUR", 0},
		{"decimals of a currency without", "750.0 JPY", 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := payment.ParseAmount(tt.text)
			require.ErrorIs(t, err, payment.ErrSyntax)
			require.False(t, a.IsSet())
			syntax, ok := errors.AsType[*payment.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
	_, err := payment.ParseAmount("7.50 XXX")
	require.ErrorIs(t, err, payment.ErrUnknownCurrency)
	require.NotErrorIs(t, err, payment.ErrSyntax)
	for _, text := range []string{"92233720368547758.08 EUR", "-92233720368547758.09 EUR", "99999999999999999999999.00 EUR"} {
		_, err = payment.ParseAmount(text)
		require.ErrorIs(t, err, payment.ErrOverflow, text)
	}
	require.Panics(t, func() { payment.MustParseAmount("7,50 €") })
}

// Truncation after a multiplication by 100 in IEEE double gives one cent less
// for each of these.
func TestParseDecimal_IsExactWhereFloatsAreNot(t *testing.T) {
	for text, want := range map[string]int64{
		"147.23": 14723, "1.15": 115, "8.20": 820, "4.35": 435, "19.99": 1999, "0.29": 29, "2.30": 230,
		"7.5": 750, "7.50": 750, "7": 700, "7.5e0": 750, "75e-1": 750, "0.75E+1": 750, "7.5000000": 750, "-7.5": -750,
		"0": 0, "-0": 0, "0e19": 0, "99.99": 9999, "1e3": 100000, "100e-4": 1,
	} {
		a, err := payment.ParseDecimal(text, payment.EUR)
		require.NoError(t, err, text)
		require.Equal(t, payment.Cents(want), a, text)
	}
	for _, text := range []string{
		"", "-", "7.505", "99.999999", "7.5000001", "1e-3", "1e20", "1e99999999999", "1e", "1e+", "07.5", "7.", ".5", "+7", " 7", "7 ", `"7.50"`, "0x10", "Inf",
	} {
		_, err := payment.ParseDecimal(text, payment.EUR)
		require.ErrorIs(t, err, payment.ErrSyntax, text)
	}
	_, err := payment.ParseDecimal("1e18", payment.EUR)
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = payment.ParseDecimal("1", 0)
	require.ErrorIs(t, err, payment.ErrUnknownCurrency)
}

func TestAmount_ChecksTheLimitsOfInt64(t *testing.T) {
	largest, smallest, cent := payment.Cents(math.MaxInt64), payment.Cents(math.MinInt64), payment.Cents(1)
	_, err := largest.Add(cent)
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = smallest.Sub(cent)
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = cent.Sub(smallest)
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = smallest.Add(payment.Cents(-1))
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = smallest.Neg()
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = smallest.Mul(-1)
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = largest.MulRat(math.MaxInt64, 2, payment.HalfUp)
	require.ErrorIs(t, err, payment.ErrOverflow)
	_, err = payment.Sum(payment.EUR, largest, cent)
	require.ErrorIs(t, err, payment.ErrOverflow)

	same, err := smallest.Mul(1)
	require.NoError(t, err)
	require.Equal(t, smallest, same)
	same, err = smallest.MulRat(math.MinInt64, math.MinInt64, payment.HalfUp)
	require.NoError(t, err)
	require.Equal(t, smallest, same)
	parts, err := smallest.Allocate(1, 1, 1)
	require.NoError(t, err)
	total, err := payment.Sum(payment.EUR, parts...)
	require.NoError(t, err)
	require.Equal(t, smallest, total)
}

func TestAmount_KeepsCurrenciesApart(t *testing.T) {
	euro, franc, unset := payment.Cents(1), payment.NewAmount(1, payment.CHF), payment.Amount{}
	for _, pair := range [][2]payment.Amount{{euro, franc}, {euro, unset}, {unset, euro}, {unset, unset}} {
		_, err := pair[0].Add(pair[1])
		require.ErrorIs(t, err, payment.ErrCurrencyMismatch)
		_, err = pair[0].Sub(pair[1])
		require.ErrorIs(t, err, payment.ErrCurrencyMismatch)
		_, err = pair[0].Cmp(pair[1])
		require.ErrorIs(t, err, payment.ErrCurrencyMismatch)
	}
	require.NotEqual(t, euro, franc)
	order, err := payment.Cents(-5).Cmp(euro)
	require.NoError(t, err)
	require.Equal(t, -1, order)
}

func TestAmount_TellsNotSetFromNothingToPay(t *testing.T) {
	free, unset := payment.Cents(0), payment.Amount{}
	require.True(t, free.IsSet())
	require.False(t, unset.IsSet())
	require.Zero(t, free.Sign())
	require.Empty(t, unset.String()+unset.Format(language.German))
	require.False(t, payment.NewAmount(1, 200).IsSet(), "an invented currency makes no amount")

	type message struct {
		Fee payment.Amount `json:"fee,omitzero"`
	}
	b, err := json.Marshal(message{free})
	require.NoError(t, err)
	require.JSONEq(t, `{"fee":{"amount":0,"currency":"EUR"}}`, string(b))
	b, err = json.Marshal(message{})
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(b))
}

func TestAmount_TravelsThroughJSONAndSQLWithoutFloats(t *testing.T) {
	for _, a := range []payment.Amount{payment.Cents(750), payment.Cents(math.MaxInt64), payment.Cents(math.MinInt64), payment.NewAmount(5, payment.KWD)} {
		b, err := json.Marshal(a)
		require.NoError(t, err)
		var back payment.Amount
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, a, back)

		stored, err := a.Value()
		require.NoError(t, err)
		require.Equal(t, a.String(), stored)
		back = payment.Amount{}
		require.NoError(t, back.Scan(stored))
		require.Equal(t, a, back)
		require.NoError(t, back.Scan([]byte(a.String())))

		text, err := a.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, a, back)
	}
	var a payment.Amount
	for _, bad := range []string{
		`{"amount":7.5,"currency":"EUR"}`, `{"amount":750.0,"currency":"EUR"}`, `{"amount":7e2,"currency":"EUR"}`,
		`{"amount":"750","currency":"EUR"}`, `{"amount":750}`, `{"currency":"EUR"}`, `{"amount":null,"currency":"EUR"}`,
		`{"amount":750,"currency":"EUR","x":1}`, `{"amount":9223372036854775808,"currency":"EUR"}`, `7.5`, `"7.50 EUR"`, `[]`,
	} {
		require.ErrorIs(t, json.Unmarshal([]byte(bad), &a), payment.ErrSyntax, bad)
	}
	for _, bad := range []any{nil, "", 750, int64(750), 7.5, "7.5 EUR"} {
		require.ErrorIs(t, a.Scan(bad), payment.ErrSyntax)
	}
	_, err := payment.Amount{}.Value()
	require.ErrorIs(t, err, payment.ErrSyntax)
}

func TestAmount_FormatsForPeople(t *testing.T) {
	for _, tt := range []struct {
		amount          payment.Amount
		german, english string
	}{
		{payment.Cents(123450), "1.234,50\u00a0€", "€1,234.50"},
		{payment.Cents(5), "0,05\u00a0€", "€0.05"},
		{payment.Cents(-750), "-7,50\u00a0€", "-€7.50"},
		{payment.Cents(math.MinInt64), "-92.233.720.368.547.758,08\u00a0€", "-€92,233,720,368,547,758.08"},
		{payment.NewAmount(123450, payment.CHF), "1.234,50\u00a0CHF", "CHF\u00a01,234.50"},
		{payment.NewAmount(1234, payment.JPY), "1.234\u00a0JPY", "JPY\u00a01,234"},
		{payment.NewAmount(1, payment.KWD), "0,001\u00a0KWD", "KWD\u00a00.001"},
	} {
		require.Equal(t, tt.german, tt.amount.Format(language.German))
		require.Equal(t, tt.german, tt.amount.Format(language.MustParse("de-DE")))
		require.Equal(t, tt.english, tt.amount.Format(language.English))
		require.Equal(t, tt.english, tt.amount.Format(language.Japanese), "a language we do not write gets English")
	}
}

func TestCurrency_RoundTripsAndKnowsItsDecimals(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range payment.Currencies() {
		text, err := c.MarshalText()
		require.NoError(t, err)
		require.False(t, seen[string(text)])
		seen[string(text)] = true
		var back payment.Currency
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, c, back)
	}
	require.Equal(t, 2, payment.EUR.Decimals())
	require.Zero(t, payment.JPY.Decimals())
	require.Equal(t, 3, payment.KWD.Decimals())
	require.True(t, payment.Currency(0).IsZero())
	_, err := payment.Currency(200).MarshalText()
	require.ErrorIs(t, err, payment.ErrUnknownCurrency)
	var c payment.Currency
	require.ErrorIs(t, c.UnmarshalText([]byte("eur")), payment.ErrSyntax)
}

func TestAmount_ArithmeticDoesNotAllocate(t *testing.T) {
	a, b := payment.Cents(750), payment.Cents(900)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		sum, _ := a.Add(b)
		_, _ = sum.MulRat(19, 100, payment.HalfUp)
	}))
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = payment.ParseAmount("147.23 EUR") }))
}

func FuzzParseAmount(f *testing.F) {
	for _, seed := range []string{"", "7.50 EUR", "-0.01 EUR", "750 JPY", "07.50 EUR", "7,50 €", "92233720368547758.08 EUR", "7.5e0 EUR"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := payment.ParseAmount(text)
		if err != nil {
			require.False(t, a.IsSet())
			return
		}
		require.Equal(t, text, a.String(), "accepted text is its own spelling")
		again, err := payment.ParseDecimal(a.Decimal(), a.Currency())
		require.NoError(t, err)
		require.Equal(t, a, again)
	})
}
