// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/deutschland-stack/bausteine"

var update = flag.Bool("update", false, "write the files of testdata anew")

// pack is one package as the go command lists it.
type pack struct {
	ImportPath string
	Name       string
	Dir        string
	Export     string // file with its exported types
	Standard   bool
	Imports    []string
	TestImports,
	XTestImports []string
	Module *struct{ Path string }
}

// name is the path inside the repository: "kommune/datum", "." for the root.
func (p *pack) name() string {
	if p.ImportPath == module {
		return "."
	}
	return strings.TrimPrefix(p.ImportPath, module+"/")
}

func (p *pack) ours() bool {
	return p.ImportPath == module || strings.HasPrefix(p.ImportPath, module+"/")
}

// public reports whether a program outside may import the package.
func (p *pack) public() bool {
	return p.ours() && !slices.Contains(strings.Split(p.name(), "/"), "internal") && !strings.HasPrefix(p.name(), "examples/")
}

// suite reports whether the package serves tests, as journaltest does and what lies
// in it.
func suite(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasSuffix(part, "test") })
}

// library lists the packages of the root module with all they import.
var library = sync.OnceValues(func() (map[string]*pack, error) { return list("../..") })

// services lists those of the examples.
var services = sync.OnceValues(func() (map[string]*pack, error) { return list("../../examples") })

func list(dir string) (map[string]*pack, error) {
	cmd := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Name,Dir,Export,Standard,Imports,TestImports,XTestImports,Module", "./...")
	cmd.Dir = filepath.FromSlash(dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New(stderr.String())
	}
	all := map[string]*pack{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := &pack{}
		switch err := dec.Decode(p); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all[p.ImportPath] = p
	}
}

// tree returns the packages of the repository, the examples included, by name.
func tree(t *testing.T) map[string]*pack {
	t.Helper()
	ours := map[string]*pack{}
	for _, load := range []func() (map[string]*pack, error){library, services} {
		all, err := load()
		require.NoError(t, err)
		for _, p := range all {
			if p.ours() {
				ours[p.name()] = p
			}
		}
	}
	require.Greater(t, len(ours), 50, "the list must hold the tree")
	return ours
}

// inside returns the imports that lie in the repository, by name.
func inside(imports []string) []string {
	var names []string
	for _, path := range imports {
		if p := (pack{ImportPath: path}); p.ours() {
			names = append(names, p.name())
		}
	}
	return names
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
