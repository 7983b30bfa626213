// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

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
		"000000000005202.96": 520296, ".50": 50, "+7.50": 750, "7.": 700, "7": 700, "7.5": 750, "7.50000": 750, "0": 0, "00.00": 0, "+.5": 50, "-0.00": 0,
	} {
		entries := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">`+text, "CRDT", "")))
		require.Equal(t, money.Cents(want), entries[0].Amount, "%q", text)
		require.Empty(t, entries[0].Findings)
	}
	spaced := readAll(t, statement("camt.053.001.08", ntry("Ccy=\"EUR\">\n 7.50 ", "CRDT", "")))
	require.Equal(t, money.Cents(750), spaced[0].Amount)
	for _, text := range []string{"", ".", "+", "++1", "+-1", "-+0", "-.", "-0.01", "1.2.3", "1 000.00", "1'000.00", "１.00", "7.505", "0x10", "NaN"} {
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
