// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// lighthouseLaeufe is how often each page is looked at, for the median of its
// performance; once without it.
const lighthouseLaeufe = "WOHNSITZUMMELDUNG_LIGHTHOUSE_RUNS"

// TestBrowser_LighthouseFindsNothing looks at a page of each kind, of a service that is
// no test. What is about somebody is kept out of search engines, and nothing may be loaded
// from there, not even robots.txt; Lighthouse counts both against a page. Nothing else may
// be found.
func TestBrowser_LighthouseFindsNothing(t *testing.T) {
	runs := 1
	if s := os.Getenv(lighthouseLaeufe); s != "" {
		var err error
		runs, err = strconv.Atoi(s)
		require.NoError(t, err)
	}
	h := newHausMit(t, filepath.Join(t.TempDir(), "dienst.db"), false, echt)
	person := h.besucher()
	person.login(erika)
	draft, sent := person.fill(jena), person.fill(jena)
	person.submit(sent)
	person.waitFor(sent, "Beim Amt eingegangen")
	clerk := h.clerk(amtJena)
	for _, page := range []struct {
		name, path string
		wer        *besucher
	}{
		{"start page", "/anmeldung/", nil},
		{"question page", draft + "/wohnung", person},
		{"check page", draft + "/pruefen", person},
		{"desk", "/amt/", clerk},
		{"case at the desk", fallOf(sent), clerk},
	} {
		t.Run(page.name, func(t *testing.T) {
			var jar http.CookieJar
			hidden := []string(nil)
			if page.wer != nil {
				jar, hidden = page.wer.client.Jar, []string{"is-crawlable", "robots-txt"}
			}
			var fast []int
			for range runs {
				b := browsertest.Lighthouse(t, h.url+page.path, jar)
				fast = append(fast, b.Noten["performance"])
				t.Logf("%v, drawn after %s, %v", b.Noten, b.Dauer, b.Maengel)
				require.Equal(t, 100, b.Noten["accessibility"], "%v", b.Maengel)
				require.Equal(t, 100, b.Noten["best-practices"], "%v", b.Maengel)
				require.Equal(t, hidden, b.Maengel["seo"])
			}
			slices.Sort(fast)
			t.Logf("%s: performance %d, the median of %d", page.name, fast[len(fast)/2], runs)
		})
	}
}

// echt makes the program one that is no test, whose operator is named.
func echt(p *od.Programm) {
	p.Config.Echt = true
	a := &p.Config.Anbieter
	a.Name, a.Anschrift, a.Vertreten, a.Mail, a.Telefon = "Musterstadt", "Rathausplatz 1", "Bürgermeisterin", "a@b.example", "1"
	a.Zeiten, a.Beauftragter, a.Aufsicht = od.T("vormittags", "mornings"), "Zimmer 3", "Musterland"
	a.Barrierefreiheit = od.Barrierefreiheit{
		Stand: datum.MustParse("2026-11-01"), Bewertet: od.T("selbst", "by ourselves"),
		Schlichtung: od.Verweis{Titel: od.T("Schlichtung", "Conciliation"), URL: "https://schlichtung.example"},
	}
}
