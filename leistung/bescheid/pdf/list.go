// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"strconv"
)

// List is numbered or has bullets.
type List struct {
	Numbered bool
	Items    []Item
}

// Item is one entry of a List, with an optional list below it.
type Item struct {
	Text Text
	Sub  *List
}

func (l List) boxes(w *writer, parent *elem, c column) []box {
	e := parent.add("L")
	e.attr = "/O/List/ListNumbering/Disc"
	if l.Numbered {
		e.attr = "/O/List/ListNumbering/Decimal"
	}
	const indent = 18000
	in := column{c.x + indent, c.width - indent}
	var out []box
	for i, item := range l.Items {
		li := e.add("LI")
		label := "•"
		if l.Numbered {
			label = strconv.Itoa(i+1) + "."
		}
		lbl, lbody := li.add("Lbl"), li.add("LBody")
		above := paragraph / 2
		if i == 0 {
			above = paragraph
		}
		text := lbody
		if item.Sub != nil {
			text = lbody.add("P")
		}
		bs := w.textBoxes(text, item.Text, body, in, above)
		if len(bs) > 0 {
			bs[0].draw = w.before(lbl, label+" ", body, c.x, bs[0].draw)
		}
		if item.Sub != nil {
			bs = append(bs, item.Sub.boxes(w, lbody, in)...)
		}
		out = append(out, bs...)
	}
	return out
}

// before draws a label and then what belongs to it.
func (w *writer) before(e *elem, label string, st style, x int, draw func(*page, int, bool)) func(*page, int, bool) {
	l := line{clusters: w.shape(Plain(label), st)}
	return func(p *page, y int, artifact bool) {
		p.text(unless(artifact, e), l, x, y+st.size)
		draw(p, y, artifact)
	}
}
