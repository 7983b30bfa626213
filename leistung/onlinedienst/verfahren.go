// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"maps"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// Pruefung holds what is entered against registers while the person waits: what does
// not fit they correct, as often as the table lets them ([verfahren.Recht.Pruefen]).
type Pruefung[A, P any] struct {
	// Fragt returns what does not fit; none: it is in order. Its error means that
	// nobody could be asked: the person may try again, and no try is counted.
	Fragt func(context.Context, Fall[A, P]) ([]Mangel, error)
}

// Mangel is something that a register says otherwise.
type Mangel struct {
	Code string
	Ort  string // pointer to the answer, as [Feld.Pointer] gives it
	Text recht.Text
}

// Automat decides by itself, where the table of the procedure lets a machine do it
// (§ 35a VwVfG): of the norm, the samples and the way to a person the table knows.
// It works on what was handed in, also while nobody is there.
type Automat[A, P any] struct {
	Akt verfahren.Akt // the decision, of the table
	// Kann reports whether everything that the decision hangs on is there and holds.
	// Where it does not, a person decides; its error is tried again.
	Kann func(context.Context, Fall[A, P]) (bool, error)
	// Risiko reports whether a person has to look at it; nil: by chance alone.
	Risiko func(Fall[A, P]) bool
	// Beschluss is what is decided.
	Beschluss func(Fall[A, P]) antragfall.Beschluss
}

// teilGemeinsam is what all who fill in state together.
const teilGemeinsam verfahren.Teil = "gemeinsam"

// teilVon is what the others learn of a role.
func teilVon(rolle verfahren.Rolle) verfahren.Teil { return "von-" + verfahren.Teil(rolle) }

// ordnung is the procedure of a service made ready, whatever its answers.
type ordnung struct {
	tabelle *verfahren.Tabelle
	rollen  []verfahren.Rolle          // those who fill in, who begins first
	formen  map[verfahren.Rolle]dienst // what each of them sees
	geteilt map[string]bool            // the names of what they state together
	kennt   map[string]string          // by the name of what one learns of another: where that stands there
	pruefe  func(ctx context.Context, e eingereicht) ([]Mangel, error)
	automat *automat
}

// automat is an Automat of whatever answers.
type automat struct {
	akt        verfahren.Akt
	entscheide func(ctx context.Context, e eingereicht) (beschluss *antragfall.Beschluss, risiko bool, err error)
}

// andere are those who fill in beside a role.
func (o *ordnung) andere(rolle verfahren.Rolle) []verfahren.Rolle {
	return slices.DeleteFunc(slices.Clone(o.rollen), func(r verfahren.Rolle) bool { return r == rolle })
}

// zeigt reports whether others learn something of a role.
func (o *ordnung) zeigt() bool { return len(o.kennt) > 0 }

// fuellt reports whether a role fills in questions.
func fuellt(b verfahren.Beteiligter) bool {
	switch b.Stellung {
	case verfahren.StellungAntragsteller, verfahren.StellungBerechtigter, verfahren.StellungPflichtiger, verfahren.StellungVerfasser:
		return b.Zugang != verfahren.ZugangKeiner
	default:
		return false
	}
}

// ausfueller are the roles that fill in.
func (d *Dienst[A, P]) ausfueller() (rollen []verfahren.Rolle) {
	for _, b := range d.Verfahren.Beteiligte {
		if fuellt(b) {
			rollen = append(rollen, b.Rolle)
		}
	}
	return rollen
}

// kennt is what one learns of another: by its name, where it stands there.
func (d *Dienst[A, P]) kennt() map[string]string {
	out := map[string]string{}
	for i := range d.Seiten {
		for _, e := range d.Seiten[i].elemente {
			for _, m := range e.merkmale() {
				if m.kennt != "" {
					out[m.pfad] = m.kennt
				}
			}
		}
	}
	return out
}

// geteilt are the names of what all state together.
func (d *Dienst[A, P]) geteilt() map[string]bool {
	out := map[string]bool{}
	for i := range d.Seiten {
		for _, e := range d.Seiten[i].elemente {
			if d.Seiten[i].geteilt && e.merkmale()[0].kennt == "" {
				out[e.modell().Name] = true
			}
		}
	}
	return out
}

// verlauf is the procedure as the table proves it: the name, the parts that each
// writes and sees, and the level of a login follow from the rest of the service.
func (d *Dienst[A, P]) verlauf() verfahren.Verfahren {
	v := *d.Verfahren
	v.Name = d.Name
	v.Beteiligte = slices.Clone(v.Beteiligte)
	alle, shared, known := d.ausfueller(), len(d.geteilt()) > 0, len(d.kennt()) > 0
	for i := range v.Beteiligte {
		b := &v.Beteiligte[i]
		if !fuellt(*b) {
			continue
		}
		b.Schreibt = []verfahren.Teil{verfahren.Teil(b.Rolle)}
		if shared {
			b.Schreibt = append(b.Schreibt, teilGemeinsam)
		}
		if known {
			b.Schreibt = append(b.Schreibt, teilVon(b.Rolle))
		}
		b.Sieht = slices.Clone(b.Schreibt)
		for _, other := range alle {
			if known && other != b.Rolle {
				b.Sieht = append(b.Sieht, teilVon(other))
			}
		}
		if b.Niveau.IsZero() && b.Zugang != verfahren.ZugangCode {
			b.Niveau = d.Niveau
		}
	}
	if d.Entwurf.Tage > 0 && len(alle) > 0 {
		v = verfahren.Baue(v, d.entwurfsfrist(&v, alle[0]))
	}
	return v
}

// entwurfsfrist ends a draft in every state in which it may run out; its owner is told
// a week before.
func (d *Dienst[A, P]) entwurfsfrist(v *verfahren.Verfahren, fuer verfahren.Rolle) verfahren.Baustein {
	var in []verfahren.Zustand
	for _, s := range v.Schritte {
		if s.Akt == verfahren.AktVerfallen {
			in = append(in, s.Von...)
		}
	}
	law := v.Recht
	law.Entwurf = d.Entwurf.Norm
	var before verfahren.Spanne
	const week = 7
	if d.Entwurf.Tage > week {
		before = verfahren.Tage(week)
	}
	return law.Entwurfsfrist(fuer, verfahren.Tage(d.Entwurf.Tage), before, in...)
}

// fuer is the service as one role sees it.
func (d Dienst[A, P]) fuer(rolle verfahren.Rolle) Dienst[A, P] {
	asked, all := map[string]bool{}, map[string]bool{}
	var pages []Seite[A]
	for i := range d.Seiten {
		s := d.Seiten[i]
		mine := len(s.fuer) == 0 || slices.Contains(s.fuer, rolle)
		if mine {
			pages = append(pages, s)
		}
		for _, e := range s.elemente {
			all[e.modell().Name] = true
			asked[e.modell().Name] = asked[e.modell().Name] || mine
		}
	}
	if len(pages) == len(d.Seiten) {
		return d
	}
	d.Seiten = pages
	gone := func(pointer string) bool { return all[first(pointer)] && !asked[first(pointer)] }
	d.Konto = slices.DeleteFunc(slices.Clone(d.Konto), func(u Uebernahme[A]) bool { return gone(u.nach) })
	d.Nachweise = slices.DeleteFunc(slices.Clone(d.Nachweise), func(n Nachweis[A]) bool {
		return !slices.ContainsFunc(pages, func(s Seite[A]) bool { return s.nachweis == n.Name })
	})
	d.FIM.Elemente = maps.Clone(d.FIM.Elemente)
	maps.DeleteFunc(d.FIM.Elemente, func(pointer string, _ xdatenfelder.Kennung) bool { return gone(pointer) })
	d.Regeln = slices.DeleteFunc(slices.Clone(d.Regeln), func(r Regel[A, P]) bool {
		return slices.ContainsFunc(r.Liest, func(o Ort[A]) bool { return gone(o.ort()) })
	})
	return d
}
