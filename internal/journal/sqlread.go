// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// readTexts are the fixed statements of readers, for one namespace and
// database.
type readTexts struct {
	head, stream, all, firsts, command, receipts string
	heads, keyed, byKey, effects, due            string // beginnings of those built as asked
	countHeads, countKeyed, ofHead, final        string
}

const (
	headColumns  = `h.id, h.version, h.state, h.keys, h.changed, h.erased, h.due`
	eventColumns = `e.position, e.version, e.type, e.time, e.data, e.personal, e.erased, e.sum`
)

func newReadTexts(namespace string, engine engine) *readTexts {
	text := func(text string) string { return engine.rebind(strings.ReplaceAll(text, "{ns}", namespace)) }
	return &readTexts{
		head: text(`SELECT h.last, d.content, d.sum, ` + headColumns + `
			FROM {ns}_head h LEFT JOIN {ns}_draft d ON d.no = h.no WHERE h.kind = ? AND h.id = ?`),
		stream: text(`WITH RECURSIVE chain (position, version, type, time, data, personal, erased, sum, previous) AS (
			SELECT ` + eventColumns + `, e.previous FROM {ns}_event e WHERE e.position = ?
			UNION ALL
			SELECT ` + eventColumns + `, e.previous FROM chain ` + engine.joinPrevious() + `
			WHERE chain.version > ? AND e.version < chain.version)
			SELECT e.previous, ` + eventColumns + ` FROM chain e`),
		all: text(`SELECT h.kind, h.id, ` + eventColumns + ` FROM {ns}_event e JOIN {ns}_head h ON h.no = e.no
			WHERE e.position > ? AND e.position < ? ORDER BY e.position LIMIT ?`),
		firsts: text(`SELECT h.id, ` + eventColumns + ` FROM {ns}_head h JOIN {ns}_event e ON e.position = h.no
			WHERE h.kind = ? AND h.no > ? AND h.no < ? ORDER BY h.no LIMIT ?`),
		command: text(`SELECT answer, fingerprint, first, last, receipts FROM {ns}_command WHERE kind = ? AND key = ?`),
		receipts: text(`SELECT e.no, h.id, e.version, e.position FROM {ns}_event e JOIN {ns}_head h ON h.no = e.no
			WHERE e.position BETWEEN ? AND ? ORDER BY e.position`),
		heads:      strings.ReplaceAll(`SELECT `+headColumns+` FROM {ns}_head h WHERE h.kind = ?`, "{ns}", namespace),
		keyed:      strings.ReplaceAll(`SELECT `+headColumns+` FROM {ns}_key k JOIN {ns}_head h ON h.no = k.no`, "{ns}", namespace),
		final:      text(engine.final()),
		byKey:      ` WHERE k.kind = ? AND k.name = ? AND k.value = ?`,
		countHeads: strings.ReplaceAll(`SELECT h.id FROM {ns}_head h WHERE h.kind = ?`, "{ns}", namespace),
		countKeyed: strings.ReplaceAll(`SELECT k.id FROM {ns}_key k`, "{ns}", namespace),
		ofHead:     strings.ReplaceAll(` JOIN {ns}_head h ON h.no = k.no`, "{ns}", namespace),
		due: strings.ReplaceAll(`SELECT h.no, h.kind, `+headColumns+` FROM {ns}_head h
			WHERE h.due > 0 AND h.due <= ? AND (h.due, h.no) > (?, ?) ORDER BY h.due, h.no LIMIT ?`, "{ns}", namespace),
		effects: strings.ReplaceAll(`SELECT e.no, h.id, e.version, e.number, e.kind, e.state, e.due, e.attempts, e.failures, e.reason, e.result
			FROM {ns}_effect e JOIN {ns}_head h ON h.no = e.no WHERE e.stream_kind = ?`, "{ns}", namespace),
	}
}

// Load implements Store. The head is read first: the events up to its version
// are there and never change, so both belong together without a transaction.
//
// Each event names the one before it in its stream. That spares an index over
// all events, which would be the most expensive part of every append.
func (s *SQL) Load(ctx context.Context, kind string, stream uuid.UUID, after uint64) (Head, []Recorded, error) {
	if err := s.open(ctx); err != nil {
		return Head{}, nil, err
	}
	s.count("store.loads", 1)
	if s.brief {
		ctx = context.WithoutCancel(ctx)
	}
	var last int64
	var sum sql.Null[int64]
	head := Head{Kind: kind}
	err := scanHead(s.reads.row(ctx, s.texts.head, kind, s.engine.id(stream)), &head, &last, &head.Draft, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, nil, ErrNotFound
	}
	if err == nil && sum.Valid && sum.V != checksum(head.Draft) {
		err = ErrDamaged
	}
	if err != nil {
		return Head{}, nil, fmt.Errorf("journal: load: %w", err)
	}
	if after >= head.Version {
		return head, nil, nil
	}
	events, err := s.eventsBehind(ctx, &head, last, after)
	if err != nil {
		return Head{}, nil, fmt.Errorf("journal: load: %w", err)
	}
	return head, events, nil
}

// eventsBehind reads the events of a stream behind a version. Saves of a draft
// count as versions and leave no event, so versions have gaps; the chain of
// events has none.
func (s *SQL) eventsBehind(ctx context.Context, head *Head, last int64, after uint64) ([]Recorded, error) {
	rows, err := s.reads.rows(ctx, s.texts.stream, last, int64(after)+1)
	if err != nil {
		return nil, err
	}
	var events []Recorded
	next, above := last, head.Version+1
	err = each(rows, func(rows *sql.Rows) error {
		event := Recorded{Kind: head.Kind, Stream: head.Stream}
		expected := next
		if err := scanEvent(rows, &event, &next); err != nil {
			return err
		}
		if int64(event.Position) != expected || event.Version >= above {
			return ErrDamaged
		}
		above = event.Version
		if event.Version > after {
			events = append(events, event)
		}
		return nil
	})
	// It must have come down to what is known already, or to the first event.
	if err == nil && above > after+1 && (next != 0 || above != 1) {
		err = ErrDamaged
	}
	if err != nil {
		return nil, err
	}
	s.knows(Position(last))
	slices.Reverse(events) // they were read from the last one back
	return events, nil
}

// Read implements Store.
func (s *SQL) Read(ctx context.Context, after Position, limit int) ([]Recorded, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if limit <= 0 || after > math.MaxInt64 {
		return nil, nil
	}
	final, err := s.final(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.reads.rows(ctx, s.texts.all, int64(after), final, limit)
	if err != nil {
		return nil, fmt.Errorf("journal: read: %w", err)
	}
	var events []Recorded
	err = each(rows, func(rows *sql.Rows) error {
		var event Recorded
		err := scanEvent(rows, &event, &event.Kind, &event.Stream)
		events = append(events, event)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: read: %w", err)
	}
	return events, nil
}

// Firsts implements Store.
func (s *SQL) Firsts(ctx context.Context, kind string, after Position, limit int) ([]Recorded, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if limit <= 0 || after > math.MaxInt64 {
		return nil, nil
	}
	final, err := s.final(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.reads.rows(ctx, s.texts.firsts, kind, int64(after), final, limit)
	if err != nil {
		return nil, fmt.Errorf("journal: read: %w", err)
	}
	var events []Recorded
	err = each(rows, func(rows *sql.Rows) error {
		event := Recorded{Kind: kind}
		err := scanEvent(rows, &event, &event.Stream)
		events = append(events, event)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: read: %w", err)
	}
	return events, nil
}

// knows notes down a position that the caller is about to know of: who then reads what
// was written finds it there.
func (s *SQL) knows(position Position) {
	for known := s.known.Load(); int64(position) > known; known = s.known.Load() {
		if s.known.CompareAndSwap(known, int64(position)) {
			return
		}
	}
}

// final returns the position before which nothing will be written any more. It waits
// until that is behind all that this process knows of, which takes as long as the
// commits that were running meanwhile.
func (s *SQL) final(ctx context.Context) (position int64, err error) {
	if s.texts.final == "" {
		return math.MaxInt64, nil
	}
	known, wait := s.known.Load(), time.Millisecond
	for {
		if err := s.reads.row(ctx, s.texts.final).Scan(&position); err != nil {
			return 0, fmt.Errorf("journal: read: %w", err)
		}
		if position > known {
			return position, nil
		}
		if wait > maxWait {
			return 0, fmt.Errorf("%w: a transaction of somebody else does not end", ErrBusy)
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(wait):
			wait += wait / 2
		}
	}
}

// maxWait bounds the waiting of final, which is about three times as long.
const maxWait = 2 * time.Second

// Answer implements Store.
func (s *SQL) Answer(ctx context.Context, kind, key string) (Outcome, error) {
	if err := s.open(ctx); err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Replayed: true}
	var first, last Position
	var fingerprint, receipts []byte
	err := s.reads.row(ctx, s.texts.command, kind, key).Scan(&outcome.Answer, &fingerprint, &first, &last, &receipts)
	if errors.Is(err, sql.ErrNoRows) {
		return Outcome{}, ErrNotFound
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("journal: answer: %w", err)
	}
	copy(outcome.Fingerprint[:], fingerprint)
	outcome.Receipts, err = s.receipts(ctx, first, last, receipts)
	return outcome, err
}

// receipts returns the receipts of the append that wrote the events from first
// to last: its commits follow one another, each to another stream. Where it
// saved drafts, they were stored.
func (s *SQL) receipts(ctx context.Context, first, last Position, stored []byte) ([]Receipt, error) {
	if stored != nil {
		return decodeReceipts(stored)
	}
	s.knows(last)
	rows, err := s.reads.rows(ctx, s.texts.receipts, int64(first), int64(last))
	if err != nil {
		return nil, fmt.Errorf("journal: answer: %w", err)
	}
	var receipts []Receipt
	var before int64
	err = each(rows, func(rows *sql.Rows) error {
		var no int64
		var receipt Receipt
		if err := rows.Scan(&no, &receipt.Stream, &receipt.Version, &receipt.Position); err != nil {
			return err
		}
		if no != before {
			receipts = append(receipts, receipt)
		}
		receipts[len(receipts)-1] = receipt
		before = no
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: answer: %w", err)
	}
	return receipts, nil
}

// pageSize is how many rows a listing holds in memory at once.
const pageSize = 256

// List implements Store. It reads page by page and holds nothing open between,
// so that the caller may take its time and may write.
func (s *SQL) List(ctx context.Context, query Query) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		for {
			page, err := s.ListPage(ctx, query, pageSize)
			if err != nil {
				yield(Head{}, err)
				return
			}
			for _, row := range page {
				if !yield(row.Head, row.Err) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
			query.After = page[len(page)-1].Head.Stream
		}
	}
}

// ListPage implements Store.
func (s *SQL) ListPage(ctx context.Context, query Query, limit int) ([]Listed, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if err := checkQuery(&query); err != nil || limit <= 0 {
		return nil, err
	}
	s.count("store.lists", 1)
	direction := ""
	if query.Descending {
		direction = " DESC"
	}
	var text string
	var args []any
	for _, part := range s.parts(query, s.texts.heads, s.texts.keyed, true) {
		one := part.text + " ORDER BY " + part.id + direction + " LIMIT ?"
		if text != "" {
			text += " UNION "
		}
		if len(query.Keys) > 1 { // each in the order of its index, then merged
			one = "SELECT * FROM (" + one + ") part"
		}
		text, args = text+one, append(append(args, part.args...), limit)
	}
	if len(query.Keys) > 1 {
		text, args = text+" ORDER BY 1"+direction+" LIMIT ?", append(args, limit)
	}
	rows, err := s.reads.rows(ctx, s.engine.rebind(text), args...)
	if err != nil {
		return nil, fmt.Errorf("journal: list: %w", err)
	}
	var page []Listed
	err = each(rows, func(rows *sql.Rows) error {
		head := Head{Kind: query.Kind}
		err := scanHead(rows, &head)
		page = append(page, Listed{Head: head, Err: err})
		return passDamaged(err)
	})
	if err != nil {
		return nil, fmt.Errorf("journal: list: %w", err)
	}
	return page, nil
}

// Count implements Store.
func (s *SQL) Count(ctx context.Context, query Query) (total int64, err error) {
	if err := s.open(ctx); err != nil {
		return 0, err
	}
	if err := checkQuery(&query); err != nil {
		return 0, err
	}
	var text string
	var args []any
	apart := query.Disjoint || len(query.Keys) <= 1
	for _, part := range s.parts(query, s.texts.countHeads, s.texts.countKeyed, false) {
		joint := " UNION " // a stream that has two of the keys counts once
		if apart {
			joint = " UNION ALL "
			part.text = strings.Replace(part.text, "SELECT "+part.id, "SELECT count(*) n", 1)
		}
		if text != "" {
			text += joint
		}
		text, args = text+part.text, append(args, part.args...)
	}
	if apart {
		text = "SELECT sum(n) FROM (" + text + ") part"
	} else {
		text = "SELECT count(*) FROM (" + text + ") part"
	}
	if err := s.reads.row(ctx, s.engine.rebind(text), args...).Scan(&total); err != nil {
		return 0, fmt.Errorf("journal: count: %w", err)
	}
	return total, nil
}

// part is the beginning of a query for one key, or for none.
type part struct {
	text, id string
	args     []any
}

// parts returns the queries whose rows together are what is asked for.
func (s *SQL) parts(query Query, heads, keyed string, after bool) []part {
	keys := query.Keys
	if query.Key != (Key{}) {
		keys = []Key{query.Key}
	}
	parts := make([]part, 0, max(len(keys), 1))
	for _, key := range keys {
		text := keyed
		if query.State != "" && !after {
			text += s.texts.ofHead
		}
		parts = append(parts, part{text + s.texts.byKey, "k.id", []any{query.Kind, key.Name, key.Value}})
	}
	if len(keys) == 0 {
		parts = append(parts, part{heads, "h.id", []any{query.Kind}})
	}
	for i := range parts {
		p := &parts[i]
		add := func(condition string, arg any) { p.text, p.args = p.text+condition, append(p.args, arg) }
		if query.State != "" {
			add(" AND h.state = ?", query.State)
		}
		if query.From != uuid.Nil {
			add(" AND "+p.id+" >= ?", s.engine.id(query.From))
		}
		if query.To != uuid.Nil {
			add(" AND "+p.id+" < ?", s.engine.id(query.To))
		}
		if after && query.After != uuid.Nil {
			behind := " > ?"
			if query.Descending {
				behind = " < ?"
			}
			add(" AND "+p.id+behind, s.engine.id(query.After))
		}
	}
	return parts
}

func passDamaged(err error) error {
	if errors.Is(err, ErrDamaged) {
		return nil
	}
	return err
}

type scanner interface{ Scan(dest ...any) error }

// scanHead reads headColumns, with others before them.
func scanHead(row scanner, head *Head, others ...any) error {
	var keys string
	var changed, erased, due int64
	err := row.Scan(append(others, &head.Stream, &head.Version, &head.State, &keys, &changed, &erased, &due)...)
	if err != nil {
		return err
	}
	head.Changed = fromMicro(changed)
	if erased != 0 {
		head.Erased = fromMicro(erased)
	}
	if due != 0 {
		head.Due = fromMicro(due)
	}
	head.Keys, err = decodeKeys(keys)
	return err
}

// scanEvent reads eventColumns, with others before them.
func scanEvent(row scanner, event *Recorded, others ...any) error {
	var at, sum int64
	err := row.Scan(append(others, &event.Position, &event.Version, &event.Type, &at, &event.Data, &event.Personal, &event.Erased, &sum)...)
	event.Time = fromMicro(at)
	if err == nil && !event.fits(sum) {
		err = ErrDamaged
	}
	return err
}
