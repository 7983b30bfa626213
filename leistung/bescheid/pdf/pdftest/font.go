// SPDX-License-Identifier: Apache-2.0

package pdftest

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// toUnicode reads the bfchar lines of a CMap: the text of each code.
func toUnicode(data []byte) map[int]string {
	out := map[int]string{}
	p := &parser{b: data}
	inside := false
	var code *text
	for p.at < len(data) {
		p.blanks()
		if p.at == len(data) {
			break
		}
		if p.b[p.at] != '<' {
			before := p.at
			if w := p.word(); w == "beginbfchar" || w == "endbfchar" {
				inside, code = w == "beginbfchar", nil
			}
			if p.at == before {
				p.at++ // a delimiter that means nothing here
			}
			continue
		}
		if p.starts("<<") {
			continue
		}
		v, err := p.value()
		s, ok := v.(text)
		if err != nil || !ok {
			return out
		}
		switch {
		case !inside:
		case code == nil:
			code = &s
		default:
			if len(*code) == 2 {
				out[int((*code)[0])<<8|int((*code)[1])] = ("\xfe\xff" + s).unicode()
			}
			code = nil
		}
	}
	return out
}

// fonts checks each code that the pages show.
func (in *inspector) fonts() {
	kids := in.list(in.dict(in.dict(in.trailer["Root"])["Pages"])["Kids"])
	if len(kids) == 0 {
		in.need(false, "file", "no pages")
		return
	}
	resources := in.dict(in.dict(in.dict(kids[0])["Resources"])["Font"])
	for key, codes := range in.used {
		font := in.dict(resources[key])
		descendants := in.list(font["DescendantFonts"])
		if len(descendants) != 1 {
			in.need(false, "31-005", "font %s", key)
			continue
		}
		cid := in.dict(descendants[0])
		program := in.stream(in.dict(cid["FontDescriptor"])["FontFile2"])
		in.need(len(program) > 0, "31-009", "font %s is not embedded", key)
		glyphs := in.stream(cid["CIDToGIDMap"])
		in.need(len(glyphs) > 2, "31-005", "font %s maps no codes", key)
		sfnt, err := readSfnt(program)
		in.need(err == nil, "31-016", "font %s: %v", key, err)
		texts := toUnicode(in.stream(font["ToUnicode"]))
		var widths []any
		if w := in.list(cid["W"]); len(w) == 2 && number(w[0]) == 1 {
			widths = in.list(w[1])
		}
		for code := range codes {
			if code < 1 || code > len(widths) || 2*code+2 > len(glyphs) || err != nil {
				in.need(false, "31-030", "code %d of font %s", code, key)
				continue
			}
			glyph := int(binary.BigEndian.Uint16(glyphs[2*code:]))
			in.need(glyph > 0 && glyph < sfnt.glyphs, "31-030", "code %d of font %s shows glyph %d", code, key, glyph)
			in.need(texts[code] != "" && texts[code] != "\x00" && texts[code] != "\ufeff" && texts[code] != "\ufffe", "10-001", "code %d of font %s has no text", code, key)
			if glyph < sfnt.glyphs {
				in.need(number(widths[code-1]) == sfnt.width(glyph), "31-024", "code %d of font %s: width %v, the font has %d", code, key, widths[code-1], sfnt.width(glyph))
			}
		}
	}
}

// sfnt is what the check needs of a TrueType font.
type sfnt struct {
	upem, glyphs, metrics int
	hmtx                  []byte
}

var errFont = errors.New("font program")

// readSfnt reads a font and checks that each glyph's outline is inside it.
func readSfnt(b []byte) (*sfnt, error) {
	if len(b) < 12 || binary.BigEndian.Uint32(b) != 0x00010000 {
		return nil, errFont
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil, errFont
		}
		from, n := uint64(binary.BigEndian.Uint32(b[at+8:])), uint64(binary.BigEndian.Uint32(b[at+12:]))
		if from+n > uint64(len(b)) {
			return nil, errFont
		}
		tables[string(b[at:at+4])] = b[from : from+n]
	}
	for table, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 32, "hmtx": 4, "loca": 8, "glyf": 0} {
		if _, ok := tables[table]; !ok || len(tables[table]) < least {
			return nil, fmt.Errorf("%w: table %s", errFont, table)
		}
	}
	f := &sfnt{
		upem: int(binary.BigEndian.Uint16(tables["head"][18:])), glyphs: int(binary.BigEndian.Uint16(tables["maxp"][4:])),
		metrics: int(binary.BigEndian.Uint16(tables["hhea"][34:])), hmtx: tables["hmtx"],
	}
	loca := tables["loca"]
	if f.upem == 0 || f.metrics == 0 || f.metrics > f.glyphs || 4*f.metrics+2*(f.glyphs-f.metrics) > len(f.hmtx) ||
		binary.BigEndian.Uint16(tables["head"][50:]) != 1 || len(loca) < 4*(f.glyphs+1) {
		return nil, errFont
	}
	for g := range f.glyphs {
		from, to := binary.BigEndian.Uint32(loca[4*g:]), binary.BigEndian.Uint32(loca[4*g+4:])
		if from > to || uint64(to) > uint64(len(tables["glyf"])) {
			return nil, fmt.Errorf("%w: glyph %d", errFont, g)
		}
	}
	return f, nil
}

// width is the advance of a glyph in thousandths of the font size.
func (f *sfnt) width(glyph int) int {
	glyph = min(glyph, f.metrics-1)
	return (int(binary.BigEndian.Uint16(f.hmtx[4*glyph:]))*2000 + f.upem) / (2 * f.upem)
}
