// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"fmt"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	// enoughExamples is how many a package shows whose functions a user calls, each run
	// by the tests and held against its output.
	enoughExamples = 3
	// enoughOfSuites is how many a package shows that serves the tests of others. A suite
	// needs a running test, so that its example is compiled and not run.
	enoughOfSuites = 1
)

func TestExamples_OfEveryPackageThatUsersCall(t *testing.T) {
	var short []string
	for name, p := range tree(t) {
		if !p.public() || p.Name == "main" {
			continue
		}
		want := enoughExamples
		if suite(name) {
			want = enoughOfSuites
		}
		if got := examplesOf(t, p); got < want {
			short = append(short, fmt.Sprintf("%s has %d, wanted are %d", name, got, want))
		}
	}
	require.Empty(t, short, "examples that a newcomer can run, in example_test.go")
}

// examplesOf counts the examples of a package. Of a package that serves tests those
// without output count too.
func examplesOf(t *testing.T, p *pack) (n int) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(p.Dir, "*_test.go"))
	require.NoError(t, err)
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, example := range doc.Examples(file) {
			if example.Output != "" || example.EmptyOutput || suite(p.name()) {
				n++
			}
		}
	}
	return n
}
