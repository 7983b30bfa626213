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
		read, err := decodeKeys(text)
		require.NoError(t, err)
		require.Equal(t, keys, read, text)

		// Damaged: whatever is read is what JSON says.
		at := random.IntN(len(text))
		damaged := text[:at] + word() + text[min(len(text), at+random.IntN(3)):]
		var pairs [][]string
		if read, plain := plainKeys(damaged); plain {
			require.NoError(t, json.Unmarshal([]byte(damaged), &pairs), damaged)
			require.Len(t, read, len(pairs), damaged)
			for i, pair := range pairs {
				require.Equal(t, []string{read[i].Name, read[i].Value}, pair, damaged)
			}
		}
	}
}
