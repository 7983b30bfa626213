// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/rand"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bescheinigung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// welt is the service without pages and with a worker that works when the test says so.
type welt struct {
	t     *testing.T
	ziel  string
	keys  string // their folder
	db    *speicher.Datenbank
	a     *onlinedienst.Anlage
	konto nutzerkonto.Konto
	p     onlinedienst.Zugang

	mu    sync.Mutex
	jetzt time.Time
}

func (w *welt) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.jetzt
}

func (w *welt) dreh(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jetzt = w.jetzt.Add(d)
}

// newWelt opens the service over an empty database.
func newWelt(t *testing.T) *welt {
	t.Helper()
	w := &welt{t: t, konto: testkonto.Konten()[0].Konto, jetzt: beginn, ziel: speichertest.Ziel(t), keys: t.TempDir()}
	w.db = speichertest.Open(t, w.ziel)
	w.open()
	t.Cleanup(func() { require.NoError(t, w.a.Close()) })
	return w
}

func (w *welt) open() {
	w.a = anlage(w.t, w.now, w.ziel, w.keys, "http://localhost")
	w.p = w.a.Server.Zugang(w.konto, "de")
}

// neustart ends the program and starts it again.
func (w *welt) neustart() {
	w.t.Helper()
	require.NoError(w.t, w.a.Close())
	w.open()
}

func (w *welt) drain() {
	_, err := w.a.Store.Drain(w.t.Context())
	require.NoError(w.t, err)
}

func (w *welt) sweep() {
	_, err := w.a.Store.Sweep(w.t.Context())
	require.NoError(w.t, err)
}

func (w *welt) heute() datum.Datum { return datum.Of(w.now()) }

// antworten are those of somebody who writes everything themselves.
func (w *welt) antworten() map[string]any {
	return map[string]any{
		"/gemeinde": seebach, "/einzug/tag": w.heute().String(), "/anschrift/strasse": "Am Neubau", "/anschrift/hausnummer": "5", "/anschrift/plz": "99846",
		"/person/geburtsort": "Eisenach", "/person/staatsangehoerigkeit": "deutsch", "/art": "alleinige", "/wohnungsgeber/weg": "eigentum", "/wohnungsgeber/erklaerung": "ja",
	}
}

// draft is a complete draft.
func (w *welt) draft() antrag.Antrag {
	w.t.Helper()
	id := w.begin()
	w.answer(id, w.antworten())
	require.NoError(w.t, w.p.WriteMyself(w.t.Context(), id, anmeldung.Meldedaten))
	return w.load(id)
}

func (w *welt) begin() uuid.UUID {
	w.t.Helper()
	id, err := w.p.Begin(w.t.Context(), anmeldung.Name, rand.Text())
	require.NoError(w.t, err)
	return id
}

func (w *welt) answer(id uuid.UUID, answers map[string]any) {
	w.t.Helper()
	_, err := w.p.Answer(w.t.Context(), id, answers)
	require.NoError(w.t, err)
}

func (w *welt) submit(v antrag.Antrag) antrag.Antrag {
	w.t.Helper()
	require.Empty(w.t, w.findings(v.ID()))
	return w.load(v.ID())
}

// findings are what speaks against handing in; where nothing does, it is done.
func (w *welt) findings(id uuid.UUID) (codes []string) {
	w.t.Helper()
	befunde, err := w.p.Submit(w.t.Context(), id)
	require.NoError(w.t, err)
	for _, b := range befunde {
		codes = append(codes, b.Code)
	}
	return codes
}

func (w *welt) load(id uuid.UUID) antrag.Antrag {
	w.t.Helper()
	a, err := w.a.Registratur.Load(w.t.Context(), id)
	require.NoError(w.t, err)
	return a
}

func (w *welt) exec(query string) {
	_, err := w.db.ExecContext(w.t.Context(), query)
	require.NoError(w.t, err)
}

// act has the person or the authority do something.
func (w *welt) act(id uuid.UUID, akteur antrag.Akteur, arten ...antrag.Art) {
	w.t.Helper()
	_, err := w.a.Registratur.Update(w.t.Context(), id, func(antrag.Antrag) (out []antrag.Ereignis, _ error) {
		for _, art := range arten {
			out = append(out, antrag.Ereignis{Art: art, Akteur: akteur})
		}
		return out, nil
	})
	require.NoError(w.t, err)
}

func (w *welt) withdraw(v antrag.Antrag) {
	w.act(v.ID(), antrag.AkteurAntragsteller, antrag.ArtZurueckgenommen)
}

func (w *welt) accept(v antrag.Antrag) {
	w.act(v.ID(), antrag.AkteurBehoerde, antrag.ArtUebernommen, antrag.ArtStattgegeben)
}

func (w *welt) eingaenge(id uuid.UUID) int { return eingaenge(w.t, w.a, id) }

// eingaenge is how often an application lies in the inboxes of the authorities.
func eingaenge(t *testing.T, a *onlinedienst.Anlage, id uuid.UUID) (n int) {
	t.Helper()
	return inbox(t, a)[id]
}

// inbox is how often each application lies in the inboxes of the authorities.
func inbox(t *testing.T, a *onlinedienst.Anlage) map[uuid.UUID]int {
	t.Helper()
	out := map[uuid.UUID]int{}
	box, err := lokal.New(a.Registratur)
	require.NoError(t, err)
	for _, behoerde := range []string{"160520000", "160530000", "160550000", "160640046", "160615001", "160635057"} {
		for u, err := range box.List(t.Context(), behoerde, anmeldung.Leistung().String()) {
			require.NoError(t, err)
			out[u.Antrag]++
		}
	}
	return out
}

// antraege are those of an account, without what was given up or erased.
func antraege(t *testing.T, a *onlinedienst.Anlage, konto string) (out []antrag.Head) {
	t.Helper()
	for head, err := range a.Registratur.List(t.Context(), antrag.Query{Konto: konto}) {
		require.NoError(t, err)
		if head.Leistung != bescheinigung.Leistung() && head.Status != antrag.StatusVerworfen && head.Status != antrag.StatusGeloescht {
			out = append(out, head)
		}
	}
	return out
}

// inhalt is what was handed in: as it was delivered, and as it is read.
func inhalt(t *testing.T, v antrag.Antrag) (eingang onlinedienst.Eingang, angaben anmeldung.Antrag) {
	t.Helper()
	require.NoError(t, json.Unmarshal(v.Angaben(), &eingang))
	require.NoError(t, json.Unmarshal(eingang.Daten, &angaben))
	return eingang, angaben
}

func (w *welt) items() []cockpit.Item {
	w.t.Helper()
	items, err := w.p.Abrufe(w.t.Context(), cockpit.Page{})
	require.NoError(w.t, err)
	return items
}

func (w *welt) actions() (out []onceonly.Action) {
	for _, item := range w.items() {
		out = append(out, item.Action)
	}
	return out
}

func TestNummer_IsShortAndStable(t *testing.T) {
	require.Equal(t, "ZL7Y-RFG6", onlinedienst.Nummer(uuid.MustParse("01a200b4-f634-75bc-92f2-e13c0a97528e")))
}
