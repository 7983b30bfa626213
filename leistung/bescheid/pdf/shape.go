// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

const softHyphen = '\u00ad'

// maxParts is how many glyphs a letter with its marks may have, so that its parts
// stay within the numbers of a font.
const maxParts = 8

// cluster is the smallest piece of text that no line break divides: a letter with its marks.
type cluster struct {
	text   string
	glyphs []glyph
	width  int // thousandths of a point
	size   int
	font   *usedFont
	span   *Span
	end    lineBreak // what may happen after it
}

type glyph struct{ id, advance, dx, dy int } // font units

type lineBreak byte

const (
	noBreak lineBreak = iota
	mayBreak
	mustBreak
)

func (c cluster) blank() bool { return c.text == " " || c.text == "\n" }

// shape turns text into clusters. It notes the first letter that the typeface lacks.
func (w *writer) shape(t Text, st style) []cluster {
	all := []rune(t.String())
	if len(all) == 0 {
		return nil
	}
	ends := make([]lineBreak, len(all)+1)
	var seg segmenter.Segmenter
	seg.Init(all)
	for it := seg.LineIterator(); it.Next(); {
		line := it.Line()
		end := line.Offset + len(line.Text)
		if ends[end] = mayBreak; line.IsMandatoryBreak {
			ends[end] = mustBreak
		}
	}
	shown := make([]rune, len(all))
	for i, r := range all {
		if shown[i] = r; r == '\n' {
			shown[i] = ' '
		} else if !writable(r) {
			w.fail(fmt.Errorf("%w: %U", ErrCharacter, r))
			return nil
		}
	}
	var out []cluster
	from := 0
	for i := range t {
		span := &t[i]
		n := len([]rune(span.Text))
		f := w.font(st.strong || span.Strong, span.Em)
		buf := w.buffer
		buf.Clear()
		buf.Props.Direction, buf.Props.Language, buf.Props.Script = harfbuzz.LeftToRight, w.lang, scriptOf(shown[from:from+n])
		buf.AddRunes(shown, from, n)
		buf.Shape(f.shaper, nil)
		for a := 0; a < len(buf.Info); {
			b := a + 1
			for b < len(buf.Info) && buf.Info[b].Cluster == buf.Info[a].Cluster {
				b++
			}
			start, end := buf.Info[a].Cluster, from+n
			if b < len(buf.Info) {
				end = buf.Info[b].Cluster
			}
			c := cluster{text: string(all[start:end]), size: st.size, font: f, span: span, end: ends[end]}
			for j := a; j < b; j++ {
				g := glyph{int(buf.Info[j].Glyph), int(buf.Pos[j].XAdvance), int(buf.Pos[j].XOffset), int(buf.Pos[j].YOffset)}
				if g.id == 0 {
					w.fail(fmt.Errorf("%w: %s has no glyph for %U", ErrCharacter, f.name, all[start:end]))
				}
				c.glyphs = append(c.glyphs, g)
				c.width += g.advance
			}
			if len(c.glyphs) > maxParts {
				w.fail(fmt.Errorf("%w: a letter with more than %d marks", ErrCharacter, maxParts-1))
			}
			c.width = c.width * st.size / f.upem
			out = append(out, c)
			a = b
		}
		from += n
	}
	return out
}

// writable says that a character stands from left to right and can be seen.
func writable(r rune) bool {
	return r == ' ' || r == '\u00a0' || r == softHyphen ||
		unicode.IsPrint(r) && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Common, unicode.Inherited)
}

func scriptOf(text []rune) language.Script {
	for _, r := range text {
		if s := language.LookupScript(r); s == language.Greek || s == language.Cyrillic || s == language.Latin {
			return s
		}
	}
	return language.Latin
}
