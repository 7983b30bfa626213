// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/internal/einfach"
)

var (
	mains    = regexp.MustCompile(`(?s)<main [^>]*>(.*)</main>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	toSimple = regexp.MustCompile(`href="([^"]*lang=de-simple[^"]*)" lang="de-simple" hreflang="de-simple">Einfache Sprache</a>`)
)

// speaksEinfach holds a service that offers its start page in Einfache Sprache to it: from
// there one chooses it, by a link and so by keyboard and without JavaScript, and it stays;
// all that stands there keeps the rules; what is not there is German, and the other
// languages are one click away. A service that does not offer it has no such link.
func speaksEinfach[A, P any](t *testing.T, s *stand[A, P]) {
	t.Helper()
	home := "/" + s.probe.Dienst.Name + "/"
	b := newBrowser(t, s.handler)
	if _, offered := s.probe.Dienst.Kurz.Lookup(recht.EinfacheSprache); !offered {
		require.NotContains(t, b.get(home).page, "Einfache Sprache")
		require.NotContains(t, b.get(home+"?lang=de-simple").page, `lang="de-simple"`)
		require.Contains(t, b.page, html.EscapeString(s.probe.Dienst.Kurz.String()))
		return
	}
	link := toSimple.FindStringSubmatch(b.get(home).page)
	require.NotNil(t, link, b.page)
	require.Contains(t, b.get(html.UnescapeString(link[1])).page, html.EscapeString(s.probe.Dienst.Kurz.In(recht.EinfacheSprache)))
	easy(t, b)
	for _, line := range linesOf(b.page) {
		require.Empty(t, einfach.Check(line), line)
	}
	require.Contains(t, b.get(home).page, `lang="de-simple"`, "the choice stays")
	easy(t, b.get(home+"hilfe"))
	require.Contains(t, b.page, "So geht es")
	easy(t, b.get("/hilfe"))

	f := b.get("/login?ziel=" + home).form()
	v := f.values()
	v.Set("konto", kontoErika)
	b.send(f, v)
	easy(t, b)
	s.begin(t, b)
	inOrder(t, b, "de")
	require.NotContains(t, b.page, `lang="de-simple"`, "from here on in German")
	inOrder(t, b.get(home+"?lang=en"), "en")
	require.NotContains(t, b.page, "Kurz gesagt")
	require.Contains(t, b.page, `hreflang="de-simple"`)

	b = newBrowser(t, s.handler)
	b.lang = "de-simple, de;q=0.5"
	easy(t, b.get(home))
	b.lang = "de-AT, de-simple;q=0.5"
	require.NotContains(t, b.get(home).page, "Kurz gesagt")
}

// easy holds a page in Einfache Sprache to say so, and to be in order.
func easy(t *testing.T, b *browser) {
	t.Helper()
	require.Equal(t, http.StatusOK, b.status)
	inOrder(t, b, "de")
	require.Regexp(t, `<main [^>]*lang="de-simple">`, b.page, b.path)
	require.Contains(t, b.page, ` lang="de" hreflang="de">Deutsch</a>`)
	require.Contains(t, b.page, ` lang="en" hreflang="en">English</a>`)
	require.NotContains(t, b.page, `hreflang="de-simple"`, "where one is already")
}

// linesOf are the texts of a page, without frame and marks.
func linesOf(page string) (out []string) {
	for line := range strings.SplitSeq(tags.ReplaceAllString(mains.FindStringSubmatch(page)[1], "\n"), "\n") {
		if line = strings.TrimSpace(html.UnescapeString(line)); line != "" {
			out = append(out, line)
		}
	}
	return out
}
