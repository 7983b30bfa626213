// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// plainDistance is the textbook table of the optimal string alignment.
func plainDistance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range b {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestTypingPattern_AgreesWithTheTextbookTable(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(91379, 1))
	word := func() string {
		b := make([]byte, random.IntN(maxFuzzy+1))
		if random.IntN(2) == 0 {
			b = b[:min(len(b), 8)]
		}
		for i := range b {
			b[i] = "abc"[random.IntN(3)]
		}
		return string(b)
	}
	for range 20_000 {
		a, b := word(), word()
		var p typingPattern
		p.set(a)
		require.Equal(t, plainDistance(a, b), p.distance([]byte(b)), "%q %q", a, b)
	}
}

func TestNear_MissesNoNameWithinTheErrors(t *testing.T) {
	t.Parallel()
	x := Deutschland().names()
	for _, key := range []string{"erfrut", "muhlhausn", "badlangensaltza", "berln", "xyzw"} {
		for errors := 1; errors <= 2; errors++ {
			found := map[nameRef]int{}
			x.near(key, errors, func(e nameRef, distance int) { found[e] = distance })
			for entry := range x.entries {
				e, other := x.entries[entry].ref, string(x.key(entry))
				want := plainDistance(key, other)
				distance, ok := found[e]
				require.Equal(t, e.kind() <= kindNoBad && want <= errors, ok, "%s %s", key, other)
				if ok {
					require.Equal(t, want, distance)
				}
			}
		}
	}
}

func TestNameIndex_IsSorted(t *testing.T) {
	t.Parallel()
	x := Deutschland().names()
	keys := make([]string, len(x.entries))
	for i := range keys {
		keys[i] = string(x.key(i))
	}
	for i := 1; i < len(keys); i++ {
		less := keys[i-1] < keys[i] || keys[i-1] == keys[i] && x.entries[i-1].ref.score() <= x.entries[i].ref.score()
		require.True(t, less, "%s %s", keys[i-1], keys[i])
	}
	for _, key := range []string{"", "a", "bad", "frankfurt", "zz", "muhlhausen", "muhlhausenthuringen", "1", "x9"} {
		from, exact, to := x.find(key)
		for i, other := range keys {
			require.Equal(t, other == key, from <= i && i < exact, "%s %s", key, other)
			require.Equal(t, len(other) > len(key) && other[:len(key)] == key, exact <= i && i < to, "%s %s", key, other)
		}
	}
}
