// SPDX-License-Identifier: Apache-2.0

package citations

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Finding is a place outside of tests that makes findings for a person: they have a text.
type Finding struct {
	// Func names the function by its folder: "leistung/frist.warning".
	Func string
	// Norms says that the finding carries norms.
	Norms bool
}

// Findings reads the tree below root: every literal of recht.Befund with a text.
func Findings(root string) ([]Finding, error) {
	var all []Finding
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); strings.HasPrefix(name, ".") && file != root || name == "testdata" || name == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		all = append(all, findingsIn(path.Dir(filepath.ToSlash(rel)), parsed)...)
		return nil
	})
	return all, err
}

func findingsIn(folder string, file *ast.File) []Finding {
	var all []Finding
	for _, decl := range file.Decls {
		name := "var"
		if f, isFunc := decl.(*ast.FuncDecl); isFunc {
			name = f.Name.Name
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			literal, is := n.(*ast.CompositeLit)
			if !is || !isFinding(literal) {
				return true
			}
			if slices.Contains(keys(literal), "Text") {
				all = append(all, Finding{folder + "." + name, slices.Contains(keys(literal), "Normen")})
			}
			return true
		})
	}
	return all
}

// isFinding reports whether the literal is one of recht.Befund, or an element of a list
// of them, which is one by its members.
func isFinding(literal *ast.CompositeLit) bool {
	switch t := literal.Type.(type) {
	case *ast.SelectorExpr:
		return t.Sel.Name == "Befund"
	case *ast.Ident:
		return t.Name == "Befund"
	case nil:
		has := keys(literal)
		return slices.Contains(has, "Code") && slices.Contains(has, "Text") && (slices.Contains(has, "Pointer") || slices.Contains(has, "Severity"))
	}
	return false
}

func keys(literal *ast.CompositeLit) []string {
	var names []string
	for _, element := range literal.Elts {
		if pair, is := element.(*ast.KeyValueExpr); is {
			if key, is := pair.Key.(*ast.Ident); is {
				names = append(names, key.Name)
			}
		}
	}
	return names
}
