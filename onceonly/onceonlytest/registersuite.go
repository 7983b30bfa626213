// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// RegisterCase is a register together with what it takes to ask it.
type RegisterCase struct {
	Connection onceonly.Connection
	// Permission gives the tokens that the register accepts.
	Permission onceonly.Permission
	// Terms are permitted and hold at the time of Now. Their Person is filled in.
	Terms onceonly.Terms
	// Person is found as the only one, Nobody is not found, and Several matches
	// more than one. Several may be zero where a register cannot be brought to it.
	Person, Nobody, Several onceonly.Person
	// Now is the clock that the register goes by.
	Now func() time.Time
}

// TestRegister proves that a register, behind its driver, keeps the contract of
// onceonly.Register. open returns one that knows no request yet.
func TestRegister(t *testing.T, open func(t *testing.T) RegisterCase) {
	t.Helper()

	t.Run("evidence passes every check of a broker", func(t *testing.T) {
		c := open(t)
		store := bausteine.NewMemory(bausteine.Config{Now: c.Now})
		directory := onceonly.NewDirectory(onceonly.Listed{Provider: c.Terms.Provider, EvidenceType: c.Terms.EvidenceType, Connection: c.Connection})
		broker, err := onceonly.NewBroker(store, NewLog(t, store, "suite"), c.Permission, directory, onceonly.Config{})
		require.NoError(t, err)
		terms := c.Terms
		terms.Person, err = onceonly.CommitPerson(c.Person, nil)
		require.NoError(t, err)
		proposed, err := broker.Propose(t.Context(), terms)
		require.NoError(t, err)
		actor := onceonly.Actor{Subject: c.Terms.Subject, Assurance: onceonly.AssuranceHigh}
		if c.Terms.Basis == onceonly.BasisStatute {
			actor = onceonly.Actor{}
		}
		_, err = broker.Give(t.Context(), proposed.ID(), actor)
		require.NoError(t, err)
		request := c.request(c.Person)
		request.Consent = proposed.ID()
		retrieval, err := broker.Retrieve(t.Context(), request)
		require.NoError(t, err)
		require.Empty(t, retrieval.Reasons)
		require.Contains(t, []onceonly.RetrievalState{onceonly.RetrievalReceived, onceonly.RetrievalDelivered}, retrieval.State)
	})

	t.Run("the same request gets the same answer", func(t *testing.T) {
		c := open(t)
		query := c.query(t, c.request(c.Person))
		first, again := c.evidence(t, query), c.evidence(t, query)
		require.Equal(t, first.Binding(), again.Binding())
		require.Equal(t, first.Content(), again.Content())
		require.Equal(t, first.Seal(), again.Seal())
		other := c.evidence(t, c.query(t, c.request(c.Person)))
		require.NotEqual(t, first.Seal(), other.Seal(), "evidence for one request serves no other")
	})

	t.Run("the same request many times at once gets no two answers", func(t *testing.T) {
		c := open(t)
		query := c.query(t, c.request(c.Person))
		answers := make([]onceonly.Answer, 8)
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() {
				if answer, err := c.Connection.Register.Fetch(t.Context(), query); err == nil {
					answers[i] = answer
				}
			})
		}
		wait.Wait()
		kept := c.evidence(t, query)
		for _, answer := range answers {
			require.Empty(t, answer.Refused)
			if answer.Evidence != nil {
				require.Equal(t, kept.Seal(), answer.Evidence.Seal())
			}
		}
	})

	t.Run("an id that was used is refused with other content", func(t *testing.T) {
		c := open(t)
		request := c.request(c.Person)
		c.evidence(t, c.query(t, request))
		request.Person = c.Nobody
		c.refused(t, c.query(t, request))
	})

	t.Run("G15: terms about one person get nothing about another", func(t *testing.T) {
		c := open(t)
		query, other := c.query(t, c.request(c.Person)), c.query(t, c.request(c.Nobody))
		query.Terms.Person = other.Terms.Person
		c.refused(t, query)
	})

	t.Run("G16: a repeated request is checked like the first", func(t *testing.T) {
		c := open(t)
		query := c.query(t, c.request(c.Person))
		c.evidence(t, query)
		for _, spoil := range []func(*onceonly.Query){
			func(q *onceonly.Query) { q.Token = "" },
			func(q *onceonly.Query) { q.Terms = onceonly.Terms{} },
			func(q *onceonly.Query) { q.Terms.Person = onceonly.Commitment{} },
			func(q *onceonly.Query) {
				q.Terms.NotBefore, q.Terms.NotAfter = c.Now().Add(-2*time.Hour), c.Now().Add(-time.Hour)
			},
		} {
			bad := query
			spoil(&bad)
			c.refused(t, bad)
		}
		c.evidence(t, query)
	})

	t.Run("without a token for this very request nothing leaves", func(t *testing.T) {
		c := open(t)
		query := c.query(t, c.request(c.Person))
		none, foreign, garbled := query, query, c.query(t, c.request(c.Person))
		none.Request.ID, none.Token = newID(), ""
		foreign.Request.ID = newID()
		garbled.Token = garbled.Token[:len(garbled.Token)/2]
		for _, bad := range []onceonly.Query{none, foreign, garbled} {
			c.refused(t, bad)
		}
	})

	t.Run("terms that do not cover the request are refused", func(t *testing.T) {
		c := open(t)
		for _, spoil := range []func(*onceonly.Terms){
			func(t *onceonly.Terms) { t.NotBefore, t.NotAfter = c.Now().Add(-2*time.Hour), c.Now().Add(-time.Hour) },
			func(t *onceonly.Terms) { t.Person = onceonly.Commitment{} },
			func(t *onceonly.Terms) { t.Application += "-other" },
			func(t *onceonly.Terms) { t.Subject = onceonly.MustSubject("onceonlytest-other") },
			func(t *onceonly.Terms) { t.Fields = onceonly.MustFields("/onceonlytest/other") },
			func(t *onceonly.Terms) { t.Norm = recht.Norm{} },
		} {
			query := c.query(t, c.request(c.Person))
			spoil(&query.Terms)
			c.refused(t, query)
		}
	})

	t.Run("G13: nobody found and several found look the same", func(t *testing.T) {
		c := open(t)
		for _, person := range []onceonly.Person{c.Nobody, c.Several} {
			if person.IsZero() {
				continue
			}
			answer, err := c.Connection.Register.Fetch(t.Context(), c.query(t, c.request(person)))
			require.NoError(t, err)
			require.Equal(t, onceonly.Answer{}, answer)
		}
	})
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// request asks for all that the terms allow.
func (c RegisterCase) request(person onceonly.Person) onceonly.Request {
	return onceonly.Request{
		ID: newID(), Consent: newID(), Subject: c.Terms.Subject, Requester: c.Terms.Requester.ID, Provider: c.Terms.Provider.ID,
		EvidenceType: c.Terms.EvidenceType, Fields: c.Terms.Fields, Purpose: c.Terms.Purpose.Code, Application: c.Terms.Application, Person: person,
	}
}

// query gets the token for a request.
func (c RegisterCase) query(t *testing.T, r onceonly.Request) onceonly.Query {
	t.Helper()
	digest, err := r.Digest()
	require.NoError(t, err)
	permit, err := c.Permission.Ask(t.Context(), onceonly.Question{
		Requester: r.Requester, Provider: r.Provider, EvidenceType: r.EvidenceType, Purpose: r.Purpose,
		Basis: c.Terms.Basis, UsesIDNr: r.UsesIDNr(), RequestDigest: digest, At: c.Now(),
		RequesterSector: c.Terms.Requester.Sector, ProviderSector: c.Terms.Provider.Sector,
	})
	require.NoError(t, err)
	require.True(t, permit.Decision.Permitted, "the terms of the case must be permitted")
	terms := c.Terms
	terms.Person, err = onceonly.CommitPerson(r.Person, nil)
	require.NoError(t, err)
	return onceonly.Query{Request: r, Terms: terms, Token: permit.Token}
}

func (c RegisterCase) evidence(t *testing.T, query onceonly.Query) onceonly.Sealed {
	t.Helper()
	answer, err := c.Connection.Register.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Empty(t, answer.Refused)
	require.NotNil(t, answer.Evidence)
	require.True(t, answer.AskAgain.IsZero(), "one member of an answer is set")
	request, binding := &query.Request, answer.Evidence.Binding()
	digest, err := request.Digest()
	require.NoError(t, err)
	require.Equal(t, []any{
		request.Provider, request.Requester, request.ID, digest, request.Consent, request.EvidenceType,
		onceonly.DigestOf(answer.Evidence.Content()),
	}, []any{
		binding.Issuer, binding.Requester, binding.Request, binding.RequestDigest, binding.Consent, binding.EvidenceType,
		binding.ContentDigest,
	}, "evidence is bound to its request")
	require.True(t, c.Now().Before(binding.ExpiresAt))
	return *answer.Evidence
}

func (c RegisterCase) refused(t *testing.T, query onceonly.Query) {
	t.Helper()
	answer, err := c.Connection.Register.Fetch(t.Context(), query)
	require.NoError(t, err, "a refusal is an answer")
	require.NotEmpty(t, answer.Refused)
	require.Nil(t, answer.Evidence)
	require.True(t, answer.AskAgain.IsZero(), "one member of an answer is set")
}
