// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Lease implements Outbox.
func (m *Memory) Lease(ctx context.Context, request LeaseRequest) ([]Leased, error) {
	if err := checkLeaseRequest(request); err != nil {
		return nil, err
	}
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	now := storedTime(time.Time{}, m.now)
	until := storedTime(now.Add(request.For), nil)
	var leased []Leased
	for _, name := range request.Effects {
		var due []*memoryEffect
		for effect := range m.effects(name.Stream, uuid.Nil) {
			if effect.Effect == name.Effect && effect.State == EffectOpen && !effect.Due.After(now) {
				due = append(due, effect)
			}
		}
		slices.SortStableFunc(due, func(a, b *memoryEffect) int { return a.Due.Compare(b.Due) })
		for _, effect := range due[:min(len(due), request.Limit-len(leased))] {
			if effect.leased {
				effect.Failures++ // whoever held it never came back
			}
			effect.Attempts++
			effect.Due, effect.leased = until, true
			leased = append(leased, Leased{
				Lease:    Lease{Ref: effect.Ref, Attempt: effect.Attempts},
				Effect:   effect.Effect,
				Payload:  stored(effect.payload),
				Failures: effect.Failures,
				Until:    until,
			})
		}
	}
	return leased, nil
}

// Renew implements Outbox.
func (m *Memory) Renew(ctx context.Context, lease Lease, until time.Time) error {
	return m.withLease(ctx, lease, func(effect *memoryEffect) {
		effect.Due = storedTime(until, m.now)
	})
}

// Complete implements Outbox.
func (m *Memory) Complete(ctx context.Context, lease Lease, result []byte) error {
	if len(result) > MaxPayload {
		return invalid("too long a result")
	}
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	effect := m.effect(lease.Ref)
	switch {
	case effect == nil:
		return ErrNotFound
	case effect.Attempts != lease.Attempt:
		return ErrLeaseLost
	case effect.State == EffectDone:
		return nil
	case !effect.leased:
		return ErrLeaseLost
	}
	effect.State, effect.Due, effect.leased = EffectDone, time.Time{}, false
	effect.Result = stored(result)
	return nil
}

// Fail implements Outbox.
func (m *Memory) Fail(ctx context.Context, lease Lease, reason string, again time.Time) error {
	return m.withLease(ctx, lease, func(effect *memoryEffect) {
		effect.Failures++
		effect.Reason, effect.leased = cutReason(reason), false
		if again.IsZero() {
			effect.State, effect.Due = EffectDead, time.Time{}
			return
		}
		effect.Due = storedTime(again, nil)
	})
}

// Resume implements Store.
func (m *Memory) Resume(ctx context.Context, ref EffectRef) error {
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	effect := m.effect(ref)
	if effect == nil || effect.State != EffectDead {
		return ErrNotFound
	}
	effect.State, effect.Failures, effect.Due = EffectOpen, 0, storedTime(time.Time{}, m.now)
	return nil
}

// Effects implements Store.
func (m *Memory) Effects(ctx context.Context, query EffectQuery) iter.Seq2[EffectRecord, error] {
	return func(yield func(EffectRecord, error) bool) {
		if _, known := stateNumber(query.State); !known && query.State != "" {
			yield(EffectRecord{}, invalid("an unknown state of effects"))
			return
		}
		if err := m.enter(ctx); err != nil {
			yield(EffectRecord{}, err)
			return
		}
		var records []EffectRecord
		for effect := range m.effects(query.Kind, query.Stream) {
			if query.State == "" || query.State == effect.State {
				record := effect.EffectRecord
				record.Result = stored(record.Result)
				records = append(records, record)
			}
		}
		m.mu.Unlock()
		for _, record := range records {
			if !yield(record, nil) {
				return
			}
		}
	}
}

// withLease changes an effect if the lease is still held.
func (m *Memory) withLease(ctx context.Context, lease Lease, change func(*memoryEffect)) error {
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	effect := m.effect(lease.Ref)
	switch {
	case effect == nil:
		return ErrNotFound
	case !effect.leased || effect.Attempts != lease.Attempt:
		return ErrLeaseLost
	}
	change(effect)
	return nil
}

// effect returns the effect of that name, or nil.
func (m *Memory) effect(ref EffectRef) *memoryEffect {
	for effect := range m.effects(ref.Kind, ref.Stream) {
		if effect.Ref == ref {
			return effect
		}
	}
	return nil
}

// effects yields the effects of one stream, or of all streams of a kind.
func (m *Memory) effects(kind string, id uuid.UUID) iter.Seq[*memoryEffect] {
	streams := m.order
	if stream, found := m.streams[streamName{kind, id}]; found {
		streams = []*memoryStream{stream}
	}
	return func(yield func(*memoryEffect) bool) {
		for _, stream := range streams {
			if stream.head.Kind != kind || (id != uuid.Nil && stream.head.Stream != id) {
				continue
			}
			for _, effect := range stream.effects {
				if !yield(effect) {
					return
				}
			}
		}
	}
}
