// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// BenchmarkAppend measures durable steps a second. One step is an event with a
// payload of 400 bytes, the head of its stream, an idempotency key, and for
// every fourth step an effect; every tenth step begins a new stream. Beside the
// journal stand what the file system can do at best (append and fsync of the
// same payload) and plain database/sql, which writes the same rows with one
// commit for each step.
func BenchmarkAppend(b *testing.B) {
	for _, store := range []struct {
		name string
		open func(b *testing.B) func(*step) error
	}{
		{"fsync", fsyncSteps},
		{"sqlite-bare", bareSQLiteSteps},
		{"sqlite-plain", plainSQLiteSteps},
		{"sqlite", sqliteSteps},
		{"postgres-plain", plainPostgresSteps},
		{"postgres", postgresSteps},
		{"memory", memorySteps},
	} {
		b.Run(store.name, func(b *testing.B) {
			for _, writers := range []int{1, 8, 64, 512} {
				b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
					runSteps(b, writers, store.open(b))
				})
			}
		})
	}
}

// stepsPerStream is how many steps a stream has.
const stepsPerStream = 10

// step is one durable step of one writer.
type step struct {
	stream  uuid.UUID
	version uint64 // before the step
	key     string
	payload []byte
	effect  bool
}

// runSteps lets writers take b.N steps together.
func runSteps(b *testing.B, writers int, do func(*step) error) {
	b.Helper()
	payload := make([]byte, 400)
	for i := range payload {
		payload[i] = "{\"strasse\":\"Musterweg\",\"nummer\":7}"[i%34]
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	var group sync.WaitGroup
	b.ResetTimer()
	for range writers {
		group.Go(func() {
			var stream uuid.UUID
			for n := 0; left.Add(-1) >= 0; n++ {
				if n%stepsPerStream == 0 {
					stream = uuid.Must(uuid.NewV7())
				}
				err := do(&step{
					stream: stream, version: uint64(n % stepsPerStream), payload: payload,
					key: uuid.Must(uuid.NewV7()).String(), effect: n%4 == 0,
				})
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
}

// stepTo appends steps to a journal.
func stepTo(store journal.Store) func(*step) error {
	states := [stepsPerStream]string{0: "entwurf", 1: "entwurf", 2: "entwurf", 3: "eingereicht", 4: "eingereicht"}
	for i := 5; i < stepsPerStream; i++ {
		states[i] = "in Bearbeitung"
	}
	return func(s *step) error {
		commit := journal.Commit{
			Kind: "antrag", Stream: s.stream, Expected: s.version, State: states[s.version],
			Events: []journal.Event{{Type: "geaendert", Data: s.payload}},
		}
		if s.effect {
			commit.Effects = []journal.Effect{{Kind: "zustellen"}}
		}
		_, err := store.Append(context.Background(), journal.Command{Kind: "aendern", Key: s.key}, commit)
		return err
	}
}

func sqliteSteps(b *testing.B) func(*step) error {
	b.Helper()
	return stepTo(openStore(b, openSQLite(b, newFile(b)), journal.SQLite, journal.Options{}))
}

func postgresSteps(b *testing.B) func(*step) error {
	b.Helper()
	return stepTo(openStore(b, openPostgres(b, pgtest.DSN(b)), journal.PostgreSQL, journal.Options{}))
}

func memorySteps(b *testing.B) func(*step) error {
	b.Helper()
	return stepTo(journal.NewMemory(nil))
}

// fsyncSteps appends to a file, one fsync for each step.
func fsyncSteps(b *testing.B) func(*step) error {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "log"))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, file.Close()) })
	var mu sync.Mutex
	return func(s *step) error {
		mu.Lock()
		defer mu.Unlock()
		if _, err := file.Write(s.payload); err != nil {
			return err
		}
		return file.Sync()
	}
}
