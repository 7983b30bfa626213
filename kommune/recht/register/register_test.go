// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/register"
	"github.com/deutschland-stack/bausteine/kommune/recht/register/internal/citations"
	"github.com/deutschland-stack/bausteine/kommune/recht/register/internal/corpus"
)

var digest = regexp.MustCompile(`^[0-9a-f]{16}$`)

func TestRegister_IsWellFormedAndComplete(t *testing.T) {
	n := 0
	for e := range register.All() {
		n++
		got, ok := register.Lookup(e.Norm)
		require.True(t, ok)
		require.Equal(t, e, got)
		require.NotEmpty(t, e.Inhalt, e.Norm)
		if e.Herkunft == register.HerkunftBund {
			require.Regexp(t, digest, e.Digest, e.Norm)
			require.False(t, e.Gelesen.Before(e.Seit), e.Norm)
			require.NotEmpty(t, e.Worte, "%s: which words must stand there?", e.Norm)
			require.LessOrEqual(t, len(e.Worte), 3, e.Norm)
		} else {
			require.Contains(t, []register.Herkunft{register.HerkunftLand, register.HerkunftEU, register.HerkunftZwei}, e.Herkunft)
			require.Empty(t, e.Digest, "%s was not read", e.Norm)
		}
		if !e.Seit.IsZero() {
			require.True(t, e.Nach.Before(e.Seit), e.Norm)
			require.False(t, e.InForce(e.Seit.AddDays(-1)))
			require.True(t, e.InForce(e.Seit))
		}
	}
	require.Greater(t, n, 100)
	require.Equal(t, "2026-08-19", register.LawAsOf().String())
	_, ok := register.Lookup(recht.MustParseNorm("§ 999 BMG"))
	require.False(t, ok)
	changes := slices.Collect(register.Changes())
	require.NotEmpty(t, changes)
	require.Equal(t, "2026-12-31", changes[0].Ab.String())
}

var update = flag.Bool("update", false, "write testdata/unread.txt anew")

// Every norm that is a value outside of tests stands in the register, or among what
// comes, or on the list of those that nobody has read yet, testdata/unread.txt. An entry
// that is read, or cited no more, goes off that list:
//
//	go test ./kommune/recht/register -update
func TestRegister_HoldsEveryNormOfTheTree(t *testing.T) {
	cited, err := citations.Scan(filepath.Join("..", "..", ".."), []string{"BMG"})
	require.NoError(t, err)
	values, unread := 0, map[string]bool{}
	for _, c := range cited {
		if !c.Value || c.Test || strings.HasPrefix(c.File, "kommune/recht/") {
			continue
		}
		values++
		_, read := register.Lookup(c.Norm)
		coming := slices.ContainsFunc(slices.Collect(register.Changes()), func(a register.Aenderung) bool { return a.Norm == c.Norm })
		if !read && !coming && !citations.Invented(c.Norm) {
			unread[c.Norm.String()] = true
		}
	}
	require.Greater(t, values, 30, "the scan must have seen the tree")
	lines := append([]string{"# Norms that are cited and that nobody has read yet; the aim is none."}, slices.Sorted(maps.Keys(unread))...)
	text := strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", "unread.txt")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	committed, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(committed), text, "read what is new and add it to normen.tsv, or put it on the list: go test ./kommune/recht/register -update")
}

// Every finding that a person can see carries the norms it rests on, or stands with a
// reason on testdata/without_norm.txt: who asks back, a machine that failed, a limit of
// a file rest on none.
func TestRegister_EveryFindingForAPersonCarriesANormOrAReason(t *testing.T) {
	found, err := citations.Findings(filepath.Join("..", "..", ".."))
	require.NoError(t, err)
	with, without := 0, map[string]bool{}
	for _, f := range found {
		if f.Norms {
			with++
			continue
		}
		without[f.Func] = true
	}
	require.Greater(t, with, 5, "the scan must have seen the tree")
	list, err := os.ReadFile(filepath.Join("testdata", "without_norm.txt"))
	require.NoError(t, err)
	reasons := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, _ := strings.Cut(strings.TrimSpace(line), "\t")
		require.NotEmpty(t, reason, "%s: why does it rest on no norm?", name)
		reasons[name] = true
	}
	for name := range without {
		require.True(t, reasons[name], "%s: name a norm in its findings, or write it and the reason down", name)
		delete(reasons, name)
	}
	if len(reasons) > 0 {
		t.Logf("on the list and not needed: %s", slices.Sorted(maps.Keys(reasons)))
	}
	t.Logf("%d places make findings with norms, %d without, each with a reason", with, len(without))
}

// statutes opens the collection that the federal norms were read in.
func statutes(t *testing.T) fs.FS {
	t.Helper()
	return os.DirFS(shareddata.Path(t, "recht"))
}

// problems lists what is wrong with the entries in a collection.
func problems(c *corpus.Corpus, entries []register.Eintrag) []string {
	var all []string
	for _, e := range entries {
		if e.Herkunft != register.HerkunftBund {
			continue
		}
		text, err := c.Text(e.Norm)
		if err != nil {
			all = append(all, fmt.Sprintf("%s: %v", e.Norm, err))
			continue
		}
		for _, words := range e.Worte {
			if !corpus.Contains(text, words) {
				all = append(all, fmt.Sprintf("%s: lacks %q", e.Norm, words))
			}
		}
		if corpus.Digest(text) != e.Digest {
			all = append(all, fmt.Sprintf("%s: the wording is another", e.Norm))
		}
	}
	return all
}

func TestRegister_HoldsAgainstTheStatutes(t *testing.T) {
	require.Empty(t, problems(corpus.New(statutes(t)), slices.Collect(register.All())))
}

// The days since when a wording holds are those of the states of the BMG that are
// at hand.
func TestRegister_KnowsSinceWhenEachWordingOfTheBMGHolds(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shareddata.Path(t, "recht"), "bmg-fassungen", "BMG_*.md"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	checked := 0
	for e := range register.All() {
		if e.Norm.Act() != "BMG" || e.Seit.IsZero() {
			continue
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			day := datum.MustParse(strings.Split(filepath.Base(file), "_")[1])
			if len(text) == 0 {
				continue // a state in which the collection held no acts
			}
			place, err := corpus.Find(string(text), e.Norm)
			same := err == nil && corpus.Digest(place) == e.Digest
			switch {
			case !day.Before(e.Seit):
				require.True(t, same, "%s is to hold since %s, and is another on %s", e.Norm, e.Seit, day)
			case !e.Nach.IsZero() && !day.After(e.Nach) && last(files, e.Seit) == file:
				require.False(t, same, "%s held already on %s", e.Norm, day)
			}
			checked++
		}
	}
	require.Greater(t, checked, 500)
}

// last is the newest state before the day.
func last(files []string, before datum.Datum) string {
	newest := ""
	for _, file := range files { // in the order of their names, which begin with the day
		if datum.MustParse(strings.Split(filepath.Base(file), "_")[1]).Before(before) {
			newest = file
		}
	}
	return newest
}

func TestRegister_FindsAChangedWordAndARemovedParagraph(t *testing.T) {
	dir := statutes(t)
	text, err := fs.ReadFile(dir, "BMG.md")
	require.NoError(t, err)
	entries := slices.Collect(register.All())
	changed := func(old, replacement string) []string {
		require.Contains(t, string(text), old)
		spoilt := strings.Replace(string(text), old, replacement, 1)
		only := slices.DeleteFunc(slices.Clone(entries), func(e register.Eintrag) bool { return e.Norm.Act() != "BMG" })
		return problems(corpus.New(fstest.MapFS{"BMG.md": {Data: []byte(spoilt)}}), only)
	}
	require.Equal(t, []string{"§ 17 BMG: the wording is another", "§ 17 Abs. 1 BMG: lacks \"zwei Wochen nach dem Einzug\"", "§ 17 Abs. 1 BMG: the wording is another"},
		changed("hat sich innerhalb von zwei Wochen nach dem Einzug", "hat sich innerhalb von drei Wochen nach dem Einzug"))
	require.Contains(t, changed("# § 20 – ", "# § 20b – "), "§ 20 BMG: corpus: the act has no such place: § 20 BMG")
	require.Empty(t, changed("(1) Wer eine Wohnung bezieht, hat sich", "(1) Wer eine Wohnung\nbezieht,  hat sich"), "layout is no change of law")
}

// Of citations that are wrong on purpose the words find most: those at another
// Absatz, in another paragraph, in another act.
func TestRegister_FindsWrongCitations(t *testing.T) {
	dir := statutes(t)
	c := corpus.New(dir)
	r := rand.New(rand.NewPCG(15, 19))
	var federal []register.Eintrag
	for e := range register.All() {
		if e.Herkunft == register.HerkunftBund {
			federal = append(federal, e)
		}
	}
	const seeded = 200
	found, beyond := 0, []string{}
	for range seeded {
		e := federal[r.IntN(len(federal))]
		wrong := elsewhere(t, r, e.Norm, federal)
		text, err := c.Text(wrong)
		bad := err != nil
		for _, words := range e.Worte {
			bad = bad || !corpus.Contains(text, words)
		}
		if bad {
			found++
		} else {
			beyond = append(beyond, fmt.Sprintf("%s cited as %s", e.Norm, wrong))
		}
	}
	t.Logf("found %d of %d; beyond it: %s", found, seeded, strings.Join(beyond, "; "))
	require.GreaterOrEqual(t, found*100, seeded*80)
}

// elsewhere is a wrong norm for the same thing.
func elsewhere(t *testing.T, r *rand.Rand, norm recht.Norm, federal []register.Eintrag) recht.Norm {
	t.Helper()
	for {
		other := federal[r.IntN(len(federal))].Norm
		text := ""
		switch r.IntN(3) {
		case 0: // another Absatz of the paragraph, or one too many
			text = fmt.Sprintf("§ %s Abs. %d %s", norm.Paragraf(), 1+r.IntN(6), norm.Act())
		case 1: // another paragraph of the act
			text = fmt.Sprintf("§ %d Abs. 1 %s", 1+r.IntN(60), norm.Act())
		case 2: // another act
			text = norm.Place() + " " + other.Act()
		}
		wrong, err := recht.ParseNorm(text)
		if err == nil && !wrong.Contains(norm) && !norm.Contains(wrong) && wrong != norm {
			return wrong
		}
	}
}

// What people write about norms in comments, texts and pages names places that exist.
func TestRegister_ProseNamesPlacesThatExist(t *testing.T) {
	c := corpus.New(statutes(t))
	acts := []string{
		"BMG", "BGB", "VwVfG", "BGebG", "EGovG", "OZG", "IDNrG", "SGB X", "VwGO", "BMeldDigiV", "1. BMeldDÜV", "UStG",
		"VwVfG M-V", "VwVfG NRW", // so that they are not taken for the federal act
	}
	cited, err := citations.Scan(filepath.Join("..", "..", ".."), acts)
	require.NoError(t, err)
	seen := 0
	for _, cite := range cited {
		if cite.Value || cite.Test || strings.HasPrefix(cite.File, "kommune/recht/") {
			continue
		}
		seen++
		if _, err := c.Text(cite.Norm); errors.Is(err, corpus.ErrNoPlace) || errors.Is(err, corpus.ErrRepealed) {
			t.Errorf("%s:%d: %v", cite.File, cite.Line, err)
		}
	}
	require.Greater(t, seen, 50)
}
