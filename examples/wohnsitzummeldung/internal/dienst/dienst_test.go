// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
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
	konto      testkonto.Konto

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
	w := &welt{t: t, konto: testkonto.Konten()[0], jetzt: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
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
}

func (w *welt) drain() {
	_, err := w.store.Drain(w.t.Context())
	require.NoError(w.t, err)
}

// draft is a complete draft.
func (w *welt) draft() dienst.Vorgang {
	v, err := w.Begin(w.t.Context(), w.konto, dienst.NewAuftrag())
	require.NoError(w.t, err)
	v, err = w.Save(w.t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
		a.Gemeinde, a.Einzug = kommune.MustParseAGS("16063071"), w.Heute()
		a.Anschrift = angaben.Anschrift{Strasse: "Am Neubau", Hausnummer: "5", PLZ: "99846"}
		a.Weg, a.Bestaetigt = angaben.WegHand, true
		a.Person = angaben.Person{
			Familienname: "Mustermann", Vornamen: "Erika Maria", Geburtsdatum: kommune.MustParseDatum("1984-08-12"),
			Geburtsort: "Eisenach", Staatsangehoerigkeit: "deutsch",
		}
		a.Wohnung.Art, a.Familie.Gefragt = angaben.Alleinige, true
		a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberEigentum, Erklaerung: true}
		return nil
	})
	require.NoError(w.t, err)
	return v
}

func (w *welt) submit(v dienst.Vorgang) dienst.Vorgang {
	v, maengel, err := w.Submit(w.t.Context(), w.konto, v.ID(), v.Version())
	require.NoError(w.t, err)
	require.Empty(w.t, maengel)
	return v
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
	v, err := w.Save(t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
		a.Gemeinde = kommune.MustParseAGS("11000000")
		return nil
	})
	require.NoError(t, err)
	_, maengel, err := w.Submit(t.Context(), w.konto, v.ID(), v.Version())
	require.NoError(t, err)
	require.Equal(t, []string{"WSM-ZUSTAENDIG-01"}, maengel.Codes())
	require.Equal(t, antrag.StatusEntwurf, w.load(v.ID()).Status())
}

func TestPurge_ErasesDraftsAndEndedApplicationsInTime(t *testing.T) {
	w := newWelt(t)
	draft := w.draft()
	done := w.submit(w.draft())
	w.drain()
	behoerde, err := w.Aemter().Find(done.Behoerde())
	require.NoError(t, err)
	for _, akt := range []dienst.Akt{dienst.Uebernehmen, dienst.Annehmen} {
		f, err := w.Fall(t.Context(), behoerde, done.ID())
		require.NoError(t, err)
		_, err = w.Decide(t.Context(), behoerde, done.ID(), f.Vorgang.Version(), akt, "")
		require.NoError(t, err)
	}
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
	v, err := w.Begin(t.Context(), w.konto, dienst.NewAuftrag())
	require.NoError(t, err)
	v, err = w.Save(t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
		a.Gemeinde = kommune.MustParseAGS("16053000")
		return nil
	})
	require.NoError(t, err)
	v, err = w.ChooseAbruf(t.Context(), w.konto, v.ID(), v.Version(), dienst.Wahl{Sprache: "de", Hinweis: "was die Person sah", Familie: true})
	require.NoError(t, err)
	require.NoError(t, w.AskAgain(t.Context(), w.konto, v.ID()), "asked again it is the same request")
	vorschau, err := w.Preview(t.Context(), w.konto, v)
	require.NoError(t, err)
	require.Equal(t, dienst.AusgangBereit, vorschau.Ausgang)

	_, err = w.Accept(t.Context(), w.konto, v.ID(), v.Version(), onceonly.DigestOf([]byte("anderes")).String())
	require.ErrorIs(t, err, dienst.ErrNichtMoeglich, "only what was shown can be accepted")
	// The process dies while the record is handed over into the draft: neither is
	// without the other.
	restart := w.crash()
	_, err = w.Accept(t.Context(), w.konto, v.ID(), v.Version(), vorschau.SHA256)
	require.Error(t, err)
	require.NotContains(t, w.actions(), onceonly.ActionDelivered)
	restart()
	w.dreh(-time.Hour) // while the choice holds
	v, err = w.Accept(t.Context(), w.konto, v.ID(), v.Version(), vorschau.SHA256)
	require.NoError(t, err)
	require.Equal(t, vorschau.Inhalt, v.Angaben.Auszug.Inhalt)

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
	require.Equal(t, "WSM-ZL7Y-RFG6", dienst.Nummer(id))
}
