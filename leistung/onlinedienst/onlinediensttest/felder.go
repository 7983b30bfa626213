// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// feld is where one answer of a service turns up, from the question to its end.
type feld struct {
	ort, titel                                                 string
	gefragt, gesendet, geprueft, quittung, amt, auszug, eigene bool
}

// followsFields takes each field of the form through the whole service: what is asked is
// shown before it is sent, is sent, stands on the receipt and at the desk as it was
// confirmed, goes out with both exports, and is gone when its time is over; and what is
// not sent turns up nowhere.
func followsFields[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	asked := map[string]bool{}
	s.walk(t, b, draft, func() {
		for _, f := range b.forms() {
			for _, i := range f.inputs {
				if name, _, _ := strings.Cut(i.name, "~"); strings.HasPrefix(name, "/") {
					asked[anyRow(name)] = true
				}
			}
		}
	})
	confirmed := facts(b.page)
	s.send(t, b)
	stored := s.stored(t, draft)
	var in onlinedienst.Eingang
	require.NoError(t, json.Unmarshal(stored.Angaben(), &in))
	sent := map[string][]string{}
	for pointer, value := range pointers(t, in.Daten, in.Anlagen) {
		text, err := json.Marshal(value)
		require.NoError(t, err)
		sent[anyRow(pointer)] = append(sent[anyRow(pointer)], string(text))
	}
	receipt := facts(b.get(draft).page)
	own := b.get("/einsicht/meine-daten.json").page
	fall := "/amt/faelle/" + stored.ID().String()
	desk := s.official(t, amtSabine)
	if s.akten == nil {
		s.arrive(t, stored.ID())
	}
	seen := facts(desk.get(fall).page)
	export := desk.get(fall + "/export").page
	require.Equal(t, http.StatusOK, desk.status)

	var table []feld
	for _, f := range s.leaves(t, b) {
		f.gefragt = asked[f.ort]
		values := sent[f.ort]
		f.gesendet = len(values) > 0
		texts := confirmed.of(f.titel)
		if strings.Contains(f.ort, "/*/") { // rows stand on a line each, at the desk one by one
			texts = seen.of(inRow + f.titel)
			f.geprueft, f.quittung, f.amt = confirmed.line(texts), receipt.line(texts), len(texts) > 0
		} else {
			f.geprueft = len(texts) > 0
			f.quittung, f.amt = f.geprueft && receipt.have(f.titel, texts), f.geprueft && seen.have(f.titel, texts)
		}
		f.auszug, f.eigene = f.gesendet && all(values, export), f.gesendet && all(values, own)
		table = append(table, f)
		if !f.gesendet {
			continue
		}
		require.True(t, f.geprueft, "%s is sent, and the check page does not show it", f.ort)
		require.True(t, f.quittung, "%s: the receipt says otherwise than the check page: %q, %q", f.ort, texts, receipt.of(f.titel))
		require.True(t, f.amt, "%s: the desk says otherwise than the check page: %q, %q", f.ort, texts, seen.of(f.titel))
		require.True(t, f.auszug, "%s is not in the export of the desk", f.ort)
		require.True(t, f.eigene, "%s is not in the person's own data", f.ort)
	}
	for ort := range sent {
		require.True(t, slices.ContainsFunc(table, func(f feld) bool { return f.ort == ort }), "%s is sent, and no form has it", ort)
	}
	s.fieldTable(t, table)

	if s.akten != nil {
		s.withdraw(b, draft) // where a machine has decided there is nothing to withdraw
	}
	s.outlives(t, stored.ID())
	later := s.login(t, kontoErika)
	require.Equal(t, http.StatusNotFound, later.get(draft).status)
	require.NotContains(t, later.get("/einsicht/meine-daten.json").page, stored.ID().String())
	require.Equal(t, http.StatusNotFound, s.official(t, amtSabine).get(fall).status)
}

// leaves are the fields of the form, as its schema names them for programs.
func (s *stand[A, P]) leaves(t *testing.T, b *browser) (out []feld) {
	t.Helper()
	type node struct {
		Title      string           `json:"title"`
		Properties map[string]*node `json:"properties"`
		Items      *node            `json:"items"`
	}
	var root node
	require.NoError(t, json.Unmarshal([]byte(b.get("/"+s.probe.Dienst.Name+"/formular.schema.json").page), &root))
	var walk func(n *node, at, title string)
	walk = func(n *node, at, title string) {
		if n.Title != "" {
			title = n.Title
		}
		switch {
		case n.Items != nil:
			walk(n.Items, at+"/*", title)
		case len(n.Properties) > 0:
			for name, child := range n.Properties {
				walk(child, at+"/"+name, title)
			}
		default:
			out = append(out, feld{ort: at, titel: title})
		}
	}
	walk(&root, "", "")
	slices.SortFunc(out, func(a, b feld) int { return strings.Compare(a.ort, b.ort) })
	require.NotEmpty(t, out)
	return out
}

// fieldTable holds the table of the fields to the file beside the test, where the probe
// names one; with FELDER=neu it writes it anew.
func (s *stand[A, P]) fieldTable(t *testing.T, table []feld) {
	t.Helper()
	name := s.probe.Felder
	if name == "" {
		return
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# %s: wohin jede Angabe geht\n\nErzeugt und geprüft von `onlinediensttest` (neu: `FELDER=neu go test`). Was gesendet wird, ist nach seiner Frist überall fort.\n\n", s.probe.Dienst.Titel)
	out.WriteString("| Feld | Frage | gefragt | Prüfseite | gesendet | Quittung | Amt | Auszug des Amts | eigene Daten |\n|---|---|---|---|---|---|---|---|---|\n")
	tick := map[bool]string{true: "ja", false: "–"}
	for _, f := range table {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n", f.ort, f.titel, tick[f.gefragt], tick[f.geprueft], tick[f.gesendet], tick[f.quittung], tick[f.amt], tick[f.auszug], tick[f.eigene])
	}
	if os.Getenv("FELDER") == "neu" {
		require.NoError(t, os.WriteFile(name, []byte(out.String()), 0o600))
	}
	before, err := os.ReadFile(name) //nolint:gosec // a file beside the test
	require.NoError(t, err)
	require.Equal(t, string(before), out.String(), "the service has changed: FELDER=neu go test writes the table anew")
}

// anyRow is a pointer without the numbers of rows.
func anyRow(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, p := range parts {
		if p != "" && strings.Trim(p, "0123456789") == "" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// angaben are what a page shows, by title; those of rows with a mark for their number.
type angaben map[string][]string

const inRow = "*: "

var (
	faktum  = regexp.MustCompile(`(?s)<dt>([^<]*)</dt><dd>(.*?)</dd>`)
	neuWert = regexp.MustCompile(`(?s)<ins>(.*?)</ins>`)
	woher   = regexp.MustCompile(`(?s)<span class="herkunft">.*?</span>`)
	marke   = regexp.MustCompile(`<[^>]*>`)
	reihe   = regexp.MustCompile(`^[0-9]+\. `)
	zeile   = regexp.MustCompile(`^[0-9]+\. [^:]*: `)
)

func facts(page string) angaben {
	out := angaben{}
	for _, m := range faktum.FindAllStringSubmatch(page, -1) {
		text := woher.ReplaceAllString(m[2], "")
		if now := neuWert.FindStringSubmatch(text); now != nil {
			text = now[1]
		}
		title := zeile.ReplaceAllString(html.UnescapeString(m[1]), inRow)
		out[title] = append(out[title], strings.TrimSpace(html.UnescapeString(marke.ReplaceAllString(text, ""))))
	}
	return out
}

// of is what is shown under the title of a field, which may stand in two languages.
func (a angaben) of(title string) []string {
	german, _, _ := strings.Cut(title, " / ")
	return a[german]
}

// have reports whether all texts are shown under the title.
func (a angaben) have(title string, texts []string) bool {
	shown := a.of(title)
	return !slices.ContainsFunc(texts, func(text string) bool { return !slices.Contains(shown, text) })
}

// line reports whether the lines of rows have all texts.
func (a angaben) line(texts []string) bool {
	var lines []string
	for title, shown := range a {
		if reihe.MatchString(title) {
			lines = append(lines, shown...)
		}
	}
	return len(texts) > 0 && !slices.ContainsFunc(texts, func(text string) bool {
		return !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, text) })
	})
}

// all reports whether a file has all values.
func all(values []string, file string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !strings.Contains(file, v) })
}
