// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"math/rand/v2"
	"slices"
	"strings"
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
		p.set([]byte(a))
		require.Equal(t, plainDistance(a, b), p.distance([]byte(b)), "%q %q", a, b)
	}
}

func TestNear_MissesNoNameWithinTheErrors(t *testing.T) {
	t.Parallel()
	x := Deutschland().names()
	for _, key := range []string{"erfrut", "muhlhausn", "badlangensaltza", "berln", "xyzw"} {
		for errors := 1; errors <= 2; errors++ {
			found := map[nameRef]int{}
			x.near([]byte(key), errors, func(e nameRef, distance int) { found[e] = distance })
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

// misspelt is a key with up to two errors of any sort.
func misspelt(random *rand.Rand, key string) string {
	b := []byte(key)
	for range 1 + random.IntN(2) {
		at := random.IntN(len(b))
		switch letter := byte('a' + random.IntN(26)); random.IntN(4) {
		case 0:
			b[at] = letter
		case 1:
			b = slices.Insert(b, at, letter)
		case 2:
			if len(b) > 1 {
				b = slices.Delete(b, at, at+1)
			}
		default:
			if at > 0 {
				b[at-1], b[at] = b[at], b[at-1]
			}
		}
	}
	return string(b)
}

func TestLetterIndex_RulesOutNothingThatFits(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(91379, 2))
	v := Deutschland()
	names, former := v.names(), v.names().former
	var keys []string
	for line := range strings.Lines(former.texts[0]) {
		keys = append(keys, line[:strings.IndexByte(line, ';')])
	}
	for range 25 {
		errors := 1 + random.IntN(2)
		key := misspelt(random, string(names.key(random.IntN(len(names.entries)))))
		part := key[random.IntN(len(key)):]
		near, holding := map[nameRef]bool{}, map[nameRef]bool{}
		names.near([]byte(key), errors, func(e nameRef, _ int) { near[e] = true })
		names.within([]byte(part), func(e nameRef) { holding[e] = true })
		for entry := range names.entries {
			e, other := names.entries[entry].ref, string(names.key(entry))
			name := e.kind() <= kindNoBad
			require.Equal(t, name && plainDistance(key, other) <= errors, near[e], "%s %s", key, other)
			require.Equal(t, name && len(other) > len(part) && strings.Contains(other, part), holding[e], "%s %s", part, other)
		}
		key = misspelt(random, keys[random.IntN(len(keys))])
		var want, found []string
		for _, other := range keys {
			if plainDistance(key, other) <= errors {
				want = append(want, other)
			}
		}
		former.near([]byte(key), errors, func(name, _ string, _ int) { found = append(found, name) })
		require.Len(t, found, len(want), key)
	}
}

func TestLetterIndex_OfNothing(t *testing.T) {
	t.Parallel()
	x := newLetterIndex(func(func(uint32, string)) {})
	x.near([]byte("jena"), 2, func(uint32) { t.Error("nothing is near") })
	x.holding([]byte("jena"), func(uint32) { t.Error("nothing holds it") })
	long := strings.Repeat("abc", 30)
	x = newLetterIndex(func(visit func(uint32, string)) { visit(1, long); visit(2, "") })
	x.near([]byte(long), 2, func(uint32) { t.Error("too long to compare") })
	var near []uint32
	x.near([]byte("ab"), 2, func(id uint32) { near = append(near, id) })
	require.Equal(t, []uint32{2}, near)
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
		from, exact, to := x.find([]byte(key))
		for i, other := range keys {
			require.Equal(t, other == key, from <= i && i < exact, "%s %s", key, other)
			require.Equal(t, len(other) > len(key) && other[:len(key)] == key, exact <= i && i < to, "%s %s", key, other)
		}
	}
}
