// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
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

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
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
	alle       []*bekannt
	nr         int
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
	feld    = regexp.MustCompile(`<input type="hidden" name="(formular|version|sha256|auftrag)" value="([^"]*)">`)
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
	if strings.HasPrefix(pfad, "/anmelden") && !strings.HasPrefix(seite, "/anmelden") {
		return nil, errNeu
	}
	form := url.Values{}
	for _, f := range feld.FindAllStringSubmatch(text, -1) {
		form.Set(f[1], f[2])
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
	form, err := m.open(ctx, base, u.pfad+"/pruefen", nil)
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
	if ziel := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || ziel != u.pfad+"/eingang" {
		return fmt.Errorf("the submission is answered with %s and leads to %q", res.Status, ziel)
	}
	return nil
}

// geh goes on with the move from where the last answer left it. absenden is
// called right before the submission.
func (m *mensch) geh(ctx context.Context, base string, absenden func()) error {
	if _, err := m.send(ctx, base, "/anmelden", "/anmelden", url.Values{"konto": {m.konto}}); err != nil {
		return err
	}
	if m.umzug == nil {
		if m.antrag == "" {
			m.antrag = dienst.NewAuftrag()
			m.nr++
		}
		pfad, err := m.send(ctx, base, "/konto", "/antrag", url.Values{"auftrag": {m.antrag}})
		if err != nil {
			return err
		}
		m.umzug, m.antrag = &bekannt{pfad: strings.TrimSuffix(pfad, pfad[strings.LastIndex(pfad, "/"):])}, ""
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
			"person.familienname": {"Mustermann"}, "person.vornamen": {"Max"}, "person.geburtsdatum": {"4.3.1982"}, "person.geburtsort": {"Gotha"}, "person.staatsangehoerigkeit": {"deutsch"},
		}},
		{"/wohnung", url.Values{"wohnung.art": {"alleinige"}}},
		{"/familie", nil},
		{"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"eigentum"}}},
		{"/nachweis", url.Values{"wohnungsgeber.erklaerung": {"ja"}}},
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

// ausfuellen gives the address, fetches the record and accepts it.
func (m *mensch) ausfuellen(ctx context.Context, base string, u *bekannt) error {
	hausnummer := strconv.Itoa(m.nr)
	if _, err := m.send(ctx, base, u.pfad+"/gemeinde?suche=Jena", u.pfad+"/gemeinde", url.Values{"gemeinde": {"16053000"}}); err != nil {
		return err
	}
	if _, err := m.send(ctx, base, u.pfad+"/anschrift", u.pfad+"/anschrift", url.Values{
		"anschrift.strasse": {"Am Neubau"}, "anschrift.hausnummer": {hausnummer}, "anschrift.plz": {"07743"}, "einzug": {"1.11.2026"},
	}); err != nil {
		return err
	}
	u.hausnummer = hausnummer
	pfad, text, err := m.do(ctx, http.MethodGet, base+u.pfad+"/vorschau", http.NoBody)
	if err != nil {
		return err
	}
	if strings.HasSuffix(pfad, "/daten") { // not chosen yet
		if pfad, err = m.send(ctx, base, u.pfad+"/daten", u.pfad+"/daten", url.Values{"weg": {"abruf"}}); err != nil {
			return err
		}
		if pfad, text, err = m.do(ctx, http.MethodGet, base+pfad, http.NoBody); err != nil {
			return err
		}
	}
	if strings.HasSuffix(pfad, "/person") { // accepted, but the answer got lost
		u.uebernommen = "lost"
		return nil
	}
	wahl := url.Values{"wahl": {"uebernehmen"}}
	if !strings.Contains(text, `value="uebernehmen"`) {
		wahl.Set("wahl", "nochmal") // killed between the choice and the answer
	}
	if pfad, err = m.send(ctx, base, u.pfad+"/vorschau", u.pfad+"/vorschau", wahl); err != nil {
		return err
	}
	if wahl.Get("wahl") == "nochmal" {
		return errStop
	}
	if !strings.HasSuffix(pfad, "/person") {
		return fmt.Errorf("accepting leads to %s", pfad)
	}
	for _, f := range feld.FindAllStringSubmatch(text, -1) {
		if f[1] == "sha256" {
			u.uebernommen = f[2]
		}
	}
	return nil
}
