// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// BenchmarkBlocks measures durable steps a second of one block that has a store to
// itself, and of eight that share one: the writers take the blocks in turn. A step is an
// event of 400 bytes with the head of its stream and an idempotency key, and for every
// fourth step an effect; every tenth step begins a new stream.
func BenchmarkBlocks(b *testing.B) {
	for _, writers := range []int{1, 8, 64} {
		for _, blocks := range []int{1, 8} {
			b.Run(fmt.Sprintf("writers=%d/blocks=%d", writers, blocks), func(b *testing.B) { benchmarkBlocks(b, writers, blocks) })
		}
	}
}

func benchmarkBlocks(b *testing.B, writers, blocks int) {
	core, err := grund.Of(onFile(b, bausteine.Config{}))
	require.NoError(b, err)
	kinds := make([]string, blocks)
	for i := range kinds {
		kinds[i] = fmt.Sprintf("block-%d/thing", i)
		require.NoError(b, core.Register(grund.Block{Name: fmt.Sprintf("block-%d", i), Kinds: []grund.Kind{{
			Name: kinds[i], States: []string{"open"}, Keep: []grund.Keep{{State: "open", For: grund.Days(30)}},
		}}}))
	}
	payload := bytes.Repeat([]byte("Musterweg 7 "), 34)
	var left atomic.Int64
	left.Store(int64(b.N))
	var group sync.WaitGroup
	b.ResetTimer()
	for writer := range writers {
		group.Go(func() {
			const steps = 10 // of a stream
			var stream uuid.UUID
			for n := 0; left.Add(-1) >= 0; n++ {
				if n%steps == 0 {
					stream = uuid.Must(uuid.NewV7())
				}
				commit := journal.Commit{
					Kind: kinds[(writer+n/steps)%blocks], Stream: stream, Expected: uint64(n % steps), State: "open",
					Events: []journal.Event{{Type: "changed", Data: payload}},
				}
				if n%4 == 0 {
					commit.Effects = []journal.Effect{{Kind: "tell"}}
				}
				if _, err := core.Append(b.Context(), journal.Command{Kind: "change", Key: uuid.Must(uuid.NewV7()).String()}, commit); err != nil {
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
