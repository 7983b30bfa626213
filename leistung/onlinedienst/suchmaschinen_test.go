// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Search engines show what says the same to everybody, and nothing of a test.
func TestRobots_ShowWhatIsForEverybodyAlone(t *testing.T) {
	const hidden = `<meta name="robots" content="noindex">`
	for _, real := range []bool{true, false} {
		b := newBurg(t, func(c *od.Config) { c.Echt, c.Anbieter = real, anbieter() })
		stranger := b.visitor()
		for _, path := range []string{"/", "/parken/", "/parken/hilfe", "/parken/impressum", "/parken/beschreibung"} {
			page := stranger.get(path)
			require.Equal(t, http.StatusOK, page.status, path)
			require.Equal(t, !real, strings.Contains(page.page, hidden), path)
			require.Equal(t, real, strings.Contains(page.answer.Get("Content-Security-Policy"), "connect-src 'self'"), path)
		}
		require.Contains(t, stranger.get("/gibt-es-nicht/").page, hidden)
		person := b.login("erika")
		for _, path := range []string{"/", "/parken/", "/einsicht/", person.begin(), person.begin() + "/person"} {
			require.Contains(t, person.get(path).page, hidden, path)
			require.NotContains(t, person.answer.Get("Content-Security-Policy"), "connect-src", path)
		}
		robots := stranger.get("/robots.txt")
		require.Equal(t, http.StatusOK, robots.status)
		require.Equal(t, "User-agent: *\nDisallow: /login\nDisallow: /api/\n", robots.page)
	}
}
