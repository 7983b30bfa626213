// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// giveUp lets the worker fail until it gives up.
func (w *welt) giveUp() {
	for range 12 {
		w.drain()
		w.dreh(2 * time.Hour)
	}
}

// accept has the authority accept.
func (w *welt) accept(v dienst.Vorgang) amt.Behoerde {
	w.t.Helper()
	behoerde, err := w.Aemter().Find(v.Behoerde())
	require.NoError(w.t, err)
	_, err = w.Accept(w.t.Context(), behoerde, v.ID())
	require.NoError(w.t, err)
	return behoerde
}

func (w *welt) ausstellung(v dienst.Vorgang) dienst.Ausstellung {
	w.t.Helper()
	a, err := w.Ausstellung(w.t.Context(), w.load(v.ID()).Antrag)
	require.NoError(w.t, err)
	return a
}

func TestStoerung_OfTheConfirmationIsResumed(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	w.drain()
	require.Equal(t, dienst.KeineAusstellung, w.ausstellung(v))
	behoerde := w.accept(v)
	require.Equal(t, dienst.AusstellungLaeuft, w.ausstellung(v))
	schluessel := filepath.Join(w.schluessel, behoerde.Schluessel()+".key")
	require.NoError(t, os.WriteFile(schluessel, []byte("damaged"), 0o600))
	w.giveUp()
	require.NoError(t, os.Remove(schluessel))
	w.drain()
	require.Equal(t, dienst.AusstellungGestoert, w.ausstellung(v), "given up is given up")
	for given, err := range w.Registratur().GivenUp(t.Context(), v.ID()) {
		require.NoError(t, err)
		require.Equal(t, dienst.WirkungBestaetigen, given.Wirkung)
		require.Contains(t, given.Reason, "amt: read key: bausteine: key")
		require.NotContains(t, given.Reason, "Mustermann")
	}
	require.NoError(t, w.ResumeGivenUp(t.Context()))
	require.NoError(t, w.ResumeGivenUp(t.Context()), "the second time")
	require.Equal(t, dienst.AusstellungLaeuft, w.ausstellung(v))
	w.drain()
	require.Equal(t, dienst.AusstellungFertig, w.ausstellung(v))
	urkunden, err := w.Urkunden(t.Context(), w.konto, v.ID())
	require.NoError(t, err)
	require.Len(t, urkunden, 1)
}

func TestStoerung_OfADeliveryIsResumedAndOfWhatWasWithdrawnNothingIsLeft(t *testing.T) {
	w := newWelt(t)
	v, withdrawn := w.submit(w.draft()), w.submit(w.draft())
	auf := speichertest.Sperre(t, w.db, "antrag/unterlage")
	w.giveUp()
	auf()
	require.NoError(t, w.Withdraw(t.Context(), w.konto, withdrawn.ID(), w.load(withdrawn.ID()).Version()))
	require.NoError(t, w.ResumeGivenUp(t.Context()))
	w.drain()
	require.Equal(t, antrag.StatusZugestellt, w.load(v.ID()).Status())
	require.Equal(t, 1, w.eingaenge(v.ID()))
	require.Zero(t, w.eingaenge(withdrawn.ID()))
}
