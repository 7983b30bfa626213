// SPDX-License-Identifier: Apache-2.0

package pdf

// style is the size and weight of a block's text.
type style struct {
	size   int
	strong bool
}

// lead is the distance of two baselines.
func (s style) lead() int { return s.size * 130 / 100 }

// column is where blocks may draw.
type column struct{ x, width int }

// box is what no page break divides: a line, a row, a figure.
type box struct {
	above  int // space before it, except at the top of a page
	height int
	keep   bool  // stays with the next box
	head   []box // drawn again, as artifacts, if the box begins a page
	draw   func(p *page, y int, artifact bool)
}

var (
	body      = style{size: 10500}
	bodyBold  = style{size: 10500, strong: true}
	small     = style{size: 8000}
	cellText  = style{size: 9500}
	cellHead  = style{size: 9500, strong: true}
	headings  = [4]style{{16000, true}, {13000, true}, {11500, true}, {10500, true}}
	paragraph = 6000 // space between blocks
)

// textBoxes makes one box of each line of a text, and keeps its first and last two together.
func (w *writer) textBoxes(e *elem, t Text, st style, c column, above int) []box {
	var out []box
	ls := w.lines(w.shape(t, st), c.width)
	for i, l := range ls {
		b := box{height: st.lead(), keep: i == 0 && len(ls) > 1 || i == len(ls)-2}
		if i == 0 {
			b.above = above
		}
		b.draw = func(p *page, y int, artifact bool) { p.text(unless(artifact, e), l, c.x, y+st.size) }
		out = append(out, b)
	}
	return out
}

func unless(artifact bool, e *elem) *elem {
	if artifact {
		return nil
	}
	return e
}
