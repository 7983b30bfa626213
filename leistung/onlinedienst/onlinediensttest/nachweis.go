// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// offers are the pages on which a walk decides about evidence.
func (s *stand[A, P]) offers(t *testing.T, b *browser, draft string) (names []string) {
	t.Helper()
	s.walk(t, b, draft, func() {
		if _, name, ok := strings.Cut(b.path, "/nachweis/"); ok {
			names = append(names, name)
			require.Empty(t, b.form().checked, "nothing is chosen beforehand")
		}
	})
	require.NotEmpty(t, names, "no page offers the evidence")
	return names
}

// choose sends one of the decisions of the page.
func (b *browser) choose(t *testing.T, what string) {
	t.Helper()
	f := b.form()
	v := f.values()
	v.Set("wahl", what)
	v.Set("andere", "ja") // where the page asks for it
	b.send(f, v)
	require.Less(t, b.status, 400, b.page)
	inOrder(t, b, "de")
}

// random matches what is drawn anew in each run, ids and digests: a short text of
// evidence may stand in one by chance.
var random = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}`)

// said is what a draft holds, without what is random.
func said[A, P any](s *stand[A, P], t *testing.T, draft string) string {
	t.Helper()
	return random.ReplaceAllString(string(s.stored(t, draft).Angaben()), "")
}

func fetchesAfterYes[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Auszug == nil {
		t.Skip("nothing is fetched")
	}
	b := s.login(t, kontoErika)
	names := s.offers(t, b, s.begin(t, b))
	draft := s.begin(t, b)
	for _, name := range names {
		page := draft + "/nachweis/" + name
		require.NotEmpty(t, s.probe.Bekommt[name])
		inOrder(t, b.get(page), "de")
		f := b.form()
		b.send(f, f.values())
		require.Equal(t, http.StatusUnprocessableEntity, b.status, "no answer is no yes")
		inOrder(t, b, "de")

		s.register.down.Store(true)
		b.choose(t, "abrufen")
		require.Contains(t, b.page, `value="nochmal"`, "a register that does not answer is asked again")
		s.register.down.Store(false)
		b.choose(t, "nochmal")
		for _, text := range s.probe.Bekommt[name] {
			require.Contains(t, b.page, text, "shown before it is used")
			require.NotContains(t, said(s, t, draft), text, "and not stored before")
		}
		f = b.form()
		forged := f.values()
		forged.Set("wahl", "uebernehmen")
		forged.Set("sha256", strings.Repeat("0", 64))
		before := s.stored(t, draft).Version()
		b.send(f, forged)
		require.Equal(t, before, s.stored(t, draft).Version(), "only what was shown is taken over")

		b.get(page)
		yes := b.form()
		b.choose(t, "uebernehmen")
		for _, text := range s.probe.Bekommt[name] {
			require.Contains(t, string(s.stored(t, draft).Angaben()), text)
		}
		require.Contains(t, string(s.stored(t, draft).Angaben()), quelle, "with its origin")
		require.NotContains(t, string(s.stored(t, draft).Angaben()), "nicht gefragt", "and nothing that was not agreed to")
		again := yes.values()
		again.Set("wahl", "uebernehmen")
		before = s.stored(t, draft).Version()
		b.send(yes, again)
		require.Equal(t, before, s.stored(t, draft).Version(), "the second click takes nothing over anew")

		b.get(page)
		b.choose(t, "selbst")
		for _, text := range s.probe.Bekommt[name] {
			require.NotContains(t, said(s, t, draft), text, "who changes their mind has nothing of it left in the draft")
		}
	}
	s.walk(t, b, draft, func() {})
	s.send(t, b)
}

// correctsWhatCame takes evidence over, walks on with other answers, and looks at
// what leaves: both are there.
func correctsWhatCame[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Auszug == nil {
		t.Skip("nothing is fetched")
	}
	b := s.login(t, kontoErika)
	names := s.offers(t, b, s.begin(t, b))
	draft := s.begin(t, b)
	for _, name := range names {
		b.get(draft + "/nachweis/" + name)
		b.choose(t, "abrufen")
		b.choose(t, "uebernehmen")
	}
	s.walk(t, b, draft, func() { inOrder(t, b, "de") })
	require.Contains(t, b.page, quelle)
	s.send(t, b)
	delivered := string(s.stored(t, draft).Angaben())
	require.Contains(t, delivered, `"bestand"`)
	require.Contains(t, delivered, `"sha256"`, "with the digest of what was shown")

	max := s.login(t, kontoMax)
	draft = s.begin(t, max)
	for _, name := range names {
		max.get(draft + "/nachweis/" + name)
		inOrder(t, max, "de")
		require.Contains(t, max.page, "wen wir fragen", "where nobody can be asked, the page says why")
		require.NotContains(t, max.page, `value="abrufen"`)
		max.choose(t, "selbst")
	}
}
