// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/memstore"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// kaputt is a store that answers every write with an error.
type kaputt struct {
	antrag.Store
	err error
}

func (k *kaputt) Append(context.Context, antrag.Commit) (antrag.Receipt, error) {
	return antrag.Receipt{}, fmt.Errorf("store: %w", k.err)
}

func TestErrors_OfTheStoreAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		name       string
		err        error
		status     int
		retryAfter string
		says       string
	}{
		{"too much to write", antrag.ErrBusy, http.StatusServiceUnavailable, "10", "ließ sich gerade nicht sicher speichern"},
		{"outcome not known", antrag.ErrUncertain, http.StatusServiceUnavailable, "10", "ließ sich gerade nicht sicher speichern"},
		{"exchange has too much to write", onceonly.ErrBusy, http.StatusServiceUnavailable, "10", "ließ sich gerade nicht sicher speichern"},
		{"database away", &net.OpError{Op: "dial", Err: errors.New("refused")}, http.StatusServiceUnavailable, "10", "ließ sich gerade nicht sicher speichern"},
		{"broken", errors.New("disk on fire"), http.StatusInternalServerError, "", "Bei uns ist etwas schiefgegangen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHandbetrieb(t, func(now func() time.Time) antrag.Store { return &kaputt{memstore.New(now), tt.err} })
			b := h.besucher()
			b.login(erika)
			konto := b.get("/konto")
			a := b.post("/antrag", with(konto.token(t), "auftrag", auftrag.FindStringSubmatch(konto.text)[1]))
			require.Equal(t, tt.status, a.status)
			require.Equal(t, tt.retryAfter, a.header.Get("Retry-After"))
			require.Contains(t, a.kurz(), tt.says)
		})
	}
}

// TestErrors_APostgreSQLThatWentAwayIsSaidAndComesBack kills the server under
// the service.
func TestErrors_APostgreSQLThatWentAwayIsSaidAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a PostgreSQL")
	}
	cluster := pgtest.Start(t)
	h := newHausMit(t, betrieb.Config{Daten: cluster.DSN()})
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	werte := b.get(pfad + "/pruefen").token(t)

	cluster.Kill(t)
	for range 3 {
		a := b.get("/konto")
		require.Equal(t, http.StatusServiceUnavailable, a.status)
		require.Equal(t, "10", a.header.Get("Retry-After"))
		require.Contains(t, a.kurz(), "ließ sich gerade nicht sicher speichern")
		require.Equal(t, http.StatusServiceUnavailable, b.post(pfad+"/absenden", werte).status)
	}
	require.Equal(t, http.StatusServiceUnavailable, b.get("/health").status)

	cluster.Restart(t)
	require.Eventually(t, func() bool { return b.get("/health").status == http.StatusOK }, 30*time.Second, 50*time.Millisecond)
	var a antwort
	require.Eventually(t, func() bool {
		a = b.post(pfad+"/absenden", werte)
		return a.status == http.StatusOK
	}, 30*time.Second, 50*time.Millisecond, "the same form, sent again")
	require.Equal(t, pfad+"/eingang", a.pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
}
