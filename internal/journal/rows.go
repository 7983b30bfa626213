// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"strings"
)

// batcher is how a database reads and writes many rows at once.
type batcher interface {
	// look notes down in the ledger what the database holds of what is wanted.
	look(ctx context.Context, session *session, wanted *wanted, book *ledger) error

	// write writes all rows.
	write(ctx context.Context, session *session, rows *[tables][]any) error
}

// wanted are the streams and commands the writer needs to know.
type wanted struct {
	streams  []streamName
	commands []commandName
}

// The tables the writer adds rows to. Heads are written in two ways, because
// leaving the state alone spares its index.
const (
	eventRows = iota
	headRows
	keptHeadRows
	keyRows
	commandRows
	effectRows
	tables
)

// table says how rows are written to one table.
type table struct {
	name     string
	columns  string // separated by a blank
	types    string // of PostgreSQL, separated by a blank
	conflict string // what happens where the row is there
}

func (t *table) width() int { return strings.Count(t.columns, " ") + 1 }

func (t *table) columnList() string { return strings.ReplaceAll(t.columns, " ", ", ") }

const headColumnList, headTypes = "no kind id version state keys changed erased", "bigint text uuid bigint text text bigint bigint"

var written = [tables]table{
	eventRows: {
		name:    "event",
		columns: "position no version type time data personal erased",
		types:   "bigint bigint bigint text bigint bytea bytea smallint",
	},
	headRows: {
		name:    "head",
		columns: headColumnList,
		types:   headTypes,
		conflict: " ON CONFLICT (no) DO UPDATE SET version = excluded.version, state = excluded.state," +
			" keys = excluded.keys, changed = excluded.changed",
	},
	keptHeadRows: {
		name:     "head",
		columns:  headColumnList,
		types:    headTypes,
		conflict: " ON CONFLICT (no) DO UPDATE SET version = excluded.version, keys = excluded.keys, changed = excluded.changed",
	},
	keyRows: {
		name:    "key",
		columns: "kind name value id no",
		types:   "text text text uuid bigint",
	},
	commandRows: {
		name:    "command",
		columns: "first last kind key fingerprint answer",
		types:   "bigint bigint text text bytea bytea",
	},
	effectRows: {
		name:    "effect",
		columns: "no version number stream_kind kind due payload",
		types:   "bigint bigint integer text text bigint bytea",
	},
}
