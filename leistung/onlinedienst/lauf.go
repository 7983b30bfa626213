// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/payment"
)

// Lauf is one application being filled in, without pages and without a store: what
// the pages do, for tests and for programs that fill in for a person. It serves
// one goroutine at a time.
type Lauf[A, P any] struct {
	kern    *kern[A, P]
	entwurf *formular.Entwurf
	lage    lage[P]
}

// Begin begins an application on a day. It fails where the service contradicts
// itself.
func (d Dienst[A, P]) Begin(kommunen Kommunen[P], heute datum.Datum, niveau recht.Niveau) (*Lauf[A, P], error) {
	if err := contradiction(d.Name, d.Check()); err != nil {
		return nil, err
	}
	k := compile(d, func(string, string, ...any) {})
	return &Lauf[A, P]{kern: k, entwurf: k.form.NewEntwurf(), lage: lage[P]{heute: heute, wer: wer{niveau: niveau}, kommunen: kommunen}}, nil
}

// Set answers questions, by JSON pointer, as [formular.Entwurf.Set] does.
func (l *Lauf[A, P]) Set(answers map[string]any) error { return l.entwurf.Set(answers) }

// Answer answers all questions as the struct does: what is not in it is no answer
// any more.
func (l *Lauf[A, P]) Answer(a A) error {
	data, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("onlinedienst: answers: %w", err)
	}
	next, err := flat(data)
	if err != nil {
		return err
	}
	answers := map[string]any{}
	for old := range l.entwurf.Answers() {
		answers[old.Pointer] = nil
	}
	maps.Copy(answers, next)
	return l.entwurf.Set(answers)
}

// flat are the answers of a document by their pointers.
func flat(data []byte) (map[string]any, error) {
	var doc any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		return nil, errors.New("onlinedienst: answers are no JSON")
	}
	out := map[string]any{}
	leaves(doc, "", out)
	return out, nil
}

// leaves collects the answers of a document by their pointers. Names of fields
// are those of Go structs, so they need no escape.
func leaves(doc any, pointer string, out map[string]any) {
	switch v := doc.(type) {
	case map[string]any:
		for name, child := range v {
			leaves(child, pointer+"/"+name, out)
		}
	case []any:
		for i, child := range v {
			leaves(child, pointer+"/"+strconv.Itoa(i), out)
		}
	default:
		out[pointer] = v
	}
}

// Check returns the case as rules see it, and everything that is still wrong.
func (l *Lauf[A, P]) Check() (Fall[A, P], recht.Befunde, error) {
	u, err := l.kern.judge(l.entwurf, l.lage)
	return u.fall, u.befunde, err
}

// Pages returns the pages that these answers lead to, in their order.
func (l *Lauf[A, P]) Pages() ([]string, error) {
	u, err := l.kern.judge(l.entwurf, l.lage)
	if err != nil {
		return nil, err
	}
	var out []string
	st := stand{antw: u.antw, sagt: func() map[string][]Mitteilung { return l.kern.tells(&u, l.lage.heute) }}
	for _, s := range l.kern.seiten {
		if st.shows(s) {
			out = append(out, s.name)
		}
	}
	return out, nil
}

// Tells is what a page tells that asks nothing.
func (l *Lauf[A, P]) Tells(page string) ([]Mitteilung, error) {
	u, err := l.kern.judge(l.entwurf, l.lage)
	return l.kern.tells(&u, l.lage.heute)[page], err
}

// Data returns what would leave for the authority: the answers that are asked, but
// for those that stay.
func (l *Lauf[A, P]) Data() ([]byte, error) {
	e, err := leaving(l.entwurf, l.kern.form.ParseEntwurf, func(path string) merkmal { return l.kern.merkmale[path] })
	if err != nil {
		return nil, err
	}
	return e.Data()
}

// Assess computes the fee.
func (l *Lauf[A, P]) Assess() (payment.Assessment, error) {
	u, err := l.kern.judge(l.entwurf, l.lage)
	if err != nil {
		return payment.Assessment{}, err
	}
	return l.kern.assess(u.fall)
}

// Auskunft is what the person is told about answers with which nothing is wrong.
func (l *Lauf[A, P]) Auskunft() ([]Auskunft, error) {
	u, err := l.kern.judge(l.entwurf, l.lage)
	if err != nil || l.kern.dienst.Auskunft == nil || len(u.befunde.Blocking()) > 0 {
		return nil, err
	}
	return l.kern.dienst.Auskunft(u.fall), nil
}

// Take takes over evidence of that name, a JSON document, as an answer of its
// source.
func (l *Lauf[A, P]) Take(nachweis string, evidence []byte, from formular.Herkunft) error {
	for _, n := range l.kern.dienst.Nachweise {
		if n.Name == nachweis {
			return takeOver(l.entwurf, n.mapping(true), evidence, from)
		}
	}
	return fmt.Errorf("onlinedienst: no evidence %q", nachweis)
}

// Certify takes over what somebody else certifies, for whom it was asked, as an answer
// of its source.
func (l *Lauf[A, P]) Certify(name, fuer string, certificate []byte, from formular.Herkunft) error {
	for _, b := range l.kern.dienst.bescheinigungen(func(string, string, ...any) {}) {
		if b.name != name {
			continue
		}
		document, err := b.document(certificate, fuer)
		if err != nil {
			return err
		}
		l.Belegt(append(l.lage.belegt, name)...)
		return takeOver(l.entwurf, b.fuellt, document, from)
	}
	return fmt.Errorf("onlinedienst: no certificate %q", name)
}

// Belegt says which evidence and certificates were taken over, by their names.
func (l *Lauf[A, P]) Belegt(namen ...string) { l.lage.belegt = namen }

// Eingang is what the authority would receive on that day, without files.
func (l *Lauf[A, P]) Eingang() (Eingang, error) {
	u, err := l.kern.judge(l.entwurf, l.lage)
	if err != nil {
		return Eingang{}, err
	}
	data, err := l.Data()
	if err != nil {
		return Eingang{}, err
	}
	out := Eingang{Dienst: l.kern.dienst.Name, Fassung: l.kern.dienst.Fassung, Daten: data, Niveau: l.lage.niveau, Eingelegt: l.lage.heute}
	for answer := range l.entwurf.Answers() {
		if answer.Bestand != nil && u.antw.Asked(answer.Pointer) {
			out.Herkunft = append(out.Herkunft, answer)
		}
	}
	return out, nil
}

// Save returns the draft as it is stored.
func (l *Lauf[A, P]) Save() ([]byte, error) { return l.entwurf.MarshalJSON() }

// Resume goes on with a stored draft, also one of another version of the service.
func (l *Lauf[A, P]) Resume(stored []byte) error {
	e, err := l.kern.form.ParseEntwurf(stored)
	if err != nil {
		return err
	}
	l.entwurf = e
	return nil
}

// On goes on at another day.
func (l *Lauf[A, P]) On(heute datum.Datum) { l.lage.heute = heute }
