// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// A form calls its fields by their place in the application: the JSON pointer
// with dots. So a finding of the rules finds its field without a table.

func feldOf(pfad string) string { return strings.ReplaceAll(strings.TrimPrefix(pfad, "/"), "/", ".") }

// konto is the account of the citizen who is logged in.
func (a *anfrage) konto() (testkonto.Konto, error) { return testkonto.Find(a.sitzung.Konto) }

// vorgang loads the application of the path. One that is not there, or belongs
// to somebody else, is "not found".
func (a *anfrage) vorgang() (testkonto.Konto, dienst.Vorgang, error) {
	konto, err := a.konto()
	if err != nil {
		return konto, dienst.Vorgang{}, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return konto, dienst.Vorgang{}, &seitenfehler{status: http.StatusNotFound}
	}
	v, err := a.dienst.Load(a.r.Context(), konto, id)
	if errors.Is(err, dienst.ErrNichtGefunden) {
		return konto, v, &seitenfehler{status: http.StatusNotFound}
	}
	return konto, v, err
}

// entwurf is vorgang for the pages that fill in a draft. Once handed in, they
// lead to the status: the back button shows what is true now.
func (a *anfrage) entwurf() (konto testkonto.Konto, v dienst.Vorgang, done bool, err error) {
	konto, v, err = a.vorgang()
	if err != nil || v.Status() == antrag.StatusEntwurf {
		return konto, v, false, err
	}
	redirect(a.w, a.r, pfadOf(v, ""))
	return konto, v, true, nil
}

func pfadOf(v dienst.Vorgang, schritt string) string {
	pfad := "/antrag/" + v.ID().String()
	if schritt != "" {
		pfad += "/" + schritt
	}
	return pfad
}

// version reads the version that the form was made from.
func (a *anfrage) version() (uint64, error) {
	n, err := strconv.ParseUint(a.r.PostForm.Get(feldVersion), 10, 64)
	if err != nil {
		return 0, &seitenfehler{status: http.StatusBadRequest}
	}
	return n, nil
}

// schritt is one page of the form that reads fields and saves them.
type schritt struct {
	name    string
	nr      int
	titel   zweisprachig
	vorlage string
	// pfade are the pointers that this page answers for.
	pfade []string
	// laden fills the fields from the draft.
	laden func(a *anfrage, konto testkonto.Konto, v dienst.Vorgang) (url.Values, error)
	// lesen puts the fields into the application. What cannot be read at all,
	// such as a date, is reported by field.
	lesen func(a *anfrage, v dienst.Vorgang, werte url.Values, ziel *angaben.Angaben) ([]fehlend, error)
	// daten is what the template needs beside the fields; may be nil.
	daten func(a *anfrage, konto testkonto.Konto, v dienst.Vorgang, werte url.Values) (any, error)
	// feld finds the field of a finding; nil means feldOf.
	feld func(werte url.Values, pfad string) string
	// weiter is the next page.
	weiter func(v dienst.Vorgang) string
	rumpf  int64
}

// schritte is the number of steps that a page announces.
const schritte = 9

func (s *schritt) route() route {
	return route{pfad: "/antrag/{id}/" + s.name, wer: fuerBuerger, get: s.zeige, post: s.sende, rumpf: s.rumpf}
}

func (s *schritt) zeige(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	werte, err := a.recall(a.r.URL.Path)
	if err != nil {
		return err
	}
	wieder := werte != nil && !werte.Has(feldReihen)
	if werte == nil {
		if werte, err = s.laden(a, konto, v); err != nil {
			return err
		}
	}
	page, err := s.seite(a, konto, v, werte)
	if err != nil {
		return err
	}
	page.Wieder = wieder
	return a.zeige(http.StatusOK, s.vorlage, page)
}

func (s *schritt) seite(a *anfrage, konto testkonto.Konto, v dienst.Vorgang, werte url.Values) (seite, error) {
	page := a.neueSeite(s.titel.de, s.titel.en)
	page.Schritt, page.Schritte = s.nr, schritte
	page.Version = strconv.FormatUint(v.Version(), 10)
	page.Werte = werte
	page.Zurueck = zurueck(v, s.name)
	if a.r.URL.Query().Has("von") {
		page.Zurueck = pfadOf(v, "pruefen")
	}
	if s.daten != nil {
		daten, err := s.daten(a, konto, v, werte)
		if err != nil {
			return page, err
		}
		page.Daten = daten
	}
	return page, nil
}

func (s *schritt) sende(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	werte := tidy(a.r.PostForm)
	if more := mehr(werte); more {
		if err := a.merke(werte); err != nil {
			return err
		}
		redirect(a.w, a.r, a.r.URL.RequestURI()+"#mehr")
		return nil
	}
	probe := v.Angaben
	fehler, err := s.lesen(a, v, werte, &probe)
	if err != nil {
		return err
	}
	fehler = s.verbinde(a, werte, fehler, a.dienst.Befunde(konto, probe).Maengel().Unter(s.pfade...))
	if len(fehler) > 0 {
		return s.nochmal(a, konto, v, werte, mangelhaft(version, v.Version()), fehler)
	}
	v, err = a.dienst.SaveUpload(a.r.Context(), konto, v.ID(), version, a.hochgeladen, func(ziel *angaben.Angaben) error {
		_, err := s.lesen(a, v, werte, ziel)
		return err
	})
	switch {
	case errors.Is(err, dienst.ErrGeaendert):
		return s.nochmal(a, konto, v, werte, http.StatusConflict, nil)
	case errors.Is(err, dienst.ErrNichtMoeglich):
		redirect(a.w, a.r, pfadOf(v, ""))
		return nil
	case err != nil:
		return err
	}
	if err := a.forget(a.r.URL.Path); err != nil {
		return err
	}
	ziel := s.weiter(v)
	if a.r.URL.Query().Has("von") && !strings.HasSuffix(ziel, "/nachweis") {
		ziel = pfadOf(v, "pruefen")
	}
	redirect(a.w, a.r, ziel)
	return nil
}

// mangelhaft is the status of a page with faults: a conflict, if what it is about
// was changed since the form was made. To send it again overwrites the change,
// so it must be told even though nothing is saved yet.
func mangelhaft(form, jetzt uint64) int {
	if form != jetzt {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// nochmal shows the page again with all that was typed or uploaded, and keeps
// it for later.
func (s *schritt) nochmal(a *anfrage, konto testkonto.Konto, v dienst.Vorgang, werte url.Values, status int, fehler []fehlend) error {
	if err := a.merke(werte); err != nil {
		return err
	}
	v, err := a.behalteDatei(konto, v)
	switch {
	case errors.Is(err, dienst.ErrGeaendert):
		status = http.StatusConflict
	case errors.Is(err, dienst.ErrNichtMoeglich):
		redirect(a.w, a.r, pfadOf(v, ""))
		return nil
	case err != nil:
		return err
	}
	page, err := s.seite(a, konto, v, werte)
	if err != nil {
		return err
	}
	page.Fehler, page.Geaendert = fehler, status == http.StatusConflict
	return a.zeige(status, s.vorlage, page)
}

// verbinde joins what could not be read with what the rules found; a field
// that could not be read is not called empty, too.
func (s *schritt) verbinde(a *anfrage, werte url.Values, fehler []fehlend, befunde regeln.Befunde) []fehlend {
	gesagt := map[string]bool{}
	for _, f := range fehler {
		gesagt[f.Feld] = true
	}
	for _, b := range befunde {
		feld := feldOf(b.Pfad)
		if s.feld != nil {
			feld = s.feld(werte, b.Pfad)
		}
		if !gesagt[feld] {
			fehler = append(fehler, fehlend{Feld: feld, Text: a.sprache.Text(b.DE, b.EN)})
			gesagt[feld] = true
		}
	}
	return fehler
}

// merke keeps what was typed until it can be saved.
func (a *anfrage) merke(werte url.Values) error {
	return a.sitzungen.Remember(a.r.Context(), a.sitzung.Rolle, a.sitzung.Konto, a.r.URL.Path, werte)
}

// feldReihen says how many rows of a list the form shows; feldAktion is the
// button that was pressed.
const (
	feldReihen = "reihen"
	feldAktion = "aktion"
)

// mehr answers the button for one more row.
func mehr(werte url.Values) bool {
	if werte.Get(feldAktion) != "mehr" {
		return false
	}
	n, err := strconv.Atoi(werte.Get(feldReihen))
	if err != nil || n < 0 {
		n = 0
	}
	werte.Set(feldReihen, strconv.Itoa(min(n+1, reihenHoechstens)))
	werte.Del(feldAktion)
	return true
}

// reihenHoechstens bounds the lists of a form.
const reihenHoechstens = 9
