// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"iter"
	"slices"
	"sort"
)

// Gemeinde returns the row of a key. A key that this edition does not hold is
// an error that matches [ErrUnknown]; [Verzeichnis.Resolve] may know what
// became of it.
func (v *Verzeichnis) Gemeinde(key AGS) (Gemeinde, error) {
	i := v.position(key)
	if i < 0 {
		return Gemeinde{}, v.unknown(kindAGS, key.String())
	}
	return v.gemeinden.at(i), nil
}

// Has reports whether this edition holds the key.
func (v *Verzeichnis) Has(key AGS) bool { return v.position(key) >= 0 }

// ByARS returns the row of an ARS. Where the Gemeinde has another ARS in this
// edition, since it joined or left a Verband or went up in another, the error
// names that ARS: [UnknownError.Heute]. [Verzeichnis.ResolveARS] follows an old
// one.
func (v *Verzeichnis) ByARS(key ARS) (Gemeinde, error) {
	i := v.position(key.AGS())
	if i < 0 || v.gemeinden.ars(i) != key {
		return Gemeinde{}, v.unknownARS(key)
	}
	return v.gemeinden.at(i), nil
}

func (v *Verzeichnis) position(key AGS) int {
	if key.IsZero() {
		return -1
	}
	return v.byAGS.find(key.n)
}

// Verband returns the row of a Verband, also of a Gemeinde that belongs to none.
func (v *Verzeichnis) Verband(key Verbandsschluessel) (Verband, error) {
	i, ok := slices.BinarySearchFunc(v.verbaende, key, func(verband Verband, key Verbandsschluessel) int {
		return verband.Schluessel.Compare(key)
	})
	if ok {
		return v.verbaende[i], nil
	}
	if verband, ok := v.ownVerband(key); ok {
		return verband, nil
	}
	return Verband{}, v.unknown(kindVerband, key.String())
}

// ownVerband returns the entry of a Gemeinde that belongs to no Verband. It
// repeats the Gemeinde, and its key ends like the one of the Gemeinde.
func (v *Verzeichnis) ownVerband(key Verbandsschluessel) (Verband, bool) {
	i := v.position(AGS{key.n/10_000*1000 + key.n%1000})
	if i < 0 || v.gemeinden.verband(i) != key {
		return Verband{}, false
	}
	return Verband{Schluessel: key, Name: v.gemeinden.name(i), Art: VerbandsfreieGemeinde}, true
}

// Kreis returns the row of a Kreis or a kreisfreie Stadt.
func (v *Verzeichnis) Kreis(key Kreisschluessel) (Kreis, error) {
	i, ok := slices.BinarySearchFunc(v.kreise, key, func(kreis Kreis, key Kreisschluessel) int {
		return kreis.Schluessel.Compare(key)
	})
	if !ok {
		return Kreis{}, v.unknown(kindKreis, key.String())
	}
	return v.kreise[i], nil
}

// Bundesland returns the row of a Land.
func (v *Verzeichnis) Bundesland(key Land) (Bundesland, error) {
	for _, land := range v.laender {
		if land.Land == key {
			return land, nil
		}
	}
	return Bundesland{}, v.unknown(kindLand, key.String())
}

// Regierungsbezirk returns the row of the Regierungsbezirk or statistical
// region a Kreis lies in; most Länder have none.
func (v *Verzeichnis) Regierungsbezirk(key Kreisschluessel) (Regierungsbezirk, bool) {
	return byPrefix(v.bezirke, key, func(b Regierungsbezirk) string { return b.Schluessel })
}

// Region returns the region of Baden-Württemberg a Kreis lies in; no other
// Land has them.
func (v *Verzeichnis) Region(key Kreisschluessel) (Region, bool) {
	return byPrefix(v.regionen, key, func(r Region) string { return r.Schluessel })
}

func byPrefix[T any](rows []T, key Kreisschluessel, prefix func(T) string) (row T, ok bool) {
	digits := key.String()
	for _, row := range rows {
		if p := prefix(row); len(p) <= len(digits) && digits[:len(p)] == p {
			return row, true
		}
	}
	return row, false
}

// Gemeinden iterates over all rows in the order of the AGS, gemeindefreie
// Gebiete included.
func (v *Verzeichnis) Gemeinden() iter.Seq[Gemeinde] { return v.between(0, v.gemeinden.len()) }

func (v *Verzeichnis) between(from, to int) iter.Seq[Gemeinde] {
	return func(yield func(Gemeinde) bool) {
		for i := from; i < to; i++ {
			if !yield(v.gemeinden.at(i)) {
				return
			}
		}
	}
}

// GemeindenOf iterates over the rows of a Land in the order of the AGS.
func (v *Verzeichnis) GemeindenOf(land Land) iter.Seq[Gemeinde] {
	return v.span(uint32(land)*1_000_000, (uint32(land)+1)*1_000_000)
}

// GemeindenIn iterates over the rows of a Kreis in the order of the AGS.
func (v *Verzeichnis) GemeindenIn(kreis Kreisschluessel) iter.Seq[Gemeinde] {
	return v.span(kreis.n*1000, (kreis.n+1)*1000)
}

func (v *Verzeichnis) span(from, to uint32) iter.Seq[Gemeinde] {
	search := func(n uint32) int {
		return sort.Search(v.gemeinden.len(), func(i int) bool { return v.gemeinden.ags(i).n >= n })
	}
	return v.between(search(from), search(to))
}

// bounds returns the positions of the rows of a Kreis.
func (v *Verzeichnis) bounds(kreis Kreisschluessel) (from, to int) {
	search := func(n uint32) int {
		return sort.Search(v.gemeinden.len(), func(i int) bool { return v.gemeinden.ags(i).n >= n })
	}
	return search(kreis.n * 1000), search((kreis.n + 1) * 1000)
}

// Members iterates over the Gemeinden of a Verband in the order of the AGS.
func (v *Verzeichnis) Members(key Verbandsschluessel) iter.Seq[Gemeinde] {
	return func(yield func(Gemeinde) bool) {
		order := v.byARS()
		first := sort.Search(len(order), func(i int) bool {
			return v.gemeinden.verband(int(order[i])).Compare(key) >= 0
		})
		for _, i := range order[first:] {
			if v.gemeinden.verband(int(i)) != key || !yield(v.gemeinden.at(int(i))) {
				return
			}
		}
	}
}

// Verbaende iterates over all rows on the level of the Verband in the order of
// their keys, verbandsfreie Gemeinden included.
func (v *Verzeichnis) Verbaende() iter.Seq[Verband] {
	return func(yield func(Verband) bool) {
		rest := v.verbaende
		var last Verbandsschluessel
		for _, i := range v.byARS() { // and so in the order of the Verband
			key := v.gemeinden.verband(int(i))
			for ; len(rest) > 0 && rest[0].Schluessel.Compare(key) <= 0; rest = rest[1:] {
				if last = rest[0].Schluessel; !yield(rest[0]) {
					return
				}
			}
			if last == key {
				continue
			}
			last = key
			if verband, ok := v.ownVerband(key); ok && !yield(verband) {
				return
			}
		}
	}
}

// Kreise iterates over all Kreise and kreisfreie Städte in the order of their keys.
func (v *Verzeichnis) Kreise() iter.Seq[Kreis] { return slices.Values(v.kreise) }

// Regierungsbezirke iterates over all rows of that level in the order of their keys.
func (v *Verzeichnis) Regierungsbezirke() iter.Seq[Regierungsbezirk] { return slices.Values(v.bezirke) }

// Regionen iterates over the regions of Baden-Württemberg in the order of their keys.
func (v *Verzeichnis) Regionen() iter.Seq[Region] { return slices.Values(v.regionen) }

// Bundeslaender iterates over the rows of the Länder in the order of their keys.
func (v *Verzeichnis) Bundeslaender() iter.Seq[Bundesland] { return slices.Values(v.laender) }

func (v *Verzeichnis) unknown(kind, key string) error {
	return &UnknownError{Kind: kind, Key: key, Stand: v.stand}
}
