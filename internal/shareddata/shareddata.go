// SPDX-License-Identifier: Apache-2.0

// Package shareddata finds the folder of official data that may lie beside the
// repository (../shared/data), or where the environment variable BAUSTEINE_DATA
// says. The files in it are not part of the project; tests read them for extra
// checks and skip, saying why, where they are missing. Where the variable is set
// a missing file is a failure: whoever names the folder wants the checks.
package shareddata

import (
	"os"
	"path/filepath"
	"testing"
)

// Variable names the environment variable with the folder of official data.
const Variable = "BAUSTEINE_DATA"

// Path returns the path of the named file or folder below shared/data.
// Where it is missing the test is skipped with the reason.
func Path(tb testing.TB, name string) string {
	tb.Helper()
	if folder := os.Getenv(Variable); folder != "" {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if _, err := os.Stat(path); err != nil { //nolint:gosec // the folder is named by whoever runs the tests
			tb.Fatalf("extra check against official data: %s is not where %s says", name, Variable)
		}
		return path
	}
	root, err := repositoryRoot()
	if err != nil {
		tb.Fatalf("shareddata: %v", err)
	}
	path := filepath.Join(root, "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("extra check against official data: %s is not beside this repository", filepath.Join("shared", "data", name))
	}
	return path
}

// repositoryRoot walks up from the working folder to the folder of go.work.
func repositoryRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", os.ErrNotExist
		}
		dir = parent
	}
}
