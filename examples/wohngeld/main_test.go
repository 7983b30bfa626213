// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel/regelhtml"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

func call(t *testing.T, args ...string) (code int, out, problems string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "faelle.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

const header = "id;stichtag;mitglieder;ausgeschlossen;stufe;miete_monat;gesamteinkommen_jahr\n"

func TestBerechne_EachLineWithItsWohngeld(t *testing.T) {
	code, out, problems := call(t, "berechne", "testdata/faelle.csv")
	require.Zero(t, code, problems)
	require.Equal(t, `id;stichtag;mitglieder;ausgeschlossen;stufe;miete_monat;gesamteinkommen_jahr;bemerkung;wohngeld
f01;2025-07-01;1;0;1;335;13948.20;eine Rentnerin;110
f02;2025-07-01;2;0;II;480,00;19076.4;zwei Renten;166
f03;2025-07-01;4;0;7;1225;26727;Familie;691
f04;2025-07-01;2;1;4;570;9412.20;ein Mitglied ausgeschlossen;191
f05;2024-12-31;1;0;3;520;14400;Recht 2024;130
f06;2025-01-01;1;0;3;520;14400;Recht 2025;163
f07;2025-07-01;1;0;3;520;40000;kein Anspruch;0
f08;2025-07-01;14;0;3;1600;56259;offene Frage;1335
`, out)
}

func TestBerechne_ColumnsInAnyOrderWithMarkAndWindowsLines(t *testing.T) {
	code, out, problems := call(t, "berechne", file(t, "\ufeffstufe;id;miete_monat;stichtag;gesamteinkommen_jahr;ausgeschlossen;mitglieder\r\nI;x;335;2025-07-01;13948.20;0;1\r\n"))
	require.Zero(t, code, problems)
	require.Equal(t, "stufe;id;miete_monat;stichtag;gesamteinkommen_jahr;ausgeschlossen;mitglieder;wohngeld\nI;x;335;2025-07-01;13948.20;0;1;110\n", out)
}

func TestBerechne_WhatCannotBeReadEndsItWithTheLine(t *testing.T) {
	for name, line := range map[string]string{
		"day": "x;2025-02-30;1;0;1;335;100", "members": "x;2025-01-01;eins;0;1;335;100", "none": "x;2025-01-01;0;0;1;335;100",
		"more excluded than there are": "x;2025-01-01;1;2;1;335;100", "level": "x;2025-01-01;1;0;8;335;100", "no level": "x;2025-01-01;1;0;;335;100",
		"rent": "x;2025-01-01;1;0;1;-335;100", "income": "x;2025-01-01;1;0;1;335;1e3", "grouping": "x;2025-01-01;1;0;1;1.335,00;100", "columns": "x;2025-01-01;1;0;1;335",
	} {
		code, out, problems := call(t, "berechne", file(t, header+"a;2025-07-01;1;0;1;335;13948.20\n"+line+"\n"))
		require.Equal(t, 1, code, name)
		require.Contains(t, problems, "line 3", name)
		require.Contains(t, out, ";110\n", "what was read before is written")
	}
	for name, text := range map[string]string{"empty": "", "other columns": "id;stichtag\n"} {
		code, _, problems := call(t, "berechne", file(t, text))
		require.Equal(t, 1, code, name)
		require.Contains(t, problems, "header line", name)
	}
	code, _, problems := call(t, "berechne", filepath.Join(t.TempDir(), "fehlt.csv"))
	require.Equal(t, 1, code)
	require.NotEmpty(t, problems)
}

func TestBerechne_NoLawIsNoZero(t *testing.T) {
	code, out, problems := call(t, "berechne", file(t, header+"x;2019-12-31;1;0;1;335;100\n"))
	require.Equal(t, 1, code)
	require.Contains(t, problems, "no law in force")
	require.NotContains(t, out, "2019")
}

func TestRun_WrongCallsSayHow(t *testing.T) {
	for _, args := range [][]string{{}, {"rechne"}, {"berechne"}, {"berechne", "a", "b"}, {"erklaere", "a"}, {"vergleiche", "-x", "a"}, {"-h"}} {
		code, _, problems := call(t, args...)
		require.Equal(t, 2, code, args)
		require.Contains(t, problems, "berechne DATEI")
	}
}

func TestErklaere_TextAndHTML(t *testing.T) {
	target := filepath.Join(t.TempDir(), "f08.html")
	code, out, problems := call(t, "erklaere", "-html", target, "testdata/faelle.csv", "f08")
	require.Zero(t, code, problems)
	for _, want := range []string{"Wohngeld im Monat: 1.335,00 Euro", "[Anlage 1 WoGG; V v. 21.10.2024, BGBl. 2024 I Nr. 314, seit 01.01.2025]", wohngeld.FrageTafel13} {
		require.Contains(t, out, want)
	}
	html, err := os.ReadFile(target)
	require.NoError(t, err)
	require.Contains(t, string(html), "Wie das Wohngeld zustande kommt: 1.335,00 Euro im Monat")

	code, out, problems = call(t, "erklaere", "-html", "-", "-sprache", "en", "testdata/faelle.csv", "f03")
	require.Zero(t, code, problems)
	require.Contains(t, out, `<html lang="en">`)
	require.Contains(t, out, "691.00 euro")

	t.Chdir(t.TempDir())
	code, _, problems = call(t, "erklaere", file(t, header+"../böse;2025-07-01;1;0;1;335;13948.20\n"), "../böse")
	require.Zero(t, code, problems)
	found, err := filepath.Glob("wohngeld-*.html")
	require.NoError(t, err)
	require.Len(t, found, 1, "an id is no path")

	code, _, problems = call(t, "erklaere", file(t, header), "f99")
	require.Equal(t, 1, code)
	require.Contains(t, problems, "f99")
}

func TestVergleiche_WinnersLosersSumsExamplesAndDrawing(t *testing.T) {
	drawing := filepath.Join(t.TempDir(), "v.svg")
	code, out, problems := call(t, "vergleiche", "-svg", drawing, "testdata/faelle.csv")
	require.Zero(t, code, problems)
	require.Contains(t, problems, "8 Fälle", "progress is shown")
	require.Regexp(t, `Fälle +8\n`, out)
	require.Regexp(t, `bekommen mehr +0\n`, out)
	require.Regexp(t, `bekommen weniger +7\n`, out)
	require.Regexp(t, `unverändert +1\n`, out)
	require.Equal(t, 7, strings.Count(out, "Beispiel "))
	require.Contains(t, out, "neu    c (Mitglieder: 1): 0,00006446")
	svg, err := os.Open(drawing)
	require.NoError(t, err)
	defer svg.Close()
	for d := xml.NewDecoder(svg); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}

	code, out, problems = call(t, "vergleiche", "-svg", "", "-alt", "2024-12-31", "-neu", "2025-01-01", "-beispiele", "1", "-sprache", "en", "testdata/faelle.csv")
	require.Zero(t, code, problems)
	require.Regexp(t, `get more +7\n`, out)
	require.Equal(t, 1, strings.Count(out, "example "))

	code, _, problems = call(t, "vergleiche", "-svg", "", "-alt", "2019-12-31", "testdata/faelle.csv")
	require.Equal(t, 1, code)
	require.Contains(t, problems, "no law in force")
	code, _, problems = call(t, "vergleiche", "-svg", "", file(t, header+"x;2025-01-01;0;0;1;1;1\n"))
	require.Equal(t, 1, code)
	require.Contains(t, problems, "line 2")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, 1, run(ended, []string{"vergleiche", "-svg", "", "testdata/faelle.csv"}, &stdout, &stderr))
}

func TestBerechne_VectorsOfTheSharedFolder(t *testing.T) {
	code, out, problems := call(t, "berechne", shareddata.Path(t, "wohngeld/vektoren-eigen.csv"))
	require.Zero(t, code, problems)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.Len(t, lines, 151)
	for _, line := range lines[1:] {
		cells := strings.Split(line, ";")
		require.Equal(t, cells[len(cells)-2], cells[len(cells)-1], line)
	}
}

// TestBrowser_ReadingAndCalculation looks at both documents: axe finds nothing.
func TestBrowser_ReadingAndCalculation(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/lesart", func(w http.ResponseWriter, _ *http.Request) {
		_ = regelhtml.WriteLesart(w, recht.NewText("Wohngeld: wie gerechnet wird", "Wohngeld: how it is calculated"), wohngeld.Regeln().Lesart(), recht.Deutsch)
	})
	code, way, problems := call(t, "erklaere", "-html", "-", "testdata/faelle.csv", "f04")
	require.Zero(t, code, problems)
	mux.HandleFunc("/weg", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, way) })
	server := httptest.NewServer(mux)
	defer server.Close()
	b := browsertest.New(t, server.URL, filepath.Join("testdata", "bilder"))
	b.Page("weg", "/weg")
	b.Page("lesart", "/lesart")
	b.Done()
}
