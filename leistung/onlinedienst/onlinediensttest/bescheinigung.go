// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// pruefer is who certifies in the suite.
const pruefer = "Hausverwaltung Beispiel"

var linkTo = regexp.MustCompile(`https://` + regexp.QuoteMeta(host) + `(/[a-z-]+/[0-9a-f-]+/bescheinigung/[A-Z2-7-]+)`)

// certificates are the names of what others may certify, and a draft in which everything
// is answered.
func (s *stand[A, P]) certificates(t *testing.T) (names []string, b *browser, draft string) {
	t.Helper()
	if len(s.probe.Dienst.Bescheinigungen) == 0 {
		t.Skip("nobody certifies anything")
	}
	require.Len(t, s.probe.Bescheinigt, len(s.probe.Dienst.Bescheinigungen), "the probe says what others certify")
	b = s.login(t, kontoErika)
	draft = s.begin(t, b)
	s.walk(t, b, draft, func() {})
	return slices.Sorted(maps.Keys(s.probe.Bescheinigt)), b, draft
}

// act sends one of the forms of the page that lists certificates.
func (b *browser) act(t *testing.T, name, what string) {
	t.Helper()
	for _, f := range b.forms() {
		v := f.values()
		asks := v.Get("einmal") != ""
		if v.Get("name") != name || asks != (what == "fragen") || what != "fragen" && !strings.Contains(b.page, `value="`+what+`"`) {
			continue
		}
		for _, i := range f.inputs {
			if i.kind == "radio" && !v.Has(i.name) {
				v.Set(i.name, i.value)
			}
		}
		v.Set("tat", what)
		b.send(f, v)
		require.Less(t, b.status, 400, b.page)
		return
	}
	require.Fail(t, "nothing to "+what, b.page)
}

// link asks for a certificate and returns the link to pass on.
func (s *stand[A, P]) link(t *testing.T, b *browser, draft, name string) string {
	t.Helper()
	known := linkTo.FindAllString(b.get(draft+"/bescheinigungen").page, -1)
	b.act(t, name, "fragen")
	inOrder(t, b, "de")
	for _, m := range linkTo.FindAllStringSubmatch(b.page, -1) {
		if !slices.Contains(known, m[0]) {
			return m[1]
		}
	}
	require.Fail(t, "no link", b.page)
	return ""
}

// statement is the form of a link, filled in.
func (s *stand[A, P]) statement(t *testing.T, f blatt, name string) url.Values {
	t.Helper()
	text, err := json.Marshal(s.probe.Bescheinigt[name])
	require.NoError(t, err)
	var doc any
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	require.NoError(t, dec.Decode(&doc))
	said := map[string]any{}
	flatten(doc, "", said)
	v := f.values()
	for _, i := range f.inputs {
		if x, ok := said[i.name]; ok {
			v.Set(i.name, fmt.Sprint(x))
		}
	}
	v.Set("wer", pruefer)
	v.Set("richtig", "ja")
	return v
}

// certify answers over a link.
func (s *stand[A, P]) certify(t *testing.T, link, name string) {
	t.Helper()
	third := newBrowser(t, s.handler)
	f := third.get(link).form()
	third.send(f, s.statement(t, f, name))
	require.Equal(t, http.StatusOK, third.status, "what is certified does not fit %q\n%s", name, third.page)
	require.Contains(t, third.page, "angekommen")
}

// certified asks others over links: they see what they are asked alone, the person sees
// what came before it is used, may do without, and what they wrote themselves stays.
func certified[A, P any](t *testing.T, s *stand[A, P]) {
	names, b, draft := s.certificates(t)
	require.Contains(t, b.get(draft).links(), draft+"/bescheinigungen", "the overview leads there")
	inOrder(t, b.get(draft+"/bescheinigungen"), "de")
	for _, name := range names {
		before := s.stored(t, draft)
		link := s.link(t, b, draft, name)
		third := newBrowser(t, s.handler)
		for _, language := range []string{"de", "en"} {
			third.lang = language
			inOrder(t, third.get(link), language)
		}
		third.lang = ""
		require.Equal(t, http.StatusOK, third.get(link).status)
		f := third.form()
		third.send(f, f.values())
		require.Equal(t, http.StatusUnprocessableEntity, third.status, "nothing stated is no certificate")
		inOrder(t, third, "de")
		v := s.statement(t, f, name)
		v.Del("richtig")
		third.send(f, v)
		require.Equal(t, http.StatusUnprocessableEntity, third.status, "nobody certifies by mistake")
		require.Contains(t, third.page, pruefer, "what was typed is still there")
		v.Set("richtig", "ja")
		v.Set("/fuer", "jemand-anderes")
		v.Set("/was/es/nicht/gibt", "gefaelscht")
		third.send(f, v)
		require.Equal(t, http.StatusOK, third.status, third.page)
		inOrder(t, third, "de")
		require.Equal(t, before.Version(), s.stored(t, draft).Version(), "nothing of it is in the application before the person wants it")
		require.Equal(t, antrag.StatusEntwurf, s.stored(t, draft).Status())

		inOrder(t, b.get(draft+"/bescheinigungen"), "de")
		require.Contains(t, b.page, pruefer, "shown before it is used")
		require.NotContains(t, b.page, "gefaelscht", "a page takes its own fields alone")
		inOrder(t, b.get(draft+"/pruefen"), "de")
		require.Contains(t, b.page, "noch nicht entschieden")
		b.get(draft + "/bescheinigungen")
		use := slices.IndexFunc(b.forms(), func(f blatt) bool { return f.values().Get("sha256") != "" })
		require.GreaterOrEqual(t, use, 0)
		forged, take := b.forms()[use], b.forms()[use].values()
		take.Set("tat", "uebernehmen")
		wrong := maps.Clone(take)
		wrong.Set("sha256", strings.Repeat("0", 64))
		b.send(forged, wrong)
		require.Equal(t, before.Version(), s.stored(t, draft).Version(), "only what was shown is taken over")
		b.send(forged, take)
		taken := s.stored(t, draft)
		require.Contains(t, string(taken.Angaben()), pruefer, "with its origin")
		require.NotContains(t, string(taken.Angaben()), "jemand-anderes", "whom it is about only the person says")
		b.send(forged, take)
		require.Equal(t, taken.Version(), s.stored(t, draft).Version(), "the second click takes nothing over anew")
		inOrder(t, b.get(draft+"/bescheinigungen"), "de")
		inOrder(t, b.get(draft+"/pruefen"), "de")
		require.Equal(t, http.StatusOK, b.status)
		require.NotContains(t, b.page, "noch nicht entschieden")

		b.get(draft+"/bescheinigungen").act(t, name, "verwerfen")
		require.NotContains(t, string(s.stored(t, draft).Angaben()), `"name":"`+name+`"`, "who changes their mind has nothing of it left in the draft")
		require.JSONEq(t, s.answers(t, before), s.answers(t, s.stored(t, draft)), "and what they wrote is still there")

		s.certify(t, s.link(t, b, draft, name), name)
		b.get(draft+"/bescheinigungen").act(t, name, "uebernehmen")
	}
	b.get(draft + "/pruefen")
	require.Contains(t, b.page, pruefer)
	s.walk(t, b, draft, func() {}) // rows that came may want more
	s.send(t, b)
	delivered := s.stored(t, draft)
	require.Equal(t, antrag.StatusEingereicht, delivered.Status())
	var in struct {
		Nachweise []struct {
			Name   string
			Inhalt []byte
			SHA256 string
		}
		Herkunft []struct {
			Bestand struct{ Herkunft struct{ Quelle string } }
		}
	}
	require.NoError(t, json.Unmarshal(delivered.Angaben(), &in))
	require.Len(t, in.Nachweise, len(names), "each as it came, byte for byte")
	for _, n := range in.Nachweise {
		require.Contains(t, names, n.Name)
		require.Len(t, n.SHA256, 64)
	}
	require.NotEmpty(t, in.Herkunft, "beside what the person wrote, with its origin")
	require.Contains(t, in.Herkunft[0].Bestand.Herkunft.Quelle, pruefer)
}

// answers are those of a draft, without what sources say beside them.
func (s *stand[A, P]) answers(t *testing.T, g gespeichert) string {
	t.Helper()
	var stored struct {
		Antworten []struct {
			Pointer string          `json:"pointer"`
			Wert    json.RawMessage `json:"wert"`
		} `json:"antworten"`
	}
	require.NoError(t, json.Unmarshal(g.Angaben(), &stored))
	out, err := json.Marshal(stored.Antworten)
	require.NoError(t, err)
	return string(out)
}

// linksOfOthers holds links against whoever guesses, passes on, clicks twice or comes too
// late.
func linksOfOthers[A, P any](t *testing.T, s *stand[A, P]) {
	names, b, draft := s.certificates(t)
	name := names[0]
	link := s.link(t, b, draft, name)
	code := link[strings.LastIndexByte(link, '/')+1:]
	other := s.begin(t, s.login(t, kontoMax))
	stranger := newBrowser(t, s.handler)
	for what, address := range map[string]string{
		"another code": link[:len(link)-1] + "0", "the code of another case": other + "/bescheinigung/" + code, "no code": draft + "/bescheinigung/x", "another service": "/nichts/" + strings.SplitN(link, "/", 3)[2],
	} {
		require.Equal(t, http.StatusNotFound, stranger.get(address).status, what)
	}
	require.Equal(t, http.StatusNotFound, s.login(t, kontoMax).get(draft+"/bescheinigungen").status, "the page of the person is nobody else's")
	require.Equal(t, http.StatusUnauthorized, newBrowser(t, s.handler).get(draft+"/bescheinigungen").status)
	require.Equal(t, http.StatusForbidden, b.get(link).status, "nobody certifies for themselves")
	require.Equal(t, http.StatusOK, newBrowser(t, s.handler).get(strings.ToLower(link[:len(link)-len(code)])+strings.ToLower(code)).status, "a mail may write it small")

	third := newBrowser(t, s.handler)
	f := third.get(link).form()
	v := s.statement(t, f, name)
	for what, change := range map[string]func(url.Values){"no token": func(v url.Values) { v.Del("token") }, "other token": func(v url.Values) { v.Set("token", "x"+v.Get("token")) }} {
		forged := maps.Clone(v)
		change(forged)
		third.send(f, forged)
		require.Equal(t, http.StatusForbidden, third.status, what)
	}
	slow := newBrowser(t, s.handler)
	slowly := slow.get(link).form()
	s.now = s.now.Add(48 * time.Hour)
	slow.send(slowly, s.statement(t, slowly, name))
	require.Equal(t, http.StatusOK, slow.status, "who took too long is asked again, and for no login")
	require.Contains(t, slow.page, "noch einmal")
	inOrder(t, slow, "de")
	s.now = s.now.Add(-48 * time.Hour)
	stale := newBrowser(t, s.handler)
	late := stale.get(link).form() // somebody else with the same link
	lateV := s.statement(t, late, name)
	lateV.Set("wer", "Jemand anderes")
	third.send(f, v)
	require.Equal(t, http.StatusOK, third.status)
	third.send(f, v)
	require.Equal(t, http.StatusOK, third.status, "sent twice it is said once")
	stale.send(late, lateV)
	require.Equal(t, http.StatusOK, stale.status)
	require.NotContains(t, b.get(draft+"/bescheinigungen").page, "Jemand anderes", "the first answer stays")
	require.Contains(t, b.page, pruefer)
	used := newBrowser(t, s.handler).get(link)
	require.NotContains(t, used.page, pruefer, "a link that was used shows nothing")
	require.Empty(t, used.forms())

	back := s.link(t, b, draft, name)
	waiting := newBrowser(t, s.handler)
	open := waiting.get(back).form()
	b.get(draft+"/bescheinigungen").act(t, name, "zurueck")
	require.Equal(t, http.StatusGone, newBrowser(t, s.handler).get(back).status, "taken back")
	v = s.statement(t, open, name)
	v.Set("wer", "Zu spaet")
	waiting.send(open, v)
	require.Equal(t, http.StatusGone, waiting.status)
	require.NotContains(t, b.get(draft+"/bescheinigungen").page, "Zu spaet")

	again := b.get(draft + "/bescheinigungen").forms()
	i := slices.IndexFunc(again, func(f blatt) bool { return f.values().Get("einmal") != "" && f.values().Get("name") == name })
	twice := again[i].values()
	for _, in := range again[i].inputs {
		if in.kind == "radio" {
			twice.Set(in.name, in.value)
		}
	}
	twice.Set("tat", "fragen")
	b.send(again[i], twice)
	links := len(linkTo.FindAllString(b.page, -1))
	b.send(again[i], twice)
	require.Len(t, linkTo.FindAllString(b.page, -1), links, "a form that is sent twice makes one link")

	gone := linkTo.FindStringSubmatch(b.page)[1]
	turned := newBrowser(t, s.handler)
	for range 200 {
		if turned.get(gone[:len(gone)-1] + "0"); turned.status == http.StatusTooManyRequests {
			break
		}
	}
	require.Equal(t, http.StatusTooManyRequests, turned.status, "who guesses is turned away")
	require.Equal(t, http.StatusOK, newBrowser(t, s.handler).get(gone).status, "and who has the link is not")

	b.get(draft + "/loeschen")
	del := b.form()
	b.send(del, del.values())
	s.now = s.now.Add(time.Hour) // who guessed before is let in again
	require.Equal(t, http.StatusNotFound, newBrowser(t, s.handler).get(gone).status, "it ends with the draft")
}

// remindsOfAnswers tells the person once that no answer has come, and once that the time
// is over, whatever the clock does.
func remindsOfAnswers[A, P any](t *testing.T, s *stand[A, P]) {
	names, b, draft := s.certificates(t)
	link := s.link(t, b, draft, names[0])
	told := func() int {
		for range 3 { // sweeps come round often
			_, err := s.store.Sweep(t.Context())
			require.NoError(t, err)
			_, err = s.store.Drain(t.Context())
			require.NoError(t, err)
		}
		return len(s.bote.Sent())
	}
	require.Zero(t, told())
	begin, first, last := s.now, 0, 0
	for day := 1; day < 40 && last == 0; day++ {
		s.now = begin.AddDate(0, 0, day)
		switch n := told(); {
		case n == 1 && first == 0:
			first = day
			s.now = begin
			require.Equal(t, 1, told(), "a clock that goes back tells nothing anew")
		case n == 2:
			last = day
			require.Equal(t, http.StatusGone, newBrowser(t, s.handler).get(link).status)
		default:
			require.Less(t, n, 3)
		}
	}
	require.Positive(t, first, "reminded before the end")
	require.Greater(t, last, first, "and told of the end")
	b = s.login(t, kontoErika)
	require.Equal(t, 2, strings.Count(b.get("/postfach/").page, "/nachricht/lesen"))
	require.Contains(t, b.page, "Noch keine Antwort")
	for _, sent := range s.bote.Sent() {
		require.NotContains(t, sent, "ermieter", "the message beside it says nothing")
	}
}

// certifiedLater lets somebody answer after the application was handed in: it lies with
// the case at the desk, beside what the person stated.
func certifiedLater[A, P any](t *testing.T, s *stand[A, P]) {
	names, b, draft := s.certificates(t)
	link, open := s.link(t, b, draft, names[0]), s.link(t, b, draft, names[0])
	require.Contains(t, b.get(draft+"/pruefen").page, "warten Sie noch")
	s.send(t, b)
	id := s.stored(t, draft).ID()
	_, err := s.reg.Update(t.Context(), id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
		return []antrag.Ereignis{{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem}}, nil
	})
	require.NoError(t, err)
	before := s.stored(t, draft)
	s.certify(t, link, names[0])
	require.Equal(t, before.Version(), s.stored(t, draft).Version())
	require.JSONEq(t, string(before.Angaben()), string(s.stored(t, draft).Angaben()), "what was handed in stays as it was")
	fall := "/amt/faelle/" + id.String()
	desk := s.official(t, amtSabine)
	inOrder(t, desk.get(fall), "de")
	require.Contains(t, desk.page, pruefer)
	require.Contains(t, desk.get(fall+"/export").page, pruefer, "and it leaves with the case")
	require.NotContains(t, s.official(t, amtFremd).get(fall).page, pruefer, "another authority sees nothing")
	require.Contains(t, b.get(draft).links(), draft+"/bescheinigungen", "the person sees it, too")
	inOrder(t, b.get(draft+"/bescheinigungen"), "de")
	require.Contains(t, b.page, pruefer)
	require.NotContains(t, b.page, `value="fragen"`, "nobody is asked anew")
	b.act(t, names[0], "zurueck")
	require.Equal(t, http.StatusGone, newBrowser(t, s.handler).get(open).status)
	require.Contains(t, b.get("/einsicht/meine-daten.json").page, pruefer)

	_, err = s.reg.Update(t.Context(), id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
		return []antrag.Ereignis{{Art: antrag.ArtZurueckgenommen, Akteur: antrag.AkteurAntragsteller}}, nil
	})
	require.NoError(t, err)
	s.now = s.now.AddDate(0, 3, 0)
	_, err = s.store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, http.StatusNotFound, newBrowser(t, s.handler).get(link).status, "what was certified is gone with the case")
}

// remindsOfEnd tells the person once that what was granted ends.
func remindsOfEnd[A, P any](t *testing.T, s *stand[A, P]) {
	a := s.probe.Dienst.Ablauf
	if a == nil {
		t.Skip("nothing ends by itself")
	}
	b, draft, fall := s.arrived(t)
	first := s.official(t, amtSabine)
	first.get(fall).to(fall + "/uebernommen")
	s.settle(t, first, s.official(t, amtKai), fall, s.probe.Befristet)
	s.notified(t, b, first, fall)
	work := func() int {
		for range 3 {
			_, err := s.store.Sweep(t.Context())
			require.NoError(t, err)
			_, err = s.store.Drain(t.Context())
			require.NoError(t, err)
		}
		return len(s.bote.Sent())
	}
	before, begin := work(), s.now
	reminded := 0
	for day := 1; day < 31*a.Laengstens; day++ {
		s.now = begin.AddDate(0, 0, day)
		n := work()
		if n == before {
			continue
		}
		require.Equal(t, before+1, n, "once")
		if reminded == 0 {
			reminded = day
			for _, moved := range []int{-400, -1, 1, 30} {
				s.now = begin.AddDate(0, 0, day+moved)
				require.Equal(t, before+1, work(), "whatever the clock does")
			}
		}
	}
	require.Positive(t, reminded, "reminded before it ends")
	s.now = begin.AddDate(0, 0, reminded)
	b = s.login(t, kontoErika)
	inOrder(t, b.get("/postfach/"), "de")
	bis := datum.Of(begin.AddDate(0, 0, reminded)).AddMonths(a.Monate)
	require.Contains(t, b.page, a.Betreff(bis).String(), "on the day that lies so many months before the last")
	require.Equal(t, 1, strings.Count(b.page, a.Betreff(bis).String()))
	require.Equal(t, http.StatusOK, b.get(draft).status, "and the case is still there")
}
