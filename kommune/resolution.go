// SPDX-License-Identifier: Apache-2.0

package kommune

// Resolution says what became of a key on a day.
type Resolution struct {
	Key  AGS   `json:"key"`
	AsOf Datum `json:"asOf"`
	// Nachfolger are the keys that hold on the day instead of Key, the main
	// one first. There is one at least; it is Key itself where that still
	// holds, or holds again.
	Nachfolger []Nachfolger `json:"nachfolger"`
	// Pfad are the steps from Key to the Nachfolger, in the order of time;
	// empty where Key still holds.
	Pfad []Schritt `json:"pfad,omitempty"`
	// Ungenau: the answer may be out of date. AsOf lies in a year in which one
	// of the Nachfolger changed on a day no source here states, and the
	// Resolution is the one before it; or AsOf lies behind BekanntBis; or
	// OffenSeit is set.
	Ungenau bool `json:"ungenau,omitzero"`
	// OffenSeit is set where one of the Nachfolger had ended by AsOf and no
	// source here says what took its place: the day of the first edition
	// without it. The key stands among the Nachfolger all the same, as the
	// last one known.
	OffenSeit Datum `json:"offenSeit,omitzero"`
	// BekanntBis is the last day for which all ends of keys are known. Of
	// later ones some may be missing.
	BekanntBis Datum `json:"bekanntBis"`
}

// Haupt returns the main successor: the one with the greatest share.
func (r Resolution) Haupt() AGS {
	for _, n := range r.Nachfolger {
		if n.Haupt {
			return n.AGS
		}
	}
	return AGS{}
}

// Split reports whether the area went to more than one successor.
func (r Resolution) Split() bool { return len(r.Nachfolger) > 1 }

// Nachfolger is a key that took over an area or a part of it.
type Nachfolger struct {
	AGS AGS `json:"ags"`
	// Anteil is the share that went to this key, from 0 to 1. It is 0 where
	// no source states it.
	Anteil float64 `json:"anteil"`
	// Grundlage says what Anteil is a share of.
	Grundlage Grundlage `json:"grundlage"`
	// Haupt marks exactly one: the greatest share of inhabitants, then of
	// area. Where no source states shares it is the successor with the most
	// inhabitants in the register asked, then the smallest key.
	Haupt bool `json:"haupt,omitzero"`
}

// Grundlage says what a share is a share of.
type Grundlage string

// The kinds of shares.
const (
	GrundlageEinwohner Grundlage = "einwohner"
	GrundlageFlaeche   Grundlage = "flaeche" // the inhabitants are not known, or there are none
	GrundlageUnbekannt Grundlage = "unbekannt"
)

// Schritt is one change of a key on the way.
type Schritt struct {
	Von  AGS `json:"von"`
	Nach AGS `json:"nach"`
	// Ab is the first day on which Nach is known to hold.
	Ab Datum `json:"ab"`
	// Tagesgenau: Ab is the day of the change itself (statistical effect).
	// Otherwise the source states the year only, and Ab is its last day.
	Tagesgenau bool `json:"tagesgenau"`
}

// Resolve returns the keys that hold on the day asOf instead of key: key
// itself where it holds on that day, its successors where it had ended before.
// The zero Datum stands for the day of the register.
//
// A key that ended and came back, as 15001000 did from 1991 to 2007, is
// followed through the end that asOf falls behind. A key is never followed
// back: one that came into being after asOf is returned as it is. Where a part
// left a Gemeinde that lived on under its key, the key is followed and not the
// part; where a merger was undone, what left again. So of the 16,851 keys that
// ended until 30.11.2025, 111 have more than one successor on that day.
//
// Changes are those between 31.12.1990 and 30.11.2025 (BBSR Bonn,
// Umsteigeschlüssel; Destatis, Gebietsänderungen). Until 30.06.2026 it is known
// which keys ended, and of one, Hanau, what took its place; the others are
// answered with [Resolution.OffenSeit], and so are five keys that only the editions
// of 1990 and 1994 have. Behind the last day known every answer is marked
// [Resolution.Ungenau], unless this edition is of that day or later and holds the
// Nachfolger. Further changes come in with [Verzeichnis.WithAenderungen]. A
// successor that came into being after the day of the register is not in the
// register: the edition that holds it is loaded with package kommune/gv100ad.
//
// An edition that was loaded knows also the keys of the embedded one: what it no
// longer holds has ended. A key that neither edition nor history holds is an error
// that matches [ErrUnknown].
func (v *Verzeichnis) Resolve(key AGS, asOf Datum) (Resolution, error) {
	return v.resolve(key, Datum{}, asOf)
}

// ResolveFrom is Resolve for a key that was valid on the day from: it follows
// the first change after that day. Use it for stored data of known age, as it
// is right also for keys that ended twice.
func (v *Verzeichnis) ResolveFrom(key AGS, from, asOf Datum) (Resolution, error) {
	return v.resolve(key, from, asOf)
}

func (v *Verzeichnis) resolve(key AGS, from, asOf Datum) (Resolution, error) {
	if asOf.IsZero() {
		asOf = v.stand
	}
	history := v.historie()
	r := Resolution{Key: key, AsOf: asOf, BekanntBis: history.knownUntil}
	ends := history.endsOf(key)
	if len(ends) == 0 && !v.Has(key) && !history.startedBy(key, asOf) && !v.wasKnown(key) {
		return Resolution{}, v.unknown(kindAGS, key.String())
	}
	end := endBefore(ends, asOf)
	if !from.IsZero() {
		end = endAfter(ends, from, asOf)
	}
	if end == nil {
		r.Nachfolger = []Nachfolger{{AGS: key, Anteil: 1, Grundlage: GrundlageEinwohner, Haupt: true}}
		r.Ungenau = changesWithin(ends, asOf)
	} else {
		most := int(end.to-end.from) + 1 // on the usual short way
		w := walk{history: history, asOf: asOf, nodes: make([]node, 0, most), steps: make([]Schritt, 0, most)}
		w.follow(node{key, end, share{whole, whole}})
		r.Pfad, r.Ungenau = w.steps, w.vague
		r.Nachfolger = v.rank(w.nodes)
	}
	v.doubt(&r)
	return r, nil
}

// doubt marks an answer that may be out of date.
func (v *Verzeichnis) doubt(r *Resolution) {
	beyond := v.beyond(r.AsOf)
	for _, n := range r.Nachfolger {
		if beyond && (v.stand.Before(r.AsOf) || !v.Has(n.AGS)) {
			r.Ungenau = true
		}
		if open, ok := v.openEnd(n.AGS); ok && r.AsOf.After(open.last) {
			r.Ungenau = true
			if !r.AsOf.Before(open.first) && (r.OffenSeit.IsZero() || open.first.Before(r.OffenSeit)) {
				r.OffenSeit = open.first
			}
		}
	}
}

// beyond reports whether changes until the day may be missing.
func (v *Verzeichnis) beyond(day Datum) bool { return day.After(v.historie().knownUntil) }

// wasKnown reports whether a key stood in an edition, though nothing more is
// known of it here.
func (v *Verzeichnis) wasKnown(key AGS) bool {
	_, open := v.historie().open[key]
	return open || v.before != nil && v.before().Has(key)
}

// openEnd returns between which editions a key ended, where no source says what
// took its place.
func (v *Verzeichnis) openEnd(key AGS) (openEnd, bool) {
	history := v.historie()
	if open, ok := history.open[key]; ok {
		return open, true
	}
	if v.before == nil || v.Has(key) || len(history.endsOf(key)) > 0 {
		return openEnd{}, false
	}
	before := v.before()
	if !before.Has(key) || !v.stand.After(before.stand) {
		return openEnd{}, false
	}
	last := before.stand
	if until := history.knownUntil; until.After(last) && until.Before(v.stand) {
		last = until
	}
	return openEnd{last: last, first: v.stand}, true
}

// walk follows a key forward in time.
type walk struct {
	history *historie
	asOf    Datum
	steps   []Schritt
	nodes   []node // where parts of the area are
	vague   bool
}

// node is a key that holds a part of the area, until its next end if it has one
// on the way.
type node struct {
	key AGS
	end *keyEnd // nil where the walk ends
	share
}

func (s share) times(t share) share {
	return share{multiply(s.inhabitants, t.inhabitants), multiply(s.area, t.area)}
}

func (s share) plus(t share) share {
	return share{add(s.inhabitants, t.inhabitants), add(s.area, t.area)}
}

func multiply(a, b int32) int32 {
	if a < 0 || b < 0 {
		return unstated
	}
	return int32((int64(a)*int64(b) + whole/2) / whole)
}

func add(a, b int32) int32 {
	if a < 0 || b < 0 {
		return unstated
	}
	return a + b
}

// follow replaces the node that ends first by those behind it until none ends
// any more. Parts that meet again are added up, so that no end is gone through
// twice. As each next end is later than the one before, a key that comes back
// ends the walk.
func (w *walk) follow(start node) {
	w.nodes = append(w.nodes, start)
	for {
		first := -1
		for i := range w.nodes {
			if end := w.nodes[i].end; end != nil && (first < 0 || end.ab.Before(w.nodes[first].end.ab)) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		from := w.nodes[first]
		last := len(w.nodes) - 1
		w.nodes[first] = w.nodes[last]
		w.nodes = w.nodes[:last]
		w.leave(from)
	}
	// The way back after a merger that was undone is noted with the merger.
	for i := range w.steps {
		for j := i; j > 0 && w.steps[j].Ab.Before(w.steps[j-1].Ab); j-- {
			w.steps[j], w.steps[j-1] = w.steps[j-1], w.steps[j]
		}
	}
}

// leave goes on from a node through its end.
func (w *walk) leave(from node) {
	edges, end := w.history.edgesOf(from.end), from.end
	for i := range edges {
		w.steps = append(w.steps, Schritt{from.key, edges[i].to, end.ab, end.exact})
	}
	if end.undone && !w.asOf.Before(end.holds) {
		w.steps = append(w.steps, Schritt{edges[0].to, from.key, end.holds, end.exactHolds})
		w.arrive(from.key, end.holds, from.share)
		return
	}
	w.vague = w.vague || end.undone && end.returnsWithin(w.asOf)
	for i := range edges {
		w.arrive(edges[i].to, end.ab, from.times(edges[i].share))
	}
}

// arrive adds a key that takes over a share on a day.
func (w *walk) arrive(key AGS, day Datum, part share) {
	ends := w.history.endsOf(key)
	next := endAfter(ends, day, w.asOf)
	w.vague = w.vague || next == nil && changesWithin(ends, w.asOf)
	w.add(node{key, next, part})
}

func (w *walk) add(n node) {
	for i := range w.nodes {
		known := &w.nodes[i]
		if known.key == n.key && known.end == n.end {
			known.share = known.plus(n.share)
			return
		}
	}
	w.nodes = append(w.nodes, n)
}

// rank turns the nodes at the end of the walk into successors, the main one first.
func (v *Verzeichnis) rank(leaves []node) []Nachfolger {
	for i := range leaves { // few: sorted by insertion
		for j := i; j > 0 && v.mainFirst(&leaves[j], &leaves[j-1]); j-- {
			leaves[j], leaves[j-1] = leaves[j-1], leaves[j]
		}
	}
	successors := make([]Nachfolger, len(leaves))
	for i, l := range leaves {
		n := Nachfolger{AGS: l.key, Haupt: i == 0}
		switch {
		case len(leaves) == 1:
			n.Anteil, n.Grundlage = 1, GrundlageEinwohner
		case l.inhabitants >= 0:
			n.Anteil, n.Grundlage = float64(l.inhabitants)/whole, GrundlageEinwohner
		case l.area >= 0:
			n.Anteil, n.Grundlage = float64(l.area)/whole, GrundlageFlaeche
		default:
			n.Grundlage = GrundlageUnbekannt
		}
		successors[i] = n
	}
	return successors
}

// mainFirst orders by inhabitants, then area, then size today, then key.
func (v *Verzeichnis) mainFirst(a, b *node) bool {
	switch {
	case a.inhabitants != b.inhabitants:
		return a.inhabitants > b.inhabitants
	case a.area != b.area:
		return a.area > b.area
	}
	if x, y := v.einwohner(a.key), v.einwohner(b.key); x != y {
		return x > y
	}
	return a.key.Compare(b.key) < 0
}

func (v *Verzeichnis) einwohner(key AGS) int {
	if i := v.position(key); i >= 0 {
		return int(v.gemeinden.rows[i].einwohner)
	}
	return -1
}
