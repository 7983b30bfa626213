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
	tree        tiles  // may be longer than the head, never shorter
	pending     []leaf // of the tree that the head does not cover
	searched    uint64 // position up to which the store was read
	checkpoints uint64 // how many were taken in
	stored      uint64 // so many leaves have their tiles in the store
	head        SignedHead
	kept        SignedHead        // the longest that a keeper had when the log was opened
	seen        map[string]uint64 // size that each witness signed last, by its key
}

// readAtOnce is how many records are read from the store in one go.
const readAtOnce = 4096

// leavesAtOnce bounds the leaves of one checkpoint.
const leavesAtOnce = tileWidth * tileWidth

// Open opens a log on a store: it reads the checkpoints, rebuilds the tree and checks
// every signed head on the way: checkpoints that were tampered with are ErrProof. A
// store that lost what a keeper has seen is ErrRolledBack, one that holds something else
// ErrForked: such a log is not continued. A store that lost its checkpoints and has
// tiles of the tree is ErrProof at the first new head: somebody took them out, since both
// are written in one step. From then on the store's Run signs a head
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
	return &Log{config: config, source: source, now: now, tree: newTiles(source), seen: make(map[string]uint64)}, nil
}

// Name returns the name of the log in its store.
func (l *Log) Name() string { return l.config.Name }

// Append writes records, all of them or none, and returns when they are durable. An id
// that is already there is ErrConflict. Under Store.Together it is part of the
// transaction.
func (l *Log) Append(ctx context.Context, records ...Record) error {
	return l.source.append(ctx, records...)
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
		behind := l.checkpoints
		err := l.publish(ctx)
		if !errors.Is(err, ErrConflict) || n == attempts {
			return err
		}
		if n > 0 && l.checkpoints == behind {
			return fmt.Errorf("%w: the store has tiles that no checkpoint covers", ErrProof)
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
		if !l.head.IsZero() && covered == l.tree.size {
			return nil
		}
		if err := l.checkpoint(ctx, covered); err != nil {
			return err
		}
	}
}

// checkpoint signs and stores a head over the leaves from covered on.
func (l *Log) checkpoint(ctx context.Context, covered uint64) error {
	size := min(l.tree.size, covered+leavesAtOnce)
	var signed SignedHead
	var err error
	if kept := l.kept.Head(); kept.Epochs == l.head.Head().Epochs && kept.Size > covered && kept.Size <= min(l.tree.size, covered+leavesAtOnce) {
		// It was signed before the process died: there is no second head for a size.
		signed, size = l.kept, l.kept.Head().Size
	} else if signed, err = l.sign(ctx, size); err != nil {
		return err
	}
	grown, err := l.tree.growths(ctx, l.stored, size)
	if err != nil {
		return err
	}
	next := checkpoint{head: signed.Text(), leaves: l.pending[:size-covered]}
	if err := l.source.saveCheckpoint(ctx, l.checkpoints, next, grown); err != nil {
		return err
	}
	l.head, l.pending = signed, slices.Clone(l.pending[size-covered:])
	l.checkpoints++
	l.keepsTiles(size)
	return nil
}

// sign makes the head of a size, and lets the keepers have it before anybody else, unless
// it is on the way to one that they have.
func (l *Log) sign(ctx context.Context, size uint64) (SignedHead, error) {
	root, err := l.tree.rootAt(ctx, size)
	if err != nil {
		return SignedHead{}, err
	}
	signed, err := l.config.Signer.Sign(Head{
		Origin: l.config.Origin, Size: size, Root: root, Time: l.now(), Epochs: l.head.Head().Epochs,
	})
	if err != nil {
		return SignedHead{}, err
	}
	if !l.kept.IsZero() && younger(l.kept, signed) {
		return signed, nil
	}
	for _, keeper := range l.config.Keepers {
		if err := keeper.Keep(ctx, signed.Text()); err != nil {
			return SignedHead{}, err
		}
	}
	return signed, nil
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
	index, err := l.agrees(ctx, record, position)
	if err != nil {
		return Receipt{}, err
	}
	if index >= l.head.Head().Size {
		if err := l.publishUntilDone(ctx); err != nil {
			return Receipt{}, err
		}
	}
	proof, err := l.tree.nodes(ctx).proveInclusion(index, l.head.Head().Size)
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Entry: record.Content, Salt: record.Salt, Index: index, Proof: proof, Head: l.head.Text()}, nil
}

// Growth proves that the log at size2 continues the log at size1.
func (l *Log) Growth(ctx context.Context, size1, size2 uint64) ([]Hash, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tree.proveConsistency(ctx, size1, size2)
}
