// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"errors"
	"net/http"
	"slices"
)

// offers reports whether a page begins with the decision about evidence: the person
// has not decided yet, or has not looked at what came.
func (a *akteur) offers(f *fall, s *seite) bool {
	if s.nachweis == "" || a.config.Abrufe == nil {
		return false
	}
	z := f.bei.Abrufe[s.nachweis]
	return !z.Selbst && z.Digest == ""
}

// abrufseite asks whether to fetch, or shows what was fetched.
type abrufseite struct {
	Zurueck, Weiter, Fehler string
	Warum                   string  // nobody can be asked
	Hoeher                  verweis // a login that would be enough, where this one is not
	Zeilen                  []fakt
	Versichert, Belehrung   string
	Erneut                  bool
	Hat                     string // from whom something was taken over
	Bereit, Wiederholbar    bool
	Fakten                  []fakt
	Kopf, Text, Roh, SHA256 string
}

// nachweisOf is the evidence of the address with the page that offers it.
func (a *anfrage) nachweisOf(f *fall) (nachweis, *seite, error) {
	n, ok := f.dienst.nachweis(a.r.PathValue("zeile"))
	pages := f.dienst.pages()
	i := slices.IndexFunc(pages, func(s seite) bool { return ok && s.nachweis == n.Name })
	if i < 0 || a.config.Abrufe == nil {
		return n, nil, errNotFound
	}
	return n, &pages[i], nil
}

// zeigeNachweis asks for the decision, or shows what came of it.
func (a *anfrage) zeigeNachweis(f *fall) error {
	n, s, err := a.nachweisOf(f)
	if err != nil {
		return err
	}
	v, err := a.preview(a.r.Context(), f, n)
	if err != nil {
		return err
	}
	if v.ausgang == ausgangKeiner || v.ausgang == ausgangUebergabe || a.r.URL.Query().Get("neu") != "" {
		return a.askAbruf(f, n, s, "")
	}
	return a.showAbruf(f, n, s, v, http.StatusOK)
}

// askAbruf asks. Both ways lead to the same result, and neither is chosen
// beforehand.
func (a *anfrage) askAbruf(f *fall, n nachweis, s *seite, fault string) error {
	o, err := a.offer(a.r.Context(), f, n)
	if err != nil {
		return err
	}
	z := f.bei.Abrufe[n.Name]
	p := abrufseite{Zurueck: a.beforePage(f, s), Zeilen: o.zeilen, Warum: o.weg.Warum.In(a.sprache), Fehler: fault, Erneut: z.Erneut}
	if n.Andere != nil {
		p.Versichert, p.Belehrung = n.Andere.Versichert.In(a.sprache), n.Andere.Belehrung.In(a.sprache)
	}
	if z.Digest != "" {
		p.Hat = z.Quelle
	}
	if !a.sitz.Niveau.Reicht(n.Niveau) {
		p.Hoeher = a.stepUp(f.url(s.name), n.Niveau)
	}
	status := http.StatusOK
	if fault != "" {
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "abruf", rahmen{Titel: a.say("ev.decide"), Fehler: fault != "", Dienst: f.dienst}, p)
}

// showAbruf shows what came, and nothing that was not agreed to.
func (a *anfrage) showAbruf(f *fall, n nachweis, s *seite, v vorschau, status int) error {
	z := f.bei.Abrufe[n.Name]
	p := abrufseite{Zurueck: a.beforePage(f, s), Bereit: v.ausgang == ausgangBereit, Wiederholbar: v.ausgang == ausgangGestoert, SHA256: v.digest, Roh: string(v.inhalt)}
	if !p.Bereit {
		title, what := v.ausgang.texts()
		p.Kopf, p.Text = title.In(a.sprache), what.In(a.sprache)
		return a.render(status, "vorschau", rahmen{Titel: a.say("ev.failed"), Dienst: f.dienst}, p)
	}
	var err error
	if p.Fakten, err = f.evidence(n.mapping(z.Andere), v.inhalt, a.sprache); err != nil {
		return err
	}
	return a.render(status, "vorschau", rahmen{Titel: a.say("ev.preview", z.Quelle), Dienst: f.dienst}, p)
}

// decide takes the decision to fetch, and then the one to use what came.
func (a *anfrage) decide(f *fall) error {
	n, s, err := a.nachweisOf(f)
	if err != nil {
		return err
	}
	here, there := redirect(f.url("nachweis/"+n.Name)), redirect(f.url(s.name))
	switch a.r.PostForm.Get("wahl") {
	case "abrufen":
		err, there = a.agree(a.r.Context(), f, n, a.r.PostForm.Get("andere") == "ja"), here
	case "nochmal":
		err, there = a.askRegister(a.r.Context(), f, n), here
	case "uebernehmen":
		err = a.takeEvidence(a.r.Context(), f, n, a.r.PostForm.Get("sha256"))
	case "selbst":
		err = a.write(a.r.Context(), f, n)
	default:
		return a.askAbruf(f, n, s, a.say("error.choose", a.say("ev.decide")))
	}
	switch {
	case errors.Is(err, ErrKeinAbruf):
		return here // too late, or decided in another window: the page shows how it is now
	case errors.Is(err, ErrKeinEntwurf):
		return redirect(f.url(""))
	case err != nil:
		return err
	}
	return there
}

// beforePage is the address of the page before one.
func (a *anfrage) beforePage(f *fall, s *seite) string {
	return a.before(f, slices.IndexFunc(f.dienst.pages(), func(x seite) bool { return x.name == s.name }))
}

// origin is the fact about where the data of a page come from, for the check page.
func (a *anfrage) origin(f *fall, s seite) []fakt {
	if s.nachweis == "" || a.config.Abrufe == nil {
		return nil
	}
	out := fakt{Titel: a.say("ev.origin"), URL: f.url("nachweis/" + s.nachweis)}
	switch z := f.bei.Abrufe[s.nachweis]; {
	case z.Digest != "":
		out.Wert = a.say("ev.from", z.Quelle)
	case z.Selbst:
		out.Wert = a.say("ev.typed")
	default:
		out.Wert, out.Leer, out.Fehler = a.say("check.empty"), true, a.say("ev.open")
	}
	return []fakt{out}
}
