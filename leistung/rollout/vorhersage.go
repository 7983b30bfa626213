// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout/prognose"
)

// Vorhersage is a forecast as it was made. It is kept and never changed, so that
// a page can say how many of the bands held, and so that later forecasts are
// calibrated by it.
type Vorhersage struct {
	Programm string              `json:"programm"`
	Leistung leistung.Schluessel `json:"leistung"`
	Gebiet   Gebiet              `json:"gebiet"`
	Ursprung Stichtag            `json:"ursprung"`
	Ziel     datum.Datum         `json:"ziel"` // the day it is about
	Live     int                 `json:"live"` // at the origin
	Rest     int                 `json:"rest"` // who could still become live
	Prognose prognose.Prognose   `json:"prognose"`
	Schema   int                 `json:"schema"`
}

// Wochen returns, for the last n weeks up to the day, the net go-lives of each
// week and how many could still become live after it, oldest first, as known on
// the day of knowledge. Changes of territory and of the Soll are in neither.
func (b *Buch) Wochen(dienst leistung.Schluessel, gebiet Gebiet, tag Stichtag, n int) (zugang, rest []int) {
	n = min(max(n, 0), 10*52)
	for i := n; i > 0; i-- {
		from := Stichtag{tag.Gueltig.AddDays(-7 * i), tag.Bekannt}
		to := Stichtag{tag.Gueltig.AddDays(-7 * (i - 1)), tag.Bekannt}
		u := b.Unterschied(dienst, gebiet, from, to)
		zugang = append(zugang, int(u.GoLives.Traeger+u.Rueckschlaege.Traeger))
		rest = append(rest, b.At(to).rest(dienst, gebiet))
	}
	return zugang, rest
}

// rest is how many may still become live: due, and neither live nor declined nor
// covered otherwise nor ended.
func (s Sicht) rest(dienst leistung.Schluessel, gebiet Gebiet) int {
	n := 0
	for row := range s.rows(dienst, gebiet) {
		if row.stand < codeProduktiv || row.stand == codeAusgesetzt {
			n++
		}
	}
	return n
}

// Lage returns where a forecast begins.
func (b *Buch) Lage(dienst leistung.Schluessel, gebiet Gebiet, tag Stichtag) prognose.Lage {
	const weeks = 16
	zugang, _ := b.Wochen(dienst, gebiet, tag, weeks)
	d := b.At(tag).Deckung(dienst, gebiet)
	return prognose.Lage{
		Zugang: zugang, Live: int(d.Traeger.Zaehler), Faellig: int(d.Traeger.Nenner), Rest: b.At(tag).rest(dienst, gebiet),
	}
}

// Vorhersage forecasts how many authorities will be live on the day, from what
// was known on the Stichtag and nothing else, with the errors of the forecasts
// that were kept and whose day has come by then. It does not keep the new one.
func (b *Buch) Vorhersage(dienst leistung.Schluessel, gebiet Gebiet, tag Stichtag, ziel datum.Datum) (Vorhersage, error) {
	weeks := tag.Gueltig.DaysUntil(ziel) / 7 // whole ones: the day itself is not promised more than the week before it
	if weeks == 0 && ziel.After(tag.Gueltig) {
		weeks = 1
	}
	l := b.Lage(dienst, gebiet, tag)
	p, err := prognose.Forecast(l, weeks, b.Eichung(tag, weeks), seed(tag, gebiet))
	if err != nil {
		return Vorhersage{}, fmt.Errorf("rollout: %w", err)
	}
	return Vorhersage{
		Programm: b.programm.ID, Leistung: dienst, Gebiet: gebiet, Ursprung: tag, Ziel: ziel, Live: l.Live, Rest: l.Rest, Prognose: p, Schema: Schema,
	}, nil
}

// seed makes the simulated paths of a forecast the same whenever it is asked.
func seed(tag Stichtag, gebiet Gebiet) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range []byte(tag.Gueltig.String() + gebiet.String()) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// Keep keeps forecasts. The first one of a service, an area, an origin and a day
// stays: another one in its place is ErrConflict, the same again has no effect.
func (b *Buch) Keep(list ...Vorhersage) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	type key struct {
		dienst leistung.Schluessel
		gebiet Gebiet
		tag    Stichtag
		ziel   datum.Datum
	}
	known := map[key]Vorhersage{}
	for _, v := range b.vorhersagen {
		known[key{v.Leistung, v.Gebiet, v.Ursprung, v.Ziel}] = v
	}
	var fresh []Vorhersage
	for _, v := range list {
		if err := b.known(v.Programm, v.Leistung); err != nil {
			return err
		}
		if v.Ursprung.Gueltig.IsZero() || v.Ursprung.Bekannt.IsZero() || !v.Ziel.After(v.Ursprung.Gueltig) || v.Live < 0 || v.Rest < 0 || v.Schema < 0 || v.Schema > Schema {
			return fmt.Errorf("%w: a forecast has an origin, a later day and numbers", ErrEvent)
		}
		k := key{v.Leistung, v.Gebiet, v.Ursprung, v.Ziel}
		if before, ok := known[k]; ok {
			if before != v {
				return fmt.Errorf("%w: a forecast is not changed", ErrConflict)
			}
			continue
		}
		known[k] = v
		fresh = append(fresh, v)
	}
	if len(b.vorhersagen)+len(fresh) > maxVorhersagen {
		return fmt.Errorf("%w: more than %d forecasts", ErrTooLarge, maxVorhersagen)
	}
	b.vorhersagen = append(b.vorhersagen, fresh...)
	slices.SortStableFunc(b.vorhersagen, func(x, y Vorhersage) int {
		return cmp.Or(x.Ursprung.Gueltig.Compare(y.Ursprung.Gueltig), x.Ziel.Compare(y.Ziel))
	})
	return nil
}

const maxVorhersagen = 200_000

// Vorhersagen returns what was kept, oldest origin first.
func (b *Buch) Vorhersagen() []Vorhersage {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Clone(b.vorhersagen)
}

// Treffer is how many of the bands whose day has come held what came.
type Treffer struct{ Gehalten, Von int }

// Treffer counts the forecasts that were kept and whose day has come by the
// Stichtag, as known then. Bands that were not calibrated do not count.
func (b *Buch) Treffer(tag Stichtag) Treffer {
	var t Treffer
	for _, v := range b.Vorhersagen() {
		if v.Ziel.After(tag.Gueltig) || !v.Prognose.Geeicht {
			continue
		}
		t.Von++
		came := int(b.At(Stichtag{v.Ziel, tag.Bekannt}).Deckung(v.Leistung, v.Gebiet).Traeger.Zaehler)
		if v.Prognose.Unten <= came && came <= v.Prognose.Oben {
			t.Gehalten++
		}
	}
	return t
}

// Eichung returns the errors of all forecasts that were kept, looked so many
// weeks ahead, and whose day has come by the Stichtag, as known then.
func (b *Buch) Eichung(tag Stichtag, wochen int) prognose.Eichung {
	var list []prognose.Rueckschau
	for _, v := range b.Vorhersagen() {
		if v.Prognose.Wochen != wochen || v.Ziel.After(tag.Gueltig) || v.Ursprung.Gueltig.After(tag.Gueltig) {
			continue
		}
		u := b.Unterschied(v.Leistung, v.Gebiet, Stichtag{v.Ursprung.Gueltig, tag.Bekannt}, Stichtag{v.Ziel, tag.Bekannt})
		list = append(list, prognose.Rueckschau{
			Punkt: float64(v.Prognose.Punkt - v.Live), Rest: v.Rest, Ist: int(u.GoLives.Traeger + u.Rueckschlaege.Traeger),
		})
	}
	return prognose.NewEichung(wochen, list...)
}
