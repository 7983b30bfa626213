// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Kopf names a form.
type Kopf struct {
	ID      string
	Version string
	Titel   recht.Text
	// URI is the $id of the JSON Schema. For a schema of the federal repository
	// take the address that the FIM Portal names; there is no rule to build it.
	// It has no fragment.
	URI string
	// Normen are what elements without norms of their own rest on.
	Normen recht.Normen
	// MaxAnlagen bounds the bytes of all attachments together; 0 is no bound.
	MaxAnlagen int64
	// Schritte are the steps in which a person fills in the form, in the order
	// of the form; each element of the top stands in one. None is one step.
	Schritte []Schritt
	// Umbenannt tells drafts of earlier versions where their answers are now:
	// the pointer of then, of a field or a group, to the pointer of now.
	Umbenannt map[string]string
}

// Formular is a checked form; [New] makes one, the zero value is
// none. It is immutable and may be used by any number of
// goroutines.
type Formular struct {
	kopf     Kopf
	elemente []Element
	root     node
	regeln   []Regel
}

// New checks the elements and returns their form. Contradictions are reported at
// once, up to a thousand; the error matches [ErrModell].
func New(kopf Kopf, elemente ...Element) (*Formular, error) {
	return build(kopf, cloneAll(elemente))
}

// MustNew is New for forms written in source; it panics on a contradiction.
func MustNew(kopf Kopf, elemente ...Element) *Formular {
	f, err := New(kopf, elemente...)
	if err != nil {
		panic(err)
	}
	return f
}

func build(kopf Kopf, elemente []Element) (*Formular, error) {
	c := &compiler{}
	f := &Formular{kopf: kopf.clone(), elemente: elemente}
	if u, err := url.Parse(kopf.URI); err != nil || u.Fragment != "" || strings.ContainsAny(kopf.URI, " #") {
		c.problem("URI", "is none that a JSON Schema can have for its $id")
	}
	wurzel := Element{Typ: TypGruppe, Titel: kopf.Titel, Normen: f.kopf.Normen, Min: 1, Max: 1, Kinder: elemente}
	c.node(&f.root, &wurzel, "", f.kopf.Normen)
	c.conditions(&f.root, nil, "")
	c.steps(f)
	c.renames(f)
	if err := c.err(); err != nil {
		return nil, err
	}
	return f, nil
}

// Kopf returns what names the form.
func (f *Formular) Kopf() Kopf { return f.kopf.clone() }

func (k Kopf) clone() Kopf {
	k.Schritte = slices.Clone(k.Schritte)
	for i := range k.Schritte {
		k.Schritte[i].Elemente = slices.Clone(k.Schritte[i].Elemente)
	}
	k.Umbenannt, k.Normen = maps.Clone(k.Umbenannt), slices.Clone(k.Normen)
	return k
}

// Elemente returns a copy of the elements, for pages to be drawn from.
func (f *Formular) Elemente() []Element { return cloneAll(f.elemente) }

// maxProblems bounds what is kept of the contradictions of a hostile schema.
const maxProblems = 1000

// compiler turns elements into nodes and collects what is wrong with them.
type compiler struct {
	problems []error
	found    int // problems, those left out as well
	patterns int // size of all patterns so far
	nodes    int // elements so far
}

func (c *compiler) problem(path, format string, args ...any) {
	if c.found++; c.found <= maxProblems {
		c.problems = append(c.problems, fmt.Errorf("%w: %s: %s", ErrModell, path, fmt.Sprintf(format, args...)))
	}
}

func (c *compiler) err() error {
	if left := c.found - len(c.problems); left > 0 {
		return errors.Join(append(c.problems, fmt.Errorf("%w: %d more", ErrModell, left))...)
	}
	return errors.Join(c.problems...)
}
