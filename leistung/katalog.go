// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Buendel is an OZG-Leistung: a bundle of Leistungen that the Onlinezugangsgesetz
// puts on one portal page, in a Lage of life or business and a Themenfeld. A
// Leistung may stand in several.
type Buendel struct {
	ID          string // five digits
	Bezeichnung string
	Lage        string
	Themenfeld  string
}

// Katalog is an edition of the catalogue of services. It is immutable; the
// slices inside the values it returns are shared and only to be read.
type Katalog struct {
	stand      datum.Datum
	leistungen []Leistung // by key, then by first day
	buendel    []Buendel  // by id
	mitglieder map[string][]int32
	suche      suchindex
}

// NewKatalog checks the entries and makes a catalogue of the state of the day.
// Every contradiction is reported at once as [ErrKatalog]: an entry without a
// key or a name, two wordings of one key for the same day, a bundle twice. That
// parents, successors and bundles are named which have no entry of their own is
// none: real catalogues have such gaps.
func NewKatalog(stand datum.Datum, leistungen []Leistung, buendel []Buendel) (*Katalog, error) {
	k := &Katalog{stand: stand, buendel: slices.Clone(buendel), mitglieder: map[string][]int32{}}
	k.leistungen = make([]Leistung, len(leistungen))
	for i := range leistungen {
		k.leistungen[i] = leistungen[i].clone()
	}
	slices.SortStableFunc(k.leistungen, func(a, b Leistung) int {
		return cmp.Or(a.Schluessel.Compare(b.Schluessel), a.GueltigAb.Compare(b.GueltigAb))
	})
	slices.SortStableFunc(k.buendel, func(a, b Buendel) int { return strings.Compare(a.ID, b.ID) })
	if err := k.check(); err != nil {
		return nil, err
	}
	for i := range k.leistungen {
		for _, id := range k.leistungen[i].OZG {
			k.mitglieder[id] = append(k.mitglieder[id], int32(i))
		}
	}
	k.suche = newSuchindex(k)
	return k, nil
}

func (k *Katalog) check() error {
	var problems []error
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("%w: %s", ErrKatalog, fmt.Sprintf(format, args...)))
	}
	for i := range k.leistungen {
		l := &k.leistungen[i]
		if l.Schluessel.IsZero() {
			problem("an entry has no key")
			continue
		}
		if strings.TrimSpace(l.Bezeichnung) == "" {
			problem("%s has no name", l.Schluessel)
		}
		if !l.GueltigBis.IsZero() && l.GueltigBis.Before(l.GueltigAb) {
			problem("%s ends before it begins", l.Schluessel)
		}
		if i > 0 && k.leistungen[i-1].Schluessel == l.Schluessel {
			if before := k.leistungen[i-1].GueltigBis; before.IsZero() || !before.Before(l.GueltigAb) {
				problem("%s has two wordings for one day", l.Schluessel)
			}
		}
	}
	for i := range k.buendel {
		if k.buendel[i].ID == "" || i > 0 && k.buendel[i-1].ID == k.buendel[i].ID {
			problem("a bundle has no id, or that of another")
		}
	}
	return errors.Join(problems...)
}

// Stand returns the day whose state the edition shows.
func (k *Katalog) Stand() datum.Datum { return k.stand }

// Lookup returns the wording of the key that holds on the day. The zero day
// asks for the latest. The error is an [*UnknownError].
func (k *Katalog) Lookup(key Schluessel, am datum.Datum) (Leistung, error) {
	from, to := k.span(key)
	for i := to - 1; i >= from; i-- {
		if k.leistungen[i].GiltAm(am) {
			return k.leistungen[i], nil
		}
	}
	return Leistung{}, &UnknownError{Key: key.String(), Stand: k.stand}
}

// Leistungen iterates over the entries that hold on the day, in order of their
// keys; over all wordings for the zero day.
func (k *Katalog) Leistungen(am datum.Datum) iter.Seq[Leistung] {
	return k.each(slices.Values(k.leistungen), am)
}

// Children iterates over the entries below the key that hold on the day: the
// Verrichtungen of an object, the details of a Verrichtung. Where a level in
// between has no entry on that day, those below it come in its place, so that
// whoever walks down from the objects misses none of theirs.
func (k *Katalog) Children(key Schluessel, am datum.Datum) iter.Seq[Leistung] {
	prefix := strings.TrimRight(key.String(), "0")
	first, _ := slices.BinarySearchFunc(k.leistungen, prefix, func(l Leistung, prefix string) int {
		return strings.Compare(l.Schluessel.String(), prefix)
	})
	return func(yield func(Leistung) bool) {
		for i := first; i < len(k.leistungen) && strings.HasPrefix(k.leistungen[i].Schluessel.String(), prefix); i++ {
			if l := k.leistungen[i]; l.GiltAm(am) && k.under(l.Schluessel, key, am) && !yield(l) {
				return
			}
		}
	}
}

// under reports whether the key stands above the other with no entry in between.
func (k *Katalog) under(key, above Schluessel, am datum.Datum) bool {
	for parent, ok := key.Parent(); ok; parent, ok = parent.Parent() {
		if parent == above {
			return true
		}
		if _, err := k.Lookup(parent, am); err == nil {
			return false
		}
	}
	return false
}

// Nachfolger follows the successors of a key until entries that hold on the
// day, and returns those: none where the line ends, several where the key was
// split. A key that holds itself is its own answer.
func (k *Katalog) Nachfolger(key Schluessel, am datum.Datum) []Leistung {
	var found []Leistung
	seen := map[Schluessel]bool{}
	for queue := []Schluessel{key}; len(queue) > 0; queue = queue[1:] {
		if seen[queue[0]] {
			continue
		}
		seen[queue[0]] = true
		if l, err := k.Lookup(queue[0], am); err == nil && (am.IsZero() && len(l.Nachfolger) == 0 || !am.IsZero()) {
			found = append(found, l)
			continue
		}
		from, to := k.span(queue[0])
		for i := from; i < to; i++ {
			queue = append(queue, k.leistungen[i].Nachfolger...)
		}
	}
	return found
}

// Buendel returns the bundle with the id. The error is an [*UnknownError].
func (k *Katalog) Buendel(id string) (Buendel, error) {
	if i, ok := slices.BinarySearchFunc(k.buendel, id, func(b Buendel, id string) int { return strings.Compare(b.ID, id) }); ok {
		return k.buendel[i], nil
	}
	return Buendel{}, &UnknownError{Key: id, Stand: k.stand}
}

// AlleBuendel iterates over the bundles in order of their ids.
func (k *Katalog) AlleBuendel() iter.Seq[Buendel] { return slices.Values(k.buendel) }

// LeistungenIn iterates over the entries of a bundle that hold on the day.
func (k *Katalog) LeistungenIn(id string, am datum.Datum) iter.Seq[Leistung] {
	return k.each(func(yield func(Leistung) bool) {
		for _, i := range k.mitglieder[id] {
			if !yield(k.leistungen[i]) {
				return
			}
		}
	}, am)
}

func (k *Katalog) each(all iter.Seq[Leistung], am datum.Datum) iter.Seq[Leistung] {
	return func(yield func(Leistung) bool) {
		for l := range all {
			if l.GiltAm(am) && !yield(l) {
				return
			}
		}
	}
}

// span returns where the wordings of the key stand.
func (k *Katalog) span(key Schluessel) (from, to int) {
	from, _ = slices.BinarySearchFunc(k.leistungen, key, func(l Leistung, key Schluessel) int { return l.Schluessel.Compare(key) })
	for to = from; to < len(k.leistungen) && k.leistungen[to].Schluessel == key; to++ {
	}
	return from, to
}
