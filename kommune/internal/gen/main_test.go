// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
)

func TestGenerate_GivesTheEmbeddedFileFromTheOfficialOne(t *testing.T) {
	t.Parallel()
	text, err := generate(shareddata.Path(t, "kommune/GV100AD_30112025.txt"), shareddata.Path(t, "kommune/gemeinden.csv"))
	require.NoError(t, err)
	embedded, err := os.ReadFile(filepath.Join("..", "..", "data", "gebiete.txt"))
	require.NoError(t, err)
	require.Equal(t, string(embedded), string(text), "run go generate ./kommune")
}
