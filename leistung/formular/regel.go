// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"
	"strings"
)

// Regel is a check across answers that the elements of a form cannot express:
// a dog is not kept before it was born.
type Regel struct {
	Code  Code   // of your own; codes that begin with FORM- are taken
	Basis string // the norm it rests on
	// What the person reads, without the title of the field.
	Deutsch, Englisch string
	// Verstoesse returns the pointers of the answers at fault, none where the
	// rule holds. It must not keep the answers. An answer that is missing or
	// malformed has findings of its own, so a rule passes over it.
	Verstoesse func(Antworten) []string
}

// WithRegeln returns the form with further rules. JSON Schema cannot express
// them, so the export stays the same. The error matches [ErrModell].
func (f *Formular) WithRegeln(regeln ...Regel) (*Formular, error) {
	c := &compiler{}
	all := append(slices.Clip(f.regeln), regeln...)
	for i, r := range all {
		path := "rule " + string(r.Code)
		if r.Code == "" || strings.HasPrefix(string(r.Code), "FORM-") {
			c.problem(path, "needs a code of its own")
		}
		if slices.ContainsFunc(all[:i], func(o Regel) bool { return o.Code == r.Code }) {
			c.problem(path, "stands there twice")
		}
		if r.Deutsch == "" || r.Englisch == "" || r.Verstoesse == nil {
			c.problem(path, "needs a sentence in both languages and a check")
		}
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	out := *f
	out.regeln = all
	return &out, nil
}

// rules adds what the rules of the caller find.
func (r *run) rules() {
	for _, regel := range r.form.regeln {
		for _, pointer := range regel.Verstoesse(Antworten{r.doc}) {
			if !r.room() {
				return
			}
			f := Finding{Code: regel.Code, Pfad: pointer, Basis: regel.Basis, satz: [2]string{regel.Deutsch, regel.Englisch}}
			if n := r.form.node(pointer); n != nil {
				f.Titel = n.el.Titel
			}
			r.findings = append(r.findings, f)
		}
	}
}
