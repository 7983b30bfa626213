// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// Feldgruppe is a group of fields bound to a struct C inside of P.
type Feldgruppe[P, C any] struct {
	pfad   string
	form   formular.Element
	kinder []Element[C]
	errs   []error
	get    func(*P) *C
}

// Gruppe makes a group.
func Gruppe[P, C any](get func(*P) *C, titel recht.Text, kinder ...Element[C]) Feldgruppe[P, C] {
	name, err := nameOf(get)
	g := Feldgruppe[P, C]{pfad: name, kinder: kinder, get: get, form: formular.Gruppe(name, titel, modelle(kinder)...)}
	if err != nil {
		g.errs = []error{err}
	}
	return g
}

func (g Feldgruppe[P, C]) in(*P)                    {}
func (g Feldgruppe[P, C]) ort() string              { return "/" + g.pfad }
func (g Feldgruppe[P, C]) modell() formular.Element { return g.form }
func (g Feldgruppe[P, C]) fehler() []error          { return fehler(g.errs, g.kinder) }
func (g Feldgruppe[P, C]) merkmale() []merkmal      { return unter(g.pfad, g.kinder) }

// OnlyIf asks for the group only where the condition on the answers around it
// holds.
func (g Feldgruppe[P, C]) OnlyIf(b Bedingung[P]) Feldgruppe[P, C] {
	g.form = g.form.OnlyIf(b.form)
	return g
}

// Optional makes the group one that may be left empty; one that is begun is
// asked for in full.
func (g Feldgruppe[P, C]) Optional() Feldgruppe[P, C] {
	g.form = g.form.Optional()
	return g
}

// Hint gives the person a help text.
func (g Feldgruppe[P, C]) Hint(help recht.Text) Feldgruppe[P, C] {
	g.form = g.form.Hint(help)
	return g
}

// In is the field as seen from outside of its group: the same address block in
// two groups gives two fields. There is no In for a list: which row would it be?
func In[P, C, T any](g Feldgruppe[P, C], f Feld[C, T]) Feld[P, T] {
	return Feld[P, T]{
		pfad: g.pfad + "/" + f.pfad, form: f.form, mehr: f.mehr, errs: f.errs,
		get: func(p *P) *T { return f.get(g.get(p)) },
	}
}

// Liste is a group that is given several times.
type Liste[P, C any] struct {
	pfad   string
	form   formular.Element
	kinder []Element[C]
	errs   []error
}

// Mehrfach asks for a group from lowest to highest times: an overview with "add
// another", and a page for each row.
func Mehrfach[P, C any](get func(*P) *[]C, titel recht.Text, lowest, highest int, kinder ...Element[C]) Liste[P, C] {
	name, err := nameOf(get)
	l := Liste[P, C]{pfad: name, kinder: kinder, form: formular.Gruppe(name, titel, modelle(kinder)...).Times(lowest, highest)}
	if err != nil {
		l.errs = []error{err}
	}
	return l
}

func (l Liste[P, C]) in(*P)                    {}
func (l Liste[P, C]) ort() string              { return "/" + l.pfad }
func (l Liste[P, C]) modell() formular.Element { return l.form }
func (l Liste[P, C]) fehler() []error          { return fehler(l.errs, l.kinder) }
func (l Liste[P, C]) merkmale() []merkmal      { return unter(l.pfad, l.kinder) }

// OnlyIf asks for the list only where the condition on the answers around it
// holds.
func (l Liste[P, C]) OnlyIf(b Bedingung[P]) Liste[P, C] {
	l.form = l.form.OnlyIf(b.form)
	return l
}

// Hint gives the person a help text.
func (l Liste[P, C]) Hint(help recht.Text) Liste[P, C] {
	l.form = l.form.Hint(help)
	return l
}

func modelle[C any](kinder []Element[C]) []formular.Element {
	out := make([]formular.Element, len(kinder))
	for i, k := range kinder {
		out[i] = k.modell()
	}
	return out
}

func fehler[C any](errs []error, kinder []Element[C]) []error {
	out := append([]error(nil), errs...)
	for _, k := range kinder {
		out = append(out, k.fehler()...)
	}
	return out
}

func unter[C any](pfad string, kinder []Element[C]) (out []merkmal) {
	for _, k := range kinder {
		for _, m := range k.merkmale() {
			m.pfad = pfad + "/" + m.pfad
			out = append(out, m)
		}
	}
	return out
}
