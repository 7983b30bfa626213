// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// linked are the forms for programs that the description links to, each as JSON Schema
// and in XDatenfelder.
var linked = regexp.MustCompile(`href="([^"]+/formular)\.xdf3\.xml([^"]*)"`)

// official are the quality messages of FIM that a form of the kit may have as an error:
// 1039, for its ids are local where nobody has given one.
var official = []string{"FIM-1039"}

// speaksXDatenfelder holds what a service says in XDatenfelder to what it asks: each form
// reads back as the one that programs get as JSON Schema, and the quality messages of FIM
// are kept.
func speaksXDatenfelder[A, P any](t *testing.T, s *stand[A, P]) {
	t.Helper()
	b := newBrowser(t, s.handler).get("/" + s.probe.Dienst.Name + "/beschreibung")
	forms := linked.FindAllStringSubmatch(b.page, -1)
	require.NotEmpty(t, forms)
	for _, form := range forms {
		address, role := form[1], html.UnescapeString(form[2])
		doc := b.get(address + ".xdf3.xml" + role).page
		require.Equal(t, http.StatusOK, b.status, doc)
		require.Equal(t, doc, b.get(address+".xdf3.xml"+role).page, "the same form, the same bytes")
		schema, err := xdatenfelder.Parse(strings.NewReader(doc))
		require.NoError(t, err)
		for _, f := range xdatenfelder.Lint(schema) {
			require.True(t, f.Severity != recht.SeverityError || slices.Contains(official, f.Code), "%s %s %s", f.Code, f.Pointer, f.Text)
		}
		require.Contains(t, schema.Beschreibung, "Nicht enthalten sind: ")
		read, _, err := xdfform.New(schema, xdfform.Config{})
		require.NoError(t, err)
		text, err := read.JSONSchema()
		require.NoError(t, err)
		var want, got map[string]any
		require.NoError(t, json.Unmarshal([]byte(b.get(address+".schema.json"+role).page), &want))
		require.NoError(t, json.Unmarshal(text, &got))
		sameSchema(t, want, got, "", placesOf(&schema))
	}
	if s.akten != nil {
		require.Equal(t, http.StatusNotFound, b.get(forms[0][1]+".xdf3.xml?rolle=niemand").status)
	}
}

// platz is an element of the schema, by where it stands in the data.
type platz struct {
	id      string
	bedingt bool
}

func placesOf(s *xdatenfelder.Schema) map[string]platz {
	out := map[string]platz{}
	for st := range s.Alle() {
		m, rules := (*xdatenfelder.Merkmale)(nil), []xdatenfelder.Regel(nil)
		if g := st.Struktur.Gruppe; g != nil {
			m, rules = &g.Merkmale, g.Regeln
		} else {
			m, rules = &st.Struktur.Feld.Merkmale, st.Struktur.Feld.Regeln
		}
		_, pointer, _ := strings.Cut(m.Beschreibung, ": ")
		out[pointer] = platz{m.ID, slices.ContainsFunc(rules, func(r xdatenfelder.Regel) bool { return r.Typ == "M" })}
	}
	return out
}

// sameSchema compares what both schemas say of one place, and what lies below.
func sameSchema(t *testing.T, want, got map[string]any, at string, places map[string]platz) {
	t.Helper()
	for _, key := range []string{"title", "description", "type", "format", "minLength", "maxLength", "pattern", "enum", "minimum", "maximum", "minItems", "maxItems"} {
		switch {
		case key == "minItems" && places[at].bedingt, key == "title" && want[key] == nil, key == "description" && want[key] == want["title"]:
			continue
		}
		require.Equal(t, want[key], got[key], "%s: %s", at, key)
	}
	if items, ok := want["items"].(map[string]any); ok {
		back, ok := got["items"].(map[string]any)
		require.True(t, ok, at)
		sameSchema(t, items, back, at, places)
	}
	below, _ := want["properties"].(map[string]any)
	back, _ := got["properties"].(map[string]any)
	require.Len(t, back, len(below), at)
	for name, child := range below {
		id := places[at+"/"+name].id
		require.Contains(t, back, id, "%s/%s", at, name)
		a, okA := child.(map[string]any)
		b, okB := back[id].(map[string]any)
		require.True(t, okA && okB)
		sameSchema(t, a, b, at+"/"+name, places)
	}
	var required []any
	for _, name := range listOf(want["required"]) {
		word, _ := name.(string)
		required = append(required, places[at+"/"+word].id)
	}
	require.ElementsMatch(t, required, listOf(got["required"]), "%s: what is required", at)
}

func listOf(v any) []any {
	list, _ := v.([]any)
	return list
}
