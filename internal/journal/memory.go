// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"context"
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
	position Position // the last one given
	log      []*Recorded
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
	step := Step{command, commits}
	if !m.fits(step, map[streamName]uint64{}, map[commandName]bool{}) {
		return Outcome{}, ErrConflict
	}
	return m.carryOut(step), nil
}

// AppendAll implements Store.
func (m *Memory) AppendAll(ctx context.Context, steps ...Step) ([]Outcome, error) {
	if err := checkSteps(steps); err != nil {
		return nil, err
	}
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	versions, commands := map[streamName]uint64{}, map[commandName]bool{}
	for _, step := range steps {
		if !m.fits(step, versions, commands) {
			return nil, ErrConflict
		}
	}
	outcomes := make([]Outcome, len(steps))
	for i, step := range steps {
		outcomes[i] = m.carryOut(step)
	}
	return outcomes, nil
}

// fits reports whether a step may be carried out after others, which have noted
// down what they change.
func (m *Memory) fits(step Step, versions map[streamName]uint64, commands map[commandName]bool) bool {
	if !step.Command.IsZero() {
		name := commandName{step.Command.Kind, step.Command.Key}
		if m.commands[name] != nil || commands[name] {
			return false
		}
		commands[name] = true
	}
	for i := range step.Commits {
		commit := &step.Commits[i]
		name := streamName{commit.Kind, commit.Stream}
		if _, changed := versions[name]; !changed {
			versions[name] = m.version(commit.Kind, commit.Stream)
		}
		if versions[name] != commit.Expected {
			return false
		}
		versions[name] = commit.Version()
	}
	return true
}

// carryOut writes a step that was found to be in order.
func (m *Memory) carryOut(step Step) Outcome {
	done, before := &memoryCommand{fingerprint: step.Command.Fingerprint}, m.position
	for i := range step.Commits {
		stream := m.write(&step.Commits[i])
		stream.commands = append(stream.commands, done)
		receipt := Receipt{Stream: stream.head.Stream, Version: stream.head.Version}
		if !step.Commits[i].draftOnly() {
			receipt.Position = m.position
		}
		done.outcome.Receipts = append(done.outcome.Receipts, receipt)
	}
	done.outcome.Answer = bytes.Clone(step.Command.Answer)
	if !step.Command.IsZero() {
		if m.position == before {
			m.position++ // a command needs a place of its own
		}
		m.commands[commandName{step.Command.Kind, step.Command.Key}] = done
	}
	outcome := done.replay()
	outcome.Replayed, outcome.Fingerprint = false, [32]byte{}
	return outcome
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
		m.position++
		stream.head.Version++
		stream.head.Changed = storedTime(event.Time, m.now)
		record := &Recorded{
			Position: m.position,
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
	if commit.draftOnly() {
		stream.head.Version++
		stream.head.Changed = storedTime(time.Time{}, m.now)
	}
	if len(commit.Draft) > 0 || commit.DropDraft {
		stream.head.Draft = stored(commit.Draft)
	}
	stream.head.State = commit.State
	stream.head.Keys = normalKeys(commit.Keys)
	stream.head.Due = storedDue(commit.Due)
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

		Fingerprint: c.fingerprint,
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
	events := stream.events
	for len(events) > 0 && events[0].Version <= after {
		events = events[1:]
	}
	if len(events) == 0 {
		return stream.head.clone(), nil, nil
	}
	return stream.head.clone(), cloneEvents(events), nil
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
	stream.head.Keys, stream.head.Draft, stream.head.Due = nil, nil, time.Time{}
	stream.head.Erased = storedTime(time.Time{}, m.now)
	return nil
}

// Forget implements Store.
func (m *Memory) Forget(ctx context.Context) (clean bool, err error) {
	if err := m.enter(ctx); err != nil {
		return false, err
	}
	m.mu.Unlock()
	return true, nil
}

// Close implements Store.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

func (h Head) clone() Head {
	h.Keys, h.Draft = slices.Clone(h.Keys), bytes.Clone(h.Draft)
	return h
}

// listed returns the head as it stands in lists.
func (h Head) listed() Head {
	h.Keys, h.Draft = slices.Clone(h.Keys), nil
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

// storedDue returns a deadline as a store keeps it: zero stays zero.
func storedDue(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return fromMicro(t.UnixMicro())
}

func fromMicro(micro int64) time.Time { return time.UnixMicro(micro).UTC() }
