// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// zufall makes a random history of a few authorities: mergers, events of every
// kind, late records, corrections and withdrawals.
func zufall(t *testing.T, seed uint64) ([]rollout.SollEreignis, []rollout.Ereignis) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	start := day("2026-01-01")
	n := 0
	next := func() uuid.UUID { n++; return id(n*1000 + r.IntN(1000)) }
	var soll []rollout.SollEreignis
	var events []rollout.Ereignis
	arten := rollout.Arten()
	for i := range 6 {
		stelle := rollout.MustParseStelle("16061000" + strconv.Itoa(i+1))
		key := func(j int) string { return "1606" + strconv.Itoa(1+i%2) + "0" + strconv.Itoa(i) + strconv.Itoa(j) }
		for k := range 1 + r.IntN(4) {
			var rows strings.Builder
			for j := range r.IntN(4) {
				rows.WriteString(key(j) + "=" + strconv.Itoa(1+r.IntN(1000)) + " ")
			}
			e := rollout.SollEreignis{
				ID: next(), Programm: "probe", Leistung: wohnsitz, Stelle: stelle, Art: rollout.SollAufgenommen, Gemeinden: gemeinden(t, rows.String()),
				Am: start.AddDays(r.IntN(60) * k), Ursache: []rollout.Ursache{rollout.UrsacheGebiet, rollout.UrsacheSoll}[r.IntN(2)], Grund: "zufall",
			}
			e.Erfasst = e.Am.AddDays(r.IntN(20)).Start().Add(time.Duration(r.IntN(20)) * time.Hour)
			if k > 0 && r.IntN(3) == 0 {
				e.Art, e.Gemeinden = rollout.SollEntfallen, nil
			}
			if k > 1 && r.IntN(3) == 0 {
				e.Korrigiert = soll[len(soll)-1].ID
			}
			soll = append(soll, e)
		}
		first := len(events)
		for range r.IntN(15) {
			e := rollout.Ereignis{
				ID: next(), Programm: "probe", Leistung: wohnsitz, Stelle: stelle, Art: arten[r.IntN(len(arten))], Am: start.AddDays(r.IntN(150)),
				Grund: []string{"probe", rollout.GrundGebiet}[min(1, r.IntN(6)/5)], WartetAuf: rollout.VonLand,
			}
			if r.IntN(2) == 0 {
				e.Art = rollout.ArtFreigegeben
			}
			e.Erfasst = e.Am.AddDays(r.IntN(30)).Start().Add(time.Duration(r.IntN(20)) * time.Hour)
			if len(events) > first && r.IntN(4) == 0 {
				other := events[first+r.IntN(len(events)-first)]
				e.Korrigiert = other.ID
				if r.IntN(3) == 0 {
					e = rollout.Storno(&other, e.ID, e.Erfasst, "x/1", "irrtum")
				}
			}
			events = append(events, e)
		}
	}
	return soll, events
}

// fromScratch computes the figure of one view as the text of the sheet says it,
// without the fold of the package: replace by id, order by day and id, play.
func fromScratch(soll []rollout.SollEreignis, events []rollout.Ereignis, tag rollout.Stichtag, g rollout.Gebiet) (live, due rollout.Zahlen) {
	known := tag.Bekannt.End()
	root := map[uuid.UUID]uuid.UUID{}
	for _, e := range soll {
		root[e.ID] = e.Korrigiert
	}
	for _, e := range events {
		root[e.ID] = e.Korrigiert
	}
	first := func(key uuid.UUID) uuid.UUID {
		for root[key] != uuid.Nil {
			key = root[key]
		}
		return key
	}
	type thing struct {
		root   uuid.UUID
		soll   *rollout.SollEreignis
		event  *rollout.Ereignis
		am     string
		number int
	}
	latest := map[uuid.UUID]thing{}
	recorded := map[uuid.UUID]time.Time{}
	original := map[uuid.UUID]bool{}
	put := func(key uuid.UUID, corrects bool, at time.Time, th thing) {
		if !at.Before(known) {
			return
		}
		th.root = first(key)
		if !corrects {
			original[key] = true
			if _, ok := latest[th.root]; !ok {
				latest[th.root] = th
			}
			return
		}
		before, ok := recorded[th.root]
		if !ok || at.After(before) || at.Equal(before) {
			if ok && at.Equal(before) {
				other := latest[th.root]
				var id uuid.UUID
				if other.soll != nil {
					id = other.soll.ID
				} else {
					id = other.event.ID
				}
				if strings.Compare(string(key[:]), string(id[:])) < 0 {
					return
				}
			}
			recorded[th.root], latest[th.root] = at, th
		}
	}
	for i := range soll {
		put(soll[i].ID, soll[i].Korrigiert != uuid.Nil, soll[i].Erfasst, thing{soll: &soll[i], am: soll[i].Am.String()})
	}
	for i := range events {
		put(events[i].ID, events[i].Korrigiert != uuid.Nil, events[i].Erfasst, thing{event: &events[i], am: events[i].Am.String(), number: 1})
	}
	var list []thing
	for key, th := range latest {
		if original[key] {
			list = append(list, th)
		}
	}
	slices.SortFunc(list, func(x, y thing) int {
		if c := strings.Compare(x.am, y.am); c != 0 {
			return c
		}
		if x.number != y.number {
			return x.number - y.number
		}
		return strings.Compare(string(x.root[:]), string(y.root[:]))
	})
	type state struct {
		due  bool
		rows []rollout.Gemeindezeile
		live bool
	}
	states := map[rollout.Stelle]*state{}
	for _, th := range list {
		if th.am > tag.Gueltig.String() {
			continue
		}
		if th.soll != nil {
			if th.soll.Art == rollout.SollStorniert {
				continue
			}
			s := states[th.soll.Stelle]
			if s == nil {
				s = &state{}
				states[th.soll.Stelle] = s
			}
			s.due, s.rows = th.soll.Art != rollout.SollEntfallen, th.soll.Gemeinden
			continue
		}
		s := states[th.event.Stelle]
		if s == nil {
			s = &state{}
			states[th.event.Stelle] = s
		}
		switch th.event.Art {
		case rollout.ArtFreigegeben, rollout.ArtBehoben:
			s.live = true
		case rollout.ArtBlockiert, rollout.ArtGeloest, rollout.ArtKontakt, "storniert":
		default:
			s.live = false
		}
	}
	for stelle, s := range states {
		if !s.due {
			continue
		}
		z := rollout.Zahlen{}
		for _, row := range s.rows {
			if g.Contains(row.AGS) {
				z.Traeger = 1
				z.Gemeinden++
				z.Einwohner += int64(row.Einwohner)
			}
		}
		if len(s.rows) == 0 && (g.String() == "DE" || strings.HasPrefix(stelle.String(), g.String())) {
			z.Traeger = 1
		}
		due.Traeger, due.Gemeinden, due.Einwohner = due.Traeger+z.Traeger, due.Gemeinden+z.Gemeinden, due.Einwohner+z.Einwohner
		if s.live {
			live.Traeger, live.Gemeinden, live.Einwohner = live.Traeger+z.Traeger, live.Gemeinden+z.Gemeinden, live.Einwohner+z.Einwohner
		}
	}
	return live, due
}

func zahlen(d rollout.Deckung) (live, due rollout.Zahlen) {
	return rollout.Zahlen{Traeger: d.Traeger.Zaehler, Gemeinden: d.Gemeinden.Zaehler, Einwohner: d.Einwohner.Zaehler},
		rollout.Zahlen{Traeger: d.Traeger.Nenner, Gemeinden: d.Gemeinden.Nenner, Einwohner: d.Einwohner.Nenner}
}

func minus(x, y rollout.Zahlen) rollout.Zahlen {
	return rollout.Zahlen{Traeger: x.Traeger - y.Traeger, Gemeinden: x.Gemeinden - y.Gemeinden, Einwohner: x.Einwohner - y.Einwohner}
}

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
