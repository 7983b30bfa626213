// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// uebersicht lists the services.
func (a *anfrage) uebersicht() error {
	var list []verweis
	for _, name := range a.namen {
		k := a.dienste[name].kopf()
		more, err := a.angebote(a.dienste[name])
		if err != nil {
			return err
		}
		said := []string{k.Kurz.In(a.sprache)}
		for _, o := range more {
			said = append(said, a.say("offer.list", o.Nach))
		}
		list = append(list, verweis{Titel: k.Titel.In(a.sprache), URL: "/" + name + "/", Text: strings.Join(said, " ")})
	}
	return a.render(http.StatusOK, "dienste", rahmen{Titel: a.say("services")}, list)
}

// verweis is a link on a page.
type verweis struct{ Titel, URL, Text string }

// startseite is what the start page shows.
type startseite struct {
	K                        kopf
	Minuten                  int
	Niveau, Grundlage        string
	Kann, KannNicht, Braucht []string
	Eigene                   []eigener
	Angebote                 []fallangebot
	Angemeldet               bool
	Gast                     bool // nobody is identified
	Login                    string
	Senden                   string // the level for sending, where it is a higher one
	Hoch                     bool   // one of the levels is high
	Bleibt                   string // what is kept, and until when
	Datenschutz              string
	Leicht, Gebaerden        string
}

// eigener is a case of the person.
type eigener struct{ Titel, URL, Text string }

func (a *anfrage) start() error {
	d, err := a.dienstOf()
	if err != nil {
		return err
	}
	a.simply(d)
	k := d.kopf()
	if !k.Niveau.IsValid() && !a.gueltig {
		if err := a.guest(); err != nil {
			return err
		}
	}
	p := startseite{K: k, Gast: !k.Niveau.IsValid(), Minuten: int(k.Dauer.Minutes()), Niveau: a.level(k.Niveau), Grundlage: k.Grundlage.String(), Login: "/login?ziel=/" + k.Name + "/"}
	if a.sprache == recht.Englisch {
		p.Grundlage = k.Grundlage.English()
	}
	if k.Senden != 0 {
		p.Senden = a.level(k.Senden)
	}
	p.Hoch = max(k.Niveau, k.Senden) == recht.NiveauHoch
	p.Bleibt = a.draftKept(d)
	p.Leicht, p.Gebaerden = a.config.Anbieter.LeichteSprache, a.config.Anbieter.Gebaerden
	p.Datenschutz = "/" + k.Name + "/datenschutz"
	if i := slices.IndexFunc(a.config.Fuss, func(v Verweis) bool { return v.Statt == "datenschutz" }); i >= 0 {
		p.Datenschutz = a.config.Fuss[i].URL
	}
	for _, t := range k.Kann {
		p.Kann = append(p.Kann, t.In(a.sprache))
	}
	for _, t := range k.KannNicht {
		p.KannNicht = append(p.KannNicht, t.In(a.sprache))
	}
	for _, t := range k.Braucht {
		p.Braucht = append(p.Braucht, t.In(a.sprache))
	}
	if p.Angemeldet = a.gueltig && a.enough(d); p.Angemeldet {
		if p.Angebote, err = a.angebote(d); err != nil {
			return err
		}
		own, err := a.halter(d).list(a.r.Context(), &a.sitz, d, false)
		if err != nil {
			return err
		}
		for _, z := range own {
			p.Eigene = append(p.Eigene, eigener{
				Titel: a.zustand(d, z.stand), URL: "/" + k.Name + "/" + z.id.String(), Text: a.say("my.changed", shortDay(datum.Of(z.geaendert), a.sprache)),
			})
		}
	}
	return a.render(http.StatusOK, "start", rahmen{Titel: k.Titel.In(a.sprache), Dienst: d}, p)
}

// guest begins the session of somebody who is not identified: a name that nobody else
// has and that ends with it.
func (a *anfrage) guest() error {
	a.sitz, a.gueltig = newSitzung(nutzerkonto.Konto{Kennung: ohneName + rand.Text(), Niveau: recht.NiveauUntergeordnet}, a.now()), true
	return a.setCookie(a.w, "sitzung", a.sitz)
}

// beginne opens a draft, prefilled from the account; a form that is sent twice
// opens one.
func (a *anfrage) beginne() error {
	d, err := a.member()
	if err != nil {
		return err
	}
	if offer := a.r.PostForm.Get("angebot"); offer != "" {
		return a.nehmeAn(d, offer)
	}
	f, err := a.begin(a.r.Context(), d, cmp.Or(a.r.PostForm.Get("einmal"), rand.Text()))
	if errors.Is(err, antrag.ErrNotFound) {
		return redirect("/" + d.kopf().Name + "/") // what this form began is gone since
	}
	if err != nil {
		return err
	}
	return redirect(f.url(""))
}
