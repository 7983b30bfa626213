// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import "maps"

// tafel holds the entries of one Leistung: for each area a reference, 0 for
// none. With few entries it is a map, with many a table by the number of the
// area: four bytes and one step to memory for each question.
type tafel struct {
	dicht []uint32
	duenn map[uint32]uint32
	n     int
}

// A map costs about sixteen bytes an entry, a table four for each area there is.
const verdichtenAb = 4

func (t *tafel) get(gebiet uint32) uint32 {
	if t.dicht != nil {
		if int(gebiet) < len(t.dicht) {
			return t.dicht[gebiet]
		}
		return 0
	}
	return t.duenn[gebiet]
}

// set changes one reference of a table that nobody else reads.
func (t *tafel) set(gebiet, ref uint32, gebiete int) {
	before := t.get(gebiet)
	switch {
	case before == 0 && ref != 0:
		t.n++
	case before != 0 && ref == 0:
		t.n--
	}
	if t.dicht == nil {
		if t.duenn == nil {
			t.duenn = map[uint32]uint32{}
		}
		if ref == 0 {
			delete(t.duenn, gebiet)
		} else {
			t.duenn[gebiet] = ref
		}
		if len(t.duenn)*verdichtenAb > gebiete && len(t.duenn) > 16 {
			t.verdichte(gebiete)
		}
		return
	}
	if int(gebiet) >= len(t.dicht) {
		grown := make([]uint32, max(gebiete, int(gebiet)+1))
		copy(grown, t.dicht)
		t.dicht = grown
	}
	t.dicht[gebiet] = ref
}

func (t *tafel) verdichte(gebiete int) {
	t.dicht = make([]uint32, gebiete)
	for gebiet, ref := range t.duenn {
		t.dicht[gebiet] = ref
	}
	t.duenn = nil
}

// clone copies what a change would touch.
func (t *tafel) clone() tafel {
	c := tafel{n: t.n, duenn: maps.Clone(t.duenn)}
	if t.dicht != nil {
		c.dicht = append(make([]uint32, 0, len(t.dicht)), t.dicht...)
	}
	return c
}
