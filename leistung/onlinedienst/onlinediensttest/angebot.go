// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// offers holds a service that may be offered after an event to opening nothing without a
// yes, one case with it, and to keeping the offer from everybody else.
func offers[A, P any](t *testing.T, s *stand[A, P]) {
	v := s.probe.Dienst.Verfahren
	i := -1
	if v != nil {
		i = slices.IndexFunc(v.Anlaesse, func(a verfahren.Anlass) bool { return a.Weise == verfahren.AnlassAngebot })
	}
	if i < 0 {
		t.Skip("nothing is offered")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b) // tells which account it is
	begun, _, err := s.akten.Angaben(t.Context(), s.stored(t, draft).ID())
	require.NoError(t, err)
	konto := begun.Konten(v.Anlaesse[i].Rolle)[0]
	own := func() []fall.Listed {
		page, err := s.akten.ListPage(t.Context(), fall.Query{Konto: konto}, 100)
		require.NoError(t, err)
		return page.Rows
	}
	offer := func() uuid.UUID {
		id, err := s.akten.Bieten(t.Context(), fall.Angebot{
			Verfahren: s.probe.Dienst.Name, Anlass: v.Anlaesse[i].Name, Behoerde: "amt-1", Konto: konto, Einwilligung: true,
		})
		require.NoError(t, err)
		return id
	}
	word := s.probe.Dienst.Worte["anlass."+v.Anlaesse[i].Name].In(recht.Deutsch)
	start := "/" + s.probe.Dienst.Name + "/"
	answer := func(b *browser, id uuid.UUID, to string) {
		for _, f := range b.forms() {
			if f.values().Get("angebot") == id.String() && strings.HasSuffix(f.action, to) {
				b.send(f, f.values())
				b.send(f, f.values()) // sent twice it is said once
				return
			}
		}
		require.Fail(t, "no answer to the offer", b.page)
	}
	first, second := offer(), offer()
	require.Len(t, own(), 1, "an offer opens nothing")
	require.Contains(t, b.get("/").text(), word)
	inOrder(t, b.get(start), "de")
	require.Contains(t, b.text(), word)
	other := s.login(t, kontoMax)
	require.NotContains(t, other.get(start).text(), word, "of somebody else")
	var stolen blatt
	for _, f := range b.forms() {
		if f.values().Get("angebot") == first.String() && !strings.HasSuffix(f.action, "/angebot") {
			stolen = f
		}
	}
	forged := stolen.values()
	forged.Set("token", other.get(start).form().values().Get("token"))
	other.send(stolen, forged)
	require.Len(t, own(), 1, "nobody takes the offer of another")
	answer(b.get(start), second, "/angebot")
	require.Len(t, own(), 1, "a no opens nothing")
	b.get(start)
	require.NotContains(t, b.page, second.String())
	answer(b, first, start)
	require.Equal(t, http.StatusOK, b.status, b.page)
	require.Len(t, own(), 2, "one yes, one case")
	require.NotContains(t, b.get(start).page, first.String())
	for _, row := range own() {
		if row.Fall != begun.ID() {
			opened, _, err := s.akten.Angaben(t.Context(), row.Fall)
			require.NoError(t, err)
			require.Equal(t, v.Anlaesse[i].Name, opened.Verlauf()[0].Anlass, "it is said after what it began")
		}
	}
}

// represents holds a case in which somebody may act for another to saying so, with proof
// and reach, to the person and to the desk.
func represents[A, P any](t *testing.T, s *stand[A, P]) {
	if s.akten == nil {
		t.Skip("representation is part of a procedure")
	}
	b, draft, fall := s.arrived(t)
	show := func() (blatt, bool) {
		b.get(draft)
		for _, f := range b.forms() {
			if strings.HasSuffix(f.action, "/akt/vertreten") {
				return f, true
			}
		}
		return blatt{}, false
	}
	f, can := show()
	if !can {
		t.Skip("nobody acts for another")
	}
	role := verfahren.Rolle(f.values().Get("rolle"))
	word := s.probe.Dienst.Worte["rolle."+string(role)].In(recht.Deutsch)
	desk := s.official(t, amtSabine)
	require.NotContains(t, desk.get(fall).text(), "Vertretung")
	b.upload(f, f.values(), nil)
	require.Equal(t, http.StatusUnprocessableEntity, b.status, "who acts for another shows proof")
	inOrder(t, b, "de")
	v := f.values()
	v.Set("text", "Geburtsurkunde des Kindes")
	v.Set("umfang", "schreiben")
	v.Set("rolle", "nobody")
	b.upload(f, v, nil)
	require.NotContains(t, desk.get(fall).text(), "Geburtsurkunde", "of a role that nobody may act for")
	v.Set("rolle", string(role))
	b.upload(f, v, map[string]anhang{"dateien": {"urkunde.pdf", []byte(pdf)}})
	inOrder(t, b.get(draft), "de")
	for _, text := range []string{"Für wen Sie handeln", word, "Geburtsurkunde des Kindes", "schreiben, antworten und nachreichen", "urkunde.pdf"} {
		require.Contains(t, b.text(), text)
	}
	inOrder(t, desk.get(fall), "de")
	for _, text := range []string{"Vertretung", word, "Erika Mustermann handelt", "Geburtsurkunde des Kindes", "Umfang: schreiben", "urkunde.pdf"} {
		require.Contains(t, desk.text(), text)
	}
	_, can = show()
	require.False(t, can, "one acts for them already")
	for _, other := range s.mit {
		require.NotContains(t, other.get(draft).text(), "Geburtsurkunde", "the proof is of who showed it")
	}
	f2, _, err := s.akten.Angaben(t.Context(), s.stored(t, draft).ID())
	require.NoError(t, err)
	require.Len(t, f2.Vertretungen(), 1)
	require.NotContains(t, f2.Vertretungen()[0].Reichweite, verfahren.AktZurueckgenommen)
}
