// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// seite is a browser without JavaScript before the program.
type seite struct {
	t    *testing.T
	http *http.Client
	base string
	at   *url.URL
	text string
}

func (s *seite) goTo(address string, form url.Values) *seite {
	s.t.Helper()
	to, err := url.Parse(address)
	require.NoError(s.t, err)
	if s.at != nil {
		to = s.at.ResolveReference(to)
	}
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, to.String(), body)
	require.NoError(s.t, err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := s.http.Do(r)
	require.NoError(s.t, err)
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	require.NoError(s.t, answer.Body.Close())
	require.Less(s.t, answer.StatusCode, 500)
	s.at, s.text = answer.Request.URL, string(text)
	return s
}

var (
	forms  = regexp.MustCompile(`(?s)<form[^>]*>.*?</form>`)
	action = regexp.MustCompile(`^<form[^>]*action="([^"]*)"`)
	inputs = regexp.MustCompile(`<input[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?`)
)

// form are the fields of the form that leads to an address, as they stand on the page.
func (s *seite) form(to string) url.Values {
	s.t.Helper()
	for _, f := range forms.FindAllString(s.text, -1) {
		if a := action.FindStringSubmatch(f); a != nil && a[1] == to || a == nil && to == "" {
			out := url.Values{}
			for _, i := range inputs.FindAllStringSubmatch(f, -1) {
				out.Set(html.UnescapeString(i[1]), html.UnescapeString(i[2]))
			}
			return out
		}
	}
	require.Fail(s.t, "no form to "+to, s.text)
	return nil
}

func (s *seite) login(page, account string) *seite {
	s.t.Helper()
	s.goTo(s.base+page, nil)
	form := url.Values{}
	for _, i := range inputs.FindAllStringSubmatch(s.text, -1) {
		if i[1] == "anfrage" {
			form.Set("anfrage", i[2])
		}
	}
	form.Set("konto", account)
	return s.goTo(s.at.String(), form)
}

// A notice goes to the postbox of the account, and its period is counted from the moment
// at which that has accepted it; an account without a postbox gets it at the service.
func TestPostfach_ANoticeReachesTheAccountOrTheService(t *testing.T) {
	post, bezahlen := &postweg{ziel: simuliert, every: 10 * time.Millisecond}, kasse.New("/bewohnerparken/", nil)
	p, err := programm(post, bezahlen)
	require.NoError(t, err)
	start := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	var later atomic.Int64
	p.Config.Now = func() time.Time { return start.Add(time.Duration(later.Load())) }
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	defer server.Close()
	a, err := p.Start(t.Context(), "", "", server.URL)
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	handler = a.Handler
	drain := func() {
		_, err := a.Store.Drain(t.Context())
		require.NoError(t, err)
	}
	browser := func() *seite {
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		return &seite{t: t, http: &http.Client{Jar: jar}, base: server.URL}
	}

	// granted has an account apply, pay, and the town grant.
	granted := func(k testkonto.Konto) (id uuid.UUID, desk, person *seite) {
		z := a.Server.Zugang(k.Konto, "de")
		id, err := z.Begin(t.Context(), "bewohnerparken", k.Kennung)
		require.NoError(t, err)
		_, err = z.Fill(t.Context(), id, antragJena())
		require.NoError(t, err)
		found, err := z.Submit(t.Context(), id)
		require.NoError(t, err)
		require.Empty(t, found)
		for _, pay := range bezahlen.Payments() {
			_ = bezahlen.Pay(pay.Ref) // one that is over stays so
		}
		later.Add(int64(20 * time.Minute))
		drain()
		desk, person = browser().login("/amt/login?ziel=/amt/", arbeitsplatz.Konto("jena-verkehr", 1)), browser().login("/login?ziel=/bewohnerparken/", k.Kennung)
		fall := "/amt/faelle/" + id.String()
		desk.goTo(server.URL+fall, nil).goTo(fall+"/uebernommen", desk.form(fall+"/uebernommen"))
		desk.goTo(fall+"/erteilen", nil)
		desk.goTo(desk.at.String(), desk.form(""))
		confirm := desk.form("")
		require.Equal(t, "ja", confirm.Get("bestaetigt"), desk.text)
		desk.goTo(desk.at.String(), confirm)
		return id, desk, person
	}

	id, desk, person := granted(erika())
	fall := "/amt/faelle/" + id.String()
	inbox := func() []posteingang.Eingang {
		all, err := post.eingang.List(t.Context(), post.ort, posteingang.StatusAngenommen, uuid.Nil, 10)
		require.NoError(t, err)
		return all
	}
	drain()
	require.NotContains(t, desk.goTo(server.URL+fall, nil).text, "Letzter Tag für einen Rechtsbehelf", "it is on its way, and nothing is counted")
	require.NotContains(t, person.goTo(server.URL+"/bewohnerparken/"+id.String(), nil).text, "Postfach Ihres Nutzerkontos")
	require.Eventually(t, func() bool { return len(inbox()) == 1 }, 10*time.Second, 10*time.Millisecond)
	for range 5 {
		later.Add(int64(5 * time.Minute))
		drain()
	}
	require.Len(t, inbox(), 1, "once")
	content, err := post.eingang.Read(t.Context(), inbox()[0].ID, empfang.Daten)
	require.NoError(t, err)
	var envelope struct{ Content string }
	require.NoError(t, json.Unmarshal(content, &envelope))
	require.Contains(t, envelope.Content, erika().Merkmal("postkorb").Wert)
	require.Contains(t, envelope.Content, "Schreiben.pdf")
	require.NotContains(t, envelope.Content, "Mustermann", "the message is in the file")
	text := desk.goTo(server.URL+fall, nil).text
	require.Contains(t, text, "Bereitgestellt: Montag, 30. November 2026, 10:25 Uhr.", "when the postbox had accepted it")
	require.Contains(t, text, "Letzter Tag für einen Rechtsbehelf, wie ihn die Person liest: Montag, 4. Januar 2027.", "a month from the fourth day")
	require.Contains(t, person.goTo(server.URL+"/bewohnerparken/"+id.String(), nil).text, "Ihr Bescheid liegt im Postfach Ihres Nutzerkontos.")
	require.NotContains(t, person.goTo(server.URL+"/postfach/", nil).text, id.String())

	id, desk, person = granted(otto())
	drain()
	require.Len(t, inbox(), 1, "an account without a postbox")
	require.Contains(t, person.goTo(server.URL+"/postfach/", nil).text, id.String())
	require.Contains(t, desk.goTo(server.URL+"/amt/faelle/"+id.String(), nil).text, "Letzter Tag für einen Rechtsbehelf")
	var kept onlinedienst.Eingang
	v, err := a.Registratur.Load(t.Context(), id)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(v.Angaben(), &kept))
	require.Empty(t, kept.Postkorb)
}
