// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCodes_AllAreExplainedAndUsedAndTested(t *testing.T) {
	code := regexp.MustCompile(`FC-[A-Z]+-\d\d`)
	var used, tested strings.Builder
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	more, err := filepath.Glob("versand/*_test.go")
	require.NoError(t, err)
	files = append(files, more...)
	var explained string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		switch {
		case file == "doc.go":
			explained = string(text)
		case file == "codes_test.go":
		case strings.HasSuffix(file, "_test.go"):
			tested.Write(text)
		default:
			used.Write(text)
		}
	}
	for _, c := range code.FindAllString(used.String(), -1) {
		require.Contains(t, explained, c+" ", "not in the package comment")
	}
	for _, c := range code.FindAllString(explained, -1) {
		require.Contains(t, used.String(), `"`+c+`"`, "nobody gives it")
		require.Contains(t, tested.String(), `"`+c+`"`, "no test asks for it")
	}
}
