// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

// Probe is a service with what a person answers who gets through.
type Probe[A, P any] struct {
	Dienst    onlinedienst.Dienst[A, P]
	Kommunen  onlinedienst.Kommunen[P]
	Tag       string // the day on which it is tried
	Antworten A      // all that is asked on the way, without a finding
	// Gemeinde is whose case it then is.
	Gemeinde kommune.AGS
	// Auszug is what a register gives for each evidence, and Bekommt what of it a
	// person then reads; none where nothing is fetched.
	Auszug  []byte
	Bekommt []string
	// Kasse opens who takes the fee, for a service that has one. It tells paid what
	// was paid.
	Kasse func(t *testing.T, store *bausteine.Store, now func() time.Time, paid func(context.Context, payment.Notice) error) Kasse
}

// Kasse is who takes fees, with the payer in the test's hand.
type Kasse struct {
	onlinedienst.Kasse

	Pay      func(t *testing.T)              // pays everything that is open
	GiveUp   func(t *testing.T)              // gives everything up that is open
	Work     func(ctx context.Context) error // does what is due, as in the background
	Payments func() int                      // how many have been opened
}

// TestDienst holds a service to what the kit promises, whatever it asks: that a
// person gets through and only what is asked leaves; that nothing typed is lost,
// by an error, in a second window, or with a session that ends; that nobody reaches
// the case of another; that pages are in order for everybody; and that no walk, no
// input and no repetition ends in a fault.
func TestDienst[A, P any](t *testing.T, p Probe[A, P]) {
	t.Helper()
	t.Run("Check", func(t *testing.T) { require.Empty(t, p.Dienst.Check()) })
	t.Run("AnswersFit", func(t *testing.T) {
		Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).Blocked(false)
		require.Equal(t, p.Gemeinde, p.Dienst.Gemeinde(Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).Case().Angaben))
	})
	for name, test := range map[string]func(*testing.T, *stand[A, P]){
		"WalksThroughAndSends":       walkThrough[A, P],
		"SendsOnce":                  sendsOnce[A, P],
		"PaysFirst":                  paysFirst[A, P],
		"FetchesOnlyAfterAYes":       fetchesAfterYes[A, P],
		"ComesBackToADraft":          comesBack[A, P],
		"KeepsWhatTwoWindowsWrote":   twoWindows[A, P],
		"KeepsWhatCannotBeRead":      unreadable[A, P],
		"KeepsWhatASessionThatEnded": endedSession[A, P],
		"IsClosedToOthers":           closedToOthers[A, P],
		"RefusesForgedForms":         forgedForms[A, P],
		"DrawsPagesForEverybody":     pagesForEverybody[A, P],
		"SurvivesRandomWalks":        randomWalks[A, P],
	} {
		t.Run(name, func(t *testing.T) { test(t, newStand(t, p)) })
	}
}

// stand is a service that runs, with a clock in the test's hand.
type stand[A, P any] struct {
	probe   Probe[A, P]
	handler http.Handler
	store   *bausteine.Store
	reg     *antrag.Registratur
	kasse   Kasse
	now     time.Time
	log     *bytes.Buffer
	flat    map[string]any
}

// The accounts: one that may, one that is somebody else, one below the level.
const kontoErika, kontoMax, kontoNils = "test-erika", "test-max", "test-nils"

func newStand[A, P any](t *testing.T, p Probe[A, P]) *stand[A, P] {
	t.Helper()
	s := &stand[A, P]{probe: p, now: datum.MustParse(p.Tag).Start().Add(9 * time.Hour), log: &bytes.Buffer{}}
	clock := func() time.Time { return s.now }
	account := func(id, given string, level recht.Niveau) testkonto.Konto {
		return testkonto.Konto{Konto: nutzerkonto.Konto{Kennung: id, Niveau: level, Mittel: "Testkonto", Merkmale: []nutzerkonto.Merkmal{
			{Name: nutzerkonto.Vornamen, Wert: given, Niveau: level}, {Name: nutzerkonto.Familienname, Wert: "Mustermann", Niveau: level},
		}}, Zeigt: recht.NewText("Erfunden.", "Invented.")}
	}
	accounts := []testkonto.Konto{account(kontoErika, "Erika", recht.NiveauHoch), account(kontoMax, "Max", recht.NiveauHoch)}
	if p.Dienst.Niveau > recht.NiveauUntergeordnet {
		accounts = append(accounts, account(kontoNils, "Nils", p.Dienst.Niveau-1))
	}
	konto, err := testkonto.New("/testkonto", accounts, clock)
	require.NoError(t, err)
	s.store = bausteine.NewMemory(bausteine.Config{Now: clock})
	t.Cleanup(func() { require.NoError(t, s.store.Close()) })
	s.reg, err = antrag.NewRegistratur(s.store, antrag.Config{Aufbewahrung: aufbewahrung()})
	require.NoError(t, err)
	var server *onlinedienst.Server
	config := onlinedienst.Config{URL: "http://dienst.example", Schluessel: bytes.Repeat([]byte{7}, 32), Now: clock, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	if p.Dienst.Gebuehr != nil {
		require.NotNil(t, p.Kasse, "the service has a fee")
		s.kasse = p.Kasse(t, s.store, clock, func(ctx context.Context, n payment.Notice) error { return server.Paid(ctx, n) })
		config.Kasse = s.kasse
	}
	ars := kommune.MustParseARS("160530000000")
	if p.Auszug != nil {
		config.Abrufer = abrufer{p.Auszug}
	}
	config.Gebiete = func(ags kommune.AGS) (kommune.ARS, bool) { return ars, ags == p.Gemeinde }
	server, err = onlinedienst.New(s.reg, konto, office(t, p.Dienst.Leistung, ars), config, p.Dienst.With(p.Kommunen))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/testkonto", konto)
	mux.Handle("/", server)
	s.handler = mux
	data, err := json.Marshal(p.Antworten)
	require.NoError(t, err)
	s.flat = map[string]any{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var doc any
	require.NoError(t, dec.Decode(&doc))
	flatten(doc, "", s.flat)
	t.Cleanup(func() { require.Empty(t, s.log.String(), "no page ended in a fault") })
	return s
}

// abrufer gives everybody the same evidence, and more than was asked for.
type abrufer struct{ daten []byte }

func (a abrufer) Retrieve(_ context.Context, abruf onlinedienst.Abruf) (onlinedienst.Auszug, error) {
	if abruf.Fields.IsZero() || abruf.Hinweis == "" || abruf.Konto == "" || abruf.Zeit.IsZero() {
		return onlinedienst.Auszug{}, errors.New("nobody has agreed to this")
	}
	return onlinedienst.Auszug{Daten: a.daten, Quelle: "Register Musterstadt"}, nil
}

// aufbewahrung keeps everything for a month.
func aufbewahrung() antrag.Aufbewahrung {
	out := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		out[status] = antrag.Tage(30)
	}
	return out
}

// office is a directory in which one authority is responsible.
func office(t *testing.T, key leistung.Schluessel, ars kommune.ARS) *zustaendigkeit.Index {
	t.Helper()
	index := zustaendigkeit.NewIndex()
	require.NoError(t, index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "amt-1", Art: zustaendigkeit.Behoerde, Name: "Bürgeramt Musterstadt"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: []kommune.ARS{ars}, Stelle: "amt-1"})
	}))
	return index
}

func flatten(doc any, pointer string, out map[string]any) {
	switch v := doc.(type) {
	case map[string]any:
		for name, child := range v {
			flatten(child, pointer+"/"+name, out)
		}
	case []any:
		for i, child := range v {
			flatten(child, fmt.Sprintf("%s/%d", pointer, i), out)
		}
	default:
		out[pointer] = v
	}
}

// login logs an account in and opens the start page.
func (s *stand[A, P]) login(t *testing.T, account string) *browser {
	t.Helper()
	b := newBrowser(t, s.handler)
	b.get("/login?ziel=/" + s.probe.Dienst.Name + "/")
	f := b.form()
	v := f.values()
	v.Set("konto", account)
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	return b
}

// begin opens a draft and returns its address.
func (s *stand[A, P]) begin(t *testing.T, b *browser) string {
	t.Helper()
	b.get("/" + s.probe.Dienst.Name + "/")
	f := b.form()
	b.send(f, f.values())
	require.Equal(t, http.StatusOK, b.status, b.page)
	return b.path
}

// fill is the form of a page with the answers of the probe.
func (s *stand[A, P]) fill(f blatt) url.Values {
	v := f.values()
	for _, i := range f.inputs {
		if !strings.HasPrefix(i.name, "/") {
			continue
		}
		if i.kind == "checkbox" {
			var codes []string
			for n := 0; s.flat[fmt.Sprintf("%s/%d", i.name, n)] != nil; n++ {
				codes = append(codes, fmt.Sprint(s.flat[fmt.Sprintf("%s/%d", i.name, n)]))
			}
			v[i.name] = codes
			continue
		}
		v.Del(i.name)
		if x, ok := s.flat[i.name]; ok {
			v.Set(i.name, fmt.Sprint(x))
		}
	}
	return v
}

// walk answers page by page until the check page and calls visit for each.
func (s *stand[A, P]) walk(t *testing.T, b *browser, draft string, visit func()) {
	t.Helper()
	b.get(draft)
	visit()
	first := ""
	for _, to := range b.links() {
		if strings.HasPrefix(to, draft+"/") && !strings.HasSuffix(to, "/loeschen") {
			first = to
			break
		}
	}
	require.NotEmpty(t, first, b.page)
	b.get(first)
	for range 200 {
		visit()
		if strings.HasSuffix(b.path, "/pruefen") {
			return
		}
		before := b.path
		f := b.form()
		v := s.fill(f)
		if strings.Contains(b.path, "/nachweis/") {
			v.Set("abruf", "nein") // what it leads to has a test of its own
		}
		if slices.ContainsFunc(f.inputs, func(i eingabe) bool { return i.name == "noch" }) {
			v.Set("noch", s.more(b.page, strings.TrimPrefix(b.path, draft+"/")))
		}
		b.send(f, v)
		require.Less(t, b.status, 500, "%s", before)
		require.Equal(t, http.StatusOK, b.status, "the answers of the probe do not fit %s\n%s", before, b.page)
	}
	require.Fail(t, "no way to the check page", b.path)
}

// more says whether the probe has more rows than the page shows.
func (s *stand[A, P]) more(page string, list string) string {
	rows := strings.Count(page, `class="karte"`)
	for pointer := range s.flat {
		if strings.HasPrefix(pointer, fmt.Sprintf("/%s/%d/", list, rows)) {
			return "ja"
		}
	}
	return "nein"
}

// send ticks and sends on the check page.
func (s *stand[A, P]) send(t *testing.T, b *browser) {
	t.Helper()
	f := b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.Equal(t, http.StatusOK, b.status, b.page)
	if strings.HasSuffix(b.path, "/zahlung") {
		s.kasse.Pay(t)
		b.get(b.path)
	}
}

// stored is the case of a draft's address as the registry has it.
func (s *stand[A, P]) stored(t *testing.T, draft string) antrag.Antrag {
	t.Helper()
	id, err := uuid.Parse(draft[strings.LastIndexByte(draft, '/')+1:])
	require.NoError(t, err)
	a, err := s.reg.Load(t.Context(), id)
	require.NoError(t, err)
	return a
}

func walkThrough[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	f := b.form()
	b.send(f, f.values())
	require.Equal(t, http.StatusUnprocessableEntity, b.status, "nothing is sent without the tick")
	s.send(t, b)
	a := s.stored(t, draft)
	require.Equal(t, antrag.StatusEingereicht, a.Status())
	require.Equal(t, "amt-1", a.Behoerde())
	var in onlinedienst.Eingang
	require.NoError(t, json.Unmarshal(a.Angaben(), &in))
	var got A
	require.NoError(t, json.Unmarshal(in.Daten, &got))
	want := Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).Case().Angaben
	require.Equal(t, want, got, "what was answered is what arrives")
	require.NotContains(t, string(a.Angaben()), "gesehen")
	b.get(draft)
	require.Equal(t, http.StatusOK, b.status)
}

func sendsOnce[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	f := b.form()
	once := f.values()
	b.send(f, once)
	draft := b.path
	b.send(f, once)
	require.Equal(t, draft, b.path, "a start that is clicked twice begins one draft")
	s.walk(t, b, draft, func() {})
	f = b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	b.send(f, v)
	require.Less(t, b.status, 500)
	if s.probe.Dienst.Gebuehr != nil {
		s.kasse.Pay(t)
		defer func() { require.Equal(t, 1, s.kasse.Payments(), "and paid once") }()
	}
	b.get(draft)
	version := s.stored(t, draft).Version()
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status())
	b.send(f, v)
	require.Less(t, b.status, 500)
	require.Equal(t, version, s.stored(t, draft).Version(), "sent once, whatever is clicked")
}

func paysFirst[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Gebuehr == nil {
		t.Skip("the service is free of charge")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	f := b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), b.path)
	require.Equal(t, antrag.StatusEntwurf, s.stored(t, draft).Status(), "nothing is handed in before it is paid")
	b.get(draft + "/pruefen")
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), "what was confirmed is not changed while it is paid for")
	require.Equal(t, 1, s.kasse.Payments())

	// The person gives the payment up, and may try again.
	s.kasse.GiveUp(t)
	b.get(draft)
	require.NotContains(t, b.page, "class=\"knopf gross\"")
	b.get(draft + "/pruefen")
	f = b.form()
	v = f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), b.path)

	// The money comes, and the browser never does.
	s.kasse.Pay(t)
	for range 20 {
		s.now = s.now.Add(10 * time.Minute)
		require.NoError(t, s.kasse.Work(t.Context()))
	}
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status(), "handed in although nobody came back")
}

func comesBack[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	again := s.login(t, kontoErika)
	require.Contains(t, again.page, draft, "the start page leads to the draft")
	again.get(draft + "/pruefen")
	require.Equal(t, http.StatusOK, again.status)
	s.send(t, again)
	require.Equal(t, antrag.StatusEingereicht, s.stored(t, draft).Status())
	b.get(draft + "/pruefen")
	require.NotContains(t, b.path, "pruefen", "and the first window sees that it is gone")
}

func fetchesAfterYes[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Auszug == nil {
		t.Skip("nothing is fetched")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	offers := map[string]bool{}
	s.walk(t, b, draft, func() {
		if strings.Contains(b.path, "/nachweis/") {
			offers[b.path] = true
			f := b.form()
			require.Empty(t, f.checked, "nothing is chosen beforehand")
		}
	})
	require.NotEmpty(t, offers, "no page offers the evidence")
	draft = s.begin(t, b)
	for old := range offers {
		_, name, _ := strings.Cut(old, "/nachweis/")
		b.get(draft + "/nachweis/" + name)
		inOrder(t, b, "de")
		f := b.form()
		b.send(f, f.values())
		require.Equal(t, http.StatusUnprocessableEntity, b.status, "no answer is no yes")
		inOrder(t, b, "de")
		v := f.values()
		v.Set("abruf", "ja")
		b.send(f, v)
		inOrder(t, b, "de")
		before := s.stored(t, draft)
		for _, text := range s.probe.Bekommt {
			require.Contains(t, b.page, text, "shown before it is used")
			require.NotContains(t, string(before.Angaben()), text, "and not stored before")
		}
		f = b.form()
		no := f.values()
		no.Set("wahl", "nicht")
		b.send(f, no)
		require.Equal(t, before.Version(), s.stored(t, draft).Version(), "what is not used is nowhere")
		yes := f.values()
		yes.Set("wahl", "uebernehmen")
		forged := f.values()
		forged.Set("wahl", "uebernehmen")
		forged.Set("beleg", "x"+forged.Get("beleg"))
		b.send(f, forged)
		require.Equal(t, before.Version(), s.stored(t, draft).Version(), "nobody writes their own evidence")
		b.send(f, yes)
		require.Equal(t, http.StatusOK, b.status)
		for _, text := range s.probe.Bekommt {
			require.Contains(t, b.page, text)
			require.Contains(t, string(s.stored(t, draft).Angaben()), text)
		}
		require.Contains(t, b.page, "Register Musterstadt", "with its origin")
		require.NotContains(t, string(s.stored(t, draft).Angaben()), "nicht gefragt", "and nothing that was not agreed to")
	}
}

// firstText is the first page with a text field, and its field.
func (s *stand[A, P]) firstText(t *testing.T, b *browser, draft string) (page string, field eingabe) {
	t.Helper()
	s.walk(t, b, draft, func() {
		if page != "" {
			return
		}
		for _, f := range b.forms() {
			for _, i := range f.inputs {
				if i.kind == "text" && page == "" {
					page, field = b.path, i
				}
			}
		}
	})
	if page == "" {
		t.Skip("the service asks for no text")
	}
	return page, field
}

func twoWindows[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	page, field := s.firstText(t, b, draft)
	other := newBrowser(t, s.handler)
	other.cookies = b.cookies
	one, two := b.get(page).form(), other.get(page).form()
	v := one.values()
	v.Set(field.name, "Erstes Fenster")
	b.send(one, v)
	w := two.values()
	w.Set(field.name, "Zweites Fenster")
	other.send(two, w)
	require.Equal(t, http.StatusConflict, other.status, other.page)
	require.Contains(t, other.page, "Erstes Fenster", "the page tells what the other window has saved")
	require.Contains(t, other.page, `value="Zweites Fenster"`, "and still has what was typed")
	require.Contains(t, string(s.stored(t, draft).Angaben()), "Erstes Fenster")
	f := other.form()
	other.send(f, f.values())
	require.NotEqual(t, http.StatusConflict, other.status, "the person has decided")
	require.Contains(t, string(s.stored(t, draft).Angaben()), "Zweites Fenster")
	again := b.get(page).form()
	b.send(again, again.values())
	require.NotEqual(t, http.StatusConflict, b.status, "nothing has changed since")
}

func unreadable[A, P any](t *testing.T, s *stand[A, P]) {
	const typed = `?? "<b>' unlesbar`
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	var pages []string
	s.walk(t, b, draft, func() { pages = append(pages, b.path) })
	for _, page := range pages {
		if b.get(page); len(b.forms()) != 1 || b.path != page {
			continue
		}
		f := b.form()
		v, texts := f.values(), 0
		for _, i := range f.inputs {
			switch {
			case i.kind == "text":
				v.Set(i.name, typed)
				texts++
			case strings.HasPrefix(i.name, "/"):
				v.Set(i.name, "gibt-es-nicht")
			}
		}
		if texts == 0 {
			continue
		}
		b.send(f, v)
		require.Less(t, b.status, 500)
		b.get(page)
		require.GreaterOrEqual(t, strings.Count(b.page, `value="?? &#34;&lt;b&gt;&#39; unlesbar"`), texts, "%s has lost what was typed", page)
	}
}

func endedSession[A, P any](t *testing.T, s *stand[A, P]) {
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	page, field := s.firstText(t, b, draft)
	f := b.get(page).form()
	s.now = s.now.Add(time.Hour)
	v := f.values()
	v.Set(field.name, "Zu spät gesendet")
	b.send(f, v)
	require.Equal(t, http.StatusUnauthorized, b.status)
	b.get(draft)
	require.Equal(t, http.StatusUnauthorized, b.status, "the session is over")
	b = s.login(t, kontoErika)
	require.Contains(t, b.get(page).page, "Zu spät gesendet", "and what was typed is there")
	s.now = s.now.Add(9 * 24 * time.Hour)
	f.action = page
	b.send(f, v)
	require.Equal(t, http.StatusUnauthorized, b.status, "days later nobody knows who it was")
}

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
