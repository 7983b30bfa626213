// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"

	ot "github.com/go-text/typesetting/font/opentype"
)

// subset returns a font that draws the given codes, without hinting, and the glyph of each.
func (f *face) subset(codes []code) ([]byte, []uint16) {
	all := map[uint16]bool{0: true}
	var add func(g uint16)
	add = func(g uint16) {
		if !all[g] {
			all[g] = true
			components(f.outline(g), func(at []byte) { add(be16(at, 0)) })
		}
	}
	for _, c := range codes {
		for k := range len(c.parts) / 6 {
			id, _, _ := c.part(k)
			add(id)
		}
	}
	order := slices.Sorted(maps.Keys(all))
	number := make(map[uint16]uint16, len(order))
	for i, g := range order {
		number[g] = uint16(i)
	}
	var glyf, hmtx, loca []byte
	count := 0
	put := func(outline, metric []byte) {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf, hmtx = pad(append(glyf, outline...)), append(hmtx, metric...)
		count++
	}
	for _, g := range order {
		out := unhinted(f.outline(g))
		components(out, func(at []byte) { binary.BigEndian.PutUint16(at, number[be16(at, 0)]) })
		put(out, f.metric(g))
	}
	glyphs, made := make([]uint16, len(codes)), map[string]uint16{}
	for i, c := range codes {
		if c.simple() {
			id, _, _ := c.part(0)
			glyphs[i] = number[id]
			continue
		}
		if _, ok := made[c.parts]; !ok {
			made[c.parts] = uint16(count)
			put(f.compose(c, number))
		}
		glyphs[i] = made[c.parts]
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea, maxp := slices.Clone(f.head), slices.Clone(f.hhea), slices.Clone(f.maxp)
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets
	binary.BigEndian.PutUint16(hhea[34:], uint16(count))
	binary.BigEndian.PutUint16(maxp[4:], uint16(count))
	for _, at := range []int{10, 12, 28, 30} { // points, contours, parts and depth of composed glyphs
		binary.BigEndian.PutUint16(maxp[at:], uint16(min(65535, 4*(int(be16(maxp, at))+1))))
	}
	clear(maxp[14:28]) // zones, storage, functions, instructions: none left
	binary.BigEndian.PutUint16(maxp[14:], 1)
	var tables []ot.Table
	for _, t := range []struct {
		tag  string
		data []byte
	}{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}} {
		tables = append(tables, ot.Table{Content: pad(t.data), Tag: ot.MustNewTag(t.tag)})
	}
	return ot.WriteTTF(tables), glyphs
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// compose makes one glyph of the parts of a code, and its metric.
func (f *face) compose(c code, number map[uint16]uint16) (outline, metric []byte) {
	box := [4]int16{math.MaxInt16, math.MaxInt16, math.MinInt16, math.MinInt16}
	var parts []byte
	for k := range len(c.parts) / 6 {
		id, x, y := c.part(k)
		o := f.outline(id)
		if len(o) < 10 { // a blank draws nothing
			continue
		}
		flags := uint16(1 | 2 | 0x20) // words, an offset, more parts follow
		for _, v := range []uint16{flags, number[id], uint16(x), uint16(y)} {
			parts = binary.BigEndian.AppendUint16(parts, v)
		}
		box[0], box[1] = min(box[0], int16(be16(o, 2))+x), min(box[1], int16(be16(o, 4))+y)
		box[2], box[3] = max(box[2], int16(be16(o, 6))+x), max(box[3], int16(be16(o, 8))+y)
	}
	metric = binary.BigEndian.AppendUint16(nil, uint16(f.codeAdvance(c)))
	if parts == nil {
		return nil, append(metric, 0, 0)
	}
	parts[len(parts)-7] &^= 0x20
	outline = []byte{0xff, 0xff}
	for _, v := range box {
		outline = binary.BigEndian.AppendUint16(outline, uint16(v))
	}
	return append(outline, parts...), binary.BigEndian.AppendUint16(metric, uint16(box[0]))
}

// components calls do with the place of each component's glyph number, and returns the length of the component list.
func components(outline []byte, do func(at []byte)) int {
	if len(outline) < 10 || int16(be16(outline, 0)) >= 0 {
		return 0
	}
	at := 10
	for {
		flags := be16(outline, at)
		do(outline[at+2:])
		at += 6
		if flags&1 != 0 { // arguments are words
			at += 2
		}
		switch {
		case flags&8 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 { // no more components
			return at
		}
	}
}

// unhinted returns a copy of an outline without its instructions.
func unhinted(outline []byte) []byte {
	if len(outline) < 10 {
		return nil
	}
	if n := int(int16(be16(outline, 0))); n >= 0 {
		at := 10 + 2*n
		skip := at + 2 + int(be16(outline, at))
		return append(append(slices.Clone(outline[:at]), 0, 0), outline[skip:]...)
	}
	end := components(outline, func([]byte) {})
	out := slices.Clone(outline[:end])
	components(out, func(at []byte) { // at is the number; the flags stand before it
		flags := out[len(out)-len(at)-2:]
		binary.BigEndian.PutUint16(flags, be16(flags, 0)&^0x100)
	})
	return out
}
