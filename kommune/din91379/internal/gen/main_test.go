// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
)

func TestGenerate_GivesTheEmbeddedTable(t *testing.T) {
	t.Parallel()
	text, err := generate(shareddata.Path(t, "din91379"))
	require.NoError(t, err)
	embedded, err := os.ReadFile(filepath.Join("..", "..", "data", "zeichen.txt"))
	require.NoError(t, err)
	require.Equal(t, string(embedded), string(text), "run go generate ./kommune/din91379")
}
