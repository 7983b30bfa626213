// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// besuch is a browser without pictures.
type besuch struct {
	t      *testing.T
	base   string
	client *http.Client
	page   string
	status int
}

// besuche starts the program, plays a case to where the office has it, and returns a
// visitor who is nobody yet.
func besuche(t *testing.T, p od.Programm) *besuch {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String()
	a, err := p.Start(t.Context(), "", "", base)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	require.NoError(t, p.Headless(t.Context(), a, io.Discard))
	server.Config.Handler = a.Handler
	server.Start()
	t.Cleanup(server.Close)
	return neuerBesuch(t, base)
}

func neuerBesuch(t *testing.T, base string) *besuch {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &besuch{t: t, base: base, client: &http.Client{Jar: jar}}
}

func (b *besuch) open(method, path string, form url.Values) *besuch {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, strings.NewReader(form.Encode()))
	require.NoError(b.t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.base)
	}
	answer, err := b.client.Do(r)
	require.NoError(b.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(b.t, err)
	b.page, b.status = string(text), answer.StatusCode
	return b
}

func (b *besuch) get(path string) *besuch { b.t.Helper(); return b.open(http.MethodGet, path, nil) }

var (
	formulare = regexp.MustCompile(`(?s)<form ([^>]*)>(.*?)</form>`)
	eingaben  = regexp.MustCompile(`<input ([^>]*)>`)
	merkmal   = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	faelle    = regexp.MustCompile(`/amt/faelle/[0-9a-f-]{36}`)
)

// send sends the form of the page that goes to an address ("" is where the page is), with
// what it holds and what is added.
func (b *besuch) send(here, to string, more url.Values) {
	b.t.Helper()
	for _, m := range formulare.FindAllStringSubmatch(b.page, -1) {
		head := map[string]string{}
		for _, a := range merkmal.FindAllStringSubmatch(m[1], -1) {
			head[a[1]] = html.UnescapeString(a[2])
		}
		if head["action"] != to {
			continue
		}
		v := url.Values{}
		for _, i := range eingaben.FindAllStringSubmatch(m[2], -1) {
			a := map[string]string{}
			for _, x := range merkmal.FindAllStringSubmatch(i[1], -1) {
				a[x[1]] = html.UnescapeString(x[2])
			}
			if a["type"] == "hidden" {
				v.Set(a["name"], a["value"])
			}
		}
		for name := range more {
			v[name] = more[name]
		}
		target := to
		if target == "" {
			target = here
		}
		b.open(http.MethodPost, target, v)
		return
	}
	require.Fail(b.t, "no form to "+to, b.page)
}

// anmelden logs an account in, at the desk or on the pages for people.
func (b *besuch) anmelden(login, konto string) {
	b.t.Helper()
	b.get(login)
	action := regexp.MustCompile(`<form [^>]*action="([^"]*testkonto[^"]*)"`).FindStringSubmatch(b.page)
	to := ""
	if action != nil {
		to = html.UnescapeString(action[1])
	}
	b.send("/testkonto", to, url.Values{"konto": {konto}})
}

const amtJena = "standesamt-16053000"

// uebernommen opens the case of the office and takes it over.
func (b *besuch) uebernommen() string {
	b.t.Helper()
	b.anmelden("/amt/login?ziel=/amt/", arbeitsplatz.Konto(amtJena, 1))
	fall := faelle.FindString(b.page)
	require.NotEmpty(b.t, fall, b.page)
	b.get(fall).send(fall, fall+"/uebernommen", nil)
	return fall
}

// No rule of a Land says which remedy there is against a registrar: an office that has
// configured none, and answers for none, issues no notice and decides nothing; one that
// has does both, to each of the two.
func TestBescheid_NeedsTheRemedyThatTheOfficeAnswersFor(t *testing.T) {
	for name, spoil := range map[string]func(*od.Amtskopf){
		"none": func(k *od.Amtskopf) { k.Rechtsbehelf = nil },
		"nobody": func(k *od.Amtskopf) {
			r := k.Rechtsbehelf["eheschliessung"]
			r.Zusage.Von = ""
			k.Rechtsbehelf["eheschliessung"] = r
		},
		"configured": func(*od.Amtskopf) {},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := programm()
			require.NoError(t, err)
			kopf := p.Amt.Behoerden[amtJena]
			spoil(&kopf)
			p.Amt.Behoerden[amtJena] = kopf
			b := besuche(t, p)
			fall := b.uebernommen()
			decide := fall + "/mitgeteilt"
			b.get(decide).send(decide, "", nil)
			if name != "configured" {
				require.Contains(t, b.page, "Rechtsbehelf", "it is said what is missing")
				b.get(fall)
				require.NotContains(t, b.page, "bescheid.pdf")
				require.Contains(t, b.page, decide, "nothing is decided")
				return
			}
			b.get(fall)
			require.NotContains(t, b.page, decide)
			for _, rolle := range []string{"partner-a", "partner-b"} {
				require.Contains(t, b.page, fall+"/bescheid.pdf?an="+rolle)
			}
		})
	}
}

// upload sends the form of the page that goes to an address with one file.
func (b *besuch) upload(here, to, text string) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	token := regexp.MustCompile(`name="token" value="([^"]*)"`).FindStringSubmatch(b.page)
	require.NotEmpty(b.t, token, b.page)
	fields := map[string]string{"token": html.UnescapeString(token[1]), "text": text}
	for _, name := range []string{"version", "einmal"} {
		if m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(b.page); m != nil {
			fields[name] = html.UnescapeString(m[1])
		}
	}
	fields["termin"] = time.Now().AddDate(0, 0, 10).Format("2.1.2006")
	for _, name := range []string{"token", "version", "einmal", "text", "termin"} {
		require.NoError(b.t, w.WriteField(name, fields[name]))
	}
	part, err := w.CreateFormFile("dateien", "unterlage.pdf")
	require.NoError(b.t, err)
	_, err = part.Write([]byte("%PDF-1.7\n" + here))
	require.NoError(b.t, err)
	require.NoError(b.t, w.Close())
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+to, &body)
	require.NoError(b.t, err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", b.base)
	answer, err := b.client.Do(r)
	require.NoError(b.t, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	require.NoError(b.t, err)
	b.page, b.status = string(content), answer.StatusCode
	require.Equal(b.t, http.StatusOK, b.status, b.page)
}

// The pages on which files come and go, both are told, and the office works, for everybody
// to use.
func TestBrowser_FilesAndNoticesToBoth(t *testing.T) {
	p, err := programm()
	require.NoError(t, err)
	desk := besuche(t, p)
	fall := desk.uebernommen()
	person := neuerBesuch(t, desk.base)
	person.anmelden("/login?ziel=/eheschliessung/", erika().Kennung)
	own := "/eheschliessung" + strings.TrimPrefix(fall, "/amt/faelle")
	person.get(own).upload(own, own+"/akt/ergaenzt", "Die Geburtsurkunde liegt bei.")
	require.Contains(t, desk.get(fall).page, "unterlage.pdf")
	ask := fall + "/nachgefragt"
	desk.get(ask)
	chromium := browsertest.New(t, desk.base, filepath.Join("testdata", "bilder"))
	chromium.As(desk.client.Jar, "/amt/")
	chromium.Page("amt-nachfragen", ask)
	desk.upload(ask, ask, "Bitte füllen Sie den Bogen aus.")
	chromium.Page("amt-fall-mit-dateien", fall)
	chromium.As(person.client.Jar, "/")
	chromium.Page("fall-mit-dateien", own)
	answer := own + "/akt/beantwortet"
	person.get(own).upload(own, answer, "Ausgefüllt.")
	decide := fall + "/mitgeteilt"
	chromium.As(desk.client.Jar, "/amt/")
	desk.get(decide)
	chromium.Page("amt-zwei-bescheide", decide)
	desk.send(decide, "", nil)
	chromium.Page("amt-fall-mit-bescheiden", fall)
	chromium.Done()
}
