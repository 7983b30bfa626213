// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
)

// A person logs in with the simulated account, begins, steps up, and logs out; in between
// somebody else comes back from the step-up. Each page: axe-core in light and dark, on a
// desktop, at 320 pixels and on a phone of 390.
func TestBrowser_LoginStepUpAnotherPersonAndLogout(t *testing.T) {
	besucher := besuche(t)
	b := browsertest.New(t, besucher.base, filepath.Join("testdata", "bilder"))
	b.Run(network.SetExtraHTTPHeaders(network.Headers{"Accept-Language": "de"}))
	var text, at string
	page := func(name string) string {
		t.Helper()
		b.Check(name)
		b.Phone(name)
		b.Run(chromedp.Text("main", &text, chromedp.ByQuery), chromedp.Location(&at))
		return text
	}
	// as chooses a person and a level at the simulated provider.
	as := func(person, level string) {
		t.Helper()
		b.Leave(chromedp.Evaluate(`{
			const person = [...document.querySelectorAll("input[type=radio]")].find(e => e.value === "`+person+`\n`+level+`");
			person.checked = true;
			person.form.querySelector("button").click();
		}`, nil))
	}
	const weiter = "main button.knopf"

	b.Open("/wohngeld/")
	require.Contains(t, page("anmelden-start"), "Wohngeld")
	b.Open("/login?ziel=/wohngeld/")
	require.Contains(t, page("anmelden-wahl"), "Wie möchten Sie sich einloggen?")
	b.Press("input[value=buerger]")
	b.Press(weiter)
	b.Phone("anmelden-simuliert")
	as("wohngeld-1", niedrig)
	require.Contains(t, page("angemeldet"), "Wohngeld")
	b.Open("/einsicht/")
	require.Contains(t, page("angemeldet-daten"), "untergeordnet")
	b.Open("/wohngeld/")
	b.Press("main form button.knopf")
	require.Contains(t, page("entwurf"), "Wohngeld")
	var draft string
	b.Run(chromedp.Evaluate(`location.pathname`, &draft))

	b.Open("/login?niveau=hoch&ziel=" + draft)
	as("wohngeld-2", hoch)
	other := page("andere-person")
	require.Contains(t, other, "anderen Person")
	require.Contains(t, other, "Ihre Eingaben sind gespeichert")
	require.NotContains(t, other, "Otto", "nothing is told about who came")
	b.Press("main a.knopf.zweit")
	require.NotContains(t, page("entwurf-da"), "nicht gefunden")
	require.Contains(t, at, draft, "the draft is kept, for the first person")

	b.Open("/login?niveau=hoch&ziel=" + draft)
	as("wohngeld-1", hoch)
	page("hochgestuft")
	require.Contains(t, at, draft, "back where the person was")
	b.Open("/einsicht/")
	require.Contains(t, page("hochgestuft-daten"), "(hoch)")

	b.Press("form[action='/logout'] button")
	require.Contains(t, page("ausgeloggt"), "Hier sind Sie ausgeloggt.")
	b.Press("main a.knopf") // at the account, too
	page("ausgeloggt-konto")
	require.Equal(t, besucher.base+"/", at, "and back")
	b.Open(draft)
	require.Contains(t, page("ausgeloggt-entwurf"), "loggen Sie sich ein")
	require.NotContains(t, text, "Mustermann")
	b.Done()
}
