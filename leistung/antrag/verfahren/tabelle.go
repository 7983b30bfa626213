// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Tabelle is a checked [Verfahren]. Use [New].
type Tabelle struct {
	verfahren Verfahren
	digest    string
	zeilen    []Schritt // all rows, those of decisions included
	table     *lifecycle.Table[Zustand, Akt, Lage]
	rows      []int // of the table's transitions: the place among zeilen
}

// New checks a procedure and returns its table. The error is a *recht.BefundError
// with all findings.
func New(v Verfahren) (*Tabelle, error) {
	if err := v.Check().Err(); err != nil {
		return nil, fmt.Errorf("verfahren: %s: %w", v, err)
	}
	zeilen := v.zeilen()
	spec, rows := lebenslauf(v.Enden, zeilen)
	table, err := lifecycle.New(spec)
	if err != nil {
		return nil, fmt.Errorf("verfahren: %s: %w", v, err)
	}
	return &Tabelle{v, v.Digest(), zeilen, table, rows}, nil
}

// MustNew is New for tables written in source; it panics on a contradiction.
func MustNew(v Verfahren) *Tabelle {
	t, err := New(v)
	if err != nil {
		panic(err)
	}
	return t
}

// Verfahren returns the procedure. It must not be changed.
func (t *Tabelle) Verfahren() *Verfahren { return &t.verfahren }

// Digest returns that of the procedure.
func (t *Tabelle) Digest() string { return t.digest }

// Zustaende returns all states, [ZustandNeu] first and [ZustandGeloescht] last.
func (t *Tabelle) Zustaende() []Zustand { return t.table.States() }

// Akte returns all acts.
func (t *Tabelle) Akte() []Akt { return t.table.Events() }

// Zeilen returns all rows, those of decisions and of erasure included.
func (t *Tabelle) Zeilen() []Schritt { return slices.Clone(t.zeilen) }

// Step returns the row that the act takes from a state, whoever acts: see
// [Schritt.Darf] and [Schritt.Ziel]. The error is a *lifecycle.StepError, which says
// what a condition asks for.
func (t *Tabelle) Step(von Zustand, akt Akt, lage Lage) (*Schritt, error) {
	i, err := t.table.Find(von, akt, lage)
	if err != nil {
		return nil, err
	}
	return &t.zeilen[t.rows[i]], nil
}

// Selbst returns the first step that the system takes by itself now, or nil.
func (t *Tabelle) Selbst(von Zustand, lage Lage) *Schritt {
	for i := range t.zeilen {
		if s := &t.zeilen[i]; s.Selbst && slices.Contains(s.Von, von) && s.holds(&lage) {
			return s
		}
	}
	return nil
}

// Moeglich returns the acts for which the table has a row in a state for a role. A
// condition may still hold one back.
func (t *Tabelle) Moeglich(von Zustand, rolle Rolle) (akte []Akt) {
	for i := range t.zeilen {
		s := &t.zeilen[i]
		if slices.Contains(s.Von, von) && s.Darf(rolle) && !s.Selbst && !slices.Contains(akte, s.Akt) {
			akte = append(akte, s.Akt)
		}
	}
	return akte
}

// Permitted returns the acts for which the table has a row in a state, for whomever.
func (t *Tabelle) Permitted(von Zustand) []Akt { return t.table.Permitted(von) }

// Ende reports whether the procedure is over in a state.
func (t *Tabelle) Ende(z Zustand) bool { return slices.Contains(t.verfahren.Enden, z) }

// Entscheidung returns the decision that an act is in a state, or nil.
func (t *Tabelle) Entscheidung(von Zustand, akt Akt) *Entscheidung {
	for i := range t.verfahren.Entscheidungen {
		if e := &t.verfahren.Entscheidungen[i]; e.Akt == akt && slices.Contains(e.Von, von) {
			return e
		}
	}
	return nil
}

// Beteiligter returns the row of a role; false: there is none.
func (t *Tabelle) Beteiligter(rolle Rolle) (Beteiligter, bool) {
	b, found := t.verfahren.beteiligter(rolle)
	if !found {
		return Beteiligter{}, false
	}
	return *b, true
}

// Behelf returns the remedy against a decision.
func (t *Tabelle) Behelf(e *Entscheidung) Behelf { return t.verfahren.behelf(e) }

func (v *Verfahren) behelf(e *Entscheidung) Behelf {
	if e.Behelf != nil {
		return *e.Behelf
	}
	return v.Recht.Behelf
}

// Aufbewahrung returns the row that says how long data are kept in an end.
func (t *Tabelle) Aufbewahrung(ende Zustand, was Datenart) (Loeschung, bool) {
	for _, l := range t.verfahren.Aufbewahrung {
		if slices.Contains(l.In, ende) && slices.Contains(l.Was, was) {
			return l, true
		}
	}
	return Loeschung{}, false
}

// Darf reports whether the role may take the step.
func (s *Schritt) Darf(rolle Rolle) bool { return slices.Contains(s.Wer, rolle) }

func (s *Schritt) holds(l *Lage) bool {
	for _, b := range s.Wenn {
		if !b.holds(l) {
			return false
		}
	}
	return true
}

// zeilen returns all rows: those of the service, of its decisions, and of erasure.
func (v *Verfahren) zeilen() []Schritt {
	zeilen := slices.Clone(v.Schritte)
	for i := range v.Entscheidungen {
		e := &v.Entscheidungen[i]
		zeilen = append(zeilen, e.zeile())
		if e.VierAugen {
			zeilen = append(zeilen, Schritt{Von: e.Von, Akt: AktVorgelegt, Wer: Wer(RolleBehoerde), Norm: e.Norm})
		}
		if e.Automatisch != nil {
			zeilen = append(zeilen, Schritt{Von: e.Von, Akt: AktUebergeben, Nach: e.Automatisch.Sonst, Wer: Wer(RolleSystem), Norm: e.Automatisch.Norm})
		}
	}
	return append(zeilen, Schritt{
		Von: v.Enden, Akt: AktGeloescht, Nach: ZustandGeloescht, Wer: Wer(RolleSystem), Norm: recht.MustParseNorm("Art. 5 Abs. 1 Buchst. e DSGVO"),
	})
}

// lebenslauf returns the rows as a life cycle, and for each of its transitions the row
// it comes from.
func lebenslauf(enden []Zustand, zeilen []Schritt) (spec lifecycle.Spec[Zustand, Akt, Lage], rows []int) {
	spec = lifecycle.Spec[Zustand, Akt, Lage]{States: In(ZustandNeu), Final: In(ZustandGeloescht)}
	add := func(z Zustand) {
		if !slices.Contains(spec.States, z) && z != ZustandGeloescht {
			spec.States = append(spec.States, z)
		}
	}
	for i := range zeilen {
		s := &zeilen[i]
		if !slices.Contains(spec.Events, s.Akt) {
			spec.Events = append(spec.Events, s.Akt)
		}
		for _, von := range s.Von {
			add(von)
			add(s.Ziel(von))
			spec.Transitions = append(spec.Transitions, lifecycle.Transition[Zustand, Akt, Lage]{From: von, Event: s.Akt, To: s.Ziel(von), Guard: s.guard()})
			rows = append(rows, i)
		}
	}
	for _, ende := range enden {
		add(ende)
	}
	spec.States = append(spec.States, ZustandGeloescht)
	return spec, rows
}

func (s *Schritt) guard() lifecycle.Guard[Lage] {
	if len(s.Wenn) == 0 {
		return lifecycle.Guard[Lage]{}
	}
	names := make([]string, len(s.Wenn))
	for i, b := range s.Wenn {
		names[i] = b.String()
	}
	return lifecycle.Guard[Lage]{Name: strings.Join(names, ", "), Holds: func(l Lage) bool { return s.holds(&l) }}
}

// Fragt reports whether the act asks for something in a state.
func (t *Tabelle) Fragt(von Zustand, akt Akt, was Sache) bool {
	for i := range t.zeilen {
		s := &t.zeilen[i]
		if s.Akt == akt && slices.Contains(s.Von, von) && slices.ContainsFunc(s.Wenn, func(b Bedingung) bool { return b.Was == was }) {
			return true
		}
	}
	return false
}

// NurFrist reports whether only the end of a period does the act in a state.
func (t *Tabelle) NurFrist(von Zustand, akt Akt) bool {
	for i := range t.zeilen {
		s := &t.zeilen[i]
		if s.Akt == akt && slices.Contains(s.Von, von) && !slices.Equal(s.Wer, Wer(RolleSystem)) {
			return false
		}
	}
	return slices.ContainsFunc(t.verfahren.Fristen, func(f Frist) bool { return f.Folge == akt && slices.Contains(f.In, von) })
}

// SetztTag reports whether an act that leads from one state to another sets a day: one
// that a period ends on, or stands still to.
func (t *Tabelle) SetztTag(von Zustand, akt Akt, nach Zustand) bool {
	return slices.ContainsFunc(t.verfahren.Fristen, func(f Frist) bool {
		enters := len(f.Ab) == 0 && slices.Contains(f.In, nach) && !slices.Contains(f.In, von)
		begins := f.Tag == FristTagTermin && (enters || slices.Contains(f.Ab, akt))
		return begins || slices.ContainsFunc(f.Ruht, func(ruhe Ruhe) bool { return ruhe.Ab == akt && ruhe.Bis == "" })
	})
}
