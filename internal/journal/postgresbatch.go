// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// postgresBatch reads all it wants with one statement and writes all rows with
// another, because on PostgreSQL it is the round trips that cost. Columns
// travel as array literals, which every driver can send.
type postgresBatch struct {
	single statement // see lookSingle
	read   statement
	parts  [tables]string        // how each table is written
	rows   map[string]*statement // the parts of those tables that have rows, by their numbers
}

func (postgres) batcher(namespace string) batcher {
	// OFFSET 0 has the index probed once for each key: a join, planned while
	// the tables are empty, would settle on reading all rows of a kind.
	read := strings.ReplaceAll(`
		SELECT 0, `+nextPosition+`, 0, 0, 0, '', '', '', '', NULL::bytea, NULL::bytea, NULL::bytea
		UNION ALL
		SELECT 1, found.no, found.last, found.version, found.due, wanted.kind, wanted.id::text, found.state, found.keys, NULL, NULL, NULL
		FROM unnest(?::text[], ?::uuid[]) wanted (kind, id) CROSS JOIN LATERAL (
			SELECT no, last, version, due, state, keys FROM {ns}_head WHERE kind = wanted.kind AND id = wanted.id OFFSET 0) found
		UNION ALL
		SELECT 2, found.first, found.last, 0, 0, wanted.kind, wanted.key, '', '', found.fingerprint, found.answer, found.receipts
		FROM unnest(?::text[], ?::text[]) wanted (kind, key) CROSS JOIN LATERAL (
			SELECT first, last, fingerprint, answer, receipts FROM {ns}_command WHERE kind = wanted.kind AND key = wanted.key OFFSET 0) found`,
		"{ns}", namespace)

	b := &postgresBatch{single: singleLook(namespace, nextPosition), read: statement{head: read}, rows: map[string]*statement{}}
	for i := range written {
		t := &written[i]
		rows := "unnest(?::" + strings.ReplaceAll(t.types, " ", "[], ?::") + "[])"
		if t.update {
			set := t.assignments(func(column string, _ int) string { return "row." + column })
			b.parts[i] = "UPDATE " + namespace + "_" + t.name + " t SET " + set +
				" FROM " + rows + " row (" + t.columnList() + ") WHERE t.no = row.no"
			continue
		}
		b.parts[i] = "INSERT INTO " + namespace + "_" + t.name + " (" + t.columnList() + ") SELECT * FROM " + rows
		if t.replace {
			b.parts[i] += " ON CONFLICT (no) DO UPDATE SET " +
				t.assignments(func(column string, _ int) string { return "excluded." + column })
		}
	}
	return b
}

func (b *postgresBatch) look(ctx context.Context, session *session, wanted *wanted, book *ledger) error {
	if wanted.single() {
		return lookSingle(ctx, session, &b.single, wanted, book)
	}
	columns := make([]arrayLiteral, 4)
	for _, name := range wanted.streams {
		columns[0].text(name.kind)
		columns[1].text(name.stream.String())
	}
	for _, name := range wanted.commands {
		columns[2].text(name.kind)
		columns[3].text(name.key)
	}
	args := make([]any, len(columns))
	for i := range columns {
		args[i] = columns[i].String()
	}
	return session.find(ctx, &b.read, args, func(rows *sql.Rows) error {
		var what int
		var a, b, version, due int64
		var kind, name, state, keys string
		var fingerprint, answer, receipts []byte
		err := rows.Scan(&what, &a, &b, &version, &due, &kind, &name, &state, &keys, &fingerprint, &answer, &receipts)
		if err != nil {
			return err
		}
		switch what {
		case 0:
			book.position = Position(a)
		case 1:
			id, err := uuid.Parse(name)
			if err != nil {
				return fmt.Errorf("journal: the id of a head is damaged: %w", err)
			}
			return book.found(streamName{kind, id}, &sqlHead{no: a, last: Position(b), version: uint64(version), state: state, due: due}, keys)
		case 2:
			command := sqlCommand{answer: answer, first: Position(a), last: Position(b), receipts: receipts}
			copy(command.fingerprint[:], fingerprint)
			book.commands[commandName{kind, name}] = command
		}
		return nil
	})
}

func (b *postgresBatch) write(ctx context.Context, session *session, rows *[tables][]any) error {
	var args []any
	var present []byte
	for i := range rows {
		if len(rows[i]) == 0 {
			continue
		}
		present = append(present, byte(i))
		width := written[i].width()
		for column := range width {
			var array arrayLiteral
			for at := column; at < len(rows[i]); at += width {
				array.value(rows[i][at])
			}
			args = append(args, array.String())
		}
	}
	if len(present) == 0 {
		return nil
	}
	_, err := session.exec(ctx, b.writing(present), args...)
	return err
}

// writing returns the statement that writes to the tables with these numbers.
func (b *postgresBatch) writing(present []byte) *statement {
	if known, found := b.rows[string(present)]; found {
		return known
	}
	var text strings.Builder
	for n, i := range present {
		switch {
		case n == len(present)-1:
			text.WriteString(" " + b.parts[i])
		case n == 0:
			text.WriteString("WITH part0 AS (" + b.parts[i] + ")")
		default:
			text.WriteString(", part" + strconv.Itoa(n) + " AS (" + b.parts[i] + ")")
		}
	}
	made := &statement{head: text.String()}
	b.rows[string(present)] = made
	return made
}

// arrayLiteral builds the text of a PostgreSQL array.
type arrayLiteral struct{ buf []byte }

func (a *arrayLiteral) String() string {
	if len(a.buf) == 0 {
		return "{}"
	}
	a.buf = append(a.buf, '}')
	return string(a.buf)
}

func (a *arrayLiteral) next() {
	if len(a.buf) == 0 {
		a.buf = append(a.buf, '{')
		return
	}
	a.buf = append(a.buf, ',')
}

func (a *arrayLiteral) value(v any) {
	switch v := v.(type) {
	case nil:
		a.next()
		a.buf = append(a.buf, "NULL"...)
	case int64:
		a.next()
		a.buf = strconv.AppendInt(a.buf, v, 10)
	case string:
		a.text(v)
	case []byte:
		a.next()
		a.buf = append(a.buf, `"\\x`...)
		a.buf = hex.AppendEncode(a.buf, v)
		a.buf = append(a.buf, '"')
	default:
		panic(fmt.Sprintf("journal: a row holds a %T", v))
	}
}

func (a *arrayLiteral) text(s string) {
	a.next()
	a.buf = append(a.buf, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			a.buf = append(a.buf, '\\')
		}
		a.buf = append(a.buf, s[i])
	}
	a.buf = append(a.buf, '"')
}
