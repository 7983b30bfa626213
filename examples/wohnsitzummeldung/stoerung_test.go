// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

func TestErrors_OfAStoreThatCannotWriteAreSaid(t *testing.T) {
	h := newHandbetrieb(t)
	b := h.besucher()
	b.login(erika)
	werte := b.get("/anmeldung/").token(t)
	auf := speichertest.Sperre(t, h.db, "")
	a := b.post("/anmeldung/", werte)
	require.Equal(t, http.StatusInternalServerError, a.status)
	require.Empty(t, a.header.Get("Retry-After"))
	require.Contains(t, a.kurz(), "Bei uns ist etwas schiefgegangen")
	auf()
	require.Equal(t, http.StatusOK, b.post("/anmeldung/", werte).status, "the same form, sent again")
}

// TestErrors_APostgreSQLThatWentAwayIsSaidAndComesBack kills the server under
// the service.
func TestErrors_APostgreSQLThatWentAwayIsSaidAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a PostgreSQL")
	}
	cluster := pgtest.Start(t)
	h := newHausMit(t, cluster.DSN(), false)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	werte := with(b.get(pfad+"/pruefen").token(t), "richtig", "ja")

	cluster.Kill(t)
	for range 3 {
		a := b.get("/einsicht/")
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
	require.Equal(t, pfad, a.pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
}
