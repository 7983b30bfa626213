// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// The states of effects in the database. The statements name them as numbers,
// because their partial indexes need them so.
const (
	stateOpen int64 = iota
	stateDone
	stateDead
)

var effectStates = [...]EffectState{EffectOpen, EffectDone, EffectDead, EffectErased}

// stateNumber returns the number of a state as text.
func stateNumber(state EffectState) (number string, found bool) {
	i := slices.Index(effectStates[:], state)
	return strconv.Itoa(i), i >= 0
}

// Lease implements Outbox.
func (s *SQL) Lease(ctx context.Context, request LeaseRequest) ([]Leased, error) {
	if err := checkLeaseRequest(request); err != nil {
		return nil, err
	}
	var leased []Leased
	err := s.submit(ctx, &job{run: func(ctx context.Context, session *session) (error, error) {
		leased = nil
		now := storedTime(time.Time{}, s.now)
		until := fromMicro(now.Add(request.For).UnixMicro())
		for _, name := range request.Effects {
			if len(leased) == request.Limit {
				break
			}
			args := []any{until.UnixMicro(), name.Stream, name.Effect, now.UnixMicro(), request.Limit - len(leased)}
			err := s.engine.lease(ctx, session, s.statements, args, func(rows *sql.Rows) error {
				effect := Leased{Effect: name.Effect, Until: until}
				effect.Ref.Kind = name.Stream
				var expired int
				err := rows.Scan(&effect.Ref.Stream, &effect.Ref.Version, &effect.Ref.Number, &effect.Payload,
					&effect.Attempt, &effect.Failures, &expired)
				effect.Attempt++
				effect.Failures += expired
				leased = append(leased, effect)
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		return nil, nil
	}})
	if err != nil {
		return nil, err
	}
	return leased, nil
}

// Renew implements Outbox.
func (s *SQL) Renew(ctx context.Context, lease Lease, until time.Time) error {
	return s.changeHeld(ctx, &s.statements.renew, lease, storedTime(until, s.now).UnixMicro())
}

// Complete implements Outbox.
func (s *SQL) Complete(ctx context.Context, lease Lease, result []byte) error {
	if len(result) > MaxPayload {
		return invalid("too long a result")
	}
	return s.changeHeld(ctx, &s.statements.complete, lease, nullable(result))
}

// Fail implements Outbox.
func (s *SQL) Fail(ctx context.Context, lease Lease, reason string, again time.Time) error {
	state, due := stateOpen, again.UnixMicro()
	if again.IsZero() {
		state, due = stateDead, 0
	}
	return s.changeHeld(ctx, &s.statements.fail, lease, state, due, cutReason(reason))
}

// changeHeld changes an effect if the lease is held; otherwise it finds out why
// not.
func (s *SQL) changeHeld(ctx context.Context, change *statement, lease Lease, args ...any) error {
	name := s.effectName(lease.Ref)
	return s.submit(ctx, &job{stream: streamName{lease.Ref.Kind, lease.Ref.Stream}, run: func(ctx context.Context, session *session) (error, error) {
		all := append(append(args[:len(args):len(args)], name...), lease.Attempt)
		changed, err := session.exec(ctx, change, all...)
		if err != nil || changed == 1 {
			return nil, err
		}
		verdict := ErrNotFound
		err = session.find(ctx, &s.statements.effect, name, func(rows *sql.Rows) error {
			var state, attempts int64
			err := rows.Scan(&state, &attempts)
			verdict = ErrLeaseLost
			if change == &s.statements.complete && state == stateDone && attempts == int64(lease.Attempt) {
				verdict = nil // completed before, the answer got lost
			}
			return err
		})
		return verdict, err
	}})
}

// Resume implements Store.
func (s *SQL) Resume(ctx context.Context, ref EffectRef) error {
	args := append([]any{storedTime(time.Time{}, s.now).UnixMicro()}, s.effectName(ref)...)
	return s.submit(ctx, &job{stream: streamName{ref.Kind, ref.Stream}, run: func(ctx context.Context, session *session) (error, error) {
		changed, err := session.exec(ctx, &s.statements.resume, args...)
		if err == nil && changed == 0 {
			return ErrNotFound, nil
		}
		return nil, err
	}})
}

// effectName returns the arguments that name an effect.
func (s *SQL) effectName(ref EffectRef) []any {
	return []any{ref.Kind, s.engine.id(ref.Stream), int64(ref.Version), int64(ref.Number)}
}

// effectRow is an effect as listed, with the number of its stream to go on from.
type effectRow struct {
	EffectRecord

	no int64
}

// Effects implements Store.
func (s *SQL) Effects(ctx context.Context, query EffectQuery) iter.Seq2[EffectRecord, error] {
	return func(yield func(EffectRecord, error) bool) {
		var last effectRow
		for {
			page, err := s.effectPage(ctx, query, last)
			if err != nil {
				yield(EffectRecord{}, err)
				return
			}
			for _, row := range page {
				if !yield(row.EffectRecord, nil) {
					return
				}
				last = row
			}
			if len(page) < pageSize {
				return
			}
		}
	}
}

func (s *SQL) effectPage(ctx context.Context, query EffectQuery, last effectRow) ([]effectRow, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	text, args := s.texts.effects, []any{query.Kind}
	if query.Stream != uuid.Nil {
		text, args = text+" AND h.kind = ? AND h.id = ?", append(args, query.Kind, s.engine.id(query.Stream))
	}
	if number, found := stateNumber(query.State); found {
		text += " AND e.state = " + number // a literal, for the partial indexes
	} else if query.State != "" {
		return nil, invalid("an unknown state of effects")
	}
	text += " AND (e.no, e.version, e.number) > (?, ?, ?) ORDER BY e.no, e.version, e.number LIMIT ?"
	args = append(args, last.no, int64(last.Ref.Version), int64(last.Ref.Number), pageSize)
	rows, err := s.reads.rows(ctx, s.engine.rebind(text), args...)
	if err != nil {
		return nil, fmt.Errorf("journal: effects: %w", err)
	}
	var page []effectRow
	err = each(rows, func(rows *sql.Rows) error {
		row := effectRow{}
		row.Ref.Kind = query.Kind
		var state, due int64
		err := rows.Scan(&row.no, &row.Ref.Stream, &row.Ref.Version, &row.Ref.Number, &row.Effect, &state, &due,
			&row.Attempts, &row.Failures, &row.Reason, &row.Result)
		if err != nil {
			return err
		}
		row.State = effectStates[state]
		if row.State == EffectOpen {
			row.Due = fromMicro(due)
		}
		page = append(page, row)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: effects: %w", err)
	}
	return page, nil
}
