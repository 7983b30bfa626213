// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
)

// Two processes over one store: what one begins the other shows at once, also where it
// had looked a moment before.
func TestSessions_OfAnotherProcessAreOpenFromTheFirstSecond(t *testing.T) {
	store := bausteine.NewMemory(bausteine.Config{})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	key, err := newSiegel([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	one, err := newSitzungen(store, key, time.Now)
	require.NoError(t, err)
	two, err := newSitzungen(store, key, time.Now)
	require.NoError(t, err)
	earlier := &sitzung{ID: "a", Konto: "konto", Mittel: "Testkonto", Beginn: time.Now()}
	require.NoError(t, two.begin(t.Context(), earlier, ""))
	later := &sitzung{ID: "b", Konto: "konto", Mittel: "Testkonto", Beginn: time.Now()}
	require.NoError(t, one.begin(t.Context(), later, ""))
	for _, looks := range []bool{true, false} {
		open, err := two.open(t.Context(), later, looks)
		require.NoError(t, err)
		require.True(t, open)
	}
	require.NoError(t, one.end(t.Context(), earlier))
	open, err := two.open(t.Context(), earlier, false)
	require.NoError(t, err)
	require.False(t, open, "and a form finds out what was ended there")
}
