// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hidden names what a user calls and does not find where it is: an exported alias of
// an internal type with fields or methods, a method or field promoted from an internal
// type. Each entry says how it ends; one that is no longer needed fails the test.
var hidden = map[string]string{
	"onceonly.Subject":    "gets its methods declared beside it",
	"onceonly/idnr.BPK2":  "gets its methods declared beside it",
	"onceonly/idnr.IdNr":  "gets its methods declared beside it",
	"onceonly/idnr.WIdNr": "gets its methods declared beside it",
}

// What users call is documented where they find it.
func TestAPI_HidesNothingOfUsersInInternalPackages(t *testing.T) {
	found := map[string]bool{}
	for _, offence := range hiddenIn(t) {
		what, _, _ := strings.Cut(offence, ": ")
		found[what] = true
		if _, known := hidden[what]; !known {
			t.Error(offence)
		}
	}
	for what, how := range hidden {
		require.True(t, found[what], "%s is mended (%s): take the entry out", what, how)
	}
}

func hiddenIn(t *testing.T) []string {
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
	var offences []string
	for _, path := range sorted(all) {
		p := all[path]
		if !p.public() || suite(p.name()) || p.Export == "" {
			continue
		}
		imported, err := load.Import(path)
		require.NoError(t, err)
		scope := imported.Scope()
		for _, name := range scope.Names() {
			if object, ok := scope.Lookup(name).(*types.TypeName); ok && object.Exported() {
				offences = append(offences, hiddenOf(p.name()+"."+name, object)...)
			}
		}
	}
	return offences
}

// hiddenOf lists what one exported type hides.
func hiddenOf(what string, object *types.TypeName) []string {
	named, ok := types.Unalias(object.Type()).(*types.Named)
	if !ok {
		return nil
	}
	if object.IsAlias() {
		if uses := uses(named); fromInternal(named.Obj()) && len(uses) > 0 {
			return []string{fmt.Sprintf("%s: an alias of an internal type with %s", what, strings.Join(uses, ", "))}
		}
		return nil // what is declared elsewhere in public is checked there
	}
	var offences []string
	methods := types.NewMethodSet(types.NewPointer(named))
	for i := range methods.Len() {
		m := methods.At(i)
		if m.Obj().Exported() && len(m.Index()) > 1 && fromInternal(m.Obj()) {
			offences = append(offences, fmt.Sprintf("%s: its method %s is promoted from an internal type", what, m.Obj().Name()))
		}
	}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for _, field := range promoted(s) {
			offences = append(offences, fmt.Sprintf("%s: its field %s is promoted from an internal type", what, field))
		}
	}
	return offences
}

// promoted lists the exported fields of embedded internal structs.
func promoted(s *types.Struct) []string {
	var fields []string
	for i := range s.NumFields() {
		f := s.Field(i)
		if !f.Embedded() {
			continue
		}
		typ := f.Type()
		if pointer, ok := types.Unalias(typ).(*types.Pointer); ok {
			typ = pointer.Elem()
		}
		inner, ok := typ.Underlying().(*types.Struct)
		if !ok {
			continue
		}
		if named, ok := types.Unalias(typ).(*types.Named); ok && fromInternal(named.Obj()) {
			for j := range inner.NumFields() {
				if inner.Field(j).Exported() {
					fields = append(fields, inner.Field(j).Name())
				}
			}
		}
		fields = append(fields, promoted(inner)...)
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// uses lists the exported methods and fields of a type.
func uses(named *types.Named) []string {
	var names []string
	methods := types.NewMethodSet(types.NewPointer(named))
	for i := range methods.Len() {
		if m := methods.At(i).Obj(); m.Exported() {
			names = append(names, m.Name())
		}
	}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if s.Field(i).Exported() {
				names = append(names, s.Field(i).Name())
			}
		}
	}
	return names
}

func fromInternal(object types.Object) bool {
	return object.Pkg() != nil && strings.HasPrefix(object.Pkg().Path(), module+"/") &&
		slices.Contains(strings.Split(object.Pkg().Path(), "/"), "internal")
}
