// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G11 over the whole block: at the deadline all that is personal is gone, and what
// is left still verifies. The sweep itself is the store's.

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// delivered brings a retrieval to its end and returns it.
func (w *world) delivered(t *testing.T, change ...func(*onceonly.Terms)) onceonly.Retrieval {
	t.Helper()
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(w.consent(t, change...)))
	require.NoError(t, err)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	_, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	return retrieval
}

func TestG11_ASweepErasesEverythingAtItsDeadlineAndTheTreesStillVerify(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.delivered(t)
	consent := retrieval.Consent
	var heads []auditlog.Head
	logs := []*auditlog.Log{w.log, w.providerLog}
	for _, log := range logs {
		signed, err := log.Publish(t.Context())
		require.NoError(t, err)
		heads = append(heads, signed.Head())
	}
	receipt, err := w.log.Receipt(t.Context(), w.entries(t)[4].ID)
	require.NoError(t, err)

	require.Zero(t, w.sweep(t))
	w.clock.Advance(24 * time.Hour)
	require.Equal(t, 2, w.sweep(t), "the document on both sides")

	w.clock.Advance(start.AddDate(1, 0, 0).Sub(w.clock.Now()) - time.Microsecond)
	require.Zero(t, w.sweep(t), "twelve months are not over yet (§ 40 (5) BMG)")
	_, err = w.broker.Consent(t.Context(), consent)
	require.NoError(t, err, "the requester can still prove it")

	w.clock.Advance(time.Microsecond)
	require.Equal(t, 5+1+1+1+1, w.sweep(t), "entries of both sides, consent, retrieval, answer")
	require.Zero(t, w.sweep(t), "nothing is erased twice")

	_, err = w.broker.Consent(t.Context(), consent)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	_, err = w.broker.Retrieval(t.Context(), retrieval.ID)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	require.Empty(t, w.entries(t))
	for c, err := range w.broker.Consents(t.Context(), erika, uuid.Nil) {
		require.Fail(t, "a consent is still listed", "%v %v", c, err)
	}
	for i, log := range logs {
		var file bytes.Buffer
		require.NoError(t, log.Export(t.Context(), &file))
		require.NotContains(t, file.String(), erika.Clear())
		report, err := auditlog.VerifyExport(&file, log.Verifier(), heads[i])
		require.NoError(t, err)
		require.Zero(t, report.Entries)
		require.Equal(t, heads[i].Size, report.Erased)
	}
	_, err = receipt.Verify(w.log.Verifier())
	require.NoError(t, err, "what the person took home keeps holding")
}

// The statute says how long, see retention.
func TestG11_EveryStatuteHasItsOwnDeadline(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*onceonly.Terms)
		months int
	}{
		"over a portal": {func(*onceonly.Terms) {}, 12},
		"EU": {func(terms *onceonly.Terms) {
			terms.Basis, terms.Norm = onceonly.BasisExplicitRequest, recht.MustParseNorm("§ 5a EGovG")
		}, 12},
		"by choice": {func(terms *onceonly.Terms) { terms.Norm = recht.MustParseNorm("§ 5 Abs. 3 EGovG") }, 12},
		"with the number": {func(terms *onceonly.Terms) {
			terms.Norm, terms.MayUseIDNr, terms.Person = recht.MustParseNorm("§ 5 Abs. 4 EGovG"), true, commitment(personWithIDNr(t))
		}, 24},
		"the special act goes first": {func(terms *onceonly.Terms) {
			terms.MayUseIDNr, terms.Person = true, commitment(personWithIDNr(t))
		}, 12},
	} {
		w := newWorld(t, withRules(t))
		given := w.consent(t, c.change)
		r := requestFor(given)
		if given.Terms().MayUseIDNr {
			r.Person = personWithIDNr(t)
		}
		_, err := w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err)
		entries := w.entries(t)
		last := entries[len(entries)-1]
		require.Equal(t, start.AddDate(0, c.months, 0), last.EraseAt, name)
		w.clock.Advance(start.AddDate(0, c.months, 0).Sub(start) - time.Second)
		w.sweep(t)
		_, err = w.broker.Consent(t.Context(), given.ID())
		require.NoError(t, err, name)
		w.clock.Advance(3 * time.Hour)
		w.sweep(t)
		_, err = w.broker.Consent(t.Context(), given.ID())
		require.ErrorIs(t, err, onceonly.ErrNotFound, name)
		require.Empty(t, w.entries(t), name)
	}
}

// A consent that holds for years is kept for as long, and then for as long as the
// last entry about it.
func TestG11_AConsentOutlivesNoEntryAndNoEntryOutlivesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := w.consent(t, func(terms *onceonly.Terms) { terms.NotAfter, terms.MaxUses = start.AddDate(5, 0, 0), 9 })
	w.clock.Advance(start.AddDate(4, 0, 0).Sub(start))
	require.Equal(t, 2, w.sweep(t), "two entries")
	_, err := w.broker.Retrieve(t.Context(), requestFor(long))
	require.NoError(t, err)
	_, err = w.broker.Withdraw(t.Context(), long.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	w.clock.Advance(start.AddDate(5, 0, 0).Sub(w.clock.Now()))
	w.sweep(t)
	_, err = w.broker.Consent(t.Context(), long.ID())
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	require.Empty(t, w.entries(t))
}

func TestRetention_HasARowForEverythingThatIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rows := map[string]int{}
	for _, row := range w.house.Retention() {
		rows[row.Block]++
		require.NotEmpty(t, row.What)
		require.NotEmpty(t, row.Period.String())
	}
	require.Equal(t, map[string]int{
		"auditlog/broker": 7, "auditlog/provider": 7, "onceonly/broker": 3, "onceonly/de.th.weimar": 2,
	}, rows)
}
