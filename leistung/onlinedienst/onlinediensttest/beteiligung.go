// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// asksOthers asks each body and person whom the procedure lets take part, from the desk:
// who has the link sees the question alone and answers, silence means what the table
// says, and an answer after it is late.
func asksOthers[A, P any](t *testing.T, s *stand[A, P]) {
	v := s.probe.Dienst.Verfahren
	if v == nil || !slices.ContainsFunc(v.Fristen, func(f verfahren.Frist) bool { return f.Je }) {
		t.Skip("nobody else takes part")
	}
	for _, fr := range v.Fristen {
		if !fr.Je {
			continue
		}
		_, _, fall := s.arrived(t)
		desk := s.official(t, amtSabine)
		desk.get(fall).to(fall + "/uebernommen")
		asked := s.ask(t, desk, fall, string(fr.Ab[0]), "Hat die Straße zwei Fahrspuren?")
		body := newBrowser(t, s.handler)
		inOrder(t, body.get(asked), "de")
		require.Contains(t, body.page, "zwei Fahrspuren")
		require.NotContains(t, body.page, "Mustermann", "who is asked sees the question alone")
		require.Equal(t, http.StatusNotFound, newBrowser(t, s.handler).get(asked[:len(asked)-1]+map[bool]string{true: "B", false: "A"}[strings.HasSuffix(asked, "A")]).status, "without the link there is nothing")
		answer(t, body, asked, "")
		require.Equal(t, http.StatusUnprocessableEntity, body.status)
		inOrder(t, body, "de")
		f := answer(t, body, asked, "Ja, zwei.")
		require.Equal(t, http.StatusOK, body.status, body.page)
		before := s.stored(t, fall).Version()
		body.send(f, f.values())
		require.Equal(t, before, s.stored(t, fall).Version(), "sent twice it is said once")
		require.Contains(t, newBrowser(t, s.handler).get(asked).page, "Ja, zwei.", "the link is who they are")
		inOrder(t, desk.get(fall), "de")
		require.Contains(t, desk.page, "Ja, zwei.")
		require.Contains(t, desk.page, "hat geantwortet")

		again := s.ask(t, desk, fall, string(fr.Ab[0]), "Und heute?")
		s.now = s.now.AddDate(0, 3, 0)
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		_, err = s.store.Sweep(t.Context())
		require.NoError(t, err)
		desk = s.official(t, amtSabine)
		silent := "hat nicht geantwortet"
		if fr.Schweigen == verfahren.SchweigenZustimmung {
			silent += ": gilt als Zustimmung"
		}
		require.Contains(t, desk.get(fall).page, silent)
		late := newBrowser(t, s.handler)
		late.get(again)
		answer(t, late, again, "Entschuldigung, erst jetzt.")
		require.Contains(t, late.page, "nach Ende der Frist")
		require.Contains(t, desk.get(fall).page, "hat verspätet geantwortet")
	}
}

var linkOf = regexp.MustCompile(`https://` + regexp.QuoteMeta(host) + `(/[a-z-]+/[0-9a-f-]+/anfrage/[A-Z2-7-]+)`)

// ask asks from the desk, and returns the newest link to pass on.
func (s *stand[A, P]) ask(t *testing.T, desk *browser, fall, act, question string) string {
	t.Helper()
	desk.get(fall).to(fall + "/" + act)
	require.Equal(t, http.StatusOK, desk.status, desk.page)
	inOrder(t, desk, "de")
	f := desk.form()
	v := f.values()
	v.Set("text", question)
	desk.send(f, v)
	require.Equal(t, http.StatusOK, desk.status, desk.page)
	links := linkOf.FindAllStringSubmatch(desk.get(fall).page, -1)
	require.NotEmpty(t, links, desk.page)
	return links[len(links)-1][1]
}

// answer fills in the page of a link.
func answer(t *testing.T, b *browser, link, text string) blatt {
	t.Helper()
	b.get(link)
	i := slices.IndexFunc(b.forms(), func(f blatt) bool { return strings.HasSuffix(f.action, link) || f.action == "" })
	require.GreaterOrEqual(t, i, 0, b.page)
	f := b.forms()[i]
	v := f.values()
	v.Set("text", text)
	b.send(f, v)
	return f
}

// extendsAtDesk extends each period that law lets the authority extend: with reasons, no
// longer than it lets them, and once.
func extendsAtDesk[A, P any](t *testing.T, s *stand[A, P]) {
	v := s.probe.Dienst.Verfahren
	if v == nil || !slices.ContainsFunc(v.Fristen, func(f verfahren.Frist) bool { return f.Laenger != nil }) {
		t.Skip("no law lets a period be extended")
	}
	_, _, fall := s.arrived(t)
	desk := s.official(t, amtSabine)
	desk.get(fall).to(fall + "/uebernommen")
	for _, fr := range v.Fristen {
		to := fall + "/verlaengern:" + fr.Name
		if fr.Laenger == nil || !slices.Contains(desk.get(fall).links(), to) {
			continue
		}
		before := s.at(t, fall).Version()
		for _, wrong := range []url.Values{{"um": {"1"}, "text": {""}}, {"um": {""}, "text": {"Schwierig."}}, {"um": {"0"}, "text": {"Schwierig."}}, {"um": {"99"}, "text": {"Schwierig."}}} {
			desk.get(to)
			f := desk.form()
			v := f.values()
			v.Set("um", wrong.Get("um"))
			v.Set("text", wrong.Get("text"))
			desk.send(f, v)
			require.Equal(t, http.StatusUnprocessableEntity, desk.status, "%v", wrong)
			inOrder(t, desk, "de")
		}
		require.Equal(t, before, s.at(t, fall).Version())
		desk.get(to)
		f := desk.form()
		v := f.values()
		v.Set("um", "1")
		v.Set("text", "Der Fall ist schwierig.")
		desk.send(f, v)
		require.Equal(t, http.StatusOK, desk.status, desk.page)
		require.Contains(t, desk.get(fall).page, "Frist verlängert")
		require.NotContains(t, desk.links(), to, "once")
	}
}
