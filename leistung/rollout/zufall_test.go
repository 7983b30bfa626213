// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

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
