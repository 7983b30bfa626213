// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func closedToOthers[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	var pages []string
	s.walk(t, b, draft, func() { pages = append(pages, b.path) })
	max, nobody := s.login(t, kontoMax), newBrowser(t, s.handler)
	for _, page := range append(pages, draft+"/loeschen", draft+"/absenden") {
		require.Equal(t, http.StatusNotFound, max.get(page).status, page)
		require.Equal(t, http.StatusUnauthorized, nobody.get(page).status, page)
		nobody.do(http.MethodPost, page, url.Values{"richtig": {"ja"}})
		require.Equal(t, http.StatusUnauthorized, nobody.status, page)
	}
	require.NotContains(t, max.get("/"+s.probe.Dienst.Name+"/").page, draft)
	if s.probe.Dienst.Niveau > recht.NiveauUntergeordnet {
		low := newBrowser(t, s.handler)
		low.get("/login?ziel=/" + s.probe.Dienst.Name + "/")
		f := low.form()
		v := f.values()
		v.Set("konto", kontoNils)
		low.send(f, v)
		require.Equal(t, http.StatusUnauthorized, low.status, "a login below the level is none")
	}
	for _, wrong := range []string{"/nichts/", "/" + s.probe.Dienst.Name + "/nichts", draft + "/nichts", draft + "/nichts/0", "/" + s.probe.Dienst.Name + "/" + uuid.NewString()} {
		require.Equal(t, http.StatusNotFound, b.get(wrong).status, wrong)
	}
}

// sameAtStepUp lets somebody else come back from a login that asks more of the
// person who is logged in.
func sameAtStepUp[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	before := s.stored(t, draft).Version()
	b.get("/login?ziel=" + draft)
	f := b.form()
	v := f.values()
	v.Set("konto", kontoMax)
	b.send(f, v)
	require.Equal(t, http.StatusUnauthorized, b.status)
	require.Contains(t, b.page, "anderen Person", "a clear page")
	require.Contains(t, b.page, "/login?ziel=", "one choice")
	require.Contains(t, b.page, "/logout", "and the other")
	require.NotContains(t, b.page, "Max", "nothing is told about who came")
	require.Equal(t, http.StatusOK, b.get(draft).status, "still the first person, with the draft")
	require.Equal(t, before, s.stored(t, draft).Version())
	b.get("/login?ziel=" + draft)
	f = b.form()
	v = f.values()
	v.Set("konto", kontoErika)
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status)
}

func forgedForms[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	page, field := s.firstText(t, b, draft)
	f := b.get(page).form()
	before := s.stored(t, draft).Version()
	for name, change := range map[string]func(url.Values){
		"no token":    func(v url.Values) { v.Del("token") },
		"other token": func(v url.Values) { v.Set("token", "x"+v.Get("token")) },
		"too large":   func(v url.Values) { v.Set(field.name, strings.Repeat("x", 100<<10)) },
	} {
		v := f.values()
		change(v)
		b.send(f, v)
		require.Contains(t, []int{http.StatusForbidden, http.StatusRequestEntityTooLarge}, b.status, name)
	}
	require.Equal(t, before, s.stored(t, draft).Version())
	f = b.get(page).form()
	v := f.values()
	v.Set("/was/es/nicht/gibt", "x")
	b.send(f, v)
	require.NotContains(t, string(s.stored(t, draft).Angaben()), "gibt", "a page takes its own fields alone")
}

func pagesForEverybody[A, P any](t *testing.T, s *stand[A, P]) {
	for _, language := range []string{"de", "en-GB,en;q=0.9"} {
		b := s.login(t, kontoErika)
		b.lang = language
		seen, sent := map[string]bool{}, map[string]bool{}
		look := func() {
			inOrder(t, b, language[:2])
			for _, to := range b.links() {
				seen[to] = true
			}
		}
		b.get("/" + s.probe.Dienst.Name + "/")
		look()
		draft := s.begin(t, b)
		s.walk(t, b, draft, func() {
			look()
			if f := b.forms(); len(f) == 1 && !strings.HasSuffix(b.path, "/pruefen") && !sent[b.path] {
				sent[b.path] = true
				probe := newBrowser(t, s.handler)
				probe.cookies, probe.lang = b.cookies, b.lang
				empty := f[0].values()
				for name := range empty {
					if strings.HasPrefix(name, "/") {
						empty.Set(name, "")
					}
				}
				probe.send(f[0], empty)
				inOrder(t, probe, language[:2])
				here := b.path
				b.get(here)
			}
		})
		for to := range seen {
			reader := newBrowser(t, s.handler)
			reader.cookies, reader.lang = maps.Clone(b.cookies), b.lang
			require.Less(t, reader.get(to).status, 400, "the link %s leads nowhere", to)
		}
		b.get(draft + "/pruefen")
		s.send(t, b)
		look()
	}
}

func randomWalks[A, P any](t *testing.T, s *stand[A, P]) {
	const walks, steps = 12, 60
	words := []string{"", "ja", "nein", "Erika", "0", "-1", "9999999999999999999", "1.10.2026", "31.2.2026", "ä", "\u202e", "x\x00y", "../../etc", "<script>", strings.Repeat("w", 3000)}
	for walk := range uint64(walks) {
		g := rand.New(rand.NewPCG(walk, 1)) //nolint:gosec // a walk that can be walked again
		b := s.login(t, kontoErika)
		s.begin(t, b)
		var earlier []blatt
		for range steps {
			all := b.forms()
			earlier = append(earlier, all...)
			switch {
			case len(all) > 0 && g.IntN(3) > 0, len(earlier) > 0 && g.IntN(6) == 0:
				f := earlier[g.IntN(len(earlier))] // also of pages long left
				if len(all) > 0 && g.IntN(4) > 0 {
					f = all[g.IntN(len(all))]
				}
				v := f.values()
				if g.IntN(2) == 0 {
					v = s.fill(f)
				}
				for _, i := range f.inputs {
					if i.name != "token" && g.IntN(4) == 0 {
						v.Set(i.name, words[g.IntN(len(words))])
					}
				}
				b.send(f, v)
			default:
				to := append(b.links(), "/"+s.probe.Dienst.Name+"/")
				b.get(to[g.IntN(len(to))])
			}
			require.Less(t, b.status, 500, "walk %d: %s", walk, b.path)
			if g.IntN(20) == 0 {
				s.now = s.now.Add(time.Duration(g.IntN(50)) * time.Minute)
			}
			if b.status == http.StatusUnauthorized {
				b = s.login(t, kontoErika)
			}
		}
	}
}
