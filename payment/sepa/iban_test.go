// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/sepa"
)

var validIBANs = []string{
	"DE89370400440532013000", "DE02120300000000202051", "DE02100100100006820101", "DE33100205000001194700", "DE71110220330123456789",
	"AT611904300234573201", "BE72000000001616", "GB82WEST12345698765432", "FR1420041010050500013M02606", "CH9300762011623852957",
	"NO9386011117947", "MT84MALT011000012345MTLCAST001S",
}

func TestParseIBAN_AcceptsTheVectors(t *testing.T) {
	for _, text := range validIBANs {
		iban, err := sepa.ParseIBAN(text)
		require.NoError(t, err, text)
		require.Equal(t, text, iban.String())
		require.Equal(t, text[:2], iban.Country())
		again, err := sepa.NormalizeIBAN(strings.ToLower(iban.Paper()))
		require.NoError(t, err)
		require.Equal(t, iban, again)
	}
}

func TestParseIBAN_RefusesAndNamesThePlace(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		offset     int
	}{
		{"empty", "", 0},
		{"too short", "DE8", 3},
		{"blanks in the strict door", "DE89 3704 0044 0532 0130 00", 4},
		{"small letters", "de89370400440532013000", 0},
		{"digit for a country", "1E89370400440532013000", 0},
		{"letter for a check digit", "DEX9370400440532013000", 2},
		{"one short", "DE8937040044053201300", 21},
		{"one long", "DE893704004405320130000", 22},
		{"letter in a German account", "DE8937040044053201300A", 21},
		{"hyphen", "DE8937040044-532013000", 12},
		{"digit of another script", "DE8937040044053201300０", 21},
	} {
		t.Run(tt.name, func(t *testing.T) {
			iban, err := sepa.ParseIBAN(tt.text)
			require.ErrorIs(t, err, sepa.ErrSyntax)
			require.True(t, iban.IsZero())
			syntax, ok := errors.AsType[*sepa.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
	for _, slip := range []string{"DE88370400440532013000", "DE89370400440532031000"} {
		_, err := sepa.ParseIBAN(slip)
		require.ErrorIs(t, err, sepa.ErrCheckDigits)
		require.NotErrorIs(t, err, sepa.ErrSyntax)
	}
	_, err := sepa.ParseIBAN("US00123456789012345678")
	require.ErrorIs(t, err, sepa.ErrUnknownCountry)
	require.Panics(t, func() { sepa.MustParseIBAN("DE00") })
}

// The remainder alone would let 00, 01 and 99 pass for 97, 98 and 02.
func TestParseIBAN_RefusesCheckDigitsThatAreNeverIssued(t *testing.T) {
	for account := range 97 {
		body := fmt.Sprintf("37040044%010d", account)
		accepted := 0
		for digits := range 100 {
			_, err := sepa.ParseIBAN(fmt.Sprintf("DE%02d%s", digits, body))
			if err == nil {
				accepted++
				require.True(t, digits >= 2 && digits <= 98)
			}
		}
		require.Equal(t, 1, accepted, "exactly one pair of check digits fits")
	}
}

func TestIBAN_TellsBankAndPrintsMasked(t *testing.T) {
	iban := sepa.MustParseIBAN("DE89370400440532013000")
	bank, german := iban.Bankleitzahl()
	require.True(t, german)
	require.Equal(t, "37040044", bank)
	_, german = sepa.MustParseIBAN("BE72000000001616").Bankleitzahl()
	require.False(t, german)
	require.Equal(t, "DE89 3704 0044 0532 0130 00", iban.Paper())

	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		require.Equal(t, "DE89…00", fmt.Sprintf(verb, iban), verb)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("paid", "account", iban)
	require.NotContains(t, log.String(), "0532013000")
	require.Empty(t, sepa.IBAN{}.Masked()+sepa.IBAN{}.Country())
}

func TestIBAN_TravelsThroughJSONAndSQL(t *testing.T) {
	type message struct {
		Account   sepa.IBAN       `json:"account,omitzero"`
		Creditor  sepa.CreditorID `json:"creditor,omitzero"`
		Reference sepa.RF         `json:"reference,omitzero"`
	}
	in := message{sepa.MustParseIBAN("DE89370400440532013000"), sepa.MustParseCreditorID("DE98ZZZ09999999999"), sepa.MustParseRF("RF18539007547034")}
	b, err := json.Marshal(in)
	require.NoError(t, err)
	require.JSONEq(t, `{"account":"DE89370400440532013000","creditor":"DE98ZZZ09999999999","reference":"RF18539007547034"}`, string(b))
	var out message
	require.NoError(t, json.Unmarshal(b, &out))
	require.Equal(t, in, out)
	b, err = json.Marshal(message{})
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(b))
	require.NoError(t, json.Unmarshal([]byte(`{"account":""}`), &out))
	require.True(t, out.Account.IsZero())
	require.ErrorIs(t, json.Unmarshal([]byte(`{"account":"DE88370400440532013000"}`), &out), sepa.ErrCheckDigits)

	out = message{}
	stored, err := in.Account.Value()
	require.NoError(t, err)
	require.NoError(t, out.Account.Scan(stored))
	stored, err = in.Creditor.Value()
	require.NoError(t, err)
	require.NoError(t, out.Creditor.Scan([]byte(stored.(string))))
	stored, err = in.Reference.Value()
	require.NoError(t, err)
	require.NoError(t, out.Reference.Scan(stored))
	require.Equal(t, in, out)
	for _, bad := range []any{nil, "", 12} {
		require.ErrorIs(t, out.Account.Scan(bad), sepa.ErrSyntax)
	}
	_, err = sepa.RF{}.Value()
	require.ErrorIs(t, err, sepa.ErrSyntax)
	require.Negative(t, sepa.MustParseIBAN("AT611904300234573201").Compare(in.Account))
}

func TestParseIBAN_DoesNotAllocate(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = sepa.ParseIBAN("DE89370400440532013000") }))
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = sepa.ParseIBAN("DE88370400440532013000") }))
}

func BenchmarkParseIBAN(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sepa.ParseIBAN("DE89370400440532013000"); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParseIBAN(f *testing.F) {
	for _, seed := range append(validIBANs, "", "DE", "de89 3704", "XX00", "DE88370400440532013000") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		iban, err := sepa.ParseIBAN(text)
		if err != nil {
			require.True(t, iban.IsZero())
			return
		}
		require.Equal(t, text, iban.String(), "accepted text is its own spelling")
		// Any single slip of a digit is caught: that is what the digits are for.
		for i := 4; i < len(text); i++ {
			if text[i] >= '0' && text[i] <= '9' {
				slip := []byte(text)
				slip[i] = '0' + (slip[i]-'0'+1)%10
				_, err := sepa.ParseIBAN(string(slip))
				require.ErrorIs(t, err, sepa.ErrCheckDigits)
			}
		}
	})
}
