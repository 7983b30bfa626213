// SPDX-License-Identifier: Apache-2.0

package main

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/onceonly"
)

var hinweisteile = regexp.MustCompile(`<dt>([^<]*)</dt><dd>([^<]*)</dd>`)

func TestChoice_IsWrittenDownWithTheNoticeOnThePage(t *testing.T) {
	for _, sprache := range []string{"de", "en"} {
		t.Run(sprache, func(t *testing.T) {
			h := newHaus(t)
			b := h.besucher()
			b.login(erika)
			pfad := b.begin()
			b.choose(pfad, jena)
			var text strings.Builder
			for _, m := range hinweisteile.FindAllStringSubmatch(b.get(pfad+"/nachweis/meldedaten?lang="+sprache).text, -1) {
				text.WriteString(m[1] + ": " + m[2] + "\n")
			}
			require.Equal(t, 8, strings.Count(text.String(), "\n"))
			b.decide(pfad, "abrufen", "/meldedaten")
			digest := onceonly.DigestOf([]byte(html.UnescapeString(text.String()))).String()
			require.NotEmpty(t, speichertest.Enthaelt(t, speichertest.Open(t, h.daten), digest))
		})
	}
}
