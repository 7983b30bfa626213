// SPDX-License-Identifier: Apache-2.0

package browsertest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Bericht is what Lighthouse says of a page: the mark of each category, of 100, and what
// lowers it.
type Bericht struct {
	Noten   map[string]int
	Maengel map[string][]string // audits that failed, by category
	Dauer   time.Duration       // until the largest part was drawn
}

// lighthouse is the program: below the folder that LIGHTHOUSE names, or in node_modules
// in a folder above.
func lighthouse(t *testing.T) string {
	t.Helper()
	places := []string{os.Getenv("LIGHTHOUSE")}
	for up := "."; len(up) < 20; up = filepath.Join("..", up) {
		places = append(places, up)
	}
	for _, place := range places {
		program := filepath.Join(place, "node_modules", "lighthouse", "cli", "index.js")
		if _, err := os.Stat(program); err == nil { //nolint:gosec // a file of the machine that runs the test
			return program
		}
	}
	missing(t, "lighthouse (environment variable LIGHTHOUSE, or node_modules)")
	return ""
}

// Lighthouse has Lighthouse look at a page, as somebody whose cookies are in the jar; nil
// is nobody. Performance depends on the machine and is told, not judged.
func Lighthouse(t *testing.T, address string, jar http.CookieJar) Bericht {
	t.Helper()
	program := lighthouse(t)
	args := []string{
		program, address, "--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices,seo",
		"--chrome-flags=--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update",
	}
	if jar != nil {
		at, err := url.Parse(address)
		require.NoError(t, err)
		var cookies []string
		for _, c := range jar.Cookies(at) {
			cookies = append(cookies, c.Name+"="+c.Value)
		}
		require.NotEmpty(t, cookies)
		headers, err := json.Marshal(map[string]string{"Cookie": strings.Join(cookies, "; ")})
		require.NoError(t, err)
		args = append(args, "--extra-headers="+string(headers))
	}
	cmd := exec.CommandContext(t.Context(), "node", args...) //nolint:gosec // a tool of the machine that runs the test
	if chromium, err := exec.LookPath("chromium"); err == nil {
		cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium)
	}
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	require.NoError(t, err, said.String())
	return report(t, address, out)
}

func report(t *testing.T, address string, out []byte) Bericht {
	t.Helper()
	var read struct {
		FinalDisplayedURL string
		RuntimeError      *struct{ Message string }
		Categories        map[string]struct {
			Score     float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Score        *float64
			NumericValue float64
		}
	}
	require.NoError(t, json.Unmarshal(out, &read))
	require.Nil(t, read.RuntimeError)
	require.Equal(t, address, read.FinalDisplayedURL, "the page itself, and no login before it")
	b := Bericht{Noten: map[string]int{}, Maengel: map[string][]string{}, Dauer: time.Duration(read.Audits["largest-contentful-paint"].NumericValue) * time.Millisecond}
	for name, category := range read.Categories {
		b.Noten[name] = int(category.Score*100 + 0.5)
		for _, ref := range category.AuditRefs {
			if score := read.Audits[ref.ID].Score; ref.Weight > 0 && score != nil && *score < 1 {
				b.Maengel[name] = append(b.Maengel[name], ref.ID)
			}
		}
		slices.Sort(b.Maengel[name])
	}
	require.Len(t, b.Noten, 4)
	return b
}
