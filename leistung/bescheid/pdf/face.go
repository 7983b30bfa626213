// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// face is a TrueType font with the tables that a subset needs.
type face struct {
	name             string
	font             *font.Font
	upem             int
	glyf, hmtx       []byte
	loca             []uint32
	head, hhea, maxp []byte
	italic           bool
	bbox             [4]int
	ascent, descent  int
}

func newFace(data []byte) (*face, error) {
	f, err := newFaceRaw(data)
	if err != nil {
		return nil, err
	}
	ld, err := ot.NewLoader(bytes.NewReader(data))
	if err == nil {
		f.font, err = font.NewFont(ld)
	}
	return f, err
}

// newFaceRaw reads the tables that a subset needs, as a subset has no others.
func newFaceRaw(data []byte) (*face, error) {
	ld, err := ot.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	f := &face{}
	var loca []byte
	for tag, dst := range map[string]*[]byte{"glyf": &f.glyf, "loca": &loca, "hmtx": &f.hmtx, "head": &f.head, "hhea": &f.hhea, "maxp": &f.maxp} {
		if *dst, err = ld.RawTable(ot.MustNewTag(tag)); err != nil {
			return nil, fmt.Errorf("table %s: %w", tag, err)
		}
	}
	if len(f.head) < 54 || len(f.hhea) < 36 || len(f.maxp) < 32 {
		return nil, errors.New("short tables")
	}
	f.upem = int(be16(f.head, 18))
	for i := range f.bbox {
		f.bbox[i] = f.em(int(int16(be16(f.head, 36+2*i))))
	}
	f.ascent, f.descent = f.em(int(int16(be16(f.hhea, 4)))), f.em(int(int16(be16(f.hhea, 6))))
	n := int(be16(f.maxp, 4)) + 1
	f.loca = make([]uint32, n)
	for i := range f.loca {
		if be16(f.head, 50) == 0 {
			f.loca[i] = 2 * uint32(be16(loca, 2*i))
		} else {
			f.loca[i] = binary.BigEndian.Uint32(loca[4*i:])
		}
	}
	return f, nil
}

func be16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }

// em turns font units into thousandths of the font size.
func (f *face) em(units int) int { return (units*2000 + f.upem) / (2 * f.upem) }

func (f *face) outline(g uint16) []byte { return f.glyf[f.loca[g]:f.loca[g+1]] }

func (f *face) metric(g uint16) []byte {
	full := int(be16(f.hhea, 34))
	if int(g) < full {
		return f.hmtx[4*int(g) : 4*int(g)+4]
	}
	m := slices.Clone(f.hmtx[4*full-4 : 4*full])
	copy(m[2:], f.hmtx[4*full+2*(int(g)-full):])
	return m
}

func (f *face) advance(g uint16) int { return int(be16(f.metric(g), 0)) }
