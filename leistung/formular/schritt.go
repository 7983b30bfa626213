// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Schritt is a step in which a person fills in a form: one page, or one line of a
// list of tasks.
type Schritt struct {
	Name     string // short and stable, as it stands in an address
	Titel    recht.Text
	Elemente []string // names of elements of the top
}

// Stand is how far a person is with a step.
type Stand int

const (
	// StandEntfaellt is a step of which nothing is asked.
	StandEntfaellt Stand = iota + 1
	// StandOffen is a step without an answer.
	StandOffen
	// StandBegonnen is a step in which answers are missing.
	StandBegonnen
	// StandFehlerhaft is a step with an answer that cannot stay.
	StandFehlerhaft
	// StandFertig is a step with nothing more to do.
	StandFertig
)

// Schritte returns how far each step of the form is, in their order. It needs
// the findings that came with the answers.
func (a Antworten) Schritte(findings Findings) []Stand {
	if a.run == nil {
		return nil
	}
	schritte := a.run.form.kopf.Schritte
	out := make([]Stand, len(schritte))
	for i := range schritte {
		out[i] = a.stand(&schritte[i], findings)
	}
	return out
}

func (a Antworten) stand(s *Schritt, findings Findings) Stand {
	asked, given, missing := false, false, false
	for _, name := range s.Elemente {
		var b strings.Builder
		appendName(&b, name)
		pointer := b.String()
		if !a.Asked(pointer) {
			continue
		}
		asked, given = true, given || a.Has(pointer)
		for _, f := range findings.At(pointer) {
			if f.Code != fehlt && f.Code != zuWenige && f.Code != wahlVerletzt {
				return StandFehlerhaft
			}
			missing = true
		}
	}
	switch {
	case !asked:
		return StandEntfaellt
	case missing && given:
		return StandBegonnen
	case missing || !given:
		return StandOffen
	default:
		return StandFertig
	}
}

// steps checks that every element of the top stands in one step, in the order of
// the form.
func (c *compiler) steps(f *Formular) {
	schritte := f.kopf.Schritte
	if len(schritte) == 0 {
		return
	}
	var order []string
	names := map[string]bool{}
	for _, s := range schritte {
		if s.Name == "" || s.Titel.IsZero() || len(s.Elemente) == 0 || names[s.Name] {
			c.problem("step "+s.Name, "stands there twice, or has no name, title or element")
		}
		names[s.Name] = true
		order = append(order, s.Elemente...)
	}
	want := make([]string, 0, len(f.elemente))
	for i := range f.elemente {
		want = append(want, f.elemente[i].Name)
	}
	if !slices.Equal(order, want) {
		c.problem("steps", "do not have each element of the top once, in the order of the form")
	}
}
