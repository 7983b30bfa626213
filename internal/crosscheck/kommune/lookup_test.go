// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"bytes"
	"slices"
	"sort"
	"testing"

	"github.com/blevesearch/vellum"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

// peers are other ways from an AGS to its row.
type peers struct {
	rows    []kommune.Gemeinde
	keys    []string // in an order that no cache foresees
	parsed  []kommune.AGS
	strings map[string]int32
	keyMap  map[kommune.AGS]int32
	sorted  []string
	fst     *vellum.FST
}

func newPeers(tb testing.TB) *peers {
	tb.Helper()
	p := &peers{strings: map[string]int32{}, keyMap: map[kommune.AGS]int32{}}
	p.rows = slices.Collect(kommune.Deutschland().Gemeinden())
	var buffer bytes.Buffer
	builder, err := vellum.New(&buffer, nil)
	require.NoError(tb, err)
	for i, g := range p.rows {
		key := g.AGS.String()
		p.strings[key], p.keyMap[g.AGS] = int32(i), int32(i)
		p.sorted = append(p.sorted, key)
		require.NoError(tb, builder.Insert([]byte(key), uint64(i)))
	}
	require.NoError(tb, builder.Close())
	p.fst, err = vellum.Load(buffer.Bytes())
	require.NoError(tb, err)
	for i := range p.rows {
		key := p.rows[i*7919%len(p.rows)].AGS
		p.keys, p.parsed = append(p.keys, key.String()), append(p.parsed, key)
	}
	return p
}

func (p *peers) binarySearch(key string) int {
	return sort.SearchStrings(p.sorted, key)
}

func TestPeers_FindTheSameRow(t *testing.T) {
	t.Parallel()
	p := newPeers(t)
	for i, key := range p.keys {
		want, err := kommune.Deutschland().Gemeinde(p.parsed[i])
		require.NoError(t, err)
		require.Equal(t, want, p.rows[p.strings[key]])
		require.Equal(t, want, p.rows[p.keyMap[p.parsed[i]]])
		require.Equal(t, want, p.rows[p.binarySearch(key)])
		at, ok, err := p.fst.Get([]byte(key))
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, want, p.rows[at])
	}
}

// BenchmarkLookup goes from a key to its whole row.
func BenchmarkLookup(b *testing.B) {
	p := newPeers(b)
	v := kommune.Deutschland()
	population := 0
	run := func(name string, find func(i int) kommune.Gemeinde) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				population += find(i).Einwohner
				if i++; i == len(p.keys) {
					i = 0
				}
			}
		})
	}
	run("kommune", func(i int) kommune.Gemeinde {
		g, err := v.Gemeinde(p.parsed[i])
		if err != nil {
			b.Fatal(err)
		}
		return g
	})
	run("kommune-parse", func(i int) kommune.Gemeinde {
		key, err := kommune.ParseAGS(p.keys[i])
		if err != nil {
			b.Fatal(err)
		}
		g, err := v.Gemeinde(key)
		if err != nil {
			b.Fatal(err)
		}
		return g
	})
	run("map-string", func(i int) kommune.Gemeinde { return p.rows[p.strings[p.keys[i]]] })
	run("map-key", func(i int) kommune.Gemeinde { return p.rows[p.keyMap[p.parsed[i]]] })
	run("binary-search", func(i int) kommune.Gemeinde { return p.rows[p.binarySearch(p.keys[i])] })
	run("vellum", func(i int) kommune.Gemeinde {
		at, _, err := p.fst.Get([]byte(p.keys[i]))
		if err != nil {
			b.Fatal(err)
		}
		return p.rows[at]
	})
	if population == 0 {
		b.Fatal("nothing was read")
	}
}
