// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func leitstelle(t *testing.T, store *bausteine.Store) *rollout.Leitstelle {
	t.Helper()
	l, err := rollout.NewLeitstelle(t.Context(), store, einfach(), rollout.Config{})
	require.NoError(t, err)
	return l
}

func speicher(t *testing.T) *bausteine.Store {
	t.Helper()
	store := bausteine.NewMemory(bausteine.Config{})
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func export(t *testing.T, b *rollout.Buch) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, b.Export(&out))
	return out.String()
}

// events of a Buch in the order in which they were made.
func inhalt(b *rollout.Buch) (soll []rollout.SollEreignis, events []rollout.Ereignis) {
	for e := range b.SollEreignisse() {
		soll = append(soll, e)
	}
	for e := range b.Ereignisse() {
		events = append(events, e)
	}
	return soll, events
}

func TestLeitstelle_KeepsTheGoldenCases(t *testing.T) {
	store := speicher(t)
	l := leitstelle(t, store)
	soll, events := inhalt(goldwelt(t).buch)
	for i := range events {
		events[i].Von = "landesteam/kuerzel-7f3a"
	}
	require.NoError(t, l.Record(t.Context(), soll, events))
	require.NoError(t, l.Record(t.Context(), soll, events), "twice has no effect")
	for _, g := range goldfaelle() {
		require.Equal(t, g.Traeger, paar(l.Buch().At(stichtag(g.Gueltig, g.Bekannt)).Deckung(wohnsitz, thueringen).Traeger))
	}
	v, err := l.Buch().Vorhersage(wohnsitz, thueringen, heute("2026-09-20"), day("2026-10-18"))
	require.NoError(t, err)
	require.NoError(t, l.Keep(t.Context(), v))
	require.NoError(t, l.Keep(t.Context(), v))
	v.Live++
	require.ErrorIs(t, l.Keep(t.Context(), v), rollout.ErrConflict)
	require.Len(t, l.Buch().Vorhersagen(), 1)

	_, err = rollout.NewLeitstelle(t.Context(), store, einfach(), rollout.Config{})
	require.Error(t, err, "one programme, one Leitstelle in a process")
	other := events[0]
	other.Grund = "anders"
	require.ErrorIs(t, l.Record(t.Context(), nil, []rollout.Ereignis{other}), rollout.ErrConflict)
}

func TestNewLeitstelle_Refuses(t *testing.T) {
	_, err := rollout.NewLeitstelle(t.Context(), nil, einfach(), rollout.Config{})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	p := einfach()
	p.ID = "mit/Strich"
	_, err = rollout.NewLeitstelle(t.Context(), speicher(t), p, rollout.Config{})
	require.ErrorIs(t, err, rollout.ErrEvent)
	_, err = rollout.NewLeitstelle(t.Context(), speicher(t), rollout.Programm{ID: "leer"}, rollout.Config{})
	require.ErrorIs(t, err, rollout.ErrEvent)
}

func TestLeitstelle_DoAsksTheConditions(t *testing.T) {
	l := leitstelle(t, speicher(t))
	next := func(n int, art rollout.Art, am string) rollout.Ereignis {
		return rollout.Ereignis{
			ID: id(1000 + n), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(goldA), Art: art, Am: day(am), Erfasst: noon(am),
			Von: "landesteam/1", Grund: "g", WartetAuf: rollout.VonLand, Herkunft: rollout.HerkunftHand,
		}
	}
	lage := *erfuellt()
	first := next(1, rollout.ArtBekundet, "2026-10-01")
	stand, befunde, err := l.Do(t.Context(), first, lage)
	require.NoError(t, err)
	require.Equal(t, rollout.StandOffen, stand)
	require.True(t, befunde.Has("ROLLOUT-G-01"), "not due, whatever the caller says")

	soll, _ := inhalt(goldwelt(t).buch)
	require.NoError(t, l.Record(t.Context(), soll[:2], nil)) // A
	for i, art := range []rollout.Art{rollout.ArtBekundet, rollout.ArtBeauftragt, rollout.ArtBegonnen, rollout.ArtGeprueft, rollout.ArtAktiviert, rollout.ArtErprobt, rollout.ArtFreigegeben} {
		stand, befunde, err = l.Do(t.Context(), next(1+i, art, "2026-10-01"), lage)
		require.NoError(t, err)
		require.Empty(t, befunde, "%s", art)
	}
	require.Equal(t, rollout.StandProduktiv, stand)
	n := l.Buch().Len()
	stand, befunde, err = l.Do(t.Context(), first, rollout.Lage{})
	require.NoError(t, err)
	require.Empty(t, befunde, "a repetition has no effect")
	require.Equal(t, rollout.StandProduktiv, stand)
	first.Grund = "anders"
	_, _, err = l.Do(t.Context(), first, lage)
	require.ErrorIs(t, err, rollout.ErrConflict)

	_, befunde, err = l.Do(t.Context(), next(20, rollout.ArtErprobt, "2026-10-02"), lage)
	require.NoError(t, err)
	require.True(t, befunde.Has("ROLLOUT-STAND-01"))
	_, befunde, err = l.Do(t.Context(), next(21, rollout.ArtGestoert, "2026-09-30"), lage)
	require.NoError(t, err)
	require.True(t, befunde.Has("ROLLOUT-FOLGE-01"), "before what is recorded")
	require.Equal(t, n, l.Buch().Len(), "what is refused is not kept")
}

// Many programme offices write to the same connections; nothing is lost, nothing
// happens twice, and all see the same.
func TestLeitstelle_ManyWriters(t *testing.T) {
	store := speicher(t)
	l := leitstelle(t, store)
	soll, _ := inhalt(goldwelt(t).buch)
	require.NoError(t, l.Record(t.Context(), soll, nil))
	before := l.Buch().Len()
	var group sync.WaitGroup
	for k := range 8 {
		group.Go(func() {
			for i := range 20 {
				e := rollout.Ereignis{
					ID: id(5000 + i), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle([]string{goldA, goldB}[i%2]), Art: rollout.ArtKontakt,
					Am: day("2026-10-01"), Erfasst: noon("2026-10-01"), Von: "landesteam/" + strconv.Itoa(i),
				}
				if err := l.Record(t.Context(), nil, []rollout.Ereignis{e}); err != nil {
					t.Errorf("writer %d: %v", k, err)
				}
			}
		})
	}
	group.Wait()
	require.Equal(t, before+20, l.Buch().Len())
}

func TestLeitstelle_ForgetsWhoRecordedAndKeepsWhatHappened(t *testing.T) {
	now := noon("2026-10-01")
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return now }})
	t.Cleanup(func() { _ = store.Close() })
	l := leitstelle(t, store)
	soll, events := inhalt(goldwelt(t).buch)
	for i := range events {
		events[i].Von = "landesteam/kuerzel-7f3a"
	}
	require.NoError(t, l.Record(t.Context(), soll, events))
	require.Contains(t, export(t, l.Buch()), "kuerzel-7f3a")
	now = now.AddDate(3, 0, 0)
	done, err := store.Sweep(t.Context())
	require.NoError(t, err)
	require.Positive(t, done)
	require.NotContains(t, export(t, l.Buch()), "kuerzel-7f3a", "not in the memory of the process either")
	for i := range events {
		events[i].Von = "landesteam/kuerzel-7f3a"
	}
	require.NoError(t, l.Record(t.Context(), soll, events), "the same again has no effect, and tells nothing anew")
	require.NotContains(t, export(t, l.Buch()), "kuerzel-7f3a")
	core, err := grund.Of(store)
	require.NoError(t, err)
	list, err := core.Read(t.Context(), 0, 1000)
	require.NoError(t, err)
	require.Len(t, list, len(soll)+len(events))
	for _, r := range list {
		require.NotContains(t, string(r.Data)+string(r.Personal), "kuerzel-7f3a")
		require.Contains(t, string(r.Data), "16061", "the authority is there")
	}
	for _, row := range store.Retention() {
		require.True(t, strings.HasPrefix(row.Block, "rollout/"))
		require.Equal(t, bausteine.Period{Years: 2}, row.Period)
	}
}

func TestLeitstelle_LongListsAreWrittenInPieces(t *testing.T) {
	l := leitstelle(t, speicher(t))
	soll, _ := inhalt(goldwelt(t).buch)
	require.NoError(t, l.Record(t.Context(), soll, nil))
	var events []rollout.Ereignis
	for i := range 3500 { // most of them of one connection
		stelle := goldA
		if i%50 == 0 {
			stelle = goldB
		}
		events = append(events, rollout.Ereignis{
			ID: id(5000 + i), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(stelle), Art: rollout.ArtKontakt,
			Am: day("2026-10-01").AddDays(i % 40), Erfasst: noon("2026-10-01"),
		})
	}
	require.NoError(t, l.Record(t.Context(), nil, events))
	require.Equal(t, len(soll)+3500, l.Buch().Len())
	again := events[:10]
	again[0].ID = id(9999)
	require.NoError(t, l.Record(t.Context(), nil, again), "and the versions still fit")
	require.Equal(t, len(soll)+3501, l.Buch().Len())
}
