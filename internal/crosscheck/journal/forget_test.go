// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Drafts of every size, replaced by others of any size, half of them dropped or
// erased: after Forget the raw files hold those that live and no other, while
// the store runs.
func TestForget_LeavesNothingOfWhatWasReplacedInTheFiles(t *testing.T) {
	const streams, saves = 40, 30
	file := newFile(t)
	store := openStore(t, openSQLite(t, file), journal.SQLite, journal.Options{})
	random := rand.New(rand.NewPCG(1, 2))
	mark := func(stream, n int) []byte {
		m := fmt.Sprintf("MARK-%04d-%04d-SECRET", stream, n)
		return []byte(m + strings.Repeat("x", []int{20, 100, 300, 900, 3000, 9000}[random.IntN(6)]) + m)
	}
	ids, versions := make([]uuid.UUID, streams), make([]uint64, streams)
	save := func(i int, c journal.Commit) {
		c.Kind, c.Stream, c.State, c.Expected = "antrag", ids[i], "entwurf", versions[i]
		_, err := store.Append(t.Context(), journal.Command{}, c)
		require.NoError(t, err)
		versions[i]++
	}
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7())
		save(i, journal.Commit{Events: []journal.Event{{Type: "begonnen"}}, Draft: mark(i, 0)})
	}
	for n := 1; n <= saves; n++ {
		for k := range streams {
			i := (k*37 + n*11) % streams
			save(i, journal.Commit{Draft: mark(i, n)})
		}
	}
	alive := map[string]bool{}
	for i := range ids {
		switch i % 4 {
		case 0:
			require.NoError(t, store.Erase(t.Context(), "antrag", ids[i]))
		case 1:
			save(i, journal.Commit{DropDraft: true})
		default:
			alive[fmt.Sprintf("%04d-%04d", i, saves)] = true
		}
	}
	require.NotEmpty(t, marks(t, file, alive), "else the search finds nothing at all")
	clean, err := store.Forget(t.Context())
	require.NoError(t, err)
	require.True(t, clean)
	require.Empty(t, marks(t, file, alive))
	require.Len(t, marks(t, file, nil), len(alive), "those that live are there")
}

// A reader that looks at the log keeps it from being cut: Forget says so, and
// the next time it is.
func TestForget_SaysWhatAReaderKeeps(t *testing.T) {
	file := newFile(t)
	db := openSQLite(t, file)
	store := openStore(t, db, journal.SQLite, journal.Options{})
	stream := uuid.Must(uuid.NewV7())
	_, err := store.Append(t.Context(), journal.Command{}, journal.Commit{
		Kind: "antrag", Stream: stream, State: "entwurf",
		Events: []journal.Event{{Type: "begonnen", Personal: []byte("MARK-0001-0001-SECRET")}},
	})
	require.NoError(t, err)
	reader, err := db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	var n int
	require.NoError(t, reader.QueryRowContext(t.Context(), "SELECT count(*) FROM journal_event").Scan(&n))
	require.NoError(t, store.Erase(t.Context(), "antrag", stream))
	clean, err := store.Forget(t.Context())
	require.NoError(t, err)
	require.False(t, clean)
	require.NotEmpty(t, marks(t, file, nil))
	require.NoError(t, reader.Rollback())
	clean, err = store.Forget(t.Context())
	require.NoError(t, err)
	require.True(t, clean)
	require.Empty(t, marks(t, file, nil))
}

// marks returns those found in the files of a database that are not among the
// known ones.
func marks(t *testing.T, file string, known map[string]bool) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, suffix := range []string{"", "-wal", "-journal"} {
		content, err := os.ReadFile(file + suffix)
		if os.IsNotExist(err) {
			continue
		}
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`MARK-(\d{4}-\d{4})-SECRET`).FindAllSubmatch(content, -1) {
			if !known[string(m[1])] {
				found[string(m[1])]++
			}
		}
	}
	return found
}
