// SPDX-License-Identifier: Apache-2.0

package probelauf_test

import (
	"bytes"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// The pages stand on what the authorities have set: where one is not live they say so,
// and which way works there instead.
func TestPages_TellWhatWorksWhereAnAuthorityIsNotLive(t *testing.T) {
	w := neueWelt(t, 0)
	person := nutzerkonto.Konto{Kennung: "test-erika", Niveau: recht.NiveauHoch, Mittel: "Testkonto", Merkmale: []nutzerkonto.Merkmal{{Name: nutzerkonto.Vornamen, Wert: "Erika", Niveau: recht.NiveauHoch}}}
	konto, err := testkonto.New("/testkonto", []testkonto.Konto{{Konto: person, Zeigt: od.T("Erfunden.", "Invented.")}}, w.config.Now)
	require.NoError(t, err)
	keep := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		keep[status] = antrag.Tage(30)
	}
	registry, err := antrag.NewRegistratur(w.store, antrag.Config{Aufbewahrung: keep})
	require.NoError(t, err)
	d := dienst()
	d.Gebuehr = nil
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	server, err := od.New(w.store, registry, konto, w.config.Zustaendig, od.Config{
		URL: site.URL, Schluessel: bytes.Repeat([]byte{3}, 32), Gebiete: w.config.Gebiete, Now: w.config.Now,
		Offline: func(dienst leistung.Schluessel, gemeinde kommune.AGS) recht.Text {
			return w.zentrale.Buch().At(rollout.Heute(heute)).Auskunft(dienst, gemeinde).Text
		},
	}, d.With(w.config.Einstellungen))
	require.NoError(t, err)
	mux.Handle("/testkonto", konto)
	mux.Handle("/", server)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	client := &http.Client{Jar: jar}
	do := func(method, address string, form url.Values) (page string, at *url.URL) {
		r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
		require.NoError(t, err)
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		answer, err := client.Do(r)
		require.NoError(t, err)
		defer func() { require.NoError(t, answer.Body.Close()) }()
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return html.UnescapeString(string(body)), answer.Request.URL
	}
	get := func(path string) string {
		page, _ := do(http.MethodGet, site.URL+path, nil)
		return page
	}
	page, at := do(http.MethodGet, site.URL+"/login?ziel=/hund/", nil)
	form := url.Values{"konto": {person.Kennung}}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	page, _ = do(http.MethodPost, at.String(), form)
	require.Contains(t, page, "Hund anzeigen beginnen")

	access := server.Zugang(person, recht.Deutsch)
	id, err := access.Begin(t.Context(), "hund", "one")
	require.NoError(t, err)
	_, err = access.Fill(t.Context(), id, Meldung{"Bello", erfurt.String()})
	require.NoError(t, err)
	for art, want := range map[rollout.Art]string{
		rollout.ArtAktiviert: "Erfurt ist noch nicht online. Sie erledigen es dort weiterhin vor Ort oder schriftlich.",
		rollout.ArtGestoert:  "Erfurt: Der Online-Dienst ist zurzeit gestört.",
		rollout.ArtAbgelehnt: "Erfurt bietet diesen Dienst nicht online an.",
	} {
		w.record(t, art)
		page := get("/hund/" + id.String() + "/pruefen")
		require.Contains(t, page, want)
		require.NotContains(t, page, `name="richtig"`, "and nobody sends into the void")
		why, err := access.Submit(t.Context(), id)
		require.NoError(t, err)
		require.True(t, why.Has(od.CodeZustaendig))
	}
	w.record(t, rollout.ArtFreigegeben)
	page = get("/hund/" + id.String() + "/pruefen")
	require.NotContains(t, page, "noch nicht online")
	require.Contains(t, page, `name="richtig"`)
}

func (w *welt) record(t *testing.T, art rollout.Art) {
	t.Helper()
	require.NoError(t, w.zentrale.Record(t.Context(), nil, []rollout.Ereignis{{
		ID: uuid.Must(uuid.NewV7()), Programm: "probe", Leistung: schluessel, Stelle: stelle, Art: art, Am: heute, Erfasst: w.now, Von: "landesteam/1", Grund: "probe", Schema: rollout.Schema,
	}}))
}
