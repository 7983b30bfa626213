// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"encoding/base64"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestGiveUp_DiscardsTheRecordThatWaits(t *testing.T) {
	w := newWelt(t)
	id, _ := w.fetched(false)
	require.NoError(t, w.p.GiveUp(t.Context(), id))
	require.Contains(t, w.actions(), onceonly.ActionDiscarded)
}

func TestPurge_LeavesNoTraceOfTheAccount(t *testing.T) {
	w := newWelt(t)
	w.draft()
	require.NotEmpty(t, speichertest.Enthaelt(t, w.db, w.konto.Kennung))
	w.dreh(31 * 24 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	require.Empty(t, speichertest.Enthaelt(t, w.db, w.konto.Kennung))
}

func TestPurge_LeavesNothingOfARecordThatNobodyTookOver(t *testing.T) {
	w := newWelt(t)
	_, vorschau := w.fetched(false)
	anfang := base64.StdEncoding.EncodeToString(vorschau.Daten[:60]) // as the stores keep it
	require.Len(t, speichertest.Enthaelt(t, w.db, anfang), 3, "with the asker, with the register and in its log")
	w.dreh(25 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	require.Len(t, speichertest.Enthaelt(t, w.db, anfang), 1, "the log of the register alone (§ 40 (4) no. 3 BMG)")
	w.dreh(366 * 24 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	require.Empty(t, speichertest.Enthaelt(t, w.db, anfang))
}

func TestPurge_TakesTheFilesOfADraftWithIt(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	_, err := w.Registratur().Attach(t.Context(), antrag.Unterlage{Antrag: v.ID(), Art: onlinedienst.ArtAnlage, Name: "b.pdf", Medientyp: "application/pdf", Inhalt: []byte("Bestätigung")})
	require.NoError(t, err)
	require.NotEmpty(t, speichertest.Enthaelt(t, w.db, "Bestätigung"))
	w.dreh(31 * 24 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	require.Empty(t, speichertest.Enthaelt(t, w.db, "Bestätigung"))
	n, err := w.store.Sweep(t.Context())
	require.NoError(t, err)
	require.Zero(t, n, "what is erased is not visited again")
}

func TestPurge_OfSeveralProcessesAtOnceIsNoTrouble(t *testing.T) {
	w := newWelt(t)
	for range 5 {
		w.fetched(false)
	}
	done := w.submit(w.draft())
	auf := speichertest.Sperre(t, w.db, "antrag/unterlage")
	w.giveUp()
	auf()
	processes := []*dienst.Dienst{w.Dienst}
	for range 2 {
		other := &welt{t: t, db: speichertest.Open(t, w.ziel), schluessel: w.schluessel, konto: w.konto, jetzt: w.jetzt.Add(31 * 24 * time.Hour)}
		other.open()
		processes = append(processes, other.Dienst)
	}
	w.dreh(31 * 24 * time.Hour)
	var group sync.WaitGroup
	for _, d := range processes {
		group.Go(func() {
			for range 2 {
				if err := d.Purge(t.Context()); err != nil {
					t.Error("purge", err)
				}
				if err := d.ResumeGivenUp(t.Context()); err != nil {
					t.Error("resume", err)
				}
			}
		})
	}
	group.Wait()
	w.drain()
	require.Equal(t, antrag.StatusZugestellt, w.load(done.ID()).Status())
	require.Equal(t, 1, w.eingaenge(done.ID()))
	heads, err := w.List(t.Context(), w.konto)
	require.NoError(t, err)
	require.Len(t, heads, 1, "the drafts are gone")
}

func TestBegin_TheSameOrderOpensOneDraftPerAccount(t *testing.T) {
	w := newWelt(t)
	erster, err := w.p.Begin(t.Context(), anmeldung.Name, "ein Auftrag")
	require.NoError(t, err)
	zweiter, err := w.p.Begin(t.Context(), anmeldung.Name, "ein Auftrag")
	require.NoError(t, err)
	require.Equal(t, erster, zweiter)
	fremder, err := w.portal.Zugang(testkonto.Konten()[1].Konto, "de").Begin(t.Context(), anmeldung.Name, "ein Auftrag")
	require.NoError(t, err)
	require.NotEqual(t, erster, fremder)
}
