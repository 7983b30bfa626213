// SPDX-License-Identifier: Apache-2.0

// Package speicher opens the database in which an example keeps everything but its keys:
// a SQLite file for one machine, or PostgreSQL for several processes on several machines.
package speicher

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/sqlite"
)

// Art is a kind of database.
type Art int

// The databases the service runs on.
const (
	SQLite Art = iota + 1
	PostgreSQL
)

// Datenbank is an open database.
type Datenbank struct {
	*sql.DB

	Art Art
}

// Open opens the database at ziel: a postgres:// address, or else the path of a
// SQLite file, which is created where there is none.
func Open(ctx context.Context, ziel string) (*Datenbank, error) {
	open, art := func(path string) (*sql.DB, error) { return sqlite.Open(path, Verbindungen) }, SQLite
	if IsPostgreSQL(ziel) {
		open, art = openPostgreSQL, PostgreSQL
	}
	db, err := open(ziel)
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	d := &Datenbank{DB: db, Art: art}
	if err := d.refuseOld(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return d, nil
}

// ErrAlt says that the data are those of a program from before there was one
// store for everything, or that kept its keys in the tables. It neither shows nor
// erases them.
var ErrAlt = errors.New("the data are of an earlier program that this one does not read: keep them apart and start with another place (-data)")

// refuseOld looks for the tables of such a program.
func (d *Datenbank) refuseOld(ctx context.Context) error {
	query := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('antrag_head', 'siegel')`
	if d.Art == PostgreSQL {
		query = `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('antrag_head', 'siegel')`
	}
	var n int
	if err := d.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if n > 0 {
		return ErrAlt
	}
	return nil
}

// IsPostgreSQL reports whether a place is an address of PostgreSQL.
func IsPostgreSQL(ziel string) bool {
	return strings.HasPrefix(ziel, "postgres://") || strings.HasPrefix(ziel, "postgresql://")
}

// OpenStore opens the store of the process.
func (d *Datenbank) OpenStore(ctx context.Context, config bausteine.Config) (*bausteine.Store, error) {
	if d.Art == PostgreSQL {
		return bausteine.OpenPostgreSQL(ctx, d.DB, config)
	}
	return bausteine.OpenSQLite(ctx, d.DB, config)
}

// OpenStore opens the store at a place; the closer is the database's.
func OpenStore(ctx context.Context, ziel string, config bausteine.Config) (*bausteine.Store, io.Closer, error) {
	db, err := Open(ctx, ziel)
	if err != nil {
		return nil, nil, err
	}
	store, err := db.OpenStore(ctx, config)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return store, db, nil
}
