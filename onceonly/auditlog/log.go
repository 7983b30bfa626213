// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Config says whose log it is and what it rests on. All members are required.
type Config struct {
	// Origin names the log in every head, for example "muehlhausen.example/onceonly".
	Origin string
	Signer *Signer
	Store  Store
	Now    func() time.Time
}

// Log gives the records of a store their tree: it signs heads, proves
// inclusion and growth, and erases at the deadline. Writing a record does not
// wait for it. Several processes may open the log of one store; whoever signs
// first wins, the others follow. All methods may be called concurrently.
type Log struct {
	config Config

	mu   sync.Mutex
	tree Tree
	head SignedHead
}

// batch is how many commitments are read from the store at once.
const batch = 1 << 16

// Open reads the commitments of the store, rebuilds the tree and checks it
// against the last signed head: a store that was tampered with is ErrProof.
func Open(ctx context.Context, config Config) (*Log, error) {
	if config.Origin == "" || config.Signer == nil || config.Store == nil || config.Now == nil {
		return nil, errors.New("auditlog: origin, signer, store and clock are required")
	}
	l := &Log{config: config}
	if err := l.follow(ctx); err != nil {
		return nil, err
	}
	return l, nil
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
	for {
		err := l.publish(ctx)
		if err == nil {
			return l.head, nil
		}
		if !errors.Is(err, ErrConflict) {
			return SignedHead{}, err
		}
		// Another process signed meanwhile. Each round follows its head, so
		// the loop ends as soon as nobody else is faster.
		if err := ctx.Err(); err != nil {
			return SignedHead{}, err
		}
	}
}

func (l *Log) publish(ctx context.Context) error {
	if err := l.follow(ctx); err != nil {
		return err
	}
	if !l.head.IsZero() && l.head.Head().Size == l.tree.Size() {
		return nil
	}
	next, err := l.config.Signer.Sign(Head{
		Origin: l.config.Origin,
		Size:   l.tree.Size(),
		Root:   l.tree.Root(),
		Time:   l.config.Now(),
	})
	if err != nil {
		return err
	}
	if err := l.config.Store.SaveHead(ctx, l.head.Text(), next.Text()); err != nil {
		return err
	}
	l.head = next
	return nil
}

// follow reads what is new in the store. The head is read first, so that all
// its leaves are there when the commitments are read.
func (l *Log) follow(ctx context.Context) error {
	text, err := l.config.Store.Head(ctx)
	if err != nil {
		return fmt.Errorf("auditlog: read head: %w", err)
	}
	for {
		commitments, err := l.config.Store.Commitments(ctx, l.tree.Size(), batch)
		if err != nil {
			return fmt.Errorf("auditlog: read commitments: %w", err)
		}
		for _, c := range commitments {
			l.tree.Append(HashLeaf(c[:]))
		}
		if len(commitments) < batch {
			break
		}
	}
	if text == "" || text == l.head.Text() {
		return nil
	}
	signed, err := OpenHead(text, l.Verifier())
	if err != nil {
		return err
	}
	head := signed.Head()
	if head.Origin != l.config.Origin {
		return fmt.Errorf("%w: the head is of another log", ErrProof)
	}
	root, err := l.tree.RootAt(head.Size)
	if err != nil || root != head.Root {
		return fmt.Errorf("%w: the store does not hold the log that was signed", ErrProof)
	}
	if !l.head.IsZero() && head.Size < l.head.Head().Size {
		return fmt.Errorf("%w: the store went back to an older head", ErrProof)
	}
	l.head = signed
	return nil
}

// Receipt returns the entry with its proof under the last head; if the entry is
// younger, a new head is signed. ErrNotFound after erasure.
func (l *Log) Receipt(ctx context.Context, id string) (Receipt, error) {
	record, index, err := l.config.Store.Record(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	head := l.Head()
	if head.IsZero() || index >= head.Head().Size {
		if head, err = l.Publish(ctx); err != nil {
			return Receipt{}, err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	proof, err := l.tree.ProveInclusion(index, head.Head().Size)
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Entry: record.Content, Salt: record.Salt, Index: index, Proof: proof, Head: head.Text()}, nil
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
