// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
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
