// SPDX-License-Identifier: Apache-2.0

// Package antrag_test measures applications on a real database.
package antrag_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// cases is how many applications there are: BAUSTEINE_CASES, or 1,000.
func cases(tb testing.TB) int {
	tb.Helper()
	n, err := strconv.Atoi(os.Getenv("BAUSTEINE_CASES"))
	if err != nil {
		return 1000
	}
	return n
}

func openRegistratur(tb testing.TB) *antrag.Registratur {
	tb.Helper()
	_, r, closed := openStore(tb, filepath.Join(tb.TempDir(), "antrag.db"), bausteine.Config{})
	tb.Cleanup(closed)
	return r
}

func openStore(tb testing.TB, file string, config bausteine.Config) (store *bausteine.Store, r *antrag.Registratur, closed func()) {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	require.NoError(tb, err)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	store, err = bausteine.OpenSQLite(context.Background(), db, config)
	require.NoError(tb, err)
	fristen := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt,
		antrag.StatusInBearbeitung, antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt,
		antrag.StatusZurueckgenommen,
	} {
		fristen[status] = antrag.Tage(30)
	}
	r, err = antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: fristen})
	require.NoError(tb, err)
	return store, r, func() {
		require.NoError(tb, store.Close())
		require.NoError(tb, db.Close())
	}
}

// BenchmarkListPage lists 50 applications of an authority that has most of them,
// on the first, a middle and the last page, and under each filter.
func BenchmarkListPage(b *testing.B) {
	r, total := openRegistratur(b), cases(b)
	ctx := context.Background()
	key := leistung.MustParseSchluessel("99115005104001")
	var group sync.WaitGroup
	for worker := range 64 {
		group.Go(func() {
			for i := worker; i < total; i += 64 {
				behoerde := "16052000"
				if i%10 == 0 {
					behoerde = "16053000"
				}
				events := []antrag.Ereignis{
					{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: key, Konto: "konto-" + strconv.Itoa(i%1000), Angaben: json.RawMessage(`{"n":1}`)},
					{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: behoerde},
				}
				if i%1000 > 0 { // few wait for delivery
					events = append(events, antrag.Ereignis{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem})
				}
				if _, err := r.Do(ctx, antrag.Command{Ereignisse: events}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	mine := antrag.Query{Behoerde: "16052000"}
	middle, last := mine, mine
	n := 0
	for head, err := range r.List(ctx, mine) {
		require.NoError(b, err)
		if n++; n == total*9/20 {
			middle.After = head.Antrag
		}
		if n == total*9/10-60 {
			last.After = head.Antrag
		}
	}
	newest, rare, some, service := mine, mine, mine, mine
	newest.Newest = true
	rare.Status = []antrag.Status{antrag.StatusEingereicht}
	some.Status = []antrag.Status{antrag.StatusEingereicht, antrag.StatusZugestellt}
	service.Leistung = key
	account := antrag.Query{Konto: "konto-7"}
	for name, query := range map[string]antrag.Query{
		"first": mine, "middle": middle, "last": last, "newest": newest, "rare status": rare, "two status": some, "service": service, "account": account,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := r.ListPage(ctx, query, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Count(ctx, mine); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkDraft saves and loads a draft of 4 kB that was saved often before.
func BenchmarkDraft(b *testing.B) {
	ctx := context.Background()
	for _, saves := range []int{1, 100, 1000} {
		r := openRegistratur(b)
		a, err := r.Do(ctx, antrag.Command{Ereignisse: []antrag.Ereignis{{
			Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: leistung.MustParseSchluessel("99115005104001"), Konto: "konto-7",
		}}})
		require.NoError(b, err)
		save := func(n int) {
			text, err := json.Marshal(map[string]any{"n": n, "text": make([]byte, 3000)})
			require.NoError(b, err)
			a, err = r.Do(ctx, antrag.Command{Antrag: a.ID(), Version: a.Version(), Loaded: &a, Ereignisse: []antrag.Ereignis{{
				Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: text,
			}}})
			require.NoError(b, err)
		}
		for n := range saves {
			save(n)
		}
		b.Run(strconv.Itoa(saves)+" saves/load", func(b *testing.B) {
			for b.Loop() {
				if _, err := r.Load(ctx, a.ID()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(strconv.Itoa(saves)+" saves/save", func(b *testing.B) {
			n := 0
			for b.Loop() {
				n++
				save(n)
			}
		})
	}
}
