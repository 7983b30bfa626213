// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// letsLeave takes all that is an authority's own out, in a form that anybody reads, and
// holds it to be all, unchanged, and nothing of another.
func letsLeave[A, P any](t *testing.T, s *stand[A, P]) {
	_, draft, fall := s.arrived(t)
	left := s.login(t, kontoMax)
	s.begin(t, left) // a draft is nobody's but the person's
	stored := s.stored(t, draft)

	parts := s.leave(t, "amt-1", 1)
	var doc struct {
		Behoerde string
		Teile    []json.RawMessage
		Dateien  []struct{ Pfad, SHA256 string }
	}
	require.NoError(t, json.Unmarshal(parts["faelle/"+stored.ID().String()+"/fall.json"], &doc))
	require.Equal(t, "amt-1", doc.Behoerde)
	require.True(t, slices.ContainsFunc(doc.Teile, func(part json.RawMessage) bool {
		var one, other bytes.Buffer
		return json.Compact(&one, part) == nil && json.Compact(&other, stored.Angaben()) == nil && one.String() == other.String()
	}), "what was handed in, unchanged")
	require.Len(t, parts, 1+len(doc.Dateien), "each file that is there is named")
	for _, d := range doc.Dateien {
		sum := sha256.Sum256(parts[d.Pfad])
		require.Equal(t, d.SHA256, hex.EncodeToString(sum[:]), "byte for byte")
	}
	if names := s.files(t, draft); len(names) > 0 {
		require.GreaterOrEqual(t, len(doc.Dateien), len(names))
	}
	require.Empty(t, s.leave(t, "amt-2", 0), "another authority has none of it")

	desk := s.official(t, amtSabine)
	desk.get(fall)
	require.Equal(t, http.StatusOK, desk.status)
	require.Contains(t, desk.page, "Betreiber des Dienstes", "and the desk sees that a copy was taken")
	require.Equal(t, stored.Version(), s.stored(t, draft).Version(), "nothing is erased, and nothing changed")
}

// leave takes the cases of an authority out, by their names in the file.
func (s *stand[A, P]) leave(t *testing.T, key string, cases int) map[string][]byte {
	t.Helper()
	var file bytes.Buffer
	told := 0
	require.NoError(t, s.amt.Ausfuhr(t.Context(), key, &file, func(n int) { told = n }))
	require.Equal(t, cases, told)
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, f := range archive.File {
		part, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(part)
		require.NoError(t, err)
		require.NoError(t, part.Close())
		out[f.Name] = content
	}
	return out
}
