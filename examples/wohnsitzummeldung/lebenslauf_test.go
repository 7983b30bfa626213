// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/base64"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

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
	w.neustart()
	w.drain()
	require.Equal(t, antrag.StatusZugestellt, w.load(v.ID()).Status())
	require.Equal(t, 1, w.eingaenge(v.ID()))
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
		w.konto, w.p = konto, w.a.Server.Zugang(konto, "de")
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
	w.accept(done)
	urkunden, err := w.p.Urkunden(t.Context(), done.ID())
	require.NoError(t, err)
	require.Len(t, urkunden, 1)

	w.dreh(31 * 24 * time.Hour)
	w.sweep()
	_, err = w.p.Data(t.Context(), draft.ID())
	require.ErrorIs(t, err, antrag.ErrNotFound, "it belongs to nobody any more")
	require.Equal(t, antrag.StatusStattgegeben, w.load(done.ID()).Status())

	w.dreh(366 * 24 * time.Hour)
	w.sweep()
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
	eingang, _ := inhalt(t, v)
	require.Len(t, eingang.Nachweise, 1)
	require.Equal(t, vorschau.Daten, eingang.Nachweise[0].Inhalt, "byte for byte")
	require.True(t, eingang.Nachweise[0].Unveraendert())

	uebergeben := 0
	for _, item := range w.items() {
		if item.Action == onceonly.ActionDelivered && !item.Repeated {
			uebergeben++
		}
	}
	require.Equal(t, 1, uebergeben)
}

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
	w.sweep()
	require.Empty(t, speichertest.Enthaelt(t, w.db, w.konto.Kennung))
}

func TestPurge_LeavesNothingOfARecordThatNobodyTookOver(t *testing.T) {
	w := newWelt(t)
	_, vorschau := w.fetched(false)
	anfang := base64.StdEncoding.EncodeToString(vorschau.Daten[:60]) // as the stores keep it
	require.Len(t, speichertest.Enthaelt(t, w.db, anfang), 3, "with the asker, with the register and in its log")
	w.dreh(25 * time.Hour)
	w.sweep()
	require.Len(t, speichertest.Enthaelt(t, w.db, anfang), 1, "the log of the register alone (§ 40 (4) no. 3 BMG)")
	w.dreh(366 * 24 * time.Hour)
	w.sweep()
	require.Empty(t, speichertest.Enthaelt(t, w.db, anfang))
}

func TestPurge_TakesTheFilesOfADraftWithIt(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	_, err := w.a.Registratur.Attach(t.Context(), antrag.Unterlage{Antrag: v.ID(), Art: onlinedienst.ArtAnlage, Name: "b.pdf", Medientyp: "application/pdf", Inhalt: []byte("Bestätigung")})
	require.NoError(t, err)
	require.NotEmpty(t, speichertest.Enthaelt(t, w.db, "Bestätigung"))
	w.dreh(31 * 24 * time.Hour)
	w.sweep()
	require.Empty(t, speichertest.Enthaelt(t, w.db, "Bestätigung"))
	n, err := w.a.Store.Sweep(t.Context())
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
	for range 12 { // until the worker gives up
		w.drain()
		w.dreh(2 * time.Hour)
	}
	auf()
	w.dreh(31 * 24 * time.Hour)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for range 2 { // each start sets going again what was given up
				a := anlage(t, w.now, w.ziel, w.keys, "http://localhost")
				if _, err := a.Store.Sweep(t.Context()); err != nil {
					t.Error("sweep", err)
				}
				if err := a.Close(); err != nil {
					t.Error("close", err)
				}
			}
		})
	}
	group.Wait()
	w.drain()
	require.Equal(t, antrag.StatusZugestellt, w.load(done.ID()).Status())
	require.Equal(t, 1, w.eingaenge(done.ID()))
	require.Len(t, antraege(t, w.a, w.konto.Kennung), 1, "the drafts are gone")
}

func TestBegin_TheSameOrderOpensOneDraftPerAccount(t *testing.T) {
	w := newWelt(t)
	erster, err := w.p.Begin(t.Context(), anmeldung.Name, "ein Auftrag")
	require.NoError(t, err)
	zweiter, err := w.p.Begin(t.Context(), anmeldung.Name, "ein Auftrag")
	require.NoError(t, err)
	require.Equal(t, erster, zweiter)
	fremder, err := w.a.Server.Zugang(testkonto.Konten()[1].Konto, "de").Begin(t.Context(), anmeldung.Name, "ein Auftrag")
	require.NoError(t, err)
	require.NotEqual(t, erster, fremder)
}

// crash makes changes of applications fail from here on, as if the process had
// died; the function that comes back is the restart.
func (w *welt) crash() (restart func()) {
	w.t.Helper()
	query := `CREATE TRIGGER absturz BEFORE UPDATE ON bausteine_head WHEN (NEW.kind = 'antrag') BEGIN SELECT RAISE(ABORT, 'crash'); END`
	end := `DROP TRIGGER absturz`
	if w.db.Art == speicher.PostgreSQL {
		w.exec(`CREATE OR REPLACE FUNCTION absturz() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crash' USING ERRCODE = '23000'; END $$`)
		query = `CREATE TRIGGER absturz BEFORE UPDATE ON bausteine_head FOR EACH ROW WHEN (NEW.kind = 'antrag') EXECUTE FUNCTION absturz()`
		end += ` ON bausteine_head`
	}
	w.exec(query)
	return func() {
		w.exec(end)
		w.dreh(time.Hour) // until the next attempt
	}
}

func TestDelivery_WithdrawnBeforeItDoesNotHappen(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	w.withdraw(v)
	w.drain()
	require.Equal(t, antrag.StatusZurueckgenommen, w.load(v.ID()).Status())
	require.Zero(t, w.eingaenge(v.ID()))
}

func TestDelivery_WithdrawnAfterItStaysWithTheAuthority(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	w.drain()
	w.withdraw(v)
	w.drain()
	require.Equal(t, 1, w.eingaenge(v.ID()), "the authority sees that it was withdrawn")
}

func TestDelivery_IsRecordedOrDoesNotHappen(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	restart := w.crash()
	w.drain()
	require.Zero(t, w.eingaenge(v.ID()), "the record failed, and the delivery with it")
	restart()
	w.withdraw(v)
	w.drain()
	require.Zero(t, w.eingaenge(v.ID()))
}

func TestDelivery_AfterACrashBeforeItsRecordHappensOnce(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	restart := w.crash()
	w.drain()
	restart()
	w.drain()
	require.Equal(t, 1, w.eingaenge(v.ID()))
	require.Equal(t, antrag.StatusZugestellt, w.load(v.ID()).Status())
}

func TestResumeGivenUp_DoesNotDeliverWhatWasWithdrawn(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	auf := speichertest.Sperre(t, w.db, "antrag/unterlage")
	for range 12 {
		w.drain()
		w.dreh(2 * time.Hour)
	}
	auf()
	gestoert := w.load(v.ID())
	require.Equal(t, antrag.StatusGestoert, gestoert.Status())
	w.withdraw(v)
	w.neustart()
	w.drain()
	require.Zero(t, w.eingaenge(v.ID()))
	require.Equal(t, antrag.StatusZurueckgenommen, w.load(v.ID()).Status())
}

func TestStoerung_OfADeliveryIsResumedAndOfWhatWasWithdrawnNothingIsLeft(t *testing.T) {
	w := newWelt(t)
	v, withdrawn := w.submit(w.draft()), w.submit(w.draft())
	auf := speichertest.Sperre(t, w.db, "antrag/unterlage")
	for range 12 { // until the worker gives up
		w.drain()
		w.dreh(2 * time.Hour)
	}
	auf()
	w.withdraw(withdrawn)
	w.neustart()
	w.drain()
	require.Equal(t, antrag.StatusZugestellt, w.load(v.ID()).Status())
	require.Equal(t, 1, w.eingaenge(v.ID()))
	require.Zero(t, w.eingaenge(withdrawn.ID()))
}

const weimar = "16055000"

// fetched is a draft for Jena whose record was fetched, and taken over if accepted.
func (w *welt) fetched(accepted bool) (uuid.UUID, onlinedienst.Vorschau) {
	w.t.Helper()
	id := w.begin()
	answers := w.antworten()
	answers["/gemeinde"], answers["/anschrift/plz"] = jena, "07743"
	delete(answers, "/person/geburtsort")
	w.answer(id, answers)
	vorschau, err := w.p.Fetch(w.t.Context(), id, anmeldung.Meldedaten, true)
	require.NoError(w.t, err)
	if accepted {
		require.NoError(w.t, w.p.TakeOver(w.t.Context(), id, anmeldung.Meldedaten, vorschau.Digest))
	}
	return id, vorschau
}

// stored is the draft as it lies in the store.
func (w *welt) stored(id uuid.UUID) string { return string(w.load(id).Angaben()) }

func TestGemeinde_WhatWasFetchedForAnotherAuthorityIsGone(t *testing.T) {
	w := newWelt(t)
	id, _ := w.fetched(true)
	require.Contains(t, w.stored(id), "Gabler")
	w.answer(id, map[string]any{"/gemeinde": weimar, "/person/doktorgrad": "Dr."})
	require.NotContains(t, w.stored(id), "Gabler", "the yes does not cover it")
	require.NotContains(t, w.stored(id), "Mia Sophie")
	require.Contains(t, w.stored(id), "Dr.", "what the person wrote stays")
	require.Contains(t, w.findings(id), onlinedienst.CodeAbruf, "the person is asked again")

	_, err := w.p.Fetch(t.Context(), id, anmeldung.Meldedaten, true)
	require.NoError(t, err)
}

func TestGemeinde_ARecordThatWaitsIsDiscarded(t *testing.T) {
	w := newWelt(t)
	id, vorschau := w.fetched(false)
	w.answer(id, map[string]any{"/gemeinde": weimar})
	require.Contains(t, w.actions(), onceonly.ActionDiscarded)
	require.ErrorIs(t, w.p.TakeOver(t.Context(), id, anmeldung.Meldedaten, vorschau.Digest), onlinedienst.ErrKeinAbruf)
}

func TestGemeinde_UnderTheSameAuthorityTheRecordStays(t *testing.T) {
	w := newWelt(t)
	id, _ := w.fetched(true)
	w.answer(id, map[string]any{"/gemeinde": jena, "/anschrift/hausnummer": "6"})
	require.Contains(t, w.stored(id), "Gabler")
}

func TestFetch_WithoutTheAssuranceNothingOfTheFamilyComes(t *testing.T) {
	w := newWelt(t)
	id := w.begin()
	w.answer(id, map[string]any{"/gemeinde": jena})
	vorschau, err := w.p.Fetch(t.Context(), id, anmeldung.Meldedaten, false)
	require.NoError(t, err)
	require.Contains(t, string(vorschau.Daten), "Gabler")
	require.NotContains(t, string(vorschau.Daten), "Mia")
}

func TestSubmit_PassesOnNothingThatWasAskedForTheSakeOfAdvice(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	w.answer(v.ID(), map[string]any{"/einzug/auszug": w.heute().AddDays(30).String()})
	v = w.submit(v)
	w.drain()
	_, angaben := inhalt(t, w.load(v.ID()))
	require.True(t, angaben.Einzug.Auszug.IsZero())
	require.Equal(t, w.heute(), angaben.Einzug.Tag)
	require.NotContains(t, w.stored(v.ID()), w.heute().AddDays(30).String())
}

// issued submits the draft, has it accepted and returns the kinds of home in the
// Meldebestätigungen, as their codes say them.
func (w *welt) issued(v antrag.Antrag) (out []string) {
	w.t.Helper()
	v = w.submit(v)
	w.drain()
	w.accept(v)
	urkunden, err := w.p.Urkunden(w.t.Context(), v.ID())
	require.NoError(w.t, err)
	for _, code := range urkunden {
		behoerde, angaben, err := w.a.Server.CheckUrkunde(w.t.Context(), code)
		require.NoError(w.t, err)
		require.Equal(w.t, "Stadt Ruhla", behoerde)
		require.Len(w.t, angaben, 8, "the eight things of the law")
		out = append(out, angaben[7].Wert)
	}
	return out
}

func TestUrkunde_SaysOfEachPersonWhatWasStated(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	answers := map[string]any{"/versicherung": "ja"}
	for row, x := range []struct{ vorname, mit, wohnung string }{{"Mia", "ja", "neben"}, {"Max", "nein", ""}, {"Mila", "ja", "alleinige"}} {
		at := fmt.Sprintf("/familie/%d", row)
		answers[at+"/verhaeltnis"], answers[at+"/familienname"], answers[at+"/vornamen"], answers[at+"/geburtsdatum"] = "kind", "Mustermann", x.vorname, "2017-04-03"
		answers[at+"/mit"], answers[at+"/wohnung"] = x.mit, x.wohnung
	}
	w.answer(v.ID(), answers)
	require.Equal(t, []string{"alleinige Wohnung", "Nebenwohnung", "alleinige Wohnung"}, w.issued(v), "and nothing for who stays")
}

// What is computed follows from the answers, whatever a program states.
func TestAnswer_WhatIsComputedCannotBeStated(t *testing.T) {
	w := newWelt(t)
	id := w.begin()
	w.answer(id, w.antworten())
	before, err := w.p.Data(t.Context(), id)
	require.NoError(t, err)
	_, err = w.p.Answer(t.Context(), id, map[string]any{"/mitziehend": 9})
	require.NoError(t, err)
	after, err := w.p.Data(t.Context(), id)
	require.NoError(t, err)
	require.JSONEq(t, string(before), string(after))
}
