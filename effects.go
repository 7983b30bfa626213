// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Effect is something a block does outside because of what happened: delivering,
// asking, telling. It is written together with its cause or not at all.
type Effect struct {
	Block    string
	What     string    // kind of the effect, in the words of the block
	Of       uuid.UUID // whose history caused it: an application, a payment
	Version  uint64    // after that step of the history
	Number   int       // among the effects of that step
	State    EffectState
	Due      time.Time // open only: when it is tried next
	Failures int
	Reason   string // of the last failure; no personal data
}

// EffectState says how far an effect is.
type EffectState string

// The states of an effect.
const (
	EffectOpen   EffectState = "open"   // to be done, or being done
	EffectDone   EffectState = "done"   // done
	EffectDead   EffectState = "dead"   // given up after too many failures, waits for [Store.Resume]
	EffectErased EffectState = "erased" // was open when its cause was erased
)

// Effects returns up to limit effects in a state, of all blocks, the oldest
// first.
func (s *Store) Effects(ctx context.Context, state EffectState, limit int) ([]Effect, error) {
	var effects []Effect
	for _, block := range s.core.Blocks() {
		for i := range block.Kinds {
			if len(block.Kinds[i].Effects) == 0 {
				continue
			}
			query := journal.EffectQuery{Kind: block.Kinds[i].Name, State: journal.EffectState(state)}
			for record, err := range s.core.Effects(ctx, query) {
				if err != nil {
					return nil, fmt.Errorf("bausteine: effects: %w", err)
				}
				if len(effects) >= limit {
					return effects, nil
				}
				effects = append(effects, Effect{
					Block: block.Name, What: record.Effect, Of: record.Ref.Stream, Version: record.Ref.Version, Number: record.Ref.Number,
					State: EffectState(record.State), Due: record.Due, Failures: record.Failures, Reason: record.Reason,
				})
			}
		}
	}
	return effects, nil
}

// Resume has an effect tried again that was given up. [ErrNotFound] where there
// is none such.
func (s *Store) Resume(ctx context.Context, effect Effect) error {
	for _, block := range s.core.Blocks() {
		if block.Name != effect.Block {
			continue
		}
		for i := range block.Kinds {
			if _, found := block.Kinds[i].Effects[effect.What]; !found {
				continue
			}
			ref := journal.EffectRef{Kind: block.Kinds[i].Name, Stream: effect.Of, Version: effect.Version, Number: effect.Number}
			return s.core.Resume(ctx, ref)
		}
	}
	return ErrNotFound
}
