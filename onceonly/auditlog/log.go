// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Config says whose log it is and what it rests on. Origin to Keepers are required.
type Config struct {
	// Origin names the log in every head, for example "muehlhausen.example/onceonly".
	Origin string
	Signer *Signer
	Store  Store
	Now    func() time.Time
	// Keepers remember the last head outside of the store: a file beside it, and a
	// second place that whoever keeps the store cannot reach.
	Keepers []Keeper
	// Witnesses cosign every head; see Run.
	Witnesses []Witness
	// Every is how often Run signs. Default: one second.
	Every time.Duration
	// Trouble is told what went wrong in Run, which goes on. May be nil.
	Trouble func(error)
}

// Log gives the records of a store their tree: it signs heads, proves
// inclusion and growth, and erases at the deadline. Writing a record does not
// wait for it. Several processes may open the log of one store; whoever signs
// first wins, the others follow. All methods may be called concurrently.
type Log struct {
	config Config

	mu          sync.Mutex
	tree        Tree     // may be longer than the head, never shorter
	positions   []uint64 // of the leaves
	pending     []Leaf   // of the tree that the head does not cover
	searched    uint64   // position up to which the store was read
	checkpoints uint64   // how many were taken in
	head        SignedHead
	kept        SignedHead        // the longest that a keeper had when the log was opened
	seen        map[string]uint64 // size that each witness signed last, by its key
}

// readAtOnce is how many records are read from the store in one go.
const readAtOnce = 4096

// leavesAtOnce bounds the leaves of one checkpoint.
const leavesAtOnce = 100_000

// Open reads the checkpoints of the store, rebuilds the tree and checks every
// signed head on the way: checkpoints that were tampered with are ErrProof. A store
// that lost what a keeper has seen is ErrRolledBack, one that holds something else
// ErrForked: such a log is not continued.
func Open(ctx context.Context, config Config) (*Log, error) {
	if config.Origin == "" || config.Signer == nil || config.Store == nil || config.Now == nil {
		return nil, errors.New("auditlog: origin, signer, store and clock are required")
	}
	if len(config.Keepers) == 0 {
		return nil, errors.New("auditlog: a log needs a keeper of its last head outside of the store")
	}
	if config.Every < 0 {
		return nil, errors.New("auditlog: a duration below zero")
	}
	if config.Every == 0 {
		config.Every = time.Second
	}
	// What could not be opened as a note is not signed.
	if _, err := ParseHead(Head{Origin: config.Origin, Root: EmptyRoot()}.Text()); err != nil {
		return nil, err
	}
	l := &Log{config: config, seen: make(map[string]uint64)}
	if err := l.follow(ctx); err != nil {
		return nil, err
	}
	if err := l.remember(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// remember holds the store against what the keepers have seen, and tells those that
// have seen less.
func (l *Log) remember(ctx context.Context) error {
	if err := l.readTail(ctx); err != nil {
		return err
	}
	heads := make([]Head, len(l.config.Keepers))
	for i, keeper := range l.config.Keepers {
		note, err := keeper.Last(ctx)
		if err != nil {
			return err
		}
		if note == "" {
			continue
		}
		signed, err := OpenHead(note, l.Verifier())
		if err != nil {
			return fmt.Errorf("auditlog: the head that was kept outside of the store: %w", err)
		}
		heads[i] = signed.Head()
		if err := l.continues(ctx, heads[i]); err != nil {
			return err
		}
		if l.kept.IsZero() || heads[i].Size > l.kept.Head().Size {
			l.kept = signed
		}
	}
	for i, keeper := range l.config.Keepers {
		if l.head.IsZero() || heads[i].Size >= l.head.Head().Size && heads[i].Origin != "" {
			continue
		}
		if err := keeper.Keep(ctx, l.head.Text()); err != nil {
			return err
		}
	}
	return nil
}

// continues checks that the store holds what a head has covered.
func (l *Log) continues(ctx context.Context, head Head) error {
	for l.tree.Size() < head.Size {
		before := l.tree.Size()
		if err := l.readMore(ctx); err != nil {
			return err
		}
		if l.tree.Size() == before {
			return fmt.Errorf("%w: %d entries, and %s was signed over %d on %s", ErrRolledBack,
				before, head.Origin, head.Size, head.Time.Format(time.RFC3339))
		}
	}
	root, err := l.tree.RootAt(head.Size)
	if err != nil {
		return err
	}
	if head.Origin != l.config.Origin || root != head.Root {
		return fmt.Errorf("%w: %s over %d entries, signed on %s", ErrForked, head.Origin, head.Size, head.Time.Format(time.RFC3339))
	}
	return nil
}

// Verifier returns the public key with which everybody can check the log.
func (l *Log) Verifier() Verifier { return l.config.Signer.Verifier() }

// Head returns the last signed head that this process knows.
func (l *Log) Head() SignedHead {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head
}

// Publish takes all new records into the tree and signs a new head, if the log
// has grown. One head serves for all records written since the last.
func (l *Log) Publish(ctx context.Context) (SignedHead, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.publishUntilDone(ctx); err != nil {
		return SignedHead{}, err
	}
	return l.head, nil
}

// publishUntilDone goes on after a checkpoint of another process. Each round
// follows it, so the loop ends as soon as nobody else is faster.
func (l *Log) publishUntilDone(ctx context.Context) error {
	const attempts = 1000
	for n := 0; ; n++ {
		err := l.publish(ctx)
		if !errors.Is(err, ErrConflict) || n == attempts {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// publish makes checkpoints until all records are covered.
func (l *Log) publish(ctx context.Context) error {
	if err := l.follow(ctx); err != nil {
		return err
	}
	for {
		if err := l.readTail(ctx); err != nil {
			return err
		}
		covered := l.head.Head().Size
		if !l.head.IsZero() && covered == l.tree.Size() {
			return nil
		}
		if err := l.checkpoint(ctx, covered); err != nil {
			return err
		}
	}
}

// checkpoint signs and stores a head over the leaves from covered on.
func (l *Log) checkpoint(ctx context.Context, covered uint64) error {
	size := min(l.tree.Size(), covered+leavesAtOnce)
	var signed SignedHead
	var err error
	if l.kept.Head().Size > covered && l.kept.Head().Size-covered <= leavesAtOnce {
		// It was signed before the process died: there is no second head for a size.
		signed, size = l.kept, l.kept.Head().Size
	} else if signed, err = l.sign(ctx, size); err != nil {
		return err
	}
	next := Checkpoint{Head: signed.Text(), Leaves: l.pending[:size-covered]}
	if err := l.config.Store.SaveCheckpoint(ctx, l.checkpoints, next); err != nil {
		return err
	}
	l.head, l.pending = signed, l.pending[size-covered:]
	l.checkpoints++
	return nil
}

// sign makes the head of a size, and lets the keepers have it before anybody else.
func (l *Log) sign(ctx context.Context, size uint64) (SignedHead, error) {
	root, err := l.tree.RootAt(size)
	if err != nil {
		return SignedHead{}, err
	}
	signed, err := l.config.Signer.Sign(Head{Origin: l.config.Origin, Size: size, Root: root, Time: l.config.Now()})
	if err != nil {
		return SignedHead{}, err
	}
	for _, keeper := range l.config.Keepers {
		if err := keeper.Keep(ctx, signed.Text()); err != nil {
			return SignedHead{}, err
		}
	}
	return signed, nil
}

// readTail takes in records that no checkpoint covers yet.
func (l *Log) readTail(ctx context.Context) error {
	for len(l.pending) < leavesAtOnce {
		before := l.searched
		if err := l.readMore(ctx); err != nil {
			return err
		}
		if l.searched == before {
			return nil
		}
	}
	return nil
}

func (l *Log) readMore(ctx context.Context) error {
	found, searched, err := l.config.Store.Read(ctx, l.searched, readAtOnce)
	if err != nil {
		return fmt.Errorf("auditlog: read records: %w", err)
	}
	for _, stored := range found {
		if stored.Record != nil && stored.Record.Commitment() != stored.Commitment {
			return fmt.Errorf("%w: an entry is not the one that was logged", ErrProof)
		}
		l.append(stored.Leaf)
		l.pending = append(l.pending, stored.Leaf)
	}
	l.searched = max(l.searched, searched)
	return nil
}

func (l *Log) append(leaf Leaf) {
	l.tree.Append(HashLeaf(leaf.Commitment[:]))
	l.positions = append(l.positions, leaf.Position)
	l.searched = max(l.searched, leaf.Position)
}

// follow takes in the checkpoints that other processes made.
func (l *Log) follow(ctx context.Context) error {
	for {
		next, err := l.config.Store.Checkpoint(ctx, l.checkpoints)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("auditlog: read checkpoint: %w", err)
		}
		if err := l.take(next); err != nil {
			return err
		}
		l.checkpoints++
	}
}

// take checks a checkpoint against what is known and makes it the head.
func (l *Log) take(next Checkpoint) error {
	signed, err := OpenHead(next.Head, l.Verifier())
	if err != nil {
		return err
	}
	head := signed.Head()
	index := l.head.Head().Size
	if head.Origin != l.config.Origin || head.Size != index+uint64(len(next.Leaves)) {
		return fmt.Errorf("%w: the checkpoint does not continue this log", ErrProof)
	}
	for _, leaf := range next.Leaves {
		if index == l.tree.Size() {
			l.append(leaf)
		} else if known := l.pending[0]; known != leaf {
			return fmt.Errorf("%w: the checkpoint has other leaves than the store", ErrProof)
		} else {
			l.pending = l.pending[1:]
		}
		index++
	}
	root, err := l.tree.RootAt(head.Size)
	if err != nil || root != head.Root {
		return fmt.Errorf("%w: the store does not hold the log that was signed", ErrProof)
	}
	l.head = signed
	return nil
}

// Receipt returns the entry with its proof under the last head; if the entry is
// younger, a new head is signed. ErrNotFound after erasure.
func (l *Log) Receipt(ctx context.Context, id uuid.UUID) (Receipt, error) {
	record, position, err := l.config.Store.Record(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.agrees(ctx, record, position); err != nil {
		return Receipt{}, err
	}
	index, found := slices.BinarySearch(l.positions, position)
	if !found || uint64(index) >= l.head.Head().Size {
		if err := l.publishUntilDone(ctx); err != nil {
			return Receipt{}, err
		}
		if index, found = slices.BinarySearch(l.positions, position); !found {
			return Receipt{}, fmt.Errorf("%w: the entry is not in the order of the log", ErrProof)
		}
	}
	proof, err := l.tree.ProveInclusion(uint64(index), l.head.Head().Size)
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Entry: record.Content, Salt: record.Salt, Index: uint64(index), Proof: proof, Head: l.head.Text()}, nil
}

// Growth proves that the log at size2 continues the log at size1.
func (l *Log) Growth(size1, size2 uint64) ([]Hash, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tree.ProveConsistency(size1, size2)
}

// Erase destroys the records whose deadline has come and returns how many.
// The tree and all proofs keep holding.
func (l *Log) Erase(ctx context.Context) (int, error) {
	return l.config.Store.EraseUntil(ctx, l.config.Now())
}
