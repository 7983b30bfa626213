// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"sync"
)

// reads keeps the statements of readers prepared: on SQLite parsing the text of
// a read costs several times what the read itself does. database/sql prepares
// each once for every connection of the pool. There are few texts, since what is
// asked for stands in the arguments.
type reads struct {
	db *sql.DB

	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func (r *reads) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	r.mu.RLock()
	stmt := r.stmts[text]
	r.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if stmt := r.stmts[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := r.db.PrepareContext(ctx, text) //nolint:sqlclosecheck // kept prepared, closed with the store
	if err != nil {
		return nil, err
	}
	if r.stmts == nil {
		r.stmts = map[string]*sql.Stmt{}
	}
	r.stmts[text] = stmt
	return stmt, nil
}

func (r *reads) rows(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	stmt, err := r.stmt(ctx, text) //nolint:sqlclosecheck // kept prepared, closed with the store
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// row returns the one row that is asked for.
func (r *reads) row(ctx context.Context, text string, args ...any) scanner {
	stmt, err := r.stmt(ctx, text) //nolint:sqlclosecheck // kept prepared, closed with the store
	if err != nil {
		return failedRow{err}
	}
	return stmt.QueryRowContext(ctx, args...)
}

// close closes the statements. The store is closed: nobody prepares any more.
func (r *reads) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, stmt := range r.stmts {
		_ = stmt.Close()
	}
	r.stmts = nil
}

type failedRow struct{ err error }

func (f failedRow) Scan(...any) error { return f.err }
