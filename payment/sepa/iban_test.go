// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
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

// registryExamples are examples that the IBAN registry prints.
var registryExamples = []string{
	"AD1200012030200359100100", "AE070331234567890123456", "AL47212110090000000235698741", "AZ21NABZ00000000137010001944", "BA391290079401028494",
	"BG80BNBG96611020345678", "BH67BMAG00001299123456", "BR1800360305000010009795493C1", "BY13NBRB3600900000002Z00AB00", "CY17002001280000001200527600",
	"CZ6508000000192000145399", "DK5000400440116243", "DO28BAGR00000001212453611324", "EE382200221020145685", "ES9121000418450200051332", "FI2112345600000785",
	"GB29NWBK60161331926819", "GE29NB0000000101904917", "GI75NWBK000000007099453", "GR1601101250000000012300695", "GT82TRAJ01020000001210029690",
	"HR1210010051863000160", "HU42117730161111101800000000", "IE29AIBK93115212345678", "IS140159260076545510730339", "IT60X0542811101000000123456",
	"JO94CBJO0010000000000131000302", "KW81CBKU0000000000001234560101", "KZ86125KZT5004100100", "LB62099900000001001901229114", "LC55HEMM000100010012001200023015",
	"LI21088100002324013AA", "LT121000011101001000", "LU280019400644750000", "LV80BANK0000435195001", "MC5811222000010123456789030", "MD24AG000225100013104168",
	"ME25505000012345678951", "MK07250120000058984", "MU17BOMM0101101030300200000MUR", "NL91ABNA0417164300", "PK36SCBL0000001123456702", "PL61109010140000071219812874",
	"PT50000201231234567890154", "QA58DOHB00001234567890ABCDEFG", "RO49AAAA1B31007593840000", "RS35260005601001611379", "SA0380000000608010167519",
	"SC18SSCB11010000000000001497USD", "SE4550000000058398257466", "SI56263300012039086", "SK3112000000198742637541", "SM86U0322509800000000270100",
	"TN5910006035183598478831", "TR330006100519786457841326", "UA213223130000026007233566001", "VA59001123000012345678", "VG96VPVG0000012345678901", "XK051212012345678906",
}

func TestParseIBAN_ReadsTheExamplesOfTheRegistry(t *testing.T) {
	for _, text := range registryExamples {
		iban, err := sepa.ParseIBAN(text)
		require.NoError(t, err, text)
		require.Equal(t, text, iban.String())
	}
}

// checkDigits computes them by the letter of ISO 7064, on whole integers.
func checkDigits(account, country string) string {
	var digits strings.Builder
	for _, r := range account + country + "00" {
		if r >= 'A' {
			r = r - 'A' + 10
		} else {
			r -= '0'
		}
		fmt.Fprintf(&digits, "%d", r)
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	return fmt.Sprintf("%02d", 98-new(big.Int).Mod(n, big.NewInt(97)).Int64())
}

// The check digits of these fit. Only the build of the account is wrong.
func TestParseIBAN_RefusesAnAccountThatNoBankOfTheCountryGives(t *testing.T) {
	for _, tt := range []struct {
		name, country, account string
		offset                 int
	}{
		{"Germany has digits only", "DE", "37040044A532013000", 12},
		{"the bank of the Netherlands is four letters", "NL", "ABN10417164300", 7},
		{"the account of the Netherlands is digits", "NL", "ABNA041716430X", 17},
		{"the bank of Britain is four letters", "GB", "NW1K60161331926819", 6},
		{"Italy begins with a letter", "IT", "00542811101000000123456", 4},
		{"the bank of France is digits", "FR", "2004A01005050001 3M02606", 8},
		{"the key of France is digits", "FR", "20041010050500013M026A6", 25},
		{"Mauritius ends with letters", "MU", "BOMM0101101030300200000MU1", 29},
		{"Switzerland begins with digits", "CH", "0076A011623852957", 8},
		{"one too long", "BE", "5390075470345", 16},
		{"one too short", "AT", "190430023457320", 19},
		{"nothing at all", "AT", "1", 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			account := strings.ReplaceAll(tt.account, " ", "")
			_, err := sepa.ParseIBAN(tt.country + checkDigits(account, tt.country) + account)
			require.ErrorIs(t, err, sepa.ErrSyntax)
			syntax, ok := errors.AsType[*sepa.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
}

func TestParseIBAN_TellsAnUnknownCountryFromBadText(t *testing.T) {
	for _, country := range []string{"US", "XX", "AA", "ZZ", "DD", "EU"} {
		_, err := sepa.ParseIBAN(country + checkDigits("0123456789ABCDEF", country) + "0123456789ABCDEF")
		require.ErrorIs(t, err, sepa.ErrUnknownCountry)
		require.NotErrorIs(t, err, sepa.ErrSyntax)
		_, err = sepa.ParseIBAN(country + "00123-456")
		require.ErrorIs(t, err, sepa.ErrSyntax)
		require.NotErrorIs(t, err, sepa.ErrUnknownCountry)
	}
}

func TestNormalizeIBAN_IsTheLenientDoor(t *testing.T) {
	want := sepa.MustParseIBAN("DE89370400440532013000")
	for _, typed := range []string{
		"DE89 3704 0044 0532 0130 00", "de89370400440532013000", " DE89370400440532013000\t", "De 89 37 04 0044 0532 013000", "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
	} {
		_, err := sepa.ParseIBAN(typed)
		require.ErrorIs(t, err, sepa.ErrSyntax, "the strict door has one spelling")
		iban, err := sepa.NormalizeIBAN(typed)
		require.NoError(t, err)
		require.Equal(t, want, iban)
	}
	for _, bad := range []string{"", " ", "DE89-3704-0044-0532-0130-00", "IBAN DE89370400440532013000", "DE89370400440532013000\n", "DE89\u200b370400440532013000", "ＤＥ89370400440532013000"} {
		_, err := sepa.NormalizeIBAN(bad)
		require.ErrorIs(t, err, sepa.ErrSyntax, "%q", bad)
	}
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
