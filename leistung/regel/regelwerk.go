// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"errors"
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Config holds what a [Regelwerk] is described by.
type Config struct {
	// Code is the version of the program that calculates, kept in each record.
	Code string
	// Parameter are all parameters that the law is resolved from.
	Parameter []Angabe
	// Kapitel is the reading. Where there is one it is complete: every parameter
	// has its table and every recorded step its place, or it is refused.
	Kapitel []Kapitel
	// Fragen are the open questions of the law.
	Fragen []Frage
}

// Regelwerk is a set of rules over facts F under a law R with a result E. It
// never changes.
type Regelwerk[F, R, E any] struct {
	name    string
	config  Config
	rechne  func(*R, *F, *Weg) E
	wechsel []datum.Datum
	laws    []resolved[R] // one per piece between changes, ascending
	bills   map[string][]resolved[R]
	steps   map[string]bool
}

type resolved[R any] struct {
	ab  datum.Datum
	law *R
	err error
}

// New makes a set of rules. loese fills the law of one day from the parameters;
// it is called once for every version between two changes and for every bill.
// rechne is the rule itself; it must change neither law nor facts and take
// nothing else into account, no clock and no chance, because a record is
// calculated again years later.
//
// New refuses, matching [ErrParameter]: names that are not unique, a parameter
// that loese never reads or reads unnamed, a reading that leaves something out,
// and rules of which no day has a law.
func New[F, R, E any](name string, loese func(*Leser) R, rechne func(*R, *F, *Weg) E, config Config) (*Regelwerk[F, R, E], error) {
	if name == "" || config.Code == "" || loese == nil || rechne == nil || len(config.Parameter) == 0 {
		return nil, fmt.Errorf("%w: rules need a name, the version of their program, a law, a calculation and parameters", ErrParameter)
	}
	g := &Regelwerk[F, R, E]{name: name, config: config, rechne: rechne, bills: map[string][]resolved[R]{}, steps: map[string]bool{}}
	known, read := map[string]bool{}, map[string]bool{}
	var bills []string
	for _, p := range config.Parameter {
		if known[p.Name()] {
			return nil, fmt.Errorf("%w: two parameters have the name %q", ErrParameter, p.Name())
		}
		known[p.Name()] = true
		bills = append(bills, p.entwurfsnamen()...)
	}
	g.wechsel = changes(config.Parameter, "")

	resolve := func(entwurf string) []resolved[R] {
		var out []resolved[R]
		for _, day := range changes(config.Parameter, entwurf) {
			l := &Leser{tag: day, entwurf: entwurf, known: known, read: read}
			law := loese(l)
			out = append(out, resolved[R]{ab: day, law: &law, err: l.err})
		}
		return out
	}
	g.laws = resolve("")
	slices.Sort(bills)
	for _, bill := range slices.Compact(bills) {
		g.bills[bill] = resolve(bill)
	}
	inForce := false
	for _, r := range g.laws {
		if r.err != nil && !errors.Is(r.err, ErrKeinRecht) {
			return nil, r.err
		}
		inForce = inForce || r.err == nil
	}
	if !inForce {
		return nil, fmt.Errorf("%w: no day has a law", ErrParameter)
	}
	for p := range known {
		if !read[p] {
			return nil, fmt.Errorf("%w: parameter %q is never read", ErrParameter, p)
		}
	}
	if err := checkKapitel(config.Kapitel, known); err != nil {
		return nil, err
	}
	for _, k := range config.Kapitel {
		for _, v := range k.Schritte {
			g.steps[v.Code] = true
		}
	}
	codes := map[string]bool{}
	for i := range config.Fragen {
		if err := config.Fragen[i].check(); err != nil {
			return nil, err
		}
		if codes[config.Fragen[i].Code] {
			return nil, fmt.Errorf("%w: two open questions have the code %q", ErrParameter, config.Fragen[i].Code)
		}
		codes[config.Fragen[i].Code] = true
	}
	return g, nil
}

// Name returns the name of the rules.
func (g *Regelwerk[F, R, E]) Name() string { return g.name }

// Recht returns the law of the day, shared by all who ask: it must not be
// changed. Where nothing is in force the error matches [ErrKeinRecht].
func (g *Regelwerk[F, R, E]) Recht(tag datum.Datum) (*R, error) { return g.find(g.laws, tag) }

// Entwurf returns the law of the day as it would be if the bill became law. A
// bill nobody knows is [ErrKeinRecht].
func (g *Regelwerk[F, R, E]) Entwurf(name string, tag datum.Datum) (*R, error) {
	laws, ok := g.bills[name]
	if !ok {
		return nil, fmt.Errorf("%w: %s knows no such bill", ErrKeinRecht, g.name)
	}
	return g.find(laws, tag)
}

// Entwuerfe returns the names of the bills, sorted.
func (g *Regelwerk[F, R, E]) Entwuerfe() []string {
	var names []string
	for name := range g.bills {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// find returns the version of the day.
func (g *Regelwerk[F, R, E]) find(laws []resolved[R], tag datum.Datum) (*R, error) {
	r, err := g.version(laws, tag)
	if err != nil {
		return nil, err
	}
	return r.law, r.err
}

func (g *Regelwerk[F, R, E]) version(laws []resolved[R], tag datum.Datum) (*resolved[R], error) {
	i, exact := slices.BinarySearchFunc(laws, tag, func(r resolved[R], t datum.Datum) int { return r.ab.Compare(t) })
	if !exact {
		i--
	}
	if i < 0 {
		return nil, fmt.Errorf("%w: %s on %v", ErrKeinRecht, g.name, tag)
	}
	return &laws[i], nil
}

// changes returns the days on which any of the parameters changes, ascending.
func changes(parameter []Angabe, entwurf string) []datum.Datum {
	var days []datum.Datum
	for _, p := range parameter {
		days = append(days, p.wechsel(entwurf)...)
	}
	slices.SortFunc(days, datum.Datum.Compare)
	return slices.Compact(days)
}

// Wechsel returns the days on which a parameter changes by law, ascending. It
// serves [Zeitraum.Teile].
func (g *Regelwerk[F, R, E]) Wechsel() []datum.Datum { return slices.Clone(g.wechsel) }

// Rechne applies the rules; w may be nil.
func (g *Regelwerk[F, R, E]) Rechne(law *R, facts *F, w *Weg) E { return g.rechne(law, facts, w) }

// Lesart returns the reading.
func (g *Regelwerk[F, R, E]) Lesart() Lesart {
	return Lesart{Name: g.name, Code: g.config.Code, Kapitel: slices.Clone(g.config.Kapitel), Fragen: slices.Clone(g.config.Fragen)}
}

// Parameter returns all versions of the parameter with the name, and false where
// there is none.
func (g *Regelwerk[F, R, E]) Parameter(name string) (Angabe, bool) {
	for _, p := range g.config.Parameter {
		if p.Name() == name {
			return p, true
		}
	}
	return nil, false
}

// Frage returns the open question with the code, and false where there is none.
func (g *Regelwerk[F, R, E]) Frage(code string) (Frage, bool) {
	for _, f := range g.config.Fragen {
		if f.Code == code {
			return f, true
		}
	}
	return Frage{}, false
}
