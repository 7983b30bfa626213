// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// uebersicht lists the services.
func (a *anfrage) uebersicht() error {
	var list []verweis
	for _, name := range a.namen {
		k := a.dienste[name].kopf()
		list = append(list, verweis{Titel: k.Titel.In(a.sprache), URL: "/" + name + "/", Text: k.Kurz.In(a.sprache)})
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
	Angemeldet               bool
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
	k := d.kopf()
	p := startseite{K: k, Minuten: int(k.Dauer.Minutes()), Niveau: a.level(k.Niveau), Grundlage: k.Grundlage.String(), Login: "/login?ziel=/" + k.Name + "/"}
	if a.sprache != "de" {
		p.Grundlage = k.Grundlage.English()
	}
	if k.Senden != 0 {
		p.Senden = a.level(k.Senden)
	}
	p.Hoch = max(k.Niveau, k.Senden) == recht.NiveauHoch
	p.Bleibt = a.say("start.kept", k.Entwurf.Tage, a.norms(recht.Normen{k.Entwurf.Norm}))
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
	if p.Angemeldet = a.gueltig && a.sitz.Niveau.Reicht(k.Niveau); p.Angemeldet {
		heads, err := a.registry.list(a.r.Context(), a.sitz.Konto, k.Leistung)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if h.Status != antrag.StatusVerworfen && h.Status != antrag.StatusGeloescht {
				p.Eigene = append(p.Eigene, eigener{
					Titel: a.say("status." + string(h.Status)), URL: "/" + k.Name + "/" + h.Antrag.String(),
					Text: a.say("my.changed", shortDay(datum.Of(h.Geaendert), a.sprache)),
				})
			}
		}
	}
	return a.render(http.StatusOK, "start", rahmen{Titel: k.Titel.In(a.sprache), Dienst: d}, p)
}

// beginne opens a draft, prefilled from the account; a form that is sent twice
// opens one.
func (a *anfrage) beginne() error {
	d, err := a.member()
	if err != nil {
		return err
	}
	f, err := a.begin(a.r.Context(), d, cmp.Or(a.r.PostForm.Get("einmal"), rand.Text()))
	if err != nil {
		return err
	}
	return redirect(f.url(""))
}
