// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/google/uuid"
)

// List implements Store.
func (m *Memory) List(ctx context.Context, query Query) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		if err := m.enter(ctx); err != nil {
			yield(Head{}, err)
			return
		}
		var heads []Head
		for stream := range maps.Values(m.streams) {
			if query.matches(&stream.head) {
				heads = append(heads, stream.head.listed())
			}
		}
		m.mu.Unlock()

		slices.SortFunc(heads, func(a, b Head) int { return bytes.Compare(a.Stream[:], b.Stream[:]) })
		if query.Descending {
			slices.Reverse(heads)
		}
		for _, head := range heads {
			if !yield(head, nil) {
				return
			}
		}
	}
}

// ListPage implements Store.
func (m *Memory) ListPage(ctx context.Context, query Query, limit int) (page []Listed, err error) {
	for head, err := range m.List(ctx, query) {
		if err != nil {
			return nil, err
		}
		if len(page) >= limit {
			break
		}
		page = append(page, Listed{Head: head})
	}
	return page, nil
}

// Count implements Store.
func (m *Memory) Count(ctx context.Context, query Query) (n int64, err error) {
	query.After = uuid.Nil
	for _, err := range m.List(ctx, query) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

func (q Query) matches(head *Head) bool {
	if q.From != uuid.Nil && bytes.Compare(head.Stream[:], q.From[:]) < 0 || q.To != uuid.Nil && bytes.Compare(head.Stream[:], q.To[:]) >= 0 {
		return false
	}
	if len(q.Keys) > 0 && !slices.ContainsFunc(q.Keys, func(key Key) bool { return slices.Contains(head.Keys, key) }) {
		return false
	}
	behind := bytes.Compare(head.Stream[:], q.After[:])
	if q.Descending {
		behind = -behind
	}
	return head.Kind == q.Kind &&
		(q.State == "" || q.State == head.State) &&
		(q.Key == Key{} || slices.Contains(head.Keys, q.Key)) &&
		(q.After == uuid.Nil || behind > 0)
}

// Read implements Store.
func (m *Memory) Read(ctx context.Context, after Position, limit int) ([]Recorded, error) {
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	first := sort.Search(len(m.log), func(i int) bool { return m.log[i].Position > after })
	rest := m.log[first:]
	if len(rest) == 0 || limit <= 0 {
		return nil, nil
	}
	return cloneEvents(rest[:min(limit, len(rest))]), nil
}

// Firsts implements Store.
func (m *Memory) Firsts(ctx context.Context, kind string, after Position, limit int) ([]Recorded, error) {
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var firsts []*Recorded
	for _, stream := range m.order {
		if stream.head.Kind == kind && stream.events[0].Position > after && len(firsts) < limit {
			firsts = append(firsts, stream.events[0])
		}
	}
	if len(firsts) == 0 {
		return nil, nil
	}
	return cloneEvents(firsts), nil
}

// Due implements Store.
func (m *Memory) Due(ctx context.Context, until time.Time) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		if err := m.enter(ctx); err != nil {
			yield(Head{}, err)
			return
		}
		var heads []Head
		for _, stream := range m.order {
			if due := stream.head.Due; !due.IsZero() && !due.After(until) {
				heads = append(heads, stream.head.listed())
			}
		}
		m.mu.Unlock()
		slices.SortStableFunc(heads, func(a, b Head) int { return a.Due.Compare(b.Due) })
		for _, head := range heads {
			if !yield(head, nil) {
				return
			}
		}
	}
}

// SetDue implements Store.
func (m *Memory) SetDue(ctx context.Context, kind string, id uuid.UUID, due time.Time) error {
	if err := checkTime(due); err != nil {
		return err
	}
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	stream, found := m.streams[streamName{kind, id}]
	if !found {
		return ErrNotFound
	}
	stream.head.Due = storedDue(due)
	return nil
}

// Answer implements Store.
func (m *Memory) Answer(ctx context.Context, kind, key string) (Outcome, error) {
	if err := m.enter(ctx); err != nil {
		return Outcome{}, err
	}
	defer m.mu.Unlock()
	command, found := m.commands[commandName{kind, key}]
	if !found {
		return Outcome{}, ErrNotFound
	}
	return command.replay(), nil
}
