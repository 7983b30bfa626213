// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"encoding/binary"
	"slices"
)

// zeile holds the entries of one area for one kind of Stelle: which verweis each
// Leistung has.
//
// Who does what is much the same from town to town: one office for these
// Leistungen, another for those. So a row is kept in two parts: the verweise of
// this area, each once, in the order in which Leistungen first use them, and the
// pattern that says which Leistung has which of them. Areas of the same
// order share the pattern. The rows of a whole country then mostly fit the near
// caches; steps to far memory are what a question costs.
type zeile struct {
	muster uint32 // its number, 0 for an area without entries
	ab     uint32 // where its verweise begin in zustand.werte
}

// muster says for each Leistung, by number, which verweis of a row it has,
// counted from 1; 0 is none. It is immutable but for zeilen.
type muster struct {
	codes  string
	werte  uint32 // how many verweise a row has
	bits   uint8  // of a code: a power of two, 1 to 32
	zeilen int    // rows of the newest state that share it; for the writer alone
}

// verweis returns that of a Leistung in a row, 0 for none.
func (z *zustand) verweis(row zeile, leistung uint32) verweis {
	if row.muster == 0 {
		return 0
	}
	m := z.muster[row.muster]
	c := code(m.codes, m.bits, leistung)
	if c == 0 {
		return 0
	}
	return z.werte[row.ab+c-1]
}

// code reads the i-th of numbers of so many bits each; behind the end all are 0.
func code[B string | []byte](codes B, bits uint8, i uint32) uint32 {
	bit := uint64(i) * uint64(bits)
	at := bit / 8
	if at >= uint64(len(codes)) {
		return 0
	}
	switch bits {
	case 8:
		return uint32(codes[at])
	case 16:
		return uint32(codes[at]) | uint32(codes[at+1])<<8
	case 32:
		return uint32(codes[at]) | uint32(codes[at+1])<<8 | uint32(codes[at+2])<<16 | uint32(codes[at+3])<<24
	default:
		return uint32(codes[at]>>(bit%8)) & (1<<bits - 1)
	}
}

// put writes what code reads.
func put(codes []byte, bits uint8, i, c uint32) {
	bit := uint64(i) * uint64(bits)
	at := codes[bit/8:]
	switch bits {
	case 8:
		at[0] = uint8(c)
	case 16:
		binary.LittleEndian.PutUint16(at, uint16(c))
	case 32:
		binary.LittleEndian.PutUint32(at, c)
	default:
		shift := bit % 8
		at[0] = at[0]&^((1<<bits-1)<<shift) | uint8(c)<<shift
	}
}

// bitsFor returns how many bits the numbers up to the largest take.
func bitsFor(largest uint32) uint8 {
	n := uint8(1)
	for largest>>n != 0 && n < 32 {
		n *= 2
	}
	return n
}

// size returns how many bytes n codes take.
func size(n uint32, bits uint8) int { return int((uint64(n)*uint64(bits) + 7) / 8) }

// arbeit is a row while an update changes it. The same verweis may stand in it
// twice; [bestand.verdichte] joins them.
type arbeit struct {
	codes  []byte
	bits   uint8
	werte  []verweis
	vorher uint32 // the pattern the row had
}

func (w *arbeit) get(leistung uint32) verweis {
	c := code(w.codes, w.bits, leistung)
	if c == 0 {
		return 0
	}
	return w.werte[c-1]
}

// set changes the verweis of a Leistung. leistungen is how many there are.
func (w *arbeit) set(leistung uint32, v verweis, leistungen int) {
	c := w.wert(v)
	if bits := bitsFor(c); bits > w.bits {
		w.umschreiben(bits)
	}
	if need := size(leistung+1, w.bits); need > len(w.codes) {
		if c == 0 {
			return
		}
		if need > cap(w.codes) { // some room ahead, since Leistungen mostly come one after the other
			grown := make([]byte, len(w.codes), max(need, size(uint32(leistungen), w.bits), 2*len(w.codes)))
			copy(grown, w.codes)
			w.codes = grown
		}
		clear(w.codes[len(w.codes):need])
		w.codes = w.codes[:need]
	}
	put(w.codes, w.bits, leistung, c)
}

// wert returns the code of a verweis: one of the newest, which it mostly is, or a
// new one. Where a row has many, looking long would not help.
func (w *arbeit) wert(v verweis) uint32 {
	if v == 0 {
		return 0
	}
	newest := 16
	if len(w.werte) > 64 {
		newest = 2
	}
	for i := len(w.werte) - 1; i >= max(0, len(w.werte)-newest); i-- {
		if w.werte[i] == v {
			return uint32(i + 1)
		}
	}
	w.werte = append(w.werte, v)
	return uint32(len(w.werte))
}

func (w *arbeit) len() uint32 { return uint32(len(w.codes) * 8 / int(w.bits)) }

// umschreiben writes the codes anew with so many bits each.
func (w *arbeit) umschreiben(bits uint8) {
	n := w.len()
	anew := make([]byte, size(n, bits))
	for i := range n {
		put(anew, bits, i, code(w.codes, w.bits, i))
	}
	w.codes, w.bits = anew, bits
}

// bestand keeps each pattern in use once.
type bestand struct {
	nummern map[musterKey]uint32
	frei    []uint32 // numbers that can be used again
}

type musterKey struct {
	codes string
	bits  uint8
}

// verdichte makes a row that was changed ready for readers and returns its
// verweise. rename gives each the one that readers shall see. Equal rows come out
// equal, however they came about: verweise in the order of their first use, no
// more than are used, codes in as few bits as they need.
func (w *arbeit) verdichte(rename func(verweis) verweis) (werte []verweis) {
	n := w.len()
	for n > 0 && code(w.codes, w.bits, n-1) == 0 {
		n--
	}
	neu := make([]uint32, len(w.werte)+1) // by code: the new one
	place := newPlaces(len(w.werte))
	for i := range n {
		c := code(w.codes, w.bits, i)
		if c == 0 {
			continue
		}
		if neu[c] == 0 {
			neu[c] = place(&werte, rename(w.werte[c-1]))
		}
		put(w.codes, w.bits, i, neu[c])
	}
	w.codes = w.codes[:size(n, w.bits)]
	if bits := bitsFor(uint32(len(werte))); bits != w.bits {
		w.umschreiben(bits)
		w.codes = w.codes[:size(n, bits)]
	}
	return werte
}

// newPlaces returns a function that finds a value in a list of at most n, or
// appends it, and tells its place from 1.
func newPlaces(n int) func(list *[]verweis, value verweis) uint32 {
	const few = 64 // up to here looking is faster than a map
	if n <= few {
		return func(list *[]verweis, value verweis) uint32 {
			i := slices.Index(*list, value)
			if i < 0 {
				i = len(*list)
				*list = append(*list, value)
			}
			return uint32(i + 1)
		}
	}
	known := make(map[verweis]uint32, n)
	return func(list *[]verweis, value verweis) uint32 {
		if known[value] == 0 {
			*list = append(*list, value)
			known[value] = uint32(len(*list))
		}
		return known[value]
	}
}

// teile returns the number of the pattern of a row and counts the row.
func (b *bestand) teile(alle *[]*muster, codes []byte, bits uint8, werte int) uint32 {
	n, ok := b.nummern[musterKey{string(codes), bits}]
	if !ok {
		m := &muster{codes: string(codes), bits: bits, werte: uint32(werte)}
		if last := len(b.frei) - 1; last >= 0 {
			n, b.frei = b.frei[last], b.frei[:last]
			(*alle)[n] = m
		} else {
			n = uint32(len(*alle))
			*alle = append(*alle, m)
		}
		b.nummern[musterKey{m.codes, bits}] = n
	}
	(*alle)[n].zeilen++
	return n
}

// lasse forgets a row of a pattern, and the pattern with its last row.
func (b *bestand) lasse(alle []*muster, n uint32) {
	m := alle[n]
	if m.zeilen--; m.zeilen == 0 {
		delete(b.nummern, musterKey{m.codes, m.bits})
		b.frei = append(b.frei, n)
		alle[n] = nil
	}
}
