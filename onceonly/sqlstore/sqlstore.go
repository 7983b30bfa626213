// SPDX-License-Identifier: Apache-2.0

// Package sqlstore keeps consents, retrievals and the audit log in SQLite or
// PostgreSQL.
//
// The driver is the caller's: any database/sql driver will do that keeps to the
// conventions; modernc.org/sqlite and jackc/pgx are tested. The tables are
// created and migrated by Open. A decision and the log entry that reports it are
// one transaction, acknowledged only when it is durable; a database that would
// not keep what it acknowledges is refused.
//
//	db, err := sql.Open("sqlite", "file:onceonly.db?_pragma=busy_timeout(10000)")
//	db.SetMaxOpenConns(8)
//	db.SetMaxIdleConns(8) // database/sql keeps two by itself; a new one costs more than a read
//	store, err := sqlstore.OpenSQLite(ctx, db, sqlstore.Options{})
package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/internal/journalstore"
)

// Options of a store. The zero value is the safe choice.
type Options struct {
	// Namespace is the prefix of all tables: lower-case letters, digits and _,
	// at most 30. Default: onceonly. Every party has a store of its own: one
	// that shares a database with others needs a namespace of its own.
	Namespace string
	// Clock gives the time of erasures. Default: [time.Now].
	Clock func() time.Time
}

// OpenSQLite opens the store in a SQLite file (3.37 or newer). One machine, any
// number of processes. The store takes a connection of its own for writing, so
// the pool must not be limited to one.
func OpenSQLite(ctx context.Context, db *sql.DB, options Options) (onceonly.Store, error) {
	return open(ctx, db, journal.SQLite, options)
}

// OpenPostgreSQL opens the store in PostgreSQL (13 or newer), for several
// machines over one database.
func OpenPostgreSQL(ctx context.Context, db *sql.DB, options Options) (onceonly.Store, error) {
	return open(ctx, db, journal.PostgreSQL, options)
}

func open(ctx context.Context, db *sql.DB, dialect journal.Dialect, options Options) (onceonly.Store, error) {
	if options.Namespace == "" {
		options.Namespace = "onceonly"
	}
	j, err := journal.Open(ctx, db, dialect, journal.Options{Namespace: options.Namespace, Now: options.Clock})
	if err != nil {
		return nil, err
	}
	return journalstore.New(j, options.Namespace), nil
}
