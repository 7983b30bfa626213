// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

// kreisAnteileData holds, for each Kreis whose area went to more than one, how
// much of it:
//
//	13052;2010;13071:8220:8245,13075:1780:1755
//
// The fields are the key; the last year at whose end it held; the Kreise of
// 31.12.2021 with the shares of area and inhabitants in ten thousandths.
//
//go:embed data/kreise.txt
var kreisAnteileData string

// KreisResolution says what became of the key of a Kreis on a day.
type KreisResolution struct {
	Key  Kreisschluessel `json:"key"`
	AsOf Datum           `json:"asOf"`
	// Nachfolger are the keys that hold on the day instead of Key, the main
	// one first. There is one at least; it is Key itself where that still
	// holds, or holds again.
	Nachfolger []KreisNachfolger `json:"nachfolger"`
	// Ungenau: as in [Resolution].
	Ungenau bool `json:"ungenau,omitzero"`
	// BekanntBis is the last day for which all changes are known.
	BekanntBis Datum `json:"bekanntBis"`
}

// Haupt returns the main successor: the one with the greatest share.
func (r KreisResolution) Haupt() Kreisschluessel {
	if len(r.Nachfolger) == 0 {
		return Kreisschluessel{}
	}
	return r.Nachfolger[0].Schluessel
}

// Split reports whether the area went to more than one successor.
func (r KreisResolution) Split() bool { return len(r.Nachfolger) > 1 }

// KreisNachfolger is a Kreis that took over an area or a part of it.
type KreisNachfolger struct {
	Schluessel Kreisschluessel `json:"schluessel"`
	// Anteil is the share that went to this Kreis, from 0 to 1. It is 0 where
	// no source states it for the day.
	Anteil    float64   `json:"anteil"`
	Grundlage Grundlage `json:"grundlage"`
}

// ResolveKreis returns the Kreise that hold on the day asOf instead of key: key
// itself where any of its Gemeinden still has it, and else those to which its last
// Gemeinden went. The zero Datum stands for the day of the register. It rests on
// the history of the Gemeinden, and so on [Verzeichnis.WithAenderungen] too; shares
// are those of BBSR Bonn (Umsteigeschlüssel der Kreise). As with
// [Verzeichnis.Resolve], a key is never followed back in time. A key that neither
// the register nor the history holds is an error that matches [ErrUnknown].
func (v *Verzeichnis) ResolveKreis(key Kreisschluessel, asOf Datum) (KreisResolution, error) {
	if asOf.IsZero() {
		asOf = v.stand
	}
	history := v.historie()
	r := KreisResolution{Key: key, AsOf: asOf, BekanntBis: history.knownUntil, Ungenau: v.beyond(asOf)}
	members := v.keysOf(key)
	if len(members) == 0 {
		return KreisResolution{}, v.unknown(kindKreis, key.String())
	}
	last, holds, vague := Datum{}, false, true
	for _, member := range members {
		ends := history.endsOf(member)
		end := endBefore(ends, asOf)
		if end == nil {
			holds, vague = true, vague && changesWithin(ends, asOf)
			continue
		}
		if end.ab.After(last) {
			last = end.ab
		}
	}
	if holds {
		r.Ungenau = r.Ungenau || vague
		r.Nachfolger = []KreisNachfolger{{key, 1, GrundlageEinwohner}}
		return r, nil
	}
	var successors []Kreisschluessel
	for _, member := range members {
		if endBefore(history.endsOf(member), asOf).ab != last {
			continue // left before the Kreis ended
		}
		to, err := v.resolve(member, Datum{}, asOf)
		if err != nil {
			return KreisResolution{}, err
		}
		r.Ungenau = r.Ungenau || to.Ungenau
		for _, n := range to.Nachfolger {
			if kreis := n.AGS.Kreis(); !slices.Contains(successors, kreis) {
				successors = append(successors, kreis)
			}
		}
	}
	r.Nachfolger = v.shared(key, successors)
	return r, nil
}

// keysOf returns the keys of Gemeinden that the register or the history has of a
// Kreis.
func (v *Verzeichnis) keysOf(kreis Kreisschluessel) (keys []AGS) {
	history := v.historie()
	at, _ := slices.BinarySearch(history.index.keys, kreis.n*1000)
	for ; at < len(history.index.keys) && history.index.keys[at]/1000 == kreis.n; at++ {
		if key := (AGS{history.index.keys[at]}); len(keys) == 0 || keys[len(keys)-1] != key {
			keys = append(keys, key)
		}
	}
	for from, to := v.bounds(kreis); from < to; from++ {
		if key := v.gemeinden.ags(from); len(history.endsOf(key)) == 0 {
			keys = append(keys, key)
		}
	}
	for key, start := range history.onlyNew {
		if key.Kreis() == kreis && !v.Has(key) && !start.IsZero() {
			keys = append(keys, key)
		}
	}
	if v.before != nil && len(keys) == 0 {
		return v.before().keysOf(kreis)
	}
	return keys
}

// shared puts shares to the successors of a Kreis, where the source knows these
// successors, and the main one first.
func (v *Verzeichnis) shared(key Kreisschluessel, successors []Kreisschluessel) []KreisNachfolger {
	result := make([]KreisNachfolger, len(successors))
	shares := kreisAnteile(key)
	stated := len(shares) == len(successors)
	for _, kreis := range successors {
		_, ok := shares[kreis]
		stated = stated && ok
	}
	for i, kreis := range successors {
		n := KreisNachfolger{Schluessel: kreis, Grundlage: GrundlageUnbekannt}
		switch {
		case len(successors) == 1:
			n.Anteil, n.Grundlage = 1, GrundlageEinwohner
		case stated:
			n.Anteil, n.Grundlage = float64(shares[kreis])/10_000, GrundlageEinwohner
		}
		result[i] = n
	}
	slices.SortFunc(result, func(a, b KreisNachfolger) int {
		return cmp.Or(cmp.Compare(b.Anteil, a.Anteil), cmp.Compare(v.einwohnerIn(b.Schluessel), v.einwohnerIn(a.Schluessel)), a.Schluessel.Compare(b.Schluessel))
	})
	return result
}

func (v *Verzeichnis) einwohnerIn(kreis Kreisschluessel) (sum int) {
	for from, to := v.bounds(kreis); from < to; from++ {
		sum += int(v.gemeinden.rows[from].einwohner)
	}
	return sum
}

// kreisAnteile returns the shares of inhabitants of a Kreis that went to several,
// in ten thousandths.
func kreisAnteile(key Kreisschluessel) map[Kreisschluessel]int {
	_, row, ok := strings.Cut(kreisAnteileData, "\n"+key.String()+";")
	if !ok {
		return nil
	}
	row, _, _ = strings.Cut(row, "\n")
	_, row, _ = strings.Cut(row, ";")
	shares := make(map[Kreisschluessel]int)
	for part := range strings.SplitSeq(row, ",") {
		to, rest, _ := strings.Cut(part, ":")
		_, people, _ := strings.Cut(rest, ":")
		share, err := strconv.Atoi(people)
		if err != nil {
			panic(err) // the data is part of the program and covered by its tests
		}
		shares[must(ParseKreisschluessel(to))] = share
	}
	return shares
}
