// SPDX-License-Identifier: Apache-2.0

// Package journaltest proves that a journal.Store keeps its contract.
package journaltest

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Open returns an empty store that reads the time from now. It closes the store
// when the test ends, if the test has not done so.
type Open func(t *testing.T, now func() time.Time) journal.Store

// TestStore runs the suite. Every test opens a store of its own.
func TestStore(t *testing.T, open Open) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, *harness){
		"AppendedEventsComeBackAsTheyWere":                testAppendedEventsComeBack,
		"BytesAndTextComeBackUnchanged":                   testBytesAndText,
		"TheStoreKeepsCopiesOnly":                         testCopies,
		"AnEventWithoutTimeGetsTheClocks":                 testEventTime,
		"LoadStartsBehindAVersion":                        testLoadAfter,
		"AMissingStreamIsNotFound":                        testMissing,
		"AStaleVersionIsAConflictAndWritesNothing":        testConflict,
		"OfManyWritersOfOneVersionExactlyOneWins":         testOneWinner,
		"OneIDMayNameStreamsOfTwoKinds":                   testTwoKinds,
		"SeveralStreamsAreWrittenAllOrNone":               testAllOrNone,
		"WhatCannotBeStoredIsRefusedBeforehand":           testInvalid,
		"ACancelledContextLeavesNothing":                  testCancelled,
		"ARepeatedCommandGivesTheStoredOutcome":           testReplay,
		"ARepeatedCommandIsNoConflict":                    testReplayBeforeConflict,
		"ACommandKeyWithOtherContentIsRefused":            testCommandReused,
		"ACommandKeyIsUniqueWithinItsKindOnly":            testCommandKinds,
		"OfManyRepetitionsOfACommandExactlyOneIsExecuted": testConcurrentReplay,
		"ACommandOverSeveralStreamsIsReplayedWhole":       testReplayOfSeveral,
		"ARefusedCommandLeavesItsKeyFree":                 testRefusedCommand,
		"PositionsKeepTheOrder":                           testPositions,
		"AReaderNeverSkipsALateCommit":                    testReaderBesideWriters,
		"ListSelectsByKindStateAndKey":                    testListSelects,
		"ListFollowsChangesOfStateAndKeys":                testListFollows,
		"ListContinuesBehindAStreamInBothDirections":      testListPages,
		"ListTakesAnyOfSeveralKeysAndASpanOfIDs":          testListKeys,
		"ListMayBeLeftEarlyAndWrittenDuring":              testListLeftEarly,
		"AnEffectIsStoredWithItsCommitOrNotAtAll":         testEffectWithCommit,
		"AnEffectIsLeasedOnceAndInOrderOfItsTime":         testLeaseOrder,
		"ALeaseSelectsByKindAndEffect":                    testLeaseSelects,
		"ALeaseThatRanOutIsGivenAgain":                    testLeaseRunsOut,
		"ARenewedLeaseHoldsLonger":                        testRenew,
		"ACompletedEffectKeepsItsFirstResult":             testComplete,
		"AFailedEffectComesAgainAtItsTime":                testFail,
		"ADeadEffectIsListedAndResumed":                   testDead,
		"OfManyWorkersEachEffectGoesToOne":                testConcurrentLease,
		"EffectsAreListedByStreamAndState":                testEffectsListed,
		"ErasureTakesWhatIsPersonalAndLeavesTheSkeleton":  testErase,
		"ErasureTakesTheAnswersOfAllCommandsOfTheStream":  testEraseAnswers,
		"AnErasedEffectIsNeverExecuted":                   testEraseEffects,
		"ErasureTouchesNoOtherStreamAndMayBeRepeated":     testEraseOthers,
		"ADraftReplacesTheOneBefore":                      testDraft,
		"ADraftGoesWhenItIsDroppedOrItsStreamErased":      testDraftGoes,
		"ASavedDraftIsAVersionAndNoEvent":                 testDraftVersion,
		"ARepeatedSaveOfADraftGivesItsFirstReceipt":       testDraftReplay,
		"StepsAreWrittenTogetherOrNotAtAll":               testSteps,
		"AStepSeesThoseBeforeIt":                          testStepsFollow,
		"AnAnsweredCommandAmongStepsIsAConflict":          testStepsAnswered,
		"WhatIsDueIsListedInItsOrder":                     testDue,
		"ADeadlineFollowsTheCommitsAndMayBeMoved":         testSetDue,
		"FirstEventsOfAKindAreReadInTheirOrder":           testFirsts,
		"AClosedStoreSaysSo":                              testClosed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &harness{now: time.Date(2026, 3, 2, 9, 30, 0, 123456000, time.UTC)}
			h.Store = open(t, h.Now)
			test(t, h)
		})
	}
}

// harness is the store under test and the clock it reads.
type harness struct {
	journal.Store

	mu  sync.Mutex
	now time.Time
}

// Now is the clock of the store.
func (h *harness) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *harness) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// append writes one commit without a command and demands success.
func (h *harness) append(t *testing.T, commit journal.Commit) journal.Receipt {
	t.Helper()
	outcome, err := h.Append(t.Context(), journal.Command{}, commit)
	require.NoError(t, err)
	require.Len(t, outcome.Receipts, 1)
	require.False(t, outcome.Replayed)
	return outcome.Receipts[0]
}

// load returns a stream that must exist.
func (h *harness) load(t *testing.T, kind string, stream uuid.UUID) (journal.Head, []journal.Recorded) {
	t.Helper()
	head, events, err := h.Load(t.Context(), kind, stream, 0)
	require.NoError(t, err)
	require.Len(t, events, int(head.Version))
	return head, events
}

// lease takes effects of the kinds, at most 100 for a minute.
func (h *harness) lease(t *testing.T, kinds ...string) []journal.Leased {
	t.Helper()
	leased, err := h.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames("antrag", kinds...), For: time.Minute, Limit: 100})
	require.NoError(t, err)
	return leased
}

func (h *harness) heads(t *testing.T, query journal.Query) []journal.Head {
	t.Helper()
	var heads []journal.Head
	for head, err := range h.List(t.Context(), query) {
		require.NoError(t, err)
		heads = append(heads, head)
	}
	return heads
}

func (h *harness) effects(t *testing.T, query journal.EffectQuery) []journal.EffectRecord {
	t.Helper()
	var records []journal.EffectRecord
	for record, err := range h.Effects(t.Context(), query) {
		require.NoError(t, err)
		records = append(records, record)
	}
	return records
}

// commit returns a plain commit of one event to a stream of the kind "antrag".
func commit(stream uuid.UUID, expected uint64) journal.Commit {
	return journal.Commit{
		Kind:     "antrag",
		Stream:   stream,
		Expected: expected,
		Events:   []journal.Event{{Type: "geaendert", Data: []byte(`{"n":1}`)}},
		State:    "entwurf",
	}
}

func command(key string) journal.Command {
	return journal.Command{Kind: "einreichen", Key: key, Fingerprint: [32]byte{1}, Answer: []byte("Aktenzeichen 7")}
}

// requireReceipts requires receipts whose positions grow, behind one.
func requireReceipts(t *testing.T, behind journal.Position, want []journal.Receipt, got ...journal.Receipt) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, receipt := range got {
		require.Greater(t, receipt.Position, behind)
		behind = receipt.Position
		receipt.Position = 0
		require.Equal(t, want[i], receipt)
	}
}

func newID(t *testing.T) uuid.UUID {
	t.Helper()
	id, err := uuid.NewV7()
	require.NoError(t, err)
	return id
}
