// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// tick signs what is new and lets the witnesses cosign it.
func (l *Log) tick(ctx context.Context) error {
	grown, err := l.grown(ctx)
	if err != nil {
		return err
	}
	if grown {
		if _, err := l.Publish(ctx); err != nil {
			return err
		}
	}
	return l.Witness(ctx)
}

// grown reports whether the store has an entry that no head of this process covers.
func (l *Log) grown(ctx context.Context) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.tree.size > l.head.Head().Size {
		return true, nil
	}
	found, _, err := l.source.read(ctx, l.searched, 1)
	return len(found) > 0, err
}

// Witness asks every witness that has not yet done so to cosign the last head, and
// keeps what they sign with it. A witness that cannot be reached holds up no other.
func (l *Log) Witness(ctx context.Context) error {
	var failed error
	for _, w := range l.config.Witnesses {
		if err := l.cosign(ctx, w); err != nil {
			failed = errors.Join(failed, fmt.Errorf("auditlog: witness %s: %w", w.Verifier().Name(), err))
		}
	}
	return failed
}

func (l *Log) cosign(ctx context.Context, w Witness) error {
	verifier := w.Verifier()
	head, old, proof, err := l.toCosign(ctx, verifier)
	if err != nil || head.IsZero() {
		return err
	}
	lines, err := w.Cosign(ctx, old, proof, head.Text())
	if other, is := errors.AsType[*OldSizeError](err); is {
		// The witness knows better what it has signed.
		l.mu.Lock()
		l.seen[verifier.String()] = other.Size
		l.mu.Unlock()
		if other.Size > head.Head().Size {
			return fmt.Errorf("%w: the witness has seen %d entries, the log has %d", ErrRolledBack, other.Size, head.Head().Size)
		}
		if head, old, proof, err = l.toCosign(ctx, verifier); err != nil || head.IsZero() {
			return err
		}
		lines, err = w.Cosign(ctx, old, proof, head.Text())
	}
	if err != nil {
		return err
	}
	return l.keepCosignature(ctx, verifier, head, lines)
}

// toCosign returns the last head with what its witness has to be shown, or no head if
// the witness has signed it.
func (l *Log) toCosign(ctx context.Context, verifier WitnessVerifier) (head SignedHead, old uint64, proof []Hash, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.head.IsZero() || l.head.Head().Size == 0 {
		return SignedHead{}, 0, nil, nil
	}
	if _, err := verifier.Verify(l.head.Text()); err == nil {
		return SignedHead{}, 0, nil, nil
	}
	if old = l.seen[verifier.String()]; old > l.head.Head().Size {
		old = 0 // the log lost entries: the witness says what it has of it
	}
	proof, err = l.tree.proveConsistency(ctx, old, l.head.Head().Size)
	return l.head, old, proof, err
}

// keepCosignature adds the line of the witness to the head that it signed, if that is
// still the last one, and lets the keepers have it.
func (l *Log) keepCosignature(ctx context.Context, verifier WitnessVerifier, head SignedHead, lines string) error {
	var line string
	for one := range strings.Lines(lines) {
		if _, err := verifier.verifyLine(head.Head(), one); err == nil {
			line = one
		}
	}
	if line == "" {
		return fmt.Errorf("%w: the answer of the witness", ErrSignature)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[verifier.String()] = head.Head().Size
	if l.head.Head() != head.Head() {
		return nil // it has grown meanwhile
	}
	l.head.note += line
	for _, keeper := range l.config.Keepers {
		if err := keeper.Keep(ctx, l.head.note); err != nil {
			return err
		}
	}
	return nil
}
