// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// amSchalter is where officials take applications.
const amSchalter = "/amt/schalter/"

// Each route of the counter to a draft. A test of package onlinedienst holds the list to
// be whole.
var schalterwege = []string{
	"GET /amt/schalter/{dienst}/{id}", "GET /amt/schalter/{dienst}/{id}/unterschrift",
	"GET /amt/schalter/{dienst}/{id}/{seite}", "POST /amt/schalter/{dienst}/{id}/{seite}",
	"GET /amt/schalter/{dienst}/{id}/{seite}/{zeile}", "POST /amt/schalter/{dienst}/{id}/{seite}/{zeile}",
	"GET /amt/schalter/{dienst}/{id}/{seite}/{zeile}/entfernen", "POST /amt/schalter/{dienst}/{id}/{seite}/{zeile}/entfernen",
}

// takenThere reports whether the service is taken at the counter, and skips what a service
// that is not cannot show.
func (s *stand[A, P]) takenThere(t *testing.T) {
	t.Helper()
	b := s.official(t, amtSabine)
	inOrder(t, b.get(amSchalter), "de")
	start := amSchalter + s.probe.Dienst.Name + "/"
	if s.probe.Dienst.NurOnline.IsZero() && len(s.probe.Andere) == 0 {
		require.Contains(t, b.links(), start, "whoever has no account gets through here")
		require.Contains(t, b.get("/"+s.probe.Dienst.Name+"/datenschutz").page, "welche Art von Ausweis", "what is kept of it")
		require.Contains(t, b.get("/"+s.probe.Dienst.Name+"/beschreibung").page, "Wird dort auch aufgenommen")
		return
	}
	require.NotContains(t, b.links(), start)
	require.NotContains(t, b.get("/"+s.probe.Dienst.Name+"/datenschutz").page, "am Schalter")
	require.Contains(t, b.get("/"+s.probe.Dienst.Name+"/beschreibung").page, html.EscapeString(s.probe.Dienst.NurOnline.String()))
	b.get(amSchalter)
	require.Contains(t, b.page, html.EscapeString(s.probe.Dienst.NurOnline.String()), "and why")
	require.Equal(t, http.StatusNotFound, b.get(start).status)
	t.Skip("not taken at the counter")
}

// takes begins an application at the counter, and returns the address of the draft.
func (s *stand[A, P]) takes(t *testing.T, b *browser) string {
	t.Helper()
	b.get(amSchalter + s.probe.Dienst.Name + "/")
	require.Equal(t, http.StatusOK, b.status, b.page)
	inOrder(t, b, "de")
	f := b.form()
	if s.identified() {
		b.send(f, f.values())
		require.Equal(t, http.StatusUnprocessableEntity, b.status, "somebody has looked at a document")
		inOrder(t, b, "de")
	}
	v := f.values()
	for name, value := range map[string]string{"ausweis": "personalausweis", "familienname": "Mustermann", "vornamen": "Erika", "geburtsdatum": "12.8.1984"} {
		v.Set(name, value)
	}
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	draft := b.path
	b.send(f, v)
	require.Equal(t, draft, b.path, "a start that is clicked twice begins one draft")
	inOrder(t, b, "de")
	return draft
}

// handIn has the page signed and hands in what is on the check page.
func (s *stand[A, P]) handIn(t *testing.T, b *browser) blatt {
	t.Helper()
	f := b.form()
	v := f.values()
	b.send(f, v)
	require.Equal(t, http.StatusUnprocessableEntity, b.status, "nothing is handed in that is not signed")
	inOrder(t, b, "de")
	if v.Set("richtig", "ja"); v.Has("beleg") {
		b.send(f, v)
		require.Equal(t, http.StatusUnprocessableEntity, b.status, "nor what is not paid")
		inOrder(t, b, "de")
		require.NotContains(t, b.page, `href="#richtig"`, "what is ticked is no error")
		v.Set("beleg", "Kasse 4711")
	}
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	b.send(f, v)
	require.Less(t, b.status, 500, "sent twice it is handed in once")
	return f
}

// takesAtTheCounter has an official take an application for a person who is there, from
// the first question to the letter.
func takesAtTheCounter[A, P any](t *testing.T, s *stand[A, P]) {
	s.takenThere(t)
	b := s.official(t, amtSabine)
	draft := s.takes(t, b)
	require.True(t, strings.HasPrefix(draft, amSchalter+s.probe.Dienst.Name+"/"), draft)
	s.walk(t, b, draft, func() {
		inOrder(t, b, "de")
		require.NotContains(t, b.path, "/nachweis/", "nobody says yes to a retrieval for somebody else")
		for _, to := range b.links() {
			require.True(t, strings.HasPrefix(to, "/amt/") || strings.HasPrefix(to, "#") || strings.HasPrefix(to, "?") || strings.HasPrefix(to, draft), "%s leads away to %s", b.path, to)
		}
	})
	s.resumes(t, b, draft)
	mark := s.isSigned(t, b, draft)
	require.Contains(t, b.get(draft+"/pruefen").page, mark, "the check page names the page that is signed")
	s.handIn(t, b)
	require.True(t, strings.HasPrefix(b.path, amSchalter+"?neu="), b.path)
	inOrder(t, b, "de")
	stored := s.stored(t, draft)
	require.Contains(t, b.page, onlinedienst.Nummer(stored.ID()))
	s.carriesWhoTook(t, stored)
	if s.akten == nil {
		s.arrive(t, stored.ID())
	}
	s.readsAndDecides(t, b, "/amt/faelle/"+stored.ID().String())
	s.getsPapers(t, b, "/amt/faelle/"+stored.ID().String())
	s.givesNothingBack(t)
}

// resumes lets the session end in the middle: what was typed is there again.
func (s *stand[A, P]) resumes(t *testing.T, b *browser, draft string) {
	t.Helper()
	if s.soonGone() {
		return
	}
	page, field := "", eingabe{}
	s.walk(t, b, draft, func() {
		for _, f := range b.forms() {
			for _, i := range f.inputs {
				if i.kind == "text" && page == "" && !f.files {
					page, field = b.path, i
				}
			}
		}
	})
	if page == "" || strings.Count(strings.TrimPrefix(page, draft+"/"), "/") > 0 {
		return
	}
	f := b.get(page).form()
	v := f.values()
	typed := v.Get(field.name)
	v.Set(field.name, "Zu spät gesendet")
	s.now = s.now.Add(time.Hour)
	b.send(f, v)
	require.Equal(t, http.StatusUnauthorized, b.status, "the session of the official is over")
	inOrder(t, b, "de")
	again := s.official(t, amtSabine)
	b.cookies = again.cookies
	require.Contains(t, b.get(amSchalter).links(), draft, "the counter leads back to it")
	require.Contains(t, b.get(page).page, "Zu spät gesendet", "and what was typed is there")
	f = b.form()
	v = f.values()
	v.Set(field.name, typed)
	b.send(f, v)
	s.walk(t, b, draft, func() {})
}

// isSigned holds the page that is signed to all that is handed in, and returns its mark.
func (s *stand[A, P]) isSigned(t *testing.T, b *browser, draft string) string {
	t.Helper()
	require.Contains(t, b.links(), draft+"/unterschrift")
	confirmed := facts(b.page)
	inOrder(t, b.get(draft+"/unterschrift"), "de")
	require.Empty(t, b.forms(), "it is to be printed")
	printed := facts(b.page)
	for title := range confirmed {
		if _, there := printed[title]; !there && !strings.HasPrefix(title, "Eintrag ") {
			require.Contains(t, b.page, html.EscapeString(title), "what is checked is signed")
		}
	}
	require.Contains(t, b.page, amtSabine, "and says who took it")
	require.NotContains(t, b.page, "Sabine Musterfrau</p>", "by a pseudonym")
	if s.identified() {
		require.Contains(t, b.page, "Erika Mustermann")
		require.Contains(t, b.page, "Personalausweis")
	}
	mark := marks.FindStringSubmatch(b.page)
	require.NotNil(t, mark, b.page)
	return mark[1]
}

// carriesWhoTook holds what is handed in to saying that an official wrote it, and for whom.
func (s *stand[A, P]) carriesWhoTook(t *testing.T, stored gespeichert) {
	t.Helper()
	require.Equal(t, antrag.StatusEingereicht, stored.Status())
	require.Equal(t, "amt-1", stored.Behoerde())
	var in onlinedienst.Eingang
	require.NoError(t, json.Unmarshal(stored.Angaben(), &in))
	sent, err := json.Marshal(Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).delivered())
	require.NoError(t, err)
	require.Equal(t, pointers(t, sent, nil), pointers(t, in.Daten, in.Anlagen), "the same answers as from a person")
	require.NotNil(t, in.Schalter)
	require.Equal(t, amtSabine, in.Schalter.Wer)
	require.Equal(t, "amt-1", in.Schalter.Behoerde)
	require.Empty(t, in.Nachweise)
	require.Empty(t, in.Postkorb)
	require.Equal(t, uuid.Nil, in.Zahlung)
	if s.identified() {
		require.Equal(t, "personalausweis", in.Schalter.Ausweis)
		require.Equal(t, "Mustermann", in.Identitaet.Familienname)
	} else {
		require.Empty(t, in.Schalter.Ausweis)
		require.Empty(t, in.Identitaet.Familienname)
	}
	if s.kasse.Payments != nil {
		require.Zero(t, s.kasse.Payments(), "nobody is sent to pay online")
		require.Equal(t, in.Schalter.Bezahlt.IsSet(), in.Schalter.Beleg != "")
	}
}

// readsAndDecides takes the case to its end at the desk: that it was taken there is told
// everywhere, who took it checks no decision, and the person gets a letter.
func (s *stand[A, P]) readsAndDecides(t *testing.T, first *browser, fall string) {
	t.Helper()
	inOrder(t, first.get(fall), "de")
	require.Contains(t, first.page, "Am Schalter aufgenommen von "+amtSabine, "the history says so")
	require.Contains(t, first.page, "Am Schalter aufgenommen: Sabine Musterfrau", "and the log of readings")
	export := first.get(fall + "/export").page
	var out struct {
		Teile   []onlinedienst.Eingang
		Gelesen []struct{ Was, Wer string }
		Verlauf []struct{ Text string }
	}
	require.NoError(t, json.Unmarshal([]byte(export), &out))
	require.Equal(t, amtSabine, out.Teile[0].Schalter.Wer)
	require.True(t, slices.ContainsFunc(out.Gelesen, func(g struct{ Was, Wer string }) bool { return g.Was == "schalter" && g.Wer == amtSabine }))
	require.True(t, slices.ContainsFunc(out.Verlauf, func(g struct{ Text string }) bool { return strings.Contains(g.Text, amtSabine) }), export)
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	if s.at(t, fall).Status().Entschieden() {
		return // by a machine
	}
	other := s.official(t, amtKai)
	other.get(fall).to(fall + "/uebernommen")
	s.answersByLetter(t, other, fall)
	names := decisions(other.get(fall), fall)
	require.NotEmpty(t, names, other.page)
	s.decide(t, other, fall, names[0])
	if !s.at(t, fall).Status().Entschieden() {
		first.get(fall)
		f := first.form()
		v := f.values()
		v.Set("grund", "second")
		first.send(f, v)
		require.NotContains(t, first.get(fall).links(), fall+"/freigeben", "who took it releases no decision on it")
		other.get(fall).to(fall + "/zurueckgeben")
		f = other.form()
		v = f.values()
		v.Set("text", "Noch einmal.")
		other.send(f, v)
		other.get(fall).to(fall + "/weitergeben")
		f = other.form()
		v = f.values()
		v.Set("an", amtSabine)
		other.send(f, v)
		s.settle(t, first, other, fall, names[0])
	}
	s.writesALetter(t, other, fall)
}

// getsPapers has the certificates of a case printed at the desk: nobody else has them.
func (s *stand[A, P]) getsPapers(t *testing.T, desk *browser, fall string) {
	t.Helper()
	if desk.get(fall).form0() {
		f := desk.form()
		v := f.values()
		v.Set("grund", "inquiry")
		desk.send(f, v)
	}
	paper := fall + "/urkunden/1.pdf"
	if s.probe.Dienst.Urkunden == nil || s.at(t, fall).Status() != antrag.StatusStattgegeben {
		require.NotContains(t, desk.links(), paper)
		require.Equal(t, http.StatusNotFound, desk.get(paper).status)
		return
	}
	require.Contains(t, desk.links(), paper, desk.page)
	require.Empty(t, pdftest.Inspect([]byte(desk.get(paper).page)))
	require.Equal(t, http.StatusNotFound, desk.get(fall+"/urkunden/999.pdf").status)
	require.Contains(t, desk.get(fall).page, "Ausgeführt als Datei", "which is noted")
	_, _, other := s.arrived(t)
	require.Equal(t, http.StatusNotFound, desk.get(other+"/urkunden/1.pdf").status, "who has an account gets them there")
}

// givesNothingBack refuses what was paid at the cash desk: it is for that desk to pay out.
func (s *stand[A, P]) givesNothingBack(t *testing.T) {
	t.Helper()
	if s.probe.Dienst.Gebuehr == nil || s.probe.Dienst.Automat != nil {
		return
	}
	b := s.official(t, amtSabine)
	draft := s.takes(t, b)
	s.walk(t, b, draft, func() {})
	s.handIn(t, b)
	id := s.stored(t, draft).ID()
	if s.akten == nil {
		s.arrive(t, id)
	}
	fall := "/amt/faelle/" + id.String()
	first, second := s.official(t, amtKai), s.official(t, amtFremd)
	first.get(fall).to(fall + "/uebernommen")
	first.get(fall).to(fall + "/zurueckgenommen")
	f := first.form()
	first.send(f, f.values())
	require.Equal(t, antrag.StatusZurueckgenommen, s.at(t, fall).Status(), first.page)
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	if first.get(fall); strings.Contains(first.page, "Beleg Kasse 4711") {
		require.Contains(t, first.page, "zahlt die Kasse aus")
	}
	require.Equal(t, http.StatusNotFound, second.get(fall).status)
	require.NotContains(t, s.official(t, amtRita).get("/amt/stoerungen").page, onlinedienst.Nummer(id), "nothing waits to be sent back")
}

// answersByLetter asks back: whoever has no account answers by letter, and an official
// writes it down.
func (s *stand[A, P]) answersByLetter(t *testing.T, desk *browser, fall string) {
	t.Helper()
	if !slices.Contains(desk.get(fall).links(), fall+"/nachgefragt") {
		return
	}
	said := func(act, text string) {
		desk.get(fall).to(fall + "/" + act)
		inOrder(t, desk, "de")
		f := desk.form()
		v := f.values()
		if v.Set("text", text); v.Has("termin") {
			v.Set("termin", s.now.AddDate(0, 0, 7).Format("2.1.2006"))
		}
		desk.send(f, v)
		require.Equal(t, http.StatusOK, desk.status, desk.page)
		desk.send(f, v)
		require.Equal(t, http.StatusOK, desk.status, "sent twice it is said once")
	}
	said("nachgefragt", "In welchem Stock?")
	require.Equal(t, antrag.StatusRueckfrage, s.at(t, fall).Status())
	said("beantwortet", "Im dritten, per Brief.")
	require.Equal(t, antrag.StatusInBearbeitung, s.at(t, fall).Status())
	require.Contains(t, desk.get(fall).page, "Im dritten, per Brief.")
	require.Contains(t, desk.page, "Aufgeschrieben von "+amtKai)
	require.Equal(t, 1, strings.Count(desk.page, "Im dritten"))
	require.Contains(t, desk.links(), fall+"/zurueckgenommen", "and they may withdraw")
}

// writesALetter holds a notice to going on paper: nobody has an account to read it.
func (s *stand[A, P]) writesALetter(t *testing.T, desk *browser, fall string) {
	t.Helper()
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	require.Empty(t, s.bote.Sent(), "nobody is told electronically")
	if s.at(t, fall); desk.get(fall).form0() {
		f := desk.form()
		v := f.values()
		v.Set("grund", "second")
		desk.send(f, v)
	}
	if !slices.Contains(desk.get(fall).links(), fall+"/bescheid.pdf") {
		return
	}
	require.Contains(t, desk.links(), fall+"/gepostet")
	desk.to(fall + "/gepostet")
	f := desk.form()
	v := f.values()
	v.Set("termin", s.now.Format("2.1.2006"))
	desk.send(f, v)
	require.Contains(t, desk.page, "Letzter Tag für einen Rechtsbehelf")
}

// form0 reports whether the page asks for the reason of reading.
func (b *browser) form0() bool { return strings.Contains(b.page, `name="grund"`) }

// counterClosed lets everybody else try to reach what an official has begun, and lets
// the draft run out.
func counterClosed[A, P any](t *testing.T, s *stand[A, P]) {
	s.takenThere(t)
	b := s.official(t, amtSabine)
	draft := s.takes(t, b)
	var pages []string
	s.walk(t, b, draft, func() { pages = append(pages, b.path) })
	id := strings.TrimPrefix(draft, amSchalter+s.probe.Dienst.Name+"/")
	before := s.stored(t, draft).Version()
	v := url.Values{"richtig": {"ja"}, "beleg": {"1"}, "gesehen": b.form().values()["gesehen"]}
	kai, fremd, rita, erika, nobody := s.official(t, amtKai), s.official(t, amtFremd), s.official(t, amtRita), s.login(t, kontoErika), newBrowser(t, s.handler)
	ways := append([]string{}, pages...)
	for _, way := range schalterwege {
		_, pattern, _ := strings.Cut(way, " ")
		ways = append(ways, strings.NewReplacer("{dienst}", s.probe.Dienst.Name, "{id}", id, "{seite}", "loeschen", "{zeile}", "0").Replace(pattern))
	}
	for _, page := range append(ways, draft+"/absenden") {
		for who, other := range map[string]*browser{"a colleague": kai, "another authority": fremd, "an official without the role": rita} {
			v["token"] = []string{token(other)}
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				answer := func(page string) string {
					other.do(method, page, v)
					return plainly(other, id)
				}
				said := answer(page)
				require.Contains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, other.status, "%s: %s %s", who, method, page)
				require.Equal(t, strings.ReplaceAll(answer(strings.ReplaceAll(page, id, uuid.Nil.String())), uuid.Nil.String(), "ID"), said, "as what is not there")
			}
		}
		require.Equal(t, http.StatusUnauthorized, nobody.get(page).status, page)
		require.Equal(t, http.StatusUnauthorized, erika.get(page).status, "the session of a person is none of an official")
		own := strings.Replace(page, amSchalter, "/", 1)
		require.Equal(t, http.StatusNotFound, erika.get(own).status, "nor is the draft theirs: %s", own)
		b.get(own)
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusNotFound}, b.status, "the session of an official is none of a person")
	}
	require.Equal(t, http.StatusNotFound, rita.get(amSchalter).status)
	require.NotContains(t, kai.get(amSchalter).page, id)
	require.NotContains(t, erika.get("/"+s.probe.Dienst.Name+"/").page, id)
	require.Equal(t, http.StatusNotFound, kai.get("/amt/faelle/"+id).status, "a draft is no case yet")
	person := s.begin(t, erika)
	require.Equal(t, http.StatusNotFound, b.get(strings.Replace(person, "/", amSchalter, 1)).status, "the draft of a person is none of the counter")
	for _, kennung := range []string{"schalter:amt-1:" + amtSabine, amtSabine} {
		_, err := s.server.Zugang(nutzerkonto.Konto{Kennung: kennung, Niveau: recht.NiveauHoch}, "de").Data(t.Context(), uuid.MustParse(id))
		require.ErrorIs(t, err, antrag.ErrNotFound, "whatever an account is called")
	}
	require.Equal(t, before, s.stored(t, draft).Version(), "nothing of it has changed anything")
	s.zweites = true
	b.get(draft + "/pruefen")
	require.Empty(t, b.forms(), "another authority is responsible: nothing is sent from here")
	require.Contains(t, b.page, "Zuständig ist")
	inOrder(t, b, "de")
	s.zweites = false
	s.now = s.now.AddDate(0, 0, max(s.probe.Dienst.Entwurf.Tage, 30)+1)
	for range 2 {
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		_, err = s.store.Sweep(t.Context())
		require.NoError(t, err)
		s.now = s.now.AddDate(0, 0, 1)
	}
	b = s.official(t, amtSabine)
	require.NotContains(t, b.get(amSchalter).page, id, "it is kept as long as that of anybody else")
	b.get(draft + "/pruefen")
	require.NotContains(t, b.page, "Mustermann")
}

// marks is by what the page to be signed is known.
var marks = regexp.MustCompile(`Prüfzeichen: <b class="zahl">([^<]*)</b>`)
