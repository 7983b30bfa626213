// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"bytes"
	"crypto/sha256"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// The accounts of somebody whom a case concerns beside who applied: theirs, another one
// that proves the same, one whose login is too low, and one that proves nothing of who it is.
const kontoBetroffen, kontoDoppelt, kontoNiedrig, kontoUnbelegt = "test-betroffen", "test-doppelt", "test-niedrig", "test-unbelegt"

// concerned are those whom the answers of the probe concern.
func (p Probe[A, P]) concerned(t *testing.T) []onlinedienst.Mitbetroffen {
	t.Helper()
	if p.Dienst.Mit == nil {
		return nil
	}
	list := p.Dienst.Mit.Wer(Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).Case().Angaben, datum.MustParse(p.Tag))
	require.NotEmpty(t, list, "the answers concern nobody else: nothing is tried")
	return list
}

// betroffen are the accounts of somebody in a service that asks for a level.
func betroffen(i onlinedienst.Identitaet, need recht.Niveau) (out []testkonto.Konto) {
	for id, level := range map[string]struct{ login, proved recht.Niveau }{
		kontoBetroffen: {need, need}, kontoDoppelt: {need, need}, kontoNiedrig: {need - 1, need - 1}, kontoUnbelegt: {need, need - 1},
	} {
		out = append(out, testkonto.Konto{Konto: nutzerkonto.Konto{Kennung: id, Niveau: level.login, Mittel: "Testkonto", Merkmale: []nutzerkonto.Merkmal{
			{Name: nutzerkonto.Familienname, Wert: strings.ToUpper(i.Familienname), Niveau: level.proved}, // as cards have it
			{Name: nutzerkonto.Vornamen, Wert: i.Vornamen + " Zweitname", Niveau: level.proved},
			{Name: nutzerkonto.Geburtsdatum, Wert: i.Geburtsdatum, Niveau: level.proved},
		}}, Zeigt: recht.NewText("Erfunden.", "Invented.")})
	}
	return out
}

var mitLink = regexp.MustCompile(`https://` + host + `(/[^<"]*/mit/[A-Z2-7-]+)`)

// access is the link that the page of a case has for the first whom it concerns.
func (b *browser) access(draft string) string {
	b.t.Helper()
	found := mitLink.FindStringSubmatch(b.get(draft).page)
	require.NotNil(b.t, found, b.page)
	return found[1]
}

// post sends a form that the page does not have, with a secret that it accepts.
func (b *browser) post(to, from string) {
	b.t.Helper()
	b.do(http.MethodPost, to, url.Values{"token": {b.get(from).form().values()["token"][0]}})
}

// showsTheirPart lets somebody in whom the case of another concerns as much: nobody else
// comes in, and they see and get what is theirs, and nothing more.
func showsTheirPart[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Mit == nil {
		t.Skip("a case concerns who applies alone")
	}
	b, draft, fall := s.arrived(t)
	link := b.access(draft)
	inOrder(t, b, "de")
	s.keepsOut(t, draft, link)
	their := s.comesIn(t, draft, link)
	require.NotContains(t, b.get(draft).page, link, "the link has served")
	require.Contains(t, b.page, "Zugang angenommen")
	double := s.login(t, kontoDoppelt)
	require.Equal(t, http.StatusConflict, double.get(link).status, "an account that proves the same comes too late")
	double.post(link, "/"+s.probe.Dienst.Name+"/")
	require.Equal(t, http.StatusConflict, double.status)
	require.Equal(t, http.StatusNotFound, double.get(draft+"/mit").status)

	s.seesItsPart(t, their, draft)
	desk := s.official(t, amtSabine)
	require.Contains(t, desk.get(fall).page, "Betrifft auch: "+s.probe.concerned(t)[0].Identitaet.Vornamen)
	s.theirPapers(t, b, their, desk, draft, fall)
	s.byLetter(t, desk)
	s.erasedWith(t, draft)
}

// byLetter lets nobody come in: what there is a notice of goes to them on paper, and the
// desk posts it.
func (s *stand[A, P]) byLetter(t *testing.T, desk *browser) {
	t.Helper()
	_, _, fall := s.arrived(t)
	for _, name := range decisions(desk.get(fall).took(fall), fall) {
		s.settle(t, desk, s.official(t, amtKai), fall, name)
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		if letters := linksTo(desk.get(fall), fall+"/gepostet:mit"); slices.Contains(desk.links(), fall+"/bescheid.pdf") {
			require.Len(t, letters, len(s.probe.concerned(t)))
			desk.to(letters[0])
			f := desk.form()
			v := f.values()
			v.Set("termin", s.now.Format("2.1.2006"))
			desk.send(f, v)
			require.Empty(t, linksTo(desk.get(fall), letters[0]), "it is posted")
			require.Contains(t, desk.page, "Letzter Tag für einen Rechtsbehelf")
		}
		_, _, fall = s.arrived(t)
		desk.get(fall).took(fall)
	}
}

// keepsOut tries to come in as everybody for whom a link is not.
func (s *stand[A, P]) keepsOut(t *testing.T, draft, link string) {
	t.Helper()
	start := "/" + s.probe.Dienst.Name + "/"
	require.Equal(t, http.StatusUnauthorized, newBrowser(t, s.handler).get(link).status)
	const another = "für eine andere Person"
	for account, why := range map[string]string{kontoMax: another, kontoErika: another, kontoUnbelegt: another, kontoNiedrig: "Login der Stufe"} {
		if account == kontoNiedrig && s.probe.Dienst.Senden <= s.probe.Dienst.Niveau {
			require.Equal(t, http.StatusUnauthorized, s.loginAs(t, account, link).status, "below the level of the service")
			continue
		}
		other := s.login(t, account)
		other.get(link)
		require.Equal(t, http.StatusForbidden, other.status, other.page)
		require.Contains(t, other.page, why)
		require.NotContains(t, other.page, s.probe.concerned(t)[0].Identitaet.Familienname+"<", "nothing is said of whom it is for")
		other.post(link, start)
		require.Equal(t, http.StatusForbidden, other.status)
		require.Equal(t, http.StatusNotFound, other.get(draft+"/mit").status)
	}
	their := s.login(t, kontoBetroffen)
	for _, to := range []string{draft, draft + "/mit", draft + "/mit/1.pdf", draft + "/urkunden/1.pdf", link[:len(link)-1] + "0", strings.Replace(link, draft, start+uuid.NewString(), 1)} {
		require.Equal(t, http.StatusNotFound, their.get(to).status, "%s without the code", to)
	}
}

// comesIn accepts the access, twice.
func (s *stand[A, P]) comesIn(t *testing.T, draft, link string) *browser {
	t.Helper()
	their := s.login(t, kontoBetroffen)
	require.Equal(t, http.StatusOK, their.get(link).status, their.page)
	inOrder(t, their, "de")
	require.Equal(t, link, their.path, "looking changes nothing")
	f := their.form()
	for range 2 {
		their.send(f, f.values())
		require.Equal(t, draft+"/mit", their.path, their.page)
	}
	require.Equal(t, draft+"/mit", their.get(link).path)
	inOrder(t, their, "de")
	return their
}

// seesItsPart holds the page, and the file of the own data, to the row and what is shown
// beside it: no other answer stands on it.
func (s *stand[A, P]) seesItsPart(t *testing.T, their *browser, draft string) {
	t.Helper()
	row := s.probe.concerned(t)[0].Zeile + "/"
	page, file := their.get(draft+"/mit").page, their.get("/einsicht/meine-daten.json").page
	require.Contains(t, their.get("/einsicht/").page, draft+"/mit")
	shown := map[string]bool{}
	for at, v := range s.flat {
		if text, ok := v.(string); ok && strings.HasPrefix(at, row) {
			shown[text] = true
			require.True(t, len(text) < 4 || strings.Contains(page, text) || !strings.Contains(text, " "), "%s is not shown", at)
		}
	}
	require.Contains(t, page, s.probe.concerned(t)[0].Identitaet.Vornamen)
	require.Contains(t, file, s.probe.concerned(t)[0].Identitaet.Vornamen)
	hidden := 0
	for at, v := range s.flat {
		text, ok := v.(string)
		if !ok || len(text) < 4 || shown[text] || strings.HasPrefix(at, row) || s.seen(at) || strings.Contains(text, "-") {
			continue
		}
		hidden++
		require.NotContains(t, page, text, "%s is none of theirs", at)
		require.NotContains(t, file, `"`+text+`"`, "%s is none of theirs", at)
	}
	require.NotZero(t, hidden, "nothing was there to be hidden")
}

// seen reports whether the service shows an answer to all whom it concerns.
func (s *stand[A, P]) seen(at string) bool {
	return slices.ContainsFunc(s.probe.Dienst.Mit.Pointers(), func(p string) bool { return at == p || strings.HasPrefix(at, p+"/") })
}

// theirPapers takes the decisions of the service: each gets a certificate and a notice of
// their own.
func (s *stand[A, P]) theirPapers(t *testing.T, b, their, desk *browser, draft, fall string) {
	t.Helper()
	second := s.official(t, amtKai)
	for i, name := range decisions(desk.get(fall).took(fall), fall) {
		if i > 0 {
			b, draft, fall = s.arrived(t)
			their = s.comesIn(t, draft, b.access(draft))
			desk.get(fall).took(fall)
		}
		s.settle(t, desk, second, fall, name)
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		if s.at(t, fall).Status() == antrag.StatusStattgegeben && s.probe.Dienst.Urkunden != nil {
			s.ownCertificate(t, b, their, draft)
		}
		inOrder(t, their.get("/postfach/"), "de")
		at := slices.IndexFunc(their.links(), func(to string) bool {
			return strings.HasPrefix(to, "/postfach/"+draft[strings.LastIndexByte(draft, '/')+1:])
		})
		require.GreaterOrEqual(t, at, 0, "they are told of %q\n%s", name, their.page)
		message := their.links()[at]
		require.Equal(t, http.StatusNotFound, b.get(message).status, "the postbox of somebody else")
		if slices.Contains(desk.get(fall).links(), fall+"/bescheid.pdf") {
			s.ownNotice(t, their, desk, message, fall)
		}
	}
}

// ownCertificate holds who has come in to the certificate of their own.
func (s *stand[A, P]) ownCertificate(t *testing.T, b, their *browser, draft string) {
	t.Helper()
	papers := linksTo(their.get(draft+"/mit"), draft+"/mit/")
	require.Len(t, papers, 1, their.page)
	paper := their.get(papers[0]).page
	require.Empty(t, pdftest.Inspect([]byte(paper)))
	require.True(t, bytes.Contains([]byte(b.get(strings.Replace(papers[0], "/mit/", "/urkunden/", 1)).page), []byte("%PDF")))
	require.Equal(t, sha256.Sum256([]byte(b.page)), sha256.Sum256([]byte(paper)), "it is the same paper")
	for i := range linksTo(b.get(draft), draft+"/urkunden/") {
		if to := draft + "/mit/" + strconv.Itoa(i+1) + ".pdf"; to != papers[0] {
			require.Equal(t, http.StatusNotFound, their.get(to).status, "that of somebody else")
		}
	}
	require.Equal(t, http.StatusNotFound, s.login(t, kontoMax).get(papers[0]).status)
}

// ownNotice holds who has come in to the notice of their own, with its own period.
func (s *stand[A, P]) ownNotice(t *testing.T, their, desk *browser, message, fall string) {
	t.Helper()
	notice := their.get(strings.TrimSuffix(message, "lesen") + "bescheid.pdf").page
	require.Empty(t, pdftest.Inspect([]byte(notice)))
	inOrder(t, their.get(message), "de")
	require.Contains(t, their.page, "Ein Rechtsbehelf ist bis")
	require.Contains(t, desk.get(fall).page, "Abgerufen:")
	notices := slices.Compact(slices.Sorted(slices.Values(linksTo(desk, fall+"/bescheid.pdf"))))
	require.Greater(t, len(notices), 1, "one for each")
	first := sha256.Sum256([]byte(desk.get(notices[0]).page))
	require.NotEqual(t, first, sha256.Sum256([]byte(desk.get(notices[1]).page)), "each is named in their own")
}

// took takes a case up, where that is to be done.
func (b *browser) took(fall string) *browser {
	b.t.Helper()
	if b.action(fall+"/uebernommen") != "" {
		b.to(fall + "/uebernommen")
	}
	return b.get(fall)
}

// erasedWith holds the note of who has come in to being gone with the case.
func (s *stand[A, P]) erasedWith(t *testing.T, draft string) {
	t.Helper()
	for range 12 {
		s.now = s.now.AddDate(1, 0, 0)
		_, err := s.store.Sweep(t.Context())
		require.NoError(t, err)
	}
	their := s.login(t, kontoBetroffen)
	require.Equal(t, http.StatusNotFound, their.get(draft+"/mit").status)
	require.NotContains(t, their.get("/einsicht/").page, "/mit\"")
	require.NotContains(t, their.get("/einsicht/meine-daten.json").page, "mitbetroffen")
}
