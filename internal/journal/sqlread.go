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

	"github.com/google/uuid"
)

// readTexts are the fixed statements of readers, for one namespace and
// database.
type readTexts struct {
	head, stream, all, command, receipts string
	heads, keyed, effects                string // beginnings of those built as asked
}

const (
	headColumns  = `h.id, h.version, h.state, h.keys, h.changed, h.erased`
	eventColumns = `e.position, e.version, e.type, e.time, e.data, e.personal, e.erased`
)

func newReadTexts(namespace string, engine engine) *readTexts {
	text := func(text string) string { return engine.rebind(strings.ReplaceAll(text, "{ns}", namespace)) }
	return &readTexts{
		head: text(`SELECT h.last, ` + headColumns + ` FROM {ns}_head h WHERE h.kind = ? AND h.id = ?`),
		stream: text(`WITH RECURSIVE chain (position, version, type, time, data, personal, erased, previous) AS (
			SELECT ` + eventColumns + `, e.previous FROM {ns}_event e WHERE e.position = ?
			UNION ALL
			SELECT ` + eventColumns + `, e.previous FROM chain ` + engine.joinPrevious() + ` WHERE chain.version > ?)
			SELECT ` + eventColumns + ` FROM chain e`),
		all: text(`SELECT h.kind, h.id, ` + eventColumns + ` FROM {ns}_event e JOIN {ns}_head h ON h.no = e.no
			WHERE e.position > ? ORDER BY e.position LIMIT ?`),
		command: text(`SELECT answer, first, last FROM {ns}_command WHERE kind = ? AND key = ?`),
		receipts: text(`SELECT e.no, h.id, e.version, e.position FROM {ns}_event e JOIN {ns}_head h ON h.no = e.no
			WHERE e.position BETWEEN ? AND ? ORDER BY e.position`),
		heads: strings.ReplaceAll(`SELECT `+headColumns+` FROM {ns}_head h WHERE h.kind = ?`, "{ns}", namespace),
		keyed: strings.ReplaceAll(`SELECT `+headColumns+` FROM {ns}_key k JOIN {ns}_head h ON h.no = k.no
			WHERE k.kind = ? AND k.name = ? AND k.value = ?`, "{ns}", namespace),
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
	var last int64
	head := Head{Kind: kind}
	err := scanHead(s.db.QueryRowContext(ctx, s.texts.head, kind, s.engine.id(stream)), &head, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, nil, ErrNotFound
	}
	if err != nil {
		return Head{}, nil, fmt.Errorf("journal: load: %w", err)
	}
	if after >= head.Version {
		return head, nil, nil
	}
	rows, err := s.db.QueryContext(ctx, s.texts.stream, last, int64(after)+1)
	if err != nil {
		return Head{}, nil, fmt.Errorf("journal: load: %w", err)
	}
	events := make([]Recorded, 0, head.Version-after)
	err = each(rows, func(rows *sql.Rows) error {
		event := Recorded{Kind: kind, Stream: stream}
		err := scanEvent(rows, &event)
		if err == nil && event.Version != head.Version-uint64(len(events)) {
			err = errDamaged
		}
		events = append(events, event)
		return err
	})
	if err == nil && uint64(len(events)) != head.Version-after {
		err = errDamaged
	}
	if err != nil {
		return Head{}, nil, fmt.Errorf("journal: load: %w", err)
	}
	slices.Reverse(events) // they were read from the last one back
	return head, events, nil
}

// errDamaged tells that somebody else has changed the tables.
var errDamaged = errors.New("the events of a stream do not follow one another")

// Read implements Store.
func (s *SQL) Read(ctx context.Context, after Position, limit int) ([]Recorded, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if limit <= 0 || after > math.MaxInt64 {
		return nil, nil
	}
	rows, err := s.db.QueryContext(ctx, s.texts.all, int64(after), limit)
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

// Answer implements Store.
func (s *SQL) Answer(ctx context.Context, kind, key string) (Outcome, error) {
	if err := s.open(ctx); err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Replayed: true}
	var first, last Position
	err := s.db.QueryRowContext(ctx, s.texts.command, kind, key).Scan(&outcome.Answer, &first, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return Outcome{}, ErrNotFound
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("journal: answer: %w", err)
	}
	outcome.Receipts, err = s.receipts(ctx, first, last)
	return outcome, err
}

// receipts returns the receipts of the append that wrote the events from first
// to last: its commits follow one another, each to another stream.
func (s *SQL) receipts(ctx context.Context, first, last Position) ([]Receipt, error) {
	rows, err := s.db.QueryContext(ctx, s.texts.receipts, int64(first), int64(last))
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
			page, err := s.listPage(ctx, query)
			if err != nil {
				yield(Head{}, err)
				return
			}
			for _, head := range page {
				if !yield(head, nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
			query.After = page[len(page)-1].Stream
		}
	}
}

func (s *SQL) listPage(ctx context.Context, query Query) ([]Head, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	text, args, order := s.texts.heads, []any{query.Kind}, "h.id"
	if query.Key != (Key{}) {
		text, args, order = s.texts.keyed, append(args, query.Key.Name, query.Key.Value), "k.id"
	}
	if query.State != "" {
		text, args = text+" AND h.state = ?", append(args, query.State)
	}
	behind, direction := " > ?", ""
	if query.Descending {
		behind, direction = " < ?", " DESC"
	}
	if query.After != uuid.Nil {
		text, args = text+" AND "+order+behind, append(args, s.engine.id(query.After))
	}
	text += " ORDER BY " + order + direction + " LIMIT ?"
	rows, err := s.db.QueryContext(ctx, s.engine.rebind(text), append(args, pageSize)...)
	if err != nil {
		return nil, fmt.Errorf("journal: list: %w", err)
	}
	var page []Head
	err = each(rows, func(rows *sql.Rows) error {
		head := Head{Kind: query.Kind}
		err := scanHead(rows, &head)
		page = append(page, head)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: list: %w", err)
	}
	return page, nil
}

type scanner interface{ Scan(dest ...any) error }

// scanHead reads headColumns, with others before them.
func scanHead(row scanner, head *Head, others ...any) error {
	var keys string
	var changed, erased int64
	err := row.Scan(append(others, &head.Stream, &head.Version, &head.State, &keys, &changed, &erased)...)
	if err != nil {
		return err
	}
	head.Changed = fromMicro(changed)
	if erased != 0 {
		head.Erased = fromMicro(erased)
	}
	head.Keys, err = decodeKeys(keys)
	return err
}

// scanEvent reads eventColumns, with others before them.
func scanEvent(row scanner, event *Recorded, others ...any) error {
	var at int64
	err := row.Scan(append(others, &event.Position, &event.Version, &event.Type, &at, &event.Data, &event.Personal, &event.Erased)...)
	event.Time = fromMicro(at)
	return err
}
