// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/payment/money"
)

func TestParseAmount_ReadsItsOneSpelling(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"7.50 EUR":                  money.Cents(750),
		"0.00 EUR":                  money.Cents(0),
		"-0.01 EUR":                 money.Cents(-1),
		"1234.50 CHF":               money.NewAmount(123450, money.CHF),
		"750 JPY":                   money.NewAmount(750, money.JPY),
		"0.001 KWD":                 money.NewAmount(1, money.KWD),
		"92233720368547758.07 EUR":  money.Cents(math.MaxInt64),
		"-92233720368547758.08 EUR": money.Cents(math.MinInt64),
	} {
		a, err := money.ParseAmount(text)
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
			a, err := money.ParseAmount(tt.text)
			require.ErrorIs(t, err, money.ErrSyntax)
			require.False(t, a.IsSet())
			syntax, ok := errors.AsType[*money.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
	_, err := money.ParseAmount("7.50 XXX")
	require.ErrorIs(t, err, money.ErrUnknownCurrency)
	require.NotErrorIs(t, err, money.ErrSyntax)
	for _, text := range []string{"92233720368547758.08 EUR", "-92233720368547758.09 EUR", "99999999999999999999999.00 EUR"} {
		_, err = money.ParseAmount(text)
		require.ErrorIs(t, err, money.ErrOverflow, text)
	}
	require.Panics(t, func() { money.MustParseAmount("7,50 €") })
}

// Truncation after a multiplication by 100 in IEEE double gives one cent less
// for each of these.
func TestParseDecimal_IsExactWhereFloatsAreNot(t *testing.T) {
	for text, want := range map[string]int64{
		"147.23": 14723, "1.15": 115, "8.20": 820, "4.35": 435, "19.99": 1999, "0.29": 29, "2.30": 230,
		"7.5": 750, "7.50": 750, "7": 700, "7.5e0": 750, "75e-1": 750, "0.75E+1": 750, "7.5000000": 750, "-7.5": -750,
		"0": 0, "-0": 0, "0e19": 0, "99.99": 9999, "1e3": 100000, "100e-4": 1,
	} {
		a, err := money.ParseDecimal(text, money.EUR)
		require.NoError(t, err, text)
		require.Equal(t, money.Cents(want), a, text)
	}
	for _, text := range []string{
		"", "-", "7.505", "99.999999", "7.5000001", "1e-3", "1e20", "1e99999999999", "1e", "1e+", "07.5", "7.", ".5", "+7", " 7", "7 ", `"7.50"`, "0x10", "Inf",
	} {
		_, err := money.ParseDecimal(text, money.EUR)
		require.ErrorIs(t, err, money.ErrSyntax, text)
	}
	_, err := money.ParseDecimal("1e18", money.EUR)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.ParseDecimal("1", 0)
	require.ErrorIs(t, err, money.ErrUnknownCurrency)
}

func TestAmount_ChecksTheLimitsOfInt64(t *testing.T) {
	largest, smallest, cent := money.Cents(math.MaxInt64), money.Cents(math.MinInt64), money.Cents(1)
	_, err := largest.Add(cent)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = smallest.Sub(cent)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = cent.Sub(smallest)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = smallest.Add(money.Cents(-1))
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = smallest.Neg()
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = smallest.Mul(-1)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = largest.MulRat(math.MaxInt64, 2, money.HalfUp)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.Sum(money.EUR, largest, cent)
	require.ErrorIs(t, err, money.ErrOverflow)

	same, err := smallest.Mul(1)
	require.NoError(t, err)
	require.Equal(t, smallest, same)
	same, err = smallest.MulRat(math.MinInt64, math.MinInt64, money.HalfUp)
	require.NoError(t, err)
	require.Equal(t, smallest, same)
	parts, err := smallest.Allocate(1, 1, 1)
	require.NoError(t, err)
	total, err := money.Sum(money.EUR, parts...)
	require.NoError(t, err)
	require.Equal(t, smallest, total)
}

func TestAmount_KeepsCurrenciesApart(t *testing.T) {
	euro, franc, unset := money.Cents(1), money.NewAmount(1, money.CHF), money.Amount{}
	for _, pair := range [][2]money.Amount{{euro, franc}, {euro, unset}, {unset, euro}, {unset, unset}} {
		_, err := pair[0].Add(pair[1])
		require.ErrorIs(t, err, money.ErrCurrencyMismatch)
		_, err = pair[0].Sub(pair[1])
		require.ErrorIs(t, err, money.ErrCurrencyMismatch)
		_, err = pair[0].Cmp(pair[1])
		require.ErrorIs(t, err, money.ErrCurrencyMismatch)
	}
	require.NotEqual(t, euro, franc)
	order, err := money.Cents(-5).Cmp(euro)
	require.NoError(t, err)
	require.Equal(t, -1, order)
}

func TestAmount_TellsNotSetFromNothingToPay(t *testing.T) {
	free, unset := money.Cents(0), money.Amount{}
	require.True(t, free.IsSet())
	require.False(t, unset.IsSet())
	require.Zero(t, free.Sign())
	require.Empty(t, unset.String()+unset.Format(language.German))
	require.False(t, money.NewAmount(1, 200).IsSet(), "an invented currency makes no amount")

	type message struct {
		Fee money.Amount `json:"fee,omitzero"`
	}
	b, err := json.Marshal(message{free})
	require.NoError(t, err)
	require.JSONEq(t, `{"fee":{"amount":0,"currency":"EUR"}}`, string(b))
	b, err = json.Marshal(message{})
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(b))
}

func TestAmount_TravelsThroughJSONAndSQLWithoutFloats(t *testing.T) {
	for _, a := range []money.Amount{money.Cents(750), money.Cents(math.MaxInt64), money.Cents(math.MinInt64), money.NewAmount(5, money.KWD)} {
		b, err := json.Marshal(a)
		require.NoError(t, err)
		var back money.Amount
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, a, back)

		stored, err := a.Value()
		require.NoError(t, err)
		require.Equal(t, a.String(), stored)
		back = money.Amount{}
		require.NoError(t, back.Scan(stored))
		require.Equal(t, a, back)
		require.NoError(t, back.Scan([]byte(a.String())))

		text, err := a.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, a, back)
	}
	var a money.Amount
	for _, bad := range []string{
		`{"amount":7.5,"currency":"EUR"}`, `{"amount":750.0,"currency":"EUR"}`, `{"amount":7e2,"currency":"EUR"}`,
		`{"amount":"750","currency":"EUR"}`, `{"amount":750}`, `{"currency":"EUR"}`, `{"amount":null,"currency":"EUR"}`,
		`{"amount":750,"currency":"EUR","x":1}`, `{"amount":9223372036854775808,"currency":"EUR"}`, `7.5`, `"7.50 EUR"`, `[]`,
	} {
		require.ErrorIs(t, json.Unmarshal([]byte(bad), &a), money.ErrSyntax, bad)
	}
	for _, bad := range []any{nil, "", 750, int64(750), 7.5, "7.5 EUR"} {
		require.ErrorIs(t, a.Scan(bad), money.ErrSyntax)
	}
	_, err := money.Amount{}.Value()
	require.ErrorIs(t, err, money.ErrSyntax)
}

// The regional and minority languages of Germany write amounts as German does; an
// authority that answers in one of them does not change the comma.
func TestAmount_FormatsAsGermanDoesInTheLanguagesThatDo(t *testing.T) {
	for _, tag := range []string{
		"hsb", "dsb", "hsb-DE", "da", "da-DK", "da-DE", "nds", "nds-DE", "frr", "frr-DE", "stq", "stq-DE", "fy", "lb", "de-AT", "de-DE-simple",
	} {
		require.Equal(t, "1.234,50\u00a0€", money.Cents(123450).Format(language.Make(tag)), tag)
	}
	for _, tag := range []string{"en", "en-IE", "und", "tr", "uk"} {
		require.Equal(t, "€1,234.50", money.Cents(123450).Format(language.Make(tag)), tag)
	}
}

func TestAmount_FormatsForPeople(t *testing.T) {
	for _, tt := range []struct {
		amount          money.Amount
		german, english string
	}{
		{money.Cents(123450), "1.234,50\u00a0€", "€1,234.50"},
		{money.Cents(5), "0,05\u00a0€", "€0.05"},
		{money.Cents(-750), "-7,50\u00a0€", "-€7.50"},
		{money.Cents(math.MinInt64), "-92.233.720.368.547.758,08\u00a0€", "-€92,233,720,368,547,758.08"},
		{money.NewAmount(123450, money.CHF), "1.234,50\u00a0CHF", "CHF\u00a01,234.50"},
		{money.NewAmount(1234, money.JPY), "1.234\u00a0JPY", "JPY\u00a01,234"},
		{money.NewAmount(1, money.KWD), "0,001\u00a0KWD", "KWD\u00a00.001"},
	} {
		require.Equal(t, tt.german, tt.amount.Format(language.German))
		require.Equal(t, tt.german, tt.amount.Format(language.MustParse("de-DE")))
		require.Equal(t, tt.english, tt.amount.Format(language.English))
		require.Equal(t, tt.english, tt.amount.Format(language.Japanese), "a language we do not write gets English")
	}
}

func TestCurrency_RoundTripsAndKnowsItsDecimals(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range money.Currencies() {
		text, err := c.MarshalText()
		require.NoError(t, err)
		require.False(t, seen[string(text)])
		seen[string(text)] = true
		var back money.Currency
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, c, back)
	}
	require.Equal(t, 2, money.EUR.Decimals())
	require.Zero(t, money.JPY.Decimals())
	require.Equal(t, 3, money.KWD.Decimals())
	require.True(t, money.Currency(0).IsZero())
	_, err := money.Currency(200).MarshalText()
	require.ErrorIs(t, err, money.ErrUnknownCurrency)
	var c money.Currency
	require.ErrorIs(t, c.UnmarshalText([]byte("eur")), money.ErrSyntax)
}

func TestAmount_ArithmeticDoesNotAllocate(t *testing.T) {
	a, b := money.Cents(750), money.Cents(900)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		sum, _ := a.Add(b)
		_, _ = sum.MulRat(19, 100, money.HalfUp)
	}))
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = money.ParseAmount("147.23 EUR") }))
}

func FuzzParseAmount(f *testing.F) {
	for _, seed := range []string{"", "7.50 EUR", "-0.01 EUR", "750 JPY", "07.50 EUR", "7,50 €", "92233720368547758.08 EUR", "7.5e0 EUR"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := money.ParseAmount(text)
		if err != nil {
			require.False(t, a.IsSet())
			return
		}
		require.Equal(t, text, a.String(), "accepted text is its own spelling")
		again, err := money.ParseDecimal(a.Decimal(), a.Currency())
		require.NoError(t, err)
		require.Equal(t, a, again)
	})
}
