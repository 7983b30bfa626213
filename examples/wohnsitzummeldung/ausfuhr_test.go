// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An authority leaves with all of its cases while the service runs; another one has none
// of them.
func TestExport_AnAuthorityLeavesWithItsCasesWhileTheServiceRuns(t *testing.T) {
	folder := t.TempDir()
	data := filepath.Join(folder, "a.db")
	b := start(t, data, "")
	defer b.ende()
	one, two := move(t, b), move(t, b) // both to Seebach, for which Ruhla acts
	export := func(what string) (string, error) {
		var out strings.Builder
		err := run(t.Context(), []string{"-data", data, "-export", what}, &out)
		return out.String(), err
	}
	file := filepath.Join(folder, "ruhla.zip")
	said, err := export("160635057=" + file)
	require.NoError(t, err)
	require.Contains(t, said, "2 cases written")
	archive, err := zip.OpenReader(file)
	require.NoError(t, err)
	defer func() { require.NoError(t, archive.Close()) }()
	for _, u := range []*umzug{one, two} {
		part, err := archive.Open("faelle/" + u.id.String() + "/fall.json")
		require.NoError(t, err)
		text, err := io.ReadAll(part)
		require.NoError(t, err)
		var doc struct{ Behoerde, Stand string }
		require.NoError(t, json.Unmarshal(text, &doc))
		require.Equal(t, "160635057", doc.Behoerde)
		require.Equal(t, "stattgegeben", doc.Stand)
	}

	said, err = export("160530000=" + filepath.Join(folder, "jena.zip"))
	require.NoError(t, err)
	require.Contains(t, said, "0 cases written")
	for _, wrong := range []string{"160635057=" + file, "160635057", "=x", "160635057=", "niemand=" + filepath.Join(folder, "x.zip")} {
		_, err = export(wrong)
		require.Error(t, err, wrong)
	}
	require.NoFileExists(t, filepath.Join(folder, "x.zip"))
	a, err := b.Registratur.Load(t.Context(), one.id)
	require.NoError(t, err)
	require.NotEmpty(t, a.Angaben(), "nothing was erased")
}
