// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
)

func TestGenerate_GivesTheEmbeddedFilesFromTheOfficialOnes(t *testing.T) {
	t.Parallel()
	files, err := generate(shareddata.Path(t, "kommune"))
	require.NoError(t, err)
	for name, text := range files {
		embedded, err := os.ReadFile(filepath.Join("..", "..", "data", name))
		require.NoError(t, err)
		require.Equal(t, string(embedded), string(text), "%s: run go generate ./kommune", name)
	}
}
