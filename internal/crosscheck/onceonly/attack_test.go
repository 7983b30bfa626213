// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// What somebody who can write the database can do to the log, with statements of SQL and
// with copies of the file.

import (
	"database/sql"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// file is a database that can be copied, with the keeper of the last head beside it.
type file struct {
	t      *testing.T
	path   string
	keeper auditlog.Keeper
}

func (f *file) db() *sql.DB {
	f.t.Helper()
	db, err := sql.Open("sqlite", "file:"+f.path+"?_pragma=busy_timeout(10000)")
	require.NoError(f.t, err)
	return db
}

// with opens the log, does something with it and closes everything.
func (f *file) with(keeper auditlog.Keeper, do func(*auditlog.Log, error)) {
	f.t.Helper()
	db := f.db()
	store, err := bausteine.OpenSQLite(f.t.Context(), db, bausteine.Config{Now: func() time.Time { return start }})
	require.NoError(f.t, err)
	signer, err := auditlog.NewSigner("muehlhausen.example", key(3))
	require.NoError(f.t, err)
	log, err := auditlog.Open(f.t.Context(), store, auditlog.Config{Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{keeper}})
	do(log, err)
	require.NoError(f.t, store.Close())
	require.NoError(f.t, db.Close())
}

// grow appends entries and signs them.
func (f *file) grow(keeper auditlog.Keeper, from, to int) {
	f.t.Helper()
	f.with(keeper, func(log *auditlog.Log, err error) {
		require.NoError(f.t, err)
		for i := from; i < to; i++ {
			require.NoError(f.t, log.Append(f.t.Context(), logged(f.t, i)))
		}
		_, err = log.Publish(f.t.Context())
		require.NoError(f.t, err)
	})
}

func entryID(i int) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 14: byte(i >> 8), 15: byte(i)} }

func logged(t *testing.T, i int) auditlog.Record {
	t.Helper()
	r, err := auditlog.NewRecord(entryID(i), "erika", start.AddDate(2, 0, 0), []byte(`{"who":"Stadt Weimar","n":`+string(rune('0'+i%10))+`}`), random{byte(i)})
	require.NoError(t, err)
	return r
}

type random struct{ b byte }

func (r random) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.b
	}
	return len(p), nil
}

// copied is a backup of the file.
func (f *file) copied() string {
	f.t.Helper()
	db := f.db()
	_, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	require.NoError(f.t, err)
	require.NoError(f.t, db.Close())
	content, err := os.ReadFile(f.path)
	require.NoError(f.t, err)
	return string(content)
}

func (f *file) restore(backup string) {
	f.t.Helper()
	for _, beside := range []string{"-wal", "-shm"} {
		_ = os.Remove(f.path + beside)
	}
	require.NoError(f.t, os.WriteFile(f.path, []byte(backup), 0o600))
}

// rewrite changes entries in the database: content, commitment and checksum, so that
// they fit one another again.
func (f *file) rewrite(ids ...uuid.UUID) {
	f.t.Helper()
	db := f.db()
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	for _, id := range ids {
		var position int64
		var personal []byte
		require.NoError(f.t, db.QueryRow(`SELECT e.position, e.personal FROM bausteine_event e JOIN bausteine_head h ON h.no = e.no
			WHERE h.kind = 'auditlog/log/entry' AND h.id = ?`, id[:]).Scan(&position, &personal))
		changed := strings.Replace(string(personal), "Stadt Weimar", "Stadt Worbis", 1)
		require.NotEqual(f.t, string(personal), changed)
		commitment := auditlog.Commit(auditlog.Salt(personal[:32]), []byte(changed[40:]))
		sum := int64(uint64(crc32.Checksum(commitment[:], castagnoli))<<32 | uint64(crc32.Checksum([]byte(changed), castagnoli)))
		_, err := db.Exec(`UPDATE bausteine_event SET data = ?, personal = ?, sum = ? WHERE position = ?`, commitment[:], []byte(changed), sum, position)
		require.NoError(f.t, err)
	}
	require.NoError(f.t, db.Close())
}

// drop takes rows out as if they had never been written.
func (f *file) drop(kind string, ids ...uuid.UUID) {
	f.t.Helper()
	db := f.db()
	where, args := "h.kind = ?", []any{kind}
	if len(ids) > 0 {
		where += " AND h.id IN (?" + strings.Repeat(", ?", len(ids)-1) + ")"
		for _, id := range ids {
			args = append(args, id[:])
		}
	}
	for _, statement := range []string{
		`DELETE FROM bausteine_event WHERE no IN (SELECT h.no FROM bausteine_head h WHERE ` + where + `)`,
		`DELETE FROM bausteine_key WHERE no IN (SELECT h.no FROM bausteine_head h WHERE ` + where + `)`,
		`DELETE FROM bausteine_head AS h WHERE ` + where,
	} {
		_, err := db.Exec(statement, args...)
		require.NoError(f.t, err)
	}
	require.NoError(f.t, db.Close())
}

func TestG18_WhoCanWriteTheDatabaseCannotBendTheLog(t *testing.T) {
	const entries = 600 // two full tiles and some
	dir := t.TempDir()
	f := &file{t: t, path: filepath.Join(dir, "log.db"), keeper: auditlog.HeadFile(filepath.Join(dir, "head"))}
	f.grow(f.keeper, 0, 300)
	early := f.copied()
	f.grow(f.keeper, 300, entries)
	whole := f.copied()
	four := []uuid.UUID{entryID(3), entryID(255), entryID(256), entryID(590)}

	refused := func(what string, want error) {
		t.Helper()
		f.with(f.keeper, func(_ *auditlog.Log, err error) { require.ErrorIs(t, err, want, what) })
	}
	noticed := func(what string, ids ...uuid.UUID) {
		t.Helper()
		f.with(f.keeper, func(log *auditlog.Log, err error) {
			if err != nil {
				require.ErrorIs(t, err, auditlog.ErrProof, what)
				return
			}
			for _, id := range ids {
				_, err := log.Record(t.Context(), id)
				require.ErrorIs(t, err, auditlog.ErrProof, "%s: %s", what, id)
				_, err = log.Receipt(t.Context(), id)
				require.ErrorIs(t, err, auditlog.ErrProof, "%s: %s", what, id)
			}
			var failed error
			for _, err := range log.Of(t.Context(), "erika", uuid.Nil) {
				failed = err
			}
			require.ErrorIs(t, failed, auditlog.ErrProof, "%s: the list says so, too", what)
		})
	}

	f.with(f.keeper, func(log *auditlog.Log, err error) {
		require.NoError(t, err)
		for _, id := range four {
			_, err := log.Receipt(t.Context(), id)
			require.NoError(t, err)
		}
	})
	f.rewrite(four...)
	noticed("rewritten", four...)

	f.restore(whole)
	f.drop("auditlog/log/tile")
	f.rewrite(four...)
	noticed("rewritten, and the tiles taken out", four[2:]...)

	f.restore(whole)
	f.drop("auditlog/log/tile")
	f.drop("auditlog/log/checkpoint")
	f.rewrite(four...)
	refused("rewritten, and all that was signed taken out of the store", auditlog.ErrForked)

	f.restore(whole)
	f.drop("auditlog/log/entry", entryID(entries-1))
	refused("cut by its last entry", auditlog.ErrProof)

	f.restore(whole)
	f.drop("auditlog/log/tile")
	f.drop("auditlog/log/checkpoint")
	f.drop("auditlog/log/entry", entryID(entries-1), entryID(entries-2))
	refused("cut, with all that was signed", auditlog.ErrRolledBack)

	f.restore(early)
	refused("restored from a backup", auditlog.ErrRolledBack)
	f.grow(&auditlog.HeadMemory{}, 700, 700+entries-300)
	refused("restored, and grown again with other entries to the same length", auditlog.ErrForked)
	f.restore(early)
	f.grow(&auditlog.HeadMemory{}, 700, 1200)
	refused("and beyond it", auditlog.ErrForked)

	f.restore(whole)
	f.with(f.keeper, func(_ *auditlog.Log, err error) { require.NoError(t, err, "what nobody touched is opened") })
}
