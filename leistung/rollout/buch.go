// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Buch holds the two logs of one programme, who is due and how far each
// connection is, and answers for every day on both axes: what held on a day, as
// it was known on a day. It only grows. It may be used by any number of
// goroutines.
type Buch struct {
	programm Programm

	mu      sync.RWMutex
	akten   map[paar]*akte
	dienste map[leistung.Schluessel][]*akte // in the order of their keys
	plaetze map[leistung.Schluessel][]platz // the same, for figures about durations
	ids     map[uuid.UUID]ort

	vorhersagen []Vorhersage // by origin
}

type paar struct {
	dienst leistung.Schluessel
	stelle Stelle
}

// ort is where an event is kept.
type ort struct {
	akte *akte
	pos  int32
	soll bool
}

// maxEvents bounds a Buch: forty times what the programme makes in a year for
// all of Germany.
const maxEvents = 20_000_000

// NewBuch returns an empty Buch for a programme. A programme that contradicts
// itself is an error that matches ErrEvent.
func NewBuch(p Programm) (*Buch, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return &Buch{
		programm: p, akten: map[paar]*akte{}, dienste: map[leistung.Schluessel][]*akte{}, plaetze: map[leistung.Schluessel][]platz{}, ids: map[uuid.UUID]ort{},
	}, nil
}

// Programm returns the programme.
func (b *Buch) Programm() Programm { return b.programm }

// Len returns how many events of both logs there are.
func (b *Buch) Len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.ids)
}

// At returns what held on the day, as it was known on the day of knowledge.
func (b *Buch) At(tag Stichtag) Sicht { return Sicht{buch: b, tag: tag} }

// AddSoll records events of the due set. An event whose id is known with the
// same content has no effect; with other content it is ErrConflict. Either all
// are recorded or none.
func (b *Buch) AddSoll(events ...SollEreignis) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	take, err := b.planSoll(events)
	if err == nil {
		b.takeSoll(take)
	}
	return err
}

// planSoll returns those of the events that are new, in the order in which they
// are to be taken.
func (b *Buch) planSoll(events []SollEreignis) ([]*SollEreignis, error) {
	fresh := make(map[uuid.UUID]*SollEreignis, len(events))
	var take []*SollEreignis
	for i := range events {
		e := &events[i]
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("event %d: %w", i+1, err)
		}
		if err := b.known(e.Programm, e.Leistung); err != nil {
			return nil, fmt.Errorf("event %d: %w", i+1, err)
		}
		same := fresh[e.ID]
		if at, ok := b.ids[e.ID]; ok {
			if !at.soll {
				return nil, fmt.Errorf("event %d: %w", i+1, ErrConflict)
			}
			same = &at.akte.soll[at.pos].SollEreignis
		}
		if same != nil {
			if !same.equal(e) {
				return nil, fmt.Errorf("event %d: %w", i+1, ErrConflict)
			}
			continue
		}
		fresh[e.ID] = e
		take = append(take, e)
	}
	heads := make([]kopf, len(take))
	for i, e := range take {
		heads[i] = kopf{e.ID, e.Korrigiert, paar{e.Leistung, e.Stelle}}
	}
	order, err := b.order(heads, true)
	if err != nil {
		return nil, err
	}
	if len(b.ids)+len(take) > maxEvents {
		return nil, fmt.Errorf("%w: more than %d events", ErrTooLarge, maxEvents)
	}
	sorted := make([]*SollEreignis, len(take))
	for i, from := range order {
		sorted[i] = take[from]
	}
	return sorted, nil
}

func (b *Buch) takeSoll(take []*SollEreignis) {
	dirty := map[*akte]struct{}{}
	for _, e := range take {
		a := b.open(paar{e.Leistung, e.Stelle})
		row := *e
		row.Gemeinden = slices.Clone(e.Gemeinden)
		b.ids[e.ID] = ort{a, int32(len(a.soll)), true}
		root := int32(len(a.soll))
		if e.Korrigiert != uuid.Nil {
			root = a.soll[b.ids[e.Korrigiert].pos].root
		}
		a.soll = append(a.soll, sollRow{SollEreignis: row, menge: newMenge(row.Gemeinden, row.Einwohnerstand), root: root})
		a.letzter = max(a.letzter, e.Erfasst.UnixNano())
		dirty[a] = struct{}{}
	}
	b.fold(maps.Keys(dirty))
}

// Add records events of connections, by the same rules as AddSoll.
func (b *Buch) Add(events ...Ereignis) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	take, err := b.plan(events)
	if err == nil {
		b.take(take)
	}
	return err
}

// plan is planSoll for connections.
func (b *Buch) plan(events []Ereignis) ([]*Ereignis, error) {
	fresh := make(map[uuid.UUID]*Ereignis, len(events))
	take := make([]*Ereignis, 0, len(events))
	for i := range events {
		e := &events[i]
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("event %d: %w", i+1, err)
		}
		if err := b.known(e.Programm, e.Leistung); err != nil {
			return nil, fmt.Errorf("event %d: %w", i+1, err)
		}
		same := fresh[e.ID]
		if at, ok := b.ids[e.ID]; ok {
			if at.soll {
				return nil, fmt.Errorf("event %d: %w", i+1, ErrConflict)
			}
			same = &at.akte.ereignisse[at.pos]
		}
		if same != nil {
			if !same.equal(e) {
				return nil, fmt.Errorf("event %d: %w", i+1, ErrConflict)
			}
			continue
		}
		fresh[e.ID] = e
		take = append(take, e)
	}
	heads := make([]kopf, len(take))
	for i, e := range take {
		heads[i] = kopf{e.ID, e.Korrigiert, paar{e.Leistung, e.Stelle}}
	}
	order, err := b.order(heads, false)
	if err != nil {
		return nil, err
	}
	if len(b.ids)+len(take) > maxEvents {
		return nil, fmt.Errorf("%w: more than %d events", ErrTooLarge, maxEvents)
	}
	sorted := make([]*Ereignis, len(take))
	for i, from := range order {
		sorted[i] = take[from]
	}
	return sorted, nil
}

func (b *Buch) take(take []*Ereignis) {
	if len(b.ids) < len(take)/8 { // a first load: room for all at once
		ids := make(map[uuid.UUID]ort, len(b.ids)+len(take))
		maps.Copy(ids, b.ids)
		b.ids = ids
	}
	dirty := map[*akte]int{}
	of := make([]*akte, len(take))
	for i, e := range take {
		of[i] = b.open(paar{e.Leistung, e.Stelle})
		dirty[of[i]]++
	}
	for a, n := range dirty {
		a.ereignisse, a.kurz = slices.Grow(a.ereignisse, n), slices.Grow(a.kurz, n)
	}
	for i, e := range take {
		a := of[i]
		pos := int32(len(a.ereignisse))
		b.ids[e.ID] = ort{a, pos, false}
		root := pos
		if e.Korrigiert != uuid.Nil {
			root = a.kurz[b.ids[e.Korrigiert].pos].root
			a.berichtigt = true
		}
		a.ereignisse = append(a.ereignisse, *e)
		a.kurz = append(a.kurz, kurz{
			erfasst: e.Erfasst.UnixNano(), am: e.Am, root: root, art: uint8(e.Art.code()), wartet: uint8(e.WartetAuf.code()),
			gebiet: e.Grund == GrundGebiet,
		})
		a.letzter = max(a.letzter, e.Erfasst.UnixNano())
	}
	b.fold(maps.Keys(dirty))
}

// GrundGebiet is the Grund of an event that happened only because the territory
// changed: the successor of a live authority is live from its first day.
const GrundGebiet = "gebietsaenderung"

// kopf is what the order of arrival depends on.
type kopf struct {
	id, korrigiert uuid.UUID
	paar           paar
}

// order returns the order in which new events are taken: as they came, but what
// is corrected before what corrects it. A correction of what nobody recorded, of
// another pair, or in a circle is ErrUnknown.
func (b *Buch) order(heads []kopf, soll bool) ([]int, error) {
	order := make([]int, len(heads))
	var place map[uuid.UUID]int
	var depth []int
	for i := range heads {
		order[i] = i
		if heads[i].korrigiert == uuid.Nil {
			continue
		}
		if place == nil {
			place, depth = make(map[uuid.UUID]int, len(heads)), make([]int, len(heads))
			for k := range heads {
				place[heads[k].id] = k
			}
		}
		for key := heads[i].korrigiert; key != uuid.Nil; {
			depth[i]++
			if at, ok := b.ids[key]; ok && at.soll == soll && at.akte.paar == heads[i].paar {
				break
			}
			k, ok := place[key]
			if !ok || heads[k].paar != heads[i].paar || depth[i] > maxKette {
				return nil, fmt.Errorf("%w: the event that another one corrects", ErrUnknown)
			}
			key = heads[k].korrigiert
		}
	}
	if depth != nil {
		slices.SortStableFunc(order, func(x, y int) int { return depth[x] - depth[y] })
	}
	return order, nil
}

// maxKette is how many corrections of corrections may come in one piece.
const maxKette = 1000

func (b *Buch) known(programm string, key leistung.Schluessel) error {
	if programm != b.programm.ID {
		return fmt.Errorf("%w: the event belongs to another programme", ErrUnknown)
	}
	if _, ok := b.programm.Dienst(key); !ok {
		return fmt.Errorf("%w: the programme does not have the service", ErrUnknown)
	}
	return nil
}

// open returns the record of a pair and makes it where there is none.
func (b *Buch) open(p paar) *akte {
	if a := b.akten[p]; a != nil {
		return a
	}
	a := &akte{paar: p}
	b.akten[p] = a
	b.dienste[p.dienst] = append(b.dienste[p.dienst], a)
	return a
}

// fold brings the records that changed up to date.
func (b *Buch) fold(dirty iter.Seq[*akte]) {
	keys := map[leistung.Schluessel]struct{}{}
	for a := range dirty {
		a.refold()
		keys[a.dienst] = struct{}{}
	}
	for key := range keys {
		list := b.dienste[key]
		byKey := func(x, y *akte) int { return x.stelle.Compare(y.stelle) }
		if !slices.IsSortedFunc(list, byKey) {
			slices.SortFunc(list, byKey)
		}
		if len(b.plaetze[key]) != len(list) {
			b.plaetze[key] = make([]platz, len(list))
			for i, a := range list {
				a.platz = i
				b.plaetze[key][i] = newPlatz(a)
			}
		}
	}
	for a := range dirty {
		b.plaetze[a.dienst][a.platz] = newPlatz(a)
	}
}

// Ereignisse iterates over all events of connections, in the order of service,
// authority and arrival.
func (b *Buch) Ereignisse() iter.Seq[Ereignis] {
	return func(yield func(Ereignis) bool) {
		for _, a := range b.list() {
			b.mu.RLock()
			events := slices.Clone(a.ereignisse)
			b.mu.RUnlock()
			for i := range events {
				if !yield(events[i]) {
					return
				}
			}
		}
	}
}

// SollEreignisse iterates over all events of the due set, in the order of
// service, authority and arrival.
func (b *Buch) SollEreignisse() iter.Seq[SollEreignis] {
	return func(yield func(SollEreignis) bool) {
		for _, a := range b.list() {
			b.mu.RLock()
			rows := slices.Clone(a.soll)
			b.mu.RUnlock()
			for i := range rows {
				e := rows[i].SollEreignis
				e.Gemeinden = slices.Clone(e.Gemeinden)
				if !yield(e) {
					return
				}
			}
		}
	}
}

// list returns the records there are now: no lock is held while somebody goes
// through them.
func (b *Buch) list() []*akte {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Collect(b.each())
}

// forget takes out who recorded the events of a pair.
func (b *Buch) forget(p paar) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.akten[p]; a != nil {
		for i := range a.ereignisse {
			a.ereignisse[i].Von = ""
		}
		for i := range a.soll {
			a.soll[i].Von = ""
		}
	}
}

func (b *Buch) each() iter.Seq[*akte] {
	return func(yield func(*akte) bool) {
		for _, d := range b.programm.Dienste {
			for _, a := range b.dienste[d.Leistung] {
				if !yield(a) {
					return
				}
			}
		}
	}
}
