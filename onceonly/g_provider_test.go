// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G13 and G14: matching, and the two checks at the provider.

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

// query makes what the broker would send.
func (w *world) query(t *testing.T, r onceonly.Request) onceonly.Query {
	t.Helper()
	digest, err := r.Digest()
	require.NoError(t, err)
	permit, err := w.intermediary.Ask(t.Context(), onceonly.Question{
		Requester: r.Requester, Provider: r.Provider, EvidenceType: r.EvidenceType, Purpose: r.Purpose,
		Basis: onceonly.BasisChoice, UsesIDNr: r.UsesIDNr(), RequestDigest: digest, At: w.clock.Now(),
		RequesterSector: muehlhausen.Sector, ProviderSector: weimar.Sector,
	})
	require.NoError(t, err)
	require.True(t, permit.Decision.Permitted)
	return onceonly.Query{Request: r, Terms: terms(), Token: permit.Token}
}

func TestG13_NobodyFoundAndSeveralFoundLookTheSame(t *testing.T) {
	t.Parallel()
	type outside struct {
		state            onceonly.RetrievalState
		reasons          []onceonly.Reason
		digest           onceonly.Digest
		version          uint64
		logged, provider []onceonly.Action
	}
	see := func(w *world, name string) outside {
		looked := personWith(func(d *onceonly.PersonData) { d.FamilyName = name })
		r := requestFor(w.consent(t, func(terms *onceonly.Terms) { terms.Person = commitment(looked) }))
		r.Person = looked
		retrieval, err := w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err, "an outcome of its own, not an error")
		require.Equal(t, 1, w.source.Lookups())
		return outside{
			retrieval.State, retrieval.Reasons, retrieval.Digest, retrieval.Version,
			actions(w.entries(t)), actions(entriesOf(t, w.providerLog)),
		}
	}
	nobody := see(newWorld(t), "Niemand")
	w := newWorld(t)
	w.source.Add(meldedaten, person(), dataprovider.NewDocument("application/json", []byte(`{}`)))
	several := see(w, "Mustermann")
	require.Equal(t, nobody, several)
	require.Equal(t, onceonly.RetrievalUnmatched, several.state)
	require.Equal(t, []onceonly.Reason{{Code: onceonly.CodeNoUniqueMatch}}, several.reasons)
}

func TestG14_TheAbstractCheckHasNoRoomForContent(t *testing.T) {
	t.Parallel()
	allowed := map[string]reflect.Type{
		"Requester":       reflect.TypeFor[onceonly.PartyID](),
		"Provider":        reflect.TypeFor[onceonly.PartyID](),
		"EvidenceType":    reflect.TypeFor[onceonly.EvidenceType](),
		"Purpose":         reflect.TypeFor[string](),
		"Basis":           reflect.TypeFor[onceonly.Basis](),
		"UsesIDNr":        reflect.TypeFor[bool](),
		"RequestDigest":   reflect.TypeFor[onceonly.Digest](),
		"At":              reflect.TypeFor[time.Time](),
		"RequesterSector": reflect.TypeFor[onceonly.Sector](),
		"ProviderSector":  reflect.TypeFor[onceonly.Sector](),
	}
	question := reflect.TypeFor[onceonly.Question]()
	require.Equal(t, len(allowed), question.NumField())
	for i := range question.NumField() {
		require.Equal(t, allowed[question.Field(i).Name], question.Field(i).Type, question.Field(i).Name)
	}
	permission := reflect.TypeFor[onceonly.Permission]()
	require.Equal(t, 1, permission.NumMethod())
	ask := permission.Method(0)
	require.Equal(t, 2, ask.Type.NumIn(), "the context and the question")
	require.Equal(t, question, ask.Type.In(1))
}

func TestG14_ATokenServesNoOtherRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := w.query(t, requestFor(w.consent(t)))
	for name, alter := range map[string]func(*onceonly.Query){
		"another id": func(q *onceonly.Query) { q.Request.ID = uuid.Must(uuid.NewV7()) },
		"another person": func(q *onceonly.Query) {
			q.Request.Person = personWith(func(d *onceonly.PersonData) { d.GivenNames = "Max" })
		},
		"fewer fields":     func(q *onceonly.Query) { q.Request.Fields = onceonly.MustFields("/familyName") },
		"with the IDNr":    func(q *onceonly.Query) { q.Request.Person = personWithIDNr(t); q.Terms.MayUseIDNr = true },
		"another subject":  func(q *onceonly.Query) { q.Request.Subject = moritz; q.Terms.Subject = moritz },
		"another purpose":  func(q *onceonly.Query) { q.Request.Purpose = "x"; q.Terms.Purpose.Code = "x" },
		"another app":      func(q *onceonly.Query) { q.Request.Application = "x"; q.Terms.Application = "x" },
		"another consent":  func(q *onceonly.Query) { q.Request.Consent = uuid.Must(uuid.NewV7()) },
		"another asker":    func(q *onceonly.Query) { q.Request.Requester, q.Terms.Requester = weimar.ID, weimar },
		"another provider": func(q *onceonly.Query) { q.Request.Provider, q.Terms.Provider = muehlhausen.ID, muehlhausen },
		"another type": func(q *onceonly.Query) {
			q.Request.EvidenceType = onceonly.MustEvidenceType("urn:x:y")
			q.Terms.EvidenceType = q.Request.EvidenceType
		},
	} {
		other := newWorld(t) // where no id is known
		altered := query
		alter(&altered)
		answer, err := other.provider.Fetch(t.Context(), altered)
		require.NoError(t, err)
		require.Contains(t, codes(answer.Refused), onceonly.CodeTokenRequest, name)
		require.Zero(t, other.source.Lookups(), "nobody was looked up")
	}
	for i := range query.Token {
		altered := query
		token := []byte(query.Token)
		token[i] ^= 1
		altered.Token = string(token)
		altered.Request.ID = uuid.Must(uuid.NewV7()) // not a repetition
		answer, err := w.provider.Fetch(t.Context(), altered)
		require.NoError(t, err)
		require.Contains(t, codes(answer.Refused), onceonly.CodeTokenSeal)
	}
	require.Zero(t, w.source.Lookups(), "nobody was looked up")
	answer, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.NotNil(t, answer.Evidence)
}

func TestG14_ATokenEndsWithItsLifetime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := w.query(t, requestFor(w.consent(t)))
	w.clock.Advance(3 * time.Minute) // its minute, and the leeway
	answer, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeTokenExpired}, codes(answer.Refused))
}

func TestProvider_ChecksTheTermsAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	query := w.query(t, requestFor(w.consent(t)))
	query.Terms.Fields = onceonly.MustFields("/givenNames")
	query.Terms.NotBefore, query.Terms.NotAfter = start, start.Add(-time.Hour)
	query.Terms.Norm = recht.Norm{}
	answer, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.ElementsMatch(t, []onceonly.Code{
		onceonly.CodeMissing, onceonly.CodeWindow, onceonly.CodeConsentFields, onceonly.CodeConsentExpired,
	}, codes(answer.Refused))
	require.Equal(t, []onceonly.Action{onceonly.ActionRejected}, actions(entriesOf(t, w.providerLog)))
}
