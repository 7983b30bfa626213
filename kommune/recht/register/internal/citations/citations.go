// SPDX-License-Identifier: Apache-2.0

// Package citations finds where a source tree cites norms: as values, and in the
// prose of comments, texts and pages.
package citations

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Citation is one place of the tree that cites one norm.
type Citation struct {
	Norm recht.Norm
	File string // relative to the root
	Line int
	// Value says that a literal is the norm and nothing else; otherwise it stands in
	// prose, which names it as people write.
	Value bool
	// Test says that it stands in a test.
	Test bool
}

// Invented reports whether the act is one that examples make up.
func Invented(norm recht.Norm) bool { return norm.Act() == "Beispielsatzung" }

// Scan reads the tree below root. Prose is looked for norms of the acts alone.
func Scan(root string, acts []string) ([]Citation, error) {
	prose := proseOf(acts)
	var all []Citation
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); strings.HasPrefix(name, ".") && path != root || name == "testdata" || name == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		ext := filepath.Ext(path)
		if !slices.Contains([]string{".go", ".html", ".md"}, ext) {
			return nil
		}
		source, err := os.ReadFile(path) //nolint:gosec // the tree is named by whoever runs the scan
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		test := strings.HasSuffix(rel, "_test.go")
		if ext == ".go" {
			values, err := valuesIn(rel, source)
			if err != nil {
				return err
			}
			all = append(all, values...)
		}
		all = append(all, prose.in(rel, string(source), test)...)
		return nil
	})
	return all, err
}

// valuesIn finds the literals that are norms, whatever becomes of them.
func valuesIn(file string, source []byte) ([]Citation, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []Citation
	ast.Inspect(parsed, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			return true
		}
		normen, err := recht.ParseNormen(text)
		if err != nil {
			return true // some other text
		}
		for _, norm := range normen {
			all = append(all, Citation{norm, file, set.Position(literal.Pos()).Line, true, strings.HasSuffix(file, "_test.go")})
		}
		return true
	})
	return all, nil
}

// prose recognises norms as people write them: "§ 31 (3) VwVfG", "§ 23(4) S. 1
// BMG", "§ 19 Absatz 3 Satz 1 BMG".
type prose struct{ pattern *regexp.Regexp }

func proseOf(acts []string) prose {
	quoted := make([]string, len(acts))
	for i, act := range acts {
		quoted[i] = regexp.QuoteMeta(act)
	}
	slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) }) // the longest name first
	return prose{regexp.MustCompile(`(§|Art\.)[ \x{a0}](\d+[a-z]?)` +
		`(?:[ \x{a0}]?\((\d+[a-z]?)\)|[ \x{a0}]Abs(?:\.|atz)[ \x{a0}](\d+[a-z]?))?` +
		`(?:[ \x{a0}](?:S\.|Satz|sentence)[ \x{a0}](\d+))?` +
		`(?:[ \x{a0}](?:Nr\.|Nummer|no\.)[ \x{a0}](\d+[a-z]?))?` +
		`[ \x{a0}](` + strings.Join(quoted, "|") + `)(?:[^\pL\d]|$)`)}
}

func (p prose) in(file, source string, test bool) []Citation {
	var all []Citation
	number := 0
	for line := range strings.Lines(source) {
		number++
		for _, m := range p.pattern.FindAllStringSubmatch(line, -1) {
			text := m[1] + " " + m[2]
			if absatz := cmp.Or(m[3], m[4]); absatz != "" {
				text += " Abs. " + absatz
			}
			if m[5] != "" {
				text += " Satz " + m[5]
			}
			if m[6] != "" {
				text += " Nr. " + m[6]
			}
			if norm, err := recht.ParseNorm(text + " " + m[7]); err == nil {
				all = append(all, Citation{norm, file, number, false, test})
			}
		}
	}
	return all
}
