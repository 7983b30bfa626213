// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/prognose"
)

// lauf is an invented roll-out of 60 authorities, two a week on the average.
func lauf(t *testing.T) *welt {
	w := neueWelt(t)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 60 {
		stelle := "160610" + strconv.Itoa(100+i)
		w.soll("2026-01-01", aufgenommen, stelle, "16061"+strconv.Itoa(100+i)+"=100", programmgrund)
		w.event(day("2026-01-05").AddDays(i*7/2+r.IntN(5)).String(), stelle, rollout.ArtFreigegeben)
	}
	return w
}

func TestVorhersage_NothingAfterTheOriginChangesIt(t *testing.T) {
	w := lauf(t)
	tag := heute("2026-05-04")
	before, err := w.buch.Vorhersage(wohnsitz, thueringen, tag, day("2026-06-29"))
	require.NoError(t, err)
	require.Positive(t, before.Prognose.Punkt)
	// Everything that may come afterwards: go-lives, set-backs, refusals, a merger,
	// a correction of the past, and an event of the past recorded too late.
	w.event("2026-05-05", "160610110", rollout.ArtGestoert)
	w.event("2026-05-06", "160610159", rollout.ArtFreigegeben)
	w.event("2026-05-06", "160610158", rollout.ArtAbgelehnt)
	w.soll("2026-05-10", entfallen, "160610157", "", gebietsgrund)
	late := rollout.Ereignis{Stelle: rollout.MustParseStelle("160610156"), Art: rollout.ArtFreigegeben, Am: day("2026-04-01"), Erfasst: noon("2026-05-20")}
	w.add(late)
	again, err := w.buch.Vorhersage(wohnsitz, thueringen, tag, day("2026-06-29"))
	require.NoError(t, err)
	require.Equal(t, before, again)
	known, err := w.buch.Vorhersage(wohnsitz, thueringen, stichtag("2026-05-04", "2026-05-20"), day("2026-06-29"))
	require.NoError(t, err)
	require.Equal(t, before.Live+1, known.Live, "who asks later knows more")
}

func TestVorhersage_MergerLeavesThePaceUnchanged(t *testing.T) {
	w, merged := lauf(t), lauf(t)
	merged.soll("2026-04-20", entfallen, "160610100", "", gebietsgrund) // a live one
	merged.soll("2026-04-20", geaendert, "160610101", "16061101=200", gebietsgrund)
	tag := heute("2026-05-04")
	one, two := w.buch.Lage(wohnsitz, thueringen, tag), merged.buch.Lage(wohnsitz, thueringen, tag)
	require.Equal(t, one.Zugang, two.Zugang)
	require.Equal(t, one.Rest, two.Rest)
	require.Equal(t, one.Live-1, two.Live)
}

func TestVorhersage_DeclinedAreNotInTheRest(t *testing.T) {
	w := lauf(t)
	w.event("2026-05-01", "160610159", rollout.ArtAbgelehnt)
	w.add(rollout.Ereignis{Stelle: rollout.MustParseStelle("160610158"), Art: rollout.ArtAnderweitig, Am: day("2026-05-01"), Grund: "x", Beleg: rollout.Beleg{URI: "https://a.example"}})
	l := w.buch.Lage(wohnsitz, thueringen, heute("2026-05-04"))
	require.Equal(t, 60, l.Faellig)
	require.Equal(t, 58, l.Live+l.Rest)
	v, err := w.buch.Vorhersage(wohnsitz, thueringen, heute("2026-05-04"), day("2027-05-03"))
	require.NoError(t, err)
	require.LessOrEqual(t, v.Prognose.Oben, 58)
	require.Zero(t, v.Prognose.AlleProMille)
}

func TestKeep_ForecastsCollectTheirOwnCalibration(t *testing.T) {
	w := lauf(t)
	for i := range 13 {
		tag := rollout.Heute(day("2026-02-02").AddDays(7 * i))
		v, err := w.buch.Vorhersage(wohnsitz, thueringen, tag, tag.Gueltig.AddDays(28))
		require.NoError(t, err)
		require.Equal(t, i >= 13, v.Prognose.Geeicht, "ten of them must have come true or not: %d", i)
		require.NoError(t, w.buch.Keep(v))
		require.NoError(t, w.buch.Keep(v), "the same again has no effect")
		v.Prognose.Oben++
		require.ErrorIs(t, w.buch.Keep(v), rollout.ErrConflict)
	}
	tag := heute("2026-05-11")
	require.Equal(t, 11, w.buch.Eichung(tag, 4).Len(), "origins up to 13 April")
	require.Zero(t, w.buch.Eichung(tag, 5).Len())
	v, err := w.buch.Vorhersage(wohnsitz, thueringen, tag, tag.Gueltig.AddDays(28))
	require.NoError(t, err)
	require.True(t, v.Prognose.Geeicht)
	require.Equal(t, 11, v.Prognose.Rueckschauen)
	require.NoError(t, w.buch.Keep(v))
	require.Equal(t, rollout.Treffer{}, w.buch.Treffer(heute("2026-06-07")), "its day has not come")
	end := w.buch.Treffer(heute("2026-06-08"))
	require.Equal(t, 1, end.Von)
	came := int(w.buch.At(heute("2026-06-08")).Deckung(wohnsitz, thueringen).Traeger.Zaehler)
	require.Equal(t, v.Prognose.Unten <= came && came <= v.Prognose.Oben, end.Gehalten == 1)

	broken := v
	broken.Ursprung = heute("2026-05-12")
	broken.Ziel = day("2026-05-12")
	require.ErrorIs(t, w.buch.Keep(broken), rollout.ErrEvent)
	broken.Programm = "anderes"
	require.ErrorIs(t, w.buch.Keep(broken), rollout.ErrUnknown)
	_, err = w.buch.Vorhersage(wohnsitz, thueringen, tag, tag.Gueltig)
	require.ErrorIs(t, err, prognose.ErrInput)
}
