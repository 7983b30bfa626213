// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHistorie_HoldsAllOldKeysAndEveryPathEndsInTheRegister(t *testing.T) {
	t.Parallel()
	v := Deutschland()
	old, split, parts := map[AGS]bool{}, 0, 0
	for c := range v.historie().changes {
		if c.part {
			parts++
		}
		if old[c.from] || c.ab.After(v.Stand()) {
			continue
		}
		old[c.from] = true
		r, err := v.Resolve(c.from, v.Stand())
		require.NoError(t, err)
		for _, n := range r.Nachfolger {
			require.True(t, v.Has(n.AGS), "%s -> %s", c.from, n.AGS)
		}
		if r.Split() {
			split++
		}
	}
	require.Len(t, old, 16_851)
	require.Equal(t, 64, parts)
	require.Equal(t, 111, split)
}
