// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
)

// Act is what the operator declares when a log begins a new epoch.
type Act struct {
	// Reason says why, in one line that everybody may read: "restored the backup of
	// 30 November after the disk failed". Required, and no place for names of persons.
	Reason string
	// Seen is a signed head that somebody else has and no keeper: from a receipt, from
	// the public page, from a witness. "" if there is none.
	Seen string
	// Next signs from now on. Nil: the key stays.
	Next *Signer
}

// ErrNothingLost says that a log needs no new epoch: the store holds all that was seen
// of it, and its key stays.
var ErrNothingLost = errors.New("auditlog: nothing was lost and the key stays: no epoch to begin")

// BeginEpoch lets a log go on after entries of it were lost because a backup was
// restored, or changes its key. It signs an act that names the last head that the
// keepers have seen, what the store still holds of it, and why; all later heads carry
// it. Without that act such a log is not opened.
//
// It is a step of the operator and never one of the running service: whoever can do it
// needs the key of the log, with which heads are signed, and can hide the loss from
// nobody. A log that was forked is not healed by it (ErrForked): that one ends, and
// another begins under another name. Config.Signer is the key that was in force; if it
// was lost, the log ends as well. A change of keys may be repeated.
// Close the store after it: the service opens it anew, with the log.
func BeginEpoch(ctx context.Context, store *bausteine.Store, config Config, act Act) (SignedHead, error) {
	core, err := grund.Of(store)
	if err != nil {
		return SignedHead{}, err
	}
	if config.Name == "" {
		config.Name = "log"
	}
	l, err := newLog(config, &logStore{core, config.Name}, core.Now)
	if err != nil {
		return SignedHead{}, err
	}
	if block := l.block(config.Name); !core.Registered(block.Name) {
		if err := core.Register(block); err != nil {
			return SignedHead{}, err
		}
	}
	return l.beginEpoch(ctx, act)
}

func (l *Log) beginEpoch(ctx context.Context, act Act) (SignedHead, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if act.Next == nil {
		act.Next = l.config.Signer
	}
	if err := l.catchUp(ctx); err != nil {
		return SignedHead{}, err
	}
	if err := l.follow(ctx); err != nil {
		return SignedHead{}, err
	}
	seen, err := l.seenHeads(ctx, act.Seen)
	if err != nil {
		return SignedHead{}, err
	}
	last := l.head
	for _, head := range seen {
		if last.IsZero() || younger(head, last) {
			last = head
		}
	}
	if last.IsZero() {
		return SignedHead{}, ErrNothingLost
	}
	if err := l.readAll(ctx); err != nil {
		return SignedHead{}, err
	}
	common, err := l.common(ctx, last)
	if err != nil {
		return SignedHead{}, err
	}
	for _, head := range seen {
		if err := l.agreesWith(ctx, head, last, common.Size); err != nil {
			return SignedHead{}, err
		}
	}
	l.kept = last
	if common.Size == last.Head().Size && last.Head().Epochs == l.head.Head().Epochs {
		// Nothing is lost. What was not signed yet still belongs to this epoch.
		if last.key == act.Next.Verifier() && last.key != l.Verifier() {
			return last, nil // it was begun before
		}
		if act.Next == l.config.Signer {
			return SignedHead{}, ErrNothingLost
		}
		if err := l.publishUntilDone(ctx); err != nil {
			return SignedHead{}, err
		}
		last, common = l.head, State{l.head.Head().Size, l.head.Head().Root}
	}
	if last.key != l.Verifier() {
		return SignedHead{}, fmt.Errorf("%w: the act is signed with the key of the last head", ErrKey)
	}
	// One checkpoint holds no more: what goes before stays in the epoch that it was written in.
	for l.tree.size-l.head.Head().Size > leavesAtOnce {
		if err := l.checkpoint(ctx, l.head.Head().Size); err != nil {
			return SignedHead{}, err
		}
	}
	return l.signEpoch(ctx, last.Head(), common, act)
}

// seenHeads returns the heads that anybody is known to have seen.
func (l *Log) seenHeads(ctx context.Context, seen string) ([]SignedHead, error) {
	notes := []string{seen}
	for _, keeper := range l.config.Keepers {
		note, err := keeper.Last(ctx)
		if err != nil {
			return nil, err
		}
		notes = append(notes, note)
	}
	var heads []SignedHead
	for _, note := range notes {
		if note == "" {
			continue
		}
		signed, err := l.openHead(note)
		if err != nil {
			return nil, fmt.Errorf("auditlog: a head that was seen: %w", err)
		}
		if signed.Head().Origin != l.config.Origin {
			return nil, fmt.Errorf("%w: a head of another log", ErrForked)
		}
		heads = append(heads, signed)
	}
	return heads, nil
}

func (l *Log) readAll(ctx context.Context) error {
	for {
		before := l.searched
		if err := l.readMore(ctx); err != nil || l.searched == before {
			return err
		}
	}
}

// agreesWith checks that a head that was seen belongs to the history of the last one, and
// that the store holds nothing else.
func (l *Log) agreesWith(ctx context.Context, seen, last SignedHead, kept uint64) error {
	state, err := Common(seen.Head(), last.Head())
	if err != nil {
		return err
	}
	if state.Size > kept {
		return nil // of a part that the store lost
	}
	if root, err := l.tree.rootAt(ctx, state.Size); err != nil || root != state.Root {
		return fmt.Errorf("%w: the first %d entries are others: no act heals that", ErrForked, state.Size)
	}
	return nil
}

// common returns what the store holds of the last head.
func (l *Log) common(ctx context.Context, last SignedHead) (State, error) {
	kept := State{last.Head().Size, last.Head().Root}
	mine := l.head.Head()
	if !last.Head().Epochs.continues(mine.Epochs) {
		return State{}, fmt.Errorf("%w: the acts of its epochs are others", ErrForked)
	}
	// What the store holds beyond what an act kept is of the epoch before it.
	for _, act := range last.Head().Epochs.All()[mine.Epochs.Len():] {
		if act.Kept.Size < kept.Size {
			kept = act.Kept
		}
	}
	if l.tree.size < kept.Size {
		root, err := l.tree.rootAt(ctx, l.tree.size)
		return State{l.tree.size, root}, err
	}
	root, err := l.tree.rootAt(ctx, kept.Size)
	if err == nil && root != kept.Root {
		err = fmt.Errorf("%w: the first %d entries are others: no act heals that", ErrForked, kept.Size)
	}
	return kept, err
}

// signEpoch signs the act and the first head of the epoch. The store has them before the
// keepers: one that dies in between has nothing else to say.
func (l *Log) signEpoch(ctx context.Context, last Head, kept State, act Act) (SignedHead, error) {
	epochs, err := last.Epochs.begin(l.config.Origin, Epoch{
		Number: uint64(last.Epochs.Len()) + 2, Last: State{last.Size, last.Root}, LastTime: last.Time,
		Kept: kept, Time: l.now(), Key: act.Next.Verifier(), Reason: act.Reason,
	}, l.config.Signer)
	if err != nil {
		return SignedHead{}, err
	}
	root, err := l.tree.rootAt(ctx, l.tree.size)
	if err != nil {
		return SignedHead{}, err
	}
	signed, err := act.Next.Sign(Head{Origin: l.config.Origin, Size: l.tree.size, Root: root, Time: l.now(), Epochs: epochs})
	if err != nil {
		return SignedHead{}, err
	}
	grown, err := l.tree.growths(ctx, l.stored, l.tree.size)
	if err != nil {
		return SignedHead{}, err
	}
	if err := l.source.saveCheckpoint(ctx, l.checkpoints, checkpoint{head: signed.Text(), leaves: l.pending}, grown); err != nil {
		return SignedHead{}, err
	}
	for _, keeper := range l.config.Keepers {
		if err := keeper.Keep(ctx, signed.Text()); err != nil {
			return SignedHead{}, err
		}
	}
	return signed, nil
}
