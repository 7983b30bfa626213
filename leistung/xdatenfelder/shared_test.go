// SPDX-License-Identifier: Apache-2.0

package xdatenfelder_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// The names of the documents say what is wrong with them; the others are read.
var refused = map[string]error{
	"duplicate-id-node":        xdatenfelder.ErrStruktur,
	"duplicate-optional-value": xdatenfelder.ErrStruktur,
	"duplicate-required-value": xdatenfelder.ErrStruktur,
	"empty-id-node":            xdatenfelder.ErrStruktur,
	"invalid-freigabestatus":   xdatenfelder.ErrCode,
	"missing-id-node":          xdatenfelder.ErrStruktur,
	"unexpected-node":          xdatenfelder.ErrStruktur,
	"unknown-namespace":        xdatenfelder.ErrNamespace,
}

func TestParse_ReadsOrRefusesTheCollectedDocumentsAsTheirNamesSay(t *testing.T) {
	for _, standard := range []string{"xdf2", "xdf3"} {
		files, err := filepath.Glob(filepath.Join(shareddata.Path(t, "leistung/"+standard), "*.xml"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".xml")
			t.Run(standard+"/"+name, func(t *testing.T) {
				doc, err := os.ReadFile(file)
				require.NoError(t, err)
				s, err := xdatenfelder.Parse(bytes.NewReader(doc))
				if want, ok := refused[name]; ok {
					require.ErrorIs(t, err, want)
					return
				}
				require.NoError(t, err)
				s = s.ToXDF3()
				var out bytes.Buffer
				require.NoError(t, xdatenfelder.Write(&out, s))
				back, err := xdatenfelder.Parse(&out)
				require.NoError(t, err)
				require.Equal(t, s, back)
			})
		}
	}
}
