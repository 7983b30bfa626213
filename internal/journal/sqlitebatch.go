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
	last     statement
	heads    statement
	commands statement
	rows     [tables]statement
}

func (sqlite) batcher(namespace string) batcher {
	b := &sqliteBatch{
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

func (b *sqliteBatch) write(ctx context.Context, session *session, rows *[tables][]any) error {
	for i := range rows {
		if err := session.write(ctx, &b.rows[i], written[i].width(), rows[i]); err != nil {
			return err
		}
	}
	return nil
}
