// SPDX-License-Identifier: Apache-2.0

package xrechnung_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// notice is one that has all that may be had.
func notice() xrechnung.Notice {
	return xrechnung.Notice{
		Number: "GB-2026-000042", Issued: datum.MustParse("2026-11-30"), Due: datum.MustParse("2026-12-30"),
		From: datum.MustParse("2026-11-01"), To: datum.MustParse("2026-11-30"),
		Note: "Gebührenbescheid vom 30.11.2026, Aktenzeichen 2026-000042 <>&\"'.", Terms: "Zahlbar bis 30.12.2026.\n#Bescheid beachten",
		Authority: xrechnung.Authority{
			ID: "16099999", Name: "Stadt Musterstadt", EMail: "kasse@musterstadt.example",
			Address: xrechnung.Address{Street: "Markt 1", Additional: "Rathaus", City: "Musterstadt", PostCode: "99999", Country: "DE"},
			Contact: xrechnung.Contact{Name: "Bürgeramt", Phone: "+49 361 1234567", EMail: "buergeramt@musterstadt.example"},
		},
		Payer: xrechnung.Payer{
			Name: "Beispiel GmbH", Reference: "Auftrag 7", EMail: "rechnung@firma.example",
			Address: xrechnung.Address{Street: "Werkstraße 7", City: "Beispielhausen", PostCode: "99998", Country: "DE"},
		},
		Payment: xrechnung.Payment{Kassenzeichen: "512540000001", IBAN: sepa.MustParseIBAN("DE89370400440532013000"), Holder: "Stadtkasse"},
		Items: []xrechnung.Item{
			{Name: "Erweiterte Melderegisterauskunft", Quantity: 3, Price: money.Cents(1500)},
			{Name: "Ermäßigung", Quantity: -1, Price: money.Cents(499)},
		},
	}
}

func write(t *testing.T, n xrechnung.Notice, s xrechnung.Syntax) []byte {
	t.Helper()
	file, err := n.UBL()
	if s == xrechnung.CII {
		file, err = n.CII()
	}
	require.NoError(t, err)
	return file
}

func read(t *testing.T, file []byte) *xrechnung.Invoice {
	t.Helper()
	i, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
	require.NoError(t, err)
	return i
}

// says are the codes of findings with their severity, as the cases write them.
func says(found recht.Befunde, leave func(code string) bool) []string {
	codes := []string{}
	for _, f := range found {
		severity := map[recht.Severity]string{recht.SeverityWarning: "warning", recht.SeverityNote: "information"}[f.Severity]
		if severity == "" {
			severity = "fatal"
		}
		if !leave(f.Code) && !slices.Contains(codes, f.Code+":"+severity) {
			codes = append(codes, f.Code+":"+severity)
		}
	}
	slices.Sort(codes)
	return codes
}

// unjudged are the rules without which the verdicts were recorded.
func unjudged(code string) bool {
	return code == "BR-DE-19" || code == "BR-DE-20" || strings.HasPrefix(code, "PEPPOL-") || strings.HasPrefix(code, "XR-")
}

func TestCheck_GivesTheRecordedVerdicts(t *testing.T) {
	dir := filepath.Join(shareddata.Path(t, "konto-dokument"), "xrechnung")
	base, err := os.ReadFile(filepath.Join(dir, "fee-notice-base.xml"))
	require.NoError(t, err)
	content, err := os.ReadFile(filepath.Join(dir, "fee-notice-cases.json"))
	require.NoError(t, err)
	var cases struct {
		Cases []struct {
			Nr, Offset, Remove      int
			Name, Insert, NotJudged string
			Accepted                bool
			Findings                []string
		}
	}
	require.NoError(t, json.Unmarshal(content, &cases))
	require.Greater(t, len(cases.Cases), 25)
	for _, c := range cases.Cases {
		t.Run(fmt.Sprintf("%d %s", c.Nr, c.Name), func(t *testing.T) {
			text := []rune(string(base))
			edited := string(text[:c.Offset]) + c.Insert + string(text[c.Offset+c.Remove:])
			found := read(t, []byte(edited)).Check()
			slices.Sort(c.Findings)
			require.Equal(t, append([]string{}, c.Findings...), says(found, unjudged))
			if c.NotJudged == "" {
				require.Equal(t, c.Accepted, found.Err() == nil, found)
			} else {
				require.True(t, found.Has(c.NotJudged), found)
			}
		})
	}
	cii, err := os.ReadFile(filepath.Join(dir, "fee-notice-base-cii.xml"))
	require.NoError(t, err)
	inCII := read(t, cii)
	require.Empty(t, inCII.Check())
	inUBL := read(t, base)
	require.Equal(t, xrechnung.CII, inCII.Syntax)
	inCII.Syntax = xrechnung.UBL
	require.Equal(t, withoutCurrencies(inUBL), withoutCurrencies(inCII), "the same notice")
}

// withoutCurrencies is an invoice as both syntaxes say it.
func withoutCurrencies(i *xrechnung.Invoice) string {
	text, err := json.Marshal(i)
	if err != nil {
		panic(err)
	}
	return strings.ReplaceAll(string(text), `,"currency":"EUR"}`, `}`)
}

// Every rule that Check knows is among those that there are, with their severity.
func TestCheck_NamesRulesThatThereAre(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(shareddata.Path(t, "konto-dokument"), "xrechnung", "rules.json"))
	require.NoError(t, err)
	for _, file := range []string{"check.go", "check_sums.go", "read.go"} {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for word := range strings.SplitSeq(string(source), `"`) {
			if (strings.HasPrefix(word, "BR-") || strings.HasPrefix(word, "PEPPOL-")) && !strings.ContainsAny(word, " ,") {
				require.True(t, strings.Contains(string(content), `"`+word+`"`) || word == "BR-CL-16" || word == "BR-DEC-", word) // of the codes of means, which the list leaves out
			}
		}
	}
}

func TestNotice_IsReadAsItWasWritten(t *testing.T) {
	debit := notice()
	debit.Authority.Creditor = sepa.MustParseCreditorID("DE98ZZZ09999999999")
	debit.Payment = xrechnung.Payment{Kassenzeichen: "512540000001", Debit: &xrechnung.Debit{Mandate: "M-1", IBAN: sepa.MustParseIBAN("DE02120300000000202051")}}
	public := notice()
	public.Payer.Leitweg, public.Payer.Reference, public.Payer.EMail = leitweg.MustParse("04011000-1234512345-06"), "", ""
	creditor := notice()
	creditor.Authority.Creditor = debit.Authority.Creditor
	paid := notice()
	paid.Paid = money.Cents(4001)
	corrected := notice()
	corrected.Corrects, corrected.Due, corrected.From, corrected.To = "GB-2026-000041", datum.Datum{}, datum.Datum{}, datum.Datum{}
	for name, n := range map[string]xrechnung.Notice{"transfer": notice(), "debit": debit, "public body": public, "creditor": creditor, "corrected": corrected} {
		t.Run(name, func(t *testing.T) {
			inUBL, inCII := read(t, write(t, n, xrechnung.UBL)), read(t, write(t, n, xrechnung.CII))
			require.Empty(t, inUBL.Check())
			require.Empty(t, inCII.Check())
			require.Equal(t, "40.01", inUBL.Totals.Payable.Value)
			require.Equal(t, n.Note, inUBL.Note)
			require.Equal(t, "Zahlbar bis 30.12.2026.\n\u00a0#Bescheid beachten", inUBL.Terms, "no line is taken for early payment")
			inCII.Syntax = xrechnung.UBL
			require.Equal(t, withoutCurrencies(inUBL), withoutCurrencies(inCII))
		})
	}
	require.Equal(t, "0204", read(t, write(t, public, xrechnung.CII)).Buyer.Endpoint.Scheme)
	require.Equal(t, "DE98ZZZ09999999999", read(t, write(t, debit, xrechnung.UBL)).CreditorID)
	require.Equal(t, "DE98ZZZ09999999999", read(t, write(t, creditor, xrechnung.CII)).CreditorID)
	for _, s := range []xrechnung.Syntax{xrechnung.UBL, xrechnung.CII} {
		i := read(t, write(t, paid, s))
		require.Empty(t, i.Check())
		require.Equal(t, [3]string{"40.01", "40.01", "0.00"}, [3]string{i.Totals.TaxInclusive.Value, i.Totals.Prepaid.Value, i.Totals.Payable.Value}, "paid: nobody pays it again")
	}
	require.Equal(t, "384", read(t, write(t, corrected, xrechnung.UBL)).Type)
}

func TestNotice_NeverShowsVAT(t *testing.T) {
	for _, s := range []xrechnung.Syntax{xrechnung.UBL, xrechnung.CII} {
		i := read(t, write(t, notice(), s))
		require.Equal(t, "0.00", i.TaxTotal.Value)
		require.Len(t, i.Breakdown, 1)
		require.Equal(t, "O", i.Breakdown[0].Category)
		require.Empty(t, i.Seller.VATID+i.Buyer.VATID)
		for _, l := range i.Lines {
			require.Equal(t, "O", l.Category)
			require.Empty(t, l.Rate)
		}
	}
}

// What is missing or wrong in a notice is refused before anything is written.
func TestNotice_IsRefusedWithWhatIsWrong(t *testing.T) {
	for code, change := range map[string]func(*xrechnung.Notice){
		"BR-02":               func(n *xrechnung.Notice) { n.Number = "" },
		"BR-03":               func(n *xrechnung.Notice) { n.Issued = datum.Datum{} },
		"BR-06":               func(n *xrechnung.Notice) { n.Authority.Name = "" },
		"BR-07":               func(n *xrechnung.Notice) { n.Payer.Name = "" },
		"BR-16":               func(n *xrechnung.Notice) { n.Items = nil },
		"BR-22":               func(n *xrechnung.Notice) { n.Items[0].Quantity = 0 },
		"BR-25":               func(n *xrechnung.Notice) { n.Items[0].Name = "" },
		"BR-26":               func(n *xrechnung.Notice) { n.Items = []xrechnung.Item{{Name: "x", Quantity: 1}} },
		"BR-27":               func(n *xrechnung.Notice) { n.Items[0].Price = money.Cents(-1) },
		"BR-29":               func(n *xrechnung.Notice) { n.From, n.To = n.To, n.From },
		"BR-61":               func(n *xrechnung.Notice) { n.Payment.IBAN = sepa.IBAN{} },
		"BR-CL-23":            func(n *xrechnung.Notice) { n.Items[0].Unit = "STUECK" },
		"BR-CL-14":            func(n *xrechnung.Notice) { n.Payer.Address.Country = "XX" },
		"BR-CO-26":            func(n *xrechnung.Notice) { n.Authority.ID = "" },
		"BR-DE-3":             func(n *xrechnung.Notice) { n.Authority.Address.City = "" },
		"BR-DE-6":             func(n *xrechnung.Notice) { n.Authority.Contact.Phone = "" },
		"BR-DE-9":             func(n *xrechnung.Notice) { n.Payer.Address.PostCode = "" },
		"BR-DE-15":            func(n *xrechnung.Notice) { n.Payer.Reference = " " },
		"BR-DE-30":            func(n *xrechnung.Notice) { n.Payment.Debit = &xrechnung.Debit{Mandate: "M", IBAN: n.Payment.IBAN} },
		"BR-DE-31":            func(n *xrechnung.Notice) { n.Payment.Debit = &xrechnung.Debit{Mandate: "M"} },
		"PEPPOL-EN16931-R061": func(n *xrechnung.Notice) { n.Payment.Debit = &xrechnung.Debit{} },
		"PEPPOL-EN16931-R020": func(n *xrechnung.Notice) { n.Authority.EMail = "" },
		"PEPPOL-EN16931-R010": func(n *xrechnung.Notice) { n.Payer.EMail = "" },
		"XR-TEXT-01":          func(n *xrechnung.Notice) { n.Note = "a\x00b" },
	} {
		for _, s := range []xrechnung.Syntax{xrechnung.UBL, xrechnung.CII} {
			n := notice()
			change(&n)
			file, err := n.UBL()
			if s == xrechnung.CII {
				file, err = n.CII()
			}
			require.Nil(t, file, code)
			var found *recht.BefundError
			require.ErrorAs(t, err, &found, code)
			require.True(t, found.Befunde.Has(code), "%s: %v", code, found.Befunde)
		}
	}
	n := notice()
	n.Items[1].Price = money.NewAmount(5, mustCurrency(t, "CHF"))
	_, err := n.UBL()
	require.ErrorIs(t, err, money.ErrCurrencyMismatch)
	n.Items[1].Price = money.Cents(1 << 62)
	n.Items[1].Quantity = 4
	_, err = n.UBL()
	require.ErrorIs(t, err, money.ErrOverflow)
}

func mustCurrency(t *testing.T, code string) money.Currency {
	t.Helper()
	c, err := money.ParseCurrency(code)
	require.NoError(t, err)
	return c
}

// A fee and something taxable in one invoice, or something taxable alone, is none.
func TestCheck_RefusesWhatIsTaxable(t *testing.T) {
	file := string(write(t, notice(), xrechnung.UBL))
	second := strings.LastIndex(file, "<cbc:ID>O</cbc:ID>")
	mixed := read(t, []byte(file[:second]+"<cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>"+file[second+len("<cbc:ID>O</cbc:ID>"):])).Check()
	for _, code := range []string{"XR-VAT-01", "BR-O-12", "BR-O-08"} {
		require.True(t, mixed.Has(code), "%s: %v", code, mixed)
	}
	all := read(t, []byte(strings.ReplaceAll(file, "<cbc:ID>O</cbc:ID>", "<cbc:ID>S</cbc:ID>"))).Check()
	require.True(t, all.Has("XR-VAT-01"))
	require.Error(t, all.Err())
}

func TestCheck_FindsWhatTheOfficialRulesLetPass(t *testing.T) {
	file := string(write(t, notice(), xrechnung.UBL))
	for code, edit := range map[string][2]string{
		"XR-CURRENCY-01":      {`<cbc:PayableAmount currencyID="EUR">`, `<cbc:PayableAmount currencyID="CHF">`},
		"XR-VATEX-01":         {"VATEX-EU-O", "VATEX-EU-AE"},
		"XR-AMOUNT-01":        {">45.00<", ">4.5e1<"},
		"XR-DATE-01":          {"2026-12-30<", "2026-02-30<"},
		"XR-SUBSET-01":        {"<cac:PaymentMeans>", "<cac:AllowanceCharge><cbc:Amount>1</cbc:Amount></cac:AllowanceCharge><cac:PaymentMeans>"},
		"XR-SUBSET-02":        {"<cbc:ID>GB-2026-000042</cbc:ID>", "<cbc:ID>GB-2026-000042</cbc:ID><cbc:ID>GB-1</cbc:ID>"},
		"PEPPOL-EN16931-R008": {"<cbc:StreetName>Markt 1</cbc:StreetName>", "<cbc:StreetName/>"},
		"PEPPOL-EN16931-R120": {">3</cbc:InvoicedQuantity>", ">4</cbc:InvoicedQuantity>"},
		"BR-DE-19":            {"DE89370400440532013000", "DE88370400440532013000"},
	} {
		require.Contains(t, file, edit[0])
		found := read(t, []byte(strings.Replace(file, edit[0], edit[1], 1))).Check()
		require.True(t, found.Has(code), "%s: %v", code, found)
	}
}

// optional are the elements that a notice may leave out, or that say something twice.
var optional = strings.Fields(`DueDate Note InvoicePeriod StartDate EndDate StreetName AdditionalStreetName PaymentID Name PaymentTerms
	TaxExemptionReasonCode TaxExemptionReason ID IncludedNote Content LineOne LineTwo PaymentReference AccountName ExemptionReason
	ExemptionReasonCode BillingSpecifiedPeriod StartDateTime EndDateTime DateTimeString SpecifiedTradePaymentTerms Description DueDateDateTime
	TaxTotalAmount ApplicableHeaderTradeDelivery`)

// Each rule about a part that must be there is seen to fail where it is missing.
func TestCheck_MissesEachPart(t *testing.T) {
	for _, s := range []xrechnung.Syntax{xrechnung.UBL, xrechnung.CII} {
		whole := write(t, notice(), s)
		dec := xml.NewDecoder(bytes.NewReader(whole))
		missed := 0
		for {
			start := dec.InputOffset()
			token, err := dec.Token()
			if err != nil {
				break
			}
			element, ok := token.(xml.StartElement)
			if !ok || start < 60 || element.Name.Local == "CrossIndustryInvoice" || element.Name.Local == "Invoice" {
				continue
			}
			rest := xml.NewDecoder(bytes.NewReader(whole))
			for rest.InputOffset() < start {
				_, err := rest.Token()
				require.NoError(t, err)
			}
			for begun := false; !begun; {
				next, err := rest.Token()
				require.NoError(t, err)
				_, begun = next.(xml.StartElement)
			}
			require.NoError(t, rest.Skip())
			without := append(append([]byte{}, whole[:start]...), whole[rest.InputOffset():]...)
			if read(t, without).Check().Err() != nil {
				missed++
			} else {
				require.Contains(t, optional, element.Name.Local)
			}
		}
		require.Greater(t, missed, 45, s)
	}
}

func TestPrinting_TellsNoAccount(t *testing.T) {
	i := read(t, write(t, notice(), xrechnung.UBL))
	text := fmt.Sprintf("%v %+v %#v %v %+v %#v", *i, i, *i, notice(), notice(), notice())
	require.NotContains(t, text, "DE89")
	require.NotContains(t, text, "Bürgeramt")
}
