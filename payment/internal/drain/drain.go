// SPDX-License-Identifier: Apache-2.0

// Package drain carries out what is due on a store, one after the other and by the
// clock of the store: for tests whose clock stands still.
package drain

import (
	"context"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Due carries out what is due until nothing is due any more, as the worker of
// bausteine.Store.Run does, and returns how much it was.
func Due(ctx context.Context, core *grund.Core) (int, error) {
	handlers, givenUp := map[journal.EffectName]journal.Handler{}, map[journal.EffectName]grund.Effect{}
	for _, block := range core.Blocks() {
		for _, kind := range block.Kinds {
			for name, effect := range kind.Effects {
				handlers[journal.EffectName{Stream: kind.Name, Effect: name}] = effect.Do
				givenUp[journal.EffectName{Stream: kind.Name, Effect: name}] = effect
			}
		}
	}
	worker, err := journal.NewWorker(core, journal.WorkerOptions{
		Handlers: handlers, Now: core.Now,
		GivenUp: func(ctx context.Context, effect journal.Leased, reason string) error {
			if up := givenUp[effect.Name()].GivenUp; up != nil {
				return up(ctx, effect, reason)
			}
			return nil
		},
	})
	if err != nil {
		return 0, err
	}
	return worker.Drain(ctx)
}
