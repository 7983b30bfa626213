// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G15, G16, G17 and G19: what an attacker tried, and what went wrong on the way.

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

func TestG15_AConsentAboutOnePersonFetchesNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := personWith(func(d *onceonly.PersonData) { d.GivenNames = "Max" })
	w.source.Add(meldedaten, other, dataprovider.NewDocument("application/json", []byte(`{"familyName":"Mustermann","givenNames":"Max"}`)))
	r := requestFor(w.consent(t))
	r.Person = other
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalRefused, retrieval.State)
	require.Zero(t, w.source.Lookups(), "nobody was looked up")

	answer, err := w.provider.Fetch(t.Context(), w.query(t, r)) // past the broker
	require.NoError(t, err)
	require.Nil(t, answer.Evidence)
	require.NotEmpty(t, answer.Refused)
	require.Zero(t, w.source.Lookups())
}

func TestG16_ARepeatedRequestIsAuthorisedAndLoggedLikeTheFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := w.query(t, requestFor(w.consent(t)))
	first, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.NotNil(t, first.Evidence)

	bare := onceonly.Query{Request: query.Request} // no token, no terms
	answer, err := w.provider.Fetch(t.Context(), bare)
	require.NoError(t, err)
	require.Nil(t, answer.Evidence, "empty token, empty terms")
	require.NotEmpty(t, answer.Refused)

	again, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Equal(t, first.Evidence.Seal(), again.Evidence.Seal())
	require.Equal(t, []onceonly.Action{onceonly.ActionAnswered, onceonly.ActionRejected, onceonly.ActionAnswered},
		actions(entriesOf(t, w.providerLog)), "every hand-over is logged, also a repeated one")

	w.clock.Advance(20*time.Minute + 2*time.Hour) // 20 minutes after the end of the terms
	late, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Nil(t, late.Evidence)
}

func TestG16_ARepeatedAcceptanceIsAuthorisedAndLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
	require.NoError(t, err)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	for range 2 {
		evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
		require.NoError(t, err)
		require.True(t, decision.Permitted)
		require.False(t, evidence.IsZero())
	}
	list := actions(w.entries(t))
	require.Equal(t, []onceonly.Action{onceonly.ActionDelivered, onceonly.ActionDelivered}, list[len(list)-2:])
}

// However the consent ended, what was handed over is not handed over again, and who tried
// stands in the log.
func TestG16_AnAcceptanceRepeatedAfterTheEndOfTheConsentIsRefusedAndLogged(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*testing.T, *world, onceonly.Consent) string{
		"withdrawn": func(t *testing.T, w *world, c onceonly.Consent) string {
			t.Helper()
			_, err := w.broker.Withdraw(t.Context(), c.ID(), onceonly.Actor{Subject: erika})
			require.NoError(t, err)
			return onceonly.CodeConsentWithdrawn
		},
		"expired": func(t *testing.T, w *world, c onceonly.Consent) string {
			t.Helper()
			w.clock.Advance(c.Terms().NotAfter.Sub(w.clock.Now()))
			return onceonly.CodeConsentExpired
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c := w.consent(t)
			retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
			require.NoError(t, err)
			preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
			require.NoError(t, err)
			_, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
			require.NoError(t, err)
			require.True(t, decision.Permitted)

			code := end(t, w, c)
			for range 2 {
				before := len(w.entries(t))
				evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
				require.NoError(t, err)
				require.True(t, decision.Has(code), decision.Reasons)
				require.True(t, evidence.IsZero())
				entries := w.entries(t)
				require.Len(t, entries, before+1)
				require.Equal(t, onceonly.ActionTurnedAway, entries[before].Action)
				require.Equal(t, decision.Reasons, entries[before].Reasons)
			}
		})
	}
}

func TestG19_AProviderWhoseClockIsBehindByAMillisecondAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ahead := &clock{now: start.Add(time.Millisecond)}
	broker := w.brokerAt(t, ahead)
	c := w.consent(t)
	retrieval, err := broker.Retrieve(t.Context(), requestFor(c))
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
}

func TestG19_ADenialBecauseOfAClockIsNoOutcomeAndUsesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ahead := &clock{now: start.Add(10 * time.Minute)}
	broker := w.brokerAt(t, ahead)
	c := w.consent(t)
	r := requestFor(c)
	retrieval, err := broker.Retrieve(t.Context(), r)
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
	kept, err := w.broker.Consent(t.Context(), c.ID())
	require.NoError(t, err)
	require.Zero(t, kept.Uses(), "a used-up consent is one that delivered")
	require.Equal(t, onceonly.ConsentGiven, kept.State())

	w.clock.Advance(10 * time.Minute) // the provider's clock was set right
	retrieval, err = broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	other, err := broker.Retrieve(t.Context(), func() onceonly.Request { r.ID = uuid.Must(uuid.NewV7()); return r }())
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeConsentUsedUp}, codes(other.Reasons))
}

// answers is a register that gives one document, whatever is asked.
type answers struct {
	w       *world
	content []byte
}

func (a answers) Fetch(_ context.Context, q onceonly.Query) (onceonly.Answer, error) {
	digest, err := q.Request.Digest()
	if err != nil {
		return onceonly.Answer{}, err
	}
	sealed, err := onceonly.Seal(onceonly.Binding{
		Issuer: q.Request.Provider, Requester: q.Request.Requester, Request: q.Request.ID, RequestDigest: digest, Consent: q.Request.Consent,
		EvidenceType: q.Request.EvidenceType, MediaType: "application/json", IssuedAt: a.w.clock.Now(), ExpiresAt: a.w.clock.Now().Add(time.Hour),
	}, a.content, a.w.providerKey)
	return onceonly.Answer{Evidence: &sealed}, err
}

func TestSizes_WhatIsTooLargeIsNoAnswerAndCanBeAskedForAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	large := []byte(`{"familyName":"` + strings.Repeat("x", 8<<20) + `"}`)
	c := w.consent(t)
	r := requestFor(c)
	retrieval, err := brokerWith(t, w, w.store, answers{w, large}).Retrieve(t.Context(), r)
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, []onceonly.Code{onceonly.CodeEvidenceSize}, codes(retrieval.Reasons))
	require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
	kept, err := w.broker.Consent(t.Context(), c.ID())
	require.NoError(t, err)
	require.Equal(t, onceonly.ConsentGiven, kept.State())
	retrieval, err = w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)

	provider := newWorld(t)
	provider.source.Forget()
	provider.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", large))
	_, err = provider.provider.Fetch(t.Context(), provider.query(t, requestFor(provider.consent(t))))
	require.Error(t, err, "the provider does not even seal it")
}

func TestSizes_WhatTheStoreDoesNotTakeStrandsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refusing := NewFaultyStore(w.store, func(_ int, commit onceonly.Commit) StoreFault {
		if commit.Content != nil {
			return StoreFailsBefore
		}
		return StoreWorks
	})
	c := w.consent(t)
	r := requestFor(c)
	retrieval, err := brokerWith(t, w, refusing, w.register).Retrieve(t.Context(), r)
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, []onceonly.Code{onceonly.CodeEvidenceStore}, codes(retrieval.Reasons))
	retrieval, err = w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err, "at once, under the same id")
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
}

func TestLoops_EndWithTheContextAndWithABound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.received(t).ID
	tries := 0
	conflicting := brokerWith(t, w, conflicts{w.store, &tries}, w.register)
	_, _, err := conflicting.Preview(t.Context(), id, self)
	require.ErrorIs(t, err, onceonly.ErrConflict)
	require.LessOrEqual(t, tries, 1001)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tries = 0
	_, err = conflicting.Discard(ended, id, self)
	require.Error(t, err)
	require.LessOrEqual(t, tries, 1)
}

// conflicts is a store in which somebody else is always faster.
type conflicts struct {
	onceonly.Keeper

	tries *int
}

func (c conflicts) Append(context.Context, onceonly.Commit) error {
	*c.tries++
	return onceonly.ErrConflict
}

func TestPreview_NamesWhatTheDocumentDoesNotHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// "/address" names an object: nothing is delivered for it.
	asked := onceonly.MustFields("/address", "/familyName", "/nickname")
	r := requestFor(w.consent(t, func(terms *onceonly.Terms) { terms.Fields = asked }))
	r.Fields = asked
	_, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	preview, _, err := w.broker.Preview(t.Context(), r.ID, self)
	require.NoError(t, err)
	require.Equal(t, []string{"/address", "/nickname"}, preview.Missing)
}

func TestG2_XMLIsReadInTheEncodingThatItDeclares(t *testing.T) {
	t.Parallel()
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n<r><name>Müller €</name></r>"
	utf16 := []byte{0xff, 0xfe}
	for _, u := range []byte(`<r><name>M`) {
		utf16 = append(utf16, u, 0)
	}
	utf16 = append(utf16, 0xfc, 0, 'l', 0, 'l', 0, 'e', 0, 'r', 0, ' ', 0, 0xac, 0x20)
	for _, u := range []byte(`</name></r>`) {
		utf16 = append(utf16, u, 0)
	}
	for name, document := range map[string][]byte{
		"UTF-8":        []byte(`<?xml version="1.0"?><r><name>Müller €</name></r>`),
		"ISO-8859-15":  []byte("<?xml version='1.0' encoding='ISO-8859-15' standalone='yes'?><r><name>M\xfcller \xa4</name></r>"),
		"windows-1252": []byte("<?xml version=\"1.0\" encoding=\"Windows-1252\"?><r><name>M\xfcller \x80</name></r>"),
		"UTF-16":       utf16,
	} {
		filtered, _, err := onceonly.MustFields("/name").Filter("application/xml", document)
		require.NoError(t, err, name)
		require.Equal(t, want, string(filtered), name)
	}
	filtered, _, err := onceonly.MustFields("/name").Filter("application/xml", []byte("<?xml version='1.0' encoding='ISO-8859-1'?><r><name>Stra\xdfe</name></r>"))
	require.NoError(t, err)
	require.Contains(t, string(filtered), "Straße")
	_, _, err = onceonly.MustFields("/name").Filter("application/xml", []byte("<?xml version='1.0' encoding='EBCDIC-X'?><r><name>x</name></r>"))
	require.ErrorIs(t, err, onceonly.ErrSyntax)
}

func TestG2_ElementsOfTwoNamespacesAtOnePathAreNotFiltered(t *testing.T) {
	t.Parallel()
	one := onceonly.MustFields("/p/name")
	_, _, err := one.Filter("application/xml", []byte(`<r xmlns="urn:a" xmlns:b="urn:b"><p><name>A</name><b:name>B</b:name></p></r>`))
	require.ErrorIs(t, err, onceonly.ErrSyntax)
	_, _, err = one.Filter("application/xml", []byte(`<r xmlns="urn:a" xmlns:b="urn:b"><p><name>A</name></p><b:p><name>B</name></b:p></r>`))
	require.ErrorIs(t, err, onceonly.ErrSyntax)
	_, _, err = one.Filter("application/xml", []byte(`<r xmlns="urn:a" xmlns:b="urn:b"><p><name>A</name><b:other>B</b:other></p><p><name>C</name></p></r>`))
	require.NoError(t, err)
}
