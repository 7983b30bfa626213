// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func exported(t *testing.T, log *auditlog.Log) []byte {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, log.Export(t.Context(), &file))
	return file.Bytes()
}

func TestG7_ChangeOfAnyByteOfALogIsDetected(t *testing.T) {
	t.Parallel()
	now := start
	log, _ := logOf(t, 3, &now)
	file := exported(t, log)
	report, err := auditlog.VerifyExport(bytes.NewReader(file), log.Verifier())
	require.NoError(t, err)
	require.Equal(t, uint64(3), report.Entries)
	for i := range file {
		for _, bit := range []int{0, 1, 5, 7} {
			changed := bytes.Clone(file)
			changed[i] ^= 1 << bit
			_, err := auditlog.VerifyExport(bytes.NewReader(changed), log.Verifier())
			require.Error(t, err, "byte %d bit %d: %q", i, bit, file[max(0, i-10):i+1])
		}
	}
}

func TestG7_RemovalInsertionAndReorderingAreDetected(t *testing.T) {
	t.Parallel()
	now := start
	log, _ := logOf(t, 6, &now)
	head, body, _ := strings.Cut(string(exported(t, log)), "\n{")
	lines := strings.SplitAfter("{"+body, "\n")
	lines = lines[:len(lines)-1]
	require.Len(t, lines, 6)
	verify := func(lines ...string) error {
		_, err := auditlog.VerifyExport(strings.NewReader(head+"\n"+strings.Join(lines, "")), log.Verifier())
		return err
	}
	require.NoError(t, verify(lines...))
	for i := range lines {
		removed := append(append([]string{}, lines[:i]...), lines[i+1:]...)
		require.ErrorIs(t, verify(removed...), auditlog.ErrProof)
		doubled := append(append([]string{}, lines[:i+1]...), lines[i:]...)
		require.ErrorIs(t, verify(doubled...), auditlog.ErrProof)
		for j := range i {
			swapped := append([]string{}, lines...)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			require.ErrorIs(t, verify(swapped...), auditlog.ErrProof)
		}
	}
	require.ErrorIs(t, verify(append(removeLast(lines), `{"commitment":"`+strings.Repeat("0", 64)+"\"}\n")...), auditlog.ErrProof)
}

func TestG7_AnExportMustContinueTheHeadsThatWereSeen(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 3, &now)
	seen, err := log.Publish(t.Context())
	require.NoError(t, err)
	require.NoError(t, store.Append(record(t, 4, start.AddDate(2, 0, 0))))
	file := exported(t, log)
	_, err = auditlog.VerifyExport(bytes.NewReader(file), log.Verifier(), seen.Head(), auditlog.Head{})
	require.NoError(t, err)
	other := seen.Head()
	other.Root = flip(other.Root)
	_, err = auditlog.VerifyExport(bytes.NewReader(file), log.Verifier(), other)
	require.ErrorIs(t, err, auditlog.ErrProof, "another history")
	longer := seen.Head()
	longer.Size = 9
	_, err = auditlog.VerifyExport(bytes.NewReader(file), log.Verifier(), longer)
	require.ErrorIs(t, err, auditlog.ErrProof, "a log that was cut")
}

func removeLast(lines []string) []string { return append([]string{}, lines[:len(lines)-1]...) }

func TestG7_GrowthIsProvableBetweenAnyTwoHeads(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 0, &now)
	heads := []auditlog.Head{}
	for i := range 20 {
		signed, err := log.Publish(t.Context())
		require.NoError(t, err)
		heads = append(heads, signed.Head())
		require.NoError(t, store.Append(record(t, i, start.AddDate(2, 0, 0))))
	}
	for i, old := range heads {
		for _, young := range heads[i:] {
			proof, err := log.Growth(t.Context(), old.Size, young.Size)
			require.NoError(t, err)
			require.NoError(t, auditlog.VerifyConsistency(old.Size, young.Size, old.Root, young.Root, proof))
		}
	}
}

func TestG7_AStoreThatWasTamperedWithDoesNotOpen(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 4, &now)
	signed, err := log.Publish(t.Context())
	require.NoError(t, err)

	checkpoint, err := store.Checkpoint(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, signed.Text(), checkpoint.Head)
	open := func(origin string, checkpoints ...auditlog.Checkpoint) error {
		forged := storeOf(t, 0, 1, 2, 3)
		for number, checkpoint := range checkpoints {
			require.NoError(t, forged.SaveCheckpoint(t.Context(), uint64(number), checkpoint))
		}
		_, err := auditlog.OpenStore(t.Context(), auditlog.StoreConfig{Origin: origin, Signer: signer(t), Store: forged, Now: start.UTC, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
		return err
	}
	require.NoError(t, open(origin, checkpoint))
	require.ErrorIs(t, open("other.example", checkpoint), auditlog.ErrProof)
	require.ErrorIs(t, open(origin, checkpoint, checkpoint), auditlog.ErrProof, "a head that goes back")

	swapped := auditlog.Checkpoint{Head: checkpoint.Head, Leaves: slices.Clone(checkpoint.Leaves)}
	swapped.Leaves[0], swapped.Leaves[1] = swapped.Leaves[1], swapped.Leaves[0]
	require.ErrorIs(t, open(origin, swapped), auditlog.ErrProof)
	shortened := auditlog.Checkpoint{Head: checkpoint.Head, Leaves: checkpoint.Leaves[:3]}
	require.ErrorIs(t, open(origin, shortened), auditlog.ErrProof)
	require.ErrorIs(t, open(origin, auditlog.Checkpoint{Head: "forged"}), auditlog.ErrSyntax)
}

func TestG7_ACheckpointOverOtherLeavesThanTheStoreIsDetected(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 3, &now)
	forged := &auditlog.Memory{}
	require.NoError(t, forged.Append(record(t, 8, start), record(t, 1, start), record(t, 2, start)))
	other, err := auditlog.OpenStore(t.Context(), auditlog.StoreConfig{Origin: origin, Signer: signer(t), Store: &racingStore{Store: forged, real: store}, Now: start.UTC, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	require.NoError(t, err)
	_, err = log.Publish(t.Context())
	require.NoError(t, err)
	_, err = other.Publish(t.Context())
	require.ErrorIs(t, err, auditlog.ErrProof)
}

// racingStore shows the records of one store and the checkpoints of another.
type racingStore struct {
	auditlog.Store

	real  *auditlog.Memory
	asked int
}

func (s *racingStore) Checkpoint(ctx context.Context, number uint64) (auditlog.Checkpoint, error) {
	if s.asked++; s.asked <= 2 { // on opening, and by Publish before it reads the records
		return auditlog.Checkpoint{}, auditlog.ErrNotFound
	}
	return s.real.Checkpoint(ctx, number)
}

func (s *racingStore) SaveCheckpoint(ctx context.Context, number uint64, c auditlog.Checkpoint) error {
	return s.real.SaveCheckpoint(ctx, number, c)
}

func TestLog_ReceiptHoldsOfflineAndSurvivesReformatting(t *testing.T) {
	t.Parallel()
	now := start
	log, _ := logOf(t, 11, &now)
	for i := range 11 {
		receipt, err := log.Receipt(t.Context(), entryID(i))
		require.NoError(t, err)
		document, err := json.MarshalIndent(receipt, "", "  ")
		require.NoError(t, err)
		kept, err := auditlog.ParseReceipt(document)
		require.NoError(t, err)
		head, err := kept.Verify(log.Verifier())
		require.NoError(t, err)
		require.Equal(t, uint64(11), head.Size)
		require.Equal(t, start, head.Time)

		kept.Entry = bytes.Replace(kept.Entry, []byte("Meldebeh"), []byte("Meldebet"), 1)
		_, err = kept.Verify(log.Verifier())
		require.ErrorIs(t, err, auditlog.ErrProof)
	}
	_, err := log.Receipt(t.Context(), entryID(999))
	require.ErrorIs(t, err, auditlog.ErrNotFound)
}

func TestLog_TwoProcessesOnOneStoreSignOneHistory(t *testing.T) {
	t.Parallel()
	now := start
	first, store := logOf(t, 3, &now)
	second, err := auditlog.OpenStore(t.Context(), auditlog.StoreConfig{Origin: origin, Signer: signer(t), Store: store, Now: start.UTC, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	require.NoError(t, err)
	one, err := first.Publish(t.Context())
	require.NoError(t, err)
	two, err := second.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, one, two, "the second follows the head of the first")

	var processes sync.WaitGroup
	for p, log := range []*auditlog.Log{first, second} {
		processes.Go(func() {
			for i := range 50 {
				id := 100 + 2*i + p
				if store.Append(record(t, id, start)) != nil {
					t.Error("append")
				}
				if _, err := log.Receipt(t.Context(), entryID(id)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	processes.Wait()
	one, err = first.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, uint64(103), one.Head().Size)
	_, err = auditlog.OpenStore(t.Context(), auditlog.StoreConfig{Origin: origin, Signer: signer(t), Store: store, Now: start.UTC, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	require.NoError(t, err, "all checkpoints form one history")
}

func TestG11_AtTheDeadlineTheEntryIsGoneAndTheTreeStillVerifies(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 6, &now)
	receipt, err := log.Receipt(t.Context(), entryID(2))
	require.NoError(t, err)
	before := log.Head().Head()

	now = start.AddDate(2, 0, 3).Add(-1) // entries 0, 1 and 2 are due
	erased, err := log.Erase(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, erased)
	_, err = log.Receipt(t.Context(), entryID(2))
	require.ErrorIs(t, err, auditlog.ErrNotFound)
	require.Equal(t, []uuid.UUID{entryID(4)}, idsOf(t, store, "subject-0"))
	require.Equal(t, []uuid.UUID{entryID(5), entryID(3)}, idsOf(t, store, "subject-1"))
	require.NotContains(t, string(exported(t, log)), `"n":2`)

	require.NoError(t, store.Append(record(t, 7, start.AddDate(4, 0, 0))))
	reopened, err := auditlog.OpenStore(t.Context(), auditlog.StoreConfig{Origin: origin, Signer: signer(t), Store: store, Now: func() time.Time { return now }, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	require.NoError(t, err)
	after, err := reopened.Publish(t.Context())
	require.NoError(t, err)
	proof, err := reopened.Growth(t.Context(), before.Size, after.Head().Size)
	require.NoError(t, err)
	require.NoError(t, auditlog.VerifyConsistency(before.Size, after.Head().Size, before.Root, after.Head().Root, proof))
	report, err := auditlog.VerifyExport(bytes.NewReader(exported(t, reopened)), reopened.Verifier())
	require.NoError(t, err)
	require.Equal(t, uint64(3), report.Erased)
	require.Equal(t, uint64(4), report.Entries)
	_, err = receipt.Verify(log.Verifier())
	require.NoError(t, err, "what the person took home keeps holding")

	now = start.AddDate(10, 0, 0)
	erased, err = reopened.Erase(t.Context())
	require.NoError(t, err)
	require.Equal(t, 4, erased)
}

func idsOf(t *testing.T, store auditlog.Store, subject string) []uuid.UUID {
	t.Helper()
	var ids []uuid.UUID
	for record, err := range store.Of(t.Context(), subject, uuid.Nil) {
		require.NoError(t, err)
		ids = append(ids, record.ID)
	}
	return ids
}

func TestRecord_ShowsNothingWhenFormatted(t *testing.T) {
	t.Parallel()
	r := record(t, 1, start)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		require.Equal(t, "auditlog.Record{"+entryID(1).String()+"}", fmt.Sprintf(verb, r))
	}
}

func FuzzParseReceipt(f *testing.F) {
	f.Add([]byte(`{"entry":{"a":1},"salt":"` + strings.Repeat("00", 32) + `","index":0,"proof":[],"head":"x"}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		receipt, err := auditlog.ParseReceipt(document)
		if err != nil {
			require.ErrorIs(t, err, auditlog.ErrSyntax)
			return
		}
		_, err = receipt.Verify(signer(t).Verifier())
		require.Error(t, err, "nothing was ever signed")
	})
}

func FuzzVerifyExport(f *testing.F) {
	s := signer(f)
	signed, err := s.Sign(auditlog.Head{Origin: origin, Root: auditlog.EmptyRoot(), Time: start})
	require.NoError(f, err)
	f.Add([]byte(signed.Text() + "\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		report, err := auditlog.VerifyExport(bytes.NewReader(file), s.Verifier())
		if err == nil {
			require.Zero(t, report.Entries+report.Erased, "only the empty log was signed")
		}
	})
}
