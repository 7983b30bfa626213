// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// antwort is what the JSON interface answers.
type antwort struct {
	ID           uuid.UUID
	Stand, Code  string
	Antworten    map[string]any
	Befunde      []struct{ Code, Pointer, Severity string }
	Nachweise    []struct{ Name, Stand string }
	Bestaetigung string
	SHA256       string
	Inhalt       any
	Vorgaenge    []struct{ ID uuid.UUID }
}

// call sends JSON to the interface of the service.
func (b *browser) call(method, path string, body any) (a antwort) {
	b.t.Helper()
	text, err := json.Marshal(body)
	require.NoError(b.t, err)
	b.request(method, path, "application/json", string(text))
	if b.page != "" {
		require.NoError(b.t, json.Unmarshal([]byte(b.page), &a), b.page)
	}
	return a
}

type felder = map[string]any

// actsForPrograms goes the way of a person through the JSON interface, and holds it to
// what the pages promise.
func actsForPrograms[A, P any](t *testing.T, s *stand[A, P]) {
	api := "/api/" + s.probe.Dienst.Name + "/vorgaenge"
	b := s.login(t, kontoErika)
	begun := b.call(http.MethodPost, api, felder{"schluessel": "eins"})
	require.Equal(t, http.StatusCreated, b.status, b.page)
	require.Equal(t, begun.ID, b.call(http.MethodPost, api, felder{"schluessel": "eins"}).ID, "the same key begins one draft")
	own := api + "/" + begun.ID.String()
	require.Equal(t, begun.ID, b.call(http.MethodGet, api, nil).Vorgaenge[0].ID)

	s.apiRefuses(t, b, api, own)
	s.apiFetches(t, b, api)
	s.apiSends(t, b, own)

	gone := b.call(http.MethodPost, api, felder{"schluessel": "weg"})
	b.call(http.MethodDelete, api+"/"+gone.ID.String(), nil)
	require.Equal(t, http.StatusNoContent, b.status)
	b.call(http.MethodPatch, api+"/"+gone.ID.String(), felder{})
	require.Contains(t, []int{http.StatusConflict, http.StatusNotFound}, b.status, "what was ended is no draft")
	describes(t, s)
}

// apiRefuses sends what others, and what is wrong.
func (s *stand[A, P]) apiRefuses(t *testing.T, b *browser, api, own string) {
	stranger := newBrowser(t, s.handler)
	require.Equal(t, "login", stranger.call(http.MethodPost, api, felder{"schluessel": "x"}).Code)
	require.Equal(t, http.StatusUnauthorized, stranger.status)
	other := s.login(t, kontoMax)
	for method, path := range map[string]string{
		http.MethodGet: own, http.MethodPatch: own, http.MethodDelete: own, http.MethodPost: own + "/absenden",
	} {
		require.Equal(t, "unbekannt", other.call(method, path, felder{}).Code, "%s of another person", method)
		require.Equal(t, http.StatusNotFound, other.status)
	}
	require.Equal(t, "unbekannt", b.call(http.MethodPost, own+"/nachweise/keiner/abruf", felder{}).Code)
	before := s.stored(t, own).Version()
	for _, wrong := range []struct {
		kind, body string
		status     int
	}{
		{"application/x-www-form-urlencoded", "a=b", http.StatusUnsupportedMediaType},
		{"application/json; charset=latin1", "{}", http.StatusUnsupportedMediaType},
		{"application/json", "{", http.StatusBadRequest},
		{"application/json", "{}{}", http.StatusBadRequest},
		{"application/json", `{"/gibt-es-nicht":"x"}`, http.StatusUnprocessableEntity},
		{"application/json", `{"/gibt-es-nicht":{"a":1}}`, http.StatusUnprocessableEntity},
		{"application/json", `{"/a":"\u0000"}`, http.StatusBadRequest},
		{"application/json", `{"/a":"` + strings.Repeat("x", 2<<20) + `"}`, http.StatusRequestEntityTooLarge},
	} {
		b.request(http.MethodPatch, own, wrong.kind, wrong.body)
		require.Equal(t, wrong.status, b.status, "%.60s", wrong.body)
		require.NotContains(t, b.page, "gibt-es-nicht", "nothing of what was sent comes back")
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodDelete, own, nil)
	r.Host = host
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	for _, name := range sortedNames(b.cookies) {
		r.AddCookie(&http.Cookie{Name: name, Value: b.cookies[name]}) //nolint:gosec // as a browser sends it
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	require.Equal(t, http.StatusForbidden, w.Code, "another site")
	require.Equal(t, before, s.stored(t, own).Version(), "what was refused changed nothing")
}

// apiFetches takes evidence over, by the digest of what was shown only.
func (s *stand[A, P]) apiFetches(t *testing.T, b *browser, api string) {
	if s.probe.Auszug == nil {
		return
	}
	draft := b.call(http.MethodPost, api, felder{"schluessel": "nachweis"})
	case1 := api + "/" + draft.ID.String()
	shown := b.call(http.MethodPatch, case1, s.flat)
	for _, n := range shown.Nachweise {
		way := case1 + "/nachweise/" + n.Name
		came := b.call(http.MethodPost, way+"/abruf", felder{"andere": true})
		require.Equal(t, http.StatusOK, b.status, b.page)
		require.NotEmpty(t, came.Inhalt)
		require.Equal(t, "kein-abruf", b.call(http.MethodPost, way+"/uebernahme", felder{"sha256": strings.Repeat("0", 64)}).Code, "only what was shown")
		after := b.call(http.MethodPost, way+"/uebernahme", felder{"sha256": came.SHA256})
		require.Equal(t, http.StatusOK, b.status, b.page)
		for _, x := range after.Nachweise {
			require.True(t, x.Name != n.Name || x.Stand == "uebernommen")
		}
	}
}

// apiSends answers and sends what was confirmed, once.
func (s *stand[A, P]) apiSends(t *testing.T, b *browser, own string) {
	shown := b.call(http.MethodPatch, own, s.flat)
	require.Equal(t, http.StatusOK, b.status, b.page)
	for _, n := range shown.Nachweise {
		shown = b.call(http.MethodPost, own+"/nachweise/"+n.Name+"/selbst", felder{})
		require.Equal(t, http.StatusOK, b.status, b.page)
	}
	require.Equal(t, "geaendert", b.call(http.MethodPost, own+"/absenden", felder{"bestaetigt": "etwas anderes"}).Code)
	require.Equal(t, http.StatusConflict, b.status)
	sent := b.call(http.MethodPost, own+"/absenden", felder{"bestaetigt": shown.Bestaetigung})
	if b.status == http.StatusUnprocessableEntity { // files and other persons come by the pages
		require.Equal(t, "befunde", sent.Code)
		require.NotEmpty(t, sent.Befunde)
		return
	}
	require.Equal(t, http.StatusOK, b.status, b.page)
	version := s.stored(t, own).Version()
	b.call(http.MethodPost, own+"/absenden", felder{"bestaetigt": shown.Bestaetigung})
	require.Equal(t, version, s.stored(t, own).Version(), "the second click")
	if sent.Bestaetigung != "" { // others have still to confirm
		require.Equal(t, http.StatusConflict, b.status)
		return
	}
	require.Equal(t, http.StatusOK, b.status)
	require.Equal(t, "kein-entwurf", b.call(http.MethodPatch, own, felder{}).Code)
}

// describes holds the description to be whole: what it refers to is there.
func describes[A, P any](t *testing.T, s *stand[A, P]) {
	t.Helper()
	b := newBrowser(t, s.handler).get("/api/openapi.json")
	require.Equal(t, http.StatusOK, b.status)
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]json.RawMessage
		Components map[string]map[string]json.RawMessage
	}
	require.NoError(t, json.Unmarshal([]byte(b.page), &doc))
	require.True(t, strings.HasPrefix(doc.OpenAPI, "3.1."))
	require.NotContains(t, b.page, ":null", "OpenAPI has no such value where a list is due")
	require.Len(t, doc.Paths, 6)
	for _, m := range regexp.MustCompile(`"\$ref":"#/components/([a-z]+)/([A-Za-z]+)"`).FindAllStringSubmatch(b.page, -1) {
		require.Contains(t, doc.Components[m[1]], m[2])
	}
	for path, operations := range doc.Paths {
		for method := range operations {
			if method == "parameters" {
				continue
			}
			at := strings.NewReplacer("{dienst}", s.probe.Dienst.Name, "{id}", uuid.NewString(), "{name}", "x").Replace(path)
			b.request(strings.ToUpper(method), at, "application/json", "{}")
			require.Equal(t, http.StatusUnauthorized, b.status, "%s %s is there, for who is logged in", method, path)
		}
	}
}
