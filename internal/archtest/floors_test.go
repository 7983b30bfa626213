// SPDX-License-Identifier: Apache-2.0

// Package archtest holds the plan of the house as a test: an import goes down,
// never up, and never sideways between blocks on one floor.
package archtest_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/deutschland-stack/bausteine"

// mayImport names, for each block, the blocks below it. A block may always
// import itself. "internal" is the ground, and so is the module's root, which
// any block but those of floor 1 may import.
var mayImport = map[string][]string{
	"internal": {},
	"root":     {"internal"},
	"kommune":  {"internal"},
	"onceonly": {"internal", "kommune"},
	"payment":  {"internal", "kommune"},
	"leistung": {"internal", "kommune", "onceonly", "payment"},
	"examples": {"internal", "kommune", "onceonly", "payment", "leistung"},
}

// leaves are what everybody may import: they import nothing but one another.
var leaves = []string{"kommune/datum", "kommune/recht", "payment/money"}

// thirdParty is what the library (all blocks but examples) may import from
// outside in its non-test code.
var thirdParty = []string{
	"github.com/google/uuid",
	"golang.org/x/text",
	"golang.org/x/oauth2",
	"github.com/go-jose/go-jose/v4",
	"github.com/coreos/go-oidc/v3",
	"github.com/go-text/typesetting",
	"github.com/microcosm-cc/bluemonday",
	"rsc.io/qr",
}

// onlyIn names the part of the library that alone may import a module.
var onlyIn = map[string]string{
	"github.com/go-text/typesetting":     "leistung/bescheid/pdf/",
	"rsc.io/qr":                          "leistung/bescheid/siegel/",
	"github.com/microcosm-cc/bluemonday": "leistung/xzufi/",
}

func TestImportsGoDownTheFloorsOnly(t *testing.T) {
	files := 0
	eachImport(t, func(file, imported string) {
		files++
		rest, ours := strings.CutPrefix(imported, module+"/")
		if !ours {
			return
		}
		from, to := block(file), block(rest)
		if from == to || slices.Contains(leaves, rest) {
			return
		}
		require.Contains(t, mayImport[from], to, "%s imports %s: %s stands not below %s", file, imported, to, from)
	})
	require.NotZero(t, files, "the walk must have seen the tree")
}

func TestLibraryImportsOnlyTheAgreedModules(t *testing.T) {
	eachImport(t, func(file, imported string) {
		first, _, _ := strings.Cut(imported, "/")
		ours := imported == module || strings.HasPrefix(imported, module+"/")
		if block(file) == "examples" || ours || !strings.Contains(first, ".") {
			return
		}
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(filepath.Base(filepath.Dir(file)), "test") {
			return // tests and conformance suites may use more; go.mod still limits them
		}
		for _, allowed := range thirdParty {
			if imported == allowed || strings.HasPrefix(imported, allowed+"/") {
				require.True(t, strings.HasPrefix(file, onlyIn[allowed]), "%s imports %s, which only %s may", file, imported, onlyIn[allowed])
				return
			}
		}
		t.Errorf("%s imports %s, which is not among the dependencies of the library", file, imported)
	})
}

// eachImport calls visit for every import of every Go file of the repository,
// with the file's path relative to its root. internal/crosscheck is a module of
// its own that measures against peers and may import anything.
func eachImport(t *testing.T, visit func(file, imported string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if rel == filepath.Join("internal", "crosscheck") || strings.HasPrefix(entry.Name(), ".git") || entry.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			visit(filepath.ToSlash(rel), imported)
		}
		return nil
	})
	require.NoError(t, err)
}

func block(path string) string {
	first, _, below := strings.Cut(path, "/")
	if !below && strings.HasSuffix(path, ".go") {
		return "root"
	}
	return first
}
