// SPDX-License-Identifier: Apache-2.0

// Package simulation plays a programme through in an invented course: the
// authorities, territories and inhabitants are real, everything that happens to
// the connections is not. What it writes goes the way that real events go, and a
// week passes when somebody presses the button.
package simulation

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/probelauf"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/prognose"
	"github.com/deutschland-stack/bausteine/leistung/rollout/programme"
)

var (
	// Beginn is the first Monday of the simulation; the Soll begins half a year
	// before.
	Beginn = datum.MustParse("2026-01-05")
	// Heute is the day on which it stands when it is started.
	Heute = datum.MustParse("2026-11-30")
	// Ende is the last day of the invented course.
	Ende = datum.MustParse("2028-06-26")

	sollAb         = datum.MustParse("2025-07-01")
	einwohnerstand = datum.MustParse("2024-12-31")
)

// Horizonte are how many weeks ahead forecasts are kept every Monday.
const Horizonte = 18

// Thueringen is the area of the programme.
var Thueringen = rollout.MustParseGebiet("16")

// Simulation is a programme in its invented course. It may be used by any number
// of goroutines.
type Simulation struct {
	leitstelle *rollout.Leitstelle
	seed       uint64
	plan       []rollout.Ereignis // all, in the order of recording

	uhr *Uhr

	mu     sync.RWMutex
	proben map[probe]probelauf.Protokoll // the last dry run of each

	nachgeprobt map[leistung.Schluessel]nachproben
}

// Uhr is the clock of the simulation and of its store: it stands at eight in the morning
// of the simulated day. The zero Uhr is for one simulation, which sets it.
type Uhr struct {
	mu    sync.RWMutex
	heute datum.Datum
}

func (u *Uhr) tag() datum.Datum {
	u.mu.RLock()
	defer u.mu.RUnlock()
	return u.heute
}

func (u *Uhr) set(d datum.Datum) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.heute = d
}

// Now is eight in the morning of the simulated day, and the beginning of the simulation
// before it was set.
func (u *Uhr) Now() time.Time {
	d := u.tag()
	if d.IsZero() {
		d = Beginn
	}
	return d.Start().Add(8 * time.Hour)
}

// New opens the programme on the store, which goes by the clock, and plays it up to Heute
// where it has not begun. The same seed gives the same course.
func New(ctx context.Context, store *bausteine.Store, uhr *Uhr, seed uint64) (*Simulation, error) {
	all, err := programme.All()
	if err != nil {
		return nil, err
	}
	programm := all[0]
	l, err := rollout.NewLeitstelle(ctx, store, programm, rollout.Config{})
	if err != nil {
		return nil, err
	}
	s := &Simulation{leitstelle: l, seed: seed, uhr: uhr, proben: map[probe]probelauf.Protokoll{}, nachgeprobt: map[leistung.Schluessel]nachproben{}}
	n := uint64(0)
	soll, err := rollout.FillSoll(&programm, rollout.Fuellung{
		Verzeichnis: kommune.Deutschland(), Einwohnerstand: einwohnerstand, Ab: sollAb, Erfasst: sollAb.Start(), Von: "simulation",
		NewID: func() (id uuid.UUID) {
			n++
			h := fnv.New64a()
			_, _ = h.Write(binary.BigEndian.AppendUint64([]byte("soll"), n))
			binary.BigEndian.PutUint64(id[:], uint64(sollAb.Start().UnixMilli())<<16)
			binary.BigEndian.PutUint64(id[8:], h.Sum64())
			id[6], id[8] = 0x70|byte(n>>8)&0x0f, id[8]&0x3f|0x80
			id[7] = byte(n)
			return id
		},
	})
	if err != nil {
		return nil, err
	}
	for _, d := range programm.Dienste {
		rows := slices.DeleteFunc(slices.Clone(soll), func(e rollout.SollEreignis) bool { return e.Leistung != d.Leistung })
		s.plan = append(s.plan, plan(seed, programm.ID, rows)...)
	}
	slices.SortStableFunc(s.plan, func(x, y rollout.Ereignis) int { return x.Erfasst.Compare(y.Erfasst) })
	if err := l.Record(ctx, soll, nil); err != nil {
		return nil, err
	}
	// Where it stands is the origin of the last forecast that was kept.
	uhr.set(Beginn.AddDays(-woche))
	for _, v := range l.Buch().Vorhersagen() {
		if v.Ursprung.Gueltig.After(uhr.tag()) {
			uhr.set(v.Ursprung.Gueltig)
		}
	}
	for s.Heute().Before(Heute) {
		if err := s.Week(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Buch returns the Buch that answers.
func (s *Simulation) Buch() *rollout.Buch { return s.leitstelle.Buch() }

// Now is eight in the morning of the simulated day.
func (s *Simulation) Now() time.Time { return s.uhr.Now() }

// Heute is the simulated day, a Monday.
func (s *Simulation) Heute() datum.Datum { return s.uhr.tag() }

// Week lets a week pass: what happens in it is recorded, and on its Monday the
// forecasts are made and kept. At the end of the invented course nothing happens.
func (s *Simulation) Week(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	today := s.Heute()
	if !today.Before(Ende) {
		return nil
	}
	next := today.AddDays(woche)
	var events []rollout.Ereignis
	for i := range s.plan {
		if s.plan[i].Erfasst.Before(next.End()) {
			events = append(events, s.plan[i])
		} else {
			break
		}
	}
	fresh := events[s.recorded(events):]
	if err := s.leitstelle.Record(ctx, nil, fresh); err != nil {
		return err
	}
	if err := s.configure(ctx, fresh); err != nil {
		return err
	}
	forecasts, err := s.forecasts(next)
	if err != nil {
		return err
	}
	if err := s.leitstelle.Keep(ctx, forecasts...); err != nil {
		return err
	}
	s.uhr.set(next)
	return nil
}

// recorded is how many of the events were recorded up to the day before.
func (s *Simulation) recorded(events []rollout.Ereignis) int {
	n, _ := slices.BinarySearchFunc(events, s.Heute().AddDays(-woche).End(), func(e rollout.Ereignis, t time.Time) int { return e.Erfasst.Compare(t) })
	return n
}

// forecasts makes those of a Monday, for every service with rows and every
// horizon.
func (s *Simulation) forecasts(monday datum.Datum) ([]rollout.Vorhersage, error) {
	buch := s.Buch()
	var list []rollout.Vorhersage
	tag := rollout.Heute(monday)
	var errors [Horizonte + 1]prognose.Eichung // of all services together
	for weeks := range errors {
		errors[weeks] = buch.Eichung(tag, weeks)
	}
	for _, d := range buch.Programm().Dienste {
		l := buch.Lage(d.Leistung, Thueringen, tag)
		if l.Faellig == 0 || l.Rest == 0 {
			continue
		}
		for weeks := 1; weeks <= Horizonte; weeks++ {
			p, err := prognose.Forecast(l, weeks, errors[weeks], s.seed)
			if err != nil {
				return nil, fmt.Errorf("simulation: %w", err)
			}
			list = append(list, rollout.Vorhersage{
				Programm: buch.Programm().ID, Leistung: d.Leistung, Gebiet: Thueringen, Ursprung: tag, Ziel: monday.AddDays(weeks * woche),
				Live: l.Live, Rest: l.Rest, Prognose: p, Schema: rollout.Schema,
			})
		}
	}
	return list, nil
}

// Dienst returns a service of the programme by its key, and the first one where
// there is none such.
func (s *Simulation) Dienst(key string) rollout.Dienst {
	list := s.Buch().Programm().Dienste
	if k, err := leistung.ParseSchluessel(key); err == nil {
		for _, d := range list {
			if d.Leistung == k {
				return d
			}
		}
	}
	return list[0]
}
