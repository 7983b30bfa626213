// SPDX-License-Identifier: Apache-2.0

package pdf

// Figure is a square pattern such as a QR code, with an empty margin of four
// modules around it.
type Figure struct {
	Alt    string // what it is for
	Size   int    // modules on a side
	Black  func(x, y int) bool
	Module int  // side of one module in thousandths of a millimetre
	Beside Text // text at its right; may be empty
}

func (f Figure) boxes(w *writer, parent *elem, c column) []box {
	e := parent.add("Figure")
	e.extra = "/Alt" + textString(f.Alt)
	side := f.Size * mm(10) * f.Module / 1000
	quiet := 4 * side / f.Size
	in := column{c.x + side + 2*quiet, c.width - side - 2*quiet}
	st := style{size: 9500}
	var ls []line
	var beside *elem
	if len(f.Beside) > 0 && in.width > 60000 {
		beside = parent.add("P")
		ls = w.lines(w.shape(f.Beside, st), in.width)
	}
	draw := func(p *page, y int, _ bool) {
		p.figure(e, f, c.x, y+quiet, side)
		for i, l := range ls {
			p.text(beside, l, in.x, y+quiet+st.size+i*st.lead())
		}
	}
	return []box{{above: paragraph, height: max(side+2*quiet, quiet+len(ls)*st.lead()), draw: draw}}
}
