// SPDX-License-Identifier: Apache-2.0

package simulation_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

type played struct {
	*bausteine.Store

	uhr *simulation.Uhr
}

func start(t *testing.T, store played) *simulation.Simulation {
	t.Helper()
	s, err := simulation.New(t.Context(), store.Store, store.uhr, 1)
	require.NoError(t, err)
	return s
}

func store(t *testing.T) played {
	t.Helper()
	uhr := new(simulation.Uhr)
	s := bausteine.NewMemory(bausteine.Config{Now: uhr.Now})
	t.Cleanup(func() { _ = s.Close() })
	return played{s, uhr}
}

func TestSimulation_SameSeedSameCourse(t *testing.T) {
	var one, two bytes.Buffer
	a, b := start(t, store(t)), start(t, store(t))
	require.NoError(t, a.Buch().Export(&one))
	require.NoError(t, b.Buch().Export(&two))
	require.Equal(t, one.Len(), two.Len())
	require.True(t, bytes.Equal(one.Bytes(), two.Bytes()))
	require.Equal(t, simulation.Heute, a.Heute())

	key := a.Dienst("").Leistung
	tag := rollout.Heute(a.Heute())
	before := a.Buch().At(tag).Deckung(key, simulation.Thueringen)
	require.Equal(t, int64(189), before.Traeger.Nenner)
	require.Greater(t, before.Traeger.Zaehler, int64(60))
	require.Less(t, before.Traeger.Zaehler, int64(170))
	t.Log(before.Traeger, before.Einwohner, a.Buch().Treffer(tag), a.Buch().At(tag).Staende(key, simulation.Thueringen))

	require.NoError(t, a.Week(t.Context()))
	require.Equal(t, simulation.Heute.AddDays(7), a.Heute())
	require.Equal(t, before, a.Buch().At(tag).Deckung(key, simulation.Thueringen), "the report of last week stays as it was")
	after := a.Buch().At(rollout.Heute(a.Heute())).Deckung(key, simulation.Thueringen)
	require.NotEqual(t, before.Traeger.Zaehler, after.Traeger.Zaehler)
}

func TestSimulation_GoesOnWhereItStood(t *testing.T) {
	s := store(t)
	first := start(t, s)
	require.NoError(t, first.Week(t.Context()))
	var before, after bytes.Buffer
	require.NoError(t, first.Buch().Export(&before))
	require.NotEmpty(t, before.Bytes())
	again, err := rollout.NewBuch(first.Buch().Programm())
	require.NoError(t, err)
	require.NoError(t, again.Import(bytes.NewReader(before.Bytes())))
	require.NoError(t, again.Export(&after))
	require.True(t, bytes.Equal(before.Bytes(), after.Bytes()))
}

// Who is live may be so: conditions that lapse, as that of a certificate, are another thing.
func TestSimulation_WhoIsLiveHasSettingsAndADryRun(t *testing.T) {
	s := start(t, store(t))
	tag := rollout.Heute(s.Heute())
	for _, d := range s.Buch().Programm().Dienste[:3] {
		live := 0
		rows := s.Buch().At(tag).Zeilen(d.Leistung, simulation.Thueringen)
		for i := range rows {
			z := &rows[i]
			if z.Stand != rollout.StandProduktiv {
				continue
			}
			live++
			for _, c := range s.Lage(d.Leistung, z, tag.Gueltig).Bedingungen(tag.Gueltig) {
				require.True(t, c.Erfuellt || c.Nummer == 5, "%s: G%d", z.Name, c.Nummer)
			}
		}
		require.Positive(t, live)
	}
	// And in the running kit it is what was invented: the one that was live first.
	d, erfurt := s.Dienst(""), rollout.MustParseStelle("160510000")
	p, err := s.Probelauf(t.Context(), d, erfurt)
	require.NoError(t, err)
	require.Len(t, p.Schritte, len(rollout.Strecken()))
	for _, step := range p.Schritte {
		require.True(t, step.Bestanden || step.Entfaellt, "%s: %v", step.Strecke, step.Befunde)
	}
	require.Equal(t, s.Heute(), p.Am)
}

// Who is live is run again: what the invented course does not know, that the system of some
// authorities never decides, is found, and they are shown as live no longer.
func TestSimulation_LiveOnesAreRunAgain(t *testing.T) {
	s := start(t, store(t))
	d, tag := s.Dienst(""), rollout.Heute(s.Heute())
	live := s.Buch().At(tag).Deckung(d.Leistung, simulation.Thueringen).Traeger.Zaehler
	list, err := s.Nachproben(t.Context(), d)
	require.NoError(t, err)
	require.Len(t, list, int(live))
	out := int64(0)
	for _, n := range list {
		require.NoError(t, n.Fehler)
		require.Equal(t, s.Stoerung(d.Leistung, n.Stelle), n.Ausgesetzt, n.Stelle)
		if n.Ausgesetzt {
			out++
			row, ok := s.Buch().At(tag).Zeile(d.Leistung, n.Stelle)
			require.True(t, ok)
			require.Equal(t, rollout.StandAusgesetzt, row.Stand)
			history := s.Buch().Verlauf(d.Leistung, n.Stelle)
			require.Equal(t, "probelauf-bescheid", history[len(history)-1].Grund)
		}
	}
	require.Positive(t, out)
	require.Less(t, out, live/10)
	require.Equal(t, live-out, s.Buch().At(tag).Deckung(d.Leistung, simulation.Thueringen).Traeger.Zaehler)
	kept, day := s.Nachgeprobt(d.Leistung)
	require.Equal(t, list, kept)
	require.Equal(t, tag.Gueltig, day)
}

func TestSimulation_OtherTruths(t *testing.T) {
	s := start(t, store(t))
	tag := rollout.Heute(s.Heute())
	for _, d := range s.Buch().Programm().Dienste[:3] {
		q, err := s.Quellen(d.Leistung, tag)
		require.NoError(t, err)
		require.Empty(t, q.PVOG.Befunde)
		a := s.Buch().At(tag).Abgleich(d.Leistung, simulation.Thueringen, q)
		require.Positive(t, a.Gelistet.Zaehler)
		require.Positive(t, a.Genutzt.Zaehler)
		require.LessOrEqual(t, a.Erreichbar.Zaehler, a.Gelistet.Zaehler)
		t.Log(d.Name, a.Gemeldet, a.Gelistet, a.Erreichbar, a.Genutzt)
	}
}
