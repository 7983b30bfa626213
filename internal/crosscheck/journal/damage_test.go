// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// A byte that changed on the disk is an error and not the truth.
func TestSQL_AChangedByteIsFoundOut(t *testing.T) {
	for name, damage := range map[string]string{
		"personal part of an event": `UPDATE journal_event SET personal = CAST('Erika Musterfrau' AS BLOB) WHERE position = 1`,
		"skeleton of an event":      `UPDATE journal_event SET data = CAST('{}' AS BLOB) WHERE position = 1`,
		"draft":                     `UPDATE journal_draft SET content = CAST('Musterweg 2' AS BLOB)`,
		"the keys of a head":        `UPDATE journal_head SET keys = '[['`,
	} {
		t.Run(name, func(t *testing.T) {
			db := openSQLite(t, newFile(t))
			store := openStore(t, db, journal.SQLite, journal.Options{})
			stream := uuid.Must(uuid.NewV7())
			_, err := store.Append(t.Context(), journal.Command{}, journal.Commit{
				Kind: "antrag", Stream: stream, State: "entwurf", Draft: []byte("Musterweg 1"),
				Keys:   []journal.Key{{Name: "konto", Value: "k"}},
				Events: []journal.Event{{Type: "begonnen", Data: []byte(`{"n":1}`), Personal: []byte("Erika Mustermann")}},
			})
			require.NoError(t, err)
			_, _, err = store.Load(t.Context(), "antrag", stream, 0)
			require.NoError(t, err)
			_, err = db.ExecContext(t.Context(), damage)
			require.NoError(t, err)
			_, _, err = store.Load(t.Context(), "antrag", stream, 0)
			require.ErrorIs(t, err, journal.ErrDamaged)
			require.NotContains(t, err.Error(), "Muster")
			require.NoError(t, store.Erase(t.Context(), "antrag", stream), "and can be erased all the same")
			_, _, err = store.Load(t.Context(), "antrag", stream, 0)
			if name != "skeleton of an event" { // that one stays
				require.NoError(t, err)
			}
		})
	}
}

// A damaged row is listed as damaged and hides no other, also not from those who
// erase what is due.
func TestSQL_ADamagedRowHidesNoOther(t *testing.T) {
	db := openSQLite(t, newFile(t))
	store := openStore(t, db, journal.SQLite, journal.Options{})
	now := time.Now()
	var streams []uuid.UUID
	for range 5 {
		stream := uuid.Must(uuid.NewV7())
		streams = append(streams, stream)
		_, err := store.Append(t.Context(), journal.Command{}, journal.Commit{
			Kind: "antrag", Stream: stream, State: "entwurf", Due: now.Add(-time.Hour),
			Keys: []journal.Key{{Name: "konto", Value: "k"}}, Events: []journal.Event{{Type: "begonnen"}},
		})
		require.NoError(t, err)
	}
	_, err := db.ExecContext(t.Context(), `UPDATE journal_head SET keys = '{' WHERE id = ?`, streams[2][:])
	require.NoError(t, err)
	for _, list := range []func(yield func(journal.Head, error) bool){
		store.List(t.Context(), journal.Query{Kind: "antrag"}),
		store.List(t.Context(), journal.Query{Kind: "antrag", Key: journal.Key{Name: "konto", Value: "k"}}),
		store.Due(t.Context(), now),
	} {
		var seen []uuid.UUID
		for head, err := range list {
			if head.Stream == streams[2] {
				require.ErrorIs(t, err, journal.ErrDamaged)
			} else {
				require.NoError(t, err)
			}
			seen = append(seen, head.Stream)
		}
		require.ElementsMatch(t, streams, seen)
	}
}

// Somebody bent the chain of a stream into a circle: reading and erasing end.
func TestSQL_AChainWithoutEndIsFoundOut(t *testing.T) {
	db := openSQLite(t, newFile(t))
	store := openStore(t, db, journal.SQLite, journal.Options{})
	stream := uuid.Must(uuid.NewV7())
	for version := range uint64(3) {
		_, err := store.Append(t.Context(), journal.Command{}, journal.Commit{
			Kind: "antrag", Stream: stream, Expected: version, State: "entwurf",
			Events: []journal.Event{{Type: "geaendert", Personal: []byte("Erika Mustermann")}},
		})
		require.NoError(t, err)
	}
	_, err := db.ExecContext(t.Context(), `UPDATE journal_event SET previous = 3 WHERE position = 1`)
	require.NoError(t, err)
	_, _, err = store.Load(t.Context(), "antrag", stream, 0)
	require.True(t, err == nil || errors.Is(err, journal.ErrDamaged))
	require.NoError(t, store.Erase(t.Context(), "antrag", stream))
	var left int
	require.NoError(t, db.QueryRowContext(t.Context(), `SELECT count(*) FROM journal_event WHERE personal IS NOT NULL`).Scan(&left))
	require.Zero(t, left)
}
