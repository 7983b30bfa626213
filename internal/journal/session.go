// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math/bits"
)

// session is the one connection of a store that writes, with its prepared
// statements. It belongs to the writer alone.
type session struct {
	conn     *sql.Conn
	engine   engine
	prepared map[preparedName]*sql.Stmt
}

type preparedName struct {
	statement *statement
	rows      int
}

// maxRows is how many rows one statement writes or looks for at most: more would
// cost more again, because drivers look through all arguments for each one they
// bind.
const maxRows = 8

func openSession(ctx context.Context, db *sql.DB, engine engine) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("journal: connect: %w", err)
	}
	if err := engine.settle(ctx, conn); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &session{conn: conn, engine: engine, prepared: map[preparedName]*sql.Stmt{}}, nil
}

// close gives the connection back to the pool.
func (s *session) close() error {
	s.closeStatements()
	return s.conn.Close()
}

// discard throws the connection away.
func (s *session) discard() {
	// database/sql does not close statements prepared on a connection together
	// with it, and SQLite keeps a connection, with its locks, as long as there
	// are any.
	s.closeStatements()
	// An error of this kind makes database/sql close the connection instead of
	// keeping it.
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.conn.Close()
}

func (s *session) closeStatements() {
	for _, stmt := range s.prepared {
		_ = stmt.Close()
	}
	s.prepared = nil
}

func (s *session) statement(ctx context.Context, statement *statement, rows int) (*sql.Stmt, error) {
	name := preparedName{statement, rows}
	if stmt, found := s.prepared[name]; found {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, s.engine.rebind(statement.text(rows)))
	if err != nil {
		return nil, err
	}
	s.prepared[name] = stmt
	return stmt, nil
}

// exec executes a statement without repeated part and returns how many rows it
// changed.
func (s *session) exec(ctx context.Context, statement *statement, args ...any) (int64, error) {
	stmt, err := s.statement(ctx, statement, 0) //nolint:sqlclosecheck // kept prepared, closed with the session
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// write executes a statement for all rows, whose arguments lie one after the
// other. It does so in runs of powers of two, so that few statements need to be
// prepared whatever the number of rows; one row at a time if no part of the
// statement is repeated.
func (s *session) write(ctx context.Context, statement *statement, columns int, args []any) error {
	for len(args) > 0 {
		rows := 1
		if statement.row != "" {
			rows = run(len(args) / columns)
		}
		stmt, err := s.statement(ctx, statement, rows) //nolint:sqlclosecheck // kept prepared, closed with the session
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(ctx, args[:rows*columns]...); err != nil {
			return err
		}
		args = args[rows*columns:]
	}
	return nil
}

// look queries for values of a kind, in runs, and calls scan for each row
// found.
func (s *session) look(ctx context.Context, statement *statement, kind string, values []any, scan func(*sql.Rows) error) error {
	for len(values) > 0 {
		count := run(len(values))
		stmt, err := s.statement(ctx, statement, count)
		if err != nil {
			return err
		}
		args := append(append(make([]any, 0, count+1), kind), values[:count]...)
		if err := query(ctx, stmt, args, scan); err != nil {
			return err
		}
		values = values[count:]
	}
	return nil
}

// find queries with a statement without repeated part.
func (s *session) find(ctx context.Context, statement *statement, args []any, scan func(*sql.Rows) error) error {
	stmt, err := s.statement(ctx, statement, 0)
	if err != nil {
		return err
	}
	return query(ctx, stmt, args, scan)
}

func query(ctx context.Context, stmt *sql.Stmt, args []any, scan func(*sql.Rows) error) error {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	return each(rows, scan)
}

// each calls scan for each row and closes the rows.
func each(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// run returns the largest power of two that is not above n or maxRows.
func run(n int) int {
	return 1 << (bits.Len(uint(min(n, maxRows))) - 1)
}
