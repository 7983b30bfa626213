// SPDX-License-Identifier: Apache-2.0

package archtest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// SECURITY.md answers each requirement of OWASP ASVS: by tests that there are, or by a
// reason of one of these kinds.
func TestASVS_EachRequirementIsThereOnceWithAProof(t *testing.T) {
	reason := regexp.MustCompile(`^(by construction|account service|operator|document|open): .{5,}`)
	named := regexp.MustCompile("`(Test[A-Za-z0-9_]+)`")
	wanted := asvs(t)
	require.Len(t, wanted, 253)
	tests := testNames(t)
	text, err := os.ReadFile("../../SECURITY.md")
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| (V[0-9.]+) \| ([12]) \| (.+?) \| (.+) \|$`).FindAllStringSubmatch(string(text), -1) {
		id, level, words, proof := row[1], row[2], row[3], row[4]
		require.Equal(t, wanted[id], level, "%s is of another level, or none of ASVS", id)
		require.False(t, seen[id], "%s stands there twice", id)
		seen[id] = true
		require.Greater(t, len(words), 3, id)
		proofs := named.FindAllStringSubmatch(proof, -1)
		require.True(t, len(proofs) > 0 || reason.MatchString(proof), "%s has neither a test nor a reason", id)
		for _, p := range proofs {
			require.True(t, tests[p[1]], "%s names %s, which is no test of this repository", id, p[1])
		}
	}
	for id := range wanted {
		require.True(t, seen[id], "%s is missing", id)
	}
}

// asvs are the requirements by id, with their levels.
func asvs(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/asvs-5.0.txt")
	require.NoError(t, err)
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if id, level, ok := strings.Cut(strings.TrimSpace(line), " "); ok && !strings.HasPrefix(line, "#") {
			out[id] = level
		}
	}
	return out
}

// testNames are the names of all tests of the repository.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	declared := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9_]+)\(t \*testing\.T\)`)
	out := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range declared.FindAllStringSubmatch(string(source), -1) {
			out[m[1]] = true
		}
		return err
	})
	require.NoError(t, err)
	return out
}
