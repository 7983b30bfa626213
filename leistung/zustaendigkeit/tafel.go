// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"maps"
	"math"
	"slices"
)

// tafel holds the entries of one Leistung: for each area a reference, 0 for
// none. With few entries it is a map, with many a table by the number of the
// area, of two bytes as long as the references are small: one step to memory
// for each question, and as little memory as may be, since that step costs most.
type tafel struct {
	schmal []uint16
	breit  []uint32
	duenn  map[uint32]uint32
	n      int
}

// A map costs about sixteen bytes an entry, a table at most four for each area
// there is.
const verdichtenAb = 4

func (t *tafel) get(gebiet uint32) uint32 {
	switch {
	case int(gebiet) < len(t.schmal):
		return uint32(t.schmal[gebiet])
	case int(gebiet) < len(t.breit):
		return t.breit[gebiet]
	}
	return t.duenn[gebiet] // nil, and so 0, where there is a table
}

// set changes one reference of a tafel that nobody else reads. gebiete is how
// many areas there are.
func (t *tafel) set(gebiet, ref uint32, gebiete int) {
	switch before := t.get(gebiet); {
	case before == 0 && ref != 0:
		t.n++
	case before != 0 && ref == 0:
		t.n--
	}
	if t.schmal != nil && ref > math.MaxUint16 {
		t.verbreitere()
	}
	switch {
	case t.schmal != nil:
		t.schmal = grown(t.schmal, gebiet, gebiete)
		t.schmal[gebiet] = uint16(ref)
	case t.breit != nil:
		t.breit = grown(t.breit, gebiet, gebiete)
		t.breit[gebiet] = ref
	case ref == 0:
		delete(t.duenn, gebiet)
	default:
		if t.duenn == nil {
			t.duenn = map[uint32]uint32{}
		}
		t.duenn[gebiet] = ref
		if len(t.duenn) > 16 && len(t.duenn)*verdichtenAb > gebiete {
			t.verdichte(gebiete)
		}
	}
}

// grown returns the table with room for the area, and some more, since areas
// mostly come one after the other.
func grown[T uint16 | uint32](table []T, gebiet uint32, gebiete int) []T {
	if int(gebiet) < len(table) {
		return table
	}
	larger := make([]T, max(gebiete, int(gebiet)+1, len(table)*5/4))
	copy(larger, table)
	return larger
}

// verdichte makes a table of the map.
func (t *tafel) verdichte(gebiete int) {
	entries := t.duenn
	t.duenn, t.schmal, t.n = nil, make([]uint16, gebiete), 0
	for gebiet, ref := range entries {
		t.set(gebiet, ref, gebiete)
	}
}

// verbreitere makes a table of two bytes one of four.
func (t *tafel) verbreitere() {
	t.breit = make([]uint32, len(t.schmal))
	for i, ref := range t.schmal {
		t.breit[i] = uint32(ref)
	}
	t.schmal = nil
}

// clone copies what a change would touch.
func (t *tafel) clone() tafel {
	return tafel{n: t.n, schmal: slices.Clone(t.schmal), breit: slices.Clone(t.breit), duenn: maps.Clone(t.duenn)}
}
