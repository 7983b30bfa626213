// SPDX-License-Identifier: Apache-2.0

package speicher

import (
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Verbindungen is how many connections one process takes at most. One of them is
// the store's, for writing.
const Verbindungen = 24

// openPostgreSQL prepares a pool. What the address leaves out comes from the
// usual variables and files (PGPASSWORD, ~/.pgpass, …).
func openPostgreSQL(dsn string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The driver's message quotes what it could not read, and that may be
		// the password.
		return nil, errors.New("open database: the postgres:// address cannot be read: it should look like postgres://user@host:5432/database")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "bausteine"
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(Verbindungen)
	db.SetMaxIdleConns(Verbindungen)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db, nil
}
