// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"
)

// Row is one row of the tables of a store, apart from any database: integers
// are int64, text is string, content is []byte or nil.
type Row struct {
	Table  string
	Values []any
}

// dumped are the tables of a store and their columns, each with its kind: i for
// a number, t for text, b for content, u for a UUID.
var dumped = [...]struct{ name, columns, kinds string }{
	{"head", "no kind id version state keys changed erased last due", "ituittiiii"},
	{"event", "position no version type time data personal erased previous sum", "iiitibbiii"},
	{"draft", "no content sum", "ibi"},
	{"key", "kind name value id no", "tttui"},
	{"command", "first last kind key fingerprint answer receipts", "iittbbb"},
	{"effect", "no version number stream_kind kind state leased due attempts failures reason payload result", "iiittiiiiitbb"},
}

// Kinds returns the kinds of the columns of a table, empty if there is none such.
func Kinds(table string) string {
	for _, t := range dumped {
		if t.name == table {
			return t.kinds
		}
	}
	return ""
}

// ErrNotEmpty says that a store holds something already.
var ErrNotEmpty = errors.New("journal: the store is not empty")

// Rows returns how many rows a store has.
func (s *SQL) Rows(ctx context.Context) (total int64, err error) {
	for _, t := range dumped {
		var n int64
		if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM "+s.namespace+"_"+t.name).Scan(&n); err != nil {
			return 0, fmt.Errorf("journal: count: %w", err)
		}
		total += n
	}
	return total, nil
}

// Dump gives all rows as they are at one moment, while others go on writing.
func (s *SQL) Dump(ctx context.Context, row func(Row) error) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	var options *sql.TxOptions
	if _, file := s.engine.(sqlite); !file {
		options = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := s.db.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("journal: dump: %w", err)
	}
	defer tx.Rollback()
	for _, t := range dumped {
		query := "SELECT " + strings.ReplaceAll(t.columns, " ", ", ") + " FROM " + s.namespace + "_" + t.name //nolint:gosec // no input is in it
		rows, err := tx.QueryContext(ctx, query)
		if err != nil {
			return fmt.Errorf("journal: dump: %w", err)
		}
		err = each(rows, func(rows *sql.Rows) error {
			r, err := scanRow(rows, t.kinds)
			r.Table = t.name
			if err != nil {
				return err
			}
			return row(r)
		})
		if err != nil {
			return fmt.Errorf("journal: dump: %w", err)
		}
	}
	return nil
}

func scanRow(rows *sql.Rows, kinds string) (Row, error) {
	row := Row{Values: make([]any, len(kinds))}
	targets := make([]any, len(kinds))
	for i, kind := range kinds {
		switch kind {
		case 'i':
			targets[i] = new(int64)
		case 'b':
			targets[i] = new([]byte)
		case 'u':
			targets[i] = new(uuid.UUID)
		default:
			targets[i] = new(string)
		}
	}
	if err := rows.Scan(targets...); err != nil {
		return row, err
	}
	for i, target := range targets {
		switch value := target.(type) {
		case *int64:
			row.Values[i] = *value
		case *[]byte:
			row.Values[i] = *value
		case *uuid.UUID:
			row.Values[i] = value.String()
		case *string:
			row.Values[i] = *value
		}
	}
	return row, nil
}

// Refill fills an empty store with the rows that next gives, until it gives
// io.EOF, all or none. Effects that were open come back as given up, with the
// reason: since the rows were written they may have been carried out.
func (s *SQL) Refill(ctx context.Context, reason string, next func() (Row, error)) error {
	if n, err := s.Rows(ctx); err != nil || n > 0 {
		return errors.Join(err, notEmpty(n))
	}
	return s.submit(ctx, &job{alone: true, run: func(ctx context.Context, session *session) (error, error) {
		texts := map[string]*statement{}
		for _, t := range dumped {
			texts[t.name] = &statement{head: "INSERT INTO " + s.namespace + "_" + t.name + " (" +
				strings.ReplaceAll(t.columns, " ", ", ") + ") VALUES (?" + strings.Repeat(", ?", len(t.kinds)-1) + ")"}
		}
		for {
			row, err := next()
			if errors.Is(err, io.EOF) {
				if s.statements.renumber.head != "" {
					_, err := session.exec(ctx, &s.statements.renumber)
					return nil, err
				}
				return nil, nil
			}
			if err != nil {
				return err, s.undo(ctx, session)
			}
			args, err := s.refilled(row, reason)
			if err != nil {
				return err, s.undo(ctx, session)
			}
			if _, err := session.exec(ctx, texts[row.Table], args...); err != nil {
				return nil, err
			}
		}
	}})
}

func notEmpty(rows int64) error {
	if rows > 0 {
		return ErrNotEmpty
	}
	return nil
}

// undo removes what a refill has written so far in its transaction.
func (s *SQL) undo(ctx context.Context, session *session) error {
	for _, t := range dumped {
		if _, err := session.conn.ExecContext(ctx, "DELETE FROM "+s.namespace+"_"+t.name); err != nil { //nolint:gosec // no input is in it
			return err
		}
	}
	return nil
}

// refilled returns the arguments for a row.
func (s *SQL) refilled(row Row, reason string) ([]any, error) {
	kinds := Kinds(row.Table)
	if kinds == "" || len(row.Values) != len(kinds) {
		return nil, fmt.Errorf("%w: a row of no table", ErrDamaged)
	}
	args := make([]any, len(kinds))
	for i, kind := range kinds {
		args[i] = row.Values[i]
		switch kind {
		case 'u':
			id, err := uuid.Parse(fmt.Sprint(row.Values[i]))
			if err != nil {
				return nil, fmt.Errorf("%w: an id", ErrDamaged)
			}
			args[i] = s.engine.id(id)
		case 'b':
			if content, _ := row.Values[i].([]byte); content == nil {
				args[i] = nil
			}
		}
	}
	const state, leased, due, why = 5, 6, 7, 10
	if row.Table == "effect" && args[state] == stateOpen {
		args[state], args[leased], args[due], args[why] = stateDead, int64(0), int64(0), reason
	}
	return args, nil
}
