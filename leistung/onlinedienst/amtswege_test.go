// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the suite tries with the cases of another authority are all routes of the desk to
// a case: a new one must be tried, too.
func TestDesk_EachRouteToACaseIsTriedByAnotherAuthority(t *testing.T) {
	source, err := os.ReadFile("amt.go")
	require.NoError(t, err)
	suite, err := os.ReadFile("onlinediensttest/kommunen.go")
	require.NoError(t, err)
	routes := regexp.MustCompile(`page\("((?:GET|POST) /amt/faelle/)([^,]*), \(`).FindAllStringSubmatch(string(source), -1)
	require.NotEmpty(t, routes)
	for _, r := range routes {
		rest := regexp.MustCompile(`"\+rechnungsWeg\+"`).ReplaceAllString(r[2], "xrechnung")
		require.Contains(t, string(suite), `"`+r[1]+rest, "a route that no other authority has tried")
	}
}

// The same holds for the counter, whose drafts are tried by a colleague, too.
func TestCounter_EachRouteToADraftIsTriedByOthers(t *testing.T) {
	source, err := os.ReadFile("amt_schalter.go")
	require.NoError(t, err)
	suite, err := os.ReadFile("onlinediensttest/schalter.go")
	require.NoError(t, err)
	routes := regexp.MustCompile(`page\(("(?:GET|POST) /amt/schalter/\{dienst\}/\{id\}[^"]*")`).FindAllStringSubmatch(string(source), -1)
	require.Len(t, routes, 8)
	for _, r := range routes {
		require.Contains(t, string(suite), r[1], "a route that nobody else has tried")
	}
}
