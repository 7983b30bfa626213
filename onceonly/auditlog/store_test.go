// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func openLog(t *testing.T, store *bausteine.Store, name string) *auditlog.Log {
	t.Helper()
	log, err := auditlog.Open(t.Context(), store, auditlog.Config{
		Origin: origin, Signer: signer(t), Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, Name: name,
	})
	require.NoError(t, err)
	return log
}

func TestOpen_EachLogReadsItsOwnEntriesAlone(t *testing.T) {
	t.Parallel()
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
	one, other := openLog(t, store, "one"), openLog(t, store, "other")
	for i := range 6 {
		log := one
		if i%3 == 0 {
			log = other
		}
		require.NoError(t, log.Append(t.Context(), record(t, i, start.AddDate(1, 0, 0))))
	}
	for log, size := range map[*auditlog.Log]uint64{one: 4, other: 2} {
		head, err := log.Publish(t.Context())
		require.NoError(t, err)
		require.Equal(t, size, head.Head().Size)
	}
	_, err := other.Record(t.Context(), entryID(1))
	require.ErrorIs(t, err, auditlog.ErrNotFound)
	receipt, err := one.Receipt(t.Context(), entryID(5))
	require.NoError(t, err)
	_, err = receipt.Verify(one.Verifier())
	require.NoError(t, err)
	require.ErrorIs(t, one.Append(t.Context(), record(t, 5, start.AddDate(1, 0, 0))), auditlog.ErrConflict)
	var listed []uuid.UUID
	for record, err := range one.Of(t.Context(), "subject-1", uuid.Nil) {
		require.NoError(t, err)
		listed = append(listed, record.ID)
	}
	require.Equal(t, []uuid.UUID{entryID(5), entryID(1)}, listed, "the newest first")
	_, err = auditlog.Open(t.Context(), store, auditlog.Config{
		Origin: origin, Signer: signer(t), Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, Name: "one",
	})
	require.Error(t, err, "a log is opened once")
	_, err = auditlog.Open(t.Context(), nil, auditlog.Config{})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
}

func TestG11_AnEntryIsGoneAtItsDeadlineAndItsProofHolds(t *testing.T) {
	t.Parallel()
	now := start
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return now }})
	log := openLog(t, store, "log")
	due, later := record(t, 1, start.AddDate(1, 0, 0)), record(t, 2, start.AddDate(2, 0, 0))
	require.NoError(t, log.Append(t.Context(), due, later))
	receipt, err := log.Receipt(t.Context(), due.ID)
	require.NoError(t, err)
	now = start.AddDate(1, 0, 0)
	_, err = log.Record(t.Context(), due.ID)
	require.ErrorIs(t, err, auditlog.ErrNotFound, "from the very moment, also before the sweep")
	done, err := store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, done)
	_, err = log.Record(t.Context(), later.ID)
	require.NoError(t, err)
	_, err = receipt.Verify(log.Verifier())
	require.NoError(t, err)
	require.NoError(t, log.Append(t.Context(), record(t, 3, now.AddDate(1, 0, 0))))
	head, err := log.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, uint64(3), head.Head().Size)
}

func TestRetention_DependsOnTheStatute(t *testing.T) {
	t.Parallel()
	written := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	for retention, want := range map[auditlog.Retention]string{
		auditlog.RetentionIDNr: "2028-03-01", auditlog.RetentionPortal: "2027-03-01", auditlog.RetentionEU: "2027-03-01",
		auditlog.RetentionOwn: "2027-03-01", auditlog.RetentionOffice: "2027-03-01", "": "2027-03-01",
	} {
		require.Equal(t, want, retention.Until(written).Format(time.DateOnly), retention)
	}
	store := bausteine.NewMemory(bausteine.Config{})
	openLog(t, store, "log")
	norms := map[string]string{}
	for _, row := range store.Retention() {
		norms[row.State] = row.Norm.String() + ": " + row.Period.String()
	}
	require.Equal(t, "§ 9 Abs. 3 IDNrG: 24 months", norms["idnr"])
	require.Equal(t, "§ 40 Abs. 5 BMG: 12 months", norms["portal"])
	require.Equal(t, "§ 5 Abs. 4 1. BMeldDÜV: 12 months", norms["office"])
}

func TestG18_TheStoreSignsWithinSecondsOfEveryEntryAndAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := bausteine.NewMemory(bausteine.Config{})
		log := openLog(t, store, "log")
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- store.Run(ctx) }()
		time.Sleep(time.Second)
		require.NoError(t, log.Append(t.Context(), record(t, 1, time.Now().AddDate(2, 0, 0))))
		time.Sleep(6 * time.Second)
		require.Equal(t, uint64(1), log.Head().Head().Size, "nobody asked for a receipt")
		require.NoError(t, log.Append(t.Context(), record(t, 2, time.Now().AddDate(2, 0, 0))))
		cancel()
		require.NoError(t, <-done)
		require.Equal(t, uint64(2), log.Head().Head().Size, "once more at the end")
	})
}

// A restored log may hold more unsigned entries than one checkpoint can: the act is signed all the same.
func TestEpoch_BeginsOverMoreEntriesThanOneCheckpointHolds(t *testing.T) {
	t.Parallel()
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
	log := openLog(t, store, "log")
	entries := uint64(manyEntries(t, log))
	lost, err := signer(t).Sign(auditlog.Head{Origin: origin, Size: entries + 1, Root: auditlog.Hash{1}, Time: start})
	require.NoError(t, err)
	keeper := &auditlog.HeadMemory{}
	require.NoError(t, keeper.Keep(t.Context(), lost.Text()))
	config := auditlog.Config{Origin: origin, Signer: signer(t), Keepers: []auditlog.Keeper{keeper}, Name: "log"}
	begun, err := auditlog.BeginEpoch(t.Context(), store, config, auditlog.Act{Reason: lostDisk})
	require.NoError(t, err)
	require.Equal(t, entries, begun.Head().Size)
	kept := begun.Head().Epochs.All()[0].Kept
	require.Equal(t, auditlog.State{Size: entries, Root: begun.Head().Root}, kept)
	note, err := keeper.Last(t.Context())
	require.NoError(t, err)
	require.Equal(t, begun.Text(), note)

	head, err := log.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, begun.Text(), head.Text(), "other processes follow")
	receipt, err := log.Receipt(t.Context(), entryID(70_000))
	require.NoError(t, err)
	_, err = receipt.Verify(log.Verifier())
	require.NoError(t, err)
}

// manyEntries writes more entries than one checkpoint holds, the same ones each time.
func manyEntries(t *testing.T, log *auditlog.Log) (entries int) {
	t.Helper()
	if testing.Short() {
		t.Skip("140,000 entries")
	}
	const count = 140_000
	records := make([]auditlog.Record, 500)
	for i := 0; i < count; i += len(records) {
		for k := range records {
			records[k] = auditlog.Record{ID: entryID(i + k), EraseAt: start.AddDate(2, 0, 0), Salt: auditlog.Salt{byte(k)}, Content: []byte(`{}`)}
		}
		require.NoError(t, log.Append(t.Context(), records...))
	}
	return count
}

// watchful is a keeper that notes how long each head is.
type watchful struct {
	auditlog.HeadMemory

	verifier auditlog.Verifier
	sizes    []uint64
}

func (k *watchful) Keep(ctx context.Context, note string) error {
	head, err := auditlog.OpenHead(note, k.verifier)
	if err != nil {
		return err
	}
	k.sizes = append(k.sizes, head.Head().Size)
	return k.HeadMemory.Keep(ctx, note)
}

// A store that has the entries and not their heads is signed again in pieces. What is
// remembered outside stays the longest head all the while, else a rollback in between
// would go unnoticed.
func TestG18_NoKeeperForgetsALongerHead(t *testing.T) {
	t.Parallel()
	keeper := &watchful{verifier: signer(t).Verifier()}
	l := newLife(t, keeper)
	entries := uint64(manyEntries(t, l.log))
	unsigned := l.backup()
	signed, err := l.log.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, []uint64{1 << 16, 1 << 17, entries}, keeper.sizes)

	keeper.sizes = nil
	l.restore(unsigned)
	l.open()
	head, err := l.log.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, signed.Text(), head.Text(), "there is no second head for a size")
	require.Empty(t, keeper.sizes)
}
