// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"cmp"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
)

// zuweisung is what an entry says apart from its Leistung and area: a Stelle and
// under what circumstances, by number.
type zuweisung struct{ stelle, umstand uint32 }

// compare puts what is of one Stelle together.
func (w zuweisung) compare(other zuweisung) int {
	return cmp.Or(cmp.Compare(w.stelle, other.stelle), cmp.Compare(w.umstand, other.umstand))
}

// umstand is a role, a further key and a time. There are few of them.
type umstand struct {
	rolle   string
	merkmal string
	ab, bis kommune.Datum
}

func (u *umstand) giltAm(tag kommune.Datum) bool {
	return tag.IsZero() || (u.ab.IsZero() || !tag.Before(u.ab)) && (u.bis.IsZero() || !tag.After(u.bis))
}

// verweis is what a row holds for a Leistung: nothing, the one zuweisung, or the
// number of a group of them. One zuweisung stands in the verweis itself, so that
// it costs no step to look at it.
type verweis uint32

const (
	stelleBits = 20 // a zuweisung with larger numbers makes a group of its own
	mehrfach   = verweis(1) << 31
	frisch     = verweis(1) << 30 // of a group: it belongs to the running update and may still change
)

// einzeln returns the verweis to one zuweisung, and false if it does not fit.
func einzeln(w zuweisung) (verweis, bool) {
	return verweis(w.umstand<<stelleBits | w.stelle), w.stelle>>stelleBits == 0 && w.umstand>>(31-stelleBits) == 0
}

// zuweisung returns the one that v holds; v is not a group.
func (v verweis) zuweisung() zuweisung {
	return zuweisung{stelle: uint32(v) & (1<<stelleBits - 1), umstand: uint32(v) >> stelleBits}
}

// gruppe returns the number of the group.
func (v verweis) gruppe() uint32 { return uint32(v &^ (mehrfach | frisch)) }

// gilt reports whether a zuweisung of v holds on the day.
func (z *zustand) gilt(v verweis, am kommune.Datum) bool {
	if v&mehrfach == 0 {
		return v != 0 && z.umstaende[v.zuweisung().umstand].giltAm(am)
	}
	for _, w := range z.gruppen[v.gruppe()] {
		if z.umstaende[w.umstand].giltAm(am) {
			return true
		}
	}
	return false
}

// each calls yield with every zuweisung of v that holds on the day until it
// returns false.
func (z *zustand) each(v verweis, am kommune.Datum, yield func(zuweisung) bool) {
	if v&mehrfach == 0 {
		if z.gilt(v, am) {
			yield(v.zuweisung())
		}
		return
	}
	for _, w := range z.gruppen[v.gruppe()] {
		if z.umstaende[w.umstand].giltAm(am) && !yield(w) {
			return
		}
	}
}

// zahl returns how many Stellen of v hold on the day. One that is entered with
// several roles is one.
func (z *zustand) zahl(v verweis, am kommune.Datum) int {
	n, last := 0, uint32(0)
	z.each(v, am, func(w zuweisung) bool {
		if w.stelle != last { // they stand together, and no Stelle is 0
			n, last = n+1, w.stelle
		}
		return true
	})
	return n
}

// gleich reports whether two verweise name the same Stellen on the day.
func (z *zustand) gleich(a, b verweis, am kommune.Datum) bool {
	var first, second [4]uint32 // mostly enough
	return slices.Equal(z.appendStellen(first[:0], a, am), z.appendStellen(second[:0], b, am))
}

// appendStellen appends the Stellen of v on the day, each once, in the order of
// their numbers.
func (z *zustand) appendStellen(stellen []uint32, v verweis, am kommune.Datum) []uint32 {
	z.each(v, am, func(w zuweisung) bool {
		if len(stellen) == 0 || stellen[len(stellen)-1] != w.stelle {
			stellen = append(stellen, w.stelle)
		}
		return true
	})
	return stellen
}
