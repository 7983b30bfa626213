// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// zug is one act while it is done: the case before and after, and what it changes.
type zug struct {
	r               *Registratur
	vorher, nachher Fall
	h               Handlung
	jetzt           time.Time
	events          []Ereignis
	teile           Teile // changed
	rollen          []verfahren.Rolle
	gesehen         string // the digest of what the person sees, before the act
	eingereicht     bool
}

var errGesehen = errors.New("it is not what was seen")

// handle takes the step that somebody asks for.
func (z *zug) handle(ctx context.Context) error {
	f, h := &z.nachher, &z.h
	if err := z.wer(); err != nil {
		return err
	}
	if err := z.nachgewiesen(); err != nil {
		return err
	}
	if slices.Contains([]verfahren.Akt{AktVerlaengert, AktNachgesehen, AktZurueckgegeben, AktErinnert, AktAbgelaufen, AktDatenGeloescht}, h.Akt) {
		return z.vermerke()
	}
	complete := false
	if f.tabelle.Fragt(f.Zustand(), h.Akt, verfahren.SacheVollstaendig) {
		var err error
		if complete, err = z.vollstaendig(ctx); err != nil {
			return err
		}
	}
	row, err := f.tabelle.Step(f.Zustand(), h.Akt, f.lage(h, complete))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNichtMoeglich, err)
	}
	if row.Selbst || h.Akt == verfahren.AktGeloescht || h.Akt == verfahren.AktVorgelegt || f.tabelle.NurFrist(f.Zustand(), h.Akt) {
		return fmt.Errorf("%w: %s happens by itself", ErrNichtMoeglich, h.Akt)
	}
	if z.rollen = slices.DeleteFunc(z.rollen, func(rolle verfahren.Rolle) bool { return !row.Darf(rolle) }); len(z.rollen) == 0 {
		return fmt.Errorf("%w: %s is for %v", ErrVerboten, h.Akt, row.Wer)
	}
	z.gesehen = f.digest(f.sieht(f.rollen(h.Wer, "")))
	if err := z.angaben(); err != nil {
		return err
	}
	e := Ereignis{Zeit: z.jetzt}
	e.Akt, e.Zustand, e.Rollen, e.Wer, e.Text, e.Termin, e.An = h.Akt, row.Ziel(f.Zustand()), z.rollen, h.Wer.konto, h.Text, h.Termin, h.An
	e.Anlagen = h.Anlagen
	if f.Zustand() == verfahren.ZustandNeu {
		v := f.tabelle.Verfahren()
		e.Verfahren, e.Fassung, e.Zu, e.Anlass = v.Name, v.Fassung, h.Zu, h.anlass
	}
	if e.Behoerde = h.Behoerde; e.Behoerde != "" && f.Bisher(verfahren.AktEingereicht) > 0 {
		return fmt.Errorf("%w: it lies at an authority already", ErrInvalid)
	}
	if err := z.termin(&e); err != nil {
		return err
	}
	if err := z.besonders(&e); err != nil {
		return err
	}
	if err := z.entscheide(&e); err != nil {
		return err
	}
	if h.Akt == verfahren.AktBearbeitet && f.Bisher(verfahren.AktEingereicht) == 0 {
		// A draft is state: what was said before is gone with the commit.
		if len(h.Anlagen) > 0 {
			return fmt.Errorf("%w: a draft names its documents itself", ErrInvalid)
		}
		f.stand.Bearbeitet, f.stand.BearbeitetVersion = z.jetzt, z.vorher.version+1
		return nil
	}
	z.geschieht(e)
	return nil
}

// wer finds the roles of who acts. Somebody who comes with the code of an invitation
// takes part from now on.
func (z *zug) wer() error {
	f, h := &z.nachher, &z.h
	if h.Wer.system() || h.Wer.amt {
		z.rollen = f.rollen(h.Wer, h.Akt)
		return nil
	}
	if h.Code != "" && h.Akt != verfahren.AktEingeladen {
		code := digestOf([]byte(h.Code))
		if i := slices.IndexFunc(f.stand.Einladungen, func(e einladung) bool { return e.Code == code }); i >= 0 {
			e := f.stand.Einladungen[i]
			if f.zeichnet(e.Rolle) && slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Konto == h.Wer.konto && f.zeichnet(p.Rolle) }) {
				return fmt.Errorf("%w: those who sign together are several persons; who acts for another shows proof", ErrVerboten)
			}
			f.stand.Einladungen = slices.Delete(f.stand.Einladungen, i, i+1)
			f.stand.Personen = append(f.stand.Personen, person{Rolle: e.Rolle, Konto: h.Wer.konto, An: e.An, Nachweis: h.Nachweis})
		}
	}
	if !slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Konto == h.Wer.konto }) || h.Wer.konto == "" {
		return ErrNotFound
	}
	if z.rollen = f.rollen(h.Wer, h.Akt); len(z.rollen) == 0 {
		return fmt.Errorf("%w: the login is too low, or it is beyond what they may do for another", ErrVerboten)
	}
	return nil
}

// nachgewiesen asks who comes into a role with a qualification for the proof of it.
func (z *zug) nachgewiesen() error {
	f := &z.nachher
	for _, p := range f.stand.Personen {
		if b, found := f.tabelle.Beteiligter(p.Rolle); found && b.Nachweis != "" && strings.TrimSpace(p.Nachweis) == "" {
			return fmt.Errorf("%w: %s shows proof: %s", ErrInvalid, p.Rolle, b.Nachweis)
		}
	}
	return nil
}

// angaben takes over what is stated: only what the roles write.
func (z *zug) angaben() error {
	f := &z.nachher
	for name, content := range z.h.Teile {
		if !slices.ContainsFunc(z.rollen, func(rolle verfahren.Rolle) bool {
			b, found := f.tabelle.Beteiligter(rolle)
			return found && slices.Contains(b.Schreibt, name)
		}) {
			return fmt.Errorf("%w: the part %q is for others to write", ErrVerboten, name)
		}
		z.teile[name] = content
		f.stand.Teile[name] = teil{Digest: digestOf(content), Version: f.stand.Teile[name].Version}
	}
	return nil
}

// vollstaendig asks the service whether nothing hinders what is stated, with the parts
// that the roles see.
func (z *zug) vollstaendig(ctx context.Context) (bool, error) {
	f := &z.nachher
	check := z.r.config.Vollstaendig[f.tabelle.Verfahren().Name]
	for _, rolle := range z.rollen {
		b, found := f.tabelle.Beteiligter(rolle)
		if !found {
			continue
		}
		teile, err := z.r.lies(ctx, f, b.Sieht)
		if err != nil {
			return false, err
		}
		for name, content := range z.h.Teile {
			if slices.Contains(b.Sieht, name) {
				teile[name] = content
			}
		}
		for _, name := range b.Schreibt {
			if check == nil && len(teile[name]) == 0 {
				return false, nil
			}
		}
		if check != nil && !check(rolle, teile) {
			return false, nil
		}
	}
	return true, nil
}

// termin asks for the day that a period of the table ends on, or stands still to.
func (z *zug) termin(e *Ereignis) error {
	f := &z.nachher
	needed := f.tabelle.SetztTag(f.Zustand(), e.Akt, e.Zustand)
	if needed && e.Termin.IsZero() || !e.Termin.IsZero() && e.Termin.Before(datum.Of(z.jetzt)) {
		return fmt.Errorf("%w: %s sets a day, and one that is still to come", ErrInvalid, e.Akt)
	}
	return nil
}

// besonders does what acts of building parts do beside the step.
func (z *zug) besonders(e *Ereignis) error {
	f, h := &z.nachher, &z.h
	switch h.Akt {
	case verfahren.AktEingeladen:
		return z.lade(h.Rolle, "", true)
	case verfahren.AktVertreten:
		return z.vertrete()
	case verfahren.AktBestaetigt:
		if h.Gesehen != z.gesehen {
			return fmt.Errorf("%w: %w", ErrVeraltet, errGesehen)
		}
		for _, rolle := range z.rollen {
			b, _ := f.tabelle.Beteiligter(rolle)
			f.stand.Bestaetigt[rolle] = f.digest(b.Sieht)
		}
	case verfahren.AktBezahlt:
		f.stand.Bezahlt = f.alles()
	case verfahren.AktEingereicht:
		z.eingereicht = true
	default: // what the table says is all
	}
	for i := range f.tabelle.Verfahren().Fristen {
		fr := &f.tabelle.Verfahren().Fristen[i]
		switch {
		case fr.Je && slices.Contains(fr.Ab, h.Akt):
			if h.Code != "" {
				return z.lade(fr.Fuer, h.An, false)
			}
		case fr.Je && slices.Contains(fr.Bis, h.Akt):
			return z.antworte(fr, e)
		}
	}
	return nil
}

// lade notes an invitation.
func (z *zug) lade(rolle verfahren.Rolle, an string, frei bool) error {
	f := &z.nachher
	if z.h.Code == "" {
		return fmt.Errorf("%w: an invitation needs a code", ErrInvalid)
	}
	if rolle == "" {
		for _, b := range f.tabelle.Verfahren().Beteiligte {
			if b.Zugang == verfahren.ZugangEinladung {
				rolle = b.Rolle
				break
			}
		}
	}
	b, found := f.tabelle.Beteiligter(rolle)
	taken := slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Rolle == rolle })
	if !found || b.Zugang != verfahren.ZugangEinladung || frei && taken && !b.Mehrere {
		return fmt.Errorf("%w: nobody can be invited as %q", ErrInvalid, rolle)
	}
	if frei && !b.Mehrere { // who is invited anew comes with the new code
		f.stand.Einladungen = slices.DeleteFunc(f.stand.Einladungen, func(e einladung) bool { return e.Rolle == rolle })
	}
	f.stand.Einladungen = append(f.stand.Einladungen, einladung{rolle, an, digestOf([]byte(z.h.Code))})
	return nil
}

// zeichnet reports whether a role signs what is handed in.
func (f Fall) zeichnet(rolle verfahren.Rolle) bool {
	b, found := f.tabelle.Beteiligter(rolle)
	return found && b.Zeichnet
}

// vertrete lets who acts also act for another role.
func (z *zug) vertrete() error {
	f, h := &z.nachher, &z.h
	b, found := f.tabelle.Beteiligter(h.Rolle)
	taken := slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Rolle == h.Rolle })
	switch {
	case !found || b.Vertretbar.IsZero():
		return fmt.Errorf("%w: nobody may act for %q", ErrVerboten, h.Rolle)
	case taken:
		return fmt.Errorf("%w: %q acts already", ErrVerboten, h.Rolle)
	case strings.TrimSpace(h.Nachweis) == "":
		return fmt.Errorf("%w: who acts for another shows proof (%s)", ErrInvalid, b.Vertretbar)
	}
	f.stand.Personen = append(f.stand.Personen, person{Rolle: h.Rolle, Konto: h.Wer.konto, Nachweis: h.Nachweis, Vertritt: true, Reichweite: h.Reichweite})
	return nil
}

// antworte takes an answer of somebody who was asked; one after silence is late.
func (z *zug) antworte(fr *verfahren.Frist, e *Ereignis) error {
	f := &z.nachher
	for _, p := range f.stand.Personen {
		if p.Konto == z.h.Wer.konto && p.Rolle == fr.Fuer && (e.An == "" || p.An == e.An) {
			e.An = p.An
		}
	}
	asked, silent := false, false
	for _, before := range f.verlauf {
		if before.An == e.An {
			asked = asked || slices.Contains(fr.Ab, before.Akt)
			silent = silent || before.Akt == fr.Folge
		}
	}
	if !asked {
		return fmt.Errorf("%w: nobody was asked", ErrNichtMoeglich)
	}
	e.Verspaetet = silent
	return nil
}

// geschieht adds an event.
func (z *zug) geschieht(e Ereignis) {
	e.Version = z.vorher.version + uint64(len(z.events)) + 1
	z.events = append(z.events, e)
	z.nachher = z.nachher.mit(e)
}

// folgen takes the steps that happen by themselves now.
func (z *zug) folgen() error {
	for range 8 { // the table has no circle of them
		f := &z.nachher
		row := f.tabelle.Selbst(f.Zustand(), f.lage(nil, false))
		if row == nil {
			return nil
		}
		e := Ereignis{Zeit: z.jetzt}
		e.Akt, e.Zustand, e.Rollen = row.Akt, row.Ziel(f.Zustand()), verfahren.Wer(verfahren.RolleSystem)
		if row.Akt == verfahren.AktEingereicht {
			z.eingereicht = true
		}
		z.geschieht(e)
	}
	return nil
}

// sieht returns the parts that the roles see.
func (f Fall) sieht(rollen []verfahren.Rolle) (teile []verfahren.Teil) {
	for _, rolle := range rollen {
		if b, found := f.tabelle.Beteiligter(rolle); found {
			teile = append(teile, b.Sieht...)
		}
	}
	return teile
}
