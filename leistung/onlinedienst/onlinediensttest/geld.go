// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

func paysFirst[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Gebuehr == nil {
		t.Skip("the service is free of charge")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	f := b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), b.path)
	require.Equal(t, antrag.StatusEntwurf, s.stored(t, draft).Status(), "nothing is handed in before it is paid")
	b.get(draft + "/pruefen")
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), "what was confirmed is not changed while it is paid for")
	require.Equal(t, 1, s.kasse.Payments())

	// The person gives the payment up, and may try again.
	s.kasse.GiveUp(t)
	b.get(draft)
	require.NotContains(t, b.page, "class=\"knopf gross\"")
	b.get(draft + "/pruefen")
	f = b.form()
	v = f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), b.path)

	// The money comes, and the browser never does.
	s.kasse.Pay(t)
	for range 20 {
		s.now = s.now.Add(10 * time.Minute)
		require.NoError(t, s.kasse.Work(t.Context()))
	}
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status(), "handed in although nobody came back")
}

func fetchesAfterYes[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Auszug == nil {
		t.Skip("nothing is fetched")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	offers := map[string]bool{}
	s.walk(t, b, draft, func() {
		if strings.Contains(b.path, "/nachweis/") {
			offers[b.path] = true
			f := b.form()
			require.Empty(t, f.checked, "nothing is chosen beforehand")
		}
	})
	require.NotEmpty(t, offers, "no page offers the evidence")
	draft = s.begin(t, b)
	for old := range offers {
		_, name, _ := strings.Cut(old, "/nachweis/")
		b.get(draft + "/nachweis/" + name)
		inOrder(t, b, "de")
		f := b.form()
		b.send(f, f.values())
		require.Equal(t, http.StatusUnprocessableEntity, b.status, "no answer is no yes")
		inOrder(t, b, "de")
		v := f.values()
		v.Set("abruf", "ja")
		b.send(f, v)
		inOrder(t, b, "de")
		before := s.stored(t, draft)
		for _, text := range s.probe.Bekommt {
			require.Contains(t, b.page, text, "shown before it is used")
			require.NotContains(t, string(before.Angaben()), text, "and not stored before")
		}
		f = b.form()
		no := f.values()
		no.Set("wahl", "nicht")
		b.send(f, no)
		require.Equal(t, before.Version(), s.stored(t, draft).Version(), "what is not used is nowhere")
		yes := f.values()
		yes.Set("wahl", "uebernehmen")
		forged := f.values()
		forged.Set("wahl", "uebernehmen")
		forged.Set("beleg", "x"+forged.Get("beleg"))
		b.send(f, forged)
		require.Equal(t, before.Version(), s.stored(t, draft).Version(), "nobody writes their own evidence")
		b.send(f, yes)
		require.Equal(t, http.StatusOK, b.status)
		for _, text := range s.probe.Bekommt {
			require.Contains(t, b.page, text)
			require.Contains(t, string(s.stored(t, draft).Angaben()), text)
		}
		require.Contains(t, b.page, "Register Musterstadt", "with its origin")
		require.NotContains(t, string(s.stored(t, draft).Angaben()), "nicht gefragt", "and nothing that was not agreed to")
	}
}
