// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// The operations of a simulation, drawn at random.

type opKind int

const (
	opAppend opKind = iota
	opTogether
	opLease
	opRenew
	opComplete
	opFail
	opResume
	opErase
)

// operation is one call of a store, and its answer.
type operation struct {
	kind      opKind
	cancelled bool // its context ends while it waits

	command journal.Command
	commits []journal.Commit
	steps   []journal.Step
	request journal.LeaseRequest
	lease   journal.Lease
	until   time.Time
	stream  uuid.UUID

	outcome  journal.Outcome
	outcomes []journal.Outcome
	leased   []journal.Leased
	err      error
}

var (
	effectKinds   = []string{"zustellen", "benachrichtigen"}
	simulatedKeys = []journal.Key{{Name: "ars", Value: "064120000000"}, {Name: "konto", Value: "k"}}
	states        = []string{"entwurf", "eingereicht"}
)

func (o *operation) run(ctx context.Context, store journal.Store) {
	switch o.kind {
	case opAppend:
		o.outcome, o.err = store.Append(ctx, o.command, o.commits...)
	case opTogether:
		o.outcomes, o.err = store.AppendAll(ctx, o.steps...)
	case opLease:
		o.leased, o.err = store.Lease(ctx, o.request)
	case opRenew:
		o.err = store.Renew(ctx, o.lease, o.until)
	case opComplete:
		o.err = store.Complete(ctx, o.lease, []byte("Quittung"))
	case opFail:
		o.err = store.Fail(ctx, o.lease, "not reachable", o.until)
	case opResume:
		o.err = store.Resume(ctx, o.lease.Ref)
	case opErase:
		o.err = store.Erase(ctx, "antrag", o.stream)
	}
}

// answer returns what the caller got to know, as text.
func (o *operation) answer() string {
	for _, known := range []error{journal.ErrConflict, journal.ErrCommandReused, journal.ErrNotFound, journal.ErrLeaseLost} {
		if errors.Is(o.err, known) {
			return fmt.Sprint(o.kind, " ", known)
		}
	}
	outcome, outcomes := placed(o.outcome), slices.Clone(o.outcomes)
	for i := range outcomes {
		outcomes[i] = placed(outcomes[i])
	}
	return fmt.Sprintf("%d %+v %+v %+v %v", o.kind, outcome, outcomes, o.leased, o.err)
}

// placed returns an outcome whose positions only tell whether there are any: which
// they are differs between stores.
func placed(outcome journal.Outcome) journal.Outcome {
	outcome.Receipts = slices.Clone(outcome.Receipts)
	for i := range outcome.Receipts {
		outcome.Receipts[i].Position = min(outcome.Receipts[i].Position, 1)
	}
	return outcome
}

func (o *operation) events() int {
	n := 0
	for i := range o.commits {
		n += len(o.commits[i].Events)
	}
	return n
}

// newGroup draws a group of operations.
func (s *simulation) newGroup() *group {
	g := &group{now: s.now}
	for range 1 + s.random.IntN(5) {
		op := s.newOperation()
		op.cancelled = s.random.IntN(15) == 0
		if op.kind == opAppend && !op.command.IsZero() && op.command.Fingerprint == [32]byte{1} && !op.cancelled {
			s.sent = append(s.sent, op)
		}
		g.operations = append(g.operations, op)
	}
	return g
}

func (s *simulation) newOperation() *operation {
	switch draw := s.random.IntN(20); {
	case draw < 7:
		return s.newAppend()
	case draw == 7:
		return s.newTogether()
	case draw < 13:
		return &operation{kind: opLease, request: journal.LeaseRequest{
			Effects: journal.EffectNames("antrag", effectKinds[s.random.IntN(2):]...), For: 30 * time.Second, Limit: 1 + s.random.IntN(3),
		}}
	case draw == 19:
		return &operation{kind: opErase, stream: s.streamID()}
	case len(s.leases) == 0:
		return s.newAppend()
	}
	op := &operation{
		kind:  []opKind{opComplete, opComplete, opFail, opRenew, opResume}[s.random.IntN(5)],
		lease: s.leases[s.random.IntN(len(s.leases))],
		until: s.now.Add(time.Minute),
	}
	if op.kind == opFail && s.random.IntN(2) == 0 {
		op.until = time.Time{}
	}
	return op
}

// newAppend draws an append: mostly at the right version, sometimes a repeated
// delivery, sometimes the key of another command.
func (s *simulation) newAppend() *operation {
	if len(s.sent) > 0 && s.random.IntN(4) == 0 {
		again := *s.sent[s.random.IntN(len(s.sent))]
		again.outcome, again.err = journal.Outcome{}, nil
		if s.random.IntN(4) == 0 {
			again.command.Fingerprint = [32]byte{2}
		}
		return &again
	}
	key := s.uuid().String()
	op := &operation{kind: opAppend}
	if s.random.IntN(10) > 0 {
		op.command = journal.Command{Kind: "einreichen", Key: key, Fingerprint: [32]byte{1}}
		if s.random.IntN(2) == 0 {
			op.command.Answer = []byte("Aktenzeichen " + key)
		}
	}
	first := s.streamID()
	op.commits = []journal.Commit{s.newCommit(first, key)}
	if other := s.streamID(); other != first && s.random.IntN(3) == 0 {
		op.commits = append(op.commits, s.newCommit(other, key))
	}
	if slices.ContainsFunc(op.commits, func(c journal.Commit) bool { return len(c.Events) == 0 }) {
		op.command.Answer = nil // one that only saves a draft has none
	}
	return op
}

// newTogether draws appends that are written together, mostly to streams of
// their own, and mostly such that fit.
func (s *simulation) newTogether() *operation {
	op := &operation{kind: opTogether}
	for range 2 + s.random.IntN(2) {
		one := s.newAppend()
		op.steps = append(op.steps, journal.Step{Command: one.command, Commits: one.commits})
	}
	return op
}

func (s *simulation) newCommit(stream uuid.UUID, key string) journal.Commit {
	commit := journal.Commit{Kind: "antrag", Stream: stream, State: states[s.random.IntN(2)]}
	if head, _, err := s.model.Load(context.Background(), "antrag", stream, 0); err == nil {
		commit.Expected = head.Version
	}
	if s.random.IntN(10) == 0 {
		commit.Expected += uint64(s.random.IntN(2)) // stale, or from the future
	}
	switch s.random.IntN(4) {
	case 0:
		commit.Draft = []byte("Entwurf von Erika Mustermann " + key)
	case 1:
		commit.DropDraft = true
	}
	if s.random.IntN(3) == 0 {
		commit.Due = s.now.Add(time.Duration(s.random.IntN(3)) * time.Hour)
	}
	if commit.Expected > 0 && (len(commit.Draft) > 0 || commit.DropDraft) && s.random.IntN(2) == 0 {
		return commit // it only saves a draft
	}
	for range 1 + s.random.IntN(2) {
		event := journal.Event{Type: "geaendert", Time: s.now, Data: []byte(key)}
		if s.random.IntN(2) == 0 {
			event.Personal = []byte("Erika Mustermann")
		}
		commit.Events = append(commit.Events, event)
	}
	commit.Keys = simulatedKeys[:s.random.IntN(3)]
	for range s.random.IntN(3) {
		commit.Effects = append(commit.Effects, journal.Effect{
			Kind: effectKinds[s.random.IntN(2)], Payload: []byte("p"), NotBefore: s.now.Add(time.Duration(s.random.IntN(3)*20) * time.Second),
		})
	}
	return commit
}

// streamID returns one of few ids, so that streams are written many times.
func (s *simulation) streamID() uuid.UUID { return uuid.UUID{0: byte(1 + s.random.IntN(5)), 15: 1} }

func (s *simulation) uuid() (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[:8], s.random.Uint64())
	binary.BigEndian.PutUint64(id[8:], s.random.Uint64())
	return id
}
