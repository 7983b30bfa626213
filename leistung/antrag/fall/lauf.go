// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Lauf is a period that runs in a case.
type Lauf struct {
	Name   string
	Norm   recht.Norm
	Fuer   verfahren.Rolle
	An     string    // who was asked, where several run side by side
	Beginn time.Time // of the act that began it
	// Letzter is the last day on which to act, to be told to whoever must; zero for a
	// period by the clock.
	Letzter datum.Datum
	// Ende is the instant at which its end does what it does: on every reading of the
	// law the period is over then. Zero while it stands still.
	Ende time.Time
	// Erinnern is when it is reminded of; zero: not, or not again.
	Erinnern time.Time
	// Folge is what its end does; empty: somebody is told.
	Folge verfahren.Akt

	id       string // the run: the period, the version that began it, and whom it is about
	kalender frist.Kalender
	regel    frist.Regel // by which the days were counted; zero: they were not
}

// Schritte say how the days were counted; nil for a period by the clock, for one to a
// day that somebody set, and for one that stands still.
func (l Lauf) Schritte() frist.Schritte {
	if l.Letzter.IsZero() || l.regel.Dauer.IsZero() {
		return nil
	}
	counted, err := l.kalender.Berechne(l.regel)
	if err != nil {
		return nil // it was counted before
	}
	return counted.Schritte
}

// Laeufe returns the periods that run now, by the calendar of the authority.
func (f Fall) Laeufe(k frist.Kalender) (laeufe []Lauf, err error) {
	if f.tabelle == nil {
		return nil, nil
	}
	fristen := f.tabelle.Verfahren().Fristen
	for i := range fristen {
		fr := &fristen[i]
		if !slices.Contains(fr.In, f.zustand) {
			continue
		}
		for _, begin := range f.beginn(fr) {
			l, runs, err := f.lauf(k, fr, begin)
			if err != nil {
				return nil, fmt.Errorf("fall: period %s: %w", fr.Name, err)
			}
			if runs {
				laeufe = append(laeufe, l)
			}
		}
	}
	return laeufe, nil
}

// Laeufe returns the periods that run now in a case, by the calendar of the authority.
func (r *Registratur) Laeufe(f Fall) ([]Lauf, error) { return f.Laeufe(r.kalender) }

// beginn returns the events that begin a period: the last, or each where each who was
// asked has one of their own.
func (f Fall) beginn(fr *verfahren.Frist) (events []Ereignis) {
	if fr.Je {
		for _, e := range f.verlauf {
			if slices.Contains(fr.Ab, e.Akt) && !f.erledigt(fr, e) {
				events = append(events, e)
			}
		}
		return events
	}
	if len(fr.Ab) == 0 {
		return f.eintritt(fr)
	}
	begin, found := f.Letztes(fr.Ab...)
	if slices.Contains(fr.Ab, verfahren.AktBearbeitet) && f.stand.BearbeitetVersion > begin.Version {
		begin.Zeit, begin.Version, found = f.stand.Bearbeitet, f.stand.BearbeitetVersion, true
	}
	if !found {
		return nil
	}
	if ended, found := f.Letztes(fr.Bis...); found && ended.Version > begin.Version {
		return nil
	}
	return []Ereignis{begin}
}

// eintritt returns the event with which the case came into the states of a period.
func (f Fall) eintritt(fr *verfahren.Frist) []Ereignis {
	for i := len(f.verlauf) - 1; i >= 0; i-- {
		if i > 0 && slices.Contains(fr.In, f.verlauf[i-1].Zustand) {
			continue
		}
		for _, e := range f.verlauf[i:] {
			if slices.Contains(fr.Bis, e.Akt) {
				return nil
			}
		}
		return f.verlauf[i : i+1]
	}
	return nil
}

// lauf counts one run; false: it is over, or there is nothing to count.
func (f Fall) lauf(k frist.Kalender, fr *verfahren.Frist, begin Ereignis) (Lauf, bool, error) {
	l := Lauf{Name: fr.Name, Norm: fr.Norm, Fuer: fr.Fuer, An: begin.An, Beginn: begin.Zeit, Folge: fr.Folge}
	l.id = fr.Name + "@" + strconv.FormatUint(begin.Version, 10)
	switch {
	case fr.Dauer.Uhr > 0:
		l.Ende = begin.Zeit.Add(fr.Dauer.Uhr)
	case fr.Tag != "":
		l.Letzter = f.tag(fr, begin)
		if l.Letzter.IsZero() {
			return l, false, nil
		}
		l.id += "/" + l.Letzter.String()
		l.Ende = l.Letzter.End()
		if fr.Tag == verfahren.FristTagStufe {
			l.Ende = l.Letzter.Start() // the step begins with its day
		}
	default:
		if err := f.zaehle(k, fr, begin, &l); err != nil {
			return l, false, err
		}
	}
	if f.gewesen(l.id, AktErinnert) {
		l.Erinnern = time.Time{}
	} else if !l.Letzter.IsZero() && fr.Vorher.Anzahl > 0 {
		day, err := frist.Vor(l.Letzter, dauer(fr.Vorher))
		if err != nil {
			return l, false, err
		}
		if day.Start().After(begin.Zeit) {
			l.Erinnern = day.Start()
		}
	}
	return l, !f.gewesen(l.id, AktAbgelaufen, fr.Folge), nil
}

// zaehle counts a period by the calendar, with its stops and its extension.
func (f Fall) zaehle(k frist.Kalender, fr *verfahren.Frist, begin Ereignis, l *Lauf) error {
	r := frist.Regel{Normen: recht.Normen{fr.Norm}, Beginn: datum.Of(begin.Zeit), Dauer: dauer(fr.Dauer), FestesEnde: fr.Fest}
	for _, e := range f.verlauf {
		if e.Akt == AktVerlaengert && e.Frist == fr.Name && e.Version > begin.Version {
			r.Verlaengerungen = append(r.Verlaengerungen, dauer(e.Um))
		}
	}
	for _, ruhe := range fr.Ruht {
		times, stands := f.ruhe(ruhe, begin)
		if stands {
			return nil // its end is not known yet
		}
		r.Hemmungen = append(r.Hemmungen, times...)
	}
	counted, err := k.Zaehle(r) // how is said to who asks
	if err != nil {
		return err
	}
	l.Letzter, l.kalender, l.regel = counted.Ende, k, r
	l.Ende = counted.Spaetestens.End()
	return nil
}

// ruhe returns the times in which a period stood still, and whether it does now.
func (f Fall) ruhe(ruhe verfahren.Ruhe, begin Ereignis) (times []frist.Zeitraum, stands bool) {
	var open *Ereignis
	add := func(to datum.Datum) {
		from := datum.Of(open.Zeit)
		if to.Before(from) {
			to = from
		}
		times = append(times, frist.Zeitraum{Von: from, Bis: to, Grund: string(ruhe.Ab), Normen: recht.Normen{ruhe.Norm}})
		open = nil
	}
	for i := range f.verlauf {
		e := &f.verlauf[i]
		switch {
		case e.Akt == ruhe.Ab && open == nil && e.Version > begin.Version:
			open = e
			if ruhe.Bis == "" {
				add(e.Termin)
			}
		case open != nil && e.Akt == ruhe.Bis:
			add(datum.Of(e.Zeit))
		}
	}
	return times, open != nil
}

// tag returns the day that ends a period without a length.
func (f Fall) tag(fr *verfahren.Frist, begin Ereignis) datum.Datum {
	if fr.Tag == verfahren.FristTagTermin {
		return begin.Termin
	}
	b, found := f.Entscheidung()
	if !found {
		return datum.Datum{}
	}
	if fr.Tag == verfahren.FristTagGeltung {
		return b.Geltung.Bis
	}
	for _, s := range b.Geltung.Stufen {
		if id := fr.Name + "@" + strconv.FormatUint(begin.Version, 10) + "/" + s.Ab.String(); !f.gewesen(id, AktAbgelaufen, fr.Folge) {
			return s.Ab
		}
	}
	return datum.Datum{}
}

// gewesen reports whether one of the acts was done for a run already.
func (f Fall) gewesen(id string, akte ...verfahren.Akt) bool {
	return slices.ContainsFunc(f.verlauf, func(e Ereignis) bool { return e.Lauf == id && slices.Contains(akte, e.Akt) })
}

// dauer returns the length as package frist counts it.
func dauer(s verfahren.Spanne) frist.Dauer {
	switch s.Einheit {
	case verfahren.EinheitTag:
		return frist.Tage(s.Anzahl)
	case verfahren.EinheitWoche:
		return frist.Wochen(s.Anzahl)
	case verfahren.EinheitMonat:
		return frist.Monate(s.Anzahl)
	case verfahren.EinheitJahr:
		return frist.Jahre(s.Anzahl)
	case verfahren.EinheitArbeitstag:
		return frist.Arbeitstage(s.Anzahl)
	}
	return frist.Dauer{}
}

// punkt is something that is to happen at an instant.
type punkt struct {
	zeit  time.Time
	lauf  Lauf
	akt   verfahren.Akt
	daten []verfahren.Datenart // to be erased
}

// naechster returns what happens next by itself; false: nothing.
func (f Fall) naechster(k frist.Kalender) (next punkt, found bool, err error) {
	take := func(p punkt) {
		if !p.zeit.IsZero() && (!found || p.zeit.Before(next.zeit)) {
			next, found = p, true
		}
	}
	if f.tabelle == nil || f.zustand == verfahren.ZustandGeloescht {
		return next, false, nil
	}
	if f.tabelle.Ende(f.zustand) {
		for _, p := range f.loeschungen() {
			take(p)
		}
		return next, found, nil
	}
	laeufe, err := f.Laeufe(k)
	if err != nil {
		return next, false, err
	}
	for _, l := range laeufe {
		take(punkt{zeit: l.Erinnern, lauf: l, akt: AktErinnert})
		akt := l.Folge
		if akt == "" {
			akt = AktAbgelaufen
		}
		take(punkt{zeit: l.Ende, lauf: l, akt: akt})
	}
	return next, found, nil
}

// loeschungen returns when which kinds of data are erased.
func (f Fall) loeschungen() (points []punkt) {
	since := f.verlauf[len(f.verlauf)-1].Zeit
	for i := len(f.verlauf) - 1; i >= 0 && f.verlauf[i].Zustand == f.zustand; i-- {
		since = f.verlauf[i].Zeit
	}
	for _, was := range verfahren.AlleDaten() {
		row, found := f.tabelle.Aufbewahrung(f.zustand, was)
		if !found || slices.ContainsFunc(f.verlauf, func(e Ereignis) bool { return slices.Contains(e.Daten, was) }) {
			continue
		}
		points = append(points, punkt{zeit: ende(row.Nach, since), akt: AktDatenGeloescht, daten: []verfahren.Datenart{was}})
	}
	return points
}

// ende returns when data are erased that are kept so long. By the calendar that is
// after the last day.
func ende(s verfahren.Spanne, from time.Time) time.Time {
	if s.Uhr > 0 {
		return from.Add(s.Uhr)
	}
	day := datum.Of(from)
	switch s.Einheit {
	case verfahren.EinheitTag, verfahren.EinheitArbeitstag:
		return day.AddDays(s.Anzahl).End()
	case verfahren.EinheitWoche:
		return day.AddDays(7 * s.Anzahl).End()
	case verfahren.EinheitMonat:
		return day.AddMonths(s.Anzahl).End()
	case verfahren.EinheitJahr:
		return day.AddMonths(12 * s.Anzahl).End()
	}
	return from
}
