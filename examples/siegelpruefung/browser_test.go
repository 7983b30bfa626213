// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
)

// ablehnung is a notice with lists, links and a part in another language.
func ablehnung(t *testing.T, code string) *bescheid.Bescheid {
	t.Helper()
	notice, err := bescheid.Issue(bescheid.Entwurf{
		Behoerde: bescheid.Behoerde{
			Stelle: bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"Am Anger 15", "07743 Jena"}, Sitz: kommune.MustParseAGS("16053000")},
			EMail:  "buergerservice@jena.example", Internet: "https://jena.example",
		},
		Verfahren: bescheid.VerfahrenVwVfG, Datum: datum.MustParse("2026-11-30"), Aktenzeichen: "33-2026-004711",
		Adressat: bescheid.Adressat{Anschrift: []string{"Erika Mustermann", "Am Planetarium 5", "07743 Jena"}},
		Titel:    "Bescheid über Ihren Antrag auf eine Auskunftssperre", Ergebnis: bescheid.ErgebnisAbgelehnt,
		Tenor: []string{"Ihr Antrag wird abgelehnt.", "Gebühren werden nicht erhoben."},
		Begruendung: bescheid.Begruendung{
			Sachverhalt: []string{"Sie haben keine Tatsachen genannt, aus denen eine Gefahr folgt."}, Recht: []string{"Eine Auskunftssperre setzt solche Tatsachen voraus."},
			Normen: recht.MustParseNormen("§ 51 Abs. 1 Satz 1 BMG"),
		},
		Erlaeuterung: recht.NewText("Die Sperre wird nicht eingetragen.", "The block is not entered."),
		Rechtsbehelf: bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfWiderspruch, KeineAusnahme: true},
		Kanal:        bescheid.KanalPostfach, Zeichner: bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"}, Code: code, Pruefung: "https://jena.example/pruefen",
	})
	require.NoError(t, err)
	return notice
}

// The page for checking, its answers, a certificate and a notice, in a browser.
func TestBrowser_PagesNoticesAndCertificatesAreAccessible(t *testing.T) {
	folder, code := example(t)
	p, err := load(filepath.Join(folder, "schluessel.txt"), "", nil, now)
	require.NoError(t, err)
	certificate, err := os.ReadFile(filepath.Join(folder, "bescheinigung.html"))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/", p)
	for path, page := range map[string][]byte{"/bescheid": ablehnung(t, code).HTML(), "/bescheinigung": certificate} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(page)
		})
	}
	server := httptest.NewServer(mux)
	defer server.Close()
	b := browsertest.New(t, server.URL, cmp.Or(os.Getenv("BILDER"), t.TempDir()))
	b.Page("formular", "/")
	b.Run(chromedp.SetValue("#code", code, chromedp.ByQuery))
	b.TabTo("button")
	b.Key(kb.Enter)
	var result string
	b.Run(chromedp.Text("h2", &result, chromedp.ByQuery))
	require.Equal(t, "Ergebnis: gültig", result)
	b.Check("gueltig")
	b.Page("bescheid", "/bescheid")
	b.Page("bescheinigung", "/bescheinigung")
	b.Done()
}
