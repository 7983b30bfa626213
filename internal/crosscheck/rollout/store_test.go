// SPDX-License-Identifier: Apache-2.0

// Package rollout_test runs the roll-out on a real database: what is kept comes
// back after a restart, and a year of all of Germany loads.
package rollout_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func id(n int) uuid.UUID {
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:], uint64(n)<<16)
	u[6], u[8] = 0x70, 0x80
	return u
}

// programm is of five services in all Länder; events are n of a year.
func programm(tb testing.TB, n int) (rollout.Programm, []rollout.SollEreignis, []rollout.Ereignis) {
	tb.Helper()
	day := datum.MustParse("2026-01-01")
	p := rollout.Programm{ID: "probe", Titel: "Probe", Ziel: datum.MustParse("2027-03-31")}
	for _, key := range []string{"99115005104001", "99107023017000", "99015007012000", "99059001104000", "99088002016000"} {
		d := rollout.Dienst{Leistung: leistung.MustParseSchluessel(key), Name: key}
		for land := range kommune.Laender() {
			d.Regeln = append(d.Regeln, rollout.Sollregel{Land: land, Art: rollout.RegelTraeger, Grund: "probe"})
		}
		p.Dienste = append(p.Dienste, d)
	}
	count := 0
	next := func() uuid.UUID { count++; return id(count) }
	soll, err := rollout.FillSoll(&p, rollout.Fuellung{Verzeichnis: kommune.Deutschland(), Ab: day, Erfasst: day.Start(), NewID: next})
	require.NoError(tb, err)
	way := []rollout.Art{rollout.ArtBekundet, rollout.ArtBeauftragt, rollout.ArtBegonnen, rollout.ArtBlockiert, rollout.ArtGeloest, rollout.ArtGeprueft, rollout.ArtAktiviert, rollout.ArtErprobt, rollout.ArtFreigegeben, rollout.ArtKontakt}
	var events []rollout.Ereignis
	for i := range n {
		row := &soll[i%len(soll)]
		k := i / len(soll)
		am := day.AddDays((k*17 + i%13) % 360)
		events = append(events, rollout.Ereignis{
			ID: next(), Programm: "probe", Leistung: row.Leistung, Stelle: row.Stelle, Art: way[k%len(way)], Am: am, Erfasst: am.Start(),
			Von: "landesteam/7f3a", Grund: "modul-fehlt", WartetAuf: rollout.VonHersteller, Schema: rollout.Schema,
		})
	}
	return p, soll, events
}

func open(tb testing.TB, path string) *bausteine.Store {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	require.NoError(tb, err)
	db.SetMaxIdleConns(8)
	store, err := bausteine.OpenSQLite(tb.Context(), db, bausteine.Config{})
	require.NoError(tb, err)
	tb.Cleanup(func() {
		_ = store.Close()
		_ = db.Close()
	})
	return store
}

func export(tb testing.TB, l *rollout.Leitstelle) string {
	tb.Helper()
	var out bytes.Buffer
	require.NoError(tb, l.Buch().Export(&out))
	return out.String()
}

func TestLeitstelle_ComesBackAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	p, soll, events := programm(t, 25_000)
	store := open(t, path)
	l, err := rollout.NewLeitstelle(t.Context(), store, p, rollout.Config{})
	require.NoError(t, err)
	require.NoError(t, l.Record(t.Context(), soll[:3000], events[:1500]))
	require.NoError(t, l.Record(t.Context(), soll[:3000], events[:3000]), "a longer list again")
	before := export(t, l)

	// Another process on the same file sees it, writes, and is seen.
	other, err := rollout.NewLeitstelle(t.Context(), open(t, path), p, rollout.Config{})
	require.NoError(t, err)
	require.Equal(t, before, export(t, other))
	require.NoError(t, other.Record(t.Context(), nil, events[3000:3010]))
	require.NoError(t, l.Record(t.Context(), nil, events[3005:3020]), "both at the same connections")
	require.NoError(t, other.Refresh(t.Context()))
	require.Equal(t, export(t, l), export(t, other))
	require.NoError(t, store.Close())

	again, err := rollout.NewLeitstelle(t.Context(), open(t, path), p, rollout.Config{})
	require.NoError(t, err)
	require.Equal(t, export(t, other), export(t, again))
	require.Equal(t, 3000+3020, again.Buch().Len())
}

// BenchmarkLoad_500000Events opens a file with a year of all of Germany, beside
// plain SQL that reads the same bytes and does nothing with them.
func BenchmarkLoad_500000Events(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.db")
	p, soll, events := programm(b, 500_000)
	l, err := rollout.NewLeitstelle(b.Context(), open(b, path), p, rollout.Config{})
	require.NoError(b, err)
	require.NoError(b, l.Record(b.Context(), soll, events))
	b.Run("leitstelle", func(b *testing.B) {
		for b.Loop() {
			again, err := rollout.NewLeitstelle(b.Context(), open(b, path), p, rollout.Config{})
			require.NoError(b, err)
			require.Equal(b, l.Buch().Len(), again.Buch().Len())
		}
	})
	b.Run("plain SQL", func(b *testing.B) {
		for b.Loop() {
			db, err := sql.Open("sqlite", "file:"+path)
			require.NoError(b, err)
			rows, err := db.QueryContext(b.Context(), "SELECT data, personal FROM bausteine_event ORDER BY position")
			require.NoError(b, err)
			var data, personal []byte
			n := 0
			for rows.Next() {
				require.NoError(b, rows.Scan(&data, &personal))
				n++
			}
			require.NoError(b, rows.Err())
			require.NoError(b, rows.Close()) //nolint:sqlclosecheck // in a loop
			require.Equal(b, l.Buch().Len(), n)
			require.NoError(b, db.Close())
		}
	})
}
