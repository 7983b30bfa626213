// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func TestRandomHistories_SameAsCountedFromScratch(t *testing.T) {
	seen := 0
	for seed := range uint64(300) {
		soll, events := zufall(t, seed)
		buch, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, buch.AddSoll(soll...))
		require.NoError(t, buch.Add(events...))
		r := rand.New(rand.NewPCG(seed, 2))
		for range 12 {
			tag := rollout.Stichtag{Gueltig: day("2026-01-01").AddDays(r.IntN(200)), Bekannt: day("2026-01-01").AddDays(r.IntN(200))}
			g := rollout.MustParseGebiet([]string{"DE", "16", "16061", "16062"}[r.IntN(4)])
			live, due := zahlen(buch.At(tag).Deckung(wohnsitz, g))
			wantLive, wantDue := fromScratch(soll, events, tag, g)
			require.Equal(t, wantLive, live, "seed %d, %v, %v", seed, tag, g)
			require.Equal(t, wantDue, due, "seed %d, %v, %v", seed, tag, g)
			if live.Traeger > 0 {
				seen++
			}
		}
	}
	require.Greater(t, seen, 500, "the histories must have something live in them")
}

func TestRandomHistories_FiveCausesSumToTheDifference(t *testing.T) {
	var causes rollout.Unterschied
	for seed := range uint64(300) {
		soll, events := zufall(t, seed)
		buch, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, buch.AddSoll(soll...))
		require.NoError(t, buch.Add(events...))
		r := rand.New(rand.NewPCG(seed, 3))
		for range 12 {
			random := func() rollout.Stichtag {
				return rollout.Stichtag{Gueltig: day("2026-01-01").AddDays(r.IntN(200)), Bekannt: day("2026-01-01").AddDays(r.IntN(200))}
			}
			von, bis := random(), random() // also backwards in both
			g := rollout.MustParseGebiet([]string{"DE", "16", "16061", "16062"}[r.IntN(4)])
			liveVon, dueVon := zahlen(buch.At(von).Deckung(wohnsitz, g))
			liveBis, dueBis := zahlen(buch.At(bis).Deckung(wohnsitz, g))
			u := buch.Unterschied(wohnsitz, g, von, bis)
			require.Equal(t, minus(liveBis, liveVon), u.Live(), "seed %d", seed)
			require.Equal(t, minus(dueBis, dueVon), u.Faellig(), "seed %d", seed)
			if !u.GoLives.IsZero() {
				causes.GoLives.Traeger++
			}
			if !u.Rueckschlaege.IsZero() {
				causes.Rueckschlaege.Traeger++
			}
			if !u.Gebiet.IsZero() {
				causes.Gebiet.Traeger++
			}
			if !u.Soll.IsZero() {
				causes.Soll.Traeger++
			}
			if !u.Berichtigungen.IsZero() {
				causes.Berichtigungen.Traeger++
			}
		}
	}
	for name, z := range map[string]rollout.Zahlen{"go-lives": causes.GoLives, "set-backs": causes.Rueckschlaege, "territory": causes.Gebiet, "soll": causes.Soll, "corrections": causes.Berichtigungen} {
		require.Greater(t, z.Traeger, int64(100), "%s must occur", name)
	}
}

func TestRandomHistories_OrderOfArrivalDoesNotMatter(t *testing.T) {
	for seed := range uint64(100) {
		soll, events := zufall(t, seed)
		whole, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, whole.AddSoll(soll...))
		require.NoError(t, whole.Add(events...))
		// In any order in one piece: a correction may stand before what it corrects
		// as long as that is an original.
		r := rand.New(rand.NewPCG(seed, 4))
		shuffled := slices.Clone(events)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		slices.SortStableFunc(shuffled, func(x, y rollout.Ereignis) int { return depth(events, x) - depth(events, y) })
		piece, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		for _, e := range shuffled {
			require.NoError(t, piece.Add(e))
			require.NoError(t, piece.Add(e), "the same again has no effect")
		}
		for _, e := range soll {
			require.NoError(t, piece.AddSoll(e))
			require.NoError(t, piece.AddSoll(e))
		}
		require.Equal(t, whole.Len(), piece.Len())
		for range 10 {
			tag := rollout.Stichtag{Gueltig: day("2026-01-01").AddDays(r.IntN(200)), Bekannt: day("2026-01-01").AddDays(r.IntN(200))}
			require.Equal(t, whole.At(tag).Zeilen(wohnsitz, thueringen), piece.At(tag).Zeilen(wohnsitz, thueringen))
		}
	}
}

func depth(all []rollout.Ereignis, e rollout.Ereignis) int {
	n := 0
	for e.Korrigiert != uuid.Nil {
		n++
		e = all[slices.IndexFunc(all, func(o rollout.Ereignis) bool { return o.ID == e.Korrigiert })]
	}
	return n
}

func TestReport_OfLastMonthComesOutAsItWas(t *testing.T) {
	for seed := range uint64(100) {
		soll, events := zufall(t, seed)
		cut := day("2026-03-15")
		before, after := []rollout.Ereignis{}, []rollout.Ereignis{}
		for _, e := range events {
			if e.Erfasst.Before(cut.End()) {
				before = append(before, e)
			} else {
				after = append(after, e)
			}
		}
		for range before { // a correction may correct one that falls away
			known := map[uuid.UUID]bool{}
			for _, e := range before {
				known[e.ID] = true
			}
			before = slices.DeleteFunc(before, func(e rollout.Ereignis) bool { return e.Korrigiert != uuid.Nil && !known[e.Korrigiert] })
		}
		buch, err := rollout.NewBuch(einfach())
		require.NoError(t, err)
		require.NoError(t, buch.AddSoll(soll...))
		require.NoError(t, buch.Add(before...))
		report := buch.At(rollout.Heute(cut)).Zeilen(wohnsitz, thueringen)
		all := map[uuid.UUID]bool{}
		for _, e := range before {
			all[e.ID] = true
		}
		for _, e := range after {
			if e.Korrigiert == uuid.Nil || all[e.Korrigiert] {
				require.NoError(t, buch.Add(e))
				all[e.ID] = true
			}
		}
		require.Equal(t, report, buch.At(rollout.Heute(cut)).Zeilen(wohnsitz, thueringen))
	}
}

func TestAdd_SameIDWithOtherContentIsAConflict(t *testing.T) {
	w := goldwelt(t)
	e := rollout.Ereignis{ID: id(500), Von: "einer/1", Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(goldA), Art: rollout.ArtKontakt, Am: day("2026-10-01"), Erfasst: noon("2026-10-01")}
	require.NoError(t, w.buch.Add(e))
	same := e
	same.Erfasst = e.Erfasst.In(time.FixedZone("x", 3600))
	require.NoError(t, w.buch.Add(same), "the same instant in another zone")
	for name, change := range map[string]func(*rollout.Ereignis){
		"art":         func(e *rollout.Ereignis) { e.Art = rollout.ArtGeloest },
		"am":          func(e *rollout.Ereignis) { e.Am = e.Am.AddDays(1) },
		"erfasst":     func(e *rollout.Ereignis) { e.Erfasst = e.Erfasst.Add(1) },
		"stelle":      func(e *rollout.Ereignis) { e.Stelle = rollout.MustParseStelle(goldB) },
		"von":         func(e *rollout.Ereignis) { e.Von = "anderer/1" },
		"grund":       func(e *rollout.Ereignis) { e.Grund = "anders" },
		"wartet":      func(e *rollout.Ereignis) { e.WartetAuf = rollout.VonBund },
		"beleg":       func(e *rollout.Ereignis) { e.Beleg.URI = "urn:x" },
		"herkunft":    func(e *rollout.Ereignis) { e.Herkunft = rollout.HerkunftPVOG },
		"schema":      func(e *rollout.Ereignis) { e.Schema = 1 },
		"as in batch": func(e *rollout.Ereignis) { e.Grund = "anders" },
	} {
		other := e
		change(&other)
		require.ErrorIs(t, w.buch.Add(other), rollout.ErrConflict, name)
	}
	fresh, again := e, e
	fresh.ID, again.ID, again.Grund = id(501), id(501), "anders"
	require.ErrorIs(t, w.buch.Add(fresh, again), rollout.ErrConflict)
	n := w.buch.Len()
	bad := e
	bad.ID, bad.Art = id(502), "erfunden"
	good := e
	good.ID = id(503)
	require.ErrorIs(t, w.buch.Add(good, bad), rollout.ErrEvent)
	require.Equal(t, n, w.buch.Len(), "all or none")
}

func TestAdd_RefusesWhatIsIncomplete(t *testing.T) {
	w := goldwelt(t)
	ok := rollout.Ereignis{ID: id(600), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(goldA), Art: rollout.ArtBlockiert, Am: day("2026-10-01"), Erfasst: noon("2026-10-01"), Grund: "g", WartetAuf: rollout.VonLand}
	for name, f := range map[string]struct {
		change func(*rollout.Ereignis)
		want   error
	}{
		"id":           {func(e *rollout.Ereignis) { e.ID = uuid.Nil }, rollout.ErrEvent},
		"programm":     {func(e *rollout.Ereignis) { e.Programm = "" }, rollout.ErrEvent},
		"other":        {func(e *rollout.Ereignis) { e.Programm = "anderes" }, rollout.ErrUnknown},
		"leistung":     {func(e *rollout.Ereignis) { e.Leistung = leistung.Schluessel{} }, rollout.ErrEvent},
		"not in it":    {func(e *rollout.Ereignis) { e.Leistung = leistung.MustParseSchluessel("99107023017000") }, rollout.ErrUnknown},
		"stelle":       {func(e *rollout.Ereignis) { e.Stelle = rollout.Stelle{} }, rollout.ErrEvent},
		"am":           {func(e *rollout.Ereignis) { e.Am = day("2026-10-01").AddDays(-1000000) }, nil},
		"erfasst":      {func(e *rollout.Ereignis) { e.Erfasst = time.Time{} }, rollout.ErrEvent},
		"art":          {func(e *rollout.Ereignis) { e.Art = "" }, rollout.ErrEvent},
		"storno":       {func(e *rollout.Ereignis) { e.Art = "storniert" }, rollout.ErrEvent},
		"grund":        {func(e *rollout.Ereignis) { e.Grund = "" }, rollout.ErrEvent},
		"wartet":       {func(e *rollout.Ereignis) { e.WartetAuf = "" }, rollout.ErrEvent},
		"wartet other": {func(e *rollout.Ereignis) { e.WartetAuf = "niemand" }, rollout.ErrEvent},
		"sha":          {func(e *rollout.Ereignis) { e.Beleg.SHA256 = "abc" }, rollout.ErrEvent},
		"herkunft":     {func(e *rollout.Ereignis) { e.Herkunft = "geraten" }, rollout.ErrEvent},
		"long":         {func(e *rollout.Ereignis) { e.Von = strings.Repeat("x", 201) }, rollout.ErrEvent},
		"control":      {func(e *rollout.Ereignis) { e.Grund = "a\nb" }, rollout.ErrEvent},
		"schema":       {func(e *rollout.Ereignis) { e.Schema = rollout.Schema + 1 }, rollout.ErrEvent},
		"itself":       {func(e *rollout.Ereignis) { e.Korrigiert = e.ID }, rollout.ErrEvent},
		"of nothing":   {func(e *rollout.Ereignis) { e.Korrigiert = id(9999) }, rollout.ErrUnknown},
	} {
		e := ok
		f.change(&e)
		if f.want == nil {
			continue
		}
		require.ErrorIs(t, w.buch.Add(e), f.want, name)
	}
	other := ok
	other.Korrigiert = w.event("2026-10-02", goldB, rollout.ArtKontakt).ID
	require.ErrorIs(t, w.buch.Add(other), rollout.ErrUnknown, "an event of another authority")
	require.NoError(t, w.buch.Add(ok))
	one, two := ok, ok
	one.ID, two.ID = id(601), id(602)
	one.Korrigiert, two.Korrigiert = two.ID, one.ID
	require.ErrorIs(t, w.buch.Add(one, two), rollout.ErrUnknown, "a circle")
}

func TestAddSoll_RefusesWhatIsIncomplete(t *testing.T) {
	w := neueWelt(t)
	ok := rollout.SollEreignis{
		ID: id(1), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(goldA), Art: aufgenommen, Gemeinden: gemeinden(t, b),
		Am: day("2026-01-01"), Erfasst: noon("2026-01-01"), Ursache: programmgrund, Grund: "g",
	}
	for name, change := range map[string]func(*rollout.SollEreignis){
		"art":       func(e *rollout.SollEreignis) { e.Art = "" },
		"storno":    func(e *rollout.SollEreignis) { e.Art, e.Gemeinden = rollout.SollStorniert, nil },
		"ursache":   func(e *rollout.SollEreignis) { e.Ursache = "" },
		"grund":     func(e *rollout.SollEreignis) { e.Grund = "" },
		"gone":      func(e *rollout.SollEreignis) { e.Art = entfallen },
		"order":     func(e *rollout.SollEreignis) { slices.Reverse(e.Gemeinden) },
		"twice":     func(e *rollout.SollEreignis) { e.Gemeinden[1].AGS = e.Gemeinden[0].AGS },
		"negative":  func(e *rollout.SollEreignis) { e.Gemeinden[0].Einwohner = -1 },
		"too many":  func(e *rollout.SollEreignis) { e.Gemeinden[0].Einwohner = 1 << 40 },
		"itself":    func(e *rollout.SollEreignis) { e.Korrigiert = e.ID },
		"long name": func(e *rollout.SollEreignis) { e.Name = strings.Repeat("x", 201) },
	} {
		e := ok
		e.Gemeinden = slices.Clone(ok.Gemeinden)
		change(&e)
		require.ErrorIs(t, w.buch.AddSoll(e), rollout.ErrEvent, name)
	}
	require.NoError(t, w.buch.AddSoll(ok))
	ok.Gemeinden[0].Einwohner++ // the caller's slice is the caller's
	require.ErrorIs(t, w.buch.AddSoll(ok), rollout.ErrConflict)
	require.Equal(t, int64(1000), w.buch.At(heute("2026-01-01")).Deckung(wohnsitz, thueringen).Einwohner.Nenner)
}

func TestBuch_ManyReadWhileOneWrites(t *testing.T) {
	w := goldwelt(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 200 {
				s := w.buch.At(stichtag("2026-09-05", "2026-09-06"))
				if d := s.Deckung(wohnsitz, thueringen); !d.Flaechendeckend() {
					t.Errorf("the past changed: %v", d.Traeger)
				}
				_ = w.buch.Unterschied(wohnsitz, thueringen, heute("2026-01-31"), heute("2026-09-20"))
				_ = s.Luecken(wohnsitz, thueringen)
			}
		})
	}
	for i := range 200 {
		e := rollout.Ereignis{ID: id(10000 + i), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(goldA), Art: rollout.ArtKontakt, Am: day("2026-10-01"), Erfasst: noon("2026-10-01")}
		require.NoError(t, w.buch.Add(e))
	}
	group.Wait()
}
