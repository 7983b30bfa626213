// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Regel is a check across answers that the elements of a form cannot express:
// a dog is not kept before it was born. It runs only where everything it reads
// was asked, is given and valid, so it needs no guards.
type Regel struct {
	Code   string       // of your own; codes that begin with FORM- are taken
	Normen recht.Normen // what it rests on
	// Ab and Bis are the first and the last day on which the rule holds; zero is
	// open.
	Ab, Bis datum.Datum
	// Je is the pointer of a group that repeats, for a rule about each of its
	// rows; all other pointers of the rule then start in the row. It is empty
	// for a rule about the whole.
	Je string
	// Liest are the pointers of what the rule reads; the finding stands at the
	// first.
	Liest []string
	Text  recht.Text // what the person reads, without the title of the field
	// Severity is that of the finding; a broken rule is an error where it is not
	// set.
	Severity recht.Severity
	// Verletzt reports whether the rule is broken. It must not keep what it is
	// given.
	Verletzt func(Antworten, Umstaende) bool
}

// WithRegeln returns the form with further rules. JSON Schema cannot express
// them, so the export stays the same. The error matches [ErrModell].
func (f *Formular) WithRegeln(regeln ...Regel) (*Formular, error) {
	c := &compiler{}
	all := append(slices.Clip(f.regeln), regeln...)
	for i := range all {
		r := &all[i]
		r.Liest, r.Normen = slices.Clone(r.Liest), slices.Clone(r.Normen)
		path := "rule " + r.Code
		if r.Code == "" || strings.HasPrefix(r.Code, "FORM-") {
			c.problem(path, "needs a code of its own")
		}
		if slices.ContainsFunc(all[:i], func(o Regel) bool { return o.Code == r.Code }) {
			c.problem(path, "stands there twice")
		}
		if r.Text.IsZero() || r.Verletzt == nil {
			c.problem(path, "needs a text and a check")
		}
		if len(r.Liest) == 0 {
			c.problem(path, "reads nothing")
		}
		if !r.Ab.IsZero() && !r.Bis.IsZero() && r.Bis.Before(r.Ab) {
			c.problem(path, "ends before it begins")
		}
		f.places(c, r, path)
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	out := *f
	out.regeln = all
	return &out, nil
}

// places checks that the pointers of a rule lead somewhere.
func (f *Formular) places(c *compiler, r *Regel, path string) {
	prefix := ""
	if r.Je != "" {
		if n := f.node(r.Je + "/0"); n == nil || !n.array() || !n.group() {
			c.problem(path, "%q is no group that repeats", r.Je)
			return
		}
		prefix = r.Je + "/0"
	}
	for _, p := range r.Liest {
		if f.element(prefix+p) == nil {
			c.problem(path, "reads %q, which the form does not have", p)
		}
	}
}

// rules adds what the rules of the caller find.
func (r *run) rules() {
	if len(r.doc.doubled) > 0 {
		return // nobody knows which of two answers counts
	}
	for i := range r.form.regeln {
		regel := &r.form.regeln[i]
		if !regel.holds(r.umstaende.Heute) || len(r.findings)+len(r.broken) > maxFindings {
			continue
		}
		if regel.Je == "" {
			r.rule(regel, "")
			continue
		}
		for row := range (Antworten{run: r}).Len(regel.Je) {
			r.rule(regel, regel.Je+"/"+itoa(row))
		}
	}
}

// holds reports whether the rule is law on a day.
func (r *Regel) holds(day datum.Datum) bool {
	if r.Ab.IsZero() && r.Bis.IsZero() {
		return true
	}
	return !day.IsZero() && !day.Before(r.Ab) && (r.Bis.IsZero() || !day.After(r.Bis))
}

func (r *run) rule(regel *Regel, prefix string) {
	a := Antworten{run: r, prefix: prefix}
	if slices.ContainsFunc(regel.Liest, func(p string) bool { return !a.Valid(p) }) || !regel.Verletzt(a, r.umstaende) {
		return
	}
	if n := len(r.findings) + len(r.broken); n >= maxFindings {
		if n == maxFindings {
			r.broken = append(r.broken, finding(zuViele, "", &r.form.root, ""))
		}
		return
	}
	pointer := prefix + regel.Liest[0]
	f := recht.Befund{Code: regel.Code, Pointer: pointer, Severity: regel.Severity, Normen: regel.Normen, Text: regel.Text}
	if n := r.form.element(pointer); n != nil {
		f.Text = titled(n.el.Titel, f.Text)
	}
	r.broken = append(r.broken, f)
}
