// SPDX-License-Identifier: Apache-2.0

package speicher

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver, written in Go alone: no compiler for C is needed
)

// openSQLite opens or creates the file. A transaction that has been acknowledged
// survives a crash of the process and of the machine: write-ahead log with
// synchronous=FULL.
func openSQLite(path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("create folder for the database: %w", err)
	}
	// The file holds personal data: it belongs to its owner alone.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the path is the operator's own flag
	if err != nil {
		return nil, fmt.Errorf("create database file: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("create database file: %w", err)
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: url.Values{
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	// Connections are kept: database/sql closes all but two by itself, and each
	// new one costs more than what is read with it.
	db.SetMaxOpenConns(Verbindungen)
	db.SetMaxIdleConns(Verbindungen)
	return db, nil
}
