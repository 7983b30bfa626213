// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func TestTexte_AreThereInBothLanguagesAndUsed(t *testing.T) {
	used := map[string]bool{}
	key := regexp.MustCompile(`(?:\.T|say\((?:recht\.[A-Za-z]+, )?|text\(|errorKey\() ?"([a-z0-9.-]*[a-z0-9])"[,) }]`)
	for _, pattern := range []string{"*.go", "vorlagen/*.html"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, m := range key.FindAllStringSubmatch(string(source), -1) {
				used[m[1]] = true
				require.Contains(t, texte, m[1], file)
			}
		}
	}
	for k, text := range texte {
		_, english := text.Lookup(recht.Englisch)
		require.True(t, english, k)
		computed := strings.HasPrefix(k, "status.") || strings.HasPrefix(k, "period.") || strings.HasPrefix(k, "type.") || strings.HasPrefix(k, "unit.") || strings.HasPrefix(k, "tell.") || strings.HasPrefix(k, "cert.state.") || strings.HasPrefix(k, "counter.doc.") || strings.HasPrefix(k, "cert.post.") || strings.HasPrefix(k, "cert.over") || strings.HasPrefix(k, "cert.done") || regexp.MustCompile(`^amt\.(status|result|act|by|do|why|login|quick)\.`).MatchString(k) || k[0] >= '0' && k[0] <= '9' || strings.HasPrefix(k, "login")
		require.True(t, used[k] || computed, "nobody says %q", k)
		require.Equal(t, strings.Count(text.String(), "%"), strings.Count(text.English(), "%"), k)
		require.NotRegexp(t, `(?i)\banmelden\b|\bsign up\b|!`, text.String(), "%s: to log in is einloggen, and nobody is shouted at", k)
	}
}

func TestReadDatum_AsPeopleWrite(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-10-01": "2026-10-01", "1.10.2026": "2026-10-01", "01.10.26": "2026-10-01", "1. Oktober 2026": "2026-10-01", "1 okt 2026": "2026-10-01",
		"October 1, 2026": "2026-10-01", "1/10/2026": "2026-10-01", "12.8.64": "1964-08-12", "3. März 45": "2045-03-03", "29.02.2024": "2024-02-29",
	} {
		got, ok := readDatum(typed)
		require.True(t, ok, typed)
		require.Equal(t, want, got.String(), typed)
	}
	for _, typed := range []string{"", "morgen", "31.2.2026", "1.13.2026", "1.10", "1.10.026", "1.10.20260", "2026-10-1-1", "a.b.c", "-1.10.2026", "001.10.2026"} {
		_, ok := readDatum(typed)
		require.False(t, ok, typed)
	}
}

func FuzzReadDatum(f *testing.F) {
	f.Add("1. Oktober 2026")
	f.Add("01.10.26")
	f.Fuzz(func(t *testing.T, typed string) {
		if d, ok := readDatum(typed); ok {
			again, ok := readDatum(d.String())
			require.True(t, ok)
			require.Equal(t, d, again)
		}
	})
}

func TestLocal_LeadsNowhereElse(t *testing.T) {
	for target, want := range map[string]string{
		"/parken/": "/parken/", "/a%20b": "/a%20b", "": "/", "//evil.example/x": "/", "https://evil.example": "/", `/\evil.example`: "/", "javascript:alert(1)": "/", "parken": "/", "/x?y=1": "/x",
	} {
		require.Equal(t, want, local(target), target)
	}
}

func TestReadBetrag_AsPeopleWrite(t *testing.T) {
	for typed, want := range map[string]string{
		"420": "420.00", "420,5": "420.50", "420.50": "420.50", "1.225,00 €": "1225.00", "1.225": "1225.00", "1,225.50": "1225.50", "EUR 12": "12.00",
		"0": "0.00", "0,50": "0.50", "007": "7.00", "12 500 Euro": "12500.00", "100,-": "100.00", "-3,20": "-3.20", "−3,20": "-3.20", "1.234.567,89": "1234567.89",
	} {
		got, ok := readBetrag(typed)
		require.True(t, ok, typed)
		require.Equal(t, want, got.String(), typed)
	}
	for _, typed := range []string{"", "viel", "1,2,3", "1.22.500", "1.2345", "12,345,6", "1.225,000", "3 Äpfel", "--3", "1e5", "0x10", "99999999999999999999"} {
		_, ok := readBetrag(typed)
		require.False(t, ok, typed)
	}
}

func FuzzReadBetrag(f *testing.F) {
	f.Add("1.225,00 €")
	f.Fuzz(func(t *testing.T, typed string) {
		if b, ok := readBetrag(typed); ok {
			again, ok := readBetrag(b.String())
			require.True(t, ok)
			require.Equal(t, b, again)
			var read Betrag
			require.NoError(t, read.UnmarshalJSON([]byte(b.String())))
			require.Equal(t, b, read)
		}
	})
}
