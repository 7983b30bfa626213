// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
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

// single reports whether one look-up of each sort is enough: the caller is on
// its own.
func (w *wanted) single() bool { return len(w.streams) == 1 && len(w.commands) <= 1 }

// singleLook is the statement of lookSingle, given how to find the last position.
func singleLook(namespace, position string) statement {
	return statement{head: strings.ReplaceAll(`SELECT `+position+`,
		h.no, h.version, h.last, h.state, h.keys, h.due, c.first, c.last, c.fingerprint, c.answer, c.receipts
		FROM (SELECT 1) one LEFT JOIN {ns}_head h ON h.kind = ? AND h.id = ?
		LEFT JOIN {ns}_command c ON c.kind = ? AND c.key = ?`, "{ns}", namespace)}
}

// lookSingle looks for one stream and at most one command.
func lookSingle(ctx context.Context, session *session, look *statement, wanted *wanted, book *ledger) error {
	stream, command := wanted.streams[0], commandName{}
	if len(wanted.commands) == 1 {
		command = wanted.commands[0] // otherwise no kind is empty, so nothing is found
	}
	args := []any{stream.kind, session.engine.id(stream.stream), command.kind, command.key}
	return session.find(ctx, look, args, func(rows *sql.Rows) error {
		var no, version, lastEvent, due, first, last sql.Null[int64]
		var state, keys sql.Null[string]
		var fingerprint, answer, receipts []byte
		err := rows.Scan(&book.position, &no, &version, &lastEvent, &state, &keys, &due,
			&first, &last, &fingerprint, &answer, &receipts)
		if err != nil {
			return err
		}
		if first.Valid {
			found := sqlCommand{answer: answer, first: Position(first.V), last: Position(last.V), receipts: receipts}
			copy(found.fingerprint[:], fingerprint)
			book.commands[command] = found
		}
		if no.Valid {
			head := &sqlHead{no: no.V, version: uint64(version.V), last: Position(lastEvent.V), state: state.V, due: due.V}
			return book.found(stream, head, keys.V)
		}
		return nil
	})
}

// What the writer writes rows of. A head that is there already is written in one
// of three ways, because leaving alone the state, or when it is due, spares an
// index.
const (
	eventRows = iota
	newHeadRows
	movedHeadRows
	keptHeadRows
	dueHeadRows
	draftRows
	keyRows
	commandRows
	effectRows
	tables
)

// table says how rows are written to one table.
type table struct {
	name    string
	columns string // separated by a blank
	types   string // of PostgreSQL, separated by a blank
	update  bool   // of the row that has the first column; otherwise rows are added
	replace bool   // the row that has the first column, if there is one
}

func (t *table) width() int { return strings.Count(t.columns, " ") + 1 }

func (t *table) columnList() string { return strings.ReplaceAll(t.columns, " ", ", ") }

// assignments returns the SET list of an update, each value spelt by a function
// of its column and number, which counts from 1.
func (t *table) assignments(value func(column string, number int) string) string {
	columns := strings.Fields(t.columns)
	list := make([]string, 0, len(columns)-1)
	for i, column := range columns[1:] {
		list = append(list, column+" = "+value(column, i+2))
	}
	return strings.Join(list, ", ")
}

var written = [tables]table{
	eventRows: {
		name:    "event",
		columns: "position no version type time data personal erased previous sum",
		types:   "bigint bigint bigint text bigint bytea bytea smallint bigint bigint",
	},
	newHeadRows: {
		name:    "head",
		columns: "no kind id version state keys changed erased last due",
		types:   "bigint text uuid bigint text text bigint bigint bigint bigint",
	},
	movedHeadRows: {
		name:    "head",
		columns: "no version state keys changed last",
		types:   "bigint bigint text text bigint bigint",
		update:  true,
	},
	keptHeadRows: {
		name:    "head",
		columns: "no version keys changed last",
		types:   "bigint bigint text bigint bigint",
		update:  true,
	},
	dueHeadRows: {
		name:    "head",
		columns: "no version state keys changed last due",
		types:   "bigint bigint text text bigint bigint bigint",
		update:  true,
	},
	draftRows: {
		name:    "draft",
		columns: "no content sum",
		types:   "bigint bytea bigint",
		replace: true,
	},
	keyRows: {
		name:    "key",
		columns: "kind name value id no",
		types:   "text text text uuid bigint",
	},
	commandRows: {
		name:    "command",
		columns: "first last kind key fingerprint answer receipts",
		types:   "bigint bigint text text bytea bytea bytea",
	},
	effectRows: {
		name:    "effect",
		columns: "no version number stream_kind kind due payload",
		types:   "bigint bigint integer text text bigint bytea",
	},
}
