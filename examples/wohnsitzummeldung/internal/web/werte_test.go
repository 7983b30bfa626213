// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestTidy_NormalisesAndDropsWhatIsNotAnAnswer(t *testing.T) {
	got := tidy(url.Values{
		"name": {"  Mu\u0308ller \t Lu\u0308denscheidt "}, "text": {"eins\r\n  zwei  \r\n"}, feldToken: {"geheim"}, feldVersion: {"3"},
	})
	require.Equal(t, url.Values{"name": {"Müller Lüdenscheidt"}, "text": {"eins\nzwei"}}, got)
}

func TestLokal_KeepsRedirectsHere(t *testing.T) {
	for ziel, want := range map[string]string{
		"/konto": "/konto", "/antrag/1?von=pruefen#mehr": "/antrag/1?von=pruefen#mehr", "//boese.example": "/", "/\\boese.example": "/",
		"https://boese.example": "/", "": "/", "/a\r\nSet-Cookie: x": "/",
	} {
		require.Equal(t, want, lokal(ziel), ziel)
	}
}

func TestFehlertexte_SayInBothLanguagesWhatToDo(t *testing.T) {
	for status, text := range fehlertexte {
		for _, z := range []zweisprachig{text.titel, text.was, text.tun} {
			require.NotEmpty(t, z.de, status)
			require.NotEmpty(t, z.en, status)
			require.NotEqual(t, z.de, z.en, status)
		}
	}
}

func FuzzTidy(f *testing.F) {
	f.Add("  Mu\u0308ller \r\n x")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		once := tidy(url.Values{"x": {s}})
		require.Equal(t, once, tidy(once), "tidy twice is tidy once")
		require.True(t, norm.NFC.IsNormalString(once.Get("x")))
	})
}

func FuzzLokal(f *testing.F) {
	f.Add("//boese.example")
	f.Add("/konto")
	f.Fuzz(func(t *testing.T, s string) {
		ziel := lokal(s)
		u, err := url.Parse(ziel)
		if err != nil {
			return // http.Redirect sends it as a path
		}
		require.Empty(t, u.Host)
		require.Empty(t, u.Scheme)
	})
}
