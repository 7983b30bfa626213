// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G1: nothing leaves without a consent that covers it.

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// mutations change one thing each, with the code that must be among the reasons.
var mutations = []struct {
	name  string
	code  onceonly.Code
	apply func(*testing.T, *world, onceonly.Consent, *onceonly.Request)
}{
	{"subject", onceonly.CodeConsentSubject, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) { r.Subject = moritz }},
	{"requester", onceonly.CodeConsentRequester, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		r.Requester = onceonly.MustPartyID("de.th.other")
	}},
	{"provider", onceonly.CodeConsentProvider, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		r.Provider = onceonly.MustPartyID("de.th.other")
	}},
	{"evidence type", onceonly.CodeConsentEvidenceType, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		r.EvidenceType = onceonly.MustEvidenceType("urn:example:evidence:birth")
	}},
	{"purpose", onceonly.CodeConsentPurpose, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) { r.Purpose = "curiosity" }},
	{"application", onceonly.CodeConsentApplication, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) { r.Application = "antrag-0" }},
	{"fields", onceonly.CodeConsentFields, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		r.Fields = onceonly.MustFields("/familyName", "/religion")
	}},
	{"person", onceonly.CodeConsentPerson, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		r.Person = personWith(func(d *onceonly.PersonData) { d.BirthName = "Gabler" })
	}},
	{"IDNr", onceonly.CodeConsentIDNr, func(t *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		t.Helper()
		r.Person = personWithIDNr(t)
	}},
	{"consent", onceonly.CodeConsentUnknown, func(_ *testing.T, _ *world, _ onceonly.Consent, r *onceonly.Request) {
		r.Consent = uuid.Must(uuid.NewV7())
	}},
	{"too late", onceonly.CodeConsentExpired, func(_ *testing.T, w *world, _ onceonly.Consent, _ *onceonly.Request) { w.clock.Advance(2 * time.Hour) }},
	{"too early", onceonly.CodeConsentNotYet, func(_ *testing.T, w *world, _ onceonly.Consent, _ *onceonly.Request) {
		w.clock.Advance(-3 * time.Minute)
	}},
	{"withdrawn", onceonly.CodeConsentWithdrawn, func(t *testing.T, w *world, c onceonly.Consent, _ *onceonly.Request) {
		t.Helper()
		_, err := w.broker.Withdraw(t.Context(), c.ID(), onceonly.Actor{Subject: erika})
		require.NoError(t, err)
	}},
	{"invalidated", onceonly.CodeConsentInvalidated, func(t *testing.T, w *world, c onceonly.Consent, _ *onceonly.Request) {
		t.Helper()
		_, err := w.broker.Invalidate(t.Context(), c.ID())
		require.NoError(t, err)
	}},
	{"used up", onceonly.CodeConsentUsedUp, func(t *testing.T, w *world, c onceonly.Consent, _ *onceonly.Request) {
		t.Helper()
		_, err := w.broker.Retrieve(t.Context(), requestFor(c))
		require.NoError(t, err)
	}},
}

func TestG1_NothingLeavesIfAnyOneThingDiffersFromTheConsent(t *testing.T) {
	t.Parallel()
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			w := newWorld(t)
			c := w.consent(t)
			r := requestFor(c)
			m.apply(t, w, c, &r)
			calls := w.register.Calls()
			retrieval, err := w.broker.Retrieve(t.Context(), r)
			require.NoError(t, err)
			want := onceonly.RetrievalRefused
			if m.code == onceonly.CodeConsentNotYet {
				want = onceonly.RetrievalPostponed // that passes
			}
			require.Equal(t, want, retrieval.State)
			require.True(t, retrieval.Decision().Has(m.code), "%v", codes(retrieval.Reasons))
			require.Equal(t, calls, w.register.Calls(), "the register must not be asked")
		})
	}
}

func TestG1_AllReasonsOfEveryPairAreNamedAtOnce(t *testing.T) {
	t.Parallel()
	for i, first := range mutations {
		for _, second := range mutations[:i] {
			if first.code == onceonly.CodeConsentUnknown || second.code == onceonly.CodeConsentUnknown {
				continue // without a consent there is nothing else to compare
			}
			if aspect(first.name) != "" && aspect(first.name) == aspect(second.name) {
				continue // there is one time and one state
			}
			w := newWorld(t)
			c := w.consent(t)
			r := requestFor(c)
			first.apply(t, w, c, &r)
			second.apply(t, w, c, &r)
			retrieval, err := w.broker.Retrieve(t.Context(), r)
			require.NoError(t, err)
			require.Equal(t, onceonly.RetrievalRefused, retrieval.State)
			require.True(t, retrieval.Decision().Has(first.code) && retrieval.Decision().Has(second.code),
				"%s and %s: %v", first.name, second.name, codes(retrieval.Reasons))
		}
	}
}

func aspect(name string) string {
	switch name {
	case "too late", "too early":
		return "time"
	case "person", "IDNr":
		return "person"
	case "withdrawn", "invalidated", "used up":
		return "state"
	}
	return ""
}

func TestG1_AConsentThatIsNotGivenAuthorisesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(proposed))
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeConsentNotGiven}, codes(retrieval.Reasons))

	refused, err := w.broker.Refuse(t.Context(), proposed.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	retrieval, err = w.broker.Retrieve(t.Context(), requestFor(refused))
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeConsentRefused}, codes(retrieval.Reasons))
	require.Zero(t, w.register.Calls())
}

func TestG1_TheAbstractPermissionMustPermitToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t, func(terms *onceonly.Terms) { terms.Basis = onceonly.BasisConsent })
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodePermissionBasis}, codes(retrieval.Reasons))
	require.Zero(t, w.register.Calls())
}
