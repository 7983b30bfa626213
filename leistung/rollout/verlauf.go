// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Verlauf returns everything that was ever recorded about a connection, in the
// order of its days; what was corrected stays in it, and Ersetzt says so. Where
// an event came without the steps that the life cycle asks for before it,
// Ausgelassen says that.
func (b *Buch) Verlauf(dienst leistung.Schluessel, stelle Stelle) []Verlaufszeile {
	b.mu.RLock()
	defer b.mu.RUnlock()
	a := b.akten[paar{dienst, stelle}]
	if a == nil {
		return nil
	}
	list := make([]Verlaufszeile, 0, len(a.ereignisse))
	for i := range a.ereignisse {
		list = append(list, Verlaufszeile{Ereignis: a.ereignisse[i], Ersetzt: a.replaced(int32(i))})
	}
	slices.SortStableFunc(list, func(x, y Verlaufszeile) int {
		return cmp.Or(x.Am.Compare(y.Am), bytes.Compare(x.ID[:], y.ID[:]))
	})
	stand := StandOffen
	for i := range list {
		if list[i].Ersetzt || list[i].Art == artStorniert {
			continue
		}
		list[i].Ausgelassen = !slices.Contains(lebenslauf().Permitted(stand), list[i].Art)
		if to := arten[list[i].Art.code()].nach; to != "" {
			stand = to
		}
	}
	return list
}

// Verlaufszeile is one event of a connection as it was recorded.
type Verlaufszeile struct {
	Ereignis
	Ersetzt     bool // a later correction stands in its place
	Ausgelassen bool // the life cycle has no such step from the state before
}
