// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"net/http"
	"net/url"

	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// ansicht is what a page is about: a service, on a day, as known on a day.
type ansicht struct {
	sim    *simulation.Simulation
	buch   *rollout.Buch
	dienst rollout.Dienst
	gebiet rollout.Gebiet
	tag    rollout.Stichtag
	heute  datum.Datum
	sicht  rollout.Sicht
}

// newAnsicht reads the address. What it does not understand is today's view of
// the first service; a day after today is today, since nobody knows it.
func newAnsicht(sim *simulation.Simulation, r *http.Request) *ansicht {
	q := r.URL.Query()
	a := &ansicht{sim: sim, buch: sim.Buch(), dienst: sim.Dienst(q.Get("dienst")), gebiet: simulation.Thueringen, heute: sim.Heute()}
	a.tag = rollout.Heute(a.heute)
	if day, err := datum.Parse(q.Get("gueltig")); err == nil && day.Before(a.heute) {
		a.tag = rollout.Heute(day)
	}
	if day, err := datum.Parse(q.Get("bekannt")); err == nil && day.Before(a.heute) {
		a.tag.Bekannt = day
	} else if q.Has("bekannt") {
		a.tag.Bekannt = a.heute
	}
	a.sicht = a.buch.At(a.tag)
	return a
}

// link returns the address of another page with the same service and days.
func (a *ansicht) link(path string) string {
	q := url.Values{}
	if a.dienst.Leistung != a.buch.Programm().Dienste[0].Leistung {
		q.Set("dienst", a.dienst.Leistung.String())
	}
	if a.tag != rollout.Heute(a.heute) {
		q.Set("gueltig", a.tag.Gueltig.String())
		q.Set("bekannt", a.tag.Bekannt.String())
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// quellen are the other truths of the day.
func (a *ansicht) abgleich() (rollout.Abgleich, rollout.Quellen, error) {
	q, err := a.sim.Quellen(a.dienst.Leistung, a.tag)
	if err != nil {
		return rollout.Abgleich{}, q, err
	}
	return a.sicht.Abgleich(a.dienst.Leistung, a.gebiet, q), q, nil
}

var monate = [...]string{"", "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}

// tagText writes a day as people read it: "30. November 2026".
func tagText(d datum.Datum) string {
	if d.IsZero() {
		return "–"
	}
	return rollout.Number(int64(d.Day())) + ". " + monate[d.Month()] + " " + d.String()[:4]
}

// kurz writes it short: "30.11.2026".
func kurz(d datum.Datum) string {
	if d.IsZero() {
		return "–"
	}
	s := d.String()
	return s[8:] + "." + s[5:7] + "." + s[:4]
}

// tage writes a number of days: "1 Tag", "38 Tage".
func tage(n int) string {
	if n == 1 {
		return "1 Tag"
	}
	return rollout.Number(int64(n)) + " Tage"
}

// verwaltungen writes a number of authorities.
func verwaltungen(n int64) string {
	if n == 1 {
		return "1 Verwaltung"
	}
	return rollout.Number(n) + " Verwaltungen"
}

func mehr(n int64) string {
	if n > 0 {
		return "+" + rollout.Number(n)
	}
	return rollout.Number(n)
}

// gruende are the words for the codes of this simulation.
var gruende = map[string]string{
	"modul-fehlt": "Modul fehlt", "kein-personal": "kein Personal", "zertifikat": "Zertifikat", "vertrag": "Vertrag", "pvog-eintrag": "Eintrag im PVOG",
	"dvdv-eintrag": "Eintrag im DVDV", "zertifikat-abgelaufen": "Zertifikat abgelaufen", "link-tot": "Link antwortet nicht", "eigene-planung": "eigene Planung",
	"nachnutzung-land": "Nachnutzung des Landes, § 8a OZG", "tag-berichtigt": "Tag berichtigt",
	"probelauf-antrag": "Probelauf: Antrag", "probelauf-zahlung": "Probelauf: Zahlung", "probelauf-zustellung": "Probelauf: Zustellung",
	"probelauf-quittung": "Probelauf: Quittung", "probelauf-bescheid": "Probelauf: Bescheid",
}

func grund(code string) string {
	if text, ok := gruende[code]; ok {
		return text
	}
	return code
}

// klasse is one of the five kinds in which pictures show states.
type klasse struct{ CSS, Name string }

var klassen = []klasse{
	{"z-live", "läuft"},
	{"z-test", "in Erprobung oder ausgesetzt"},
	{"z-vor", "in Vorbereitung"},
	{"z-leer", "noch nicht begonnen"},
	{"z-nein", "abgelehnt oder anderweitig online"},
}

func klasseOf(s rollout.Stand) klasse {
	switch s {
	case rollout.StandProduktiv:
		return klassen[0]
	case rollout.StandBereit, rollout.StandAktiviert, rollout.StandErprobung, rollout.StandAusgesetzt:
		return klassen[1]
	case rollout.StandInteresse, rollout.StandBeauftragt, rollout.StandVorbereitung:
		return klassen[2]
	case rollout.StandOffen:
		return klassen[3]
	case rollout.StandAbgelehnt, rollout.StandAnderweitig, rollout.StandBeendet:
		return klassen[4]
	}
	return klassen[3]
}
