// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/portal"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// welt is the service without pages and without a worker of its own.
type welt struct {
	*dienst.Dienst

	t          *testing.T
	ziel       string
	schluessel string // the folder of the keys
	db         *speicher.Datenbank
	store      *bausteine.Store
	konto      nutzerkonto.Konto
	portal     *portal.Portal
	p          onlinedienst.Zugang

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
	w := &welt{t: t, konto: testkonto.Konten()[0].Konto, jetzt: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	w.ziel = speichertest.Ziel(t)
	w.db = speichertest.Open(t, w.ziel)
	w.schluessel = t.TempDir()
	w.open()
	return w
}

// open opens the store and the service over it.
func (w *welt) open() {
	w.t.Helper()
	var err error
	w.store, err = w.db.OpenStore(w.t.Context(), bausteine.Config{Now: w.now})
	require.NoError(w.t, err)
	store := w.store
	w.t.Cleanup(func() { require.NoError(w.t, store.Close()) })
	w.Dienst, err = dienst.New(w.t.Context(), dienst.Config{Store: w.store, Now: w.now, Schluessel: bausteine.NewKeyFolder(w.schluessel)})
	require.NoError(w.t, err)
	w.portal, err = portal.New(portal.Config{
		Store: w.store, Registratur: w.Registratur(), Gebiete: w.Gebiete(), Aemter: w.Aemter(), Geheimnis: make([]byte, 32), URL: "http://localhost", Now: w.now,
		Abrufe: &onlinedienst.Abrufe{Broker: w.Broker(), Wege: w.Wege},
	})
	require.NoError(w.t, err)
	w.p = w.portal.Zugang(w.konto, "de")
}

func (w *welt) drain() {
	_, err := w.store.Drain(w.t.Context())
	require.NoError(w.t, err)
}

// antworten are those of somebody who writes everything themselves.
func (w *welt) antworten() map[string]any {
	return map[string]any{
		"/gemeinde": "16063071", "/einzug/tag": w.Heute().String(), "/anschrift/strasse": "Am Neubau", "/anschrift/hausnummer": "5", "/anschrift/plz": "99846",
		"/person/geburtsort": "Eisenach", "/person/staatsangehoerigkeit": "deutsch", "/art": "alleinige", "/wohnungsgeber/weg": "eigentum", "/wohnungsgeber/erklaerung": "ja",
	}
}

// draft is a complete draft.
func (w *welt) draft() dienst.Vorgang {
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

func (w *welt) submit(v dienst.Vorgang) dienst.Vorgang {
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

func (w *welt) load(id uuid.UUID) dienst.Vorgang {
	v, err := w.Load(w.t.Context(), w.konto, id)
	require.NoError(w.t, err)
	return v
}

func (w *welt) exec(query string) {
	_, err := w.db.ExecContext(w.t.Context(), query)
	require.NoError(w.t, err)
}

func TestDelivery_ThatFailsIsSeenAndResumedAndHappensOnce(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	auf := speichertest.Sperre(t, w.db, "antrag/unterlage") // the inbox takes nothing
	for range 12 {
		w.drain()
		w.dreh(2 * time.Hour)
	}
	require.Equal(t, antrag.StatusGestoert, w.load(v.ID()).Status(), "the applicant can see it")

	auf()
	w.drain()
	require.Equal(t, antrag.StatusGestoert, w.load(v.ID()).Status(), "given up is given up")
	require.NoError(t, w.ResumeGivenUp(t.Context()))
	w.drain()
	require.Equal(t, antrag.StatusZugestellt, w.load(v.ID()).Status())
	n, err := w.Eingaenge(t.Context(), v.ID())
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestSubmit_AuthorityThatIsNotConnectedIsAFinding(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	w.answer(v.ID(), map[string]any{"/gemeinde": "11000000"})
	require.Equal(t, []string{onlinedienst.CodeZustaendig}, w.findings(v.ID()))
	require.Equal(t, antrag.StatusEntwurf, w.load(v.ID()).Status())
}

func TestSubmit_ALevelBelowHighCannotHandIn(t *testing.T) {
	w := newWelt(t)
	for _, kennung := range []string{"tk-4711-07", "tk-4711-08"} {
		konto, err := testkonto.Find(kennung)
		require.NoError(t, err)
		w.konto, w.p = konto, w.portal.Zugang(konto, "de")
		require.Equal(t, []string{onlinedienst.CodeNiveau}, w.findings(w.draft().ID()))
		weg, err := w.p.Ways(t.Context(), w.draft().ID(), anmeldung.Meldedaten)
		require.NoError(t, err)
		require.False(t, weg.Warum.IsZero(), "nor is anything fetched for them")
	}
}

func TestPurge_ErasesDraftsAndEndedApplicationsInTime(t *testing.T) {
	w := newWelt(t)
	draft := w.draft()
	done := w.submit(w.draft())
	w.drain()
	behoerde, err := w.Aemter().Find(done.Behoerde())
	require.NoError(t, err)
	_, err = w.Accept(t.Context(), behoerde, done.ID())
	require.NoError(t, err)
	w.drain()
	urkunden, err := w.Urkunden(t.Context(), w.konto, done.ID())
	require.NoError(t, err)
	require.Len(t, urkunden, 1)

	w.dreh(31 * 24 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	_, err = w.Load(t.Context(), w.konto, draft.ID())
	require.ErrorIs(t, err, dienst.ErrNichtGefunden, "it belongs to nobody any more")
	require.Equal(t, antrag.StatusStattgegeben, w.load(done.ID()).Status())

	w.dreh(366 * 24 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	w.drain()
	for _, wort := range []string{w.konto.Kennung, "Am Neubau", "Eisenach"} {
		require.Empty(t, speichertest.Enthaelt(t, w.db, wort))
	}
}

func TestRetrieval_GoesOnWhereACrashStoppedIt(t *testing.T) {
	w := newWelt(t)
	id := w.begin()
	w.answer(id, map[string]any{"/gemeinde": "16053000"})
	vorschau, err := w.p.Fetch(t.Context(), id, anmeldung.Meldedaten, true)
	require.NoError(t, err)
	again, err := w.p.Fetch(t.Context(), id, anmeldung.Meldedaten, true)
	require.NoError(t, err)
	require.Equal(t, vorschau, again, "asked again it is the same request")

	require.ErrorIs(t, w.p.TakeOver(t.Context(), id, anmeldung.Meldedaten, onceonly.DigestOf([]byte("anderes")).String()), onlinedienst.ErrKeinAbruf, "only what was shown can be taken over")
	// The process dies while the record is handed over into the draft: neither is
	// without the other.
	restart := w.crash()
	require.Error(t, w.p.TakeOver(t.Context(), id, anmeldung.Meldedaten, vorschau.Digest))
	require.NotContains(t, w.actions(), onceonly.ActionDelivered)
	restart()
	w.dreh(-time.Hour) // while the choice holds
	require.NoError(t, w.p.TakeOver(t.Context(), id, anmeldung.Meldedaten, vorschau.Digest))
	answers := w.antworten()
	delete(answers, "/person/geburtsort")
	answers["/gemeinde"], answers["/anschrift/plz"] = "16053000", "07743"
	for _, row := range []string{"0", "1"} {
		answers["/familie/"+row+"/mit"] = "nein"
	}
	w.answer(id, answers)
	v := w.submit(w.load(id))
	require.Len(t, v.Eingang.Nachweise, 1)
	require.Equal(t, vorschau.Daten, v.Eingang.Nachweise[0].Inhalt, "byte for byte")
	require.True(t, v.Eingang.Nachweise[0].Unveraendert())

	items, err := w.Protokoll(t.Context(), w.konto, uuid.Nil)
	require.NoError(t, err)
	uebergeben := 0
	for _, item := range items {
		if item.Action == onceonly.ActionDelivered && !item.Repeated {
			uebergeben++
		}
	}
	require.Equal(t, 1, uebergeben)
}

func TestDienst_OnPostgreSQLToo(t *testing.T) { speichertest.Nochmal(t, "^Test") }

func TestNummer_IsShortAndStable(t *testing.T) {
	id := uuid.MustParse("01a200b4-f634-75bc-92f2-e13c0a97528e")
	require.Equal(t, "ZL7Y-RFG6", dienst.Nummer(id))
}
