// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"strings"

	"github.com/google/uuid"
)

// sqliteBatch reads and writes with statements of many rows. They are prepared
// for powers of two, so that few are needed whatever the number of rows.
type sqliteBatch struct {
	single   statement
	last     statement
	heads    statement
	commands statement
	rows     [tables]statement
}

func (sqlite) batcher(namespace string) batcher {
	b := &sqliteBatch{
		single: statement{head: `SELECT (SELECT coalesce(max(position), 0) FROM ` + namespace + `_event),
			h.no, h.version, h.state, h.keys, c.first, c.last, c.fingerprint, c.answer
			FROM (SELECT 1) LEFT JOIN ` + namespace + `_head h ON h.kind = ? AND h.id = ?
			LEFT JOIN ` + namespace + `_command c ON c.kind = ? AND c.key = ?`},
		last:     statement{head: `SELECT coalesce(max(position), 0) FROM ` + namespace + `_event`},
		heads:    statement{`SELECT no, id, version, state, keys FROM ` + namespace + `_head WHERE kind = ? AND id IN (`, `?`, `)`},
		commands: statement{`SELECT key, fingerprint, answer, first, last FROM ` + namespace + `_command WHERE kind = ? AND key IN (`, `?`, `)`},
	}
	for i := range written {
		t := &written[i]
		b.rows[i] = statement{
			head: `INSERT INTO ` + namespace + `_` + t.name + ` (` + t.columnList() + `) VALUES `,
			row:  `(?` + strings.Repeat(`, ?`, t.width()-1) + `)`,
			tail: t.conflict,
		}
	}
	return b
}

func (b *sqliteBatch) look(ctx context.Context, session *session, wanted *wanted, book *ledger) error {
	if len(wanted.streams) == 1 && len(wanted.commands) <= 1 {
		return b.lookSingle(ctx, session, wanted, book)
	}
	err := session.find(ctx, &b.last, nil, func(rows *sql.Rows) error { return rows.Scan(&book.position) })
	if err != nil {
		return err
	}
	streams, keys := map[string][]any{}, map[string][]any{}
	for _, name := range wanted.streams {
		streams[name.kind] = append(streams[name.kind], sqlite{}.id(name.stream))
	}
	for _, name := range wanted.commands {
		keys[name.kind] = append(keys[name.kind], name.key)
	}
	for kind, ids := range streams {
		err := session.look(ctx, &b.heads, kind, ids, func(rows *sql.Rows) error {
			var id uuid.UUID
			var head sqlHead
			var keys string
			if err := rows.Scan(&head.no, &id, &head.version, &head.state, &keys); err != nil {
				return err
			}
			return book.found(streamName{kind, id}, &head, keys)
		})
		if err != nil {
			return err
		}
	}
	for kind, values := range keys {
		err := session.look(ctx, &b.commands, kind, values, func(rows *sql.Rows) error {
			var key string
			var fingerprint []byte
			var command sqlCommand
			if err := rows.Scan(&key, &fingerprint, &command.answer, &command.first, &command.last); err != nil {
				return err
			}
			copy(command.fingerprint[:], fingerprint)
			book.commands[commandName{kind, key}] = command
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lookSingle is look with one statement for the caller who is on its own.
func (b *sqliteBatch) lookSingle(ctx context.Context, session *session, wanted *wanted, book *ledger) error {
	stream, command := wanted.streams[0], commandName{}
	if len(wanted.commands) == 1 {
		command = wanted.commands[0] // otherwise no kind is empty, so nothing is found
	}
	args := []any{stream.kind, sqlite{}.id(stream.stream), command.kind, command.key}
	return session.find(ctx, &b.single, args, func(rows *sql.Rows) error {
		var no, version, first, last sql.Null[int64]
		var state, keys sql.Null[string]
		var fingerprint, answer []byte
		if err := rows.Scan(&book.position, &no, &version, &state, &keys, &first, &last, &fingerprint, &answer); err != nil {
			return err
		}
		if first.Valid {
			found := sqlCommand{answer: answer, first: Position(first.V), last: Position(last.V)}
			copy(found.fingerprint[:], fingerprint)
			book.commands[command] = found
		}
		if no.Valid {
			return book.found(stream, &sqlHead{no: no.V, version: uint64(version.V), state: state.V}, keys.V)
		}
		return nil
	})
}

func (b *sqliteBatch) write(ctx context.Context, session *session, rows *[tables][]any) error {
	for i := range rows {
		if err := session.write(ctx, &b.rows[i], written[i].width(), rows[i]); err != nil {
			return err
		}
	}
	return nil
}
