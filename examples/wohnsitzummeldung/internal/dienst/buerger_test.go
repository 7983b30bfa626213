// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestGiveUp_DiscardsTheRecordThatWaits(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(false)
	require.NoError(t, w.GiveUp(t.Context(), w.konto, v.ID(), v.Version()))
	require.Contains(t, w.actions(), onceonly.ActionDiscarded)
}

// holds returns the tables of the file with a row that holds the text.
func (w *welt) holds(text string) (out []string) {
	for _, tabelle := range w.column(`SELECT name FROM sqlite_master WHERE type = 'table'`) {
		for _, zeile := range w.column(`SELECT * FROM ` + string(tabelle)) {
			if bytes.Contains(zeile, []byte(text)) {
				out = append(out, string(tabelle))
			}
		}
	}
	return out
}

// column returns the rows of a query, the values of each one after the other.
func (w *welt) column(query string) (out [][]byte) {
	rows, err := w.db.QueryContext(w.t.Context(), query)
	require.NoError(w.t, err)
	defer rows.Close()
	spalten, err := rows.Columns()
	require.NoError(w.t, err)
	for rows.Next() {
		werte, ziele := make([][]byte, len(spalten)), make([]any, len(spalten))
		for i := range werte {
			ziele[i] = &werte[i]
		}
		require.NoError(w.t, rows.Scan(ziele...))
		out = append(out, bytes.Join(werte, []byte{0}))
	}
	require.NoError(w.t, rows.Err())
	return out
}

func TestPurge_LeavesNoTraceOfTheAccount(t *testing.T) {
	w := newWelt(t)
	w.draft()
	require.NotEmpty(t, w.holds(w.konto.Kennung))
	w.dreh(31 * 24 * time.Hour)
	require.NoError(t, w.Purge(t.Context()))
	require.Empty(t, w.holds(w.konto.Kennung))
}

func TestBegin_TheSameOrderOpensOneDraftPerAccount(t *testing.T) {
	w := newWelt(t)
	auftrag := dienst.NewAuftrag()
	erster, err := w.Begin(t.Context(), w.konto, auftrag)
	require.NoError(t, err)
	zweiter, err := w.Begin(t.Context(), w.konto, auftrag)
	require.NoError(t, err)
	require.Equal(t, erster.ID(), zweiter.ID())
	fremder, err := w.Begin(t.Context(), testkonto.Konten()[1], auftrag)
	require.NoError(t, err)
	require.NotEqual(t, erster.ID(), fremder.ID())
}
