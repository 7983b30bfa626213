// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Append implements Store.
func (s *SQL) Append(ctx context.Context, command Command, commits ...Commit) (Outcome, error) {
	if err := checkAppend(command, commits); err != nil {
		return Outcome{}, err
	}
	j := &job{command: command, commits: s.own(commits)}
	j.command.Answer = stored(command.Answer)
	j.size = appendSize(&j.command, commits)
	if err := s.submit(ctx, j); err != nil {
		return Outcome{}, err
	}
	if j.outcome.Replayed {
		receipts, err := s.receipts(ctx, j.first, j.last)
		if err != nil {
			return Outcome{}, fmt.Errorf("%w: %w", ErrBusy, err)
		}
		j.outcome.Receipts = receipts
	}
	return j.outcome, nil
}

// own returns commits with all times set and keys in order. Payloads need no
// copy: the database has them before Append returns.
func (s *SQL) own(commits []Commit) []Commit {
	owned := slices.Clone(commits)
	for i := range owned {
		commit := &owned[i]
		commit.Keys = normalKeys(commit.Keys)
		commit.Events = slices.Clone(commit.Events)
		for j := range commit.Events {
			commit.Events[j].Time = storedTime(commit.Events[j].Time, s.now)
		}
		commit.Effects = slices.Clone(commit.Effects)
		for j := range commit.Effects {
			commit.Effects[j].NotBefore = storedTime(commit.Effects[j].NotBefore, s.now)
		}
	}
	return owned
}

// sqlHead is what the writer knows of a stream during a transaction.
type sqlHead struct {
	// no is the number that stands for the stream in other tables: the
	// position of its first event, so that numbers grow with time whatever the
	// ids are, and indexes grow at their end.
	no      int64
	version uint64
	state   string
	keys    []Key
	changed int64

	before struct { // as it was before the transaction
		exists bool
		state  string
		keys   []Key
	}
	touched bool
}

// sqlCommand is a command that was answered before, or in this transaction.
type sqlCommand struct {
	fingerprint [32]byte
	answer      []byte
	first, last Position
}

// ledger is what the writer must know to decide about appends: what the
// database holds, and what the transaction adds to it.
type ledger struct {
	heads    map[streamName]*sqlHead
	order    []streamName // of heads, as first asked for
	commands map[commandName]sqlCommand
	position Position // the last one given

	rows [tables][]any
}

// append decides about each job in turn and writes what was accepted.
func (w *writer) append(ctx context.Context, jobs []*job) error {
	book, err := w.open(ctx, jobs)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		j.err = book.admit(j)
	}
	return w.flush(ctx, book)
}

// open reads from the database what is needed to decide about the jobs.
func (w *writer) open(ctx context.Context, jobs []*job) (*ledger, error) {
	book := &ledger{heads: map[streamName]*sqlHead{}, commands: map[commandName]sqlCommand{}}
	var wanted wanted
	for _, j := range jobs {
		if !j.command.IsZero() {
			wanted.commands = append(wanted.commands, commandName{j.command.Kind, j.command.Key})
		}
		for i := range j.commits {
			name := streamName{j.commits[i].Kind, j.commits[i].Stream}
			if _, found := book.heads[name]; !found {
				book.heads[name] = &sqlHead{}
				wanted.streams = append(wanted.streams, name)
			}
		}
	}
	book.order = wanted.streams
	if err := w.store.batcher.look(ctx, w.session, &wanted, book); err != nil {
		return nil, err
	}
	return book, nil
}

// found notes down a head that is in the database.
func (b *ledger) found(name streamName, head *sqlHead, keys string) error {
	var err error
	if head.keys, err = decodeKeys(keys); err != nil {
		return err
	}
	head.before.exists, head.before.state, head.before.keys = true, head.state, head.keys
	*b.heads[name] = *head
	return nil
}

// admit decides about a job. If it is accepted, what it adds is noted down.
func (b *ledger) admit(j *job) error {
	name := commandName{j.command.Kind, j.command.Key}
	if !j.command.IsZero() {
		if earlier, found := b.commands[name]; found {
			if earlier.fingerprint != j.command.Fingerprint {
				return ErrCommandReused
			}
			j.outcome = Outcome{Replayed: true, Answer: stored(earlier.answer)}
			j.first, j.last = earlier.first, earlier.last
			return nil
		}
	}
	for i := range j.commits {
		if b.heads[streamName{j.commits[i].Kind, j.commits[i].Stream}].version != j.commits[i].Expected {
			return ErrConflict
		}
	}
	first := b.position + 1
	j.outcome = Outcome{Receipts: make([]Receipt, len(j.commits)), Answer: bytes.Clone(j.command.Answer)}
	for i := range j.commits {
		j.outcome.Receipts[i] = b.note(&j.commits[i])
	}
	if !j.command.IsZero() {
		b.commands[name] = sqlCommand{j.command.Fingerprint, j.command.Answer, first, b.position}
		b.add(commandRows, int64(first), int64(b.position), j.command.Kind, j.command.Key,
			j.command.Fingerprint[:], nullable(j.command.Answer))
	}
	return nil
}

// note adds an accepted commit to what will be written.
func (b *ledger) note(commit *Commit) Receipt {
	head := b.heads[streamName{commit.Kind, commit.Stream}]
	if head.no == 0 {
		head.no = int64(b.position) + 1
	}
	for i := range commit.Events {
		event := &commit.Events[i]
		b.position++
		head.version++
		head.changed = event.Time.UnixMicro()
		b.add(eventRows, int64(b.position), head.no, int64(head.version), event.Type, head.changed,
			nullable(event.Data), nullable(event.Personal), int64(0))
	}
	for number := range commit.Effects {
		effect := &commit.Effects[number]
		b.add(effectRows, head.no, int64(head.version), int64(number), commit.Kind, effect.Kind,
			effect.NotBefore.UnixMicro(), nullable(effect.Payload))
	}
	head.state, head.keys, head.touched = commit.State, commit.Keys, true
	return Receipt{Stream: commit.Stream, Version: head.version, Position: b.position}
}

func (b *ledger) add(table int, row ...any) { b.rows[table] = append(b.rows[table], row...) }

// flush writes what was noted down.
func (w *writer) flush(ctx context.Context, book *ledger) error {
	all := w.store.statements
	for _, name := range book.order {
		head := book.heads[name]
		if !head.touched {
			continue
		}
		id := w.store.engine.id(name.stream)
		rows := headRows
		if head.before.exists && head.before.state == head.state {
			rows = keptHeadRows
		}
		book.add(rows, head.no, name.kind, id, int64(head.version), head.state, encodeKeys(head.keys), head.changed, int64(0))
		for _, key := range head.before.keys {
			if _, stays := slices.BinarySearchFunc(head.keys, key, compareKeys); !stays {
				if _, err := w.session.exec(ctx, &all.dropKey, name.kind, key.Name, key.Value, id); err != nil {
					return err
				}
			}
		}
		for _, key := range head.keys {
			if _, present := slices.BinarySearchFunc(head.before.keys, key, compareKeys); !present {
				book.add(keyRows, name.kind, key.Name, key.Value, id, head.no)
			}
		}
	}
	return w.store.batcher.write(ctx, w.session, &book.rows)
}

// nullable returns the argument for a payload: nothing is NULL.
func nullable(payload []byte) any {
	if len(payload) == 0 {
		return nil
	}
	return payload
}

func appendSize(command *Command, commits []Commit) int {
	size := len(command.Answer)
	for i := range commits {
		for j := range commits[i].Events {
			size += len(commits[i].Events[j].Data) + len(commits[i].Events[j].Personal)
		}
		for j := range commits[i].Effects {
			size += len(commits[i].Effects[j].Payload)
		}
	}
	return size
}

func encodeKeys(keys []Key) string {
	if len(keys) == 0 {
		return ""
	}
	pairs := make([][2]string, len(keys))
	for i, key := range keys {
		pairs[i] = [2]string{key.Name, key.Value}
	}
	text, err := json.Marshal(pairs)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

func decodeKeys(text string) ([]Key, error) {
	if text == "" {
		return nil, nil
	}
	var pairs [][2]string
	if err := json.Unmarshal([]byte(text), &pairs); err != nil {
		return nil, fmt.Errorf("journal: the keys of a head are damaged: %w", err)
	}
	keys := make([]Key, len(pairs))
	for i, pair := range pairs {
		keys[i] = Key{Name: pair[0], Value: pair[1]}
	}
	return keys, nil
}
