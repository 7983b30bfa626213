// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// history is a Buch of one service with random events of some authorities: out of
// order, corrected, corrected again, cancelled, with authorities that stop being due.
func history(t *testing.T, r *rand.Rand) *Buch {
	t.Helper()
	service := leistung.MustParseSchluessel("99115005104001")
	b, err := NewBuch(Programm{ID: "probe", Titel: "Probe", Ziel: datum.MustParse("2027-03-31"), Dienste: []Dienst{{
		Leistung: service, Name: "Probe", Regeln: []Sollregel{{Land: 16, Art: RegelTraeger, Grund: "probe"}},
	}}})
	require.NoError(t, err)
	n := uint64(0)
	id := func() (u uuid.UUID) {
		n++
		binary.BigEndian.PutUint64(u[8:], n*0x9e3779b97f4a7c15) // no order of arrival
		return u
	}
	begin := datum.MustParse("2026-01-01")
	day := func() datum.Datum { return begin.AddDays(r.IntN(200)) }
	instant := func(d datum.Datum) time.Time { return d.Start().Add(time.Duration(r.IntN(20*24)) * time.Hour) }
	for _, key := range []string{"160610001", "160610002", "160615001"} {
		stelle := MustParseStelle(key)
		var soll []SollEreignis
		for i := range 1 + r.IntN(4) {
			e := SollEreignis{ID: id(), Programm: "probe", Leistung: service, Stelle: stelle, Art: SollAufgenommen, Am: day(), Grund: "probe", Ursache: UrsacheSoll, Einwohnerstand: begin, Schema: Schema}
			e.Erfasst = instant(e.Am)
			if e.Name = key; i%3 == 2 {
				e.Art = SollEntfallen
			}
			if i == 3 {
				e.Korrigiert = soll[r.IntN(i)].ID
			}
			soll = append(soll, e)
		}
		require.NoError(t, b.AddSoll(soll...))
		var events []Ereignis
		for i := range r.IntN(25) {
			e := Ereignis{ID: id(), Programm: "probe", Leistung: service, Stelle: stelle, Art: arten[r.IntN(len(arten))].art, Am: day(), Von: "team/1", Grund: "modul-fehlt", WartetAuf: VonHersteller, Schema: Schema}
			e.Erfasst = instant(e.Am)
			if i > 0 && (r.IntN(4) == 0 || e.Art == artStorniert) {
				e.Korrigiert = events[r.IntN(i)].ID
			}
			if e.check() == nil {
				events = append(events, e)
			} else {
				e.Art = ArtKontakt
				e.Korrigiert = uuid.Nil
				require.NoError(t, e.check())
				events = append(events, e)
			}
		}
		require.NoError(t, b.Add(events...))
	}
	return b
}

// longDauer walks over every step of what is folded for the instant: the meaning of
// [Sicht.Dauer], without an index.
func longDauer(s Sicht, service leistung.Schluessel, gebiet Gebiet, stand Stand) Dauer {
	var done, open []int
	for _, a := range s.buch.dienste[service] {
		since, from := -1, datum.Datum{}
		for _, step := range a.fold(s.bekannt(), nil) {
			if step.ab.After(s.tag.Gueltig) {
				break
			}
			inside := false
			if step.menge != nil {
				_, inside = step.menge.in(a.stelle, gebiet)
			}
			here := inside && step.stand == stand.code()
			switch {
			case here && since < 0:
				since, from = 0, step.ab
			case !here && since >= 0:
				if days := from.DaysUntil(step.ab); step.stand == stand.code() {
					open = append(open, days)
				} else {
					done = append(done, days)
				}
				since = -1
			}
		}
		if since >= 0 {
			open = append(open, from.DaysUntil(s.tag.Gueltig))
		}
	}
	return NewDauer(done, open)
}

func TestKnown_IsTheFoldOfWhatWasRecordedByThen(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 5))
	corrected, prefixes := 0, 0
	for range 150 {
		b := history(t, r)
		service := b.programm.Dienste[0].Leistung
		for _, a := range b.dienste[service] {
			corrected += len(a.wissen) - 1
			instants := []int64{beginning + 1, forever - 1}
			for _, e := range a.ereignisse {
				instants = append(instants, e.Erfasst.UnixNano()-1, e.Erfasst.UnixNano(), e.Erfasst.UnixNano()+1)
			}
			for _, e := range a.soll {
				instants = append(instants, e.Erfasst.UnixNano()-1, e.Erfasst.UnixNano())
			}
			for _, at := range instants {
				want, got := a.fold(at, nil), a.known(at)
				require.Len(t, got, len(want))
				for i := range want {
					require.Equal(t, want[i], got[i])
				}
				if w, n := a.at(at); n < len(w.stufen) {
					prefixes++
				}
			}
		}
		for range 20 {
			tag := Stichtag{Gueltig: datum.MustParse("2026-01-01").AddDays(r.IntN(230)), Bekannt: datum.MustParse("2026-01-01").AddDays(r.IntN(230))}
			for _, gebiet := range []string{"DE", "16061", "16063"} {
				stand := staende[r.IntN(len(staende))]
				s := b.At(tag)
				require.Equal(t, longDauer(s, service, MustParseGebiet(gebiet), stand), s.Dauer(service, MustParseGebiet(gebiet), stand), "%s %s %v", gebiet, stand, tag)
			}
		}
	}
	require.Positive(t, corrected)
	require.Positive(t, prefixes)
}
