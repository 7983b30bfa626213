// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Memory is a Store that forgets everything with the process: for tests, and
// as the model the other stores are compared with. It is written for being
// obviously right, not for speed.
type Memory struct {
	now func() time.Time

	mu       sync.Mutex
	closed   bool
	log      []*Recorded // position n is at n-1
	streams  map[streamName]*memoryStream
	order    []*memoryStream // by creation
	commands map[commandName]*memoryCommand
}

var _ Store = (*Memory)(nil)

type streamName struct {
	kind   string
	stream uuid.UUID
}

type commandName struct{ kind, key string }

type memoryStream struct {
	head     Head
	events   []*Recorded
	commands []*memoryCommand // that wrote it
	effects  []*memoryEffect
}

type memoryCommand struct {
	fingerprint [32]byte
	outcome     Outcome
}

type memoryEffect struct {
	EffectRecord

	payload []byte
	leased  bool
}

// NewMemory returns an empty store. It reads the time from now, or from the
// system's clock if that is nil.
func NewMemory(now func() time.Time) *Memory {
	if now == nil {
		now = time.Now
	}
	return &Memory{
		now:      now,
		streams:  map[streamName]*memoryStream{},
		commands: map[commandName]*memoryCommand{},
	}
}

// enter locks the store if it may be used.
func (m *Memory) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return ErrClosed
	}
	return nil
}

// Append implements Store.
func (m *Memory) Append(ctx context.Context, command Command, commits ...Commit) (Outcome, error) {
	if err := checkAppend(command, commits); err != nil {
		return Outcome{}, err
	}
	if err := m.enter(ctx); err != nil {
		return Outcome{}, err
	}
	defer m.mu.Unlock()

	if !command.IsZero() {
		if earlier, found := m.commands[commandName{command.Kind, command.Key}]; found {
			if earlier.fingerprint != command.Fingerprint {
				return Outcome{}, ErrCommandReused
			}
			return earlier.replay(), nil
		}
	}
	for i := range commits {
		if m.version(commits[i].Kind, commits[i].Stream) != commits[i].Expected {
			return Outcome{}, ErrConflict
		}
	}

	done := &memoryCommand{fingerprint: command.Fingerprint}
	for i := range commits {
		stream := m.write(&commits[i])
		stream.commands = append(stream.commands, done)
		done.outcome.Receipts = append(done.outcome.Receipts, Receipt{
			Stream:   stream.head.Stream,
			Version:  stream.head.Version,
			Position: Position(len(m.log)),
		})
	}
	done.outcome.Answer = bytes.Clone(command.Answer)
	if !command.IsZero() {
		m.commands[commandName{command.Kind, command.Key}] = done
	}
	outcome := done.replay()
	outcome.Replayed = false
	return outcome, nil
}

func (m *Memory) version(kind string, id uuid.UUID) uint64 {
	if stream, found := m.streams[streamName{kind, id}]; found {
		return stream.head.Version
	}
	return 0
}

// write carries out a commit that was found to be in order.
func (m *Memory) write(commit *Commit) *memoryStream {
	stream, found := m.streams[streamName{commit.Kind, commit.Stream}]
	if !found {
		stream = &memoryStream{head: Head{Kind: commit.Kind, Stream: commit.Stream}}
		m.streams[streamName{commit.Kind, commit.Stream}] = stream
		m.order = append(m.order, stream)
	}
	for _, event := range commit.Events {
		stream.head.Version++
		stream.head.Changed = storedTime(event.Time, m.now)
		record := &Recorded{
			Position: Position(len(m.log) + 1),
			Kind:     commit.Kind,
			Stream:   commit.Stream,
			Version:  stream.head.Version,
			Event: Event{
				Type:     event.Type,
				Time:     stream.head.Changed,
				Data:     stored(event.Data),
				Personal: stored(event.Personal),
			},
		}
		m.log = append(m.log, record)
		stream.events = append(stream.events, record)
	}
	stream.head.State = commit.State
	stream.head.Keys = normalKeys(commit.Keys)
	for number, effect := range commit.Effects {
		stream.effects = append(stream.effects, &memoryEffect{
			payload: stored(effect.Payload),
			EffectRecord: EffectRecord{
				Ref:    EffectRef{Kind: commit.Kind, Stream: commit.Stream, Version: stream.head.Version, Number: number},
				Effect: effect.Kind,
				State:  EffectOpen,
				Due:    storedTime(effect.NotBefore, m.now),
			},
		})
	}
	return stream
}

func (c *memoryCommand) replay() Outcome {
	return Outcome{
		Replayed: true,
		Receipts: slices.Clone(c.outcome.Receipts),
		Answer:   stored(c.outcome.Answer),
	}
}

// Load implements Store.
func (m *Memory) Load(ctx context.Context, kind string, id uuid.UUID, after uint64) (Head, []Recorded, error) {
	if err := m.enter(ctx); err != nil {
		return Head{}, nil, err
	}
	defer m.mu.Unlock()
	stream, found := m.streams[streamName{kind, id}]
	if !found {
		return Head{}, nil, ErrNotFound
	}
	if after >= stream.head.Version {
		return stream.head.clone(), nil, nil
	}
	return stream.head.clone(), cloneEvents(stream.events[after:]), nil
}

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
				heads = append(heads, stream.head.clone())
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

func (q Query) matches(head *Head) bool {
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
	if after >= Position(len(m.log)) || limit <= 0 {
		return nil, nil
	}
	rest := m.log[after:]
	return cloneEvents(rest[:min(limit, len(rest))]), nil
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

// Erase implements Store.
func (m *Memory) Erase(ctx context.Context, kind string, id uuid.UUID) error {
	if err := m.enter(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	stream, found := m.streams[streamName{kind, id}]
	if !found {
		return ErrNotFound
	}
	for _, event := range stream.events {
		event.Erased = event.Erased || event.Personal != nil
		event.Personal = nil
	}
	for _, command := range stream.commands {
		command.outcome.Answer = nil
	}
	for _, effect := range stream.effects {
		effect.payload, effect.Result, effect.Reason = nil, nil, ""
		if effect.State == EffectOpen || effect.State == EffectDead {
			effect.State, effect.Due, effect.leased = EffectErased, time.Time{}, false
		}
	}
	stream.head.Keys = nil
	stream.head.Erased = storedTime(time.Time{}, m.now)
	return nil
}

// Close implements Store.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

func (h Head) clone() Head {
	h.Keys = slices.Clone(h.Keys)
	return h
}

func cloneEvents(records []*Recorded) []Recorded {
	events := make([]Recorded, len(records))
	for i, record := range records {
		events[i] = *record
		events[i].Data = bytes.Clone(record.Data)
		events[i].Personal = bytes.Clone(record.Personal)
	}
	return events
}

// stored returns the copy of a payload that a store keeps: empty and missing
// are the same.
func stored(payload []byte) []byte {
	if len(payload) == 0 {
		return nil
	}
	return bytes.Clone(payload)
}

// storedTime returns a time as a store keeps it, or the present one.
func storedTime(t time.Time, now func() time.Time) time.Time {
	if t.IsZero() {
		t = now()
	}
	return fromMicro(t.UnixMicro())
}

func fromMicro(micro int64) time.Time { return time.UnixMicro(micro).UTC() }
