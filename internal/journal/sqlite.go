// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/google/uuid"
)

// sqlite is the engine of the embedded default.
type sqlite struct{}

// rebind hides the parameter of a limit in a sum: SQLite (since 3.46) plans by its
// value, and so would compile the statement anew each time one is bound.
func (sqlite) rebind(text string) string { return strings.ReplaceAll(text, "LIMIT ?", "LIMIT (? + 0)") }

func (sqlite) id(id uuid.UUID) any { return id[:] }

// busyTimeout is for how long, in milliseconds, somebody else may keep the
// database from being written to before those who wait are told to come back.
const busyTimeout = "4000"

// sqlitePragmas are set on the one connection that writes, whatever the caller
// put into the data source name, and read back. Only writing connections decide
// about durability.
var sqlitePragmas = [...]struct{ name, value, reported string }{
	{"busy_timeout", busyTimeout, busyTimeout},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "ON", "1"},
	{"secure_delete", "ON", "1"},  // erased content is overwritten
	{"temp_store", "MEMORY", "2"}, // and never spilt to another file
	{"fullfsync", "ON", "1"},      // macOS: through the cache of the disk
	{"checkpoint_fullfsync", "ON", "1"},
	{"wal_autocheckpoint", "4000", "4000"},
	// 8 MiB. More would make the journal slower, not faster: pages of a cache
	// that is full are used again, those of one that grows are new memory.
	{"cache_size", "-8192", "-8192"},
}

func (sqlite) settle(ctx context.Context, conn *sql.Conn) error {
	for _, pragma := range sqlitePragmas {
		if _, err := conn.ExecContext(ctx, "PRAGMA "+pragma.name+" = "+pragma.value); err != nil {
			return fmt.Errorf("journal: set %s: %w", pragma.name, err)
		}
		var reported string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma.name).Scan(&reported); err != nil {
			return fmt.Errorf("journal: read %s: %w", pragma.name, err)
		}
		if !strings.EqualFold(reported, pragma.reported) {
			return fmt.Errorf("%w: %s is %s, not %s", ErrUnsafe, pragma.name, reported, pragma.value)
		}
	}
	return nil
}

func (sqlite) lease(ctx context.Context, session *session, all *statements, args []any, scan func(*sql.Rows) error) error {
	found := false
	err := session.find(ctx, &all.dueEffects, args[1:], func(rows *sql.Rows) error {
		found = true
		return scan(rows)
	})
	if err != nil || !found {
		return err
	}
	// Nobody else writes meanwhile: these are the same effects.
	_, err = session.exec(ctx, &all.leaseEffects, args...)
	return err
}

// immediate takes the one lock of the file.
var immediate = statement{head: "BEGIN IMMEDIATE"}

func (sqlite) begin(ctx context.Context, session *session, _ string, _ []*job) error {
	_, err := session.exec(ctx, &immediate)
	return err
}

func (sqlite) places() Position { return math.MaxInt64 }

func (sqlite) final() string { return "" }

func (sqlite) renumber() string { return "" }

func (sqlite) control(ctx context.Context, session *session, statement *statement) error {
	_, err := session.exec(ctx, statement)
	return err
}

// fault reads the result code that drivers report by a method Code.
func (sqlite) fault(err error) fault {
	coded, ok := errors.AsType[interface {
		error
		Code() int
	}](err)
	if !ok {
		return faultLost
	}
	switch coded.Code() & 0xff {
	case 5, 6: // SQLITE_BUSY, SQLITE_LOCKED
		return faultBusy
	case 1, 18, 19, 20, 25: // ERROR, TOOBIG, CONSTRAINT, MISMATCH, RANGE
		return faultStatement
	}
	return faultLost
}

func (sqlite) joinPrevious() string { return `JOIN {ns}_event e ON e.position = chain.previous` }

func (sqlite) schema() [][]string {
	return [][]string{{
		`CREATE TABLE {ns}_head (
			no INTEGER PRIMARY KEY,
			kind TEXT NOT NULL,
			id BLOB NOT NULL,
			version INTEGER NOT NULL,
			state TEXT NOT NULL,
			keys TEXT NOT NULL,
			changed INTEGER NOT NULL,
			erased INTEGER NOT NULL
		) STRICT`,
		`CREATE UNIQUE INDEX {ns}_head_id ON {ns}_head (kind, id)`,
		`CREATE INDEX {ns}_head_state ON {ns}_head (kind, state, id)`,
		`CREATE TABLE {ns}_event (
			position INTEGER PRIMARY KEY,
			no INTEGER NOT NULL,
			version INTEGER NOT NULL,
			type TEXT NOT NULL,
			time INTEGER NOT NULL,
			data BLOB,
			personal BLOB,
			erased INTEGER NOT NULL
		) STRICT`,
		`CREATE UNIQUE INDEX {ns}_event_version ON {ns}_event (no, version)`,
		`CREATE TABLE {ns}_command (
			first INTEGER PRIMARY KEY,
			last INTEGER NOT NULL,
			kind TEXT NOT NULL,
			key TEXT NOT NULL,
			fingerprint BLOB NOT NULL,
			answer BLOB
		) STRICT`,
		`CREATE UNIQUE INDEX {ns}_command_key ON {ns}_command (kind, key)`,
		`CREATE TABLE {ns}_key (
			kind TEXT NOT NULL,
			name TEXT NOT NULL,
			value TEXT NOT NULL,
			id BLOB NOT NULL,
			no INTEGER NOT NULL,
			PRIMARY KEY (kind, name, value, id)
		) STRICT, WITHOUT ROWID`,
		`CREATE TABLE {ns}_effect (
			no INTEGER NOT NULL,
			version INTEGER NOT NULL,
			number INTEGER NOT NULL,
			stream_kind TEXT NOT NULL,
			kind TEXT NOT NULL,
			state INTEGER NOT NULL DEFAULT 0,
			leased INTEGER NOT NULL DEFAULT 0,
			due INTEGER NOT NULL,
			attempts INTEGER NOT NULL DEFAULT 0,
			failures INTEGER NOT NULL DEFAULT 0,
			reason TEXT NOT NULL DEFAULT '',
			payload BLOB,
			result BLOB,
			PRIMARY KEY (no, version, number)
		) STRICT, WITHOUT ROWID`,
		`CREATE INDEX {ns}_effect_due ON {ns}_effect (stream_kind, kind, due) WHERE state = 0`,
		`CREATE INDEX {ns}_effect_dead ON {ns}_effect (stream_kind, no, version, number) WHERE state = 2`,
	}, {
		// Events are chained instead of indexed by stream.
		`ALTER TABLE {ns}_event ADD COLUMN previous INTEGER NOT NULL DEFAULT 0`,
		`UPDATE {ns}_event SET previous = (SELECT b.position FROM {ns}_event b
			WHERE b.no = {ns}_event.no AND b.version = {ns}_event.version - 1) WHERE version > 1`,
		`ALTER TABLE {ns}_head ADD COLUMN last INTEGER NOT NULL DEFAULT 0`,
		`UPDATE {ns}_head SET last = (SELECT e.position FROM {ns}_event e
			WHERE e.no = {ns}_head.no AND e.version = {ns}_head.version)`,
		`DROP INDEX {ns}_event_version`,
	}, {
		`CREATE TABLE {ns}_draft (no INTEGER PRIMARY KEY, content BLOB NOT NULL, sum INTEGER NOT NULL) STRICT`,
		`ALTER TABLE {ns}_head ADD COLUMN due INTEGER NOT NULL DEFAULT 0`,
		`CREATE INDEX {ns}_head_due ON {ns}_head (due, no) WHERE due > 0`,
		`CREATE INDEX {ns}_head_kind ON {ns}_head (kind, no)`,
		`ALTER TABLE {ns}_event ADD COLUMN sum INTEGER NOT NULL DEFAULT 0`,
		`ALTER TABLE {ns}_command ADD COLUMN receipts BLOB`,
	}}
}
