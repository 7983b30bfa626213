// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G2, G9 and G10: what is delivered, and to what it is bound.

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestG2_OnlyListedFieldsAreDelivered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	require.False(t, retrieval.ExcessDropped, "the provider filters, too")
	preview, decision, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	require.Equal(t, onceonly.DigestOf([]byte(delivered)), onceonly.DigestOf(preview.Content()))
}

func TestG2_TheBrokerDropsWhatAProviderSendsTooMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.broker = brokerWith(t, w, w.store, talkative{w})
	retrieval := w.received(t)
	require.True(t, retrieval.ExcessDropped)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	require.Equal(t, onceonly.DigestOf([]byte(delivered)), onceonly.DigestOf(preview.Content()))
	evidence, _, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.False(t, evidence.Unchanged())
}

// talkative is a register that seals everything it has.
type talkative struct{ w *world }

func (r talkative) Fetch(_ context.Context, q onceonly.Query) (onceonly.Answer, error) {
	digest, err := q.Request.Digest()
	if err != nil {
		return onceonly.Answer{}, err
	}
	sealed, err := onceonly.Seal(onceonly.Binding{
		Issuer: weimar.ID, Requester: q.Request.Requester, Request: q.Request.ID, RequestDigest: digest, Consent: q.Request.Consent,
		EvidenceType: q.Request.EvidenceType, MediaType: "application/json",
		IssuedAt: r.w.clock.Now(), ExpiresAt: r.w.clock.Now().Add(time.Hour),
	}, []byte(record), r.w.providerKey)
	return onceonly.Answer{Evidence: &sealed}, err
}

// brokerWith returns a broker with another store and another register.
func brokerWith(t *testing.T, w *world, store onceonly.Keeper, register onceonly.Register) *onceonly.Broker {
	t.Helper()
	return w.broker.Over(store, func(_ *onceonly.Config, _ *onceonly.Permission, d *onceonly.Directory) {
		*d = onceonly.NewDirectory(onceonly.Listed{
			Provider: weimar, EvidenceType: meldedaten,
			Connection: onceonly.Connection{Register: register, Key: w.provider.Connection().Key},
		})
	})
}

func TestG9_OnlyTheBytesThatWereShownAreHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)

	_, decision, err := w.broker.Accept(t.Context(), retrieval.ID, retrieval.Digest, self)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeNotPreviewed}, codes(decision.Reasons))

	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	for i := range preview.Digest {
		other := preview.Digest
		other[i] ^= 1
		evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, other, self)
		require.NoError(t, err)
		require.True(t, evidence.IsZero())
		require.Equal(t, []onceonly.Code{onceonly.CodeDigest}, codes(decision.Reasons))
	}
	evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	require.Equal(t, preview.Content(), evidence.Content())
	require.Equal(t, preview.Digest, evidence.Digest())
	require.True(t, evidence.Unchanged())
}

func TestG9_ADocumentThatChangedInTheStoreIsNeitherShownNorHandedOver(t *testing.T) {
	t.Parallel()
	var tampered bool
	w := newWorld(t, withStore(func(s onceonly.Keeper) onceonly.Keeper { return tamperingStore{s, &tampered} }))
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	tampered = true
	evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, evidence.IsZero())
	require.Equal(t, []onceonly.Code{onceonly.CodeDigest}, codes(decision.Reasons))
	_, decision, err = w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	require.False(t, decision.Permitted)
}

// tamperingStore changes one letter of the document, if told to.
type tamperingStore struct {
	onceonly.Keeper

	tampered *bool
}

func (s tamperingStore) Content(ctx context.Context, id uuid.UUID) ([]byte, error) {
	document, err := s.Keeper.Content(ctx, id)
	if err != nil || !*s.tampered {
		return document, err
	}
	var stored map[string]any
	if err := json.Unmarshal(document, &stored); err != nil {
		return nil, err
	}
	stored["content"] = []byte(strings.Replace(delivered, "Weimar", "Wiemar", 1))
	return json.Marshal(stored)
}

func TestG10_EvidenceForOneRequestDoesNotServeAnother(t *testing.T) {
	t.Parallel()
	for fault, want := range map[onceonlytest.Fault]onceonly.Code{
		onceonlytest.FaultSwapped: onceonly.CodeEvidenceBinding,
		onceonlytest.FaultBytes:   onceonly.CodeEvidenceBinding,
		onceonlytest.FaultNoSeal:  onceonly.CodeEvidenceSeal,
		onceonlytest.FaultEmpty:   onceonly.CodeEvidenceSeal,
	} {
		w := newWorld(t)
		_, err := w.broker.Retrieve(t.Context(), requestFor(w.consent(t)))
		require.NoError(t, err)
		w.register.Plan(fault)
		r := requestFor(w.consent(t))
		retrieval, err := w.broker.Retrieve(t.Context(), r)
		require.ErrorIs(t, err, onceonly.ErrRegister)
		require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
		require.Contains(t, codes(retrieval.Reasons), want, fault)
		_, decision, err := w.broker.Preview(t.Context(), r.ID, self)
		require.NoError(t, err)
		require.Equal(t, []onceonly.Code{onceonly.CodeNoEvidence}, codes(decision.Reasons))

		retrieval, err = w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err, "the same request can be tried again")
		require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	}
}

// Two requests under one consent differ by nothing but their ids.
func TestG10_EvidenceDoesNotServeTheNextRequestUnderTheSameConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	consent := w.consent(t, func(terms *onceonly.Terms) { terms.MaxUses = 2 })
	_, err := w.broker.Retrieve(t.Context(), requestFor(consent))
	require.NoError(t, err)
	w.register.Plan(onceonlytest.FaultSwapped)
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(consent))
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, []onceonly.Reason{
		{Code: onceonly.CodeEvidenceBinding, Pointer: "/binding/request"}, {Code: onceonly.CodeEvidenceBinding, Pointer: "/binding/requestDigest"},
	}, retrieval.Reasons)
}

func TestG10_TheSealCoversEveryMemberOfTheBinding(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	forged := &forger{next: w.provider}
	w.broker = brokerWith(t, w, w.store, forged)
	members := reflect.TypeFor[onceonly.Binding]()
	for i := range members.NumField() {
		forged.change = func(s *onceonly.Sealed) {
			binding := s.Binding()
			change(reflect.ValueOf(&binding).Elem().Field(i))
			*s = onceonly.NewSealed(binding, s.Content(), s.Seal())
		}
		_, err := w.broker.Retrieve(t.Context(), requestFor(w.consent(t)))
		require.ErrorIs(t, err, onceonly.ErrRegister, members.Field(i).Name)
	}
	forged.change = func(*onceonly.Sealed) {}
	_, err := w.broker.Retrieve(t.Context(), requestFor(w.consent(t)))
	require.NoError(t, err)
}

func TestG10_ExpiredEvidenceIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.broker = brokerWith(t, w, w.store, &forger{next: w.provider, change: func(*onceonly.Sealed) { w.clock.Advance(time.Hour + 2*time.Minute) }})
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(w.consent(t)))
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, []onceonly.Code{onceonly.CodeEvidenceExpired}, codes(retrieval.Reasons))
}

// forger changes evidence on the way.
type forger struct {
	next   onceonly.Register
	change func(*onceonly.Sealed)
}

func (f *forger) Fetch(ctx context.Context, q onceonly.Query) (onceonly.Answer, error) {
	answer, err := f.next.Fetch(ctx, q)
	if answer.Evidence != nil {
		changed := *answer.Evidence
		f.change(&changed)
		answer.Evidence = &changed
	}
	return answer, err
}

// change gives a member of a binding another value of its type.
func change(v reflect.Value) {
	switch old := v.Interface().(type) {
	case onceonly.PartyID:
		v.Set(reflect.ValueOf(onceonly.MustPartyID("forged")))
	case onceonly.EvidenceType:
		v.Set(reflect.ValueOf(onceonly.MustEvidenceType("urn:forged:type")))
	case uuid.UUID:
		v.Set(reflect.ValueOf(uuid.Must(uuid.NewV7())))
	case onceonly.Digest:
		v.Set(reflect.ValueOf(onceonly.DigestOf([]byte("forged"))))
	case time.Time:
		v.Set(reflect.ValueOf(old.Add(time.Minute)))
	case string:
		v.SetString("text/forged")
	default:
		panic("a member of the binding that the test does not know: " + v.Type().String())
	}
}

func TestRegisterError_BranchesWithoutShowing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.register.Plan(onceonlytest.FaultGone)
	_, err := w.broker.Retrieve(t.Context(), requestFor(w.consent(t)))
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.ErrorIs(t, err, onceonlytest.ErrFault)
	require.EqualError(t, err, "onceonly: no usable answer from the register: REGISTER-FAILED")
}
