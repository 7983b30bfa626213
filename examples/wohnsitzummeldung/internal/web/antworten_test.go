// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// upload sends the page for the landlord's confirmation with a file.
func (b *besucher) upload(pfad, name string, inhalt []byte, felder url.Values) antwort {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	alle := b.get(pfad).token(b.t)
	for feld, werte := range felder {
		alle[feld] = werte
	}
	for feld, werte := range alle {
		require.NoError(b.t, form.WriteField(feld, werte[0]))
	}
	file, err := form.CreateFormFile("wohnungsgeber.datei", name)
	require.NoError(b.t, err)
	_, err = file.Write(inhalt)
	require.NoError(b.t, err)
	require.NoError(b.t, form.Close())
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.haus.url+pfad, &body)
	require.NoError(b.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

func TestUpload_TakesTheConfirmationAndNothingElse(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"datei"}}, "/nachweis")
	felder := url.Values{"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}, "wohnungsgeber.anschrift": {"Hauptstraße 1, Jena"}, "wohnungsgeber.einzug": {"9.11.2026"}}
	pdf := []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")

	require.Equal(t, http.StatusUnprocessableEntity, b.upload(pfad+"/nachweis", "b.pdf", []byte("<script>alert(1)</script>"), felder).status, "the content decides, not the name")
	require.Equal(t, http.StatusUnprocessableEntity, b.upload(pfad+"/nachweis", "b.pdf", append(pdf, make([]byte, 5<<20)...), felder).status)
	require.Equal(t, http.StatusRequestEntityTooLarge, b.upload(pfad+"/nachweis", "b.pdf", make([]byte, 10<<20), felder).status)

	a := b.upload(pfad+"/nachweis", `C:\Scans\Bestätigung "neu".pdf`, pdf, url.Values{"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status, "the address of the landlord is missing")
	a = b.upload(pfad+"/nachweis", `C:\Scans\Bestätigung "neu".pdf`, pdf, felder)
	require.Equal(t, pfad+"/pruefen", a.pfad, a.kurz())
	require.Contains(t, a.kurz(), `Bestätigung "neu".pdf`)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")

	file := h.clerk(amtJena).get(fallOf(pfad) + "/anlage")
	require.Equal(t, string(pdf), file.text)
	require.Equal(t, "application/pdf", file.header.Get("Content-Type"))
	require.Contains(t, file.header.Get("Content-Disposition"), "attachment")
	require.Contains(t, file.header.Get("Content-Security-Policy"), "sandbox")
}

func TestUpload_IsKeptWhenSomethingElseOnThePageIsWrong(t *testing.T) {
	pdf := []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
	felder := url.Values{"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}, "wohnungsgeber.anschrift": {"Hauptstraße 1, Jena"}, "wohnungsgeber.einzug": {"9.11.2026"}}
	for _, tt := range []struct {
		name   string
		felder url.Values
		status int
	}{
		{"a field is missing", with(felder, "wohnungsgeber.anschrift", ""), http.StatusUnprocessableEntity},
		{"another tab was faster", with(felder, "version", "1"), http.StatusConflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHaus(t)
			b := h.besucher()
			b.login(erika)
			pfad := b.fill(jena)
			b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"datei"}}, "/nachweis")
			a := b.upload(pfad+"/nachweis", "Bestätigung.pdf", pdf, tt.felder)
			require.Equal(t, tt.status, a.status)
			require.Contains(t, a.kurz(), "Gespeichert ist: Bestätigung.pdf")

			zweite := b.post(pfad+"/nachweis", with(felder, "formular", a.token(t).Get("formular"), "version", a.token(t).Get("version")))
			require.Equal(t, pfad+"/pruefen", zweite.pfad, "sent again without a file: %s", zweite.kurz())
			b.submit(pfad)
			b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
			require.Equal(t, string(pdf), h.clerk(amtJena).get(fallOf(pfad)+"/anlage").text)
		})
	}
}

func TestLandlordRefuses_IsAWayThatLeadsOn(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"verweigert"}}, "/nachweis")
	b.next(pfad+"/nachweis", url.Values{
		"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}, "wohnungsgeber.anschrift": {"Hauptstraße 1, Jena"}, "wohnungsgeber.grund": {"Der Vermieter antwortet nicht."},
	}, "/pruefen")
	b.submit(pfad)
}

func TestFamily_TypedInNeedsTheAssurance(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	more := b.send(pfad+"/familie", url.Values{"aktion": {"mehr"}, "reihen": {"0"}})
	require.Equal(t, http.StatusOK, more.status)
	require.Contains(t, more.text, `name="familie.hand.0.vornamen"`)
	a := b.send(pfad+"/familie", url.Values{"reihen": {"1"}, "familie.hand.0.vornamen": {"Mia"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	for _, feld := range []string{"familie.hand.0.familienname", "familie.hand.0.geburtsdatum", "familie.hand.0.verhaeltnis", "familie.gleicheWohnung", "familie.versicherung"} {
		require.Contains(t, a.text, `href="#f-`+feld+`"`)
	}
	b.next(pfad+"/familie", url.Values{
		"familie.hand.0.vornamen": {"Mia"}, "familie.hand.0.familienname": {"Mustermann"}, "familie.hand.0.geburtsdatum": {"3.4.2017"},
		"familie.hand.0.verhaeltnis": {"kind"}, "familie.gleicheWohnung": {"ja"}, "familie.versicherung": {"ja"},
	}, "/wohnungsgeber")
}

func TestOtherHomes_MustBeNamed(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	a := b.send(pfad+"/wohnung", url.Values{"wohnung.art": {"neben"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Contains(t, a.kurz(), "Nennen Sie Ihre weiteren Wohnungen")
	b.next(pfad+"/wohnung", url.Values{
		"wohnung.art": {"neben"}, "wohnung.weitere.0.strasse": {"Musterstraße 12"}, "wohnung.weitere.0.plz": {"99974"}, "wohnung.weitere.0.ort": {"Mühlhausen"},
	}, "/familie")
}

func TestFamily_WhatTheHomeIsForEachIsAskedWhereItDiffers(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	familie := url.Values{
		"reihen": {"1"}, "familie.hand.0.vornamen": {"Mia"}, "familie.hand.0.familienname": {"Mustermann"}, "familie.hand.0.geburtsdatum": {"3.4.2017"},
		"familie.hand.0.verhaeltnis": {"kind"}, "familie.gleicheWohnung": {"nein"}, "familie.versicherung": {"ja"},
	}
	a := b.send(pfad+"/familie", familie)
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Contains(t, a.text, `href="#f-familie.hand.0.wohnung"`)
	require.Contains(t, a.text, `<select id="f-familie.hand.0.wohnung"`)
	b.next(pfad+"/familie", with(familie, "familie.hand.0.wohnung", "neben"), "/wohnungsgeber")
	require.Contains(t, b.get(pfad+"/pruefen").kurz(), "3.4.2017, Nebenwohnung")
	require.Contains(t, b.get(pfad+"/familie").text, `<option value="neben" selected>`)
}
