// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
)

// Antwort is what is known about a truth: yes, no, or nothing.
type Antwort string

// The answers. The zero value says that nothing is known, which is no error and
// no "no".
const (
	Ja   Antwort = "ja"
	Nein Antwort = "nein"
)

// Label returns the German word.
func (a Antwort) Label() string {
	if a == "" {
		return "nicht bekannt"
	}
	return string(a)
}

// Wahrheiten are the four about one connection, none computed from another: what
// was reported here, what the federal catalogue lists, whether the address
// answers, whether anybody uses it.
type Wahrheiten struct {
	Stelle     Stelle
	Name       string
	Einwohner  int64
	Gemeldet   Stand
	Seit       datum.Datum // since when
	Gelistet   Antwort
	Erreichbar Antwort
	Genutzt    Antwort
	Faelle     int64
	URL        string // of the first entry
	Abweichung []Abweichung
}

// Abweichung is a difference between two of the truths.
type Abweichung string

// The kinds.
const (
	GemeldetNichtGelistet Abweichung = "gemeldet-nicht-gelistet"
	GelistetNichtGemeldet Abweichung = "gelistet-nicht-gemeldet"
	GelistetTot           Abweichung = "gelistet-tot"     // the address does not answer
	GelistetInaktiv       Abweichung = "gelistet-inaktiv" // only entries that are switched off
	MehrereAdressen       Abweichung = "mehrere-adressen"
	Ungenutzt             Abweichung = "ungenutzt" // live for 60 days, three cases were to be expected, none came
)

// Label returns the German words.
func (a Abweichung) Label() string {
	return map[Abweichung]string{
		GemeldetNichtGelistet: "bei uns live, nicht gelistet", GelistetNichtGemeldet: "gelistet, bei uns nicht live",
		GelistetTot: "gelistet mit totem Link", GelistetInaktiv: "gelistet, aber inaktiv", MehrereAdressen: "mehrere Adressen", Ungenutzt: "läuft, aber niemand nutzt es",
	}[a]
}

// Abgleich puts the four truths of a service in an area beside each other.
type Abgleich struct {
	Zeilen []Wahrheiten // of all due, in the order of their keys
	// The four as figures of their own; those of the catalogue are zero where
	// there is no extract, or one that may not be published from.
	Gemeldet, Gelistet, Erreichbar, Genutzt Anteil
	// Unsicher says that the extract moved by more than a fifth since the one
	// before: no figures come from it.
	Unsicher bool
}

// Quellen are what the other truths come from; any of them may be missing.
type Quellen struct {
	PVOG    *pvog.Abzug
	Vorher  *pvog.Abzug // the extract before, for the alarm
	Nutzung *Nutzung
}

const (
	ungenutztTage = 60
	ungenutztAb   = 3.0 // cases that were to be expected
)

// Abgleich compares. An entry belongs to an authority by its Träger: an entry of
// a Gemeinde or of the Verband is its own, one of the Kreis or the Land covers
// all inside, and counts where the extract was made with the levels above.
func (s Sicht) Abgleich(dienst leistung.Schluessel, gebiet Gebiet, q Quellen) Abgleich {
	var a Abgleich
	a.Unsicher = q.PVOG != nil && q.Vorher != nil && q.PVOG.Sprung(q.Vorher)
	rows := s.Zeilen(dienst, gebiet)
	d := s.Deckung(dienst, gebiet)
	a.Gemeldet = d.Traeger
	listed, reachable, used, liveKnown := int64(0), int64(0), int64(0), int64(0)
	rate := s.rate(dienst, rows, q.Nutzung)
	for i := range rows {
		row := &rows[i]
		w := Wahrheiten{Stelle: row.Stelle, Name: row.Name, Einwohner: row.Zahlen.Einwohner, Gemeldet: row.Stand, Seit: row.Seit}
		if q.PVOG != nil {
			w.fromCatalogue(dienst, row.Gemeinden, q.PVOG)
		}
		live := row.Stand == StandProduktiv
		if cases, known := q.Nutzung.cases(dienst, row.Stelle, row.Gemeinden); known {
			w.Faelle, w.Genutzt = cases, Nein
			if cases > 0 {
				w.Genutzt = Ja
			}
			if live {
				liveKnown++
			}
			if live && cases > 0 {
				used++
			}
			days := liveDays(row.Seit, q.Nutzung)
			if live && cases == 0 && row.Seit.DaysUntil(s.tag.Gueltig) >= ungenutztTage && rate*float64(row.Zahlen.Einwohner)*float64(days) >= ungenutztAb {
				w.Abweichung = append(w.Abweichung, Ungenutzt)
			}
		}
		if w.Gelistet == Ja {
			listed++
		}
		if w.Erreichbar == Ja {
			reachable++
		}
		a.Zeilen = append(a.Zeilen, w)
	}
	if q.PVOG != nil && !a.Unsicher {
		tag := Stichtag{q.PVOG.Stand, s.tag.Bekannt}
		a.Gelistet = Anteil{Zaehler: listed, Nenner: d.Traeger.Nenner, Einheit: EinheitTraeger, Zaehlweise: ZaehlweiseGelistet, ZaehlerTag: tag, NennerTag: s.tag}
		a.Erreichbar = Anteil{Zaehler: reachable, Nenner: d.Traeger.Nenner, Einheit: EinheitTraeger, Zaehlweise: ZaehlweiseGemessen, ZaehlerTag: tag, NennerTag: s.tag}
	}
	if q.Nutzung != nil {
		tag := Stichtag{q.Nutzung.Bis, s.tag.Bekannt}
		a.Genutzt = Anteil{Zaehler: used, Nenner: liveKnown, Einheit: EinheitTraeger, Zaehlweise: ZaehlweiseGenutzt, ZaehlerTag: tag, NennerTag: s.tag}
	}
	return a
}

// fromCatalogue finds what is listed. Of several entries the best one counts,
// and all are looked at.
func (w *Wahrheiten) fromCatalogue(dienst leistung.Schluessel, gemeinden []Gemeindezeile, extract *pvog.Abzug) {
	w.Gelistet, w.Erreichbar = Nein, ""
	off := false
	addresses := map[string]bool{}
	for i := range extract.Zeilen {
		z := &extract.Zeilen[i]
		if z.Leistung != dienst || !matches(z.ARS, w.Stelle, gemeinden, extract.MitUebergeordneten) {
			continue
		}
		if !z.Listed() {
			off = off || z.URL != ""
			continue
		}
		addresses[z.URL] = true
		if w.URL == "" {
			w.URL = z.URL
		}
		w.Gelistet = Ja
		switch {
		case z.Reachable():
			w.Erreichbar = Ja
		case z.Online == pvog.AntwortNein && w.Erreichbar == "":
			w.Erreichbar = Nein
		}
	}
	live := w.Gemeldet == StandProduktiv
	switch {
	case live && w.Gelistet == Nein:
		w.Abweichung = append(w.Abweichung, GemeldetNichtGelistet)
	case !live && w.Erreichbar == Ja:
		w.Abweichung = append(w.Abweichung, GelistetNichtGemeldet)
	}
	if w.Gelistet == Ja && w.Erreichbar == Nein {
		w.Abweichung = append(w.Abweichung, GelistetTot)
	}
	if w.Gelistet == Nein && off {
		w.Abweichung = append(w.Abweichung, GelistetInaktiv)
	}
	if len(addresses) > 1 {
		w.Abweichung = append(w.Abweichung, MehrereAdressen)
	}
}

// rate is how many cases a day an inhabitant brings, over all that are live and
// whose use is known.
func (s Sicht) rate(dienst leistung.Schluessel, rows []Zeile, n *Nutzung) float64 {
	var cases int64
	var days float64
	for i := range rows {
		if rows[i].Stand != StandProduktiv {
			continue
		}
		if c, known := n.cases(dienst, rows[i].Stelle, rows[i].Gemeinden); known {
			cases += c
			days += float64(liveDays(rows[i].Seit, n)) * float64(rows[i].Zahlen.Einwohner)
		}
	}
	if days <= 0 {
		return 0
	}
	return float64(cases) / days
}

// liveDays are the days that the data speak of and on which it was live.
func liveDays(since datum.Datum, n *Nutzung) int {
	if n == nil {
		return 0
	}
	from := since
	if from.Before(n.Von) {
		from = n.Von
	}
	return max(0, from.DaysUntil(n.Bis)+1)
}
