// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// bekannt is what the service has acknowledged to a person.
type bekannt struct {
	pfad        string
	hausnummer  string
	uebernommen string // hash of the record
	abgesendet  bool
}

// mensch is a person with a browser, who sends again what got no answer.
type mensch struct {
	client *http.Client
	// nurAntwort is client without following a redirect.
	nurAntwort *http.Client
	konto      string
	umzug      *bekannt
	antrag     string // key of the form that begins a draft
	// bleibt has the person log in once and keep the session.
	bleibt, angemeldet bool
	alle               []*bekannt
	nr                 int
}

func newMensch(t *testing.T, konto string) *mensch {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	nurAntwort := *client
	nurAntwort.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &mensch{client: client, nurAntwort: &nurAntwort, konto: konto}
}

var (
	feld    = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	errNeu  = errors.New("not logged in")
	errStop = errors.New("stop here")
)

func (m *mensch) do(ctx context.Context, method, ziel string, body io.Reader) (pfad, text string, err error) {
	req, err := http.NewRequestWithContext(ctx, method, ziel, body)
	if err != nil {
		return "", "", err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := m.client.Do(req)
	if err != nil {
		return "", "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return "", "", err
	}
	if res.StatusCode != http.StatusOK {
		return "", "", fmt.Errorf("%s %s: %s", method, res.Request.URL.Path, res.Status)
	}
	return res.Request.URL.Path, string(b), nil
}

// open opens a page and fills its form.
func (m *mensch) open(ctx context.Context, base, seite string, werte url.Values) (url.Values, error) {
	pfad, text, err := m.do(ctx, http.MethodGet, base+seite, http.NoBody)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(pfad, "/testkonto") && !strings.HasPrefix(seite, "/login") {
		return nil, errNeu
	}
	form := url.Values{}
	for _, f := range feld.FindAllStringSubmatch(text, -1) {
		form.Set(f[1], html.UnescapeString(f[2]))
	}
	for name, v := range werte {
		form[name] = v
	}
	return form, nil
}

// send opens a page, fills its form and sends it.
func (m *mensch) send(ctx context.Context, base, seite, ziel string, werte url.Values) (string, error) {
	form, err := m.open(ctx, base, seite, werte)
	if err != nil {
		return "", err
	}
	pfad, _, err := m.do(ctx, http.MethodPost, base+ziel, strings.NewReader(form.Encode()))
	return pfad, err
}

// submit sends the application. absenden is called right before the request,
// and nothing but the answer to this one request counts.
func (m *mensch) submit(ctx context.Context, base string, u *bekannt, absenden func()) error {
	form, err := m.open(ctx, base, u.pfad+"/pruefen", url.Values{"richtig": {"ja"}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+u.pfad+"/absenden", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	absenden()
	res, err := m.nurAntwort.Do(req)
	if err != nil {
		return err
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	if ziel := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || ziel != u.pfad+"?neu=1" {
		return fmt.Errorf("the submission is answered with %s and leads to %q", res.Status, ziel)
	}
	return nil
}

func (m *mensch) login(ctx context.Context, base string) error {
	_, err := m.send(ctx, base, "/login?ziel=/einsicht/", "/testkonto", url.Values{"konto": {m.konto}})
	m.angemeldet = err == nil
	return err
}

// begin opens a draft, the same one for the same key, and returns its path.
func (m *mensch) begin(ctx context.Context, base, key string) (string, error) {
	return m.send(ctx, base, "/anmeldung/", "/anmeldung/", url.Values{"einmal": {key}})
}

// geh goes on with the move from where the last answer left it. absenden is
// called right before the submission.
func (m *mensch) geh(ctx context.Context, base string, absenden func()) error {
	if !m.bleibt || !m.angemeldet {
		if err := m.login(ctx, base); err != nil {
			return err
		}
	}
	if m.umzug == nil {
		if m.antrag == "" {
			m.antrag = rand.Text()
			m.nr++
		}
		pfad, err := m.begin(ctx, base, m.antrag)
		if err != nil {
			return err
		}
		m.umzug, m.antrag = &bekannt{pfad: pfad}, ""
		m.alle = append(m.alle, m.umzug)
	}
	u := m.umzug
	if u.uebernommen == "" {
		if err := m.ausfuellen(ctx, base, u); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		seite string
		werte url.Values
	}{
		{"/person", url.Values{
			"/person/familienname": {"Mustermann"}, "/person/vornamen": {"Max"}, "/person/geburtsdatum": {"4.3.1982"}, "/person/geburtsort": {"Gotha"}, "/person/staatsangehoerigkeit": {"deutsch"},
		}},
		{"/art", url.Values{"/art": {"alleinige"}}},
		{"/familie", url.Values{"noch": {"nein"}}},
		{"/wohnungsgeber", url.Values{"/wohnungsgeber/weg": {"eigentum"}, "/wohnungsgeber/erklaerung": {"ja"}}},
	} {
		if _, err := m.send(ctx, base, u.pfad+s.seite, u.pfad+s.seite, s.werte); err != nil {
			return err
		}
	}
	if err := m.submit(ctx, base, u, absenden); err != nil {
		return err
	}
	u.abgesendet, m.umzug = true, nil
	return nil
}

// ausfuellen gives the address, fetches the record and takes it over.
func (m *mensch) ausfuellen(ctx context.Context, base string, u *bekannt) error {
	hausnummer := strconv.Itoa(m.nr)
	if _, err := m.send(ctx, base, u.pfad+"/gemeinde", u.pfad+"/gemeinde", url.Values{"/gemeinde": {"16053000"}}); err != nil {
		return err
	}
	if _, err := m.send(ctx, base, u.pfad+"/wohnung", u.pfad+"/wohnung", url.Values{
		"/anschrift/strasse": {"Am Neubau"}, "/anschrift/hausnummer": {hausnummer}, "/anschrift/plz": {"07743"}, "/einzug/tag": {"1.11.2026"},
	}); err != nil {
		return err
	}
	u.hausnummer = hausnummer
	seite := u.pfad + "/nachweis/meldedaten"
	_, text, err := m.do(ctx, http.MethodGet, base+seite, http.NoBody)
	if err != nil {
		return err
	}
	if strings.Contains(text, "Sie verwenden Daten von") { // taken over, but the answer got lost
		u.uebernommen = "lost"
		return nil
	}
	if strings.Contains(text, `value="abrufen"`) { // not chosen yet
		if _, err = m.send(ctx, base, seite, seite, url.Values{"wahl": {"abrufen"}}); err != nil {
			return err
		}
		if _, text, err = m.do(ctx, http.MethodGet, base+seite, http.NoBody); err != nil {
			return err
		}
	}
	wahl := url.Values{"wahl": {"uebernehmen"}}
	if !strings.Contains(text, `value="uebernehmen"`) {
		wahl.Set("wahl", "nochmal") // killed between the choice and the answer
	}
	pfad, err := m.send(ctx, base, seite, seite, wahl)
	if err != nil {
		return err
	}
	if wahl.Get("wahl") == "nochmal" {
		return errStop
	}
	if !strings.HasSuffix(pfad, "/person") {
		return fmt.Errorf("taking over leads to %s", pfad)
	}
	for _, f := range feld.FindAllStringSubmatch(text, -1) {
		if f[1] == "sha256" {
			u.uebernommen = f[2]
		}
	}
	return nil
}
