// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bescheinigung"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
)

// The blocks that the service stands on, each reached by a page of the walk below:
// questions and check page (formular, onlinedienst), the authority on it
// (zustaendigkeit), the fee (payment), the login (nutzerkonto), the delivery
// (zustellung).
func TestProgram_StandsOnTheBlocks(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	for _, block := range []string{"leistung/formular", "leistung/onlinedienst", "leistung/zustaendigkeit", "leistung/nutzerkonto", "leistung/zustellung", "payment", "leistung/antrag", "onceonly", "kommune", "leistung/frist", "leistung/bescheid"} {
		require.Contains(t, string(out), "/"+block+"\n")
	}
}

// kunde is a browser without a screen.
type kunde struct {
	t    *testing.T
	http *http.Client
	base string
	page string
	path string
}

func (b *kunde) get(path string) *kunde {
	b.t.Helper()
	b.do(http.MethodGet, path, nil)
	return b
}

func (b *kunde) post(path string, v url.Values) {
	b.t.Helper()
	b.do(http.MethodPost, path, v)
}

func (b *kunde) do(method, path string, v url.Values) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, strings.NewReader(v.Encode()))
	require.NoError(b.t, err)
	if v != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r, err := b.http.Do(request)
	require.NoError(b.t, err)
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	require.NoError(b.t, err)
	b.page, b.path = string(body), r.Request.URL.Path
	require.Equal(b.t, http.StatusOK, r.StatusCode, "%s\n%s", b.path, b.page)
}

// hidden are the hidden fields of the page's form.
func (b *kunde) hidden(pairs ...string) url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(b.page, -1) {
		v.Set(m[1], html.UnescapeString(m[2]))
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// newKunde starts the whole service and a browser that is logged in.
func newKunde(t *testing.T) (*kunde, *onlinedienst.Anlage) {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	service := anlage(t, time.Now, filepath.Join(t.TempDir(), "x.db"), "", server.URL)
	t.Cleanup(arbeite(t, service))
	handler = service.Handler
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	b := &kunde{t: t, http: &http.Client{Jar: jar, Timeout: 20 * time.Second}, base: server.URL}
	b.get("/login?ziel=/bescheinigung/")
	b.post("/testkonto", b.hidden("konto", "tk-4711-01"))
	return b, service
}

// answer fills in everything, for a certificate on paper, and returns the address
// of the draft.
func (b *kunde) answer() string {
	b.t.Helper()
	b.get("/bescheinigung/").post("/bescheinigung/", b.hidden())
	draft := b.path
	require.Contains(b.t, b.get(draft+"/person").page, "Mustermann", "prefilled from the account")
	b.post(draft+"/person", b.hidden("/person/familienname", "Mustermann", "/person/vornamen", "Erika Maria", "/person/geburtsdatum", "12. August 1984"))
	b.get(draft+"/wohnung").post(draft+"/wohnung", b.hidden("/wohnung/gemeinde", "16064046", "/wohnung/strasse", "Musterstraße", "/wohnung/hausnummer", "12", "/wohnung/plz", "99974"))
	b.get(draft+"/inhalt").post(draft+"/inhalt", b.hidden("/bescheinigung/umfang", "einfach"))
	b.get(draft+"/weg").post(draft+"/weg", b.hidden("/weg", "papier"))
	b.get(draft + "/pruefen")
	return draft
}

// That it arrives although the browser never comes back is shown with a moved clock,
// by the suite of the kit.
func TestBescheinigung_IsPaidAndArrives(t *testing.T) {
	b, service := newKunde(t)
	require.Contains(t, b.get("/").page, `href="/bescheinigung/"`)
	draft := b.answer()
	require.Contains(t, b.page, "Stadt Mühlhausen", "the authority that is responsible")
	require.Contains(t, b.page, "7,50\u00a0€")
	b.post(draft+"/absenden", b.hidden("richtig", "ja"))
	require.Equal(t, draft+"/zahlung", b.path)
	pay := regexp.MustCompile(`href="(/bezahlen/[^"]+)"`).FindStringSubmatch(b.page)
	require.NotNil(t, pay, b.page)
	require.Contains(t, b.get(pay[1]).page, "vorgetäuschter Bezahldienst")
	b.post(pay[1], url.Values{"wie": {"bezahlen"}})

	b.get(draft + "/zahlung")
	require.Equal(t, draft, b.path)
	require.Contains(t, b.page, "Ihr Antrag ist angekommen")
	inbox, err := lokal.New(service.Registratur)
	require.NoError(t, err)
	arrived := 0
	for range 600 {
		arrived = 0
		for u, err := range inbox.List(context.Background(), "160640046", bescheinigung.Leistung().String()) {
			require.NoError(t, err)
			require.True(t, strings.HasSuffix(draft, u.Antrag.String()))
			arrived++
		}
		if arrived > 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	require.Equal(t, 1, arrived)
	require.Contains(t, b.get(draft).page, "Musterstraße", "the copy of the answers")
}
