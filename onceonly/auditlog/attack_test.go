// SPDX-License-Identifier: Apache-2.0

package auditlog_test

// G18: the log is evidence from its first entry on.

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func openWith(t *testing.T, store auditlog.Store, keepers ...auditlog.Keeper) (*auditlog.Log, error) {
	t.Helper()
	return auditlog.OpenStore(t.Context(), auditlog.StoreConfig{
		Origin: origin, Signer: signer(t), Store: store, Now: func() time.Time { return start }, Keepers: keepers,
	})
}

func storeOf(t *testing.T, numbers ...int) *auditlog.Memory {
	t.Helper()
	store := &auditlog.Memory{}
	for _, n := range numbers {
		require.NoError(t, store.Append(record(t, n, start.AddDate(2, 0, 0))))
	}
	return store
}

func published(t *testing.T, store auditlog.Store, keepers ...auditlog.Keeper) auditlog.SignedHead {
	t.Helper()
	log, err := openWith(t, store, keepers...)
	require.NoError(t, err)
	head, err := log.Publish(t.Context())
	require.NoError(t, err)
	return head
}

// rewritten is a store in which somebody changed an entry, with the commitment beside
// it where both is set.
type rewritten struct {
	*auditlog.Memory

	id   uuid.UUID
	both bool
}

func (r rewritten) change(record *auditlog.Record) {
	if record != nil && record.ID == r.id {
		record.Content = []byte(`{"who":"nobody"}`)
	}
}

func (r rewritten) Record(ctx context.Context, id uuid.UUID) (auditlog.Record, uint64, error) {
	record, position, err := r.Memory.Record(ctx, id)
	r.change(&record)
	return record, position, err
}

func (r rewritten) Read(ctx context.Context, after uint64, limit int) ([]auditlog.Stored, uint64, error) {
	found, searched, err := r.Memory.Read(ctx, after, limit)
	for i := range found {
		if found[i].Record != nil && found[i].Record.ID == r.id {
			changed := *found[i].Record
			r.change(&changed)
			found[i].Record = &changed
			if r.both {
				found[i].Commitment = changed.Commitment()
			}
		}
	}
	return found, searched, err
}

func TestG18_AnEntryThatWasRewrittenIsNoticedWheneverItIsRead(t *testing.T) {
	t.Parallel()
	for _, both := range []bool{false, true} {
		store, keeper := storeOf(t, 1, 2, 3, 4), &auditlog.HeadMemory{}
		published(t, store, keeper)
		attacked := rewritten{store, entryID(2), both}
		log, err := openWith(t, attacked, keeper)
		require.NoError(t, err, "the tree holds")
		_, err = log.Record(t.Context(), entryID(2))
		require.ErrorIs(t, err, auditlog.ErrProof)
		_, err = log.Receipt(t.Context(), entryID(2))
		require.ErrorIs(t, err, auditlog.ErrProof)
		_, err = log.Record(t.Context(), entryID(3))
		require.NoError(t, err)
		var failed error
		for _, err := range log.Of(t.Context(), "subject-0", uuid.Nil) {
			failed = errors.Join(failed, err)
		}
		require.ErrorIs(t, failed, auditlog.ErrProof, "the list says so, too")
	}
}

func TestG18_EntriesRewrittenWithTheirCommitmentsBeforeTheNextStartAreAFork(t *testing.T) {
	t.Parallel()
	// The head was signed and kept, the checkpoint in the store thrown away together with
	// the entries: content and commitment fit each other again.
	keeper := auditlog.HeadFile(filepath.Join(t.TempDir(), "head"))
	published(t, storeOf(t, 1, 2, 3, 4), keeper)
	_, err := openWith(t, rewritten{storeOf(t, 1, 2, 3, 4), entryID(2), true}, keeper)
	require.ErrorIs(t, err, auditlog.ErrForked)
	require.ErrorContains(t, err, "over 4 entries")
}

func TestG18_ThereIsNoSecondHeadForASize(t *testing.T) {
	t.Parallel()
	keeper := &auditlog.HeadMemory{}
	published(t, storeOf(t, 1, 2), keeper)
	_, err := openWith(t, storeOf(t, 1, 3), keeper)
	require.ErrorIs(t, err, auditlog.ErrForked)
	_, err = openWith(t, storeOf(t, 1), keeper)
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
	require.ErrorContains(t, err, "1 entries, and "+origin+" was signed over 2 on 2026-11-22")
}

func TestG18_ASecondPlaceIsEnoughToRemember(t *testing.T) {
	t.Parallel()
	first, second := &auditlog.HeadMemory{}, &auditlog.HeadMemory{}
	published(t, storeOf(t, 1, 2, 3), first, second)
	_, err := openWith(t, storeOf(t, 1), &auditlog.HeadMemory{}, second)
	require.ErrorIs(t, err, auditlog.ErrRolledBack, "the first place was restored with the store")
	_, err = openWith(t, storeOf(t, 1))
	require.Error(t, err, "a log without a keeper is not opened")
	_ = first
}

func TestG18_AHeadSignedBeforeACrashIsNotSignedAnew(t *testing.T) {
	t.Parallel()
	keeper := &auditlog.HeadMemory{}
	crashed := published(t, storeOf(t, 1, 2, 3), keeper) // and the checkpoint never reached the store
	log, err := auditlog.OpenStore(t.Context(), auditlog.StoreConfig{
		Origin: origin, Signer: signer(t), Store: storeOf(t, 1, 2, 3, 4), Now: func() time.Time { return start.Add(time.Hour) },
		Keepers: []auditlog.Keeper{keeper},
	})
	require.NoError(t, err)
	head, err := log.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, uint64(4), head.Head().Size)
	receipt, err := log.Receipt(t.Context(), entryID(1))
	require.NoError(t, err)
	require.Equal(t, head.Text(), receipt.Head)
	same := published(t, storeOf(t, 1, 2, 3), &auditlog.HeadMemory{})
	require.Equal(t, crashed.Text(), same.Text(), "Ed25519 is deterministic")
}

// failing is a keeper that cannot write.
type failing struct{ auditlog.HeadMemory }

func (*failing) Keep(context.Context, string) error { return errors.New("no space left") }

func TestG18_WhatCannotBeRememberedIsNotPublished(t *testing.T) {
	t.Parallel()
	store := storeOf(t, 1)
	log, err := openWith(t, store, &failing{})
	require.NoError(t, err)
	_, err = log.Publish(t.Context())
	require.Error(t, err)
	require.True(t, log.Head().IsZero())
	_, err = store.Checkpoint(t.Context(), 0)
	require.ErrorIs(t, err, auditlog.ErrNotFound)
}

func TestHeadFile_IsReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "head")
	keeper := auditlog.HeadFile(path)
	last, err := keeper.Last(t.Context())
	require.NoError(t, err)
	require.Empty(t, last)
	for _, head := range []string{"a long head\n", "short\n"} {
		require.NoError(t, keeper.Keep(t.Context(), head))
		last, err = auditlog.HeadFile(path).Last(t.Context())
		require.NoError(t, err)
		require.Equal(t, head, last)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left over")
	require.NoError(t, os.WriteFile(path, []byte("not a head"), 0o600))
	_, err = openWith(t, storeOf(t, 1), keeper)
	require.ErrorIs(t, err, auditlog.ErrSyntax)
	require.Error(t, auditlog.HeadFile(filepath.Join(path, "no", "folder")).Keep(t.Context(), "x"))
}

func TestHead_WhatCouldNotBeOpenedIsNotSigned(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "a\x01b", "tab\there", "bell\a", "\xff", "a\nb", "a\u0085b"} {
		_, err := signer(t).Sign(auditlog.Head{Origin: name, Root: auditlog.EmptyRoot(), Time: start})
		require.ErrorIs(t, err, auditlog.ErrSyntax, "%q", name)
		_, err = auditlog.OpenStore(t.Context(), auditlog.StoreConfig{
			Origin: name + "\x02", Signer: signer(t), Store: storeOf(t), Now: time.Now, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}},
		})
		require.Error(t, err)
	}
}
