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

// The EU sets a floor, and a Land or the Bund may set more.
func TestRetention_OfTheEUIsAFloorThatALogMayRaise(t *testing.T) {
	t.Parallel()
	written := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	store := bausteine.NewMemory(bausteine.Config{})
	config := auditlog.Config{Origin: origin, Signer: signer(t), Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, MonthsEU: 36}
	log, err := auditlog.Open(t.Context(), store, config)
	require.NoError(t, err)
	require.Equal(t, "2029-03-01", log.Until(auditlog.RetentionEU, written).Format(time.DateOnly))
	require.Equal(t, "2028-03-01", log.Until(auditlog.RetentionIDNr, written).Format(time.DateOnly), "others as they are")
	for _, row := range store.Retention() {
		if row.State == string(auditlog.RetentionEU) {
			require.Equal(t, "36 months", row.Period.String())
		}
	}
	for _, months := range []int{11, -1} {
		config.Name, config.MonthsEU = "short", months
		_, err = auditlog.Open(t.Context(), store, config)
		require.Error(t, err, "less than the floor")
	}
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
