// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"encoding/binary"
	"slices"
)

// members returns those of a group.
func (a *Aenderung) members(v verweis) *[]zuweisung {
	if v&frisch != 0 {
		return &a.frische[v.gruppe()]
	}
	return &a.neu.gruppen[v.gruppe()]
}

// holds reports whether v holds the zuweisung.
func (a *Aenderung) holds(v verweis, one zuweisung) bool {
	if v&mehrfach == 0 {
		return v.zuweisung() == one
	}
	_, ok := slices.BinarySearchFunc(*a.members(v), one, zuweisung.compare)
	return ok
}

// verweis returns that to one zuweisung.
func (a *Aenderung) verweis(one zuweisung) verweis {
	if v, fits := einzeln(one); fits {
		return v
	}
	return a.gruppe(one)
}

// plus returns the verweis to what v holds and one more.
func (a *Aenderung) plus(v verweis, more zuweisung) verweis {
	v = a.eigene(v)
	members := a.members(v)
	i, _ := slices.BinarySearchFunc(*members, more, zuweisung.compare)
	*members = slices.Insert(*members, i, more)
	return v
}

// minus returns the verweis to what v holds without one of it.
func (a *Aenderung) minus(v verweis, less zuweisung) verweis {
	v = a.eigene(v)
	members := a.members(v)
	i, _ := slices.BinarySearchFunc(*members, less, zuweisung.compare)
	*members = slices.Delete(*members, i, i+1)
	switch len(*members) {
	case 0:
		return 0
	case 1:
		return a.verweis((*members)[0])
	default:
		return v
	}
}

// eigene returns a group of this update that holds what v holds.
func (a *Aenderung) eigene(v verweis) verweis {
	switch {
	case v&mehrfach == 0:
		return a.gruppe(v.zuweisung())
	case v&frisch == 0:
		return a.gruppe(*a.members(v)...)
	default:
		return v
	}
}

// gruppe makes a group that belongs to one Leistung in one area and may change
// until the update is done.
func (a *Aenderung) gruppe(members ...zuweisung) verweis {
	a.frische = append(a.frische, slices.Clone(members))
	return verweis(len(a.frische)-1) | mehrfach | frisch
}

// bleibend returns the verweis that readers see: a group is kept once for all
// that are equal. Groups are only appended.
func (a *Aenderung) bleibend(v verweis) verweis {
	if v&mehrfach == 0 || v&frisch == 0 {
		return v
	}
	members := *a.members(v)
	key := make([]byte, 0, 8*len(members))
	for _, w := range members {
		key = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(key, w.stelle), w.umstand)
	}
	n, ok := a.werk.gruppen[string(key)]
	if !ok {
		n = uint32(len(a.neu.gruppen))
		a.neu.gruppen = append(a.neu.gruppen, slices.Clone(members))
		a.werk.gruppen[string(key)] = n
	}
	return verweis(n) | mehrfach
}
