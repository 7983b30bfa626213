// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"slices"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// bogen is what is filled in for the service that the address names; of one that several
// fill in that of the role that it names, or of who begins.
func (a *anfrage) bogen() (d dienst, first bool, err error) {
	if d, err = a.dienstOf(); err != nil {
		return nil, false, err
	}
	o := d.ordnung()
	if o == nil {
		return d, true, nil
	}
	rolle := o.rollen[0]
	if asked := a.r.URL.Query().Get("rolle"); asked != "" {
		i := slices.IndexFunc(o.rollen, func(r verfahren.Rolle) bool { return string(r) == asked })
		if i < 0 {
			return nil, false, errNotFound
		}
		rolle = o.rollen[i]
	}
	return o.formen[rolle], rolle == o.rollen[0], nil
}

// schema is the form as JSON Schema, for programs.
func (a *anfrage) schema() error {
	d, _, err := a.bogen()
	if err != nil {
		return err
	}
	text, err := d.schema()
	if err != nil {
		return err
	}
	a.w.Header().Set("Content-Type", "application/schema+json")
	_, err = a.w.Write(text)
	return err
}

// xdatenfelder is the form in XDatenfelder 3, for editors of FIM and for makers of forms.
// It bears the day, so on one day it is the same.
func (a *anfrage) xdatenfelder() error {
	d, first, err := a.bogen()
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, a.heute().String())
	if err != nil {
		return err
	}
	s, err := d.xdf(day, first)
	if err != nil {
		return err
	}
	a.w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	return xdatenfelder.Write(a.w, s)
}

func (l laufend[A, P]) xdf(stand time.Time, first bool) (xdatenfelder.Schema, error) {
	s, _, err := xdfform.Export(l.kern.form, l.kern.angaben(stand, first))
	return s, err
}

// angaben are what the declaration says beyond its form. The id of the schema is that of
// what is filled in first; what others fill in is another one.
func (k *kern[A, P]) angaben(stand time.Time, first bool) xdfform.Angaben {
	out := xdfform.Angaben{Kennungen: k.dienst.FIM, Stand: stand}
	if !first {
		out.Kennungen.Schema, out.Kennungen.Steckbrief = xdatenfelder.Kennung{}, xdatenfelder.Kennung{}
	}
	for _, r := range k.regeln() {
		if !strings.HasPrefix(r.Code, codeAuswahl) { // follows from the question
			out.Regeln = append(out.Regeln, r)
		}
	}
	filled := map[string]bool{}
	for _, u := range uebernahmen(k.dienst.Konto) {
		filled[u.nach] = true
	}
	for _, n := range k.dienst.Nachweise {
		for _, u := range n.mapping(true) {
			filled[u.nach] = true
		}
	}
	out.Feld = func(pointer string, f *xdatenfelder.Feld) {
		if filled[pointer] {
			f.Vorbefuellung = xdatenfelder.VorbefuellungOptional
		}
		m := k.merkmale[pointer[1:]]
		if f.Feldart == xdatenfelder.FeldartEingabe && (m.ergibt != nil || m.kennt != "") {
			f.Feldart = xdatenfelder.FeldartGesperrt
		}
		if m.ergibt != nil {
			f.Regeln = append(f.Regeln, xdatenfelder.Regel{
				Kennung: xdatenfelder.Kennung{ID: "lokal.regel.berechnet" + strings.ReplaceAll(pointer, "/", ".")}, Name: "Berechnet",
				Freitext: "Wird aus früheren Antworten berechnet. Wie, steht nur im Programm des Dienstes.", Typ: "B", LetzteAenderung: f.LetzteAenderung,
			})
		}
		if m.bleibt {
			f.Definition = "Wird gefragt und nicht übermittelt."
		}
	}
	return out
}

// checkFIM checks that ids of FIM are such, and lead somewhere, and that the form can be
// written at all.
func (k *kern[A, P]) checkFIM(add func(string, string, ...any)) {
	if k.form == nil {
		return
	}
	if _, _, err := xdfform.Export(k.form, k.angaben(time.Unix(0, 0), true)); err != nil {
		for _, e := range problems(err) {
			add("/fim", "%v", e)
		}
	}
}
