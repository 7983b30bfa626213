// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// Blocks of information and conditional blocks (§§ 51, 52 BMG): one test for each door
// through which somebody could learn of one.

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

// held is where persons stand in the records of the tests.
var held = []onceonly.Held{{Blocks: "blocks"}, {At: "/spouse", Blocks: "blocks"}, {At: "/children", Blocks: "blocks"}}

// household is a record in JSON: with the spouse's and the child's block, or without
// the person where that is empty.
func household(own, spouse, child string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{ "familyName":"Mustermann", "givenNames":"Erika","dateOfBirth":"1964-08-12","blocks":%q`, own)
	if spouse != "" {
		fmt.Fprintf(&b, `, "spouse":{"familyName":"Mustermann","blocks":%q,"givenNames":"Max","dateOfBirth":"1962-01-30"}`, spouse)
	}
	b.WriteString(`, "children":[{"familyName":"Mustermann","givenNames":"Kim","dateOfBirth":"2015-03-04","blocks":"keine"}`)
	if child != "" {
		fmt.Fprintf(&b, `,{"blocks":%q,"familyName":"Mustermann","givenNames":"Robin","dateOfBirth":"2016-05-06"}`, child)
	}
	b.WriteString("]}")
	return b.String()
}

var householdFields = onceonly.MustFields(append(familyFields.Paths(), "/blocks", "/spouse/blocks", "/children/blocks")...)

func householdTerms() onceonly.Terms {
	about := terms()
	about.Norm, about.Fields, about.Concerned = recht.MustParseNorm("§ 23a BMG"), householdFields, places()
	return about
}

func TestG20_FilterDropsARelativeWithoutATrace(t *testing.T) {
	t.Parallel()
	about := householdTerms()
	release := func(document string) string {
		released, blocked, err := about.Release(about.Fields, "application/json", []byte(document), held)
		require.NoError(t, err)
		require.False(t, blocked)
		return string(released)
	}
	alone, couple, all := release(household("keine", "", "")), release(household("keine", "keine", "")), release(household("keine", "keine", "keine"))
	require.NotContains(t, alone, "Max")
	require.Contains(t, couple, "Max")
	require.Contains(t, all, "Robin")
	for _, text := range []string{alone, couple, all} {
		require.Equal(t, 1, strings.Count(text, "blocks"), "what others' records say of blocks never leaves")
	}
	for _, block := range []string{"auskunftssperre", "bedingter-sperrvermerk", "auskunftssperre,bedingter-sperrvermerk", "what is this", "Keine"} {
		require.Equal(t, alone, release(household("keine", block, "")), block)
		require.Equal(t, couple, release(household("keine", "keine", block)), block)
		require.Equal(t, alone, release(household("keine", block, block)), block)
	}
	require.Equal(t, alone, release(strings.Replace(household("keine", "keine", ""), `"blocks":"keine","givenNames":"Max"`, `"givenNames":"Max"`, 1)), "not stated")
	for _, odd := range []string{`null`, `["keine"]`, `{"keine":1}`, `false`, `0`} {
		require.Equal(t, alone, release(strings.Replace(household("keine", "keine", ""), `"blocks":"keine","givenNames":"Max"`, `"blocks":`+odd+`,"givenNames":"Max"`, 1)), odd)
	}
	// The member counts in the person's own object and nowhere else.
	nested := strings.Replace(household("keine", "keine", ""), `"blocks":"keine","givenNames":"Max"`, `"givenNames":"Max","home":{"blocks":"keine"}`, 1)
	require.Equal(t, alone, release(nested))
}

func TestG20_FilterIsTheSameInXML(t *testing.T) {
	t.Parallel()
	about := householdTerms()
	record := func(spouse, child string) string {
		text := `<r><familyName>Mustermann</familyName><givenNames>Erika</givenNames><dateOfBirth>1964-08-12</dateOfBirth><blocks> auskunftssperre </blocks>`
		if spouse != "" {
			text += `<spouse><familyName>Mustermann</familyName><givenNames>Max</givenNames><dateOfBirth>1962-01-30</dateOfBirth>` + spouse + `</spouse>`
		}
		if child != "" {
			text += `<children>` + child + `<familyName>Mustermann</familyName><givenNames>Kim</givenNames><dateOfBirth>2015-03-04</dateOfBirth></children>`
		}
		return text + `</r>`
	}
	release := func(document string) string {
		released, blocked, err := about.Release(about.Fields, "application/xml", []byte(document), held)
		require.NoError(t, err)
		require.True(t, blocked)
		return string(released)
	}
	const free, block = "<blocks>keine</blocks>", "<blocks>auskunftssperre</blocks>"
	alone := release(record("", ""))
	require.Contains(t, alone, "<blocks> auskunftssperre </blocks>", "the own one travels")
	require.Contains(t, release(record(free, "")), "Max")
	require.NotContains(t, release(record(free, "")), "keine")
	for _, blocked := range []string{block, "<blocks/>", "<other>keine</other>", free + block, free + free, "<blocks><x>keine</x></blocks>"} {
		require.Equal(t, alone, release(record(blocked, "")), blocked)
		require.Equal(t, release(record(free, "")), release(record(free, blocked)), blocked)
	}
}

// Whoever does not say that data of others come declares nothing, and tells nobody:
// then none come.
func TestG20_WhomTheTermsDoNotDeclareIsNotReleased(t *testing.T) {
	t.Parallel()
	about := householdTerms()
	about.Concerned = nil
	released, _, err := about.Release(about.Fields, "application/json", []byte(household("keine", "keine", "keine")), held)
	require.NoError(t, err)
	require.JSONEq(t, `{"familyName":"Mustermann","givenNames":"Erika","dateOfBirth":"1964-08-12","blocks":"keine"}`, string(released))
	for _, bad := range []onceonly.Held{{At: "/spouse"}, {At: "spouse", Blocks: "b"}, {Blocks: "@b"}, {Blocks: "a/b"}, {At: "/*", Blocks: "b"}} {
		_, _, err := about.Release(about.Fields, "application/json", []byte(`{}`), []onceonly.Held{bad})
		require.ErrorIs(t, err, onceonly.ErrSyntax, "%+v", bad)
	}
	// A value where a person would stand is none.
	released, _, err = about.Release(onceonly.MustFields("/spouse", "/familyName"), "application/json", []byte(`{"familyName":"Mustermann","spouse":"Max"}`), held)
	require.NoError(t, err)
	require.JSONEq(t, `{"familyName":"Mustermann"}`, string(released))
}

// exchange has a record retrieved, shown and handed over, and returns all that can be seen
// of it on the side of the person.
func exchange(t *testing.T, document string) (evidence onceonly.Evidence, preview onceonly.Preview, visible string) {
	t.Helper()
	w := newWorld(t)
	w.source.Forget()
	w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", []byte(document), held...))
	r := requestFor(w.familyConsent(t, householdTerms()))
	r.Fields = householdFields
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	preview, _, err = w.broker.Preview(t.Context(), r.ID, self)
	require.NoError(t, err)
	evidence, decision, err := w.broker.Accept(t.Context(), r.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	var b strings.Builder
	for _, log := range []*auditlog.Log{w.log, w.providerLog} {
		for _, e := range entriesOf(t, log) {
			fmt.Fprintln(&b, e.Action, e.Role, e.Fields.Paths(), len(e.Concerned), e.Reasons, e.EraseAt)
		}
	}
	return evidence, preview, b.String()
}

func TestG20_TwoFamiliesThatDifferByABlockLookTheSameEverywhere(t *testing.T) {
	t.Parallel()
	without, withoutPreview, withoutTrace := exchange(t, household("keine", "", ""))
	for _, block := range []string{"auskunftssperre", "bedingter-sperrvermerk"} {
		with, preview, trace := exchange(t, household("keine", block, block))
		require.True(t, bytes.Equal(without.Content(), with.Content()))
		require.Equal(t, without.Digest(), with.Digest())
		require.Equal(t, withoutPreview.Content(), preview.Content())
		require.Equal(t, withoutPreview.Missing, preview.Missing, "what is missing does not say why")
		require.Equal(t, withoutTrace, trace, "logs of both sides: entries, roles, fields, persons")
	}
}

// answerOf has a provider, whose permissions rest on § 23a BMG, answer a query as a
// broker of others would send it.
func answerOf(t *testing.T, document string, norms ...recht.Norm) (onceonly.Answer, []onceonly.Entry) {
	t.Helper()
	w := newWorld(t)
	w.source.Forget()
	if document != "" {
		w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", []byte(document), held...))
	}
	log := onceonlytest.NewLog(t, w.house, "other")
	provider, err := dataprovider.New(w.house, log, dataprovider.Config{
		Party: weimar, Source: w.source, Key: w.providerKey, TokenKey: w.intermediary.Key(), Name: "other", Blocked: norms,
	})
	require.NoError(t, err)
	r := requestFor(w.familyConsent(t, householdTerms()))
	r.Fields = householdFields
	digest, err := r.Digest()
	require.NoError(t, err)
	permit, err := w.intermediary.Ask(t.Context(), onceonly.Question{
		Requester: r.Requester, Provider: r.Provider, EvidenceType: r.EvidenceType, Purpose: r.Purpose, Basis: onceonly.BasisChoice, RequestDigest: digest, At: w.clock.Now(),
		RequesterSector: muehlhausen.Sector, ProviderSector: weimar.Sector,
	})
	require.NoError(t, err)
	consent, err := w.broker.Consent(t.Context(), r.Consent)
	require.NoError(t, err)
	query := onceonly.Query{Request: r, Terms: consent.Terms(), Token: permit.Token}
	first, err := provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	again, err := provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Equal(t, first.Evidence == nil, again.Evidence == nil, "a repetition is checked like the first time")
	return first, entriesOf(t, log)
}

func TestG20_ABlockedPersonIsNobodyUnlessTheNormSaysOtherwise(t *testing.T) {
	t.Parallel()
	nobody, nobodysEntries := answerOf(t, "")
	document := household("auskunftssperre", "keine", "")
	for name, norms := range map[string][]recht.Norm{
		"no norm": nil, "another one": recht.MustParseNormen("§ 34 Abs. 1 BMG"), "a part of it": recht.MustParseNormen("§ 23a Abs. 1 BMG"),
	} {
		blocked, entries := answerOf(t, document, norms...)
		require.Equal(t, nobody, blocked, name)
		require.Equal(t, actions(nobodysEntries), actions(entries), name)
	}
	for _, unclear := range []string{"", "perhaps"} { // not stated, or not to be read
		blocked, _ := answerOf(t, household(unclear, "keine", ""))
		require.Equal(t, nobody, blocked)
	}
	free, _ := answerOf(t, household("keine", "keine", ""))
	require.NotNil(t, free.Evidence)
	own, _ := answerOf(t, document, recht.MustParseNorm("§ 23a BMG"))
	require.NotNil(t, own.Evidence, "who asks about oneself gets all")
	require.Contains(t, string(own.Evidence.Content()), `"blocks":"auskunftssperre"`, "and the block goes along")
}

// A block that is entered between an answer and its repetition holds for that one.
func TestG20_ABlockHoldsForARepetitionToo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		after string
		want  string // of what comes the second time; empty: nobody
	}{
		"of the spouse": {household("keine", "auskunftssperre", ""), "Kim"},
		"of nobody":     {household("keine", "keine", ""), "Max"},
		"of the person": {household("auskunftssperre", "keine", ""), ""},
	} {
		w := newWorld(t)
		hold := func(document string) {
			w.source.Forget()
			w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", []byte(document), held...))
		}
		hold(household("keine", "keine", ""))
		about := householdTerms()
		about.Norm = recht.MustParseNorm("§ 1 MusterG")
		r := requestFor(w.familyConsent(t, about))
		r.Fields = householdFields
		query := w.queryUnder(t, r, about)
		first, err := w.provider.Fetch(t.Context(), query)
		require.NoError(t, err, name)
		require.Contains(t, string(first.Evidence.Content()), "Max")
		hold(tt.after)
		again, err := w.provider.Fetch(t.Context(), query)
		require.NoError(t, err, name)
		if tt.want == "" {
			require.Equal(t, onceonly.Answer{}, again, "the permission rests on a norm that opens no block")
			continue
		}
		require.Contains(t, string(again.Evidence.Content()), tt.want, name)
		require.Equal(t, tt.after == household("keine", "keine", ""), bytes.Equal(first.Evidence.Seal(), again.Evidence.Seal()), name)
		require.Equal(t, tt.want == "Max", strings.Contains(string(again.Evidence.Content()), "Max"), name)
	}
}

// A block must not show in how long an answer takes: what is compared is the fastest of
// many, in turns, so that other work of the machine counts for both.
func TestG20_DoNotShowInTheTimeOfAnAnswer(t *testing.T) {
	about := householdTerms()
	times := func(a, b []byte) (time.Duration, time.Duration) {
		least := [2]time.Duration{time.Hour, time.Hour}
		for range 2000 {
			for i, document := range [2][]byte{a, b} {
				begin := time.Now()
				_, _, err := about.Release(about.Fields, "application/json", document, held)
				least[i] = min(least[i], time.Since(begin))
				require.NoError(t, err)
			}
		}
		return least[0], least[1]
	}
	free, blocked := times([]byte(household("keine", "keine", "keine")), []byte(household("keine", "auskunftssperre", "auskunftssperre")))
	require.Less(t, (free - blocked).Abs(), (free+blocked)/4+50*time.Microsecond, "free %s, blocked %s", free, blocked)
}

// The list of the fields of terms may name the block of another; nothing is released
// for it, and the entry of the log names it like any other field that was asked for.
func FuzzG20_NobodyBlockedIsReleased(f *testing.F) {
	f.Add(household("keine", "auskunftssperre", "keine"))
	f.Add(household("keine", "", "bedingter-sperrvermerk"))
	f.Add(`{"spouse":[{"familyName":"x","blocks":"keine"},{"familyName":"LEAK"}]}`)
	f.Add(`[[{"spouse":{"children":{"familyName":"LEAK","blocks":"keine"}}}]]`)
	about := householdTerms()
	f.Fuzz(func(t *testing.T, document string) {
		released, _, err := about.Release(about.Fields, "application/json", []byte(strings.ReplaceAll(document, "keine", "auskunftssperre")), held)
		if err != nil {
			return
		}
		for _, place := range []string{`"spouse"`, `"children"`} {
			require.NotContains(t, string(released), place, "nobody says that there is no block")
		}
	})
}
