// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func TestEingliederung_OldEndsSuccessorsAreDue(t *testing.T) {
	w := neueWelt(t)
	for stelle, rows := range map[string]string{goldA: a, goldB: b, goldD: d} {
		w.soll("2026-01-01", aufgenommen, stelle, rows, programmgrund)
	}
	w.event("2026-02-01", goldB, rollout.ArtFreigegeben)
	w.event("2026-02-01", goldD, rollout.ArtFreigegeben)
	n := 700
	eintrag := rollout.Eintrag{NewID: func() uuid.UUID { n++; return id(n) }, Erfasst: noon("2026-04-01"), Von: "programmbuero/1"}
	tag := heute("2026-04-01")
	// D: 400 of its people go to A, 200 to a Verband that was not due before.
	neu := rollout.MustParseStelle("160615009")
	change := rollout.Eingliederung{
		Stelle: rollout.MustParseStelle(goldD), Am: day("2026-04-01"), Grund: "probe-gesetz",
		Nach: []rollout.Nachfolge{
			{Stelle: rollout.MustParseStelle(goldA), Gemeinden: gemeinden(t, "16061001=1400")},
			{Stelle: neu, Name: "VG Neu", Gemeinden: gemeinden(t, "16061031=200")},
		},
	}
	soll, events, err := w.buch.At(tag).Eingliederung(wohnsitz, change, eintrag)
	require.NoError(t, err)
	require.Zero(t, w.buch.At(tag).Deckung(wohnsitz, thueringen).Traeger.Nenner-3, "nothing is recorded yet")
	require.NoError(t, w.buch.AddSoll(soll...))
	require.NoError(t, w.buch.Add(events...))

	s := w.buch.At(tag)
	d := s.Deckung(wohnsitz, thueringen)
	require.Equal(t, [2]int64{1, 3}, paar(d.Traeger)) // B of A, B and the new one
	require.Equal(t, [2]int64{1000, 2600}, paar(d.Einwohner), "nobody is lost, and the 600 of D are live no more")
	row, ok := s.Zeile(wohnsitz, neu)
	require.True(t, ok)
	require.Equal(t, rollout.StandOffen, row.Stand, "nothing is inherited")
	u := w.buch.Unterschied(wohnsitz, thueringen, heute("2026-03-31"), tag)
	require.Equal(t, rollout.Zahlen{Traeger: -1, Gemeinden: -1, Einwohner: -600}, u.Gebiet)
	require.True(t, u.Rueckschlaege.IsZero())
	require.Equal(t, rollout.Zahlen{}, u.SollGebiet, "one ended, one began")
	lines := w.buch.Verlauf(wohnsitz, rollout.MustParseStelle(goldD))
	require.Equal(t, rollout.ArtBeendet, lines[len(lines)-1].Art)

	_, _, err = s.Eingliederung(wohnsitz, change, eintrag)
	require.NoError(t, err, "on the day before it was due")
	for name, f := range map[string]func(*rollout.Eingliederung){
		"itself":  func(e *rollout.Eingliederung) { e.Nach[0].Stelle, e.Nach[0].Name = e.Stelle, "x" },
		"no name": func(e *rollout.Eingliederung) { e.Nach[0].Stelle = rollout.MustParseStelle("160615010") },
		"no day":  func(e *rollout.Eingliederung) { e.Am = e.Am.AddDays(-1_000_000); e.Grund = "" },
		"nobody":  func(e *rollout.Eingliederung) { e.Nach = nil },
	} {
		bad := change
		bad.Nach = append([]rollout.Nachfolge(nil), change.Nach...)
		f(&bad)
		_, _, err := s.Eingliederung(wohnsitz, bad, eintrag)
		require.ErrorIs(t, err, rollout.ErrEvent, name)
	}
	bad := change
	bad.Stelle = rollout.MustParseStelle("160615011")
	_, _, err = s.Eingliederung(wohnsitz, bad, eintrag)
	require.ErrorIs(t, err, rollout.ErrUnknown)
}
