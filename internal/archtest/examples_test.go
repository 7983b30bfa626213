// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
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

// fewer names packages that show less, with the number below which they must not fall,
// and why.
var fewer = map[string]struct {
	examples int
	reason   string
}{
	"leistung/antrag":                               {1, "shown by those of its procedures and cases; grows with them"},
	"leistung/antrag/fall":                          {1, "new: grows with the service kit"},
	"leistung/antrag/fall/falltest":                 {0, "new: its own tests show it"},
	"leistung/antrag/verfahren":                     {2, "new: grows with the service kit"},
	"leistung/antrag/verfahren/verfahrentest":       {0, "new: its own tests show it"},
	"leistung/nutzerkonto/oidc/simulator":           {0, "new: shown by the examples of oidc"},
	"leistung/onlinedienst":                         {1, "a service is an example of its own, see examples"},
	"leistung/onlinedienst/onlinediensttest":        {0, "shown by the tests of every service"},
	"leistung/zustellung/fitconnect":                {0, "new: its own tests show it"},
	"leistung/zustellung/fitconnect/fitconnecttest": {0, "new: its own tests show it"},
	"onceonly/auditlog":                             {1, "shown by those of cockpit and witness"},
}

func TestExamples_OfEveryPackageThatUsersCall(t *testing.T) {
	ours := tree(t)
	for name := range fewer {
		require.Contains(t, ours, name)
	}
	for _, p := range ours {
		if !p.public() {
			continue
		}
		want := enoughExamples
		if suite(p.name()) {
			want = enoughOfSuites
		}
		if excused, ok := fewer[p.name()]; ok {
			want = excused.examples
		}
		assert.GreaterOrEqual(t, examplesOf(t, p), want, "%s: examples that a newcomer can run, in example_test.go", p.name())
	}
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
