// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// statement wraps entries in an invented document.
func statement(version, entries string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:` + version + `"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S-2026-061</Id>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct><RltdAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></RltdAcct>
<Bal><Amt Ccy="EUR">100.00</Amt></Bal>` + entries + `</Stmt></BkToCstmrStmt></Document>`
}

const newEntry = `<Ntry><NtryRef>N1</NtryRef><Amt Ccy="EUR">16.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><DtTm>2026-03-03T00:00:00+01:00</DtTm></ValDt><AcctSvcrRef>B1</AcctSvcrRef>
<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Refs><InstrId>NOTPROVIDED</InstrId><EndToEndId>E2E-1</EndToEndId></Refs><Amt Ccy="EUR">7.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Erika Mustermann</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>RF022026000042</Ref></CdtrRefInf></Strd></RmtInf><SplmtryData><x xmlns="urn:x"><Amt Ccy="XXX">1</Amt></x></SplmtryData></TxDtls>
<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">9.0</Amt><RmtInf><Ustrd>KZ 5125 0004</Ustrd><Ustrd>7117 Meldung</Ustrd></RmtInf></TxDtls>
</NtryDtls></Ntry>`

const oldEntry = `<Ntry><Amt Ccy="EUR">7.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-04</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId><MndtId>M-7</MndtId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">4.50</Amt></TxAmt></AmtDtls>
<RltdPties><Dbtr><Nm>Erika Mustermann</Nm></Dbtr></RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`

func readAll(t *testing.T, document string) []sepa.Entry {
	t.Helper()
	var all []sepa.Entry
	for entry, err := range sepa.ReadEntries(strings.NewReader(document), sepa.Limits{}) {
		require.NoError(t, err)
		all = append(all, entry)
	}
	return all
}

func TestReadEntries_ReadsNewAndOldVersions(t *testing.T) {
	entries := readAll(t, statement("camt.053.001.08", newEntry+oldEntry))
	require.Len(t, entries, 2)
	batch := entries[0]
	require.Equal(t, "camt.053.001.08", batch.Statement.Message)
	require.Equal(t, "S-2026-061", batch.Statement.ID)
	require.Equal(t, "DE89370400440532013000", batch.Statement.Account.String())
	require.Equal(t, money.Cents(1650), batch.Amount)
	require.Equal(t, "BOOK", batch.Status)
	require.Equal(t, datum.MustParse("2026-03-02"), batch.Booked)
	require.Equal(t, datum.MustParse("2026-03-03"), batch.Value)
	require.Equal(t, money.Cents(0), batch.Rest)
	require.Len(t, batch.Movements, 2)
	require.Equal(t, sepa.Movement{
		Key: "DE89370400440532013000/S-2026-061/N1/1", Amount: money.Cents(750), EndToEndID: "E2E-1", Structured: []string{"RF022026000042"},
		Counterparty: sepa.MustParseIBAN("DE02120300000000202051"), CounterpartyName: "Erika Mustermann",
	}, batch.Movements[0])
	require.Equal(t, sepa.Movement{
		Key: "DE89370400440532013000/S-2026-061/N1/2", Amount: money.Cents(900), Unstructured: []string{"KZ 5125 0004", "7117 Meldung"},
	}, batch.Movements[1], "NOTPROVIDED is nothing")

	back := entries[1]
	require.True(t, back.Reversal)
	require.Equal(t, money.Cents(-750), back.Amount)
	require.Equal(t, money.Cents(-450), back.Movements[0].Amount)
	require.Equal(t, money.Cents(-300), back.Rest, "the fee of the bank")
	require.Equal(t, "AC04", back.Movements[0].ReturnReason)
	require.Equal(t, "M-7", back.Movements[0].MandateID)
	require.Equal(t, "DE89370400440532013000/S-2026-061/@2/1", back.Movements[0].Key, "without a reference its place counts")
	require.Equal(t, entries, readAll(t, statement("camt.053.001.08", newEntry+oldEntry)), "the same file gives the same keys")

	for _, value := range []any{batch, batch.Movements[0]} {
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", value, value, value), "Mustermann")
	}

	plain := readAll(t, statement("camt.053.001.02", strings.Replace(oldEntry, "<NtryDtls>", "<!--", 1)[:strings.Index(oldEntry, "<NtryDtls>")]+"</Ntry>"))
	require.Equal(t, money.Cents(-750), plain[0].Movements[0].Amount, "an entry without details is one movement")
	note := strings.NewReplacer("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "<Stmt>", "<Ntfctn>", "</Stmt>", "</Ntfctn>").Replace(statement("camt.054.001.08", newEntry))
	require.Len(t, readAll(t, note), 1)
}

// summary is what of an entry counts for the books.
func summary(e sepa.Entry) []string {
	lines := []string{fmt.Sprintf("%s %s %s %s rest %s reversal %t", e.Statement.Message, e.Status, e.Booked, e.Amount.Decimal(), e.Rest.Decimal(), e.Reversal)}
	for _, m := range e.Movements {
		lines = append(lines, fmt.Sprintf("  %s: %s %q %q %q %q", m.Key, m.Amount.Decimal(), m.EndToEndID, m.Structured, m.Unstructured, m.ReturnReason))
	}
	return lines
}

// The files are invented. The shape of version 08 is that of the schemas
// camt.053.001.08 and camt.054.001.08 of ISO 20022, the one of version 02 that of
// statements which banks have published as samples.
func TestReadEntries_ReadsTheFilesOfDifferentBanks(t *testing.T) {
	for name, want := range map[string][]string{
		"camt053-02": {
			"camt.053.001.02 BOOK 2026-03-02 7.50 rest 0.00 reversal false",
			`  DE89370400440532013000/0352C5320260302200044/2026030211223344000/1: 7.50 "" [] ["Kassenzeichen 5125 0004 71" "17 Meldebescheinigung"] ""`,
			"camt.053.001.02 BOOK 2026-03-02 -10.50 rest -3.00 reversal false",
			`  DE89370400440532013000/0352C5320260302200044/2026030255667788000/1: -7.50 "018f0000000070008000000000000001-1" [] [] "AC04"`,
			"camt.053.001.02 PDNG  12.00 rest 0.00 reversal false",
			`  DE89370400440532013000/0352C5320260302200044/@3/1: 12.00 "" [] [] ""`,
		},
		"camt053-08": {
			"camt.053.001.08 BOOK 2026-03-02 16.50 rest 0.00 reversal false",
			`  DE89370400440532013000/C53-2026-044/@1/1: 7.50 "" ["RF022026000042"] [] ""`,
			`  DE89370400440532013000/C53-2026-044/@1/2: 9.00 "E2E-2" [] ["Gebühr & Auslagen"] ""`,
			"camt.053.001.08 BOOK 2026-03-02 3.00 rest 0.00 reversal false",
			`  DE89370400440532013000/C53-2026-044/page 2/@1/1: 3.00 "E2E-3" [] [] ""`,
		},
		"camt054-13": {
			"camt.054.001.13 BOOK 2026-03-02 -9.00 rest 0.00 reversal true",
			`  0532013000/C54-2026-0302-1/N1/1: -9.00 "E2E-2" [] [] "storniert"`,
			"camt.054.001.13 BOOK  -77.70 rest 0.00 reversal false",
			`  0532013000/C54-2026-0302-1/N2/1: -77.70 "" [] [] ""`, // the detail says credit, so nothing it quotes is believed
			"camt.054.001.13 BOOK  75.00 rest 0.00 reversal false",
			`  0532013000/C54-2026-0302-1/N3/1: 100.00 "E2E-10" [] [] ""`, // here both directions add up
			`  0532013000/C54-2026-0302-1/N3/2: -25.00 "E2E-11" [] [] "MD01"`,
		},
	} {
		content, err := os.ReadFile(filepath.Join("testdata", name+".xml"))
		require.NoError(t, err)
		for _, mark := range []string{"", "\ufeff"} {
			var got []string
			for _, entry := range readAll(t, mark+string(content)) {
				got = append(got, summary(entry)...)
			}
			require.Equal(t, want, got, name)
		}
	}
}

// Two pages of one statement, and two statements of one name, share the place
// of their entries. Were their keys the same, the second would pass for booked.
func TestReadEntries_PagesDoNotTakeEachOthersKeys(t *testing.T) {
	page := func(number string) string {
		plain := strings.NewReplacer("<NtryRef>N1</NtryRef>", "", "<AcctSvcrRef>B1</AcctSvcrRef>", "").Replace(newEntry)
		return strings.Replace(statement("camt.053.001.02", plain), "<MsgId>M1</MsgId>", "<MsgId>M1</MsgId><MsgPgntn><PgNb>"+number+"</PgNb></MsgPgntn>", 1)
	}
	seen := map[string]bool{}
	for _, document := range []string{page("1"), page("2"), page("3")} {
		for _, entry := range readAll(t, document) {
			for _, movement := range entry.Movements {
				require.False(t, seen[movement.Key], movement.Key)
				seen[movement.Key] = true
			}
		}
	}
	require.Len(t, seen, 6)
	require.Equal(t, readAll(t, page("1")), readAll(t, statement("camt.053.001.02", strings.NewReplacer("<NtryRef>N1</NtryRef>", "", "<AcctSvcrRef>B1</AcctSvcrRef>", "").Replace(newEntry))), "one page is no page")

	single := statement("camt.053.001.08", newEntry)
	body := single[strings.Index(single, "<Stmt>") : strings.Index(single, "</Stmt>")+len("</Stmt>")]
	clear(seen)
	for _, entry := range readAll(t, strings.Replace(single, body, body+body, 1)) {
		for _, movement := range entry.Movements {
			require.False(t, seen[movement.Key], movement.Key)
			seen[movement.Key] = true
		}
	}
	require.Len(t, seen, 4)
}

func TestReadEntries_GivesEveryMovementItsOwnKey(t *testing.T) {
	seen := map[string]bool{}
	anonymous := strings.NewReplacer("<NtryRef>N1</NtryRef>", "", "<AcctSvcrRef>B1</AcctSvcrRef>", "").Replace(newEntry)
	for _, entry := range readAll(t, statement("camt.053.001.08", newEntry+newEntry+anonymous+anonymous)) {
		for _, movement := range entry.Movements {
			require.False(t, seen[movement.Key], "two equal movements are two")
			seen[movement.Key] = true
		}
	}
	require.Len(t, seen, 8)
}

func TestReadEntries_RefusesWhatItCannotRead(t *testing.T) {
	for name, document := range map[string]string{
		"nothing":           "",
		"another message":   statement("pain.001.001.09", newEntry),
		"another namespace": strings.Replace(statement("camt.053.001.08", newEntry), "urn:iso", "urn:other", 1),
		"cut off":           statement("camt.053.001.08", newEntry)[:900],
		"document type":     "<!DOCTYPE a>" + statement("camt.053.001.08", ""),
		"no statement":      strings.NewReplacer("<Stmt>", "", "</Stmt>", "").Replace(statement("camt.053.001.08", newEntry)),
	} {
		failed := false
		for _, err := range sepa.ReadEntries(strings.NewReader(document), sepa.Limits{}) {
			if err != nil {
				require.ErrorIs(t, err, sepa.ErrStatement, name)
				require.NotContains(t, err.Error(), "Mustermann")
				failed = true
			}
		}
		require.True(t, failed, name)
	}
	for name, limits := range map[string]sepa.Limits{"entries": {Entries: 1}, "bytes": {Bytes: 100}} {
		var last error
		for _, err := range sepa.ReadEntries(strings.NewReader(statement("camt.053.001.08", newEntry+newEntry)), limits) {
			last = err
		}
		require.ErrorIs(t, last, sepa.ErrStatement, name)
	}
}

// endless repeats one text behind a head.
type endless struct{ head, body string }

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	n := 0
	for n+len(e.body) <= len(p) {
		n += copy(p[n:], e.body)
	}
	return n, nil
}

func TestReadEntries_BoundsMemoryOnEndlessInput(t *testing.T) {
	head := strings.Split(statement("camt.053.001.08", "|"), "|")[0]
	for name, body := range map[string]string{
		"entries": newEntry, "elements of an entry": "<x/>", "text in pieces": "aaaaaaaaaaaaaaaa<!---->", "levels": "<x>",
	} {
		source := &endless{head: head, body: body}
		if body != newEntry {
			source.head += "<Ntry>"
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var last error
		for _, err := range sepa.ReadEntries(io.Reader(source), sepa.Limits{Bytes: 8 << 20, Nodes: 10_000}) {
			last = err
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		require.ErrorIs(t, last, sepa.ErrStatement, name)
		require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(1<<20), name)
	}
}

func claims() []sepa.Claim {
	return []sepa.Claim{
		{ID: "rf", Amount: money.Cents(750), References: []string{"RF022026000042", "E2E-1"}},
		{ID: "kz", Amount: money.Cents(1000), References: []string{"512500047117"}},
		{ID: "quiet", Amount: money.Cents(1234), References: []string{"512500000017"}},
	}
}

func newMatcher(t *testing.T, booked ...string) *sepa.Matcher {
	t.Helper()
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus10}
	matcher, err := sepa.NewMatcher(claims(), booked, format.Find)
	require.NoError(t, err)
	return matcher
}

func TestMatcher_BringsMoneyAndClaimsTogether(t *testing.T) {
	matcher := newMatcher(t)
	type want struct {
		kind         sepa.MatchKind
		claim        string
		amount, open int64
	}
	var booked []string
	check := func(entry sepa.Entry, wants ...want) {
		t.Helper()
		matches, err := matcher.Match(entry)
		require.NoError(t, err)
		require.Len(t, matches, len(wants))
		sum := int64(0)
		for i, match := range matches {
			got := want{match.Kind, match.Claim, match.Amount.Minor(), match.Open.Minor()}
			require.Equal(t, wants[i], got)
			sum += match.Amount.Minor()
			if match.Kind.Books() {
				booked = append(booked, match.Movement.Key)
			}
		}
		require.Equal(t, entry.Amount.Minor(), sum, "no cent is passed over")
	}
	entries := readAll(t, statement("camt.053.001.08", newEntry+oldEntry))
	check(entries[0], want{sepa.MatchExact, "rf", 750, 0}, want{sepa.MatchPartial, "kz", 900, 100})
	check(entries[0], want{sepa.MatchRepeated, "", 750, 0}, want{sepa.MatchRepeated, "", 900, 0})
	check(entries[1], want{sepa.MatchReversal, "rf", -450, 450}, want{sepa.MatchRest, "", -300, 0})

	one := func(key string, amount int64, typed string) sepa.Entry {
		return sepa.Entry{
			Amount: money.Cents(amount), Status: "BOOK", Rest: money.Cents(0),
			Movements: []sepa.Movement{{Key: key, Amount: money.Cents(amount), Unstructured: []string{typed}}},
		}
	}
	check(one("a", 100, "Rest zu KZ512500047117"), want{sepa.MatchExact, "kz", 100, 0})
	check(one("b", 5, "512500047117"), want{sepa.MatchOver, "kz", 5, -5})
	check(one("c", 1234, "Danke"), want{sepa.MatchSuggestion, "quiet", 1234, 0})
	check(one("d", 1233, "Danke"), want{sepa.MatchUnmatched, "", 1233, 0})
	check(one("e", 10, "512500047117 und 512500000017"), want{sepa.MatchAmbiguous, "", 10, 0})
	check(one("f", 10, "512500047118"), want{sepa.MatchUnmatched, "", 10, 0})
	check(one("g", -10, "Miete"), want{sepa.MatchUnmatched, "", -10, 0})
	check(one("i", -10, "Erstattung 512500047117"), want{sepa.MatchOutgoing, "kz", -10, 0})
	bounced := one("j", 10, "Erstattung 512500047117")
	bounced.Movements[0].ReturnReason = "AC04"
	check(bounced, want{sepa.MatchBounced, "kz", 10, 0})
	corrected := one("k", -1, "512500047117")
	corrected.Reversal = true
	check(corrected, want{sepa.MatchReversal, "kz", -1, -4})
	pending := one("h", 1234, "512500000017")
	pending.Status = "PDNG"
	check(pending, want{sepa.MatchPending, "", 1234, 0})

	matcher = newMatcher(t, booked...)
	check(entries[0], want{sepa.MatchRepeated, "", 750, 0}, want{sepa.MatchRepeated, "", 900, 0})
}

func TestNewMatcher_RefusesClaimsThatCannotBeToldApart(t *testing.T) {
	for _, claims := range [][]sepa.Claim{
		{{ID: "", Amount: money.Cents(1)}},
		{{ID: "a", Amount: money.Cents(0)}},
		{{ID: "a", Amount: money.Cents(1)}, {ID: "a", Amount: money.Cents(1)}},
		{{ID: "a", Amount: money.Cents(1), References: []string{"rf18 5390 0754 7034"}}, {ID: "b", Amount: money.Cents(1), References: []string{"RF18539007547034"}}},
		{{ID: "a", Amount: money.Cents(1), References: []string{" "}}},
		{{ID: "a", Amount: money.Cents(1), Received: money.NewAmount(1, money.CHF)}},
	} {
		_, err := sepa.NewMatcher(claims, nil, nil)
		require.ErrorIs(t, err, recht.ErrInvalid)
	}
}

func FuzzReadEntries(f *testing.F) {
	f.Add(statement("camt.053.001.08", newEntry+oldEntry))
	f.Add(statement("camt.054.001.02", oldEntry))
	f.Add(statement("camt.052.001.08", ntry(`Ccy="TRY">1`, "DBIT", details(ustrd("5125 0000 0013"), `<Amt Ccy="EUR">1</Amt>`))))
	f.Add("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><Stmt><Ntry><Amt Ccy='EUR'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry></Stmt></Document>")
	f.Fuzz(func(t *testing.T, document string) {
		matcher, err := sepa.NewMatcher(claims(), nil, nil)
		require.NoError(t, err)
		keys := map[string]bool{}
		for entry, err := range sepa.ReadEntries(strings.NewReader(document), sepa.Limits{Bytes: 1 << 20, Nodes: 1000}) {
			if err != nil {
				return
			}
			addsUp(t, entry)
			for _, movement := range entry.Movements {
				require.False(t, keys[movement.Key])
				keys[movement.Key] = true
			}
			_, err = matcher.Match(entry)
			if err != nil {
				require.ErrorIs(t, err, money.ErrOverflow)
			}
		}
	})
}
