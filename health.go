// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"context"
	"time"

	"github.com/deutschland-stack/bausteine/internal/grund"
)

// Health is how the store is.
type Health struct {
	// Err is what keeps the service from working: the store cannot be written
	// to, or effects wait and nobody carries them out ([ErrNotRunning]).
	Err error

	Running bool      // Run works in this process
	Open    int       // effects to be done, counted up to 1,000
	Dead    int       // effects given up, counted up to 1,000
	Oldest  time.Time // since when the longest due effect waits; zero: none does

	Sweep   time.Time // end of the last sweep of this process
	Overdue int       // states that the last sweep could not end
	Clean   time.Time // up to then nothing erased is left in the files (SQLite)
}

// waitTooLong is for how long an effect may wait before nobody seems to care.
const waitTooLong = time.Minute

// Health finds out how the store is, by writing to it.
func (s *Store) Health(ctx context.Context) Health {
	s.mu.Lock()
	health := Health{Running: s.running.Load() > 0, Sweep: s.lastSweep, Overdue: s.failed, Clean: s.lastClean}
	s.mu.Unlock()
	if health.Err = grund.Probe(ctx, s.core); health.Err != nil {
		return health
	}
	const most = 1000
	open, err := s.Effects(ctx, EffectOpen, most)
	if err == nil {
		var dead []Effect
		dead, err = s.Effects(ctx, EffectDead, most)
		health.Dead = len(dead)
	}
	health.Err, health.Open = err, len(open)
	now := s.config.Now()
	for _, effect := range open {
		if effect.Due.Before(now) && (health.Oldest.IsZero() || effect.Due.Before(health.Oldest)) {
			health.Oldest = effect.Due
		}
	}
	if health.Err == nil && !health.Running && !health.Oldest.IsZero() && now.Sub(health.Oldest) > waitTooLong {
		health.Err = ErrNotRunning
	}
	s.config.Watch.Gauge("effects.open", float64(health.Open))
	s.config.Watch.Gauge("effects.dead", float64(health.Dead))
	if !health.Oldest.IsZero() {
		s.config.Watch.Gauge("effects.oldest_seconds", now.Sub(health.Oldest).Seconds())
	}
	return health
}
