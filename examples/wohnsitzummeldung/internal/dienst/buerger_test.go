// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestGiveUp_DiscardsTheRecordThatWaits(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(false)
	require.NoError(t, w.GiveUp(t.Context(), w.konto, v.ID(), v.Version()))
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
