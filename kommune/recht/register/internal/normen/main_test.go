// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
)

// tree is a source tree that cites three norms, one of them twice.
func tree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, "a.go", "package a\n\nvar norm = \"§ 17 Abs. 1 BMG\"\n")
	write(t, root, "b/b.go", "package b\n\n// Two weeks, § 17 (1) BMG.\nvar other = \"§ 20 BMG\"\n")
	write(t, root, "b/invented.go", "package b\n\nvar fee = \"§ 1 Beispielsatzung\"\n")
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
}

func report(t *testing.T, root, corpus string) (string, error) {
	t.Helper()
	var out strings.Builder
	err := run(&out, root, corpus, "2026-11-30", false, false, nil)
	return out.String(), err
}

// entry is what the report says of one norm.
func entry(t *testing.T, report, norm string) string {
	t.Helper()
	_, rest, found := strings.Cut(report, "\n"+norm+"  ")
	require.True(t, found, "%s in %s", norm, report)
	text, _, _ := strings.Cut(rest, "\n\n")
	return text
}

func TestRun_NamesAChangedWordAndARemovedParagraphWithTheirPlaces(t *testing.T) {
	root, corpus := tree(t), t.TempDir()
	statute, err := os.ReadFile(filepath.Join(shareddata.Path(t, "recht"), "BMG.md"))
	require.NoError(t, err)
	write(t, corpus, "BMG.md", string(statute))
	text, err := report(t, root, corpus)
	require.NoError(t, err, "%s", text)

	write(t, corpus, "BMG.md", strings.Replace(strings.Replace(string(statute), "innerhalb von zwei Wochen nach dem Einzug", "innerhalb von drei Wochen nach dem Einzug", 1), "# § 20 ", "# § 20b ", 1))
	text, err = report(t, root, corpus)
	require.Error(t, err)
	changed := entry(t, text, "§ 17 Abs. 1 BMG")
	for _, want := range []string{"! the wording has changed", "\"zwei Wochen nach dem Einzug\" does not stand there", "a.go:3", "b/b.go:3"} {
		require.Contains(t, changed, want)
	}
	removed := entry(t, text, "§ 20 BMG")
	require.Contains(t, removed, "the act has no such place")
	require.Contains(t, removed, "b/b.go:4")
}

func TestRun_FindsAChangeWithoutTheStatutesOfTheHouse(t *testing.T) {
	root, corpus := tree(t), t.TempDir()
	write(t, corpus, "BMG.md", "# § 17 – Anmeldung\n\n(1) Wer eine Wohnung bezieht, meldet sich an.\n\n# § 20 – Wohnung\n\n(weggefallen)\n")
	text, err := report(t, root, corpus)
	require.ErrorContains(t, err, "to be looked at")
	require.Contains(t, entry(t, text, "§ 17 Abs. 1 BMG"), "a.go:3")
	require.Contains(t, entry(t, text, "§ 20 BMG"), "the place is repealed")
	require.NotContains(t, text, "Beispielsatzung\n  !", "an invented act is nobody's to read")
	require.Contains(t, text, "What comes:")
}

func TestRun_RefusesWhatItCannotRead(t *testing.T) {
	_, err := report(t, filepath.Join(t.TempDir(), "nowhere"), "")
	require.Error(t, err)
	require.Error(t, run(&strings.Builder{}, tree(t), "", "soon", false, false, nil))
	require.Error(t, run(&strings.Builder{}, tree(t), "", "", false, true, []string{"§§ 1, 2 BMG"}))
}
