// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestReadTag_ReadsWhatPeopleWrite(t *testing.T) {
	for s, want := range map[string]string{
		"2.11.2026": "2026-11-02", "02.11.2026": "2026-11-02", "2. 11. 2026": "2026-11-02", "2026-11-02": "2026-11-02", "29.2.2024": "2024-02-29", "": "",
	} {
		d, ok := readTag(s)
		require.True(t, ok, s)
		require.Equal(t, want, d.String())
	}
	for _, s := range []string{"29.2.2026", "31.4.2026", "2.11.26", "11/2/2026", "heute", "0.1.2026", "1.13.2026", "2.11.2026.", "-2.11.2026"} {
		_, ok := readTag(s)
		require.False(t, ok, s)
	}
}

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

func TestDateiname_KeepsWhatCanBeShown(t *testing.T) {
	require.Equal(t, `Bestätigung.pdf`, dateiname(`C:\Users\x\Bestätigung.pdf`))
	require.Equal(t, "a.pdf", dateiname("../../etc/a.pdf"))
	require.Equal(t, "ab", dateiname("a\x00\nb"))
	require.Equal(t, 80, utf8.RuneCountInString(dateiname(strings.Repeat("ä", 200))))
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

func FuzzReadTag(f *testing.F) {
	for _, s := range []string{"2.11.2026", "2026-11-02", "29.2.2024", "", "..", "1.1.0000", "1.1.0001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := readTag(s)
		if !ok || d.IsZero() {
			return
		}
		again, ok := readTag(tagText(d))
		require.True(t, ok)
		require.Equal(t, d, again)
	})
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
