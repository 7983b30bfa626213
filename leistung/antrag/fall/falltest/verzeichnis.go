// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
)

// TestVerzeichnis shows that a program finds by its own words also the cases that one
// before it stored, which knew none or others: they are gone through once, and nothing
// happens to them. Each call of open opens the same data.
func TestVerzeichnis(t *testing.T, open Reopen) {
	t.Helper()
	uhr := NewUhr(day(t, "2026-05-04T08:00:00Z"))
	v := verfahrentest.Verfahren("eheschliessung")
	asked := 0
	start := func(name string, words ...string) (*fall.Registratur, *bausteine.Store) {
		config := fall.Config{Verzeichnis: name}
		if name != "" {
			config.Merkmale = func(fall.Fall) []string { asked++; return words }
		}
		store := open(t, bausteine.Config{Now: uhr.Now})
		akten, err := fall.NewRegistratur(context.Background(), store, jena(), []*verfahren.Tabelle{verfahren.MustNew(v)}, config)
		require.NoError(t, err)
		return akten, store
	}
	found := func(akten *fall.Registratur, word string) []fall.Listed {
		page, err := akten.ListPage(t.Context(), fall.Query{Behoerde: amt, Merkmale: []string{word}}, 10)
		require.NoError(t, err)
		return page.Rows
	}
	// run has the store work until there is nothing more to be done.
	run := func(store *bausteine.Store, done func() bool) {
		ctx, stop := context.WithCancel(t.Context())
		ran := make(chan error, 1)
		go func() { ran <- store.Run(ctx) }()
		require.Eventually(t, done, 10*time.Second, 5*time.Millisecond)
		stop()
		require.NoError(t, <-ran)
		require.NoError(t, store.Close())
	}

	akten, store := start("")
	f, err := akten.Do(t.Context(), fall.Handlung{Verfahren: v.Name, Wer: erika, Akt: verfahren.AktBegonnen, Behoerde: amt, Teile: fall.Teile{"a": angaben("Kaiser")}})
	require.NoError(t, err)
	require.NoError(t, store.Close())

	akten, store = start("1", "rot")
	require.Empty(t, found(akten, "rot"), "nobody has gone through the cases yet")
	run(store, func() bool { return len(found(akten, "rot")) == 1 })

	akten, store = start("2", "blau")
	run(store, func() bool { return len(found(akten, "blau")) == 1 })

	before := asked
	_, store = start("2", "gelb")
	run(store, func() bool { return !store.Health(t.Context()).Sweep.IsZero() })
	require.Equal(t, before, asked, "the same name: nobody goes through the cases again")

	akten, store = start("2", "blau")
	require.Empty(t, found(akten, "rot"), "the old words are gone")
	now, err := akten.Faellig(t.Context(), f.ID())
	require.NoError(t, err)
	require.Equal(t, f.Verlauf(), now.Verlauf(), "nothing happened to the case")
	require.Equal(t, f.Zustand(), now.Zustand())
	_, err = akten.Do(t.Context(), fall.Handlung{Fall: f.ID(), Version: now.Version(), Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"a": angaben("König")}})
	require.NoError(t, err, "and it goes on")
	require.NoError(t, store.Close())
}
