// SPDX-License-Identifier: Apache-2.0

package simulation

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// kurve is, for a service, in which week after start which part of the
// authorities goes live: invented.
type kurve []struct{ teil, woche float64 }

// kurven by the key of the service. The last part of each never comes by itself.
var kurven = map[string]kurve{
	"99115005104001": {{0, 0}, {0.01, 1}, {0.05, 10}, {0.11, 17}, {0.22, 25}, {0.42, 35}, {0.64, 47}, {0.80, 61}, {0.92, 78}, {1, 115}},
	"99107023017000": {{0, 0}, {0.10, 4}, {0.35, 18}, {0.60, 34}, {0.75, 47}, {0.90, 60}, {1, 90}},
	"99015007012000": {{0, 8}, {0.10, 20}, {0.30, 36}, {0.45, 47}, {0.80, 66}, {1, 95}},
}

func (k kurve) week(part float64) float64 {
	for i := 1; i < len(k); i++ {
		if part <= k[i].teil {
			return k[i-1].woche + (k[i].woche-k[i-1].woche)*(part-k[i-1].teil)/(k[i].teil-k[i-1].teil)
		}
	}
	return k[len(k)-1].woche
}

// hindernisse are what may be in the way in this simulation, and how often.
var hindernisse = []struct {
	grund string
	wer   rollout.Verantwortung
	teil  int
}{
	{"modul-fehlt", rollout.VonHersteller, 30},
	{"kein-personal", rollout.VonKommune, 22},
	{"zertifikat", rollout.VonITDienstleister, 18},
	{"vertrag", rollout.VonLand, 12},
	{"pvog-eintrag", rollout.VonPVOGRedaktion, 10},
	{"dvdv-eintrag", rollout.VonZertifikatsstelle, 8},
}

// random is a source of its own for every pair, so that what happens to one does
// not depend on the others.
func random(seed uint64, parts ...string) *rand.Rand {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00"))
	}
	return rand.New(rand.NewPCG(seed, h.Sum64())) //nolint:gosec // a simulation that must be repeatable
}

// plan writes the whole course of a service down, also what is still to come.
// What was recorded by a day is found by its instant of recording.
func plan(seed uint64, programm string, rows []rollout.SollEreignis) []rollout.Ereignis {
	if len(rows) == 0 {
		return nil
	}
	curve := kurven[rows[0].Leistung.String()]
	r := random(seed, "order", rows[0].Leistung.String())
	order := slices.Clone(rows)
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	// Large ones come a little earlier, and the pilots first.
	people := func(e *rollout.SollEreignis) (n float64) {
		for _, g := range e.Gemeinden {
			n += float64(g.Einwohner)
		}
		return n
	}
	weight := map[rollout.Stelle]float64{}
	for i := range order {
		weight[order[i].Stelle] = float64(i)/float64(len(order)) - 0.12*math.Log10(people(&order[i])/6000+0.1)
		if order[i].Stelle.String() == "160510000" || order[i].Stelle.String() == "160660042" { // Erfurt and Meiningen
			weight[order[i].Stelle] = -9
		}
	}
	slices.SortStableFunc(order, func(x, y rollout.SollEreignis) int { return cmp.Compare(weight[x.Stelle], weight[y.Stelle]) })
	var events []rollout.Ereignis
	for i := range order {
		events = append(events, course(seed, programm, &order[i], curve.week(float64(i)/float64(len(order))), i >= len(order)-len(order)/60)...)
	}
	return events
}

const woche = 7

// course is what happens to one authority. The days are counted back from the
// day on which it goes live.
func course(seed uint64, programm string, row *rollout.SollEreignis, week float64, declines bool) []rollout.Ereignis {
	r := random(seed, row.Leistung.String(), row.Stelle.String())
	var events []rollout.Ereignis
	put := func(day datum.Datum, art rollout.Art, grund string, wer rollout.Verantwortung) *rollout.Ereignis {
		if day.Before(row.Am) {
			day = row.Am
		}
		late := r.IntN(3)
		events = append(events, rollout.Ereignis{
			Programm: programm, Leistung: row.Leistung, Stelle: row.Stelle, Art: art, Am: day, Erfasst: day.AddDays(late).Start().Add(9*time.Hour + time.Duration(r.IntN(400))*time.Minute),
			Von: "landesteam/" + string(rune('a'+r.IntN(6))), Grund: grund, WartetAuf: wer, Herkunft: rollout.HerkunftHand, Schema: rollout.Schema,
		})
		return &events[len(events)-1]
	}
	if declines {
		put(Beginn.AddDays(20*woche+r.IntN(100)), rollout.ArtAbgelehnt, "eigene-planung", "")
		return finish(seed, row, events)
	}
	// Live on a Monday, every second one a Stichtag for activating.
	live := Beginn.AddDays(woche * int(math.Round(week+r.NormFloat64()*1.5)))
	if live.Before(Beginn) {
		live = Beginn
	}
	activated := live.AddDays(-2*woche - woche*r.IntN(2))
	checked := activated.AddDays(-woche)
	preparation := int(math.Round(8 * woche * math.Exp(0.55*r.NormFloat64())))
	preparation = min(max(preparation, 2*woche), 40*woche)
	begun := checked.AddDays(-preparation)
	put(begun.AddDays(-5*woche-r.IntN(3*woche)), rollout.ArtBekundet, "", "")
	put(begun.AddDays(-2*woche-r.IntN(10)), rollout.ArtBeauftragt, "nachnutzung-land", "")
	put(begun, rollout.ArtBegonnen, "", "")
	if r.IntN(100) < 45 || preparation > 12*woche {
		pick := r.IntN(100)
		for _, h := range hindernisse {
			if pick -= h.teil; pick < 0 {
				put(begun.AddDays(woche+r.IntN(2*woche)), rollout.ArtBlockiert, h.grund, h.wer)
				put(checked.AddDays(-2-r.IntN(5)), rollout.ArtGeloest, "", "")
				break
			}
		}
	}
	for day := begun.AddDays(4 * woche); day.Before(checked); day = day.AddDays((3 + r.IntN(5)) * woche) {
		put(day, rollout.ArtKontakt, "", "")
	}
	put(checked, rollout.ArtGeprueft, "", "")
	put(activated, rollout.ArtAktiviert, "", "")
	put(activated.AddDays(3), rollout.ArtErprobt, "", "")
	e := put(live, rollout.ArtFreigegeben, "", "")
	if r.IntN(100) < 3 { // somebody wrote the wrong day, and it was found weeks later
		wrong := *e
		wrong.Am, wrong.Erfasst = live.AddDays(-8), live.AddDays(-7).Start().Add(10*time.Hour)
		events[len(events)-1] = wrong
		right := wrong
		right.Am, right.Erfasst, right.Grund, right.Korrigiert = live, live.AddDays(3*woche+r.IntN(woche)).Start().Add(11*time.Hour), "tag-berichtigt", uuid.Max
		events = append(events, right)
	}
	if r.IntN(100) < 8 {
		down := live.AddDays((5 + r.IntN(30)) * woche)
		put(down, []rollout.Art{rollout.ArtGestoert, rollout.ArtGesperrt}[r.IntN(2)], []string{"zertifikat-abgelaufen", "link-tot"}[r.IntN(2)], "")
		put(down.AddDays(10+r.IntN(20)), rollout.ArtBehoben, "", "")
	}
	return finish(seed, row, events)
}

// finish gives the events their ids, in the order of their days and always the
// same ones, and points corrections to what they correct.
func finish(seed uint64, row *rollout.SollEreignis, events []rollout.Ereignis) []rollout.Ereignis {
	for i := range events {
		h := fnv.New64a()
		_, _ = h.Write(binary.BigEndian.AppendUint64([]byte(row.Leistung.String()+row.Stelle.String()), seed+uint64(i)))
		id := &events[i].ID
		binary.BigEndian.PutUint64(id[:], uint64(events[i].Erfasst.UnixMilli())<<16)
		binary.BigEndian.PutUint64(id[8:], h.Sum64())
		id[6], id[7] = 0x70, byte(i)
		id[8] = id[8]&0x3f | 0x80
		if events[i].Korrigiert != uuid.Nil {
			events[i].Korrigiert = events[i-1].ID
		}
	}
	return events
}
