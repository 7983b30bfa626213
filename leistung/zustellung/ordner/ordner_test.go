// SPDX-License-Identifier: Apache-2.0

package ordner_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/ordner"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/zustellungtest"
)

func TestOrdner_IsAZusteller(t *testing.T) {
	zustellungtest.TestZusteller(t, func(t *testing.T) zustellungtest.Pruefling {
		t.Helper()
		dir := t.TempDir()
		o, err := ordner.New(dir)
		require.NoError(t, err)
		return zustellungtest.Pruefling{
			Zusteller: o,
			Antrag:    func(*testing.T) uuid.UUID { return uuid.New() },
			Arrived: func(t *testing.T, behoerde string) (out [][]byte) {
				t.Helper()
				files, err := filepath.Glob(filepath.Join(dir, hex.EncodeToString([]byte(behoerde)), "*.json"))
				require.NoError(t, err)
				for _, file := range files {
					text, err := os.ReadFile(file)
					require.NoError(t, err)
					var got struct{ Daten []byte }
					require.NoError(t, json.Unmarshal(text, &got))
					out = append(out, got.Daten)
				}
				return out
			},
			Attachments: func(t *testing.T, behoerde string) (out [][]byte) {
				t.Helper()
				folder := filepath.Join(dir, hex.EncodeToString([]byte(behoerde)))
				files, err := filepath.Glob(filepath.Join(folder, "*.json"))
				require.NoError(t, err)
				for _, file := range files {
					text, err := os.ReadFile(file)
					require.NoError(t, err)
					var got struct{ Anlagen []struct{ Datei string } }
					require.NoError(t, json.Unmarshal(text, &got))
					for _, a := range got.Anlagen {
						content, err := os.ReadFile(filepath.Join(folder, a.Datei))
						require.NoError(t, err)
						out = append(out, content)
					}
				}
				return out
			},
		}
	})
}

func TestNew_NeedsAFolder(t *testing.T) {
	_, err := ordner.New(filepath.Join(t.TempDir(), "nicht-da"))
	require.Error(t, err)
}
