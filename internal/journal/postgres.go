// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
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

// begin opens a transaction and takes the locks of a group, which are held until
// after the commit: that of the namespace together with others that write, and one
// for each stream and command of the group for itself. So what follows sees
// everything that was committed about them, and no two processes get in each
// other's way but where they must. Locks are taken in one order: nobody waits in a
// circle.
func (postgres) begin(ctx context.Context, session *session, namespace string, jobs []*job) error {
	// Several statements at once cannot be prepared.
	_, err := session.conn.ExecContext(ctx, beginText(namespace, jobs))
	return err
}

func beginText(namespace string, jobs []*job) string {
	keys := lockKeys(namespace, jobs)
	text := "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock"
	space := "(" + strconv.FormatInt(lockKey(namespace, "", ""), 10) + ")"
	if len(jobs) == 0 || len(keys) > maxLocks || slices.ContainsFunc(jobs, func(j *job) bool { return j.alone }) {
		return text + space
	}
	text += "_shared" + space
	if len(keys) == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text + "; SELECT pg_advisory_xact_lock(k) FROM unnest('{")
	for i, key := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(key, 10))
	}
	b.WriteString("}'::bigint[]) k")
	return b.String()
}

// maxLocks is how many streams and commands a group names at most: a server has
// room for some thousand locks. A greater one has the namespace for itself.
const maxLocks = 256

// lockKeys returns the locks of the streams and commands of a group, in order.
func lockKeys(namespace string, jobs []*job) []int64 {
	var keys []int64
	for _, j := range jobs {
		if j.stream != (streamName{}) {
			keys = append(keys, lockKey(namespace, j.stream.kind, string(j.stream.stream[:])))
		}
		for i := range j.steps {
			if command := &j.steps[i].command; !command.IsZero() {
				keys = append(keys, lockKey(namespace, "command/"+command.Kind, command.Key))
			}
			for n := range j.steps[i].commits {
				commit := &j.steps[i].commits[n]
				keys = append(keys, lockKey(namespace, commit.Kind, string(commit.Stream[:])))
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// lockKey returns the number of a lock. Two that are the same by chance cost a wait
// and nothing else.
func lockKey(namespace, kind, name string) int64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte("bausteine/journal/" + namespace))
	if kind != "" {
		_, _ = hash.Write([]byte("\x00" + kind + "\x00" + name))
	}
	return int64(hash.Sum64())
}

// Positions are the number of their transaction and then a count. So they are given
// side by side, and follow one another where one transaction knew of the other: it
// gets its number when it holds its locks. What numbers a transaction that is still
// running may have is known to all, see final.
const (
	placeBits    = 20 // of the count
	nextPosition = `(SELECT (pg_current_xact_id()::text::bigint + base) << 20 FROM {ns}_base)`
)

func (postgres) places() Position { return 1<<placeBits - 1 }

func (postgres) final() string {
	return `SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + base) << 20 FROM {ns}_base`
}

// renumber: a database that was filled from a backup counts its transactions from
// anywhere.
func (postgres) renumber() string {
	return `UPDATE {ns}_base SET base = wanted FROM (SELECT (greatest((SELECT coalesce(max(position), 0) FROM {ns}_event),
		(SELECT coalesce(max(first), 0) FROM {ns}_command)) >> 20) + 1 - pg_current_xact_id()::text::bigint AS wanted) w WHERE base < wanted`
}

// lease does all with one statement, which passes over what another process has in hand.
func (postgres) lease(ctx context.Context, session *session, all *statements, args []any, scan func(*sql.Rows) error) error {
	return session.find(ctx, &all.takeEffects, append(args[1:len(args):len(args)], args[0]), scan)
}

func (postgres) control(ctx context.Context, session *session, statement *statement) error {
	_, err := session.conn.ExecContext(ctx, statement.head)
	return err
}

// fault reads the SQLSTATE that drivers report by a method of that name.
func (postgres) fault(err error) fault {
	if errors.Is(err, errCrowded) {
		return faultStatement
	}
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
	}, {
		`CREATE TABLE {ns}_base (base bigint NOT NULL)`,
		`INSERT INTO {ns}_base VALUES (0)`,
	}}
}
