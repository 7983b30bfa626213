// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

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
		"number of a tax":                 details("<RmtInf><Strd><TaxRmt><RefNb>512500000013</RefNb></TaxRmt></Strd></RmtInf>"),
		"number in a line of a document":  details("<RmtInf><Strd><RfrdDocInf><LineDtls><Id><Nb>512500000013</Nb></Id></LineDtls></RfrdDocInf></Strd></RmtInf>"),
		"supplementary data":              details(`<SplmtryData><Envlp><b:x xmlns:b="urn:bank"><b:kz>512500000013</b:kz></b:x></Envlp></SplmtryData>`),
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
	for _, word := range []string{"book", "BOOKED", "BOOK "} {
		entry := readAll(t, statement("camt.053.001.02", strings.Replace(plain, "<Sts><Cd>BOOK</Cd></Sts>", "<Sts>"+word+"</Sts>", 1)))[0]
		if word == "BOOK " {
			require.Empty(t, codes(entry))
		} else {
			require.Equal(t, []string{"SEP-STATUS-02"}, codes(entry), "a person is told")
		}
	}
	for _, status := range []string{"<Sts>BOOK</Sts>", "<Sts><Cd> BOOK </Cd></Sts>"} {
		entry := strings.Replace(ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd("512500000013"))), "<Sts><Cd>BOOK</Cd></Sts>", status, 1)
		require.Equal(t, sepa.MatchExact, matchAlone(t, nil, entry).Kind, status)
	}
}

// Money that came back is taken from the claim, whatever the bank says of the reason.
func TestMatcher_AReturnWithoutAReasonIsAReturn(t *testing.T) {
	for _, info := range []string{"<RtrInf/>", "<RtrInf><AddtlInf>MD06</AddtlInf></RtrInf>", "<RtrInf><Rsn><Cd> </Cd></Rsn></RtrInf>"} {
		entry := ntry(`Ccy="EUR">20.00`, "DBIT", details(info+ustrd("512500000013")))
		match := matchAlone(t, nil, entry)
		require.Equal(t, sepa.MatchReversal, match.Kind, info)
		require.Equal(t, "unstated", match.Movement.ReturnReason)
	}
	require.Equal(t, sepa.MatchOutgoing, matchAlone(t, nil, ntry(`Ccy="EUR">20.00`, "DBIT", details(ustrd("512500000013")))).Kind)
	odd := readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">20.00`, "DBIT", "<RvslInd>ja</RvslInd>")))[0]
	require.Equal(t, []string{"SEP-REVERSAL-01"}, codes(odd))
	for _, told := range []string{"true", "1", "false", "0"} {
		require.Empty(t, codes(readAll(t, statement("camt.053.001.08", ntry(`Ccy="EUR">20.00`, "DBIT", "<RvslInd>"+told+"</RvslInd>")))[0]))
	}
}

// A hostile statement must not make the matching slow: what is searched of a text
// is bounded, and so is what is compared.
func TestMatcher_SearchesABoundedPartOfAText(t *testing.T) {
	behind := strings.Repeat("5 ", 4<<10)
	require.Equal(t, sepa.MatchExact, matchAlone(t, nil, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd("512500000013 "+behind)))).Kind)
	require.NotEqual(t, sepa.MatchExact, matchAlone(t, nil, ntry(`Ccy="EUR">20.00`, "CRDT", details(ustrd(behind+"512500000013")))).Kind)
}
