// SPDX-License-Identifier: Apache-2.0

package pdf

// cell is a part of a row: its lines, and the width to align them at the right of, if any.
type cell struct {
	elem  *elem
	lines []line
	x     int
	right int
}

func (c cell) draw(p *page, k, baseline int, artifact bool) {
	x := c.x
	if c.right > 0 {
		x += c.right - c.lines[k].width
	}
	p.text(unless(artifact, c.elem), c.lines[k], x, baseline)
}

// rowBoxes makes one box of a row, or one of each line if the row is so high that a page may have to divide it.
func (w *writer) rowBoxes(cells []cell, st style, pad int) []box {
	n := 1
	for _, c := range cells {
		n = max(n, len(c.lines))
	}
	draw := func(from, to int) func(*page, int, bool) {
		return func(p *page, y int, artifact bool) {
			for _, c := range cells {
				for k := from; k < min(to, len(c.lines)); k++ {
					c.draw(p, k, y+pad+st.size+(k-from)*st.lead(), artifact)
				}
			}
		}
	}
	if h := n*st.lead() + 2*pad; h < (bottom-top)/3 {
		return []box{{height: h, draw: draw(0, n)}}
	}
	var out []box
	for k := range n {
		out = append(out, box{height: st.lead(), keep: k < 2 || k == n-2, draw: draw(k, k+1)})
	}
	out[n-1].keep = false
	out[n-1].height += 2 * pad
	return out
}
