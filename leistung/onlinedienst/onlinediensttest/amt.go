// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// The officials: two of the authority that is responsible, two of another.
const amtSabine, amtKai, amtFremd, amtFritz = "amt-sabine", "amt-kai", "amt-fremd", "amt-fritz"

// amtRita sets going again what was given up, of the authority that is responsible.
const amtRita = "amt-rita"

// desk opens the desk beside the pages.
func (s *stand[A, P]) desk(t *testing.T, server *onlinedienst.Server, mux *http.ServeMux, clock func() time.Time) {
	t.Helper()
	all := []onlinedienst.Amtsrolle{onlinedienst.AmtsrolleBearbeiten, onlinedienst.AmtsrolleEntscheiden}
	officials := onlinedienst.Amtsliste{
		{Kennung: amtSabine, Name: "Sabine Musterfrau", Behoerde: "amt-1", Rollen: all},
		{Kennung: amtKai, Name: "Kai Beispiel", Behoerde: "amt-1", Rollen: all},
		{Kennung: amtRita, Name: "Rita Betrieb", Behoerde: "amt-1", Rollen: []onlinedienst.Amtsrolle{onlinedienst.AmtsrolleBetrieb}},
		{Kennung: amtFremd, Name: "Fremd Beispiel", Behoerde: "amt-2", Rollen: append(slices.Clone(all), onlinedienst.AmtsrolleVerteilen, onlinedienst.AmtsrolleBetrieb)},
		{Kennung: amtFritz, Name: "Fritz Beispiel", Behoerde: "amt-2", Rollen: all},
	}
	var accounts []testkonto.Konto
	for _, p := range officials {
		accounts = append(accounts, testkonto.Konto{Konto: nutzerkonto.Konto{Kennung: p.Kennung, Niveau: recht.NiveauHoch, Mittel: "Testkonto"}, Zeigt: recht.NewText("Erfunden.", "Invented.")})
	}
	login, err := testkonto.New("/amt/testkonto", accounts, clock)
	require.NoError(t, err)
	head := func(name string) onlinedienst.Amtskopf {
		return onlinedienst.Amtskopf{
			Behoerde: stelle(name, s.probe.Gemeinde), Zeichner: bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"},
			Rechtsbehelf: map[string]bescheid.Rechtsbehelf{s.probe.Dienst.Name: {
				Art: bescheid.RechtsbehelfEigner, Frist: frist.Monate(1), Zusage: bescheid.Zusage{Von: "Rechtsamt", Am: datum.MustParse("2026-01-01")}, Text: []string{"Gegen diesen Bescheid kann innerhalb eines Monats Widerspruch erhoben werden."},
			}},
		}
	}
	desk, err := server.Amt(onlinedienst.AmtConfig{
		Konto: login, Personen: officials, Behoerden: map[string]onlinedienst.Amtskopf{"amt-1": head("Stadt Musterstadt"), "amt-2": head("Stadt Beispielstadt")},
		Bescheide: &onlinedienst.Bescheide{Bote: s.bote, Empfang: func(_ context.Context, konto string) (postfach.Empfang, error) {
			if konto == s.papier {
				return postfach.Empfang{}, postfach.ErrUnbekannt
			}
			return postfach.Empfang{EMail: "person@dienst.example"}, nil
		}},
	})
	require.NoError(t, err)
	mux.Handle("/amt/testkonto", login)
	mux.Handle("/amt/", desk)
	s.amt = desk
}

// official logs an official in.
func (s *stand[A, P]) official(t *testing.T, account string) *browser {
	t.Helper()
	b := newBrowser(t, s.handler)
	b.get("/amt/login?ziel=/amt/")
	f := b.form()
	v := f.values()
	v.Set("konto", account)
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	return b
}

// arrived sends a case and delivers it; it returns the pages of the person and those
// of the desk for it.
func (s *stand[A, P]) arrived(t *testing.T) (b *browser, draft, fall string) {
	t.Helper()
	b = s.login(t, kontoErika)
	draft = s.begin(t, b)
	s.walk(t, b, draft, func() {})
	s.send(t, b)
	if s.akten != nil { // it is at the office as soon as it is handed in
		return b, draft, "/amt/faelle/" + s.stored(t, draft).ID().String()
	}
	s.arrive(t, s.stored(t, draft).ID())
	return b, draft, "/amt/faelle/" + s.stored(t, draft).ID().String()
}

// arrive has a case delivered to its authority.
func (s *stand[A, P]) arrive(t *testing.T, id uuid.UUID) {
	t.Helper()
	_, err := s.reg.Update(t.Context(), id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
		return []antrag.Ereignis{{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem}}, nil
	})
	require.NoError(t, err)
}

// identified reports whether the office learns who somebody is.
func (s *stand[A, P]) identified() bool { return s.probe.Dienst.Niveau.IsValid() }

// to follows the button or the link of the page that leads to an act.
func (b *browser) to(action string) {
	b.t.Helper()
	for _, f := range b.forms() {
		if f.action == action {
			b.send(f, f.values())
			return
		}
	}
	require.Contains(b.t, b.links(), action, b.page)
	b.get(action)
}

// decide takes the case through the form of a decision, and its confirmation.
func (s *stand[A, P]) decide(t *testing.T, b *browser, fall, name string) {
	t.Helper()
	b.get(fall).to(fall + "/" + name)
	require.Equal(t, http.StatusOK, b.status, b.page)
	before := s.at(t, fall).Version()
	f := b.form()
	if v := f.values(); v.Get("bestaetigt") == "" {
		stated, err := json.Marshal(s.probe.Entscheidet[name])
		require.NoError(t, err)
		var doc any
		require.NoError(t, json.Unmarshal(stated, &doc))
		answers := map[string]any{}
		flatten(doc, "", answers)
		for _, i := range f.inputs {
			if x, ok := answers[i.name]; ok {
				v.Set(i.name, fmt.Sprint(x))
			} else if strings.HasPrefix(i.name, "/") && v.Get(i.name) == "" && i.kind == "text" {
				v.Set(i.name, "Ein Grund in Worten.")
			}
		}
		b.send(f, v)
		require.Equal(t, http.StatusOK, b.status, "what is stated in %q does not fit\n%s", name, b.page)
		f = b.form()
	}
	inOrder(t, b, "de")
	v := f.values()
	require.Equal(t, "ja", v.Get("bestaetigt"), "a decision is shown before it is taken")
	require.Equal(t, before, s.at(t, fall).Version(), "until then nothing is decided")
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, "sent twice it is decided once")
}

// at is the case of an address of the desk.
func (s *stand[A, P]) at(t *testing.T, fall string) gespeichert {
	t.Helper()
	g := s.stored(t, fall)
	if s.akten == nil {
		return g
	}
	f, _, err := s.akten.Angaben(t.Context(), g.id)
	require.NoError(t, err)
	g.status = antrag.Status(f.Zustand())
	if b, decided := f.Entscheidung(); decided {
		g.status = antrag.StatusStattgegeben
		if b.Ergebnis == verfahren.ErgebnisAbgelehnt {
			g.status = antrag.StatusAbgelehnt
		}
	} else if f.Zustand() == verfahren.ZustandEingereicht {
		g.status = antrag.StatusZugestellt
	}
	return g
}

func decidesAtDesk[A, P any](t *testing.T, s *stand[A, P]) {
	b, draft, fall := s.arrived(t)
	first := s.official(t, amtSabine)
	inOrder(t, first, "de")
	require.Contains(t, first.page, fall, "it is on the list")
	require.NotContains(t, first.page, "Mustermann", "a list names nobody")
	number := onlinedienst.Nummer(s.at(t, fall).ID())
	require.Contains(t, first.get("/amt/?s="+strings.ToLower(strings.ReplaceAll(number, "-", ""))).page, fall, "it is found by its number")
	require.NotContains(t, first.get("/amt/?s=AAAA-AAAA").page, fall)
	inOrder(t, first.get(fall), "de")
	if s.identified() {
		require.Contains(t, first.page, "Mustermann, Erika")
	}
	first.to(fall + "/uebernommen")
	require.Equal(t, http.StatusOK, first.status)
	require.Contains(t, first.get("/amt/?b=mir").page, fall)
	second := s.official(t, amtKai)
	require.NotContains(t, second.get("/amt/?b=mir").page, fall)
	inOrder(t, second.get(fall), "de")
	require.NotContains(t, second.page, "Erika", "what a colleague has is opened with a reason")
	names := decisions(first.get(fall), fall)
	require.NotEmpty(t, names, first.page)
	name := names[0]
	require.Equal(t, http.StatusOK, second.get(fall+"/"+name).status)
	require.NotContains(t, second.path, name)
	s.settle(t, first, second, fall, name)
	s.notified(t, b, first, fall)
	require.Equal(t, http.StatusOK, first.get(fall).status)
	inOrder(t, b.get(draft), "de")
	require.Equal(t, http.StatusOK, b.status)
	require.Contains(t, first.get("/amt/?st=fertig").page, fall)
	require.NotContains(t, first.get("/amt/").page, fall)
	var export map[string]any
	require.NoError(t, json.Unmarshal([]byte(first.get(fall+"/export").page), &export))
	require.Equal(t, number, export["nummer"])
	require.NotEmpty(t, export["beschluss"])
	require.NotEmpty(t, export["gelesen"], "who read it stands there")
	for _, name := range names[1:] {
		b, _, fall := s.arrived(t)
		first.get(fall).to(fall + "/uebernommen")
		s.settle(t, first, second, fall, name)
		require.Contains(t, b.get(s.own(fall)).page, "Das ist entschieden", "the person reads it, too")
		inOrder(t, b, "de")
		s.notified(t, b, first, fall)
	}
}

// own is the address of a case for its person.
func (s *stand[A, P]) own(fall string) string {
	return "/" + s.probe.Dienst.Name + "/" + fall[strings.LastIndexByte(fall, '/')+1:]
}

// settle takes a decision, by two officials where it needs them.
func (s *stand[A, P]) settle(t *testing.T, first, second *browser, fall, name string) {
	t.Helper()
	s.decide(t, first, fall, name)
	if !s.at(t, fall).Status().Entschieden() {
		second.get(fall)
		f := second.form()
		v := f.values()
		v.Set("grund", "second")
		second.send(f, v)
		first.get(fall)
		require.NotContains(t, first.links(), fall+"/freigeben", "nobody releases what they proposed")
		second.get(fall).to(fall + "/freigeben")
		inOrder(t, second, "de")
		f = second.form()
		second.send(f, f.values())
	}
	require.True(t, s.at(t, fall).Status().Entschieden(), first.page)
}

// notified holds a notice, where the decision has one, to reaching the person, with the
// last day to object.
func (s *stand[A, P]) notified(t *testing.T, person, desk *browser, fall string) {
	t.Helper()
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	inOrder(t, desk.get(fall), "de")
	if !slices.Contains(desk.links(), fall+"/bescheid.pdf") {
		return
	}
	require.Empty(t, pdftest.Inspect([]byte(desk.get(fall+"/bescheid.pdf").page)), "for everybody to read")
	if desk.get(fall); slices.Contains(desk.links(), fall+"/gepostet") { // on paper
		desk.to(fall + "/gepostet")
		f := desk.form()
		v := f.values()
		v.Set("termin", s.now.AddDate(0, 0, 1).Format("2.1.2006"))
		desk.send(f, v)
		require.Equal(t, http.StatusUnprocessableEntity, desk.status, "nothing is posted in the future")
		v.Set("termin", s.now.Format("2.1.2006"))
		desk.send(f, v)
		require.Contains(t, desk.page, "Letzter Tag für einen Rechtsbehelf")
		return
	}
	require.Contains(t, desk.page, "Letzter Tag für einen Rechtsbehelf")
	require.NotEmpty(t, s.bote.Sent(), "somebody is told, without content")
	inOrder(t, person.get("/postfach/"), "de")
	id := strings.TrimPrefix(fall, "/amt/faelle/")
	at := slices.IndexFunc(person.links(), func(to string) bool { return strings.HasPrefix(to, "/postfach/"+id+"/") })
	require.GreaterOrEqual(t, at, 0, person.page)
	message := person.links()[at]
	other := s.login(t, kontoMax)
	require.Equal(t, http.StatusNotFound, other.get(message).status, "the postbox of somebody else")
	inOrder(t, person.get(message), "de")
	require.Contains(t, person.page, "Ein Rechtsbehelf ist bis")
	require.Empty(t, pdftest.Inspect([]byte(person.get(strings.TrimSuffix(message, "lesen")+"bescheid.pdf").page)))
	require.Contains(t, desk.get(fall).page, "Abgerufen:")
}

// decisions are the ways to decide that the page of a case offers.
func decisions(b *browser, fall string) (out []string) {
	for _, to := range b.links() {
		name, of := strings.CutPrefix(to, fall+"/")
		switch name {
		case "nachgefragt", "eingeladen", "beantwortet", "geaeussert", "zurueckgenommen", "anhoerung-begonnen", "weitergeben", "export", "blatt":
		default:
			if of && !strings.Contains(name, ":") && !strings.Contains(name, "/") {
				out = append(out, name)
			}
		}
	}
	return out
}

func asksBack[A, P any](t *testing.T, s *stand[A, P]) {
	b, draft, fall := s.arrived(t)
	desk := s.official(t, amtSabine)
	desk.get(fall).to(fall + "/uebernommen")
	desk.get(fall).to(fall + "/nachgefragt")
	f := desk.form()
	desk.send(f, f.values())
	require.Equal(t, http.StatusUnprocessableEntity, desk.status, "a question has words")
	inOrder(t, desk, "de")
	f = desk.form()
	v := f.values()
	v.Set("text", "In welchem Stock?")
	v.Set("termin", "1.1.2000")
	desk.send(f, v)
	require.Equal(t, http.StatusUnprocessableEntity, desk.status, "nobody answers in the past")
	require.Contains(t, desk.page, "In welchem Stock?", "what was typed stays")
	f = desk.form()
	v = f.values()
	day := s.now.AddDate(0, 0, 7)
	v.Set("termin", day.Format("2.1.2006"))
	desk.send(f, v)
	require.Equal(t, antrag.StatusRueckfrage, s.at(t, fall).Status(), desk.page)
	inOrder(t, b.get(draft), "de")
	require.Contains(t, b.page, "In welchem Stock?")
	require.Contains(t, b.page, fmt.Sprintf("%d. ", day.Day()), "by when")
	var answer blatt
	for _, f := range b.forms() {
		if strings.HasSuffix(f.action, "/antwort") || strings.HasSuffix(f.action, "/akt/beantwortet") {
			answer = f
		}
	}
	b.send(answer, answer.values())
	require.Equal(t, http.StatusUnprocessableEntity, b.status)
	v = answer.values()
	v.Set("text", "Im dritten.")
	b.send(answer, v)
	b.send(answer, v)
	require.Less(t, b.status, 500)
	require.Equal(t, antrag.StatusInBearbeitung, s.at(t, fall).Status())
	require.Contains(t, desk.get(fall).page, "Im dritten.")
	withdraw := "/zurueckziehen"
	if s.akten != nil {
		withdraw = "/akt/zurueckgenommen"
	}
	b.do(http.MethodPost, draft+withdraw, url.Values{"token": answer.values()["token"]})
	require.Equal(t, antrag.StatusInBearbeitung, s.at(t, fall).Status(), "asked first")
	sure := b.form()
	b.send(sure, sure.values())
	require.Equal(t, antrag.StatusZurueckgenommen, s.at(t, fall).Status())
}

func deskClosed[A, P any](t *testing.T, s *stand[A, P]) {
	b, _, fall := s.arrived(t)
	other, nobody := s.official(t, amtFremd), newBrowser(t, s.handler)
	require.NotContains(t, other.get("/amt/").page, fall)
	require.NotContains(t, other.get("/amt/?s="+onlinedienst.Nummer(s.at(t, fall).ID())).page, fall)
	for _, page := range []string{fall, fall + "/uebernommen", fall + "/export", fall + "/anlagen/" + uuid.NewString(), "/amt/faelle/" + uuid.NewString(), "/amt/nichts"} {
		require.Equal(t, http.StatusNotFound, other.get(page).status, page)
	}
	for _, page := range []string{"/amt/", fall, fall + "/uebernommen", fall + "/export", "/amt/stoerungen"} {
		require.Equal(t, http.StatusUnauthorized, nobody.get(page).status, page)
		require.Equal(t, http.StatusUnauthorized, b.get(page).status, "the session of a person is none of an official")
		nobody.do(http.MethodPost, page, url.Values{})
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusMethodNotAllowed}, nobody.status, page)
	}
	mine := s.official(t, amtSabine)
	require.Equal(t, http.StatusNotFound, mine.get("/amt/stoerungen").status, "not everybody sets effects going")
	mine.get(fall)
	f := mine.forms()[0]
	v := f.values()
	v.Set("token", "falsch")
	mine.send(f, v)
	require.Equal(t, http.StatusForbidden, mine.status)
	v = f.values()
	v.Set("version", "1")
	mine.send(f, v)
	require.Equal(t, http.StatusConflict, mine.status, "it is decided on what was looked at")
	require.Equal(t, antrag.StatusZugestellt, s.at(t, fall).Status())
	b.do(http.MethodPost, fall+"/uebernommen", f.values())
	require.Equal(t, http.StatusUnauthorized, b.status)
	require.Equal(t, http.StatusUnprocessableEntity, mine.get("/amt/?von=gestern").status)
	inOrder(t, mine, "de")
}

// samplesAtDesk lets a machine decide: what chance picks a person looks at, and nothing
// else lies on the list.
func samplesAtDesk[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Automat == nil {
		t.Skip("no machine decides")
	}
	desk := s.official(t, amtSabine)
	_, _, plain := s.arrived(t)
	require.Contains(t, desk.get("/amt/").page, plain, "until the machine has decided it is on the list")
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	require.NotContains(t, desk.get("/amt/").page, plain, "decided, and no sample")
	require.Contains(t, desk.get("/amt/?st=fertig").page, plain)
	require.Contains(t, desk.get(plain).page, "Programm, ", "who decided")
	s.probelos = 0
	_, _, sample := s.arrived(t)
	_, err = s.store.Drain(t.Context())
	require.NoError(t, err)
	require.Contains(t, desk.get("/amt/").page, sample)
	require.Contains(t, desk.get("/amt/?st=nachsehen").page, sample)
	inOrder(t, desk.get(sample), "de")
	require.Contains(t, desk.page, "Stichprobe")
	desk.to(sample + "/nehmen")
	desk.get(sample).to(sample + "/nachgesehen")
	require.Equal(t, http.StatusOK, desk.status, desk.page)
	require.Contains(t, desk.get(sample).page, "Stichprobe angesehen")
	require.NotContains(t, desk.get("/amt/").page, sample, "looked at")
	s.hearsAndRevokes(t, desk)
}

// hearsAndRevokes has a person revoke what a machine decided, where the table lets them:
// after the person was heard, and not before.
func (s *stand[A, P]) hearsAndRevokes(t *testing.T, desk *browser) {
	t.Helper()
	b, draft, fall := s.arrived(t)
	_, err := s.store.Drain(t.Context())
	require.NoError(t, err)
	desk.get(fall).to(fall + "/nehmen")
	if !slices.Contains(desk.get(fall).links(), fall+"/anhoerung-begonnen") {
		return
	}
	require.Empty(t, decisions(desk, fall), "nobody is burdened unheard")
	desk.to(fall + "/anhoerung-begonnen")
	f := desk.form()
	v := f.values()
	v.Set("text", "Wir wollen das aufheben.")
	desk.send(f, v)
	require.Equal(t, http.StatusOK, desk.status, desk.page)
	require.Empty(t, decisions(desk.get(fall), fall), "nor while they are heard")
	inOrder(t, b.get(draft), "de")
	require.Contains(t, b.page, "Wir wollen das aufheben.")
	for _, f := range b.forms() {
		if strings.HasSuffix(f.action, "/akt/geaeussert") {
			v := f.values()
			v.Set("text", "Das stimmt nicht.")
			b.send(f, v)
		}
	}
	require.Contains(t, desk.get(fall).page, "Das stimmt nicht.")
	require.Contains(t, desk.get("/amt/").page, fall, "it lies on the desk again")
	names := decisions(desk.get(fall), fall)
	require.NotEmpty(t, names, desk.page)
	s.decide(t, desk, fall, names[0])
	require.Contains(t, desk.get("/amt/?st=fertig").page, fall)
	require.NotContains(t, desk.get("/amt/").page, fall)
}

// erasedWithTheCase lets the time pass for which the table of a procedure keeps a case
// that was decided at the desk: then neither the desk nor the postbox has anything of it.
func erasedWithTheCase[A, P any](t *testing.T, s *stand[A, P]) {
	if s.akten == nil {
		t.Skip("kept by the table of package antrag, which has a test of its own")
	}
	b, draft, fall := s.arrived(t)
	desk := s.official(t, amtSabine)
	desk.get(fall).to(fall + "/uebernommen")
	names := decisions(desk.get(fall), fall)
	s.settle(t, desk, s.official(t, amtKai), fall, names[len(names)-1])
	s.notified(t, b, desk, fall)
	id := s.at(t, fall).ID()
	for range 10 {
		s.now = s.now.AddDate(10, 0, 0)
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		_, err = s.store.Sweep(t.Context())
		require.NoError(t, err)
	}
	desk = s.official(t, amtSabine)
	require.Equal(t, http.StatusNotFound, desk.get(fall).status)
	require.NotContains(t, desk.get("/amt/?st=fertig").page, fall)
	require.NotContains(t, desk.get("/amt/?b=mir&st=fertig").page, fall)
	if s.identified() {
		b = s.login(t, kontoErika)
		require.NotContains(t, b.get("/postfach/").page, id.String())
		require.Equal(t, http.StatusNotFound, b.get(draft).status)
	}
	log, err := s.akten.Protokoll(t.Context(), id)
	require.NoError(t, err)
	for _, e := range log {
		require.Empty(t, e.Wer+e.Text, "who read it, and why, is gone, too")
	}
}
