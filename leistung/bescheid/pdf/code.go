// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"encoding/binary"
	"fmt"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
)

// usedFont is a face in one document: its shaper and the character codes given out so far.
type usedFont struct {
	*face
	shaper *harfbuzz.Font
	codes  map[code]uint16
	order  []code // order[i] has the number i+1
}

// maxCodes is how many letters one style may have: two bytes number them, and
// their glyphs and those they are composed of.
const maxCodes = 16_000

// code is a drawing that stands for a text. The same glyph for another text gets another number, so that a reader always finds
// the text that was written. A letter with marks, which the typeface draws by several glyphs, becomes one glyph of the embedded
// font: readers take it for one letter, where marks of their own make them see spaces that are not there.
type code struct {
	parts string // glyph, x and y of each part, two bytes each
	text  string
}

func (c cluster) code(text string) code {
	var parts []byte
	x := 0
	for _, g := range c.glyphs {
		for _, v := range []int{g.id, x + g.dx, g.dy} {
			parts = binary.BigEndian.AppendUint16(parts, uint16(v))
		}
		x += g.advance
	}
	return code{string(parts), text}
}

// part is glyph k of a code and its place.
func (c code) part(k int) (id uint16, x, y int16) {
	b := []byte(c.parts[6*k:])
	return be16(b, 0), int16(be16(b, 2)), int16(be16(b, 4))
}

func (c code) simple() bool {
	if c.parts == "" {
		return false
	}
	_, x, y := c.part(0)
	return len(c.parts) == 6 && x == 0 && y == 0
}

// codeAdvance is the width of a code in the font, before kerning: that of its letter, for marks have none.
func (f *face) codeAdvance(c code) int {
	if c.parts == "" {
		return 0
	}
	id, _, _ := c.part(0)
	return f.advance(id)
}

// number returns the code's number. What has no number left becomes 0, which
// draws nothing, and the document fails.
func (w *writer) number(f *usedFont, c code) uint16 {
	n, ok := f.codes[c]
	if !ok {
		if len(f.order) == maxCodes {
			w.fail(fmt.Errorf("%w: more than %d different letters in one style", ErrDocument, maxCodes))
			return 0
		}
		f.order = append(f.order, c)
		n = uint16(len(f.order))
		f.codes[c] = n
	}
	return n
}

func (w *writer) font(strong, em bool) *usedFont {
	i := 0
	if strong {
		i |= 1
	}
	if em {
		i |= 2
	}
	if w.fonts[i] == nil {
		f := w.typeface[i]
		w.fonts[i] = &usedFont{face: f, shaper: harfbuzz.NewFont(font.NewFace(f.font)), codes: map[code]uint16{}}
	}
	return w.fonts[i]
}
