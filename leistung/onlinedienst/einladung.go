// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// mitwirkung is how it stands with somebody who fills in beside the person.
type mitwirkung struct {
	rolle      verfahren.Rolle
	eingeladen bool // comes in with an invitation
	dabei      bool
	bestaetigt bool // since the last change that was told

	Titel, Stand, Art, ID string
	URL                   string // where they are invited
	Code, Link            string
}

// mitwirkende are the others who fill in.
func (a *anfrage) mitwirkende(f *fall) (out []mitwirkung) {
	if f.v.fall == nil {
		return nil
	}
	o := f.v.fall.ordnung
	for _, rolle := range o.andere(f.v.fall.rolle) {
		b, _ := o.tabelle.Beteiligter(rolle)
		m := mitwirkung{rolle: rolle, Titel: a.wort(f.dienst, "rolle."+string(rolle)), ID: "mit-" + string(rolle)}
		begins, _ := o.tabelle.Beteiligter(o.rollen[0])
		m.dabei = begins.Rolle == rolle
		for _, e := range f.v.fall.sicht.Verlauf {
			switch {
			case e.Akt == verfahren.AktEingeladen && b.Zugang == verfahren.ZugangEinladung:
				m.eingeladen = true
			case slices.Contains(e.Rollen, rolle) && e.Akt == verfahren.AktBeigetreten:
				m.dabei = true
			case slices.Contains(e.Rollen, rolle) && e.Akt == verfahren.AktBestaetigt:
				m.bestaetigt = true
			}
		}
		switch {
		case m.bestaetigt:
			m.Stand = a.say("others.confirmed")
		case m.dabei:
			m.Stand = a.say("others.in")
		case m.eingeladen:
			m.Stand, m.Art = a.say("others.invited"), "warnung"
		default:
			m.Stand, m.Art = a.say("others.not"), "warnung"
		}
		if f.v.fall.kann(verfahren.AktEingeladen) && !m.dabei && b.Zugang == verfahren.ZugangEinladung {
			m.URL = f.url("einladen")
		}
		out = append(out, m)
	}
	return out
}

// code is the secret of an invitation, computed so that who invited can see it again.
func (s *Server) code(id uuid.UUID, rolle verfahren.Rolle) string {
	sum := sha256.Sum256([]byte(s.siegel.sign("einladung", id.String(), string(rolle))))
	text := base32.StdEncoding.EncodeToString(sum[:])[:20] // 100 bits
	return strings.Join([]string{text[:5], text[5:10], text[10:15], text[15:]}, "-")
}

// einladungsseite tells how others come in.
type einladungsseite struct {
	Zurueck, Bis string
	Andere       []mitwirkung
	Offen        bool // somebody is not invited yet
}

// einladen shows the invitation of those who are not there yet, or asks whether to
// invite them.
func (a *anfrage) einladen() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	p := einladungsseite{Zurueck: f.url(""), Bis: a.until(f)}
	for _, m := range a.mitwirkende(f) {
		if m.URL == "" {
			continue
		}
		if m.eingeladen {
			m.Code = a.code(f.v.id, m.rolle)
			m.Link = a.config.URL + f.url("beitreten/"+m.Code)
		}
		p.Offen = p.Offen || !m.eingeladen
		p.Andere = append(p.Andere, m)
	}
	if len(p.Andere) == 0 {
		return redirect(f.url(""))
	}
	return a.render(http.StatusOK, "einladen", rahmen{Titel: a.say("invite.title"), Dienst: f.dienst}, p)
}

// ladeEin invites all who are not there yet, or invites them anew.
func (a *anfrage) ladeEin() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	for _, m := range a.mitwirkende(f) {
		if m.URL == "" {
			continue
		}
		h := antragfall.Handlung{Akt: verfahren.AktEingeladen, Rolle: m.rolle, Code: a.code(f.v.id, m.rolle)}
		if err := (beiFall{a.config.Akten}).do(a.r.Context(), &f.v, h); err != nil && !errors.Is(err, antrag.ErrConflict) {
			return err
		}
		if err := a.reload(a.r.Context(), f); err != nil {
			return err
		}
	}
	return redirect(f.url("einladen"))
}

// beitritt asks who comes with an invitation whether to take part.
type beitritt struct{ Titel, Was string }

// zumBeitritt shows what somebody is invited to.
func (a *anfrage) zumBeitritt() error {
	d, err := a.member()
	if err != nil {
		return err
	}
	if d.ordnung() == nil {
		return errNotFound
	}
	if id, err := uuid.Parse(a.r.PathValue("id")); err == nil {
		if _, err := a.open(a.r.Context(), d, id); err == nil {
			return redirect("/" + d.kopf().Name + "/" + id.String()) // takes part already
		}
	}
	k := d.kopf()
	return a.render(http.StatusOK, "beitreten", rahmen{Titel: a.say("join.title"), Dienst: d}, beitritt{k.Titel.In(a.sprache), k.Kurz.In(a.sprache)})
}

// trittBei lets who comes with the code of an invitation take part.
func (a *anfrage) trittBei() error {
	d, err := a.member()
	if err != nil {
		return err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if o := d.ordnung(); o == nil || err != nil {
		return errNotFound
	}
	if err := a.join(a.r.Context(), d, id, strings.ToUpper(strings.TrimSpace(a.r.PathValue("code")))); err != nil {
		if errors.Is(err, antragfall.ErrNotFound) || errors.Is(err, antragfall.ErrNichtMoeglich) || errors.Is(err, antragfall.ErrVerboten) || errors.Is(err, antragfall.ErrInvalid) {
			return a.render(http.StatusNotFound, "fehler", rahmen{Titel: a.say("join.not"), Dienst: d}, fehlerseite{Text: a.say("join.why")})
		}
		return err
	}
	return redirect("/" + d.kopf().Name + "/" + id.String())
}

// join lets the person take part in the role that the code is for, with a form of
// their own, prefilled from their account.
func (a *akteur) join(ctx context.Context, d dienst, id uuid.UUID, code string) error {
	o := d.ordnung()
	for _, rolle := range o.rollen {
		if !hmac.Equal([]byte(code), []byte(a.code(id, rolle))) {
			continue
		}
		form := o.formen[rolle]
		e := form.blank()
		if err := form.prefill(e, a.sitz.account()); err != nil {
			return err
		}
		stored, err := beiwerk{}.marshal(e)
		if err != nil {
			return err
		}
		teile, err := o.split(rolle, entwurf{stored: stored})
		if err != nil {
			return err
		}
		delete(teile, teilGemeinsam) // what the others have stated already
		_, err = a.config.Akten.Do(ctx, antragfall.Handlung{Fall: id, Wer: handelnd(&a.sitz), Akt: verfahren.AktBeigetreten, Code: code, Teile: teile})
		return err
	}
	return antragfall.ErrNotFound
}
