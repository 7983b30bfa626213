// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
)

// tellsWhatIsWanted has the office ask something, and time pass: the person is told of
// each once, in their postbox and by a message without content, and nobody else is.
func tellsWhatIsWanted[A, P any](t *testing.T, s *stand[A, P]) {
	b, _, fall := s.arrived(t)
	desk := s.official(t, amtSabine)
	if taken := fall + "/uebernommen"; desk.get(fall).action(taken) != "" {
		desk.to(taken)
	}
	if !slices.Contains(desk.get(fall).links(), fall+"/nachgefragt") {
		t.Skip("nobody works on it, who could ask")
	}
	before := len(s.bote.Sent())
	desk.to(fall + "/nachgefragt")
	f := desk.form()
	v := f.values()
	v.Set("text", "In welchem Stock?")
	v.Set("termin", s.now.AddDate(0, 0, 20).Format("2.1.2006"))
	desk.send(f, v)
	require.Equal(t, antrag.StatusRueckfrage, s.at(t, fall).Status(), desk.page)
	for range 3 {
		s.drain(t)
	}
	const asked = "Das Amt hat eine Frage an Sie"
	require.Equal(t, 1, strings.Count(b.get("/postfach/").page, asked))
	require.Len(t, s.bote.Sent(), before+1+len(s.probe.Andere), "each who handed in is told once, and without content")
	inOrder(t, b, "de")
	require.NotContains(t, b.page, "In welchem Stock?", "what is asked stands with the case alone")
	require.NotContains(t, s.login(t, kontoMax).get("/postfach/").page, asked)
	b.lang = "en"
	require.Contains(t, b.get("/postfach/").page, "The office has a question for you")
	b.lang = ""
	if s.akten == nil {
		return
	}
	for range 30 { // and reminded before the day
		s.now = s.now.AddDate(0, 0, 1)
		s.drain(t)
	}
	b = s.login(t, kontoErika)
	require.Equal(t, 1, strings.Count(b.get("/postfach/").page, "Eine Frist endet bald"))
}

// message is the address of the newest message on the page.
func (b *browser) message() string {
	b.t.Helper()
	for _, to := range b.links() {
		if strings.HasPrefix(to, "/postfach/") && strings.HasSuffix(to, "/lesen") {
			return to
		}
	}
	require.Fail(b.t, "no message", b.page)
	return ""
}

// drain does what is due now.
func (s *stand[A, P]) drain(t *testing.T) {
	t.Helper()
	_, err := s.store.Sweep(t.Context())
	require.NoError(t, err)
	_, err = s.store.Drain(t.Context())
	require.NoError(t, err)
}

// remindsOfPeriods lets time pass in a draft of a procedure until its period is reminded
// of: whose it is, is told once.
func remindsOfPeriods[A, P any](t *testing.T, s *stand[A, P]) {
	if s.akten == nil || s.soonGone() {
		t.Skip("no procedure with a period that is reminded of")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	id := s.stored(t, draft).id
	before := len(s.bote.Sent())
	for range 400 {
		s.now = s.now.AddDate(0, 0, 1)
		s.drain(t)
		f, _, err := s.akten.Angaben(t.Context(), id)
		if err != nil || f.Bisher(fall.AktErinnert) == 0 {
			continue
		}
		require.Len(t, s.bote.Sent(), before+1, "told once")
		b = s.login(t, kontoErika)
		require.Equal(t, 1, strings.Count(b.get("/postfach/").page, "Eine Frist endet bald"))
		inOrder(t, b, "de")
		inOrder(t, b.get(b.message()), "de")
		require.Contains(t, b.page, ": bis ", "and until when")
		return
	}
	t.Skip("nothing is reminded of")
}
