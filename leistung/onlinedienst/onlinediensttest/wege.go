// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

func walkThrough[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	f := b.form()
	b.send(f, f.values())
	require.Equal(t, http.StatusUnprocessableEntity, b.status, "nothing is sent without the tick")
	s.send(t, b)
	a := s.stored(t, draft)
	require.Equal(t, antrag.StatusEingereicht, a.Status())
	require.Equal(t, "amt-1", a.Behoerde())
	var in onlinedienst.Eingang
	require.NoError(t, json.Unmarshal(a.Angaben(), &in))
	sent, err := json.Marshal(Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).delivered())
	require.NoError(t, err)
	require.Equal(t, pointers(t, sent, nil), pointers(t, in.Daten, in.Anlagen), "what was answered is what arrives")
	require.NotContains(t, string(a.Angaben()), "gesehen")
	b.get(draft)
	require.Equal(t, http.StatusOK, b.status)
}

// pointers are the answers of a document by their places, without those that name
// files.
func pointers(t *testing.T, data []byte, files []onlinedienst.Datei) map[string]any {
	t.Helper()
	var doc any
	require.NoError(t, json.Unmarshal(data, &doc))
	out := map[string]any{}
	flatten(doc, "", out)
	for _, file := range files {
		require.Contains(t, string(data), file.ID.String(), "a file that no answer names")
		maps.DeleteFunc(out, func(_ string, v any) bool { return v == file.ID.String() })
	}
	return out
}

func sendsOnce[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	f := b.form()
	once := f.values()
	b.send(f, once)
	draft := b.path
	b.send(f, once)
	require.Equal(t, draft, b.path, "a start that is clicked twice begins one draft")
	s.walk(t, b, draft, func() {})
	f = b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	b.send(f, v)
	require.Less(t, b.status, 500)
	if s.probe.Dienst.Gebuehr != nil {
		s.kasse.Pay(t)
		defer func() { require.Equal(t, 1, s.kasse.Payments(), "and paid once") }()
	}
	b.get(draft)
	version := s.stored(t, draft).Version()
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status())
	b.send(f, v)
	require.Less(t, b.status, 500)
	require.Equal(t, version, s.stored(t, draft).Version(), "sent once, whatever is clicked")
}

func comesBack[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	again := s.login(t, kontoErika)
	require.Contains(t, again.page, draft, "the start page leads to the draft")
	again.get(draft + "/pruefen")
	require.Equal(t, http.StatusOK, again.status)
	s.send(t, again)
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status())
	b.get(draft + "/pruefen")
	require.NotContains(t, b.path, "pruefen", "and the first window sees that it is gone")
}

// firstText is the first page with a text field, and its field.
func (s *stand[A, P]) firstText(t *testing.T, b *browser, draft string) (page string, field eingabe) {
	t.Helper()
	s.walk(t, b, draft, func() {
		if page != "" {
			return
		}
		for _, f := range b.forms() {
			for _, i := range f.inputs {
				if i.kind == "text" && page == "" {
					page, field = b.path, i
				}
			}
		}
	})
	if page == "" {
		t.Skip("the service asks for no text")
	}
	return page, field
}

func twoWindows[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	page, field := s.firstText(t, b, draft)
	other := newBrowser(t, s.handler)
	other.cookies = b.cookies
	one, two := b.get(page).form(), other.get(page).form()
	v := one.values()
	v.Set(field.name, "Erstes Fenster")
	b.send(one, v)
	w := two.values()
	w.Set(field.name, "Zweites Fenster")
	other.send(two, w)
	require.Equal(t, http.StatusConflict, other.status, other.page)
	require.Contains(t, other.page, "Erstes Fenster", "the page tells what the other window has saved")
	require.Contains(t, other.page, `value="Zweites Fenster"`, "and still has what was typed")
	require.Contains(t, string(s.stored(t, draft).Angaben()), "Erstes Fenster")
	f := other.form()
	other.send(f, f.values())
	require.NotEqual(t, http.StatusConflict, other.status, "the person has decided")
	require.Contains(t, string(s.stored(t, draft).Angaben()), "Zweites Fenster")
	again := b.get(page).form()
	b.send(again, again.values())
	require.NotEqual(t, http.StatusConflict, b.status, "nothing has changed since")
}

func unreadable[A, P any](t *testing.T, s *stand[A, P]) {
	const typed = `?? "<b>' unlesbar`
	stored, err := json.Marshal(typed)
	require.NoError(t, err)
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	var pages []string
	s.walk(t, b, draft, func() { pages = append(pages, b.path) })
	for _, page := range pages {
		if b.get(page); len(b.forms()) != 1 || b.path != page {
			continue
		}
		f := b.form()
		v, texts, choices := f.values(), 0, 0
		for _, i := range f.inputs {
			switch {
			case i.kind == "text":
				v.Set(i.name, typed)
				texts++
			case strings.HasPrefix(i.name, "/"):
				v.Set(i.name, "gibt-es-nicht")
				choices++
			}
		}
		if texts == 0 {
			continue
		}
		b.send(f, v)
		require.Less(t, b.status, 500)
		require.GreaterOrEqual(t, strings.Count(string(s.stored(t, draft).Angaben()), string(stored[1:len(stored)-1])), texts, page)
		if b.get(page); choices > 0 {
			continue // what hangs on a choice is not asked, and comes back with it
		}
		require.GreaterOrEqual(t, strings.Count(b.page, `?? &#34;&lt;b&gt;&#39; unlesbar`), texts, "%s has lost what was typed", page)
	}
}

func endedSession[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	page, field := s.firstText(t, b, draft)
	f := b.get(page).form()
	s.now = s.now.Add(time.Hour)
	v := f.values()
	v.Set(field.name, "Zu spät gesendet")
	b.send(f, v)
	require.Equal(t, http.StatusUnauthorized, b.status)
	b.get(draft)
	require.Equal(t, http.StatusUnauthorized, b.status, "the session is over")
	b = s.login(t, kontoErika)
	if s.soonGone() {
		require.Equal(t, http.StatusNotFound, b.get(page).status, "the draft went with the session, as the law says")
		return
	}
	require.Contains(t, b.get(page).page, "Zu spät gesendet", "and what was typed is there")
	s.now = s.now.Add(9 * 24 * time.Hour)
	f.action = page
	b.send(f, v)
	require.Equal(t, http.StatusUnauthorized, b.status, "days later nobody knows who it was")
}
