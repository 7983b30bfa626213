// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// postgres is the engine to scale out on.
type postgres struct{}

func (postgres) rebind(text string) string {
	var b strings.Builder
	b.Grow(len(text) + strings.Count(text, "?")*3)
	n := 0
	for part := range strings.SplitSeq(text, "?") {
		if n > 0 {
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

func (postgres) id(id uuid.UUID) any { return id.String() }

// settle makes commits durable on this connection and bounds for how long a
// stuck process could keep all others from writing.
func (postgres) settle(ctx context.Context, conn *sql.Conn) error {
	for _, fixed := range [...]string{"fsync", "full_page_writes"} {
		var value string
		if err := conn.QueryRowContext(ctx, "SHOW "+fixed).Scan(&value); err != nil {
			return fmt.Errorf("journal: read %s: %w", fixed, err)
		}
		if value != "on" {
			return fmt.Errorf("%w: %s is %s", ErrUnsafe, fixed, value)
		}
	}
	var commit string
	if err := conn.QueryRowContext(ctx, "SHOW synchronous_commit").Scan(&commit); err != nil {
		return fmt.Errorf("journal: read synchronous_commit: %w", err)
	}
	settings := []string{
		"SET lock_timeout = '10s'",
		"SET statement_timeout = '60s'",
		"SET idle_in_transaction_session_timeout = '20s'",
		// Plans are made once, perhaps while the tables are empty, and must be
		// right when they are full: everything the writer asks has its index.
		"SET plan_cache_mode = force_generic_plan",
		"SET enable_seqscan = off",
		"SET enable_bitmapscan = off",
		"SET enable_sort = off",
		// What those make look expensive would be compiled, which costs more than
		// it ever takes.
		"SET jit = off",
	}
	if commit == "off" {
		settings = append(settings, "SET synchronous_commit = on")
	}
	for _, setting := range settings {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return fmt.Errorf("journal: %s: %w", setting, err)
		}
	}
	return nil
}

// begin opens a transaction and takes the one lock of the namespace, which is
// held until after the commit. So the order of positions is the order of
// commits over all processes, and no reader can skip a late one. What follows
// sees everything committed before the lock was given.
func (postgres) begin(namespace string) string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte("bausteine/journal/" + namespace))
	return "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(" +
		strconv.FormatInt(int64(hash.Sum64()), 10) + ")"
}

// control sends several statements at once where it has to, so they cannot be
// prepared.
func (postgres) control(ctx context.Context, session *session, statement *statement) error {
	_, err := session.conn.ExecContext(ctx, statement.head)
	return err
}

// fault reads the SQLSTATE that drivers report by a method of that name.
func (postgres) fault(err error) fault {
	coded, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err)
	if !ok {
		return faultLost
	}
	state := coded.SQLState()
	switch {
	case state == "55P03", state == "57014", strings.HasPrefix(state, "40"), strings.HasPrefix(state, "53"):
		return faultBusy // lock not available, cancelled, rolled back, out of resources
	case strings.HasPrefix(state, "22"), strings.HasPrefix(state, "23"), strings.HasPrefix(state, "42"), strings.HasPrefix(state, "54"):
		return faultStatement // data, constraint, syntax or access, limit
	}
	return faultLost
}

// joinPrevious is worded so that the index is probed once for each event: a
// join, planned while the tables are empty, might read them whole.
func (postgres) joinPrevious() string {
	return `CROSS JOIN LATERAL (SELECT * FROM {ns}_event WHERE position = chain.previous OFFSET 0) e`
}

func (postgres) schema() [][]string {
	return [][]string{{
		`CREATE TABLE {ns}_head (
			no bigint PRIMARY KEY,
			kind text COLLATE "C" NOT NULL,
			id uuid NOT NULL,
			version bigint NOT NULL,
			state text COLLATE "C" NOT NULL,
			keys text NOT NULL,
			changed bigint NOT NULL,
			erased bigint NOT NULL
		) WITH (fillfactor = 80)`,
		`CREATE UNIQUE INDEX {ns}_head_id ON {ns}_head (kind, id)`,
		`CREATE INDEX {ns}_head_state ON {ns}_head (kind, state, id)`,
		`CREATE TABLE {ns}_event (
			position bigint PRIMARY KEY,
			no bigint NOT NULL,
			version bigint NOT NULL,
			type text NOT NULL,
			time bigint NOT NULL,
			data bytea,
			personal bytea,
			erased smallint NOT NULL
		)`,
		`CREATE UNIQUE INDEX {ns}_event_version ON {ns}_event (no, version)`,
		`CREATE TABLE {ns}_command (
			first bigint PRIMARY KEY,
			last bigint NOT NULL,
			kind text COLLATE "C" NOT NULL,
			key text COLLATE "C" NOT NULL,
			fingerprint bytea NOT NULL,
			answer bytea
		)`,
		`CREATE UNIQUE INDEX {ns}_command_key ON {ns}_command (kind, key)`,
		`CREATE TABLE {ns}_key (
			kind text COLLATE "C" NOT NULL,
			name text COLLATE "C" NOT NULL,
			value text COLLATE "C" NOT NULL,
			id uuid NOT NULL,
			no bigint NOT NULL,
			PRIMARY KEY (kind, name, value, id)
		)`,
		`CREATE TABLE {ns}_effect (
			no bigint NOT NULL,
			version bigint NOT NULL,
			number integer NOT NULL,
			stream_kind text COLLATE "C" NOT NULL,
			kind text COLLATE "C" NOT NULL,
			state smallint NOT NULL DEFAULT 0,
			leased smallint NOT NULL DEFAULT 0,
			due bigint NOT NULL,
			attempts bigint NOT NULL DEFAULT 0,
			failures bigint NOT NULL DEFAULT 0,
			reason text NOT NULL DEFAULT '',
			payload bytea,
			result bytea,
			PRIMARY KEY (no, version, number)
		)`,
		`CREATE INDEX {ns}_effect_due ON {ns}_effect (stream_kind, kind, due) WHERE state = 0`,
		`CREATE INDEX {ns}_effect_dead ON {ns}_effect (stream_kind, no, version, number) WHERE state = 2`,
	}, {
		// Events are chained instead of indexed by stream.
		`ALTER TABLE {ns}_event ADD COLUMN previous bigint NOT NULL DEFAULT 0`,
		`UPDATE {ns}_event e SET previous = b.position FROM {ns}_event b WHERE b.no = e.no AND b.version = e.version - 1`,
		`ALTER TABLE {ns}_head ADD COLUMN last bigint NOT NULL DEFAULT 0`,
		`UPDATE {ns}_head h SET last = e.position FROM {ns}_event e WHERE e.no = h.no AND e.version = h.version`,
		`DROP INDEX {ns}_event_version`,
	}, {
		`CREATE TABLE {ns}_draft (no bigint PRIMARY KEY, content bytea NOT NULL, sum bigint NOT NULL) WITH (
			fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50)`,
		`ALTER TABLE {ns}_head ADD COLUMN due bigint NOT NULL DEFAULT 0`,
		`CREATE INDEX {ns}_head_due ON {ns}_head (due, no) WHERE due > 0`,
		`CREATE INDEX {ns}_head_kind ON {ns}_head (kind, no)`,
		`ALTER TABLE {ns}_event ADD COLUMN sum bigint NOT NULL DEFAULT 0`,
		`ALTER TABLE {ns}_command ADD COLUMN receipts bytea`,
	}}
}
