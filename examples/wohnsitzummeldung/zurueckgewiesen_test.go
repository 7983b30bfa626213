// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// A delivery that had arrived and was rejected days later has no effect that waits. It
// stands among the disturbances all the same, and one button delivers it anew, once.
func TestStoerung_OfADeliveryThatWasRejectedIsResumedOnce(t *testing.T) {
	h := newHandbetrieb(t)
	b, clerk := h.besucher(), h.clerk(amtJena)
	b.login(ehemann)
	antragsseite := b.fill(jena)
	b.submit(antragsseite)
	h.drain()
	id := uuid.MustParse(strings.TrimPrefix(antragsseite, "/anmeldung/"))
	sent := func() (n int) {
		for u, err := range h.reg.Unterlagen(t.Context(), id) {
			require.NoError(t, err)
			if u.Art == "sendung" {
				n++
			}
		}
		return n
	}
	reject := func() {
		require.NoError(t, od.Zurueckgewiesen(t.Context(), h.reg, id, zustellung.Stand{Status: zustellung.StatusZurueckgewiesen, Gruende: []string{"schema-violation"}}))
	}
	require.Equal(t, 1, sent())
	const stoerungen = "/amt/stoerungen"
	require.Contains(t, clerk.get(stoerungen).kurz(), "Es gibt keine Störungen")

	reject()
	h.drain()
	require.Equal(t, 1, sent(), "nothing is delivered again by itself")
	liste := clerk.get(stoerungen)
	require.Contains(t, liste.text, "schema-violation", "with the codes of the rejection")
	require.Contains(t, liste.kurz(), od.Nummer(id))
	require.NotContains(t, h.clerk(amtRuhla).get(stoerungen).text, "schema-violation", "each authority sees its own")
	require.Contains(t, b.get(antragsseite).kurz(), "Die Zustellung an das Amt verzögert sich")

	wieder := with(liste.token(t), "fall", id.String())
	for range 3 { // two officials, and one who clicks twice
		require.Equal(t, http.StatusOK, clerk.post(stoerungen, wieder).status)
	}
	require.NotContains(t, clerk.get(stoerungen).text, "schema-violation", "it is under way")
	h.drain()
	require.Equal(t, 2, sent())
	a, err := h.reg.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusZugestellt, a.Status())
	clerk.post(stoerungen, wieder)
	h.drain()
	require.Equal(t, 2, sent(), "the button of a page that is old does nothing")

	reject() // once more
	require.Contains(t, clerk.get(stoerungen).text, "schema-violation")
	clerk.post(stoerungen, wieder)
	h.drain()
	require.Equal(t, 3, sent())
}

// What was set going again after it had been given up, arrived, and was rejected then, is
// not delivered by the effect that is left over.
func TestStoerung_RejectedAfterItWasResumedWaitsForAnOfficial(t *testing.T) {
	h := newHandbetrieb(t)
	antragsseite := h.gestoert()
	id := uuid.MustParse(strings.TrimPrefix(antragsseite, "/anmeldung/"))
	clerk := h.clerk(amtJena)
	const stoerungen = "/amt/stoerungen"
	liste := clerk.get(stoerungen)
	require.Equal(t, 1, strings.Count(liste.text, `data-kopf="Was fehlt">zustellen`), "once, though it failed")
	clerk.post(stoerungen, with(liste.token(t), "fall", id.String()))
	require.Contains(t, clerk.get(stoerungen).kurz(), "Es gibt keine Störungen", "under way: nothing to set going")
	a, err := h.reg.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusGestoert, a.Status(), "until it has arrived")
	h.drain()
	require.NoError(t, od.Zurueckgewiesen(t.Context(), h.reg, id, zustellung.Stand{Status: zustellung.StatusZurueckgewiesen, Gruende: []string{"unsupported-schema"}}))
	h.drain()
	a, err = h.reg.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusGestoert, a.Status())
	require.Contains(t, clerk.get(stoerungen).text, "unsupported-schema")
}
