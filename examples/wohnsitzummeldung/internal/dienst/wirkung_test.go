// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

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

func (w *welt) eingaenge(id uuid.UUID) int {
	n, err := w.Eingaenge(w.t.Context(), id)
	require.NoError(w.t, err)
	return n
}

func TestDelivery_WithdrawnBeforeItDoesNotHappen(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	require.NoError(t, w.Withdraw(t.Context(), w.konto, v.ID(), v.Version()))
	w.drain()
	require.Equal(t, antrag.StatusZurueckgenommen, w.load(v.ID()).Status())
	require.Zero(t, w.eingaenge(v.ID()))
}

func TestDelivery_WithdrawnAfterItStaysWithTheAuthority(t *testing.T) {
	w := newWelt(t)
	v := w.submit(w.draft())
	w.drain()
	require.NoError(t, w.Withdraw(t.Context(), w.konto, v.ID(), w.load(v.ID()).Version()))
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
	require.NoError(t, w.Withdraw(t.Context(), w.konto, v.ID(), v.Version()))
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
	require.NoError(t, w.Withdraw(t.Context(), w.konto, v.ID(), gestoert.Version()))
	require.NoError(t, w.ResumeGivenUp(t.Context()))
	w.drain()
	require.Zero(t, w.eingaenge(v.ID()))
	require.Equal(t, antrag.StatusZurueckgenommen, w.load(v.ID()).Status())
}
