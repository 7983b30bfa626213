// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Append implements Store.
func (s *SQL) Append(ctx context.Context, command Command, commits ...Commit) (Outcome, error) {
	if err := checkAppend(command, commits); err != nil {
		return Outcome{}, err
	}
	j := &job{steps: []step{s.step(Step{command, commits})}}
	if err := s.submitSteps(ctx, j); err != nil {
		return Outcome{}, err
	}
	done := &j.steps[0]
	if done.outcome.Replayed {
		receipts, err := s.receipts(ctx, done.first, done.last, done.receipts)
		if err != nil {
			return Outcome{}, fmt.Errorf("%w: %w", ErrBusy, err)
		}
		done.outcome.Receipts = receipts
	}
	return done.outcome, nil
}

// AppendAll implements Store.
func (s *SQL) AppendAll(ctx context.Context, steps ...Step) ([]Outcome, error) {
	if err := checkSteps(steps); err != nil {
		return nil, err
	}
	j := &job{together: true}
	for _, one := range steps {
		j.steps = append(j.steps, s.step(one))
	}
	if err := s.submitSteps(ctx, j); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(j.steps))
	for i := range j.steps {
		outcomes[i] = j.steps[i].outcome
	}
	return outcomes, nil
}

func (s *SQL) submitSteps(ctx context.Context, j *job) error {
	for i := range j.steps {
		j.size += appendSize(&j.steps[i].command, j.steps[i].commits)
	}
	s.count("store.steps", int64(len(j.steps)))
	return s.submit(ctx, j)
}

// step is one append of a job, and what became of it.
type step struct {
	command Command
	commits []Commit
	at      int64 // time of commits without events

	outcome  Outcome
	first    Position // of the events of a replayed outcome
	last     Position
	receipts []byte // of a replayed outcome, where its events do not tell them
}

// step returns an append with all times set and keys in order. Payloads need no
// copy: the database has them before the caller goes on.
func (s *SQL) step(one Step) step {
	command := one.Command
	command.Answer = stored(command.Answer)
	return step{command: command, commits: s.own(one.Commits), at: storedTime(time.Time{}, s.now).UnixMicro()}
}

// own returns commits with all times set and keys in order.
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
	due     int64
	draft   []byte
	drafted draftChange

	before struct { // as it was before the transaction
		exists bool
		state  string
		keys   []Key
		due    int64
	}
	touched bool
}

// draftChange is what a transaction does to a draft.
type draftChange int8

const (
	draftKept draftChange = iota
	draftSaved
	draftDropped
)

// sqlCommand is a command that was answered before, or in this transaction.
type sqlCommand struct {
	fingerprint [32]byte
	answer      []byte
	first, last Position
	receipts    []byte // nil: the events from first to last tell them
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
	first := book.position
	for _, j := range jobs {
		j.err = book.admit(j)
	}
	if book.position-first > w.store.engine.places() {
		return errCrowded
	}
	return w.flush(ctx, book)
}

// errCrowded says that a group has more events than a transaction has places: each
// job gets a transaction of its own.
var errCrowded = errors.New("journal: too many events in one transaction")

// ask notes down what must be known of the database to decide about the jobs.
func (b *ledger) ask(jobs []*job) {
	if b.heads == nil {
		b.heads, b.commands = map[streamName]*sqlHead{}, map[commandName]sqlCommand{}
	}
	for _, j := range jobs {
		for i := range j.steps {
			b.want(&j.steps[i])
		}
	}
	heads := make([]sqlHead, len(b.wanted.streams))
	for i, name := range b.wanted.streams {
		b.heads[name] = &heads[i]
	}
}

func (b *ledger) want(step *step) {
	if !step.command.IsZero() {
		b.wanted.commands = append(b.wanted.commands, commandName{step.command.Kind, step.command.Key})
	}
	for i := range step.commits {
		name := streamName{step.commits[i].Kind, step.commits[i].Stream}
		if _, found := b.heads[name]; !found {
			b.heads[name] = nil
			b.wanted.streams = append(b.wanted.streams, name)
		}
	}
}

// found notes down a head that is in the database.
func (b *ledger) found(name streamName, head *sqlHead, keys string) error {
	var err error
	if head.keys, err = decodeKeys(keys); err != nil {
		return err
	}
	head.before.exists, head.before.state, head.before.keys, head.before.due = true, head.state, head.keys, head.due
	*b.heads[name] = *head
	return nil
}

// admit decides about a job. If it is accepted, what it adds is noted down.
func (b *ledger) admit(j *job) error {
	if !j.together {
		return b.admitOne(&j.steps[0])
	}
	if !b.fits(j.steps) {
		return ErrConflict
	}
	for i := range j.steps {
		b.accept(&j.steps[i])
	}
	return nil
}

// admitOne decides about a step that stands alone.
func (b *ledger) admitOne(step *step) error {
	if !step.command.IsZero() {
		if earlier, found := b.commands[commandName{step.command.Kind, step.command.Key}]; found {
			if earlier.fingerprint != step.command.Fingerprint {
				return ErrCommandReused
			}
			step.outcome = Outcome{Replayed: true, Answer: stored(earlier.answer), Fingerprint: earlier.fingerprint}
			step.first, step.last, step.receipts = earlier.first, earlier.last, earlier.receipts
			return nil
		}
	}
	for i := range step.commits {
		if b.heads[streamName{step.commits[i].Kind, step.commits[i].Stream}].version != step.commits[i].Expected {
			return ErrConflict
		}
	}
	b.accept(step)
	return nil
}

// fits reports whether steps may be carried out one after the other.
func (b *ledger) fits(steps []step) bool {
	versions, commands := map[streamName]uint64{}, map[commandName]bool{}
	for i := range steps {
		if !steps[i].command.IsZero() {
			name := commandName{steps[i].command.Kind, steps[i].command.Key}
			if _, answered := b.commands[name]; answered || commands[name] {
				return false
			}
			commands[name] = true
		}
		for n := range steps[i].commits {
			commit := &steps[i].commits[n]
			name := streamName{commit.Kind, commit.Stream}
			version, changed := versions[name]
			if !changed {
				version = b.heads[name].version
			}
			if version != commit.Expected {
				return false
			}
			versions[name] = commit.Version()
		}
	}
	return true
}

// accept adds a step that was found to be in order to what will be written.
func (b *ledger) accept(step *step) {
	first := b.position + 1
	step.outcome = Outcome{Receipts: make([]Receipt, len(step.commits)), Answer: bytes.Clone(step.command.Answer)}
	drafts := false
	for i := range step.commits {
		step.outcome.Receipts[i] = b.note(&step.commits[i], step.at)
		drafts = drafts || step.commits[i].draftOnly()
	}
	if step.command.IsZero() {
		return
	}
	if b.position < first {
		b.position = first // a command needs a place of its own
	}
	command := sqlCommand{fingerprint: step.command.Fingerprint, answer: step.command.Answer, first: first, last: b.position}
	if drafts {
		command.receipts = encodeReceipts(step.outcome.Receipts)
	}
	name := commandName{step.command.Kind, step.command.Key}
	b.commands[name] = command
	b.given = append(b.given, name)
}

// note adds an accepted commit to what will be written.
func (b *ledger) note(commit *Commit, at int64) Receipt {
	head := b.heads[streamName{commit.Kind, commit.Stream}]
	if head.no == 0 {
		head.no = int64(b.position) + 1
	}
	receipt := Receipt{Stream: commit.Stream}
	for i := range commit.Events {
		event := &commit.Events[i]
		b.position++
		head.version++
		head.changed = event.Time.UnixMicro()
		b.add(eventRows, int64(b.position), head.no, int64(head.version), event.Type, head.changed,
			nullable(event.Data), nullable(event.Personal), int64(0), int64(head.last), checksums(event.Data, event.Personal))
		head.last = b.position
		receipt.Position = b.position
	}
	if commit.draftOnly() {
		head.version++
		head.changed = at
	}
	switch {
	case len(commit.Draft) > 0:
		head.draft, head.drafted = commit.Draft, draftSaved
	case commit.DropDraft:
		head.draft, head.drafted = nil, draftDropped
	}
	for number := range commit.Effects {
		effect := &commit.Effects[number]
		b.add(effectRows, head.no, int64(head.version), int64(number), commit.Kind, effect.Kind,
			effect.NotBefore.UnixMicro(), nullable(effect.Payload))
	}
	head.state, head.keys, head.due, head.touched = commit.State, commit.Keys, micro(commit.Due), true
	receipt.Version = head.version
	return receipt
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
			book.add(newHeadRows, head.no, name.kind, id, version, head.state, keys, head.changed, int64(0), int64(head.last), head.due)
		case head.before.due != head.due:
			book.add(dueHeadRows, head.no, version, head.state, keys, head.changed, int64(head.last), head.due)
		case head.before.state != head.state:
			book.add(movedHeadRows, head.no, version, head.state, keys, head.changed, int64(head.last))
		default:
			book.add(keptHeadRows, head.no, version, keys, head.changed, int64(head.last))
		}
		switch head.drafted {
		case draftSaved:
			book.add(draftRows, head.no, head.draft, checksum(head.draft))
		case draftDropped:
			if _, err := w.session.exec(ctx, &all.dropDraft, head.no); err != nil {
				return err
			}
		case draftKept:
		}
		w.store.replaced(head.before.exists && head.drafted != draftKept)
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
			command.fingerprint[:], nullable(command.answer), nullable(command.receipts))
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
		size += len(commits[i].Draft)
		for j := range commits[i].Events {
			size += len(commits[i].Events[j].Data) + len(commits[i].Events[j].Personal)
		}
		for j := range commits[i].Effects {
			size += len(commits[i].Effects[j].Payload)
		}
	}
	return size
}

// micro returns a time as it is stored; never is 0.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
