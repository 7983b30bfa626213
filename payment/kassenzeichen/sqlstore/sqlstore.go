// SPDX-License-Identifier: Apache-2.0

// Package sqlstore keeps pools of Kassenzeichen in SQLite or PostgreSQL. The
// driver is the caller's. A draw is acknowledged only when it is durable.
package sqlstore

import (
	"context"
	"database/sql"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen/internal/journalstore"
)

// namespace is the prefix of the tables; they may lie beside those of payments.
const namespace = "kassenzeichen"

// OpenSQLite opens the store in a SQLite file (3.37 or newer). closing waits for
// what is being written; it leaves db alone.
func OpenSQLite(ctx context.Context, db *sql.DB) (store kassenzeichen.Store, closing func() error, err error) {
	return open(ctx, db, journal.SQLite)
}

// OpenPostgreSQL opens the store in PostgreSQL (13 or newer).
func OpenPostgreSQL(ctx context.Context, db *sql.DB) (store kassenzeichen.Store, closing func() error, err error) {
	return open(ctx, db, journal.PostgreSQL)
}

func open(ctx context.Context, db *sql.DB, dialect journal.Dialect) (kassenzeichen.Store, func() error, error) {
	j, err := journal.Open(ctx, db, dialect, journal.Options{Namespace: namespace})
	if err != nil {
		return nil, nil, err
	}
	return journalstore.New(j), j.Close, nil
}
