// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func openSQLite(t *testing.T, file string, config bausteine.Config) *bausteine.Store {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	require.NoError(t, err)
	db.SetMaxIdleConns(16)
	store, err := bausteine.OpenSQLite(context.Background(), db, config)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, store.Close())
		require.NoError(t, db.Close())
	})
	return store
}

func TestFall_OnSQLite(t *testing.T) {
	falltest.TestFall(t, func(t *testing.T, config bausteine.Config) *bausteine.Store {
		return openSQLite(t, filepath.Join(t.TempDir(), "fall.db"), config)
	})
}

func TestFassungen_OnSQLite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fall.db")
	falltest.TestFassungen(t, func(t *testing.T, config bausteine.Config) *bausteine.Store { return openSQLite(t, file, config) })
}

// The model again, where every crash is a restart on what the file holds.
func TestModell_OnSQLiteWithRestarts(t *testing.T) {
	falltest.TestNeustart(t, func(t *testing.T) falltest.Reopen {
		file := filepath.Join(t.TempDir(), "fall.db")
		return func(t *testing.T, config bausteine.Config) *bausteine.Store { return openSQLite(t, file, config) }
	}, 30)
}

func registratur(t *testing.T, store *bausteine.Store) *fall.Registratur {
	t.Helper()
	akten, err := fall.NewRegistratur(t.Context(), store, frist.InGemeinde(kommune.MustParseAGS("16053000")),
		[]*verfahren.Tabelle{verfahrentest.Tabelle("eheschliessung")}, fall.Config{})
	require.NoError(t, err)
	return akten
}

var (
	erika = fall.Person("MARKE-konto-erika", recht.NiveauHoch)
	max   = fall.Person("MARKE-konto-max", recht.NiveauHoch)
)

// verlobt begins a marriage in which both have stated what they have to.
func verlobt(t *testing.T, akten *fall.Registratur) func(h fall.Handlung) fall.Fall {
	t.Helper()
	const code = "MARKE-code-der-einladung"
	teil := func(text string) json.RawMessage { return json.RawMessage(`{"name":"MARKE-` + text + `"}`) }
	f, err := akten.Do(t.Context(), fall.Handlung{
		Verfahren: "eheschliessung", Behoerde: "16053000", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"a": teil("Kaiser"), "gemeinsam": teil("keiner")},
	})
	require.NoError(t, err)
	do := func(h fall.Handlung) fall.Fall {
		t.Helper()
		h.Fall = f.ID()
		after, err := akten.Do(t.Context(), h)
		require.NoError(t, err)
		return after
	}
	do(fall.Handlung{Wer: erika, Akt: verfahren.AktEingeladen, Code: code})
	do(fall.Handlung{Wer: max, Akt: verfahren.AktBeigetreten, Code: code})
	do(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": teil("Öztürk")}})
	return do
}

// Two processes on one file: both confirm at the same instant, both look for what is
// due at the same instant, and everything happens once.
func TestFall_OfTwoProcessesHappensOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fall.db")
	uhr := falltest.NewUhr(time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC))
	stores := []*bausteine.Store{openSQLite(t, file, bausteine.Config{Now: uhr.Now}), openSQLite(t, file, bausteine.Config{Now: uhr.Now})}
	akten := []*fall.Registratur{registratur(t, stores[0]), registratur(t, stores[1])}
	for range 10 {
		do := verlobt(t, akten[0])
		id := do(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"a": json.RawMessage(`{}`)}}).ID()
		both := func(act func(i int)) {
			var group sync.WaitGroup
			for i := range 2 {
				group.Go(func() { act(i) })
			}
			group.Wait()
		}
		both(func(i int) {
			wer := []fall.Handelnder{erika, max}[i]
			sicht, err := akten[i].Sicht(t.Context(), id, wer)
			if err == nil {
				_, err = akten[i].Do(t.Context(), fall.Handlung{Fall: id, Wer: wer, Akt: verfahren.AktBestaetigt, Gesehen: sicht.Gesehen})
			}
			if err != nil {
				t.Error(err)
			}
		})
		f, err := akten[0].Faellig(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, verfahren.ZustandEingereicht, f.Zustand())
		require.Equal(t, 1, f.Bisher(verfahren.AktEingereicht))
		uhr.Vergeht(100 * 24 * time.Hour)
		both(func(i int) {
			if _, err := stores[i].Sweep(t.Context()); err != nil {
				t.Error(err)
			}
		})
		f, err = akten[1].Faellig(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, 1, f.Bisher(fall.AktAbgelaufen), "the end of inaction is told once")
	}
}

// Nothing of a case is left in any file after its day: what was stated, said, decided,
// who it was, and who read it.
func TestFall_LeavesNothingInTheFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fall.db")
	uhr := falltest.NewUhr(time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC))
	store := openSQLite(t, file, bausteine.Config{Now: uhr.Now, SweepEvery: 50 * time.Millisecond})
	akten := registratur(t, store)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- store.Run(ctx) }()
	amt := fall.Amt("MARKE-amt")
	do := verlobt(t, akten)
	id := do(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"a": json.RawMessage(`{"name":"MARKE-anders"}`)}}).ID()
	for _, wer := range []fall.Handelnder{erika, max} {
		sicht, err := akten.Sicht(t.Context(), id, wer)
		require.NoError(t, err)
		do(fall.Handlung{Wer: wer, Akt: verfahren.AktBestaetigt, Gesehen: sicht.Gesehen, Text: "MARKE-text", Key: "key of a form " + sicht.Gesehen})
	}
	do(fall.Handlung{Wer: amt, Akt: verfahren.AktUebernommen})
	do(fall.Handlung{Wer: amt, Akt: "abgelehnt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt, Gruende: "MARKE-gruende"}})
	_, err := akten.Lies(t.Context(), id, amt, "MARKE-grund")
	require.NoError(t, err)
	left := func() (n int) {
		for _, suffix := range []string{"", "-wal", "-journal"} {
			content, err := os.ReadFile(file + suffix)
			if os.IsNotExist(err) {
				continue
			}
			require.NoError(t, err)
			n += bytes.Count(content, []byte("MARKE-"))
		}
		return n
	}
	require.NotZero(t, left(), "else the search finds nothing at all")
	uhr.Set(time.Date(2031, 5, 5, 12, 0, 0, 0, time.UTC))
	require.Eventually(t, func() bool { return left() == 0 }, 30*time.Second, 50*time.Millisecond)
	f, err := akten.Faellig(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, verfahren.ZustandGeloescht, f.Zustand())
	stop()
	require.NoError(t, <-done)
}

func TestVerzeichnis_OnSQLite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fall.db")
	falltest.TestVerzeichnis(t, func(t *testing.T, config bausteine.Config) *bausteine.Store { return openSQLite(t, file, config) })
}
