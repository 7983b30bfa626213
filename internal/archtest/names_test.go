// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Exported names that nobody outside of their package uses, each under the reason why it
// is exported all the same:
//
//	go test ./internal/archtest -run Names -update
//
// takes out what has gone or found a user, and puts new ones under [unexplained], where
// they fail until somebody wrote a reason or made them private.
//
// A name is a package-level name or a method, outside of suites and of packages named
// internal; fields do not count. A user is any file in another folder of the library, the
// examples or the comparisons. What a used name has in its signature is used, and a method
// of that name called anywhere else is; methods that satisfy interfaces of the library or
// the usual ones of the standard library do not count as unused.
const (
	namesFile   = "testdata/names.txt"
	unexplained = "# NO REASON YET: write one, or make it private"
)

func TestNames_WithoutAUserHaveAReason(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every file of the repository")
	}
	api := exported(t)
	unused := api.unused(t)
	reasons := readReasons(t)
	if *update {
		writeReasons(t, api, unused, reasons)
		return
	}
	for _, name := range unused {
		switch reasons[name] {
		case "":
			t.Errorf("nobody outside of its package uses %s: make it private, or give the reason in %s", name, namesFile)
		case unexplained:
			t.Errorf("%s: %s", name, unexplained)
		}
	}
	for name := range reasons {
		if !slices.Contains(unused, name) {
			t.Errorf("%s has a user or is gone: take it out of %s", name, namesFile)
		}
	}
	t.Logf("%d exported names (%d of them methods), %d without a user", len(api.names), api.methods, len(unused))
}

// readReasons returns the reason of each name in the list.
func readReasons(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(namesFile)
	require.NoError(t, err)
	reasons, reason := map[string]string{}, ""
	for line := range strings.Lines(string(text)) {
		switch line = strings.TrimSuffix(line, "\n"); {
		case strings.HasPrefix(line, "#"):
			reason = line
		case line != "":
			require.NotEmpty(t, reason, "%s stands under no reason", line)
			require.Empty(t, reasons[line], "%s stands there twice", line)
			reasons[line] = reason
		}
	}
	return reasons
}

func writeReasons(t *testing.T, api *surface, unused []string, reasons map[string]string) {
	t.Helper()
	groups, ofPackage := map[string][]string{}, map[string]string{}
	for _, reason := range reasons {
		if pkg, _, found := strings.Cut(strings.TrimPrefix(reason, "# "), ": "); found {
			ofPackage[pkg] = reason
		}
	}
	for _, name := range unused {
		reason := reasons[name]
		if reason == "" {
			reason = api.reason(name)
		}
		if reason == unexplained && ofPackage[packageOf(name)] != "" {
			reason = ofPackage[packageOf(name)] // to be looked at in review
		}
		groups[reason] = append(groups[reason], name)
	}
	var b strings.Builder
	for _, reason := range sorted(groups) {
		b.WriteString(reason + "\n" + strings.Join(groups[reason], "\n") + "\n\n")
	}
	require.NoError(t, os.WriteFile(namesFile, []byte(strings.TrimSuffix(b.String(), "\n")), 0o600))
}

// reason is why a name of this kind is exported; most have to be explained by hand.
func (s *surface) reason(name string) string {
	object := s.names[name]
	_, constant := object.(*types.Const)
	_, variable := object.(*types.Var)
	named, isNamed := object.Type().(*types.Named)
	switch {
	case constant && (isNamed && named.Obj().Pkg() == object.Pkg() || strings.HasPrefix(object.Name(), "Code") || strings.HasPrefix(object.Name(), "Rule")):
		return "# a value of a closed list: it is complete, or a caller could not tell them all apart"
	case variable && strings.HasPrefix(object.Name(), "Err"), strings.HasSuffix(object.Name(), "Error"):
		return "# an error that a caller may have to tell apart"
	case strings.HasPrefix(object.Name(), "Normalize"), strings.HasPrefix(object.Name(), "Must"), object.Name() == "Diagram", strings.HasSuffix(object.Name(), "Diagram"):
		return "# the house gives it to every value or life cycle of its kind: the lenient door, the form that panics, the drawing"
	default:
		return unexplained
	}
}

// surface is the exported API of the library.
type surface struct {
	names   map[string]types.Object // by "onceonly.Broker.Accept"
	methods int
	ifaces  map[string]bool // names of methods of interfaces
}

// usual are the methods by which the standard library knows a type.
const usual = " String GoString Format Error Unwrap Is As LogValue MarshalText UnmarshalText AppendText MarshalJSON UnmarshalJSON " +
	"MarshalXML UnmarshalXML Scan Value ServeHTTP Read Write Close Len Less Swap IsZero Equal Compare "

func exported(t *testing.T) *surface {
	t.Helper()
	all, err := library()
	require.NoError(t, err)
	load := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		p := all[path]
		if p == nil || p.Export == "" {
			return nil, fmt.Errorf("no exported types of %s", path)
		}
		return os.Open(p.Export)
	})
	s := &surface{names: map[string]types.Object{}, ifaces: map[string]bool{}}
	for _, name := range strings.Fields(usual) {
		s.ifaces[name] = true
	}
	for _, path := range sorted(all) {
		p := all[path]
		if !p.ours() || p.Export == "" {
			continue
		}
		imported, err := load.Import(path)
		require.NoError(t, err)
		for _, name := range imported.Scope().Names() {
			s.add(p, imported.Scope().Lookup(name))
		}
	}
	return s
}

func (s *surface) add(p *pack, object types.Object) {
	if typeName, ok := object.(*types.TypeName); ok {
		if i, ok := typeName.Type().Underlying().(*types.Interface); ok {
			for m := range i.Methods() {
				s.ifaces[m.Name()] = true
			}
		}
	}
	if !object.Exported() || !p.public() || suite(p.name()) {
		return
	}
	full := called(p.name()) + "." + object.Name()
	s.names[full] = object
	typeName, ok := object.(*types.TypeName)
	if !ok || typeName.IsAlias() {
		return
	}
	if named, ok := typeName.Type().(*types.Named); ok {
		for m := range named.Methods() {
			if m.Exported() {
				s.names[full+"."+m.Name()] = m
				s.methods++
			}
		}
	}
}

// called is the name of a package in the list; the root has one, too.
func called(name string) string {
	if name == "." {
		return "bausteine"
	}
	return name
}

// packageOf is the package of a name in the list.
func packageOf(name string) string {
	last := strings.LastIndex(name, "/") + 1
	pkg, _, _ := strings.Cut(name[last:], ".")
	return name[:last] + pkg
}

// unused returns the names without a user, in order.
func (s *surface) unused(t *testing.T) []string {
	t.Helper()
	direct, selected := usesOf(t)
	used, seen := map[types.Object]bool{}, map[string]bool{}
	var reach func(types.Type)
	reach = func(typ types.Type) {
		switch typ := typ.(type) {
		case *types.Named:
			instance := types.TypeString(typ, nil)
			if seen[instance] {
				return
			}
			seen[instance], used[typ.Obj()] = true, true
			reach(typ.Underlying())
			for arg := range typ.TypeArgs().Types() {
				reach(arg)
			}
		case *types.Alias:
			used[typ.Obj()] = true
			reach(types.Unalias(typ))
		case interface{ Elem() types.Type }:
			reach(typ.Elem())
			if m, ok := typ.(*types.Map); ok {
				reach(m.Key())
			}
		case *types.Signature:
			for _, tuple := range []*types.Tuple{typ.Params(), typ.Results()} {
				for v := range tuple.Variables() {
					reach(v.Type())
				}
			}
		case *types.Struct:
			for f := range typ.Fields() {
				if f.Exported() {
					reach(f.Type())
				}
			}
		case *types.Interface:
			for m := range typ.Methods() {
				reach(m.Type())
			}
		}
	}
	isMethod := func(full string) bool { return strings.Count(full[strings.LastIndex(full, "/")+1:], ".") == 2 }
	methodUsed := func(full, name string) bool {
		for dir := range selected[name] {
			if dir != packageOf(full) {
				return true
			}
		}
		return false
	}
	for full, object := range s.names {
		if isMethod(full) && methodUsed(full, object.Name()) || direct[full] {
			reach(object.Type())
			used[object] = true
		}
	}
	var left []string
	for full, object := range s.names {
		switch {
		case used[object], isMethod(full) && s.ifaces[object.Name()]:
		default:
			left = append(left, full)
		}
	}
	slices.Sort(left)
	return left
}

// usesOf reads all files of the repository: which package-level names are used in another
// folder, and in which folders a selector of a name stands.
func usesOf(t *testing.T) (direct map[string]bool, selected map[string]map[string]bool) {
	t.Helper()
	direct, selected = map[string]bool{}, map[string]map[string]bool{}
	root := filepath.Join("..", "..")
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		dir = called(filepath.ToSlash(dir))
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		imports := map[string]string{}
		for _, i := range file.Imports {
			target, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			p := pack{ImportPath: target}
			if !p.ours() {
				continue
			}
			name := target[strings.LastIndex(target, "/")+1:]
			if i.Name != nil {
				name = i.Name.Name
			}
			imports[name] = called(p.name())
		}
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if selected[sel.Sel.Name] == nil {
				selected[sel.Sel.Name] = map[string]bool{}
			}
			selected[sel.Sel.Name][dir] = true
			if x, ok := sel.X.(*ast.Ident); ok && imports[x.Name] != "" && imports[x.Name] != dir {
				direct[imports[x.Name]+"."+sel.Sel.Name] = true
			}
			return true
		})
		return nil
	}))
	return direct, selected
}
