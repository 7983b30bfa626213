// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// After an event that the table of a service lists, a case may be offered to a person
// ([antragfall.Registratur.Bieten]). The start page of the service shows the offer, and one
// yes begins the case; without it nothing is opened.

// fallangebot is an offer as the start page shows it.
type fallangebot struct{ ID, Nach string }

// angebote are those of the person for a service.
func (a *anfrage) angebote(d dienst) (out []fallangebot, err error) {
	if d.ordnung() == nil || !a.gueltig || a.sitz.Konto == "" {
		return nil, nil
	}
	all, err := a.config.Akten.Angebote(a.r.Context(), handelnd(&a.sitz))
	for _, o := range all {
		if o.Verfahren == d.kopf().Name {
			out = append(out, fallangebot{o.ID.String(), a.wort(d, "anlass."+o.Anlass)})
		}
	}
	return out, err
}

// nehmeAn is the yes to an offer: it begins the case as the person would, prefilled.
func (a *anfrage) nehmeAn(d dienst, id string) error {
	offer, err := uuid.Parse(id)
	if err != nil || d.ordnung() == nil {
		return errNotFound
	}
	f, err := a.beginWith(a.r.Context(), d, func(ctx context.Context, e entwurf) (vorgang, error) {
		return beiFall{a.config.Akten}.accept(ctx, &a.sitz, d, offer, e)
	})
	if errors.Is(err, antrag.ErrNotFound) {
		return redirect("/" + d.kopf().Name + "/") // answered before, or too old
	}
	if err != nil {
		return err
	}
	return redirect(f.url(""))
}

// lehneAb is the no to an offer.
func (a *anfrage) lehneAb() error {
	d, err := a.member()
	if err != nil {
		return err
	}
	offer, err := uuid.Parse(a.r.PostForm.Get("angebot"))
	if err != nil || d.ordnung() == nil {
		return errNotFound
	}
	if err := a.config.Akten.Ablehnen(a.r.Context(), offer, handelnd(&a.sitz)); err != nil {
		return err
	}
	return redirect("/" + d.kopf().Name + "/")
}

// accept begins the case of an offer.
func (b beiFall) accept(ctx context.Context, s *sitzung, d dienst, offer uuid.UUID, e entwurf) (vorgang, error) {
	o := d.ordnung()
	if a, err := b.reg.Angebot(ctx, offer, handelnd(s)); err != nil || a.Verfahren != d.kopf().Name {
		return vorgang{}, cmp.Or(err, antrag.ErrNotFound)
	}
	teile, err := o.split(o.rollen[0], e)
	if err != nil {
		return vorgang{}, err
	}
	f, err := b.reg.Annehmen(ctx, offer, antragfall.Handlung{Wer: handelnd(s), Akt: verfahren.AktBegonnen, Teile: teile})
	return vorgang{id: f.ID()}, err
}

// begin opens a draft, prefilled from the account; the same key opens it once.
func (a *akteur) begin(ctx context.Context, d dienst, key string) (*fall, error) {
	return a.beginWith(ctx, d, func(ctx context.Context, e entwurf) (vorgang, error) {
		return a.halter(d).begin(ctx, &a.sitz, d, "onlinedienst-begin-"+a.siegel.sign("begin", a.sitz.Konto, cmp.Or(key, rand.Text())), e)
	})
}
