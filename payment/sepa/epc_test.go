// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

func transfer() sepa.EPC {
	return sepa.EPC{
		Name: "Stadt Musterstadt", IBAN: sepa.MustParseIBAN("DE89370400440532013000"), Amount: money.Cents(750),
		Text: "KZ 5125400001 Meldebescheinigung",
	}
}

func TestEPC_PayloadIsByteExact(t *testing.T) {
	a := transfer()
	b := transfer()
	b.Text, b.Reference = "", "RF022026000042"
	published := sepa.EPC{
		Version: sepa.EPC001, BIC: "BPOTBEB1", Name: "Red Cross of Belgium", IBAN: sepa.MustParseIBAN("BE72000000001616"),
		Amount: money.Cents(100), Purpose: "CHAR", Text: "Urgency fund", Note: "Sample EPC QR code",
	}
	bare := sepa.EPC{Name: "Stadt Musterstadt", IBAN: sepa.MustParseIBAN("DE89370400440532013000")}
	for _, tt := range []struct {
		name string
		code sepa.EPC
		want string
		size int
	}{
		{"text", a, "BCD\n002\n1\nSCT\n\nStadt Musterstadt\nDE89370400440532013000\nEUR7.50\n\n\nKZ 5125400001 Meldebescheinigung", 98},
		{"reference, stops at line 10", b, "BCD\n002\n1\nSCT\n\nStadt Musterstadt\nDE89370400440532013000\nEUR7.50\n\nRF022026000042", 79},
		{"published sample", published, "BCD\n001\n1\nSCT\nBPOTBEB1\nRed Cross of Belgium\nBE72000000001616\nEUR1.00\nCHAR\n\nUrgency fund\nSample EPC QR code", 106},
		{"required fields only, stops at line 7", bare, "BCD\n002\n1\nSCT\n\nStadt Musterstadt\nDE89370400440532013000", 55},
	} {
		t.Run(tt.name, func(t *testing.T) {
			payload, err := tt.code.Payload()
			require.NoError(t, err)
			require.Equal(t, tt.want, payload)
			require.Len(t, payload, tt.size)
			back, err := sepa.ParseEPC(payload)
			require.NoError(t, err)
			again, err := back.Payload()
			require.NoError(t, err)
			require.Equal(t, payload, again)
		})
	}
}

func TestEPC_WritesTheCharacterSetItNames(t *testing.T) {
	code := transfer()
	code.Name, code.Text = "Stadt Königs Wusterhausen", "5 € für die Bücherei"
	code.Charset = sepa.EPC8859x15
	payload, err := code.Payload()
	require.NoError(t, err)
	require.Contains(t, payload, "\n8\nSCT\n")
	require.Contains(t, payload, "K\xf6nigs", "one byte for the umlaut")
	require.Contains(t, payload, "5 \xa4 f\xfcr", "the euro of 8859-15")
	back, err := sepa.ParseEPC(payload)
	require.NoError(t, err)
	require.Equal(t, code.Text, back.Text)

	code.Charset = sepa.EPC8859x1 // has no euro sign
	_, err = code.Payload()
	requireFinding(t, err, "EPC-CHARSET-02")
	require.ErrorContains(t, err, "'€'", "the character is named")
}

func TestEPC_ReachesTheCountriesOfSEPA(t *testing.T) {
	for _, iban := range []string{
		"DE89370400440532013000", "AT611904300234573201", "CH9300762011623852957", "GB82WEST12345698765432", "SM86U0322509800000000270100", "VA59001123000012345678",
		"RS35260005601001611379",
	} {
		_, err := sepa.EPC{Name: "Stadt", IBAN: sepa.MustParseIBAN(iban), Amount: money.Cents(1)}.Payload()
		require.NoError(t, err, iban)
	}
}

func TestEPC_RefusesWhatDoesNotFit(t *testing.T) {
	for _, tt := range []struct {
		code  string
		spoil func(*sepa.EPC)
	}{
		{"EPC-VERSION-01", func(e *sepa.EPC) { e.Version = "003" }},
		{"EPC-CHARSET-01", func(e *sepa.EPC) { e.Charset = 9 }},
		{"EPC-BIC-01", func(e *sepa.EPC) { e.Version = sepa.EPC001 }},
		{"EPC-BIC-02", func(e *sepa.EPC) { e.BIC = "BPOTBEB" }},
		{"EPC-BIC-02", func(e *sepa.EPC) { e.BIC = "BPOT1EB1" }},
		{"EPC-NAME-01", func(e *sepa.EPC) { e.Name = " " }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = strings.Repeat("ä", 71) }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = "Stadt\nDE1" }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = "Stadt\rDE1" }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = "Stadt\u2028DE1" }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = "Stadt\u0085DE1" }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = "Stadt\x00" }},
		{"EPC-NAME-02", func(e *sepa.EPC) { e.Name = "St\xe4dt" }},
		{"EPC-TEXT-01", func(e *sepa.EPC) { e.Text = "a\r\nb" }},
		{"EPC-REFERENCE-02", func(e *sepa.EPC) { e.Text, e.Reference = "", "1\n2" }},
		{"EPC-AMOUNT-02", func(e *sepa.EPC) { e.Amount = money.Cents(-750) }},
		{"EPC-AMOUNT-01", func(e *sepa.EPC) { e.Amount = money.NewAmount(750, money.JPY) }},
		{"EPC-BIC-02", func(e *sepa.EPC) { e.BIC = "bpotbeb1" }},
		{"EPC-BIC-02", func(e *sepa.EPC) { e.BIC = "BPOTBEB1XX" }},
		{"EPC-IBAN-01", func(e *sepa.EPC) { e.IBAN = sepa.IBAN{} }},
		{"EPC-IBAN-02", func(e *sepa.EPC) { e.IBAN = sepa.MustParseIBAN("SA0380000000608010167519") }},
		{"EPC-IBAN-02", func(e *sepa.EPC) { e.IBAN = sepa.MustParseIBAN("TR330006100519786457841326") }},
		{"EPC-AMOUNT-01", func(e *sepa.EPC) { e.Amount = money.NewAmount(750, money.CHF) }},
		{"EPC-AMOUNT-02", func(e *sepa.EPC) { e.Amount = money.Cents(0) }},
		{"EPC-AMOUNT-02", func(e *sepa.EPC) { e.Amount = money.Cents(100_000_000_000) }},
		{"EPC-PURPOSE-01", func(e *sepa.EPC) { e.Purpose = "CHARI" }},
		{"EPC-PURPOSE-01", func(e *sepa.EPC) { e.Purpose = "char" }},
		{"EPC-REFERENCE-01", func(e *sepa.EPC) { e.Reference = "999924" }},
		{"EPC-REFERENCE-02", func(e *sepa.EPC) { e.Text, e.Reference = "", strings.Repeat("1", 36) }},
		{"EPC-REFERENCE-03", func(e *sepa.EPC) { e.Text, e.Reference = "", "RF18539007547035" }},
		{"EPC-TEXT-01", func(e *sepa.EPC) { e.Text = strings.Repeat("x", 141) }},
		{"EPC-NOTE-01", func(e *sepa.EPC) { e.Note = strings.Repeat("x", 71) }},
		{"EPC-SIZE-01", func(e *sepa.EPC) {
			e.Name, e.Text, e.Note = strings.Repeat("ä", 70), strings.Repeat("x", 140), strings.Repeat("x", 70)
		}},
	} {
		t.Run(tt.code, func(t *testing.T) {
			code := transfer()
			tt.spoil(&code)
			_, err := code.Payload()
			requireFinding(t, err, tt.code)
		})
	}
	_, err := sepa.EPC{Version: "9", Charset: 9, Amount: money.Cents(-1)}.Payload()
	invalid, ok := errors.AsType[*recht.BefundError](err)
	require.True(t, ok)
	require.Len(t, invalid.Befunde, 5, "all at once")
}

// The shape of the bytes at the edges: nothing behind the last line used, no CR,
// blank lines in between, the limits themselves.
func TestEPC_PayloadAtTheEdges(t *testing.T) {
	iban := sepa.MustParseIBAN("DE89370400440532013000")
	for _, tt := range []struct {
		name string
		code sepa.EPC
		want string
	}{
		{"a cent", sepa.EPC{Name: "A", IBAN: iban, Amount: money.Cents(1)}, "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\nEUR0.01"},
		{"the largest amount", sepa.EPC{Name: "A", IBAN: iban, Amount: money.Cents(99_999_999_999)}, "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\nEUR999999999.99"},
		{"a whole amount has its decimals", sepa.EPC{Name: "A", IBAN: iban, Amount: money.Cents(2000)}, "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\nEUR20.00"},
		{"a note alone", sepa.EPC{Name: "A", IBAN: iban, Note: "Danke"}, "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\n\n\n\n\nDanke"},
		{"a purpose alone", sepa.EPC{Name: "A", IBAN: iban, Purpose: "GOVT"}, "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\n\nGOVT"},
		{"version 002 with a BIC", sepa.EPC{Version: "002", BIC: "BPOTBEB1XXX", Name: "A", IBAN: iban}, "BCD\n002\n1\nSCT\nBPOTBEB1XXX\nA\nDE89370400440532013000"},
		{"every set says its number", sepa.EPC{Charset: sepa.EPC8859x10, Name: "A", IBAN: iban}, "BCD\n002\n7\nSCT\n\nA\nDE89370400440532013000"},
		{"a reference that is no RF", sepa.EPC{Name: "A", IBAN: iban, Reference: "KZ 5125/4711"}, "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\n\n\nKZ 5125/4711"},
	} {
		payload, err := tt.code.Payload()
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, payload, tt.name)
	}

	full := transfer() // 98 bytes
	full.Text, full.Note = strings.Repeat("x", 140), strings.Repeat("x", 70)
	payload, err := full.Payload()
	require.NoError(t, err)
	full.Name += strings.Repeat("ä", (331-len(payload))/2)
	if len(payload)%2 == 0 {
		full.Name += "x"
	}
	payload, err = full.Payload()
	require.NoError(t, err)
	require.Len(t, payload, 331, "the last byte that fits")
	full.Name = strings.Replace(full.Name, "S", "ß", 1)
	_, err = full.Payload()
	requireFinding(t, err, "EPC-SIZE-01")
	full.Charset = sepa.EPC8859x1
	payload, err = full.Payload()
	require.NoError(t, err, "in a set of single bytes it fits again")
	require.Less(t, len(payload), 331)
}

func TestParseEPC_ReadsWhatOthersWrite(t *testing.T) {
	code, err := sepa.ParseEPC("BCD\r\n002\r\n1\r\nSCT\r\n\r\nStadt Musterstadt\r\nDE89370400440532013000\r\nEUR20\r\n\r\n\r\n\r\n\r\n")
	require.NoError(t, err)
	require.Equal(t, money.Cents(2000), code.Amount)
	for _, bad := range []string{
		"", "BCD", "BCD\n002\n1\nSCT\n\nStadt", "XXX\n002\n1\nSCT\n\nStadt\nDE89370400440532013000",
		"BCD\n002\n1\nSCT\n\nStadt\nDE88370400440532013000", "BCD\n002\n9\nSCT\n\nStadt\nDE89370400440532013000",
		"BCD\n002\n1\nSCT\n\nStadt\nDE89370400440532013000\n20 EUR", "BCD\n002\n1\nSCT\n\nStadt\nDE89370400440532013000\nEUR1e2",
		"BCD\n002\n1\nSCT\n\nSt\xe4dt\nDE89370400440532013000", strings.Repeat("x", 332),
	} {
		_, err := sepa.ParseEPC(bad)
		require.ErrorIs(t, err, recht.ErrInvalid)
	}
}

func requireFinding(t *testing.T, err error, code string) {
	t.Helper()
	invalid, ok := errors.AsType[*recht.BefundError](err)
	require.True(t, ok, "%v", err)
	require.True(t, invalid.Befunde.Has(code), "%v has no %s", err, code)
}

func FuzzParseEPC(f *testing.F) {
	payload, err := transfer().Payload()
	require.NoError(f, err)
	f.Add(payload)
	f.Add("BCD\r\n002\r\n8\r\nSCT\r\n\r\nK\xf6ln\r\nDE89370400440532013000\r\nEUR20\r\n\r\nRF022026000042")
	f.Fuzz(func(t *testing.T, payload string) {
		code, err := sepa.ParseEPC(payload)
		if err != nil {
			return
		}
		written, err := code.Payload()
		if err != nil { // two decimals more may pass the limit of the code
			requireFinding(t, err, "EPC-SIZE-01")
			return
		}
		again, err := sepa.ParseEPC(written)
		require.NoError(t, err)
		require.Equal(t, code, again)
	})
}
