// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// Four invented authorities, so that every number can be computed in the head:
// A with 1,000 people, B a Verband of three Gemeinden (500, 300, 200), C an
// erfüllende Gemeinde (3,000 + 400), D with 600.
const (
	goldA, goldB, goldC, goldD = "160610001", "160615002", "160615053", "160610009"

	a, a2         = "16061001=1000", "16061001=1600"
	b, b2         = "16061011=500 16061012=300 16061013=200", "16061011=500 16061012=300 16061013=200 16061022=400"
	c, c2         = "16061021=3000 16061022=400", "16061021=3000"
	d             = "16061009=600"
	aufgenommen   = rollout.SollAufgenommen
	geaendert     = rollout.SollGeaendert
	entfallen     = rollout.SollEntfallen
	gebietsgrund  = rollout.UrsacheGebiet
	programmgrund = rollout.UrsacheSoll
)

func goldwelt(t *testing.T) *welt {
	w := neueWelt(t)
	for stelle, rows := range map[string]string{goldA: a, goldB: b, goldC: c, goldD: d} {
		w.soll("2026-01-01", aufgenommen, stelle, rows, programmgrund)
	}
	w.event("2026-02-01", goldA, rollout.ArtFreigegeben)
	w.event("2026-03-01", goldB, rollout.ArtFreigegeben)
	w.soll("2026-04-01", entfallen, goldD, "", gebietsgrund)
	w.soll("2026-04-01", geaendert, goldA, a2, gebietsgrund)
	w.event("2026-04-01", goldD, rollout.ArtBeendet)
	w.event("2026-05-01", goldC, rollout.ArtAbgelehnt)
	w.soll("2026-06-01", geaendert, goldC, c2, gebietsgrund)
	w.soll("2026-06-01", geaendert, goldB, b2, gebietsgrund)
	w.event("2026-07-01", goldB, rollout.ArtGestoert)
	w.event("2026-08-01", goldB, rollout.ArtBehoben)
	w.event("2026-08-15", goldC, rollout.ArtUmentschieden)
	live := w.event("2026-09-01", goldC, rollout.ArtFreigegeben)
	w.add(rollout.Ereignis{Stelle: rollout.MustParseStelle(goldC), Art: rollout.ArtFreigegeben, Am: day("2026-09-10"), Erfasst: noon("2026-09-20"), Korrigiert: live.ID})
	return w
}

type gold struct {
	Gueltig         string   `json:"gueltig"`
	Bekannt         string   `json:"bekannt"`
	Traeger         [2]int64 `json:"traeger"`
	Gemeinden       [2]int64 `json:"gemeinden"`
	Einwohner       [2]int64 `json:"einwohner"`
	Promille        int64    `json:"promille"`
	Flaechendeckend bool     `json:"flaechendeckend"`
	Willig          [2]int64 `json:"bereit_willig"`
}

func goldfaelle() []gold {
	return []gold{
		{"2026-01-31", "2026-01-31", [2]int64{0, 4}, [2]int64{0, 7}, [2]int64{0, 6000}, 0, false, [2]int64{0, 4}},
		{"2026-02-01", "2026-02-01", [2]int64{1, 4}, [2]int64{1, 7}, [2]int64{1000, 6000}, 166, false, [2]int64{1, 4}},
		{"2026-03-01", "2026-03-01", [2]int64{2, 4}, [2]int64{4, 7}, [2]int64{2000, 6000}, 333, false, [2]int64{2, 4}},
		{"2026-04-01", "2026-04-01", [2]int64{2, 3}, [2]int64{4, 6}, [2]int64{2600, 6000}, 433, false, [2]int64{2, 3}},
		{"2026-05-01", "2026-05-01", [2]int64{2, 3}, [2]int64{4, 6}, [2]int64{2600, 6000}, 433, false, [2]int64{2, 2}},
		{"2026-06-01", "2026-06-01", [2]int64{2, 3}, [2]int64{5, 6}, [2]int64{3000, 6000}, 500, false, [2]int64{2, 2}},
		{"2026-07-01", "2026-07-01", [2]int64{1, 3}, [2]int64{1, 6}, [2]int64{1600, 6000}, 266, false, [2]int64{1, 2}},
		{"2026-08-01", "2026-08-01", [2]int64{2, 3}, [2]int64{5, 6}, [2]int64{3000, 6000}, 500, false, [2]int64{2, 2}},
		{"2026-08-15", "2026-08-15", [2]int64{2, 3}, [2]int64{5, 6}, [2]int64{3000, 6000}, 500, false, [2]int64{2, 3}},
		{"2026-09-05", "2026-09-06", [2]int64{3, 3}, [2]int64{6, 6}, [2]int64{6000, 6000}, 1000, true, [2]int64{3, 3}},
		{"2026-09-05", "2026-09-20", [2]int64{2, 3}, [2]int64{5, 6}, [2]int64{3000, 6000}, 500, false, [2]int64{2, 3}},
		{"2026-09-10", "2026-09-20", [2]int64{3, 3}, [2]int64{6, 6}, [2]int64{6000, 6000}, 1000, true, [2]int64{3, 3}},
	}
}

func TestGold_FiguresOnBothAxes(t *testing.T) {
	w := goldwelt(t)
	for _, g := range goldfaelle() {
		s := w.buch.At(stichtag(g.Gueltig, g.Bekannt))
		deckung := s.Deckung(wohnsitz, thueringen)
		got := gold{
			g.Gueltig, g.Bekannt, paar(deckung.Traeger), paar(deckung.Gemeinden), paar(deckung.Einwohner),
			deckung.Einwohner.Promille(), deckung.Flaechendeckend(), paar(deckung.Willig),
		}
		require.Equal(t, g, got)
		require.Equal(t, stichtag(g.Gueltig, g.Bekannt), deckung.Traeger.ZaehlerTag)
		require.Equal(t, day("2024-12-31"), deckung.Einwohner.Einwohnerstand)
	}
}

func TestGold_DifferencesByCause(t *testing.T) {
	w := goldwelt(t)
	u := w.buch.Unterschied(wohnsitz, thueringen, heute("2026-03-31"), heute("2026-04-01"))
	require.Equal(t, rollout.Unterschied{Gebiet: rollout.Zahlen{Einwohner: 600}, SollGebiet: rollout.Zahlen{Traeger: -1, Gemeinden: -1}}, u)
	u = w.buch.Unterschied(wohnsitz, thueringen, heute("2026-05-31"), heute("2026-06-01"))
	require.Equal(t, rollout.Unterschied{Gebiet: rollout.Zahlen{Gemeinden: 1, Einwohner: 400}}, u)
	u = w.buch.Unterschied(wohnsitz, thueringen, heute("2026-06-30"), heute("2026-07-01"))
	require.Equal(t, rollout.Unterschied{Rueckschlaege: rollout.Zahlen{Traeger: -1, Gemeinden: -4, Einwohner: -1400}}, u)
	u = w.buch.Unterschied(wohnsitz, thueringen, stichtag("2026-09-05", "2026-09-06"), stichtag("2026-09-05", "2026-09-20"))
	require.Equal(t, rollout.Unterschied{Berichtigungen: rollout.Zahlen{Traeger: -1, Gemeinden: -1, Einwohner: -3000}}, u)
	// All at once: from nothing to all, five causes.
	u = w.buch.Unterschied(wohnsitz, thueringen, heute("2026-01-31"), heute("2026-09-20"))
	require.Equal(t, rollout.Zahlen{Traeger: 3, Gemeinden: 6, Einwohner: 6000}, u.Live())
	require.Equal(t, rollout.Zahlen{Traeger: -1, Gemeinden: -1}, u.Faellig())
	require.Equal(t, rollout.Zahlen{Gemeinden: 1, Einwohner: 1000}, u.Gebiet)
}

func TestGold_SameAsTheSharedFile(t *testing.T) {
	raw, err := os.ReadFile(shareddata.Path(t, "rollout/goldfaelle.json"))
	require.NoError(t, err)
	var file struct {
		Erwartet []gold `json:"erwartet"`
		Anzeige  []struct {
			Zaehler, Nenner int64
			Text            string
			Flaechendeckend *bool
		} `json:"anzeige"`
	}
	require.NoError(t, json.Unmarshal(raw, &file))
	require.Equal(t, goldfaelle(), file.Erwartet)
	require.NotEmpty(t, file.Anzeige)
	for _, f := range file.Anzeige {
		got := rollout.Anteil{Zaehler: f.Zaehler, Nenner: f.Nenner}
		require.Equal(t, f.Text, got.Prozent())
		if f.Flaechendeckend != nil {
			require.Equal(t, *f.Flaechendeckend, got.Flaechendeckend())
		}
	}
}
