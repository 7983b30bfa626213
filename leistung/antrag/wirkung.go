// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Wirkung is what follows from an event outside of the registry: deliver, tell,
// issue. It is written together with the event or not at all, and carried out by
// the store's Run.
type Wirkung struct {
	// Name stays the same for ever: it is stored.
	Name string
	// Do carries it out. It may be called more than once for the same event, and
	// hands Auftrag.ID on to the receiver as idempotency key. The text of its
	// error is kept and must not hold personal data; see [Permanent].
	Do func(ctx context.Context, auftrag Auftrag) error
	// GivenUp is called before it is given up because it failed too often, so
	// that the Antrag can record that; it may be called again. Nil: nothing.
	GivenUp func(ctx context.Context, auftrag Auftrag) error
}

// Auftrag is one Wirkung to be carried out.
type Auftrag struct {
	ID       uuid.UUID // the same however often it is tried
	Antrag   uuid.UUID
	Failures int
}

// Permanent marks an error of a Wirkung that trying again cannot mend.
func Permanent(err error) error { return journal.Permanent(err) }

// After adds what follows from a kind of event. It is for parts of a program that are
// made after their registry, and is called before the store runs.
func (r *Registratur) After(art Art, wirkungen ...Wirkung) error {
	for _, w := range wirkungen {
		if w.Name == "" || w.Do == nil {
			return fmt.Errorf("%w: a Wirkung of %s without a name or without what it does", ErrInvalid, art)
		}
		effect := grund.Effect{Do: func(ctx context.Context, leased journal.Leased) ([]byte, error) {
			return nil, w.Do(ctx, auftrag(leased))
		}}
		if w.GivenUp != nil {
			effect.GivenUp = func(ctx context.Context, leased journal.Leased, _ string) error {
				return w.GivenUp(ctx, auftrag(leased))
			}
		}
		r.effects[w.Name] = effect
		r.config.Wirkungen[art] = append(r.config.Wirkungen[art], w)
	}
	return nil
}

func auftrag(leased journal.Leased) Auftrag {
	return Auftrag{ID: leased.Ref.ID(), Antrag: leased.Ref.Stream, Failures: leased.Failures}
}

// Aufgegeben is a Wirkung that was given up and waits for [Registratur.Resume].
type Aufgegeben struct {
	Antrag   uuid.UUID
	Wirkung  string
	Failures int
	Reason   string // of the last failure: words for a technician

	ref journal.EffectRef
}

// GivenUp streams what was given up, of one Antrag or, for the zero id, of all.
func (r *Registratur) GivenUp(ctx context.Context, id uuid.UUID) iter.Seq2[Aufgegeben, error] {
	return func(yield func(Aufgegeben, error) bool) {
		query := journal.EffectQuery{Kind: kindAntrag, Stream: id, State: journal.EffectDead}
		for record, err := range r.core.Effects(ctx, query) {
			given := Aufgegeben{
				Antrag: record.Ref.Stream, Wirkung: record.Effect, Failures: record.Failures, Reason: record.Reason, ref: record.Ref,
			}
			if !yield(given, err) || err != nil {
				return
			}
		}
	}
}

// Resume has carried out what was given up. Somebody else may have done it
// already: that is no error.
func (r *Registratur) Resume(ctx context.Context, given Aufgegeben) error {
	err := r.core.Resume(ctx, given.ref)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("antrag: resume: %w", err)
	}
	r.core.Wake(journal.EffectName{Stream: kindAntrag, Effect: given.Wirkung})
	return nil
}
