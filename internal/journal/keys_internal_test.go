// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKeys_AreReadAsJSONReadsThem(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "konto", "\"", "],[", ",", "[", "]", "\\", "ä", "\n", "<", "\x1f", "", "0193"}
	word := func() string {
		return pieces[random.IntN(len(pieces))] + pieces[random.IntN(len(pieces))] + pieces[random.IntN(len(pieces))]
	}
	for range 2000 {
		keys := make([]Key, 1+random.IntN(4))
		for i := range keys {
			keys[i] = Key{Name: word(), Value: word()}
		}
		text := encodeKeys(keys)
		pairs := make([][2]string, len(keys))
		for i, key := range keys {
			pairs[i] = [2]string{key.Name, key.Value}
		}
		want, err := json.Marshal(pairs)
		require.NoError(t, err)
		require.Equal(t, string(want), text)
		read, err := decodeKeys(text)
		require.NoError(t, err)
		require.Equal(t, keys, read, text)

		// Damaged: whatever is read is what JSON says.
		at := random.IntN(len(text))
		damaged := text[:at] + word() + text[min(len(text), at+random.IntN(3)):]
		var inDamaged [][]string
		if read, plain := plainKeys(damaged); plain {
			require.NoError(t, json.Unmarshal([]byte(damaged), &inDamaged), damaged)
			require.Len(t, read, len(inDamaged), damaged)
			for i, pair := range inDamaged {
				require.Equal(t, []string{read[i].Name, read[i].Value}, pair, damaged)
			}
		}
	}
}
