// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// sqliteBatch reads and writes with statements of many rows. They are prepared
// for powers of two, so that few are needed whatever the number of rows.
//
// A statement that fails after it has changed some rows must leave none of them
// changed, unless it is told otherwise; for that SQLite keeps a copy of each
// page it touches, which costs more than all the rest. So rows are added OR
// FAIL: what is left of a failed statement goes with its transaction, which is
// rolled back. And a row is updated by a statement of its own.
type sqliteBatch struct {
	single   statement // see lookSingle
	last     statement
	heads    statement
	commands statement
	rows     [tables]statement
}

func (sqlite) batcher(namespace string) batcher {
	text := func(text string) string { return strings.ReplaceAll(text, "{ns}", namespace) }
	b := &sqliteBatch{
		single: singleLook(namespace, `max((SELECT coalesce(max(position), 0) FROM {ns}_event),
			(SELECT coalesce(max(first), 0) FROM {ns}_command))`),
		last: statement{head: text(`SELECT max((SELECT coalesce(max(position), 0) FROM {ns}_event),
			(SELECT coalesce(max(first), 0) FROM {ns}_command))`)},
		// One look-up behind the other: for a list of values SQLite would build
		// a table each time.
		heads:    statement{row: text(`SELECT no, id, version, last, state, keys, due FROM {ns}_head WHERE kind = ?1 AND id = ?`), joint: ` UNION ALL `},
		commands: statement{row: text(`SELECT key, fingerprint, answer, first, last, receipts FROM {ns}_command WHERE kind = ?1 AND key = ?`), joint: ` UNION ALL `},
	}
	for i := range written {
		t := &written[i]
		if t.update {
			set := t.assignments(func(_ string, number int) string { return "?" + strconv.Itoa(number) })
			b.rows[i] = statement{head: text(`UPDATE {ns}_` + t.name + ` SET ` + set + ` WHERE no = ?1`)}
			continue
		}
		if t.replace {
			set := t.assignments(func(column string, _ int) string { return "excluded." + column })
			b.rows[i] = statement{head: text(`INSERT INTO {ns}_` + t.name + ` (` + t.columnList() + `) VALUES (?` +
				strings.Repeat(`, ?`, t.width()-1) + `) ON CONFLICT (no) DO UPDATE SET ` + set)}
			continue
		}
		b.rows[i] = statement{
			head:  text(`INSERT OR FAIL INTO {ns}_` + t.name + ` (` + t.columnList() + `) VALUES `),
			row:   `(?` + strings.Repeat(`, ?`, t.width()-1) + `)`,
			joint: `, `,
		}
	}
	return b
}

func (b *sqliteBatch) look(ctx context.Context, session *session, wanted *wanted, book *ledger) error {
	if wanted.single() {
		return lookSingle(ctx, session, &b.single, wanted, book)
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
			if err := rows.Scan(&head.no, &id, &head.version, &head.last, &head.state, &keys, &head.due); err != nil {
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
			if err := rows.Scan(&key, &fingerprint, &command.answer, &command.first, &command.last, &command.receipts); err != nil {
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
