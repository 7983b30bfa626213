// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Abweichungsart says what differs between a record and its recalculation.
type Abweichungsart uint8

// The kinds of differences, in the order in which they are reported: a cause
// before its effects.
const (
	AbweichungParameter Abweichungsart = iota + 1 // the law's value, or its version
	AbweichungSchritt                             // a step has another result, is new or is missing
	AbweichungErgebnis                            // a field of the result
	AbweichungCode                                // the version of the program; not by itself a different result
)

var abweichungNames = [...]string{
	AbweichungParameter: "parameter", AbweichungSchritt: "schritt", AbweichungErgebnis: "ergebnis", AbweichungCode: "code",
}

// String returns the German word in ASCII, "" for the zero value.
func (a Abweichungsart) String() string {
	if int(a) < len(abweichungNames) {
		return abweichungNames[a]
	}
	return ""
}

// Abweichung is one difference between then and now. A text that is empty says
// that there was or is nothing at the place.
type Abweichung struct {
	Art Abweichungsart
	// Stelle is the name of the parameter, the codes down to a step
	// ("einkommen/person 2/abzug"), or the JSON pointer of a field of the result.
	Stelle        string
	Damals, Heute string
	// QuelleDamals and QuelleHeute say where the value of a parameter stands.
	QuelleDamals, QuelleHeute Fundstelle
}

// String returns the difference in one line for developers and clerks.
func (a Abweichung) String() string {
	s := fmt.Sprintf("%v %s: %q -> %q", a.Art, a.Stelle, a.Damals, a.Heute)
	if a.QuelleDamals != (Fundstelle{}) || a.QuelleHeute != (Fundstelle{}) {
		s += fmt.Sprintf(" [%v -> %v]", a.QuelleDamals, a.QuelleHeute)
	}
	return s
}

// Replay calculates a record again, by the law of its day as these rules know it
// now, and returns what differs, causes first. None is the proof that the result
// still follows from facts and law. A record of other rules, or one that cannot
// be read, is [ErrProtokoll].
func (g *Regelwerk[F, R, E]) Replay(p Protokoll) ([]Abweichung, error) {
	if p.Regelwerk != g.name {
		return nil, fmt.Errorf("%w: it belongs to other rules than %s", ErrProtokoll, g.name)
	}
	var facts F
	if err := decodeStrict(p.Eingabe, &facts); err != nil {
		return nil, err
	}
	laws := g.laws
	if p.Entwurf != "" {
		laws = g.bills[p.Entwurf]
	}
	now, _, err := g.record(laws, p.Entwurf, p.Stichtag, facts, p.Herkunft)
	if err != nil {
		return nil, err
	}
	diff := diffSteps(p.Schritte, now.Schritte)
	results, err := diffResults(p.Ergebnis, now.Ergebnis)
	if err != nil {
		return nil, err
	}
	diff = append(diff, results...)
	if p.Code != now.Code {
		diff = append(diff, Abweichung{Art: AbweichungCode, Stelle: "code", Damals: p.Code, Heute: now.Code})
	}
	slices.SortStableFunc(diff, func(a, b Abweichung) int { return int(a.Art) - int(b.Art) })
	return diff, nil
}

// diffSteps compares steps at the same place. A place is the codes of the open
// sections and how often the code stood there before.
func diffSteps(then, now []Schritt) []Abweichung {
	places, before := locate(then)
	placesNow, after := locate(now)
	for _, place := range placesNow {
		if _, ok := before[place]; !ok {
			places = append(places, place)
		}
	}
	var diff []Abweichung
	for _, place := range places {
		old, was := before[place]
		cur, is := after[place]
		if was && is && sameStep(old, cur) {
			continue
		}
		a := Abweichung{Art: AbweichungSchritt, Stelle: place}
		if was {
			a.Damals = stepText(old)
		}
		if is {
			a.Heute = stepText(cur)
		}
		if (was && old.Nachweis != nil) || (is && cur.Nachweis != nil) {
			a.Art = AbweichungParameter
			if was && old.Nachweis != nil {
				a.Stelle, a.QuelleDamals = old.Nachweis.Parameter, old.Nachweis.Fundstelle
			}
			if is && cur.Nachweis != nil {
				a.Stelle, a.QuelleHeute = cur.Nachweis.Parameter, cur.Nachweis.Fundstelle
			}
		}
		diff = append(diff, a)
	}
	return diff
}

func locate(steps []Schritt) ([]string, map[string]*Schritt) {
	var open []string // place of the last step at each depth
	order := make([]string, 0, len(steps))
	at := make(map[string]*Schritt, len(steps))
	for i := range steps {
		s := &steps[i]
		depth := min(max(s.Tiefe, 0), len(open))
		open = open[:depth]
		place := s.Code
		if s.Nummer > 0 {
			place += " " + strconv.Itoa(s.Nummer)
		}
		if depth > 0 {
			place = open[depth-1] + "/" + place
		}
		unique := place
		for n := 2; at[unique] != nil; n++ {
			unique = place + "#" + strconv.Itoa(n)
		}
		at[unique] = s
		order = append(order, unique)
		open = append(open, unique)
	}
	return order, at
}

func sameStep(a, b *Schritt) bool {
	if (a.Nachweis == nil) != (b.Nachweis == nil) || (a.Nachweis != nil && *a.Nachweis != *b.Nachweis) {
		return false
	}
	return a.Wert == b.Wert && a.Art == b.Art && a.Norm == b.Norm && a.Text.String() == b.Text.String()
}

// stepText is what a reader compares: the result and what it was made of.
func stepText(s *Schritt) string {
	text := s.Wert.String()
	if t := s.Text.String(); t != "" {
		if text != "" {
			text += " = "
		}
		text += t
	}
	return text
}

// diffResults compares the fields of two results.
func diffResults(then, now json.RawMessage) ([]Abweichung, error) {
	var a, b any
	if err := decodeStrict(then, &a); err != nil {
		return nil, err
	}
	if err := decodeStrict(now, &b); err != nil {
		return nil, err
	}
	before, after := map[string]string{}, map[string]string{}
	flatten("", a, before)
	flatten("", b, after)
	all := maps.Clone(before)
	maps.Copy(all, after)
	var diff []Abweichung
	for _, place := range slices.Sorted(maps.Keys(all)) {
		if before[place] != after[place] {
			diff = append(diff, Abweichung{Art: AbweichungErgebnis, Stelle: place, Damals: before[place], Heute: after[place]})
		}
	}
	return diff, nil
}

// flatten writes the leaves of a JSON value under their pointers.
func flatten(pointer string, v any, into map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			flatten(pointer+"/"+key, member, into)
		}
	case []any:
		for i, member := range v {
			flatten(pointer+"/"+strconv.Itoa(i), member, into)
		}
	default:
		text, err := json.Marshal(v)
		if err == nil {
			into[pointer] = string(text)
		}
	}
}
