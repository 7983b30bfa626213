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

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
)

// Config says whose log it is. Origin, Signer and Keepers are required.
type Config struct {
	// Origin names the log in every head, for example "muehlhausen.example/onceonly".
	Origin string
	// Signer signs heads. Another key than that of the last head is refused: see BeginEpoch.
	Signer *Signer
	// Former are the keys with which the log signed before.
	Former []Verifier
	// Keepers remember the last head outside of the store: a file beside it, and a
	// second place that whoever keeps the store cannot reach.
	Keepers []Keeper
	// Witnesses cosign every head.
	Witnesses []Witness
	// Name tells the logs of one store apart. Default: "log".
	Name string
}

// Log gives the records of a store their tree: it signs heads and proves
// inclusion and growth. Writing a record does not wait for it. Several processes may open the log of one store; whoever signs
// first wins, the others follow. All methods may be called concurrently.
type Log struct {
	config Config
	source source
	now    func() time.Time

	mu          sync.Mutex
	tree        Tree     // may be longer than the head, never shorter
	positions   []uint64 // of the leaves
	pending     []leaf   // of the tree that the head does not cover
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

// Open opens a log on a store: it reads the checkpoints, rebuilds the tree and checks
// every signed head on the way: checkpoints that were tampered with are ErrProof. A
// store that lost what a keeper has seen is ErrRolledBack, one that holds something else
// ErrForked: such a log is not continued. From then on the store's Run signs a head
// within seconds of every entry, lets the witnesses cosign it, and does both once more
// at its end.
func Open(ctx context.Context, store *bausteine.Store, config Config) (*Log, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if config.Name == "" {
		config.Name = "log"
	}
	l, err := newLog(config, &logStore{core, config.Name}, core.Now)
	if err != nil {
		return nil, err
	}
	if err := core.Register(l.block(config.Name)); err != nil {
		return nil, err
	}
	return l, l.open(ctx)
}

// newLog checks the configuration.
func newLog(config Config, source source, now func() time.Time) (*Log, error) {
	if config.Origin == "" || config.Signer == nil {
		return nil, errors.New("auditlog: a log has an origin and a signer")
	}
	if len(config.Keepers) == 0 {
		return nil, errors.New("auditlog: a log needs a keeper of its last head outside of the store")
	}
	// What could not be opened as a note is not signed.
	if _, err := ParseHead(Head{Origin: config.Origin, Root: EmptyRoot()}.Text()); err != nil {
		return nil, err
	}
	return &Log{config: config, source: source, now: now, seen: make(map[string]uint64)}, nil
}

func (l *Log) open(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.follow(ctx); err != nil {
		return err
	}
	return l.remember(ctx)
}

// Name returns the name of the log in its store.
func (l *Log) Name() string { return l.config.Name }

// Append writes records, all of them or none, and returns when they are durable. An id
// that is already there is ErrConflict. Under Store.Together it is part of the
// transaction.
func (l *Log) Append(ctx context.Context, records ...Record) error {
	return l.source.append(ctx, records...)
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
		signed, err := l.openHead(note)
		if err != nil {
			return fmt.Errorf("auditlog: the head that was kept outside of the store: %w", err)
		}
		heads[i] = signed.Head()
		if err := l.continues(ctx, heads[i]); err != nil {
			return err
		}
		if l.kept.IsZero() || younger(signed, l.kept) {
			l.kept = signed
		}
	}
	if err := l.signsOn(); err != nil {
		return err
	}
	for i, keeper := range l.config.Keepers {
		if l.head.IsZero() || heads[i].Origin != "" && heads[i].Epochs == l.head.Head().Epochs && heads[i].Size >= l.head.Head().Size {
			continue
		}
		if err := keeper.Keep(ctx, l.head.Text()); err != nil {
			return err
		}
	}
	return nil
}

// openHead reads a head of this log, also one from before a change of keys.
func (l *Log) openHead(note string) (SignedHead, error) {
	return OpenHead(note, append([]Verifier{l.Verifier()}, l.config.Former...)...)
}

// younger reports whether one head comes after the other.
func younger(one, other SignedHead) bool {
	a, b := one.Head(), other.Head()
	return a.Epochs.Len() > b.Epochs.Len() || a.Epochs == b.Epochs && a.Size > b.Size
}

// signsOn checks that the key of the log is the one that signed last.
func (l *Log) signsOn() error {
	last := l.head
	if !l.kept.IsZero() && (last.IsZero() || younger(l.kept, last)) {
		last = l.kept
	}
	if !last.IsZero() && last.key != l.Verifier() {
		return fmt.Errorf("%w: the last head was signed with another one", ErrKey)
	}
	return nil
}

// continues checks that the store holds what a head has covered, or what the act of a
// later epoch says was kept of it.
func (l *Log) continues(ctx context.Context, head Head) error {
	now := l.head.Head()
	now.Origin = l.config.Origin // also where there is no head yet
	common, err := Common(head, now)
	if err != nil {
		return err
	}
	for l.tree.Size() < common.Size {
		before := l.tree.Size()
		if err := l.readMore(ctx); err != nil {
			return err
		}
		if l.tree.Size() == before {
			return fmt.Errorf("%w: %d entries, and %s was signed over %d on %s", ErrRolledBack,
				before, head.Origin, head.Size, head.Time.Format(time.RFC3339))
		}
	}
	root, err := l.tree.RootAt(common.Size)
	if err != nil {
		return err
	}
	if root != common.Root {
		return fmt.Errorf("%w: %s over %d entries, signed on %s", ErrForked, head.Origin, head.Size, head.Time.Format(time.RFC3339))
	}
	return nil
}

// Verifier returns the public key with which everybody can check the log. Heads from
// before a change of keys are checked with those of [SignedHead.Verifiers], too.
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
	if kept := l.kept.Head(); kept.Epochs == l.head.Head().Epochs && kept.Size > covered && kept.Size-covered <= leavesAtOnce {
		// It was signed before the process died: there is no second head for a size.
		signed, size = l.kept, l.kept.Head().Size
	} else if signed, err = l.sign(ctx, size); err != nil {
		return err
	}
	next := checkpoint{head: signed.Text(), leaves: l.pending[:size-covered]}
	if err := l.source.saveCheckpoint(ctx, l.checkpoints, next); err != nil {
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
	signed, err := l.config.Signer.Sign(Head{
		Origin: l.config.Origin, Size: size, Root: root, Time: l.now(), Epochs: l.head.Head().Epochs,
	})
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
	found, searched, err := l.source.read(ctx, l.searched, readAtOnce)
	if err != nil {
		return fmt.Errorf("auditlog: read records: %w", err)
	}
	for _, stored := range found {
		if stored.record != nil && stored.record.Commitment() != stored.commitment {
			return fmt.Errorf("%w: an entry is not the one that was logged", ErrProof)
		}
		l.append(stored.leaf)
		l.pending = append(l.pending, stored.leaf)
	}
	l.searched = max(l.searched, searched)
	return nil
}

func (l *Log) append(leaf leaf) {
	l.tree.Append(HashLeaf(leaf.commitment[:]))
	l.positions = append(l.positions, leaf.position)
	l.searched = max(l.searched, leaf.position)
}

// follow takes in the checkpoints that other processes made.
func (l *Log) follow(ctx context.Context) error {
	for {
		next, err := l.source.checkpoint(ctx, l.checkpoints)
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
func (l *Log) take(next checkpoint) error {
	signed, err := l.openHead(next.head)
	if err != nil {
		return err
	}
	head, last := signed.Head(), l.head.Head()
	index := last.Size
	if head.Origin != l.config.Origin || head.Size != index+uint64(len(next.leaves)) {
		return fmt.Errorf("%w: the checkpoint does not continue this log", ErrProof)
	}
	for _, leaf := range next.leaves {
		if index == l.tree.Size() {
			l.append(leaf)
		} else if known := l.pending[0]; known != leaf {
			return fmt.Errorf("%w: the checkpoint has other leaves than the store", ErrProof)
		} else {
			l.pending = l.pending[1:]
		}
		index++
	}
	held := []State{{head.Size, head.Root}}
	if act, any := head.Epochs.last(); any && head.Epochs != last.Epochs {
		held = append(held, act.Kept)
	}
	if !head.Epochs.continues(last.Epochs) {
		return fmt.Errorf("%w: the checkpoint leaves its epoch", ErrProof)
	}
	for _, state := range held {
		root, err := l.tree.RootAt(state.Size)
		if err != nil || root != state.Root {
			return fmt.Errorf("%w: the store does not hold the log that was signed", ErrProof)
		}
	}
	l.head = signed
	return nil
}

// Receipt returns the entry with its proof under the last head; if the entry is
// younger, a new head is signed. ErrNotFound after erasure.
func (l *Log) Receipt(ctx context.Context, id uuid.UUID) (Receipt, error) {
	record, position, err := l.source.record(ctx, id)
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
