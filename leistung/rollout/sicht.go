// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"iter"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Sicht is a Buch on one Stichtag. Every figure of a Sicht is about the same day
// on both axes, and asking the same again gives the same, whatever was recorded
// since then.
type Sicht struct {
	buch *Buch
	tag  Stichtag
}

// Stichtag returns the day of the view.
func (s Sicht) Stichtag() Stichtag { return s.tag }

// Deckung is how far a service is in an area.
type Deckung struct {
	// Live of those due, in the three units.
	Traeger, Gemeinden, Einwohner Anteil
	// Angeboten counts those too who are covered by another online service.
	Angeboten Anteil
	// Willig leaves those out who declined.
	Willig Anteil
}

// Flaechendeckend reports whether every authority that is due is live.
func (d Deckung) Flaechendeckend() bool { return d.Traeger.Flaechendeckend() }

// Deckung counts a service in an area.
func (s Sicht) Deckung(dienst leistung.Schluessel, gebiet Gebiet) Deckung {
	var live, due, offered, declined Zahlen
	var stand datum.Datum
	for row := range s.rows(dienst, gebiet) {
		due.add(1, row.zahlen)
		if m := row.menge.stand; !m.IsZero() && (stand.IsZero() || m.Before(stand)) {
			stand = m
		}
		switch row.stand {
		case codeProduktiv:
			live.add(1, row.zahlen)
			offered.add(1, row.zahlen)
		case codeAnderweitig:
			offered.add(1, row.zahlen)
		case codeAbgelehnt:
			declined.add(1, row.zahlen)
		default:
		}
	}
	figure := func(n, d int64, unit Einheit, rule Zaehlweise) Anteil {
		a := Anteil{Zaehler: n, Nenner: d, Einheit: unit, Zaehlweise: rule, ZaehlerTag: s.tag, NennerTag: s.tag}
		if unit == EinheitEinwohner {
			a.Einwohnerstand = stand
		}
		return a
	}
	return Deckung{
		Traeger:   figure(live.Traeger, due.Traeger, EinheitTraeger, ZaehlweiseProduktiv),
		Gemeinden: figure(live.Gemeinden, due.Gemeinden, EinheitGemeinden, ZaehlweiseProduktiv),
		Einwohner: figure(live.Einwohner, due.Einwohner, EinheitEinwohner, ZaehlweiseProduktiv),
		Angeboten: figure(offered.Traeger, due.Traeger, EinheitTraeger, ZaehlweiseAngeboten),
		Willig:    figure(live.Traeger, due.Traeger-declined.Traeger, EinheitTraeger, ZaehlweiseWillig),
	}
}

// Buendel counts how many of the services are live everywhere in the area: n of
// m, never the best one for all. Without services it is all of the programme.
func (s Sicht) Buendel(gebiet Gebiet, dienste ...leistung.Schluessel) Anteil {
	if len(dienste) == 0 {
		for _, d := range s.buch.programm.Dienste {
			dienste = append(dienste, d.Leistung)
		}
	}
	a := Anteil{Nenner: int64(len(dienste)), Einheit: EinheitDienste, Zaehlweise: ZaehlweiseFlaechendeckend, ZaehlerTag: s.tag, NennerTag: s.tag}
	for _, key := range dienste {
		if s.Deckung(key, gebiet).Flaechendeckend() {
			a.Zaehler++
		}
	}
	return a
}

// Standzahl is how many are in a state.
type Standzahl struct {
	Stand  Stand
	Zahlen Zahlen
}

// Staende counts those due by their state, all states in the order of Staende.
// The sum is those due.
func (s Sicht) Staende(dienst leistung.Schluessel, gebiet Gebiet) []Standzahl {
	list := make([]Standzahl, len(staende))
	for i := range list {
		list[i].Stand = staende[i]
	}
	for row := range s.rows(dienst, gebiet) {
		list[row.stand].Zahlen.add(1, row.zahlen)
	}
	return list
}

// Zeile is one authority that is due.
type Zeile struct {
	Stelle    Stelle
	Name      string
	Gemeinden []Gemeindezeile // of the whole authority
	Zahlen    Zahlen          // of the part in the area
	Stand     Stand
	Seit      datum.Datum // since when it is in this state
	Zuletzt   datum.Datum // the last event of any kind
	// Hindernis is what it waits for; the zero value where it is not blocked.
	Hindernis Hindernis
}

// Hindernis is why a connection does not go on, and who must move.
type Hindernis struct {
	Grund     string
	WartetAuf Verantwortung
	Seit      datum.Datum
}

// IsZero reports whether nothing is in the way.
func (h Hindernis) IsZero() bool { return h == Hindernis{} }

// Zeilen returns every authority that is due in the area, in the order of the
// keys.
func (s Sicht) Zeilen(dienst leistung.Schluessel, gebiet Gebiet) []Zeile {
	var list []Zeile
	for row := range s.rows(dienst, gebiet) {
		list = append(list, row.zeile())
	}
	return list
}

// Zeile returns one authority, and false where it is not due.
func (s Sicht) Zeile(dienst leistung.Schluessel, stelle Stelle) (Zeile, bool) {
	s.buch.mu.RLock()
	defer s.buch.mu.RUnlock()
	a := s.buch.akten[paar{dienst, stelle}]
	if a == nil {
		return Zeile{}, false
	}
	step, ok := at(a.known(s.bekannt()), s.tag.Gueltig)
	if !ok || step.menge == nil {
		return Zeile{}, false
	}
	zahlen, _ := step.menge.in(stelle, Gebiet{})
	return fall{stufe: step, akte: a, zahlen: zahlen}.zeile(), true
}

// Luecken returns those due that are not live, the most inhabitants first: what
// a programme has to do next. Those that are covered otherwise or declined are
// among them.
func (s Sicht) Luecken(dienst leistung.Schluessel, gebiet Gebiet) []Zeile {
	var gaps []fall
	for row := range s.rows(dienst, gebiet) {
		if row.stand != codeProduktiv {
			gaps = append(gaps, row)
		}
	}
	order := make([]int, len(gaps)) // the rows themselves are large
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(gaps[y].zahlen.Einwohner, gaps[x].zahlen.Einwohner), gaps[x].akte.stelle.Compare(gaps[y].akte.stelle))
	})
	list := make([]Zeile, len(gaps))
	for i, from := range order {
		list[i] = gaps[from].zeile()
	}
	return list
}

// Hindernisgruppe is how many wait for the same.
type Hindernisgruppe struct {
	WartetAuf Verantwortung
	Grund     string
	Zahlen    Zahlen
	Seit      datum.Datum // the longest wait
}

// Hindernisse counts what is in the way by the party that must move and by
// reason, the most authorities first.
func (s Sicht) Hindernisse(dienst leistung.Schluessel, gebiet Gebiet) []Hindernisgruppe {
	type key struct {
		v     Verantwortung
		grund string
	}
	groups := map[key]*Hindernisgruppe{}
	for row := range s.rows(dienst, gebiet) {
		if row.blockSeit.IsZero() {
			continue
		}
		k := key{verantwortungen[row.wartet], row.akte.ereignisse[row.blockPos].Grund}
		g := groups[k]
		if g == nil {
			g = &Hindernisgruppe{WartetAuf: k.v, Grund: k.grund, Seit: row.blockSeit}
			groups[k] = g
		}
		g.Zahlen.add(1, row.zahlen)
		if row.blockSeit.Before(g.Seit) {
			g.Seit = row.blockSeit
		}
	}
	list := make([]Hindernisgruppe, 0, len(groups))
	for _, g := range groups {
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b Hindernisgruppe) int {
		return cmp.Or(cmp.Compare(b.Zahlen.Traeger, a.Zahlen.Traeger), cmp.Compare(b.Zahlen.Einwohner, a.Zahlen.Einwohner),
			cmp.Compare(a.WartetAuf, b.WartetAuf), cmp.Compare(a.Grund, b.Grund))
	})
	return list
}

// fall is an authority that is due on the day in the area.
type fall struct {
	stufe
	akte   *akte
	zahlen Zahlen
}

func (f fall) zeile() Zeile {
	z := Zeile{
		Stelle: f.akte.stelle, Name: f.akte.soll[f.sollPos].Name, Gemeinden: slices.Clone(f.menge.zeilen), Zahlen: f.zahlen,
		Stand: staende[f.stand], Seit: f.seit, Zuletzt: f.ab,
	}
	if !f.blockSeit.IsZero() {
		z.Hindernis = Hindernis{Grund: f.akte.ereignisse[f.blockPos].Grund, WartetAuf: verantwortungen[f.wartet], Seit: f.blockSeit}
	}
	return z
}

func (s Sicht) bekannt() int64 { return s.tag.Bekannt.End().UnixNano() - 1 }

func (s Sicht) rows(dienst leistung.Schluessel, gebiet Gebiet) iter.Seq[fall] {
	return func(yield func(fall) bool) {
		s.buch.mu.RLock()
		defer s.buch.mu.RUnlock()
		bekannt := s.bekannt()
		for _, a := range s.buch.dienste[dienst] {
			if a.apart(gebiet) {
				continue
			}
			step, ok := at(a.known(bekannt), s.tag.Gueltig)
			if !ok || step.menge == nil {
				continue
			}
			if zahlen, inside := step.menge.in(a.stelle, gebiet); inside && !yield(fall{step, a, zahlen}) {
				return
			}
		}
	}
}
