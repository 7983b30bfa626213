// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	"github.com/deutschland-stack/bausteine/examples/wohngeldantrag/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// form is what the page that is open would send, with further fields.
func (b *besucher) form(more url.Values) url.Values {
	out := url.Values{}
	for _, field := range hidden.FindAllStringSubmatch(b.page, -1) {
		if !out.Has(field[1]) {
			out.Set(field[1], field[2])
		}
	}
	for name, values := range more {
		out[name] = values
	}
	return out
}

var bescheinigungslink = regexp.MustCompile(`/wohngeld/[0-9a-f-]+/bescheinigung/[A-Z2-7-]+`)

// certified asks the landlord, and returns the page of the person and the link.
func certified(t *testing.T) (b *besucher, page, link string) {
	t.Helper()
	b = besuche(t).choose("buerger")
	b.goTo("login", url.Values{"request": {b.at.RawQuery}, "person": {"wohngeld-1\n" + hoch}})
	draft := b.begin().at.Path
	page = b.base + draft + "/bescheinigungen"
	b.goTo(page, nil)
	require.Contains(t, b.page, "Beantworten Sie zuerst: Wohnung", "nobody is asked about a dwelling that nobody has named")
	b.goTo(b.base+draft+"/wohnung", nil)
	b.goTo(b.at.String(), b.form(url.Values{"/wohnung/strasse": {"Musterstraße"}, "/wohnung/hausnummer": {"1"}, "/wohnung/plz": {"99423"}, "/wohnung/gemeinde": {"16055000"}, "/wohnung/seit": {"1.5.2024"}}))
	require.NotContains(t, b.page, "Fehler", b.page)
	b.goTo(page, nil)
	require.Contains(t, b.page, "Mieterin oder Mieter")
	b.goTo(page, b.form(url.Values{"name": {"vermieter"}, "tat": {"fragen"}}))
	link = bescheinigungslink.FindString(b.page)
	require.NotEmpty(t, link, b.page)
	return b, page, link
}

// mietangaben are what a landlord writes.
var mietangaben = url.Values{
	"/seit": {"1.5.2024"}, "/kalt": {"640"}, "/nebenkosten": {"100"}, "/heizung": {"90"}, "/strom": {"0"}, "/garage": {"0"}, "/flaeche": {"78"}, "/erhoeht": {"1.1.2026"},
	"wer": {"Hausverwaltung Beispiel GmbH"}, "richtig": {"ja"},
}

// The landlord sees the tenant's name and the dwelling, and nothing else of them.
func TestBescheinigung_ALandlordSeesWhatTheyNeedAndNoMore(t *testing.T) {
	b, page, link := certified(t)
	landlord := neuerBesucher(t, b.base).goTo(b.base+link, nil)
	for _, want := range []string{"Erika Mustermann", "Musterstraße 1, 99423 Weimar", "§ 23 Abs. 3 WoGG"} {
		require.Contains(t, landlord.page, want)
	}
	for _, not := range []string{"1984", "12. August", "Einkommen", "Rente", "Vermögen", "IBAN"} {
		require.NotContains(t, landlord.page, not)
	}
	landlord.goTo(b.base+link, landlord.form(mietangaben))
	require.Contains(t, landlord.page, "angekommen")
	b.goTo(page, nil)
	for _, want := range []string{"Hausverwaltung Beispiel GmbH", "640", "Prüfen Sie"} {
		require.Contains(t, b.page, want)
	}
}

// The pages of the certificate: axe-core in light and dark, 320 pixels.
func TestBrowser_PagesOfTheCertificates(t *testing.T) {
	b, page, link := certified(t)
	address, err := url.Parse(page)
	require.NoError(t, err)
	chromium := browsertest.New(t, b.base, filepath.Join("testdata", "bilder"))
	chromium.As(b.http.Jar, "/")
	chromium.Page("bescheinigung-wartet", address.Path)
	nobody, err := cookiejar.New(nil)
	require.NoError(t, err)
	chromium.As(nobody, "/")
	chromium.Page("bescheinigung-vermieter", link)
	chromium.Press("main button.knopf")
	chromium.Check("bescheinigung-vermieter-fehler")
	landlord := neuerBesucher(t, b.base).goTo(b.base+link, nil)
	landlord.goTo(b.base+link, landlord.form(mietangaben))
	chromium.Page("bescheinigung-vermieter-danke", link)
	b.goTo(page, nil)
	chromium.As(b.http.Jar, "/")
	chromium.Page("bescheinigung-da", address.Path)
	chromium.Press("button[value=uebernehmen]")
	chromium.Check("bescheinigung-uebernommen")
	draft := address.Path[:len(address.Path)-len("/bescheinigungen")]
	chromium.Page("bescheinigung-uebersicht", draft)
	chromium.Page("bescheinigung-miete", draft+"/miete")
	chromium.Done()
}

// The calculation as the official sees it.
func TestBrowser_TheOfficialsTree(t *testing.T) {
	akte, err := dienst.ReadAkte([]byte(angekommen))
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _ = akte.WriteRechnung(w, recht.Deutsch) }))
	defer server.Close()
	chromium := browsertest.New(t, server.URL, filepath.Join("testdata", "bilder"))
	chromium.Page("rechnung", "/")
	chromium.Done()
}
