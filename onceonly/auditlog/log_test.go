// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

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
	log, _ := logOf(t, 5, &now)
	file := exported(t, log)
	report, err := auditlog.VerifyExport(bytes.NewReader(file), log.Verifier())
	require.NoError(t, err)
	require.Equal(t, uint64(5), report.Entries)
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
			proof, err := log.Growth(old.Size, young.Size)
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

	forged := &auditlog.Memory{}
	for i := range 4 {
		require.NoError(t, forged.Append(record(t, 3-i, start)))
	}
	require.NoError(t, forged.SaveHead(t.Context(), "", signed.Text()))
	config := auditlog.Config{Origin: origin, Signer: signer(t), Store: forged, Now: log.Head().Head().Time.Local}
	_, err = auditlog.Open(t.Context(), config)
	require.ErrorIs(t, err, auditlog.ErrProof)

	shortened := &auditlog.Memory{}
	require.NoError(t, shortened.Append(record(t, 0, start)))
	require.NoError(t, shortened.SaveHead(t.Context(), "", signed.Text()))
	config.Store = shortened
	_, err = auditlog.Open(t.Context(), config)
	require.ErrorIs(t, err, auditlog.ErrProof)

	config.Store, config.Origin = store, "other.example"
	_, err = auditlog.Open(t.Context(), config)
	require.ErrorIs(t, err, auditlog.ErrProof)
}

func TestLog_GoingBackToAnOlderHeadIsDetected(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 2, &now)
	old, err := log.Publish(t.Context())
	require.NoError(t, err)
	require.NoError(t, store.Append(record(t, 9, start.AddDate(2, 0, 0))))
	young, err := log.Publish(t.Context())
	require.NoError(t, err)
	require.NoError(t, store.SaveHead(t.Context(), young.Text(), old.Text()))
	_, err = log.Publish(t.Context())
	require.ErrorIs(t, err, auditlog.ErrProof)
}

func TestLog_ReceiptHoldsOfflineAndSurvivesReformatting(t *testing.T) {
	t.Parallel()
	now := start
	log, _ := logOf(t, 11, &now)
	for i := range 11 {
		receipt, err := log.Receipt(t.Context(), fmt.Sprintf("entry-%03d", i))
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
	_, err := log.Receipt(t.Context(), "entry-999")
	require.ErrorIs(t, err, auditlog.ErrNotFound)
}

func TestLog_TwoProcessesOnOneStoreSignOneHistory(t *testing.T) {
	t.Parallel()
	now := start
	first, store := logOf(t, 3, &now)
	second, err := auditlog.Open(t.Context(), auditlog.Config{Origin: origin, Signer: signer(t), Store: store, Now: first.Head().Head().Time.UTC})
	require.NoError(t, err)
	one, err := first.Publish(t.Context())
	require.NoError(t, err)
	two, err := second.Publish(t.Context())
	require.NoError(t, err)
	require.Equal(t, one, two, "the second follows the head of the first")
}

func TestG11_AtTheDeadlineTheEntryIsGoneAndTheTreeStillVerifies(t *testing.T) {
	t.Parallel()
	now := start
	log, store := logOf(t, 6, &now)
	receipt, err := log.Receipt(t.Context(), "entry-002")
	require.NoError(t, err)
	before := log.Head().Head()

	now = start.AddDate(2, 0, 3).Add(-1) // entries 0, 1 and 2 are due
	erased, err := log.Erase(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, erased)
	_, err = log.Receipt(t.Context(), "entry-002")
	require.ErrorIs(t, err, auditlog.ErrNotFound)
	require.Len(t, store.RecordsOf("subject-0"), 1)
	require.Len(t, store.RecordsOf("subject-1"), 2)
	require.NotContains(t, string(exported(t, log)), `"n":2`)

	require.NoError(t, store.Append(record(t, 7, start.AddDate(4, 0, 0))))
	reopened, err := auditlog.Open(t.Context(), auditlog.Config{Origin: origin, Signer: signer(t), Store: store, Now: func() time.Time { return now }})
	require.NoError(t, err)
	after, err := reopened.Publish(t.Context())
	require.NoError(t, err)
	proof, err := reopened.Growth(before.Size, after.Head().Size)
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

func TestRecord_ShowsNothingWhenFormatted(t *testing.T) {
	t.Parallel()
	r := record(t, 1, start)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		require.Equal(t, "auditlog.Record{entry-001}", fmt.Sprintf(verb, r))
	}
}

func TestMemory_WritesAllRecordsOrNone(t *testing.T) {
	t.Parallel()
	store := &auditlog.Memory{}
	require.NoError(t, store.Append(record(t, 1, start)))
	require.ErrorIs(t, store.Append(record(t, 2, start), record(t, 1, start)), auditlog.ErrConflict)
	require.ErrorIs(t, store.Append(record(t, 2, start), record(t, 2, start)), auditlog.ErrConflict)
	commitments, err := store.Commitments(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, commitments, 1)
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
