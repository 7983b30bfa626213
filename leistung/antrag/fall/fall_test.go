// SPDX-License-Identifier: Apache-2.0

package fall_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
)

func memory(t *testing.T, config bausteine.Config) *bausteine.Store {
	t.Helper()
	store := bausteine.NewMemory(config)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

func TestFall_InMemory(t *testing.T) { falltest.TestFall(t, memory) }

func TestModell_InMemory(t *testing.T) {
	depth, walks := 2, 100
	if !testing.Short() {
		depth, walks = 3, 500
	}
	if deeper, err := strconv.Atoi(os.Getenv("BAUSTEINE_DEPTH")); err == nil {
		depth = deeper
	}
	falltest.TestModell(t, memory, depth, walks)
}
