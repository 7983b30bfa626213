// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

func now() time.Time { return time.Date(2026, 12, 1, 11, 0, 0, 0, time.UTC) }

// example writes the example and returns the folder and the code.
func example(t *testing.T) (string, string) {
	t.Helper()
	folder := t.TempDir()
	_, err := run(t.Context(), []string{"-beispiel", folder}, os.Stderr, now)
	require.NoError(t, err)
	code, err := os.ReadFile(filepath.Join(folder, "code.txt"))
	require.NoError(t, err)
	return folder, string(code)
}

func TestRun_ChecksTheExampleThatItWrote(t *testing.T) {
	folder, code := example(t)
	file, err := os.ReadFile(filepath.Join(folder, "bescheinigung.pdf"))
	require.NoError(t, err)
	require.Empty(t, pdftest.Inspect(file))

	keys := filepath.Join(folder, "schluessel.txt")
	var out strings.Builder
	status, err := run(t.Context(), []string{"-schluessel", keys, code}, &out, now)
	require.NoError(t, err)
	require.Zero(t, status)
	for _, want := range []string{"Das Siegel ist echt.", "nicht geprüft", "Meldebestätigung\n", "Behörde: Stadt Musterstadt (Beispiel)", "Familienname: Mustermann", "Doktorgrad: keine Angabe", "Ausgestellt am: 01.12.2026"} {
		require.Contains(t, out.String(), want)
	}

	out.Reset()
	status, err = run(t.Context(), []string{"-schluessel", keys, strings.Replace(code, "A", "B", 1)}, &out, now)
	require.NoError(t, err)
	require.Equal(t, 1, status)
	require.NotContains(t, out.String(), "Mustermann")
}

func TestRun_TellsWhatItCannotCheckWith(t *testing.T) {
	folder, code := example(t)
	keys := filepath.Join(folder, "schluessel.txt")
	broken := filepath.Join(folder, "kaputt")
	require.NoError(t, os.WriteFile(broken, []byte("1;x\n"), 0o600))
	for name, args := range map[string][]string{
		"no keys": {code}, "no file of keys": {"-schluessel", folder + "/nichts", code}, "no key in it": {"-schluessel", broken, code},
		"no code": {"-schluessel", keys}, "two codes": {"-schluessel", keys, code, code}, "no list": {"-schluessel", keys, "-sperrliste", broken, code},
		"no profiles": {"-schluessel", keys, "-profile", broken, code}, "unknown flag": {"-nichts"},
	} {
		var out strings.Builder
		status, err := run(t.Context(), args, &out, now)
		require.Error(t, err, name)
		require.Equal(t, 2, status, name)
	}
}

func TestRun_NamesValuesByNumberWhereTheProfileIsUnknown(t *testing.T) {
	folder, code := example(t)
	profiles := filepath.Join(folder, "profile.txt")
	require.NoError(t, os.WriteFile(profiles, []byte("# none of ours\n7;Anderes;a\n"), 0o600))
	var out strings.Builder
	_, err := run(t.Context(), []string{"-schluessel", filepath.Join(folder, "schluessel.txt"), "-profile", profiles, code}, &out, now)
	require.NoError(t, err)
	require.Contains(t, out.String(), "Angabe 1: Mustermann")
}

func TestRun_ComparesWithTheRevocations(t *testing.T) {
	folder := t.TempDir()
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32)))
	known, err := siegel.Schluessel{
		Stelle: "s", Name: "Stadt", Ab: datum.MustParse("2026-01-01"), Bis: datum.MustParse("2027-01-01"), Oeffentlich: key.Public().(ed25519.PublicKey),
	}.MarshalText()
	require.NoError(t, err)
	code, err := siegel.Seal(siegel.Inhalt{Profil: 9, Nummer: "1", Stelle: "s", Vom: datum.MustParse("2026-06-01"), Angaben: []string{"a"}}, key)
	require.NoError(t, err)
	list, err := siegel.Sperrliste{Stelle: "s", Stand: now().Add(-time.Hour), Naechste: now().Add(time.Hour), Nummern: []string{"1"}}.Sign(key)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "k"), known, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "l"), list, 0o600))
	var out strings.Builder
	status, err := run(t.Context(), []string{"-schluessel", filepath.Join(folder, "k"), "-sperrliste", filepath.Join(folder, "l"), code}, &out, now)
	require.NoError(t, err)
	require.Equal(t, 1, status)
	require.Contains(t, out.String(), "gesperrt")
	require.Contains(t, out.String(), "Stand 01.12.2026, 11:00 Uhr")
}

func TestPage_ChecksAndKeepsNothing(t *testing.T) {
	folder, code := example(t)
	p, err := load(filepath.Join(folder, "schluessel.txt"), "", nil, now)
	require.NoError(t, err)
	send := func(method, path, form string) (int, string, http.Header) {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		return w.Code, w.Body.String(), w.Header()
	}
	status, page, head := send(http.MethodGet, "/", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, `<label for="code">`)
	require.Contains(t, page, string(style))
	require.Contains(t, head.Get("Content-Security-Policy"), "default-src 'none'")
	require.Equal(t, "no-store", head.Get("Cache-Control"))

	status, page, _ = send(http.MethodPost, "/", url.Values{"code": {code}}.Encode())
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "Ergebnis: gültig")
	require.Contains(t, page, "Mustermann")
	require.NotContains(t, page, code, "the code is not shown again")

	_, page, _ = send(http.MethodPost, "/", url.Values{"code": {"<script>" + code}}.Encode())
	require.Contains(t, page, "Ergebnis: unecht")
	require.NotContains(t, page, "<script")

	for _, tt := range []struct {
		method, path, form string
		want               int
	}{
		{http.MethodPost, "/", "code=" + strings.Repeat("A", maxForm), http.StatusBadRequest},
		{http.MethodPut, "/", "", http.StatusMethodNotAllowed},
		{http.MethodGet, "/andere", "", http.StatusNotFound},
		{http.MethodGet, "/?code=" + url.QueryEscape(code), "", http.StatusOK},
	} {
		status, page, _ := send(tt.method, tt.path, tt.form)
		require.Equal(t, tt.want, status, tt.path)
		require.NotContains(t, page, "Mustermann", "a code in an address is not read")
	}
}

func TestServe_EndsWithItsContext(t *testing.T) {
	folder, _ := example(t)
	p, err := load(filepath.Join(folder, "schluessel.txt"), "", nil, now)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var out strings.Builder
	done := make(chan error, 1)
	go func() { done <- serve(ctx, "127.0.0.1:0", p, &out) }()
	cancel()
	require.NoError(t, <-done)
}

func FuzzParseProfiles(f *testing.F) {
	f.Add(meldebestaetigung)
	f.Add("1;a;b\n1;a;b\n")
	f.Add("# \r\n18446744073709551615;;\n")
	f.Fuzz(func(t *testing.T, text string) {
		profiles, err := parseProfiles(text)
		if err != nil {
			return
		}
		for n, p := range profiles {
			require.Equal(t, n, p.Nummer)
			require.NotZero(t, n)
			require.NotEmpty(t, p.Felder)
		}
	})
}
