// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"strconv"
)

// Heading opens a section. The first one is of level 1, and no level is skipped.
type Heading struct {
	Level int // 1 to 4
	Text  Text
}

func (h Heading) boxes(w *writer, parent *elem, c column) []box {
	e := parent.add("H" + strconv.Itoa(h.Level))
	st := headings[h.Level-1]
	out := w.textBoxes(e, h.Text, st, c, st.size)
	for i := range out {
		out[i].keep = true
	}
	if len(out) > 0 {
		first := out[0].draw
		out[0].draw = func(p *page, y int, artifact bool) {
			w.outline = append(w.outline, entry{h.Level, h.Text.String(), p, y})
			first(p, y, artifact)
		}
		out[len(out)-1].height += 2000
	}
	return out
}
