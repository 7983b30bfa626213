// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// The peer: the same rows by plain database/sql, prepared statements, one
// commit for each step.

func plainSQLiteSteps(b *testing.B) func(*step) error {
	b.Helper()
	db := openDB(b, "sqlite", "file:"+newFile(b)+
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	db.SetMaxOpenConns(1) // writers that wait in database/sql instead of for the file's lock: better for it
	return plainSteps(b, db, []string{
		`CREATE TABLE head (id BLOB PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, changed INTEGER NOT NULL)`,
		`CREATE INDEX head_state ON head (kind, state, id)`,
		`CREATE TABLE event (position INTEGER PRIMARY KEY, id BLOB NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
			time INTEGER NOT NULL, data BLOB, UNIQUE (id, version))`,
		`CREATE TABLE command (kind TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL, answer BLOB, PRIMARY KEY (kind, key))`,
		`CREATE TABLE effect (id BLOB NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, state INTEGER NOT NULL, due INTEGER NOT NULL,
			payload BLOB, PRIMARY KEY (id, version))`,
		`CREATE INDEX effect_due ON effect (kind, due) WHERE state = 0`,
	}, func(id uuid.UUID) any { return id[:] })
}

func plainPostgresSteps(b *testing.B) func(*step) error {
	b.Helper()
	db := openPostgres(b, pgtest.DSN(b))
	db.SetMaxOpenConns(64)
	db.SetMaxIdleConns(64)
	return plainSteps(b, db, []string{
		`DROP TABLE IF EXISTS head, event, command, effect`,
		`CREATE TABLE head (id uuid PRIMARY KEY, kind text NOT NULL, version bigint NOT NULL, state text NOT NULL, changed bigint NOT NULL)`,
		`CREATE INDEX head_state ON head (kind, state, id)`,
		`CREATE TABLE event (position bigserial PRIMARY KEY, id uuid NOT NULL, version bigint NOT NULL, type text NOT NULL,
			time bigint NOT NULL, data bytea, UNIQUE (id, version))`,
		`CREATE TABLE command (kind text NOT NULL, key text NOT NULL, fingerprint bytea NOT NULL, answer bytea, PRIMARY KEY (kind, key))`,
		`CREATE TABLE effect (id uuid NOT NULL, version bigint NOT NULL, kind text NOT NULL, state smallint NOT NULL, due bigint NOT NULL,
			payload bytea, PRIMARY KEY (id, version))`,
		`CREATE INDEX effect_due ON effect (kind, due) WHERE state = 0`,
	}, func(id uuid.UUID) any { return id.String() })
}

func plainSteps(b *testing.B, db *sql.DB, schema []string, id func(uuid.UUID) any) func(*step) error {
	b.Helper()
	ctx := context.Background()
	for _, text := range schema {
		_, err := db.ExecContext(ctx, text)
		require.NoError(b, err)
	}
	prepare := func(text string) *sql.Stmt {
		stmt, err := db.PrepareContext(ctx, text)
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, stmt.Close()) })
		return stmt
	}
	event := prepare(`INSERT INTO event (id, version, type, time, data) VALUES ($1, $2, $3, $4, $5)`)
	head := prepare(`INSERT INTO head (id, kind, version, state, changed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, changed = excluded.changed`)
	command := prepare(`INSERT INTO command (kind, key, fingerprint) VALUES ($1, $2, $3)`)
	effect := prepare(`INSERT INTO effect (id, version, kind, state, due) VALUES ($1, $2, $3, 0, $4)`)
	exec := func(tx *sql.Tx, stmt *sql.Stmt, args ...any) error {
		_, err := tx.StmtContext(ctx, stmt).ExecContext(ctx, args...) //nolint:sqlclosecheck // closed with the transaction
		return err
	}
	return func(s *step) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		now := time.Now().UnixMicro()
		if err := exec(tx, event, id(s.stream), int64(s.version+1), "geaendert", now, s.payload); err != nil {
			return err
		}
		if err := exec(tx, head, id(s.stream), "antrag", int64(s.version+1), "entwurf", now); err != nil {
			return err
		}
		if err := exec(tx, command, "aendern", s.key, make([]byte, 32)); err != nil {
			return err
		}
		if s.effect {
			if err := exec(tx, effect, id(s.stream), int64(s.version+1), "zustellen", now); err != nil {
				return err
			}
		}
		return tx.Commit()
	}
}
