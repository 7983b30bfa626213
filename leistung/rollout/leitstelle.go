// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Config of a Leitstelle.
type Config struct {
	// Keep is how long after the last event of a connection it stays known who
	// (role and pseudonymous id) recorded its events. The events themselves name
	// nobody and stay. Default: two years. It is the operator's decision.
	Keep bausteine.Period
}

// Leitstelle keeps a programme on the store of the process: both logs and the
// forecasts are written there and durable before they count, and a Buch in memory
// answers. Several processes may share a store; each sees what the others wrote
// after Refresh, and before each write of its own.
type Leitstelle struct {
	core    *grund.Core
	buch    *Buch
	name    string
	gesetzt gesetzte // what authorities have set for services

	mu       sync.Mutex // one write, or one refresh, at a time
	read     journal.Position
	versions map[uuid.UUID]uint64 // of the streams
	pairs    map[uuid.UUID]paar   // whose streams they are
}

var programmName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// NewLeitstelle makes the programme known to the store and reads what is there.
// The id of the programme is in the names of its streams: small letters, digits
// and hyphens. Call it before Store.Run.
func NewLeitstelle(ctx context.Context, store *bausteine.Store, programm Programm, config Config) (*Leitstelle, error) {
	if store == nil {
		return nil, bausteine.ErrNoStore
	}
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if !programmName.MatchString(programm.ID) {
		return nil, fmt.Errorf("%w: the id of a programme is small letters, digits and hyphens, at most 40", ErrEvent)
	}
	buch, err := NewBuch(programm)
	if err != nil {
		return nil, err
	}
	keep := grund.Years(2)
	if config.Keep != (bausteine.Period{}) {
		keep = grund.Period{Years: config.Keep.Years, Months: config.Keep.Months, Days: config.Keep.Days, Time: config.Keep.Time, ThenYear: config.Keep.ThenYear}
	}
	l := &Leitstelle{core: core, buch: buch, name: "rollout/" + programm.ID, versions: map[uuid.UUID]uint64{}, pairs: map[uuid.UUID]paar{}}
	var states []string
	for _, s := range staende {
		states = append(states, string(s))
	}
	who := func(what string) []grund.Keep { return []grund.Keep{{What: what, For: keep}} }
	err = core.Register(grund.Block{Name: l.name, Kinds: []grund.Kind{
		{Name: l.kind("soll"), States: []string{stateDue, stateGone}, Keep: who("who recorded who is due"), Due: l.due},
		{Name: l.kind("anschluss"), States: states, Keep: who("who recorded what happened to a connection"), Due: l.due},
		{Name: l.kind("einstellung"), States: []string{stateKept}, Keep: who("who set what a service wants to know"), Due: l.due},
		{Name: l.kind("prognose"), States: []string{stateKept}, Keep: who("forecasts, which name nobody")},
	}})
	if err != nil {
		return nil, err
	}
	return l, l.Refresh(ctx)
}

// due forgets who recorded the events of a stream, in the store and in the Buch of
// this process; other processes forget it when they start anew.
func (l *Leitstelle) due(ctx context.Context, head journal.Head) error {
	if err := l.core.Erase(ctx, head.Kind, head.Stream); err != nil {
		return err
	}
	l.mu.Lock()
	pair, ok := l.pairs[head.Stream]
	l.mu.Unlock()
	if ok {
		l.buch.forget(pair)
	}
	return nil
}

const stateDue, stateGone, stateKept = "faellig", "entfallen", "aufbewahrt"

func (l *Leitstelle) kind(what string) string { return l.name + "/" + what }

// Buch returns the Buch that answers. It is read only: what is added to it by
// hand is not kept.
func (l *Leitstelle) Buch() *Buch { return l.buch }

// Refresh reads what was written since the last time, by whomever.
func (l *Leitstelle) Refresh(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refresh(ctx)
}

// Record keeps events as they happened, elsewhere or by rule: it does not ask
// whether the life cycle allows them. What is known with the same content has no
// effect. Instants of recording are kept as they are given, so that a log of
// another keeper comes over whole. Up to 500 connections with 1,000 events are one transaction; a longer
// list is written in pieces, and after a failure the same list may be recorded again.
func (l *Leitstelle) Record(ctx context.Context, soll []SollEreignis, events []Ereignis) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.again(ctx, func() error { return l.record(ctx, soll, events) })
}

// Keep keeps forecasts.
func (l *Leitstelle) Keep(ctx context.Context, list ...Vorhersage) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.again(ctx, func() error {
		trial := Buch{programm: l.buch.programm, vorhersagen: l.buch.Vorhersagen()}
		before := slices.Clone(trial.vorhersagen)
		if err := trial.Keep(list...); err != nil {
			return err
		}
		var commits []journal.Commit
		for _, v := range trial.vorhersagen {
			if slices.Contains(before, v) {
				continue
			}
			data, err := json.Marshal(&v)
			if err != nil {
				return err
			}
			commits = l.put(commits, "prognose", stream(l.name, "prognose", v.Leistung.String(), v.Gebiet.String()), stateKept, journal.Event{Type: "prognose", Data: data})
		}
		return l.write(ctx, commits)
	})
}

// Do lets an event happen if it may: the conditions of the life cycle are asked
// in the situation given, and whether the authority is due is looked up. Where it
// may not nothing is written, and the findings say what is missing and who must
// move. It is recorded at the instant of the store's clock, whatever the event
// says. A repeated event, with the same id and content, has no effect.
//
// Do is about now: an event before others of the same connection, or one that
// corrects, goes to Record.
func (l *Leitstelle) Do(ctx context.Context, e Ereignis, lage Lage) (Stand, recht.Befunde, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	stand := StandOffen
	var befunde recht.Befunde
	err := l.again(ctx, func() error {
		befunde = nil
		if known, at, ok := l.known(e.ID); ok {
			e.Erfasst = known.Erfasst
			if !known.equal(&e) {
				return ErrConflict
			}
			stand = at
			return nil
		}
		e.Erfasst = l.core.Now()
		sicht := l.buch.At(Stichtag{Gueltig: e.Am, Bekannt: e.Am.AddDays(10_000)})
		row, due := sicht.Zeile(e.Leistung, e.Stelle)
		lage.Faellig = due
		stand = StandOffen
		if due {
			stand = row.Stand
		}
		if last := l.last(e.Leistung, e.Stelle); e.Korrigiert != uuid.Nil || last > e.Am.String() {
			befunde = recht.Befunde{{Code: "ROLLOUT-FOLGE-01", Text: recht.NewText(
				"Für diese Verbindung ist schon Späteres erfasst. Tragen Sie das Frühere als Nachtrag oder Berichtigung ein.",
				"Something later is recorded for this connection. Record the earlier event as an addition or a correction.")}}
			return nil
		}
		var to Stand
		if to, befunde = Apply(stand, &e, &lage); len(befunde) > 0 {
			return nil
		}
		if err := l.record(ctx, nil, []Ereignis{e}); err != nil {
			return err
		}
		stand = to
		return nil
	})
	return stand, befunde, err
}

// known returns an event and the state it led to.
func (l *Leitstelle) known(id uuid.UUID) (*Ereignis, Stand, bool) {
	l.buch.mu.RLock()
	defer l.buch.mu.RUnlock()
	at, ok := l.buch.ids[id]
	if !ok || at.soll {
		return nil, "", false
	}
	e := at.akte.ereignisse[at.pos]
	stand := StandOffen
	if n := len(at.akte.strahl); n > 0 {
		stand = staende[at.akte.strahl[n-1].stand]
	}
	return &e, stand, true
}

// last is the day of the last event of a connection.
func (l *Leitstelle) last(key leistung.Schluessel, stelle Stelle) string {
	l.buch.mu.RLock()
	defer l.buch.mu.RUnlock()
	a := l.buch.akten[paar{key, stelle}]
	if a == nil || len(a.ordnung) == 0 {
		return ""
	}
	return a.kurz[a.ordnung[len(a.ordnung)-1]].am.String()
}

// again brings the Buch up to date, does it, and does it once more after
// somebody else was faster.
func (l *Leitstelle) again(ctx context.Context, do func() error) error {
	const attempts = 5
	for n := 1; ; n++ {
		if err := l.refresh(ctx); err != nil {
			return err
		}
		err := do()
		if errors.Is(err, bausteine.ErrConflict) && n < attempts && ctx.Err() == nil {
			continue
		}
		return err
	}
}
