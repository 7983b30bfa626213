// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G11 over the whole block: at the deadline all that is personal is gone, and what
// is left still verifies.

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

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

func (w *world) sweep(t *testing.T) (broker, provider onceonly.Erased) {
	t.Helper()
	broker, err := w.broker.EraseDue(t.Context())
	require.NoError(t, err)
	provider, err = w.provider.EraseDue(t.Context())
	require.NoError(t, err)
	return broker, provider
}

// logs opens the logs of both sides; the clock of a log is that of the world.
func (w *world) logs(t *testing.T) (logs []*auditlog.Log) {
	t.Helper()
	for _, store := range []onceonly.Store{w.store, w.providerLog} {
		signer, err := auditlog.NewSigner("test", key(9))
		require.NoError(t, err)
		log, err := auditlog.Open(t.Context(), auditlog.Config{Origin: "test", Signer: signer, Store: store.Log(), Now: w.clock.Now, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
		require.NoError(t, err)
		logs = append(logs, log)
	}
	return logs
}

func TestG11_ASweepErasesEverythingAtItsDeadlineAndTheTreesStillVerify(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.delivered(t)
	consent := retrieval.Consent
	logs := w.logs(t)
	var heads []auditlog.Head
	for _, log := range logs {
		signed, err := log.Publish(t.Context())
		require.NoError(t, err)
		heads = append(heads, signed.Head())
	}
	receipt, err := logs[0].Receipt(t.Context(), w.entries(t)[4].ID)
	require.NoError(t, err)

	broker, provider := w.sweep(t)
	require.Zero(t, broker)
	require.Zero(t, provider)
	w.clock.Advance(24 * time.Hour)
	broker, provider = w.sweep(t)
	require.Equal(t, onceonly.Erased{Documents: 1}, broker)
	require.Equal(t, onceonly.Erased{Documents: 1}, provider)

	w.clock.Advance(start.AddDate(2, 0, 0).Sub(w.clock.Now()) - time.Microsecond)
	broker, provider = w.sweep(t)
	require.Zero(t, broker, "two years are not over yet")
	require.Zero(t, provider)
	_, err = w.broker.Consent(t.Context(), consent)
	require.NoError(t, err, "the requester can still prove it")

	w.clock.Advance(time.Microsecond)
	broker, provider = w.sweep(t)
	require.Equal(t, onceonly.Erased{Entries: 5, Consents: 1, Retrievals: 1}, broker)
	require.Equal(t, onceonly.Erased{Entries: 1, Answers: 1}, provider)
	broker, provider = w.sweep(t)
	require.Zero(t, broker, "nothing is erased twice")
	require.Zero(t, provider)

	_, err = w.broker.Consent(t.Context(), consent)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	_, err = w.broker.Retrieval(t.Context(), retrieval.ID)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	require.Empty(t, w.entries(t))
	for c, err := range w.broker.Consents(t.Context(), erika, uuid.Nil) {
		require.Fail(t, "a consent is still listed", "%v %v", c, err)
	}
	for i, log := range w.logs(t) { // opened anew, from what is left
		var file bytes.Buffer
		require.NoError(t, log.Export(t.Context(), &file))
		require.NotContains(t, file.String(), erika.Clear())
		report, err := auditlog.VerifyExport(&file, log.Verifier(), heads[i])
		require.NoError(t, err)
		require.Zero(t, report.Entries)
		require.Equal(t, heads[i].Size, report.Erased)
	}
	_, err = receipt.Verify(logs[0].Verifier())
	require.NoError(t, err, "what the person took home keeps holding")
}

// Twelve months for the EU exchange, two years for the rest, side by side.
func TestG11_EveryKindHasItsOwnDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	eu := w.consent(t, func(terms *onceonly.Terms) { terms.Basis = onceonly.BasisExplicitRequest })
	national := w.consent(t)
	refused, err := w.broker.Retrieve(t.Context(), requestFor(eu)) // no rule for this basis
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalRefused, refused.State)

	w.clock.Advance(start.AddDate(1, 0, 0).Sub(start))
	broker, _ := w.sweep(t)
	require.Equal(t, onceonly.Erased{Entries: 3, Retrievals: 1}, broker, "the window of the consent ends two hours later")
	w.clock.Advance(2 * time.Hour)
	broker, _ = w.sweep(t)
	require.Equal(t, onceonly.Erased{Consents: 1}, broker)
	_, err = w.broker.Consent(t.Context(), eu.ID())
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	_, err = w.broker.Consent(t.Context(), national.ID())
	require.NoError(t, err)

	w.clock.Advance(start.AddDate(2, 0, 0).Sub(w.clock.Now()))
	broker, _ = w.sweep(t)
	require.Equal(t, onceonly.Erased{Entries: 2}, broker)
	w.clock.Advance(2 * time.Hour)
	broker, _ = w.sweep(t)
	require.Equal(t, onceonly.Erased{Consents: 1}, broker)
}

// A consent that holds for years is kept for as long, and then for as long as the
// last entry about it.
func TestG11_AConsentOutlivesNoEntryAndNoEntryOutlivesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := w.consent(t, func(terms *onceonly.Terms) { terms.NotAfter, terms.MaxUses = start.AddDate(5, 0, 0), 9 })
	w.clock.Advance(start.AddDate(4, 0, 0).Sub(start))
	broker, _ := w.sweep(t)
	require.Equal(t, onceonly.Erased{Entries: 2}, broker)
	_, err := w.broker.Retrieve(t.Context(), requestFor(long))
	require.NoError(t, err)
	_, err = w.broker.Withdraw(t.Context(), long.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	w.clock.Advance(start.AddDate(6, 0, 0).Sub(w.clock.Now()))
	broker, _ = w.sweep(t)
	require.Equal(t, onceonly.Erased{Documents: 1, Entries: 3, Consents: 1, Retrievals: 1}, broker)
}

// unerasable is a store that cannot erase documents.
type unerasable struct{ onceonly.Store }

func (unerasable) EraseContentUntil(context.Context, time.Time) (int, error) {
	return 0, onceonly.ErrBusy
}

func TestEraseDue_GoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delivered(t)
	w.clock.Advance(start.AddDate(2, 0, 0).Sub(start))
	erased, err := brokerWith(t, w, unerasable{w.store}, w.register).EraseDue(t.Context())
	require.ErrorIs(t, err, onceonly.ErrBusy)
	require.Equal(t, onceonly.Erased{Entries: 5, Consents: 1, Retrievals: 1}, erased)
}

func TestSweep_RunsAtOnceAndAfterEveryIntervalUntilItsContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.delivered(t)
		ctx, cancel := context.WithCancel(t.Context())
		var reports []onceonly.Erased
		done := make(chan struct{})
		go func() {
			defer close(done)
			onceonly.Sweep(ctx, time.Hour, func(erased onceonly.Erased, err error) {
				if err != nil {
					t.Error(err)
				}
				reports = append(reports, erased)
			}, w.broker, w.provider)
		}()
		synctest.Wait()
		require.Len(t, reports, 2, "at once")
		w.clock.Advance(start.AddDate(2, 0, 0).Sub(start))
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, []onceonly.Erased{
			{}, {}, {Documents: 1, Entries: 5, Consents: 1, Retrievals: 1}, {Documents: 1, Entries: 1, Answers: 1},
		}, reports)
		cancel()
		<-done
	})
}

type failingEraser struct{ err error }

func (f failingEraser) EraseDue(context.Context) (onceonly.Erased, error) {
	return onceonly.Erased{}, f.err
}

func TestSweep_ReportsFailuresAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		failed := errors.New("the disk is gone")
		var reports []error
		go func() {
			time.Sleep(150 * time.Minute)
			cancel()
		}()
		onceonly.Sweep(ctx, time.Hour, func(_ onceonly.Erased, err error) { reports = append(reports, err) }, failingEraser{failed}, failingEraser{})
		require.Equal(t, []error{failed, nil, failed, nil, failed, nil}, reports)
	})
}
