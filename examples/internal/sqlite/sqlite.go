// SPDX-License-Identifier: Apache-2.0

// Package sqlite opens the SQLite file in which an example keeps everything.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver, written in Go alone: no compiler for C is needed

	"github.com/deutschland-stack/bausteine"
)

// Open opens or creates the file. A transaction that has been acknowledged survives a
// crash of the process and of the machine: write-ahead log with synchronous=FULL. Up
// to that many connections are used, and kept.
func Open(path string, connections int) (*sql.DB, error) {
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
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// OpenStore opens the store in a file; the closer is the file's.
func OpenStore(ctx context.Context, path string, config bausteine.Config) (*bausteine.Store, io.Closer, error) {
	const connections = 8
	db, err := Open(path, connections)
	if err != nil {
		return nil, nil, err
	}
	store, err := bausteine.OpenSQLite(ctx, db, config)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return store, db, nil
}
