// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// bareSQLiteSteps is the loop that nobody can run a service on: one caller, no
// versions, no keys of commands, and 256 steps a transaction. It says what the
// driver and the disk of this machine can do.
func bareSQLiteSteps(b *testing.B) func(*step) error {
	b.Helper()
	ctx := context.Background()
	db := openDB(b, "sqlite", "file:"+newFile(b)+
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	db.SetMaxOpenConns(1)
	for _, text := range []string{
		`CREATE TABLE head (id BLOB PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID`,
		`CREATE TABLE event (position INTEGER PRIMARY KEY, id BLOB NOT NULL, version INTEGER NOT NULL, time INTEGER NOT NULL, data BLOB)`,
		`CREATE TABLE effect (id BLOB NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL, PRIMARY KEY (id, version)) WITHOUT ROWID`,
	} {
		_, err := db.ExecContext(ctx, text)
		require.NoError(b, err)
	}
	conn, err := db.Conn(ctx)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, conn.Close()) })
	prepare := func(text string) func(...any) error {
		stmt, err := conn.PrepareContext(ctx, text)
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, stmt.Close()) })
		return func(args ...any) error { _, err := stmt.ExecContext(ctx, args...); return err }
	}
	begin, commit := prepare("BEGIN IMMEDIATE"), prepare("COMMIT")
	event := prepare(`INSERT INTO event (id, version, time, data) VALUES (?, ?, ?, ?)`)
	head := prepare(`INSERT INTO head (id, kind, version, state) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state`)
	effect := prepare(`INSERT INTO effect (id, version, state) VALUES (?, ?, 0)`)
	var mu sync.Mutex
	n := 0
	return func(s *step) error {
		mu.Lock()
		defer mu.Unlock()
		if n%256 == 0 {
			if n > 0 {
				if err := commit(); err != nil {
					return err
				}
			}
			if err := begin(); err != nil {
				return err
			}
		}
		n++
		id := any(append([]byte(nil), s.stream[:]...))
		if err := event(id, int64(s.version+1), time.Now().UnixMicro(), s.payload); err != nil {
			return err
		}
		if err := head(id, "antrag", int64(s.version+1), "entwurf"); err != nil {
			return err
		}
		if s.effect {
			return effect(id, int64(s.version+1))
		}
		return nil
	}
}
