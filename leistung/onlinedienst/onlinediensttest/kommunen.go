// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// seite is an authority in the process, with two officials and a case of its own.
type seite struct {
	amt, name       string
	kennung, zweite string // of its officials
	first, second   *browser
	person          *browser
	draft, fall     string
}

// Each route of the desk, to a case and to what hangs on it. A test of package
// onlinedienst holds the list to be whole.
var fallwege = []string{
	"GET /amt/faelle/{id}", "POST /amt/faelle/{id}", "GET /amt/faelle/{id}/export", "GET /amt/faelle/{id}/anlagen/{datei}",
	"GET /amt/faelle/{id}/urkunden/{nr}", "GET /amt/faelle/{id}/xrechnung/{datei}", "GET /amt/faelle/{id}/blatt", "GET /amt/faelle/{id}/bescheid.pdf",
	"GET /amt/faelle/{id}/{tat}", "POST /amt/faelle/{id}/{tat}",
}

// authoritiesApart runs two authorities in one process, each with a case of the same
// person, and lets each do all that it can: nothing of it touches, or tells of, the other.
func authoritiesApart[A, P any](t *testing.T, s *stand[A, P]) {
	one := &seite{amt: "amt-1", name: "Stadt Musterstadt", kennung: amtSabine, zweite: amtKai}
	two := &seite{amt: "amt-2", name: "Stadt Beispielstadt", kennung: amtFremd, zweite: amtFritz}
	for _, a := range []*seite{one, two} {
		s.zweites = a == two
		a.person, a.draft, a.fall = s.arrived(t)
		require.Equal(t, a.amt, s.at(t, a.fall).Behoerde())
		s.enter(t, a)
	}
	s.zweites = false
	s.holdApart(t, one, two)
	s.holdApart(t, two, one)
	s.works(t, one, two)
	s.holdApart(t, two, one) // to a case that was decided
	s.later(t, 10, one, two)
	byMachine := s.at(t, two.fall).Status().Entschieden()
	if !byMachine { // as soon as what is due was carried out
		s.works(t, two, one)
	}
	s.holdApart(t, one, two)
	for _, a := range []*seite{one, two} {
		s.leavesAlone(t, a)
	}
	if !byMachine { // else both were decided at once
		s.erasesApart(t, one, two)
	}
}

// enter logs the officials of an authority in.
func (s *stand[A, P]) enter(t *testing.T, a *seite) {
	t.Helper()
	a.first, a.second = s.official(t, a.kennung), s.official(t, a.zweite)
}

var shown = regexp.MustCompile(`name="token" value="([^"]*)"`)

// token is what seals the forms of an official.
func token(b *browser) string {
	b.t.Helper()
	m := shown.FindStringSubmatch(b.get("/amt/").page)
	require.NotNil(b.t, m, b.page)
	return m[1]
}

var once = regexp.MustCompile(`name="(token|einmal)" value="[^"]*"`)

// plainly is a page without what differs each time, and without the id that was asked for.
func plainly(b *browser, id string) string {
	page := once.ReplaceAllString(b.page, "")
	return fmt.Sprint(b.status, " ", strings.ReplaceAll(b.path, id, "ID"), "\n", strings.ReplaceAll(page, id, "ID"))
}

// holdApart tries what an authority can to reach a case of another.
func (s *stand[A, P]) holdApart(t *testing.T, mine, other *seite) {
	t.Helper()
	before := s.sees(other)
	foreign, unknown := other.id(), uuid.NewString()
	b := mine.first
	v := url.Values{"token": {token(b)}, "einmal": {uuid.NewString()}}
	for name, value := range map[string]string{"version": strconv.FormatUint(s.at(t, other.fall).Version(), 10), "text": "Ein Grund in Worten.", "grund": "inquiry", "an": mine.zweite, "bestaetigt": "ja"} {
		v.Set(name, value)
	}
	for _, way := range append(slices.Clone(fallwege), schalterwege...) {
		method, pattern, _ := strings.Cut(way, " ")
		for _, path := range s.filled(t, other, pattern) {
			for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
				answer := func(id string) string {
					b.request(method, strings.ReplaceAll(path, "{id}", id), kind, v.Encode())
					return plainly(b, id)
				}
				said := answer(foreign)
				require.Contains(t, said[:3], "404", "%s %s", method, path)
				require.Equal(t, answer(unknown), said, "%s %s: a case of another authority is as one that is not there", method, path)
			}
		}
	}
	s.findsNothing(t, mine, other)
	s.programsApart(t, mine, other, unknown)
	require.Equal(t, before, s.sees(other), "%s changes nothing at %s", mine.amt, other.amt)
}

// filled are the addresses of a pattern with the names that a case of the other
// authority really has.
func (s *stand[A, P]) filled(t *testing.T, of *seite, pattern string) []string {
	t.Helper()
	pattern = strings.NewReplacer("{dienst}", s.probe.Dienst.Name, "{nr}", "1.pdf", "{seite}", "pruefen", "{zeile}", "0").Replace(pattern)
	names := map[string][]string{
		"{tat}":   {"uebernommen", "nehmen", "weitergeben", "freigeben", "zurueckgeben", "gepostet", "nichts"},
		"{datei}": {uuid.NewString(), "rechnung.xml"},
	}
	names["{tat}"] = append(names["{tat}"], decisions(of.first.get(of.fall), of.fall)...)
	all := s.reg.Unterlagen
	if s.akten != nil {
		all = s.akten.Unterlagen
	}
	for u, err := range all(t.Context(), s.at(t, of.fall).ID()) {
		require.NoError(t, err)
		names["{datei}"] = append(names["{datei}"], u.ID.String(), u.ID.String()+".xml")
	}
	for name, values := range names {
		if !strings.Contains(pattern, name) {
			continue
		}
		var out []string
		for _, value := range values {
			out = append(out, strings.Replace(pattern, name, value, 1))
		}
		return out
	}
	return []string{pattern}
}

func (a *seite) id() string { return strings.TrimPrefix(a.fall, "/amt/faelle/") }

// lists are the ways to look for cases.
var lists = []string{"", "?o=neu", "?st=fertig", "?st=ueberfaellig", "?st=in_bearbeitung", "?b=mir", "?b=mir&st=fertig", "?b=niemand", "?von=1.1.2000", "?von=1.1.2000&st=fertig"}

// findsNothing looks for a case of another authority in each list, by its number, by who
// has it there, and among what waits to be set going again.
func (s *stand[A, P]) findsNothing(t *testing.T, mine, other *seite) {
	t.Helper()
	number := onlinedienst.Nummer(s.at(t, other.fall).ID())
	for _, q := range append(slices.Clone(lists), "?nach="+other.id()) {
		page := mine.first.get("/amt/" + q).page
		for _, word := range []string{other.fall, number, other.name, `value="` + other.kennung, `value="` + other.zweite} {
			require.NotContains(t, page, word, "%s: nor who works elsewhere", q)
		}
	}
	for _, q := range []struct{ before, theirs, nobodys, behind string }{
		{"?s=", number, "AAAA-AAAA", ""},
		{"?s=", number, "AAAA-AAAA", "&st=fertig"},
		{"?b=", other.kennung, "amt-keiner", ""},
		{"?b=", other.kennung, "amt-keiner", "&st=fertig"},
		{"?b=", other.zweite, "amt-keiner", ""},
	} {
		finds := func(what string) string {
			return strings.ReplaceAll(plainly(mine.first.get("/amt/"+q.before+what+q.behind), other.id()), what, "WORD")
		}
		require.Equal(t, finds(q.nobodys), finds(q.theirs), "%s: as what is nobody's", q.before)
	}
	if v := mine.first.get("/amt/stoerungen"); v.status == http.StatusOK {
		require.NotContains(t, v.page, number)
		resumes := func(id string) string {
			mine.first.do(http.MethodPost, "/amt/stoerungen", url.Values{"token": {token(mine.first)}, "fall": {id}})
			require.Equal(t, http.StatusOK, mine.first.status)
			return plainly(mine.first, id)
		}
		require.Equal(t, resumes(uuid.NewString()), resumes(other.id()))
	}
}

// programsApart asks the interface for programs: an official is no person there, whatever
// authority the case has, and another person's case is as one that is not there.
func (s *stand[A, P]) programsApart(t *testing.T, mine, other *seite, unknown string) {
	t.Helper()
	api := "/api/" + s.probe.Dienst.Name + "/vorgaenge"
	max := s.login(t, kontoMax)
	for who, b := range map[string]*browser{"official": mine.first, "other person": max} {
		for _, way := range []string{"GET ", "PATCH ", "DELETE ", "POST /absenden", "POST /nachweise/x/abruf", "POST /nachweise/x/uebernahme", "POST /nachweise/x/selbst"} {
			method, rest, _ := strings.Cut(way, " ")
			answer := func(id string) string {
				b.request(method, api+"/"+id+rest, "application/json", "{}")
				return plainly(b, id)
			}
			said := answer(other.id())
			require.Contains(t, []int{http.StatusUnauthorized, http.StatusNotFound}, b.status, "%s: %s", who, way)
			require.Equal(t, answer(unknown), said, "%s: %s", who, way)
		}
	}
}

// sees is all that an authority sees of its cases, and that is stored of its case.
func (s *stand[A, P]) sees(a *seite) map[string]string {
	out := map[string]string{}
	a.first.get(a.fall) // that they read it is noted now, and once
	number := onlinedienst.Nummer(uuid.MustParse(a.id()))
	for _, q := range append(slices.Clone(lists), "?s="+number) {
		out[q] = plainly(a.first.get("/amt/"+q), a.id())
	}
	for _, page := range []string{a.fall, "/amt/stoerungen"} {
		out[page] = plainly(a.first.get(page), a.id())
	}
	return out
}

// works lets an authority take its case, try to give it to the other one, decide it and
// tell the person, while the other one sees no change.
func (s *stand[A, P]) works(t *testing.T, mine, other *seite) {
	t.Helper()
	before, stored := s.sees(other), s.at(t, other.fall)
	mine.first.get(mine.fall).to(mine.fall + "/uebernommen")
	mine.first.get(mine.fall).to(mine.fall + "/weitergeben")
	f := mine.first.form()
	v := f.values()
	for _, to := range []string{other.kennung, other.zweite} {
		require.NotContains(t, mine.first.page, to, "nobody of another authority is offered")
		v.Set("an", to)
		mine.first.send(f, v)
		require.Equal(t, http.StatusUnprocessableEntity, mine.first.status, "nor taken")
	}
	names := decisions(mine.first.get(mine.fall), mine.fall)
	require.NotEmpty(t, names, mine.first.page)
	s.settle(t, mine.first, mine.second, mine.fall, names[len(names)-1])
	require.Equal(t, before, s.sees(other), "what %s does is nothing to %s", mine.amt, other.amt)
	require.Equal(t, stored, s.at(t, other.fall))
	s.notified(t, mine.person, mine.first, mine.fall) // what is due is carried out, of the other one, too
	if s.identified() {
		require.NotContains(t, mine.first.get(mine.fall).page, other.name)
	}
}

// leavesAlone takes the cases of one authority out: its own, with its own readings.
func (s *stand[A, P]) leavesAlone(t *testing.T, a *seite) {
	t.Helper()
	parts := s.leave(t, a.amt, 1)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		require.True(t, strings.HasPrefix(name, "faelle/"+a.id()+"/"), "%s is not of %s", name, a.amt)
	}
	file := string(parts["faelle/"+a.id()+"/fall.json"])
	var doc struct{ Gelesen []struct{ Was, Wer string } }
	require.NoError(t, json.Unmarshal([]byte(file), &doc))
	read := func(kennung string) bool {
		return slices.ContainsFunc(doc.Gelesen, func(g struct{ Was, Wer string }) bool { return g.Was == "gelesen" && g.Wer == kennung })
	}
	require.True(t, read(a.kennung), "who read it goes along")
	for _, official := range []string{amtSabine, amtKai, amtFremd, amtFritz} {
		if official != a.kennung && official != a.zweite {
			require.NotContains(t, file, official, "nobody of another authority has read it")
		}
	}
}

// later lets time pass, and logs everybody in again.
func (s *stand[A, P]) later(t *testing.T, days int, all ...*seite) {
	t.Helper()
	s.now = s.now.AddDate(0, 0, days)
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	_, err = s.store.Sweep(t.Context())
	require.NoError(t, err)
	for _, a := range all {
		s.enter(t, a)
		a.person = s.login(t, kontoErika)
	}
}

// erasesApart lets time pass until the case of one authority is gone, which was decided
// before that of the other: that one stays, and goes in its own time.
func (s *stand[A, P]) erasesApart(t *testing.T, first, then *seite) {
	t.Helper()
	const step, most = 5, 12 * 365
	stored := s.at(t, then.fall)
	for range most / step {
		s.later(t, step)
		s.enter(t, first)
		if first.first.get(first.fall).status == http.StatusNotFound {
			s.enter(t, then)
			require.Equal(t, http.StatusOK, then.first.get(then.fall).status, "the case of the other authority stays")
			require.JSONEq(t, string(stored.Angaben()), string(s.at(t, then.fall).Angaben()))
			require.Empty(t, s.leave(t, first.amt, 0))
			s.leave(t, then.amt, 1)
			return
		}
	}
	require.Fail(t, "what was decided is never erased")
}
