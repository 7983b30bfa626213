// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"cmp"
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
	last    Position // of its last event
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
	wanted   wanted // streams and commands, in the order first asked for
	heads    map[streamName]*sqlHead
	commands map[commandName]sqlCommand
	position Position // the last one given

	rows  [tables][]any
	given []commandName // that were accepted
}

// clear empties the ledger for the next transaction, which uses its memory
// again. Nothing of the last one stays in it.
func (b *ledger) clear() {
	b.wanted.streams = emptied(b.wanted.streams)
	b.wanted.commands = emptied(b.wanted.commands)
	b.given = emptied(b.given)
	clear(b.heads)
	clear(b.commands)
	for i := range b.rows {
		b.rows[i] = emptied(b.rows[i])
	}
}

// emptied returns the memory of a list for use again, with nothing left in it.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}

// append decides about each job in turn and writes what was accepted.
func (w *writer) append(ctx context.Context, jobs []*job) error {
	book := &w.book
	defer book.clear()
	book.ask(jobs)
	if err := w.store.batcher.look(ctx, w.session, &book.wanted, book); err != nil {
		return err
	}
	for _, j := range jobs {
		j.err = book.admit(j)
	}
	return w.flush(ctx, book)
}

// ask notes down what must be known of the database to decide about the jobs.
func (b *ledger) ask(jobs []*job) {
	if b.heads == nil {
		b.heads, b.commands = map[streamName]*sqlHead{}, map[commandName]sqlCommand{}
	}
	for _, j := range jobs {
		if !j.command.IsZero() {
			b.wanted.commands = append(b.wanted.commands, commandName{j.command.Kind, j.command.Key})
		}
		for i := range j.commits {
			name := streamName{j.commits[i].Kind, j.commits[i].Stream}
			if _, found := b.heads[name]; !found {
				b.heads[name] = nil
				b.wanted.streams = append(b.wanted.streams, name)
			}
		}
	}
	heads := make([]sqlHead, len(b.wanted.streams))
	for i, name := range b.wanted.streams {
		b.heads[name] = &heads[i]
	}
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
		b.given = append(b.given, name)
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
			nullable(event.Data), nullable(event.Personal), int64(0), int64(head.last))
		head.last = b.position
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
	for _, name := range book.wanted.streams {
		head := book.heads[name]
		if !head.touched {
			continue
		}
		id := w.store.engine.id(name.stream)
		version, keys := int64(head.version), encodeKeys(head.keys)
		switch {
		case !head.before.exists:
			book.add(newHeadRows, head.no, name.kind, id, version, head.state, keys, head.changed, int64(0), int64(head.last))
		case head.before.state != head.state:
			book.add(movedHeadRows, head.no, version, head.state, keys, head.changed, int64(head.last))
		default:
			book.add(keptHeadRows, head.no, version, keys, head.changed, int64(head.last))
		}
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
	// In the order of their index, which then grows at its end as long as keys
	// grow with time, however the callers overtook one another.
	slices.SortFunc(book.given, func(a, b commandName) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key))
	})
	for _, name := range book.given {
		command := book.commands[name]
		book.add(commandRows, int64(command.first), int64(command.last), name.kind, name.key,
			command.fingerprint[:], nullable(command.answer))
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
