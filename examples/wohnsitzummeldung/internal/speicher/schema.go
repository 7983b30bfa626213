// SPDX-License-Identifier: Apache-2.0

package speicher

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// schloss is the number of the lock under which tables are made in PostgreSQL,
// so that processes that start at the same time do not disturb one another.
const schloss = 0x57534d // "WSM"

// fuerPostgreSQL turns the words of SQLite into those of PostgreSQL. Numbers have
// eight bytes in both, and text is compared byte by byte.
var fuerPostgreSQL = strings.NewReplacer("TEXT", `text COLLATE "C"`, "INTEGER", "bigint", "BLOB", "bytea", ") STRICT, WITHOUT ROWID", ")")

// Schema makes and migrates the tables of a part of the service. The steps are
// written for SQLite, and each is done once in the life of the database: what
// has been released is never changed, only followed by a further step.
func (d *Datenbank) Schema(ctx context.Context, teil string, schritte ...string) (err error) {
	conn, err := d.Conn(ctx)
	if err != nil {
		return fmt.Errorf("tables of %s: %w", teil, err)
	}
	defer conn.Close()
	begin := "BEGIN IMMEDIATE"
	if d.Art == PostgreSQL {
		begin = fmt.Sprintf("BEGIN; SELECT pg_advisory_xact_lock(%d)", schloss)
	}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return fmt.Errorf("tables of %s: %w", teil, err)
	}
	end := "COMMIT"
	if err = d.migrate(ctx, conn, teil, schritte); err != nil {
		end = "ROLLBACK"
	}
	if _, endErr := conn.ExecContext(context.WithoutCancel(ctx), end); err == nil {
		err = endErr
	}
	if err != nil {
		return fmt.Errorf("tables of %s: %w", teil, err)
	}
	return nil
}

func (d *Datenbank) migrate(ctx context.Context, conn *sql.Conn, teil string, schritte []string) error {
	do := func(text string, args ...any) error {
		if d.Art == PostgreSQL {
			text = fuerPostgreSQL.Replace(text)
		}
		_, err := conn.ExecContext(ctx, text, args...)
		return err
	}
	if err := do(`CREATE TABLE IF NOT EXISTS tabellen (teil TEXT PRIMARY KEY, stand INTEGER NOT NULL) STRICT, WITHOUT ROWID`); err != nil {
		return err
	}
	var stand int
	if err := conn.QueryRowContext(ctx, `SELECT coalesce(max(stand), 0) FROM tabellen WHERE teil = $1`, teil).Scan(&stand); err != nil {
		return err
	}
	if stand > len(schritte) {
		return fmt.Errorf("they are of version %d, this program knows %d: it is older than the data", stand, len(schritte))
	}
	for _, schritt := range schritte[stand:] {
		if err := do(schritt); err != nil {
			return err
		}
	}
	return do(`INSERT INTO tabellen (teil, stand) VALUES ($1, $2) ON CONFLICT (teil) DO UPDATE SET stand = excluded.stand`, teil, len(schritte))
}
