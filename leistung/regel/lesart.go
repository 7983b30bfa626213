// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Kapitel is a part of the rules as a lawyer reads it. Its steps are the very
// templates that the calculation records, its tables the very parameters it
// calculates with, so the reading cannot say something else than the code does.
type Kapitel struct {
	Code      string // stable, for links
	Titel     recht.Text
	Normen    recht.Normen
	Text      recht.Text
	Schritte  []*Vorlage
	Parameter []Angabe
}

// Lesart is the whole of a set of rules for a reader: chapters in their order
// with steps and tables of all versions, bills marked, and the open questions.
type Lesart struct {
	Name, Code string
	Kapitel    []Kapitel
	Fragen     []Frage
}

func checkKapitel(chapters []Kapitel, known map[string]bool) error {
	codes, steps, tables := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range chapters {
		k := &chapters[i]
		if k.Code == "" || codes[k.Code] || k.Titel.IsZero() || len(k.Normen) == 0 {
			return fmt.Errorf("%w: chapter %q has no own code, title and norm", ErrParameter, k.Code)
		}
		codes[k.Code] = true
		for _, v := range k.Schritte {
			if err := v.check(); err != nil {
				return err
			}
			if steps[v.Code] {
				return fmt.Errorf("%w: two steps have the code %q", ErrParameter, v.Code)
			}
			steps[v.Code] = true
		}
		for _, p := range k.Parameter {
			if !known[p.Name()] {
				return fmt.Errorf("%w: chapter %q shows parameter %q, which is not among those of the rules", ErrParameter, k.Code, p.Name())
			}
			tables[p.Name()] = true
		}
	}
	if len(chapters) == 0 {
		return nil
	}
	for name := range known {
		if !tables[name] {
			return fmt.Errorf("%w: no chapter shows parameter %q", ErrParameter, name)
		}
	}
	return nil
}
