// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune"
)

// trefferHoechstens is how many municipalities a search shows.
const trefferHoechstens = 20

// sucheHoechstens is what of a search text is looked at, in characters; no name
// is longer.
const sucheHoechstens = 80

// zeigeGemeinde searches all municipalities of Germany.
func zeigeGemeinde(a *anfrage) error {
	_, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	return a.gemeindeSeite(v, http.StatusOK, nil, false)
}

func (a *anfrage) gemeindeSeite(v dienst.Vorgang, status int, fehler []fehlend, geaendert bool) error {
	s := a.neueSeite("In welche Gemeinde sind Sie gezogen?", "Which municipality have you moved to?")
	s.Schritt, s.Schritte, s.Zurueck = 1, schritte, "/konto"
	s.Version = strconv.FormatUint(v.Version(), 10)
	s.Fehler, s.Geaendert = fehler, geaendert
	suche := tidy(a.r.URL.Query()).Get("suche")
	if runes := []rune(suche); len(runes) > sucheHoechstens {
		suche = string(runes[:sucheHoechstens])
	}
	s.Werte = url.Values{"suche": {suche}}
	type daten struct {
		Gesucht  bool
		Treffer  []kommune.Treffer
		Voll     bool
		Gewaehlt string
		Von      string
	}
	d := daten{Gesucht: a.r.URL.Query().Has("suche"), Von: a.r.URL.Query().Get("von")}
	for _, t := range a.dienst.Gebiete().Search(suche, trefferHoechstens+5) {
		if !t.Gemeinde.Gemeindefrei() && len(d.Treffer) < trefferHoechstens {
			d.Treffer = append(d.Treffer, t)
		}
	}
	d.Voll = len(d.Treffer) == trefferHoechstens
	if g, err := a.dienst.Gebiete().Gemeinde(v.Angaben.Gemeinde); err == nil {
		d.Gewaehlt = g.Kurzname()
	}
	if d.Gesucht && suche == "" && len(fehler) == 0 {
		s.Fehler = []fehlend{{Feld: "suche", Text: a.sprache.Text("Geben Sie den Namen der Gemeinde ein.", "Enter the name of the municipality.")}}
		status = http.StatusUnprocessableEntity
	}
	s.Daten = d
	return a.zeige(status, "gemeinde", s)
}

func waehleGemeinde(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	key, err := kommune.ParseAGS(a.r.PostForm.Get("gemeinde"))
	g, errUnknown := a.dienst.Gebiete().Gemeinde(key)
	if err != nil || errUnknown != nil || g.Gemeindefrei() {
		status := mangelhaft(version, v.Version())
		return a.gemeindeSeite(v, status, []fehlend{{Feld: "suche", Text: a.sprache.Text(
			"Wählen Sie eine Gemeinde aus der Liste.", "Choose a municipality from the list.")}}, status == http.StatusConflict)
	}
	v, err = a.dienst.ChooseGemeinde(a.r.Context(), konto, v.ID(), version, key)
	switch {
	case errors.Is(err, dienst.ErrGeaendert):
		return a.gemeindeSeite(v, http.StatusConflict, nil, true)
	case errors.Is(err, dienst.ErrNichtMoeglich):
		redirect(a.w, a.r, pfadOf(v, ""))
		return nil
	case err != nil:
		return err
	}
	if v.Angaben.ErneutFragen {
		if err := a.vergissPerson(v); err != nil {
			return err
		}
	}
	ziel := "anschrift"
	if strings.EqualFold(a.r.URL.Query().Get("von"), "pruefen") {
		ziel = "zustaendig?von=pruefen"
	}
	redirect(a.w, a.r, pfadOf(v, ziel))
	return nil
}

// zeigeZustaendig explains which administration acts.
func zeigeZustaendig(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	if v.Angaben.Gemeinde.IsZero() {
		redirect(a.w, a.r, pfadOf(v, "gemeinde"))
		return nil
	}
	z, err := a.dienst.Zustaendig(v.Angaben.Gemeinde)
	if err != nil {
		return err
	}
	s := a.neueSeite("Diese Verwaltung ist für Sie zuständig", "This administration is responsible for you")
	s.Schritt, s.Schritte, s.Zurueck = 3, schritte, pfadOf(v, "anschrift")
	weiter := pfadOf(v, "daten")
	if a.r.URL.Query().Has("von") && !v.Angaben.ErneutFragen {
		weiter = pfadOf(v, "pruefen")
	}
	letzter, gezaehlt := a.frist(v.Angaben)
	befreit := ""
	for _, b := range a.dienst.Befunde(konto, v.Angaben).Hinweise().Unter("/auszugGeplant") {
		befreit = a.sprache.Text(b.DE, b.EN)
		letzter, gezaehlt = "", nil // the two weeks do not run
	}
	s.Daten = struct {
		dienst.Zustaendigkeit
		Frist, Weiter, Anders string
		Befreit               string
		Gezaehlt              []string
		Angebundene           []string
		ErneutFragen          bool
	}{z, letzter, weiter, pfadOf(v, "gemeinde"), befreit, gezaehlt, a.angebundene(), v.Angaben.ErneutFragen}
	return a.zeige(http.StatusOK, "zustaendig", s)
}

func (a *anfrage) angebundene() []string {
	var out []string
	for _, b := range a.dienst.Aemter().Behoerden() {
		out = append(out, b.Name)
	}
	return out
}
