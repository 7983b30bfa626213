// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"hash/maphash"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
)

// gebiet is an area the index knows, with its entries for authorities, which
// most questions are about.
type gebiet struct {
	ars       kommune.ARS
	behoerden zeile
}

// deutschland is the number of the area that every index knows.
const deutschland = 0

// nummer is the number of an area with a mark whether a narrower one is known.
type nummer uint32

func newNummer(gebiet uint32, innen bool) nummer {
	n := nummer(gebiet) << 1
	if innen {
		n |= 1
	}
	return n
}

func (n nummer) gebiet() uint32 { return uint32(n >> 1) }
func (n nummer) innen() bool    { return n&1 != 0 }

// ortstafel finds the number of an area: a table of slots with numbers, of which
// at most half are taken. It keeps no keys: these stand with the areas, which a
// question reads anyway.
type ortstafel struct {
	seed    maphash.Seed
	plaetze []nummer // keine for a free slot
}

const keine = nummer(1<<32 - 1)

func newOrtstafel(size int) ortstafel {
	return ortstafel{maphash.MakeSeed(), slices.Repeat([]nummer{keine}, size)}
}

// find returns the slot of an area: its own, or the free one where it would go.
func (o *ortstafel) find(gebiete []gebiet, ars kommune.ARS) *nummer {
	mask := uint64(len(o.plaetze) - 1)
	for i := maphash.Comparable(o.seed, ars); ; i++ {
		if n := &o.plaetze[i&mask]; *n == keine || gebiete[n.gebiet()].ars == ars {
			return n
		}
	}
}

// clone returns a table that readers do not see.
func (o *ortstafel) clone() ortstafel { return ortstafel{o.seed, slices.Clone(o.plaetze)} }

// put enters the last of the areas, and makes room for it.
func (o *ortstafel) put(gebiete []gebiet) {
	last := len(gebiete) - 1
	if 2*len(gebiete) > len(o.plaetze) {
		larger := newOrtstafel(2 * len(o.plaetze))
		for _, n := range o.plaetze {
			if n != keine {
				*larger.find(gebiete, gebiete[n.gebiet()].ars) = n
			}
		}
		*o = larger
	}
	*o.find(gebiete, gebiete[last].ars) = newNummer(uint32(last), false)
}
