// SPDX-License-Identifier: Apache-2.0

package pdf

// place draws boxes below each other at a fixed place.
func (w *writer) place(p *page, bs []box, y int) int {
	for _, b := range bs {
		b.draw(p, y, false)
		y += b.height
	}
	return y
}

// fill breaks boxes into pages. Boxes that keep together move together unless they fill more than a page.
func (w *writer) fill(bs []box, p *page, y int) {
	fresh := y == top
	for i := 0; i < len(bs); {
		j, need := i, 0
		for {
			if j > i || !fresh {
				need += bs[j].above
			}
			need += bs[j].height
			if j++; !bs[j-1].keep || j == len(bs) {
				break
			}
		}
		if y+need > bottom && !fresh {
			if need > bottom-top { // cannot stay together on any page
				j = i + 1
				need = bs[i].above + bs[i].height
			}
			if y+need > bottom {
				p, y, fresh = w.newPage(), top, true
				for _, h := range bs[i].head {
					h.draw(p, y, true)
					y += h.height
				}
				continue
			}
		} else if y+need > bottom {
			j = i + 1
		}
		for ; i < j; i++ {
			if !fresh {
				y += bs[i].above
			}
			bs[i].draw(p, y, false)
			y += bs[i].height
			fresh = false
		}
	}
}
