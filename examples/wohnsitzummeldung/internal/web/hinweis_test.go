// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"html"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/onceonly"
)

var hinweisteile = regexp.MustCompile(`<h2>([^<]*)</h2>\s*<dl|<dt>([^<]*)</dt><dd>([^<]*)</dd>`)

func TestChoice_IsWrittenDownWithTheNoticeOnThePage(t *testing.T) {
	for _, sprache := range []string{"de", "en"} {
		t.Run(sprache, func(t *testing.T) {
			datei, u := filepath.Join(t.TempDir(), "dienst.db"), &uhr{}
			dienst, err := betrieb.Start(t.Context(), betrieb.Config{Datei: datei, Now: u.now, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
			require.NoError(t, err)
			server := httptest.NewServer(dienst.Handler)
			t.Cleanup(server.Close)
			b := (&haus{t: t, url: server.URL, uhr: u}).besucher()
			b.login(erika)
			pfad := b.begin()
			b.choose(pfad, jena)
			var text strings.Builder
			for _, m := range hinweisteile.FindAllStringSubmatch(b.get(pfad+"/daten?sprache="+sprache).text, -1) {
				if m[1] != "" {
					text.WriteString(m[1] + "\n")
					continue
				}
				text.WriteString(m[2] + ": " + m[3] + "\n")
			}
			require.Equal(t, 7, strings.Count(text.String(), "\n"), "a heading and six lines")
			b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
			require.NoError(t, dienst.Close()) // the file is whole

			inhalt, err := os.ReadFile(datei)
			require.NoError(t, err)
			require.Contains(t, string(inhalt), onceonly.DigestOf([]byte(html.UnescapeString(text.String()))).String())
		})
	}
}
