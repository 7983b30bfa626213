// SPDX-License-Identifier: Apache-2.0

package sitzung_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
)

type uhr struct{ t time.Time }

func (u *uhr) now() time.Time { return u.t }

func newSpeicher(t *testing.T) (*sitzung.Speicher, *uhr, *speicher.Datenbank) {
	t.Helper()
	db := speichertest.Open(t, speichertest.Ziel(t))
	u := &uhr{t: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	s, err := sitzung.New(t.Context(), db, u.now)
	require.NoError(t, err)
	return s, u, db
}

func TestSitzung_OnPostgreSQLToo(t *testing.T) { speichertest.Nochmal(t, "^Test(Sitzung|Eingabe)") }

func TestSitzung_TokenOfOneSessionDoesNotFitAnother(t *testing.T) {
	a, b := sitzung.NewGeheimnis(), sitzung.NewGeheimnis()
	require.True(t, sitzung.PruefeToken(a, sitzung.FormularToken(a)))
	require.False(t, sitzung.PruefeToken(a, sitzung.FormularToken(b)))
	require.False(t, sitzung.PruefeToken(a, ""))
	require.False(t, sitzung.PruefeToken("", sitzung.FormularToken("")), "without a secret no token fits")
}

func TestEingabe_IsKeptForTheAccountUntilForgottenOrADayOld(t *testing.T) {
	s, u, _ := newSpeicher(t)
	werte := url.Values{"strasse": {"Am Anger & Markt"}, "weitere": {"a", "b"}}
	require.NoError(t, s.Remember(t.Context(), "erika", "/a", url.Values{"alt": {"1"}}))
	require.NoError(t, s.Remember(t.Context(), "erika", "/a", werte))

	got, err := s.Recall(t.Context(), "erika", "/a")
	require.NoError(t, err)
	require.Equal(t, werte, got)
	for _, fremd := range []struct{ konto, pfad string }{{"max", "/a"}, {"erika", "/b"}} {
		got, err = s.Recall(t.Context(), fremd.konto, fremd.pfad)
		require.NoError(t, err)
		require.Nil(t, got)
	}

	u.t = u.t.Add(sitzung.Nachlauf + time.Second)
	require.NoError(t, s.Purge(t.Context()))
	got, err = s.Recall(t.Context(), "erika", "/a")
	require.NoError(t, err)
	require.Nil(t, got)

	require.NoError(t, s.Remember(t.Context(), "erika", "/a", werte))
	require.NoError(t, s.Forget(t.Context(), "erika", "/a"))
	got, err = s.Recall(t.Context(), "erika", "/a")
	require.NoError(t, err)
	require.Nil(t, got)
}
