// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// PairCase is a broker and a provider that belong together, with what it takes to
// attack them.
type PairCase struct {
	Broker     *onceonly.Broker
	Connection onceonly.Connection // to the provider
	Permission onceonly.Permission
	Log        *auditlog.Log // of the broker
	// Terms are permitted, hold from Now on for at least an hour, for one use; Actor may
	// give them and decide on what comes. Their Person is filled in.
	Terms onceonly.Terms
	Actor onceonly.Actor
	// Person and Other are in the register, each as the only one.
	Person, Other onceonly.Person
	// Now is the clock of the broker.
	Now func() time.Time
	// Skew sets by how much the clock of the provider is ahead of the broker's. Nil: it
	// cannot be set, and clocks are not tried.
	Skew func(time.Duration)
}

// TestAttacks tries on a pair what an attacker would, and what goes wrong by itself: no
// evidence may come of it, and nothing may go by unlogged. open returns a pair that
// knows no request yet.
func TestAttacks(t *testing.T, open func(t *testing.T) PairCase) {
	t.Helper()
	for name, attack := range map[string]func(*testing.T, PairCase){
		"forged: a token, a seal, terms of one's own": attackForged,
		"swapped: token and evidence of another":      attackSwapped,
		"expired: after the end of the terms":         attackExpired,
		"withdrawn: before and after it came":         attackWithdrawn,
		"replayed: once is once":                      attackReplayed,
		"spent: a use that brought nothing is free":   attackSpent,
		"cross-person: B's data under A's consent":    attackPerson,
		"cross-purpose: for something else":           attackPurpose,
		"strangers: who may not look or decide":       attackStranger,
		"clocks: ten minutes apart":                   attackClocks,
		"log: cut, rewritten, forked, rolled back":    attackLog,
	} {
		t.Run(name, func(t *testing.T) { attack(t, open(t)) })
	}
}

// consent gives the terms.
func (c PairCase) consent(t *testing.T, change ...func(*onceonly.Terms)) onceonly.Consent {
	t.Helper()
	terms := c.Terms
	var err error
	terms.Person, err = onceonly.CommitPerson(c.Person, nil)
	require.NoError(t, err)
	for _, do := range change {
		do(&terms)
	}
	proposed, err := c.Broker.Propose(t.Context(), terms)
	require.NoError(t, err)
	given, err := c.Broker.Give(t.Context(), proposed.ID(), c.Actor)
	require.NoError(t, err)
	return given
}

// query is what an honest broker sends.
func (c PairCase) query(t *testing.T, consent onceonly.Consent, r onceonly.Request) onceonly.Query {
	t.Helper()
	register := RegisterCase{Permission: c.Permission, Terms: consent.Terms(), Now: c.Now}
	query := register.query(t, r)
	query.Terms = consent.Terms()
	return query
}

// nothing sends a query past the broker and expects that nothing comes of it.
func (c PairCase) nothing(t *testing.T, query onceonly.Query) {
	t.Helper()
	answer, err := c.Connection.Register.Fetch(t.Context(), query)
	require.NoError(t, err, "a refusal is an answer")
	require.Nil(t, answer.Evidence)
	require.NotEmpty(t, answer.Refused)
}

// refused retrieves and expects a refusal.
func (c PairCase) refused(t *testing.T, r onceonly.Request) {
	t.Helper()
	retrieval, err := c.Broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Contains(t, []onceonly.RetrievalState{onceonly.RetrievalRefused, onceonly.RetrievalPostponed}, retrieval.State)
	require.NotEmpty(t, retrieval.Reasons)
}

func (c PairCase) received(t *testing.T) onceonly.Retrieval {
	t.Helper()
	consent := c.consent(t)
	retrieval, err := c.Broker.Retrieve(t.Context(), consent.Request(newID(), c.Person))
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	return retrieval
}

func attackForged(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t)
	honest := c.query(t, consent, consent.Request(newID(), c.Person))
	for _, spoil := range []func(*onceonly.Query){
		func(q *onceonly.Query) { q.Token = "" },
		func(q *onceonly.Query) { q.Token = strings.ToUpper(q.Token) },
		func(q *onceonly.Query) { q.Token = q.Token[:len(q.Token)-2] },
		func(q *onceonly.Query) { q.Terms = onceonly.Terms{} },
		func(q *onceonly.Query) { q.Terms.Person = onceonly.Commitment{} },
		func(q *onceonly.Query) { q.Request.Fields = onceonly.MustFields("/onceonlytest") },
		func(q *onceonly.Query) { q.Request.Subject = onceonly.MustSubject("onceonlytest-other") },
	} {
		forged := honest
		spoil(&forged)
		c.nothing(t, forged)
	}
	answer, err := c.Connection.Register.Fetch(t.Context(), honest)
	require.NoError(t, err)
	require.NotNil(t, answer.Evidence, "the honest query passes")
}

func attackSwapped(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t, func(terms *onceonly.Terms) { terms.MaxUses = 2 })
	first := c.query(t, consent, consent.Request(newID(), c.Person))
	second := c.query(t, consent, consent.Request(newID(), c.Person))
	first.Token, second.Token = second.Token, first.Token
	c.nothing(t, first)
	c.nothing(t, second)
}

func attackExpired(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t)
	late := c.query(t, consent, consent.Request(newID(), c.Person))
	late.Terms.NotBefore, late.Terms.NotAfter = c.Now().Add(-2*time.Hour), c.Now().Add(-20*time.Minute)
	c.nothing(t, late)
	early := late
	early.Terms.NotBefore, early.Terms.NotAfter = c.Now().Add(20*time.Minute), c.Now().Add(time.Hour)
	c.nothing(t, early)
}

func attackWithdrawn(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t)
	_, err := c.Broker.Withdraw(t.Context(), consent.ID(), c.Actor)
	require.NoError(t, err)
	c.refused(t, consent.Request(newID(), c.Person))

	retrieval := c.received(t)
	preview, _, err := c.Broker.Preview(t.Context(), retrieval.ID, c.Actor)
	require.NoError(t, err)
	_, err = c.Broker.Withdraw(t.Context(), retrieval.Consent, c.Actor)
	require.NoError(t, err)
	evidence, decision, err := c.Broker.Accept(t.Context(), retrieval.ID, preview.Digest, c.Actor)
	require.NoError(t, err)
	require.False(t, decision.Permitted)
	require.True(t, evidence.IsZero())
}

// attackSpent lets requests come to nothing: the one use of the consent stays for the next.
func attackSpent(t *testing.T, c PairCase) {
	t.Helper()
	stranger, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Niemand", GivenNames: "Ina", DateOfBirth: "1901-01-01"})
	require.NoError(t, err)
	consent := c.consent(t, func(terms *onceonly.Terms) {
		terms.Person, err = onceonly.CommitPerson(stranger, nil)
		require.NoError(t, err)
	})
	for range 2 {
		retrieval, err := c.Broker.Retrieve(t.Context(), consent.Request(newID(), stranger))
		require.NoError(t, err)
		require.Equal(t, onceonly.RetrievalUnmatched, retrieval.State, "the request before came to nothing and holds no use: %v", retrieval.Reasons)
	}
	now, err := c.Broker.Consent(t.Context(), consent.ID())
	require.NoError(t, err)
	require.Zero(t, now.Uses())

	// The provider knows the id of another request: it denies this one.
	consent = c.consent(t)
	other := c.consent(t)
	taken := other.Request(newID(), c.Person)
	answer, err := c.Connection.Register.Fetch(t.Context(), c.query(t, other, taken))
	require.NoError(t, err)
	require.NotNil(t, answer.Evidence)
	retrieval, err := c.Broker.Retrieve(t.Context(), consent.Request(taken.ID, c.Person))
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalDenied, retrieval.State)
	c.uses(t, consent, 1)

	// Of two uses the first does not hold the second.
	c.uses(t, c.consent(t, func(terms *onceonly.Terms) { terms.MaxUses = 2 }), 2)

	// What was without an answer holds no use either.
	if c.Skew != nil {
		consent = c.consent(t)
		c.Skew(-10 * time.Minute)
		_, err = c.Broker.Retrieve(t.Context(), consent.Request(newID(), c.Person))
		require.ErrorIs(t, err, onceonly.ErrRegister)
		c.Skew(0)
		c.uses(t, consent, 1)
	}
}

// uses retrieves so often, each time by another request, and then no more.
func (c PairCase) uses(t *testing.T, consent onceonly.Consent, count int) {
	t.Helper()
	for range count {
		retrieval, err := c.Broker.Retrieve(t.Context(), consent.Request(newID(), c.Person))
		require.NoError(t, err)
		require.Equal(t, onceonly.RetrievalReceived, retrieval.State, "no request before holds the use: %v", retrieval.Reasons)
	}
	c.refused(t, consent.Request(newID(), c.Person))
}

func attackReplayed(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t)
	query := c.query(t, consent, consent.Request(newID(), c.Person))
	first, err := c.Connection.Register.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.NotNil(t, first.Evidence)
	bare := onceonly.Query{Request: query.Request}
	c.nothing(t, bare)
	other := query
	other.Request.Person = c.Other
	c.nothing(t, other)

	retrieval := c.received(t)
	stored, err := c.Broker.Consent(t.Context(), retrieval.Consent)
	require.NoError(t, err)
	c.refused(t, stored.Request(newID(), c.Person))
}

func attackPerson(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t)
	c.refused(t, consent.Request(newID(), c.Other))
	c.nothing(t, c.query(t, consent, consent.Request(newID(), c.Other)))
}

func attackPurpose(t *testing.T, c PairCase) {
	t.Helper()
	consent := c.consent(t)
	for _, change := range []func(*onceonly.Request){
		func(r *onceonly.Request) { r.Purpose += "-other" },
		func(r *onceonly.Request) { r.Application += "-other" },
		func(r *onceonly.Request) { r.Requester = c.Terms.Provider.ID },
		func(r *onceonly.Request) { r.EvidenceType = onceonly.MustEvidenceType("urn:onceonlytest:other") },
	} {
		r := consent.Request(newID(), c.Person)
		change(&r)
		c.refused(t, r)
	}
}

func attackStranger(t *testing.T, c PairCase) {
	t.Helper()
	retrieval := c.received(t)
	preview, _, err := c.Broker.Preview(t.Context(), retrieval.ID, c.Actor)
	require.NoError(t, err)
	words := onceonly.Proof{Kind: onceonly.ProofPowerOfAttorney, ID: "onceonlytest: because I say so"}
	for _, stranger := range []onceonly.Actor{{}, {Subject: onceonly.MustSubject("onceonlytest-other"), Proof: words}} {
		shown, decision, err := c.Broker.Preview(t.Context(), retrieval.ID, stranger)
		require.NoError(t, err)
		require.False(t, decision.Permitted)
		require.Empty(t, shown.Content())
		evidence, decision, err := c.Broker.Accept(t.Context(), retrieval.ID, preview.Digest, stranger)
		require.NoError(t, err)
		require.False(t, decision.Permitted)
		require.True(t, evidence.IsZero())
		decision, err = c.Broker.Discard(t.Context(), retrieval.ID, stranger)
		require.NoError(t, err)
		require.False(t, decision.Permitted)
	}
}

func attackClocks(t *testing.T, c PairCase) {
	t.Helper()
	if c.Skew == nil {
		t.Skip("the clocks cannot be set")
	}
	for _, skew := range []time.Duration{-10 * time.Minute, 10 * time.Minute} {
		consent := c.consent(t)
		r := consent.Request(newID(), c.Person)
		c.Skew(skew)
		retrieval, err := c.Broker.Retrieve(t.Context(), r)
		require.ErrorIs(t, err, onceonly.ErrRegister, skew)
		require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State, "no outcome: %s", skew)
		c.Skew(skew / 10) // within the leeway
		retrieval, err = c.Broker.Retrieve(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, onceonly.RetrievalReceived, retrieval.State, "the same request, and its use is still there: %s", skew)
		c.Skew(0)
	}
}

func attackLog(t *testing.T, c PairCase) {
	t.Helper()
	c.received(t)
	var old, file bytes.Buffer
	require.NoError(t, c.Log.Export(t.Context(), &old))
	c.received(t)
	require.NoError(t, c.Log.Export(t.Context(), &file))
	verifier := c.Log.Verifier()
	report, err := auditlog.VerifyExport(bytes.NewReader(file.Bytes()), verifier)
	require.NoError(t, err)
	require.Greater(t, report.Entries, uint64(2))
	_, err = auditlog.VerifyExport(bytes.NewReader(old.Bytes()), verifier, report.Head)
	require.ErrorIs(t, err, auditlog.ErrProof, "rolled back, or restored from a backup")
	forked := report.Head
	forked.Root[0] ^= 1
	_, err = auditlog.VerifyExport(bytes.NewReader(file.Bytes()), verifier, forked)
	require.Error(t, err, "forked: somebody saw another head over as many entries")

	begin := bytes.Index(file.Bytes(), []byte("\n{")) + 1
	head, lines := file.String()[:begin], strings.SplitAfter(file.String()[begin:], "\n")
	lines = lines[:len(lines)-1]
	verify := func(lines []string) error {
		_, err := auditlog.VerifyExport(strings.NewReader(head+strings.Join(lines, "")), verifier)
		return err
	}
	require.NoError(t, verify(lines))
	require.Error(t, verify(lines[:len(lines)-1]), "cut")
	require.Error(t, verify(lines[1:]), "cut at its beginning")
	reordered := slices.Clone(lines)
	reordered[0], reordered[1] = reordered[1], reordered[0]
	require.Error(t, verify(reordered), "reordered")
	require.Error(t, verify(slices.Insert(slices.Clone(lines), 1, lines[0])), "repeated")
	for i, line := range lines {
		forged := slices.Clone(lines)
		forged[i] = rewrite(t, line)
		require.Error(t, verify(forged), "rewritten, with the commitment beside it: %d", i)
	}
}

// rewrite changes an entry and computes its commitment anew.
func rewrite(t *testing.T, line string) string {
	t.Helper()
	var leaf struct {
		Commitment auditlog.Hash   `json:"commitment"`
		Entry      json.RawMessage `json:"entry"`
		Salt       auditlog.Salt   `json:"salt"`
	}
	require.NoError(t, json.Unmarshal([]byte(line), &leaf))
	var members map[string]any
	require.NoError(t, json.Unmarshal(leaf.Entry, &members))
	members["application"] = "onceonlytest"
	document, err := json.Marshal(members)
	require.NoError(t, err)
	leaf.Entry, err = auditlog.Canonical(document)
	require.NoError(t, err)
	leaf.Commitment = auditlog.Commit(leaf.Salt, leaf.Entry)
	document, err = json.Marshal(leaf)
	require.NoError(t, err)
	document, err = auditlog.Canonical(document)
	require.NoError(t, err)
	return string(document) + "\n"
}
