// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
)

// TestBrowser_Dashboard looks at every kind of page as a person would, and lets
// a week pass with the button.
func TestBrowser_Dashboard(t *testing.T) {
	base := serve(t)
	b := browsertest.New(t, base, "testdata/bilder")
	for _, page := range []struct{ path, name string }{
		{"/", "r01-uebersicht"},
		{"/frage/1", "r03-stand"},
		{"/frage/2", "r04-prognose"},
		{"/frage/3", "r05-luecken"},
		{"/frage/9", "r06-abgleich"},
		{"/frage/10", "r07-damals"},
		{"/behoerde/160615001", "r02-behoerde"},
		{"/?dienst=99107023017000", "r08-wohngeld"},
		{"/?dienst=99059001104000", "r09-unbekannt"},
		{"/?gueltig=2026-06-29&bekannt=2026-06-29", "r10-juni"},
		{"/bericht", "r11-bericht"},
		{"/programme", "r12-programme"},
	} {
		b.Open(page.path)
		b.Run(chromedp.Evaluate(`document.querySelectorAll("details").forEach(d => d.open = true); 0`, nil))
		b.Check(page.name)
	}
	b.Open("/behoerde/160510000")
	b.Press(`form[action="/behoerde/160510000/probelauf"] button`)
	b.Check("r13-probelauf")
	var legs string
	b.Run(chromedp.Text("main", &legs, chromedp.ByQuery))
	require.Contains(t, legs, "Quittung der Verwaltung")
	b.Open("/nachproben")
	b.Press(`form[action="/nachproben"] button`)
	b.Check("r14-nachproben")
	var reruns string
	b.Run(chromedp.Text("main", &reruns, chromedp.ByQuery))
	require.Contains(t, reruns, "gescheitert: Bescheid")
	require.Contains(t, reruns, "läuft weiter")
	var before, after string
	b.Open("/")
	b.Run(chromedp.Text("h1", &before, chromedp.ByQuery))
	b.Press(`form[action="/woche"] button`)
	b.Run(chromedp.Text("h1", &after, chromedp.ByQuery))
	require.Regexp(t, "11[0-9] von 189", before, "of 120 some are suspended")
	require.NotEqual(t, before, after, "a week has passed")
	b.Done()
}
