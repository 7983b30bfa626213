// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// The tests of this file are named after kinds of faults that people have met
// with the statements of their banks. The statements are invented.

// ntry is an entry that was booked; inside stands behind its amount and direction.
func ntry(amount, direction, inside string) string {
	return `<Ntry><Amt ` + amount + `</Amt><CdtDbtInd>` + direction + `</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-30</Dt></BookgDt>` + inside + `</Ntry>`
}

func details(each ...string) string {
	return "<NtryDtls><TxDtls>" + strings.Join(each, "</TxDtls><TxDtls>") + "</TxDtls></NtryDtls>"
}

func ustrd(text string) string { return "<RmtInf><Ustrd>" + text + "</Ustrd></RmtInf>" }

var plain = ntry(`Ccy="EUR">7.50`, "CRDT", "")

func codes(e sepa.Entry) []string {
	var all []string
	for _, f := range e.Findings {
		all = append(all, f.Code)
	}
	return all
}

// decimal is "" for an amount that is not set.
func decimal(a money.Amount) string {
	if !a.IsSet() {
		return ""
	}
	return a.Decimal()
}

func addsUp(t *testing.T, e sepa.Entry) {
	t.Helper()
	if !e.Amount.IsSet() {
		require.Len(t, e.Movements, 1)
		require.False(t, e.Movements[0].Amount.IsSet() || e.Rest.IsSet())
		require.NotEmpty(t, e.Findings)
		return
	}
	sum := e.Rest
	for _, m := range e.Movements {
		var err error
		sum, err = sum.Add(m.Amount)
		require.NoError(t, err)
		require.NotEmpty(t, m.Key)
	}
	require.Equal(t, e.Amount, sum)
}

// Each odd entry stands between two plain ones. Both must be read, and of the odd
// one as much as can be.
func TestReadEntries_OneOddPartOfAStatementEndsNothing(t *testing.T) {
	eur, dkk := `<Amt Ccy="EUR">`, `<Amt Ccy="DKK">`
	for name, test := range map[string]struct {
		entry     string
		amount    string // "": not readable
		movements []string
		rest      string
		unclear   int
		codes     []string
	}{
		"a movement in the currency of the payer": {
			ntry(`Ccy="EUR">137.47`, "CRDT", details(dkk+`997.29</Amt><CdtDbtInd>CRDT</CdtDbtInd>`+ustrd("KZ 1"))), "137.47", []string{"137.47"}, "0.00", 0, nil,
		},
		"a counter value": {
			ntry(`Ccy="EUR">137.47`, "CRDT", details(`<AmtDtls><InstdAmt>`+dkk+`997.29</Amt></InstdAmt><TxAmt>`+dkk+`997.29</Amt></TxAmt><CntrValAmt>`+eur+`137.47</Amt></CntrValAmt></AmtDtls>`)),
			"137.47",
			[]string{"137.47"},
			"0.00",
			0,
			nil,
		},
		"counter values of two": {
			ntry(`Ccy="EUR">20.00`, "CRDT", details(
				dkk+`90.00</Amt><AmtDtls><CntrValAmt>`+eur+`12.00</Amt></CntrValAmt></AmtDtls>`, dkk+`60.00</Amt><AmtDtls><CntrValAmt>`+eur+`8.00</Amt></CntrValAmt></AmtDtls>`)),
			"20.00",
			[]string{"12.00", "8.00"},
			"0.00",
			0,
			nil,
		},
		"no amount in two movements": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(`<Refs><EndToEndId>A</EndToEndId></Refs>`, `<Refs><EndToEndId>B</EndToEndId></Refs>`)),
			"15.00",
			[]string{"15.00"},
			"0.00",
			2,
			[]string{"SEP-DETAIL-01"},
		},
		"no amount in two of three movements": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(eur+`5.00</Amt>`, `<Refs><EndToEndId>A</EndToEndId></Refs>`, dkk+`1.00</Amt>`)),
			"15.00",
			[]string{"5.00"},
			"10.00",
			2,
			[]string{"SEP-DETAIL-01"},
		},
		"no amount in one of two movements": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(eur+`5.00</Amt>`, `<Refs><EndToEndId>A</EndToEndId></Refs>`)), "15.00", []string{"5.00", "10.00"}, "0.00", 0, nil,
		},
		"nothing left for the one without an amount": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(eur+`15.00</Amt>`, `<Refs><EndToEndId>A</EndToEndId></Refs>`)), "15.00", []string{"15.00"}, "0.00", 1, []string{"SEP-DETAIL-01"},
		},
		"instructed amounts only": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(`<AmtDtls><InstdAmt>`+eur+`7.50</Amt></InstdAmt></AmtDtls>`, `<AmtDtls><InstdAmt>`+eur+`7.50</Amt></InstdAmt></AmtDtls>`)),
			"15.00",
			[]string{"7.50", "7.50"},
			"0.00",
			0,
			nil,
		},
		"a movement with a mutilated amount": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(eur+`7,50</Amt>`, eur+`seven</Amt>`)), "15.00", []string{"15.00"}, "0.00", 2, []string{"SEP-DETAIL-01"},
		},
		"a single detail the other way round": {
			ntry(`Ccy="EUR">15.00`, "CRDT", details(`<CdtDbtInd>DBIT</CdtDbtInd>`+ustrd("512500000013"))), "15.00", []string{"15.00"}, "0.00", 1, []string{"SEP-DETAIL-02"},
		},
		"sums beyond all bounds": {
			ntry(`Ccy="EUR">15.00`, "DBIT", details(eur+`92233720368547758.07</Amt>`, eur+`92233720368547758.07</Amt>`)), "-15.00", []string{"-15.00"}, "0.00", 2, []string{"SEP-DETAIL-02"},
		},
		"a currency that is not counted here":   {ntry(`Ccy="TRY">137.47`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-CURRENCY-01"}},
		"a currency that is none":               {ntry(`Ccy="Euro">137.47`, "CRDT", details(ustrd("Miete"))), "", []string{""}, "", 1, []string{"SEP-CURRENCY-02"}},
		"no currency":                           {ntry(`>137.47`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-CURRENCY-02"}},
		"an amount with a comma":                {ntry(`Ccy="EUR">16,50`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-AMOUNT-01"}},
		"an amount of three decimals":           {ntry(`Ccy="EUR">16.505`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-AMOUNT-01"}},
		"an amount of less than zero":           {ntry(`Ccy="EUR">-16.50`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-AMOUNT-01"}},
		"an amount with an exponent":            {ntry(`Ccy="EUR">1e1`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-AMOUNT-01"}},
		"an amount of more than can be counted": {ntry(`Ccy="EUR">92233720368547758.08`, "CRDT", ""), "", []string{""}, "", 0, []string{"SEP-AMOUNT-01"}},
		"no amount": {
			strings.Replace(plain, `<Amt Ccy="EUR">7.50</Amt>`, "", 1), "", []string{""}, "", 0, []string{"SEP-AMOUNT-01"},
		},
		"no direction":           {ntry(`Ccy="EUR">137.47`, "", ""), "", []string{""}, "", 0, []string{"SEP-DIRECTION-01"}},
		"a direction of its own": {ntry(`Ccy="EUR">137.47`, "HABEN", ""), "", []string{""}, "", 0, []string{"SEP-DIRECTION-01"}},
		"a day that does not exist": {
			strings.Replace(plain, "2026-01-30", "2026-02-30", 1), "7.50", []string{"7.50"}, "0.00", 0, []string{"SEP-DATE-01"},
		},
		"a value day that is none": {ntry(`Ccy="EUR">7.50`, "CRDT", "<ValDt><Dt>morgen</Dt></ValDt>"), "7.50", []string{"7.50"}, "0.00", 0, []string{"SEP-DATE-01"}},
		"no status": {
			strings.Replace(plain, "<Sts><Cd>BOOK</Cd></Sts>", "", 1), "7.50", []string{"7.50"}, "0.00", 0, []string{"SEP-STATUS-01"},
		},
		"more elements than are read": {
			ntry(`Ccy="EUR">7.50`, "CRDT", details(ustrd("512500000013"))+strings.Repeat("<x/>", 400)), "7.50", []string{"7.50"}, "0.00", 0, []string{"SEP-SIZE-01"},
		},
		"a text longer than is read": {
			ntry(`Ccy="EUR">7.50`, "CRDT", details(ustrd(strings.Repeat(strings.Repeat("a", 1000)+"<!-- -->", 70)))), "7.50", []string{"7.50"}, "0.00", 0, []string{"SEP-SIZE-01"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var entries []sepa.Entry
			for entry, err := range sepa.ReadEntries(strings.NewReader(statement("camt.053.001.08", plain+test.entry+plain)), sepa.Limits{Nodes: 100}) {
				require.NoError(t, err)
				addsUp(t, entry)
				entries = append(entries, entry)
			}
			require.Len(t, entries, 3)
			for _, at := range []int{0, 2} {
				require.Equal(t, money.Cents(750), entries[at].Amount)
				require.Empty(t, entries[at].Findings)
			}
			odd := entries[1]
			require.Equal(t, test.codes, codes(odd))
			require.Len(t, odd.Unclear, test.unclear)
			var movements []string
			for _, m := range odd.Movements {
				movements = append(movements, decimal(m.Amount))
			}
			require.Equal(t, test.movements, movements)
			require.Equal(t, []string{test.amount, test.rest}, []string{decimal(odd.Amount), decimal(odd.Rest)})

			matcher := newMatcher(t)
			matches, err := matcher.Match(odd)
			require.NoError(t, err)
			for _, match := range matches {
				if test.amount == "" {
					require.Equal(t, sepa.MatchUnreadable, match.Kind)
					require.NotEmpty(t, odd.Movements[0].Key, "by it the entry is known when it is read again")
				}
			}
		})
	}
	try := readAll(t, statement("camt.053.001.08", ntry(`Ccy="TRY">137.47`, "CRDT", "")))[0]
	require.Equal(t, "137.47 TRY CRDT", try.AmountText, "a person sees what the bank wrote")
	long := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">`+strings.Repeat("9", 500), "CRDT", "")))[0]
	require.LessOrEqual(t, len([]rune(long.AmountText)), 41)
}

func TestReadEntries_AnAccountThatIsNoIBANIsKeptAsText(t *testing.T) {
	for name, id := range map[string][2]string{
		"a check digit that does not fit": {"<IBAN>DE88370400440532013000</IBAN>", "DE88370400440532013000"},
		"made up":                         {"<IBAN>CHsomething</IBAN>", "CHsomething"},
		"another kind of number":          {"<Othr><Id>0532013000</Id></Othr>", "0532013000"},
	} {
		entries := readAll(t, strings.Replace(statement("camt.053.001.08", plain), "<IBAN>DE89370400440532013000</IBAN>", id[0], 1))
		require.Len(t, entries, 1, name)
		require.Equal(t, id[1], entries[0].Statement.AccountID, name)
		require.True(t, entries[0].Statement.Account.IsZero(), name)
	}
	grouped := readAll(t, strings.Replace(statement("camt.053.001.08", plain), "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", 1))
	require.Equal(t, readAll(t, statement("camt.053.001.08", plain)), grouped, "the same account has the same keys")
}

func TestReadEntries_ReadsTheEncodingThatTheFileDeclares(t *testing.T) {
	document := func(encoding string) string {
		return strings.Replace(statement("camt.053.001.08", ntry(`Ccy="EUR">7.50`, "CRDT", details(ustrd("Gebühr für Müller")))), "UTF-8", encoding, 1)
	}
	encode := func(e interface{ String(string) (string, error) }, s string) string {
		encoded, err := e.String(s)
		require.NoError(t, err)
		return encoded
	}
	wide := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	bare := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	for name, text := range map[string]string{
		"ISO-8859-1":           encode(charmap.ISO8859_1.NewEncoder(), document("ISO-8859-1")),
		"in small letters":     encode(charmap.ISO8859_1.NewEncoder(), document("iso-8859-1")),
		"Latin1":               encode(charmap.ISO8859_1.NewEncoder(), document("latin1")),
		"ISO-8859-15":          encode(charmap.ISO8859_15.NewEncoder(), document("ISO-8859-15")),
		"windows-1252":         encode(charmap.Windows1252.NewEncoder(), document("windows-1252")),
		"Cp1252":               encode(charmap.Windows1252.NewEncoder(), document("Cp1252")),
		"UTF-8":                document("UTF-8"),
		"with a mark":          "\ufeff" + document("utf-8"),
		"UTF-16":               encode(wide, document("UTF-16")),
		"UTF-16 without mark":  encode(bare, document("UTF-16")),
		"nothing declared":     document("UTF-8")[strings.Index(document("UTF-8"), "?>")+3:],
		"in single quotes":     encode(charmap.ISO8859_1.NewEncoder(), strings.Replace(document("X"), `"X"`, `'ISO-8859-1'`, 1)),
		"behind an empty line": "\r\n" + document("UTF-8"),
	} {
		entries := readAll(t, text)
		require.Len(t, entries, 1, name)
		require.Equal(t, []string{"Gebühr für Müller"}, entries[0].Movements[0].Unstructured, name)
		require.Empty(t, entries[0].Findings, name)
	}
	for _, document := range []string{document("EBCDIC-X"), document("UTF-7")} {
		require.ErrorIs(t, readError(document), sepa.ErrStatement)
	}
	// One byte that is no UTF-8, and one that XML cannot hold, cost no entry.
	for _, bad := range []string{"\xfc", "\x1a"} {
		entries := readAll(t, statement("camt.053.001.08", plain+ntry(`Ccy="EUR">7.50`, "CRDT", details(ustrd("Geb"+bad+"hr 512500000013")))+plain))
		require.Len(t, entries, 3)
		require.Equal(t, []string{"SEP-TEXT-01"}, codes(entries[1]))
		require.Equal(t, []string{"Geb\ufffdhr 512500000013"}, entries[1].Movements[0].Unstructured)
	}
}

func readError(document string) (last error) {
	for _, err := range sepa.ReadEntries(strings.NewReader(document), sepa.Limits{}) {
		last = err
	}
	return last
}

func TestReadEntries_ReadsAmountsInEveryLegalSpelling(t *testing.T) {
	for text, want := range map[string]int64{
		"000000000005202.96": 520296, ".50": 50, "+7.50": 750, "7.": 700, "7": 700, "7.5": 750, "7.50000": 750, "0": 0, "00.00": 0, "+.5": 50,
	} {
		entries := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">`+text, "CRDT", "")))
		require.Equal(t, money.Cents(want), entries[0].Amount, "%q", text)
		require.Empty(t, entries[0].Findings)
	}
	spaced := readAll(t, statement("camt.053.001.08", ntry("Ccy=\"EUR\">\n 7.50 ", "CRDT", "")))
	require.Equal(t, money.Cents(750), spaced[0].Amount)
	for _, text := range []string{"", ".", "+", "++1", "+-1", "1.2.3", "1 000.00", "1'000.00", "１.00", "7.505", "0x10", "NaN"} {
		entries := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">`+text, "CRDT", "")))
		require.False(t, entries[0].Amount.IsSet(), "%q", text)
		require.Equal(t, []string{"SEP-AMOUNT-01"}, codes(entries[0]), "%q", text)
	}
}

func TestReadEntries_KnowsTheNamespaceOfTheAustrianBanks(t *testing.T) {
	own := func(space string) string {
		return strings.Replace(statement("camt.053.001.02", plain), "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", space, 1)
	}
	for space, message := range map[string]string{
		"ISO:camt.053.001.02:APC:STUZZA:payments:003": "camt.053.001.02",
		"ISO:camt.054.001.02:APC:STUZZA:payments:003": "camt.054.001.02",
		"ISO:camt.053.001.08":                         "camt.053.001.08",
	} {
		entries := readAll(t, own(space))
		require.Len(t, entries, 1)
		require.Equal(t, message, entries[0].Statement.Message)
	}
	for _, space := range []string{"", "ISO:pain.001.001.03:APC:STUZZA:payments:003", "ISO:camt.053.001.", "urn:other:camt.053.001.02", "urn:iso:std:iso:20022:tech:xsd:camt.055.001.02"} {
		require.ErrorIs(t, readError(own(space)), sepa.ErrStatement, space)
	}
}

func TestReadEntries_ReadsADocumentInTheEnvelopeOfATransport(t *testing.T) {
	inner := strings.TrimPrefix(statement("camt.053.001.08", plain), `<?xml version="1.0" encoding="UTF-8"?>`)
	old := strings.TrimPrefix(statement("camt.054.001.02", plain), `<?xml version="1.0" encoding="UTF-8"?>`)
	entries := readAll(t, `<Envelope xmlns="urn:e"><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><MsgDefIdr>x</MsgDefIdr></AppHdr>`+inner+old+`</Envelope>`)
	require.Len(t, entries, 2)
	require.Equal(t, "camt.054.001.02", entries[1].Statement.Message, "no document is passed over")
	require.NotEqual(t, entries[0].Movements[0].Key, entries[1].Movements[0].Key)
	require.ErrorIs(t, readError(`<Envelope xmlns="urn:e"/>`), sepa.ErrStatement)
}

// The first version of the messages names the frame otherwise. A frame that is not
// known must not be passed over with all the money in it.
func TestReadEntries_ReadsTheFrameOfTheFirstVersion(t *testing.T) {
	entries := readAll(t, strings.ReplaceAll(statement("camt.053.001.01", plain), "BkToCstmrStmt", "BkToCstmrStmtV01"))
	require.Len(t, entries, 1)
	for _, frame := range []string{"Other", "Stmts"} {
		require.ErrorIs(t, readError(strings.ReplaceAll(statement("camt.053.001.01", plain), "BkToCstmrStmt", frame)), sepa.ErrStatement, frame)
	}
	require.ErrorIs(t, readError(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>`), sepa.ErrStatement, "no statement is not a statement without entries")
	require.Empty(t, readAll(t, statement("camt.053.001.08", "")))
}

func TestReadEntries_APreviewBooksNothing(t *testing.T) {
	report := strings.NewReplacer("BkToCstmrStmt", "BkToCstmrAcctRpt", "<Stmt>", "<Rpt>", "</Stmt>", "</Rpt>").
		Replace(statement("camt.052.001.08", ntry(`Ccy="EUR">7.50`, "CRDT", details(ustrd("RF022026000042")))))
	entries := readAll(t, report)
	require.Len(t, entries, 1)
	require.True(t, entries[0].Statement.IsPreview())
	require.Equal(t, "BOOK", entries[0].Status)
	matcher := newMatcher(t)
	matches, err := matcher.Match(entries[0])
	require.NoError(t, err)
	require.Equal(t, sepa.MatchPending, matches[0].Kind)
	final := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">7.50`, "CRDT", details(ustrd("RF022026000042")))))
	require.False(t, final[0].Statement.IsPreview())
	matches, err = matcher.Match(final[0])
	require.NoError(t, err)
	require.Equal(t, sepa.MatchExact, matches[0].Kind, "the preview has taken nothing from the claim")
}

func TestReadEntries_NamesTheOtherSide(t *testing.T) {
	const own, theirs = "DE89370400440532013000", "DE71110220330123456789"
	party := func(role, name, iban string) string {
		text := "<" + role + "><Pty><Nm>" + name + "</Nm></Pty></" + role + ">"
		if iban != "" {
			text += "<" + role + "Acct><Id><IBAN>" + iban + "</IBAN></Id></" + role + "Acct>"
		}
		return text
	}
	returned := "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
	for name, test := range map[string]struct{ direction, parties, more, iban, name, ultimate string }{
		"who has paid":               {"CRDT", party("Dbtr", "Erika Mustermann", theirs) + party("Cdtr", "Stadtkasse", own), "", theirs, "Erika Mustermann", ""},
		"who was paid":               {"DBIT", party("Dbtr", "Stadtkasse", own) + party("Cdtr", "Erika Mustermann", theirs), "", theirs, "Erika Mustermann", ""},
		"who was paid, names alone":  {"DBIT", party("Dbtr", "Stadtkasse", "") + party("Cdtr", "Erika Mustermann", ""), "", "", "Erika Mustermann", ""},
		"a return keeps the roles":   {"DBIT", party("Dbtr", "Erika Mustermann", theirs) + party("Cdtr", "Stadtkasse", own), returned, theirs, "Erika Mustermann", ""},
		"a return in turned roles":   {"DBIT", party("Dbtr", "Stadtkasse", own) + party("Cdtr", "Erika Mustermann", theirs), returned, theirs, "Erika Mustermann", ""},
		"a refund that came back":    {"CRDT", party("Dbtr", "Stadtkasse", own) + party("Cdtr", "Erika Mustermann", theirs), returned, theirs, "Erika Mustermann", ""},
		"only the other role given":  {"DBIT", party("Dbtr", "Erika Mustermann", theirs), "", theirs, "Erika Mustermann", ""},
		"only the own account given": {"DBIT", party("Dbtr", "Stadtkasse", own), "", "", "", ""},
		"who really paid": {
			"CRDT", party("Dbtr", "PayPal Europe", "") + "<UltmtDbtr><Pty><Nm>Erika Mustermann</Nm></Pty></UltmtDbtr>", "", "", "PayPal Europe", "Erika Mustermann",
		},
		"for whom it really was": {
			"DBIT", party("Cdtr", "Betreuer", theirs) + "<UltmtCdtr><Nm>Erika Mustermann</Nm></UltmtCdtr><UltmtDbtr><Nm>Amt</Nm></UltmtDbtr>", "", theirs, "Betreuer", "Erika Mustermann",
		},
		"in the old version":      {"CRDT", "<Dbtr><Nm>Erika Mustermann</Nm></Dbtr>", "", "", "Erika Mustermann", ""},
		"a bank for itself":       {"CRDT", "<Dbtr><Agt><FinInstnId><Nm>Musterbank</Nm></FinInstnId></Agt></Dbtr>", "", "", "Musterbank", ""},
		"an account that is none": {"CRDT", party("Dbtr", "Erika Mustermann", "DE00"), "", "", "Erika Mustermann", ""},
		"nobody":                  {"CRDT", "", "", "", "", ""},
	} {
		entry := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">20.00`, test.direction, details("<RltdPties>"+test.parties+"</RltdPties>"+test.more))))[0]
		m := entry.Movements[0]
		require.Equal(t, []string{test.iban, test.name, test.ultimate}, []string{m.Counterparty.String(), m.CounterpartyName, m.UltimateName}, name)
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", m, m, entry), "Mustermann")
	}
}

// twoClaims are one by Kassenzeichen and one by RF reference, both of 20.00 EUR.
func twoClaims() []sepa.Claim {
	return []sepa.Claim{
		{ID: "kz", Amount: money.Cents(2000), References: []string{"512500000013"}},
		{ID: "rf", Amount: money.Cents(2000), References: []string{"RF18539007547034"}},
		{ID: "short", Amount: money.Cents(2000), References: []string{"A-17"}},
		{ID: "e2e", Amount: money.Cents(2000), References: []string{"018f0000000070008000000000000001-1"}},
	}
}

func finders() map[string]func(string) []string {
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
	return map[string]func(string) []string{"without a format": nil, "with a format": format.Find}
}

// matchAlone matches a credit of 20.00 EUR with these details.
func matchAlone(t *testing.T, find func(string) []string, entry string) sepa.Match {
	t.Helper()
	matcher, err := sepa.NewMatcher(twoClaims(), nil, find)
	require.NoError(t, err)
	matches, err := matcher.Match(readAll(t, statement("camt.053.001.08", entry))[0])
	require.NoError(t, err)
	require.Len(t, matches, 1)
	return matches[0]
}

func TestMatcher_FindsAReferenceInEveryMemberThatMayHoldOne(t *testing.T) {
	for name, inside := range map[string]string{
		"what the payer typed":            details(ustrd("512500000013")),
		"structured":                      details("<RmtInf><Strd><CdtrRefInf><Ref>512500000013</Ref></CdtrRefInf></Strd></RmtInf>"),
		"structured, in groups":           details("<RmtInf><Strd><CdtrRefInf><Ref>5125 0000 0013</Ref></CdtrRefInf></Strd></RmtInf>"),
		"second of two structured":        details("<RmtInf><Strd><CdtrRefInf><Ref>RF02</Ref></CdtrRefInf></Strd><Strd><CdtrRefInf><Ref>512500000013</Ref></CdtrRefInf></Strd></RmtInf>"),
		"words beside the structured":     details("<RmtInf><Strd><AddtlRmtInf>512500000013</AddtlRmtInf></Strd></RmtInf>"),
		"number of a document":            details("<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>512500000013</Nb></RfrdDocInf></Strd></RmtInf>"),
		"words of the bank":               details("<AddtlTxInf>Kassenzeichen 512500000013</AddtlTxInf>"),
		"words of the bank on the entry":  details("<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>") + "<AddtlNtryInf>KZ 512500000013</AddtlNtryInf>",
		"an entry without details":        "<AddtlNtryInf>UEBERWEISUNG KZ 512500000013 MUSTERMANN</AddtlNtryInf>",
		"end to end":                      details("<Refs><EndToEndId>512500000013</EndToEndId></Refs>"),
		"instruction":                     details("<Refs><InstrId>512500000013</InstrId></Refs>"),
		"transaction":                     details("<Refs><TxId>512500000013</TxId></Refs>"),
		"of the bank":                     details("<Refs><AcctSvcrRef>512500000013</AcctSvcrRef></Refs>"),
		"payment information":             details("<Refs><PmtInfId>512500000013</PmtInfId></Refs>"),
		"a kind of the bank's own":        details("<Refs><Prtry><Tp>KZ</Tp><Ref>512500000013</Ref></Prtry></Refs>"),
		"remittance sent apart":           details("<RltdRmtInf><RmtId>512500000013</RmtId></RltdRmtInf>"),
		"cut into lines":                  details("<RmtInf><Ustrd>Kassenzeichen 51250</Ustrd><Ustrd>0000013 Meldung</Ustrd></RmtInf>"),
		"cut into lines by the bank":      details("<AddtlTxInf>SVWZ+KZ 5125 0000 0013 ABWA+</AddtlTxInf>"),
		"beside what means nothing there": details("<Refs><EndToEndId>NOTPROVIDED</EndToEndId><TxId>NONREF</TxId></Refs>" + ustrd("512500000013")),
	} {
		for with, find := range finders() {
			match := matchAlone(t, find, ntry(`Ccy="EUR">20.00`, "CRDT", inside))
			require.Equal(t, sepa.MatchExact, match.Kind, "%s, %s", name, with)
			require.Equal(t, "kz", match.Claim)
		}
	}
	// Words on the entry say nothing about which of several movements they mean.
	matcher, err := sepa.NewMatcher(twoClaims(), nil, nil)
	require.NoError(t, err)
	matches, err := matcher.Match(readAll(t, statement("camt.053.001.08",
		ntry(`Ccy="EUR">40.00`, "CRDT", details(`<Amt Ccy="EUR">20.00</Amt>`, `<Amt Ccy="EUR">20.00</Amt>`)+"<AddtlNtryInf>512500000013</AddtlNtryInf>")))[0])
	require.NoError(t, err)
	for _, match := range matches {
		require.False(t, match.Kind.Books())
	}
}

func TestMatcher_FindsReferencesAsPeopleTypeThem(t *testing.T) {
	for claim, texts := range map[string][]string{
		"rf": {
			"RF18 5390 0754 7034", "RF18539007547034", "rf18 5390 0754 7034", "Gebühr RF18539007547034, Meier", "RF18539007547034.", "(RF18539007547034)",
			"RF18-5390-0754-7034", "Rf18.5390.0754.7034", "RF 18 5390 0754 7034", "Ref:RF18539007547034/Meier", "GebuehrRF18539007547034Meier", "SVWZ+RF18 5390 0754 7034 ",
			"RF18\u00a05390\u00a00754\u00a07034", "RF18 5390  0754 7034", "RF185390-07547034", "7,50RF18539007547034",
		},
		"kz": {
			"512500000013", "5125 0000 0013", "5125-0000-0013", "512500000013/Meier", "Meier/512500000013", "KZ512500000013", "kz:512500000013;", "Kassenzeichen-Nr.512500000013",
			"5125/0000/0013", "5125.0000.0013", "512500000013Meier", "kz 512500000013 vom 30.01.2026", "2026-01-30 512500000013", "#512500000013#", "512500000013_Meier",
		},
		"short": {"A-17", "a-17", "Zimmer A-17.", "(A-17)"},
		"e2e":   {"018f0000000070008000000000000001-1", "018F0000 00007000 80000000 00000001 1"},
	} {
		for _, text := range texts {
			for with, find := range finders() {
				match := matchAlone(t, find, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd(text))))
				require.Equal(t, sepa.MatchExact, match.Kind, "%q, %s", text, with)
				require.Equal(t, claim, match.Claim, "%q, %s", text, with)
			}
		}
	}
	for _, text := range []string{
		"RF18539007547035", "RF1853900754703", "RF185390075470341", "ARF", "512500000021", "51250000001", "5125000000137", "15125000000013", "A 17", "A17", "A-171", "XA-17",
		"Miete Januar", "",
	} {
		for with, find := range finders() {
			require.NotEqual(t, sepa.MatchExact, matchAlone(t, find, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd(text)))).Kind, "%q, %s", text, with)
		}
	}
	for with, find := range finders() {
		two := matchAlone(t, find, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd("512500000013 und RF18 5390 0754 7034"))))
		require.Equal(t, sepa.MatchAmbiguous, two.Kind, with)
	}
}

// Two references that differ by their signs alone are told apart where the payer
// wrote the signs, and nowhere else.
func TestMatcher_ReferencesThatDifferBySignsAloneAreNeverGuessed(t *testing.T) {
	matcher, err := sepa.NewMatcher([]sepa.Claim{
		{ID: "a", Amount: money.Cents(500), References: []string{"2026-0001/7"}},
		{ID: "b", Amount: money.Cents(500), References: []string{"2026-000/17"}},
	}, nil, nil)
	require.NoError(t, err)
	for key, want := range map[string]sepa.MatchKind{"2026-0001/7": sepa.MatchExact, "2026 0001 7": sepa.MatchAmbiguous} {
		matches, err := matcher.Match(sepa.Entry{
			Amount: money.Cents(500), Status: "BOOK", Rest: money.Cents(0), Booked: datum.MustParse("2026-01-30"),
			Movements: []sepa.Movement{{Key: key, Amount: money.Cents(500), Unstructured: []string{key}}},
		})
		require.NoError(t, err)
		require.Equal(t, want, matches[0].Kind, key)
	}
}

func TestMatcher_AStatusThatIsNotBookBooksNothing(t *testing.T) {
	for _, status := range []string{
		"<Sts><Prtry>VORMERKUNG</Prtry></Sts>", "<Sts><Prtry>BOOK</Prtry></Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts><Cd>INFO</Cd></Sts>", "<Sts><Cd>FUTR</Cd></Sts>",
		"<Sts>PDNG</Sts>", "<Sts/>", "", "<Sts><Cd>book</Cd></Sts>", "<Sts><Cd>BOOKED</Cd></Sts>",
	} {
		entry := strings.Replace(ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd("512500000013"))), "<Sts><Cd>BOOK</Cd></Sts>", status, 1)
		match := matchAlone(t, nil, entry)
		require.Equal(t, sepa.MatchPending, match.Kind, status)
		require.False(t, match.Kind.Books())
	}
	for _, status := range []string{"<Sts>BOOK</Sts>", "<Sts><Cd> BOOK </Cd></Sts>"} {
		entry := strings.Replace(ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd("512500000013"))), "<Sts><Cd>BOOK</Cd></Sts>", status, 1)
		require.Equal(t, sepa.MatchExact, matchAlone(t, nil, entry).Kind, status)
	}
}

// A hostile statement must not make the matching slow: what is searched of a text
// is bounded, and so is what is compared.
func TestMatcher_SearchesABoundedPartOfAText(t *testing.T) {
	behind := strings.Repeat("5 ", 4<<10)
	require.Equal(t, sepa.MatchExact, matchAlone(t, nil, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd("512500000013 "+behind)))).Kind)
	require.NotEqual(t, sepa.MatchExact, matchAlone(t, nil, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd(behind+"512500000013")))).Kind)
}
