// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func nextSigner(tb testing.TB) *auditlog.Signer {
	tb.Helper()
	s, err := auditlog.NewSigner("muehlhausen.example", ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize)))
	require.NoError(tb, err)
	return s
}

// life is a log whose store can be backed up and restored.
type life struct {
	t       *testing.T
	log     *auditlog.Log
	config  auditlog.StoreConfig
	written int
}

func newLife(t *testing.T, keepers ...auditlog.Keeper) *life {
	t.Helper()
	l := &life{t: t, config: auditlog.StoreConfig{
		Origin: origin, Signer: signer(t), Keepers: keepers, Store: &auditlog.Memory{}, Now: func() time.Time { return start },
	}}
	l.open()
	return l
}

func (l *life) open() {
	l.t.Helper()
	var err error
	l.log, err = auditlog.OpenStore(l.t.Context(), l.config)
	require.NoError(l.t, err)
}

// grow writes entries and signs a head over them.
func (l *life) grow(n int) auditlog.SignedHead {
	l.t.Helper()
	for range n {
		l.written++
		require.NoError(l.t, l.log.Append(l.t.Context(), record(l.t, l.written, start.AddDate(2, 0, 0))))
	}
	head, err := l.log.Publish(l.t.Context())
	require.NoError(l.t, err)
	return head
}

func (l *life) backup() *auditlog.Memory { return l.config.Store.(*auditlog.Memory).Clone() }

// restore gives the log a store from a backup, not yet open.
func (l *life) restore(backup *auditlog.Memory) { l.config.Store = backup.Clone() }

func (l *life) begin(act auditlog.Act) auditlog.SignedHead {
	l.t.Helper()
	head, err := auditlog.BeginEpochStore(l.t.Context(), l.config, act)
	require.NoError(l.t, err)
	return head
}

func (l *life) refused(want error) {
	l.t.Helper()
	_, err := auditlog.OpenStore(l.t.Context(), l.config)
	require.ErrorIs(l.t, err, want)
}

const lostDisk = "restored the backup of 22 November after the disk failed"

// A restored log is refused until the act is signed; then everybody who sees a head
// sees what was lost and why.
func TestEpoch_LetsARestoredLogGoOnAndTellsEverybody(t *testing.T) {
	t.Parallel()
	l := newLife(t, &auditlog.HeadMemory{})
	early := l.grow(3)
	backup := l.backup()
	lost := l.grow(4)
	kept, err := l.log.Receipt(t.Context(), entryID(2))
	require.NoError(t, err)
	gone, err := l.log.Receipt(t.Context(), entryID(6))
	require.NoError(t, err)

	l.restore(backup)
	l.refused(auditlog.ErrRolledBack)
	l.restore(backup)
	l.begin(auditlog.Act{Reason: lostDisk})
	l.open()
	young := l.grow(6)

	acts := young.Head().Epochs.All()
	require.Len(t, acts, 1)
	require.Equal(t, uint64(2), acts[0].Number)
	require.Equal(t, auditlog.State{Size: 7, Root: lost.Head().Root}, acts[0].Last)
	require.Equal(t, auditlog.State{Size: 3, Root: early.Head().Root}, acts[0].Kept)
	require.Equal(t, start, acts[0].Time)
	require.Equal(t, lostDisk, acts[0].Reason)

	for _, receipt := range []auditlog.Receipt{kept, gone} {
		head, err := receipt.Verify(l.log.Verifier())
		require.NoError(t, err, "what was signed stays proven, also what was lost")
		require.Zero(t, head.Epochs.Len())
	}
	receipt, err := l.log.Receipt(t.Context(), entryID(2))
	require.NoError(t, err)
	head, err := receipt.Verify(l.log.Verifier())
	require.NoError(t, err)
	require.Equal(t, lostDisk, head.Epochs.All()[0].Reason)
	_, err = l.log.Record(t.Context(), entryID(6))
	require.ErrorIs(t, err, auditlog.ErrNotFound)

	for _, seen := range []struct{ head, kept auditlog.SignedHead }{{early, early}, {lost, early}} {
		proof, err := l.log.Growth(t.Context(), seen.kept.Head().Size, young.Head().Size)
		require.NoError(t, err)
		size, err := auditlog.VerifyGrowth(seen.head.Head(), young.Head(), proof)
		require.NoError(t, err)
		require.Equal(t, uint64(3), size)
	}
	var file bytes.Buffer
	require.NoError(t, l.log.Export(t.Context(), &file))
	report, err := auditlog.VerifyExport(&file, l.log.Verifier(), early.Head(), lost.Head(), young.Head())
	require.NoError(t, err)
	require.Equal(t, []uint64{3, 3, 9}, report.Kept)
}

// Without the act it stays a rollback for everybody, and an act that admits too little
// is none.
func TestEpoch_HidesNoRollback(t *testing.T) {
	t.Parallel()
	second := &auditlog.HeadMemory{}
	l := newLife(t, &auditlog.HeadMemory{}, second)
	l.grow(2)
	backup := l.backup()
	middle := l.grow(2)
	lost := l.grow(2)

	// The first place was restored with the store, and the act is signed as if no more than
	// four entries had been seen.
	forgetful := &auditlog.HeadMemory{}
	require.NoError(t, forgetful.Keep(t.Context(), middle.Text()))
	l.restore(backup)
	l.config.Keepers = []auditlog.Keeper{forgetful}
	young := l.begin(auditlog.Act{Reason: lostDisk})
	_, err := auditlog.VerifyGrowth(lost.Head(), young.Head(), nil)
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
	require.ErrorContains(t, err, "as if 4 entries had been signed, and 6 were seen")
	l.config.Keepers = []auditlog.Keeper{second}
	l.restore(l.backup())
	l.refused(auditlog.ErrRolledBack)

	// Whoever saw no more than was kept finds a rewritten beginning.
	other := newLife(t, &auditlog.HeadMemory{})
	other.written = 50
	other.grow(2)
	forged, err := auditlog.OpenHead(other.log.Head().Text(), signer(t).Verifier())
	require.NoError(t, err)
	_, err = auditlog.VerifyGrowth(forged.Head(), young.Head(), nil)
	require.ErrorIs(t, err, auditlog.ErrProof)

	// A head of the first epoch does not continue one of the second.
	_, err = auditlog.VerifyGrowth(young.Head(), lost.Head(), nil)
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
	foreign := lost.Head()
	foreign.Origin = "other.example"
	_, err = auditlog.Common(foreign, young.Head())
	require.ErrorIs(t, err, auditlog.ErrForked)

	// A head that a receipt still has is reason enough.
	l.restore(backup)
	l.config.Keepers = []auditlog.Keeper{&auditlog.HeadMemory{}}
	seen := l.begin(auditlog.Act{Reason: lostDisk, Seen: lost.Text()})
	require.Equal(t, uint64(6), seen.Head().Epochs.All()[0].Last.Size)
	_, err = auditlog.Common(young.Head(), seen.Head())
	require.ErrorIs(t, err, auditlog.ErrForked, "two acts for one epoch")
}

// Backups are restored more than once, also one from before an act.
func TestEpoch_FollowsEpoch(t *testing.T) {
	t.Parallel()
	l := newLife(t, &auditlog.HeadMemory{})
	l.grow(3)
	first := l.backup()
	l.grow(2)
	second := l.backup()
	old := l.grow(3) // 8

	l.restore(first)
	begun := l.begin(auditlog.Act{Reason: "first"})
	require.Equal(t, uint64(3), begun.Head().Size)
	l.restore(l.backup())
	begunOnly := l.backup()
	l.open()
	two := l.grow(10) // 13

	// The younger of the first two backups is of the branch that was lost: only three
	// entries are common to all.
	l.restore(second)
	l.refused(auditlog.ErrRolledBack)
	l.restore(second)
	three := l.begin(auditlog.Act{Reason: "second"})
	require.Equal(t, uint64(5), three.Head().Size)
	acts := three.Head().Epochs.All()
	require.Len(t, acts, 2)
	require.Equal(t, uint64(3), acts[1].Kept.Size)
	require.Equal(t, uint64(13), acts[1].Last.Size)
	l.open()
	four := l.grow(1)
	for _, seen := range []auditlog.SignedHead{old, begun, two} {
		proof, err := l.log.Growth(t.Context(), 3, four.Head().Size)
		require.NoError(t, err)
		kept, err := auditlog.VerifyGrowth(seen.Head(), four.Head(), proof)
		require.NoError(t, err)
		require.Equal(t, uint64(3), kept)
	}

	// The act itself is lost with a restored store, although no entry is.
	l.restore(begunOnly)
	l.refused(auditlog.ErrRolledBack)
	_, err := auditlog.BeginEpochStore(t.Context(), l.config, auditlog.Act{Reason: "third"})
	require.NoError(t, err)
	l.open()
	_, err = auditlog.BeginEpochStore(t.Context(), l.config, auditlog.Act{Reason: "fourth"})
	require.ErrorIs(t, err, auditlog.ErrNothingLost)
}

// Keys are changed by an act; old public keys go on verifying what they signed.
func TestEpoch_ChangesTheKey(t *testing.T) {
	t.Parallel()
	keeper := &auditlog.HeadMemory{}
	l := newLife(t, keeper)
	l.grow(2)
	require.NoError(t, l.log.Append(t.Context(), record(t, 3, start.AddDate(2, 0, 0))))
	l.written = 3
	old, err := l.log.Receipt(t.Context(), entryID(1))
	require.NoError(t, err)

	before := l.config
	l.restore(l.backup())
	l.config.Signer, l.config.Former = nextSigner(t), []auditlog.Verifier{signer(t).Verifier()}
	l.refused(auditlog.ErrKey)
	l.restore(l.backup())
	before.Store = l.config.Store
	changed, err := auditlog.BeginEpochStore(t.Context(), before, auditlog.Act{Reason: "yearly change of keys", Next: nextSigner(t)})
	require.NoError(t, err)
	act := changed.Head().Epochs.All()[0]
	require.Equal(t, act.Last, act.Kept, "nothing is lost")
	require.Equal(t, uint64(3), act.Kept.Size, "what was not yet signed still belongs to the old key")
	l.open()
	l.grow(3)
	young, err := l.log.Receipt(t.Context(), entryID(5))
	require.NoError(t, err)

	_, err = young.Verify(signer(t).Verifier())
	require.NoError(t, err, "whoever has the old key follows the act")
	_, err = young.Verify(nextSigner(t).Verifier())
	require.NoError(t, err)
	_, err = old.Verify(nextSigner(t).Verifier())
	require.ErrorIs(t, err, auditlog.ErrSignature)
	_, err = old.Verify(l.log.Head().Verifiers()...)
	require.NoError(t, err)
	require.Equal(t, []auditlog.Verifier{nextSigner(t).Verifier(), signer(t).Verifier()}, l.log.Head().Verifiers())

	// The old key signs no more.
	_, err = signer(t).Sign(l.log.Head().Head())
	require.ErrorIs(t, err, auditlog.ErrKey)
	l.restore(l.backup())
	before.Store = l.config.Store
	l.config = before
	_, err = auditlog.OpenStore(t.Context(), l.config)
	require.ErrorIs(t, err, auditlog.ErrKey)
}

// Each changed byte of an act is noticed, and only the key in force can sign one.
func TestEpoch_ActIsSignedAndBound(t *testing.T) {
	t.Parallel()
	l := newLife(t, &auditlog.HeadMemory{})
	l.grow(2)
	backup := l.backup()
	lost := l.grow(1)
	l.restore(backup)
	young := l.begin(auditlog.Act{Reason: lostDisk})
	text := young.Head().Text()
	from := strings.Index(text, "\nepoch ") + 1
	for i := from; i < len(text); i++ {
		changed := []byte(text)
		changed[i] ^= 1
		_, err := auditlog.ParseHead(string(changed))
		require.Error(t, err, "byte %d: %q", i, text[i])
	}
	_, err := auditlog.ParseHead(strings.Replace(text, origin, "other.example", 1))
	require.ErrorIs(t, err, auditlog.ErrSignature, "an act of another log")

	l.restore(backup)
	thief := l.config
	thief.Signer, thief.Former = nextSigner(t), []auditlog.Verifier{signer(t).Verifier()}
	_, err = auditlog.BeginEpochStore(t.Context(), thief, auditlog.Act{Reason: lostDisk, Seen: lost.Text()})
	require.ErrorIs(t, err, auditlog.ErrKey)
	for _, reason := range []string{"", "two\nlines", " blank", strings.Repeat("x", 201), "\xff"} {
		_, err = auditlog.BeginEpochStore(t.Context(), l.config, auditlog.Act{Reason: reason, Seen: lost.Text()})
		require.ErrorIs(t, err, auditlog.ErrSyntax)
	}

	// A fork is healed by no act.
	fork := newLife(t, &auditlog.HeadMemory{})
	fork.written = 70
	fork.grow(5)
	_, err = auditlog.BeginEpochStore(t.Context(), fork.config, auditlog.Act{Reason: lostDisk, Seen: lost.Text()})
	require.ErrorIs(t, err, auditlog.ErrForked)
}
