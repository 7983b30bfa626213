// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// thirdParty is what packages of the library may import from outside; those with
// packages named are for these alone.
var thirdParty = map[string][]string{
	"github.com/google/uuid":             nil,
	"golang.org/x/text":                  nil,
	"golang.org/x/oauth2":                nil,
	"golang.org/x/time":                  nil,
	"github.com/go-jose/go-jose/v4":      nil,
	"github.com/coreos/go-oidc/v3":       {"leistung/nutzerkonto/oidc"},
	"github.com/microcosm-cc/bluemonday": {"leistung/xzufi"},
	"rsc.io/qr":                          {"leistung/bescheid/..."},
	"github.com/go-text/typesetting":     {"leistung/bescheid/..."},
}

func TestLibraryImportsOnlyTheAgreedModules(t *testing.T) {
	all, err := library()
	require.NoError(t, err)
	for _, p := range all {
		if !p.ours() || suite(p.name()) {
			continue // a suite may use more; go.mod still limits it
		}
		for _, path := range p.Imports {
			to := all[path]
			if to == nil || to.Standard || to.ours() || to.Module == nil {
				continue
			}
			only, agreed := thirdParty[to.Module.Path]
			require.True(t, agreed, "%s imports %s, which is not among the dependencies of the library", p.name(), path)
			require.True(t, only == nil || slices.ContainsFunc(only, func(pattern string) bool { return matches(pattern, p.name()) }),
				"%s imports %s, which is for %v alone", p.name(), path, only)
		}
	}
}

func matches(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == prefix || strings.HasPrefix(name, prefix+"/")
	}
	return pattern == name
}

// Each public package has the list of what it brings along, so that a dependency
// that creeps in shows in review:
//
//	go test ./internal/archtest -update
func TestDependenciesOfEachPublicPackage_AreTheCommittedOnes(t *testing.T) {
	all, err := library()
	require.NoError(t, err)
	dir := filepath.Join("testdata", "deps")
	want := map[string]bool{}
	for _, p := range all {
		if !p.public() || suite(p.name()) {
			continue
		}
		file := strings.ReplaceAll(p.name(), "/", ".") + ".txt"
		if p.name() == "." {
			file = "bausteine.txt"
		}
		want[file] = true
		text := "# " + p.ImportPath + " brings along:\n" + strings.Join(brings(all, p), "\n") + "\n"
		if *update {
			require.NoError(t, os.MkdirAll(dir, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
			continue
		}
		committed, err := os.ReadFile(filepath.Join(dir, file))
		require.NoError(t, err, "no list yet: go test ./internal/archtest -update")
		require.Equal(t, string(committed), text, "what %s brings along has changed; if that is meant: go test ./internal/archtest -update", p.name())
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		if want[entry.Name()] {
			continue
		}
		if *update {
			require.NoError(t, os.Remove(filepath.Join(dir, entry.Name())))
			continue
		}
		t.Errorf("%s is the list of a package that is no more: go test ./internal/archtest -update", entry.Name())
	}
}

// brings lists our packages and the modules of others that a package needs.
func brings(all map[string]*pack, p *pack) []string {
	found := map[string]bool{}
	seen := map[string]bool{}
	var walk func(path string)
	walk = func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		to := all[path]
		switch {
		case to == nil || to.Standard:
			return
		case to.ours():
			if to != p {
				found[to.name()] = true
			}
		case to.Module != nil:
			found[to.Module.Path] = true
		}
		for _, next := range to.Imports {
			walk(next)
		}
	}
	walk(p.ImportPath)
	return sorted(found)
}
