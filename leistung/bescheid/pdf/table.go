// SPDX-License-Identifier: Apache-2.0

package pdf

// Table has one header row, repeated on each page, and may have a header column.
type Table struct {
	Caption      Text
	Head         []Text
	Rows         [][]Text
	HeaderColumn bool  // the first cell of each row names the row
	Right        []int // columns with their text at the right: amounts
}

func (t Table) boxes(w *writer, parent *elem, c column) []box {
	e := parent.add("Table")
	var out []box
	if len(t.Caption) > 0 {
		out = w.textBoxes(e.add("Caption"), t.Caption, bodyBold, c, paragraph)
		for i := range out {
			out[i].keep = true
		}
	}
	const pad, gap = 2000, 8000
	rows := append([][]Text{t.Head}, t.Rows...)
	shaped := make([][][]cluster, len(rows))
	least, natural := make([]int, len(t.Head)), make([]int, len(t.Head))
	for r, row := range rows {
		shaped[r] = make([][]cluster, len(row))
		for i, text := range row {
			st := cellText
			if r == 0 || i == 0 && t.HeaderColumn {
				st = cellHead
			}
			cs := w.shape(text, st)
			shaped[r][i] = cs
			natural[i] = max(natural[i], total(cs)+gap)
			word := 0
			for _, k := range cs {
				if !k.blank() {
					word += k.width
				}
				least[i] = max(least[i], word+gap)
				if k.end != noBreak {
					word = 0
				}
			}
		}
	}
	widths := distribute(c.width, least, natural)
	thead := e.add("THead")
	var tbody *elem
	var head []box
	for r := range rows {
		group := thead
		if r > 0 {
			if tbody == nil {
				tbody = e.add("TBody")
			}
			group = tbody
		}
		tr := group.add("TR")
		var cells []cell
		x := c.x
		for i := range rows[r] {
			td := tr.add("TD")
			switch {
			case r == 0:
				td.tag, td.attr = "TH", "/O/Table/Scope/Column"
			case i == 0 && t.HeaderColumn:
				td.tag, td.attr = "TH", "/O/Table/Scope/Row"
			}
			k := cell{elem: td, lines: w.lines(shaped[r][i], widths[i]-gap), x: x}
			for _, col := range t.Right {
				if col == i {
					k.right = widths[i] - gap
				}
			}
			cells = append(cells, k)
			x += widths[i]
		}
		bs := w.rowBoxes(cells, cellText, pad)
		last := len(bs) - 1
		draw, height, thick := bs[last].draw, bs[last].height, 300
		if r == 0 {
			thick = 900
			bs[0].above = paragraph
		}
		bs[last].draw = func(p *page, y int, artifact bool) {
			draw(p, y, artifact)
			p.rule(c.x, y+height-thick, c.width-gap, thick)
		}
		if r == 0 {
			head = bs
			for i := range bs {
				bs[i].keep = true
			}
		} else {
			for i := range bs {
				bs[i].head = head
			}
		}
		out = append(out, bs...)
	}
	return out
}

// distribute gives narrow columns what they want and shares the rest evenly among the wide ones, none less than its widest word.
func distribute(width int, least, natural []int) []int {
	out := make([]int, len(least))
	open, rest := len(out), width
	for settled := true; settled && open > 0; {
		settled = false
		share := rest / open
		for i := range out {
			if want := max(least[i], min(natural[i], share)); out[i] == 0 && want != share && open > 1 {
				out[i], rest, open, settled = want, rest-want, open-1, true
				break
			}
		}
	}
	sum := 0
	for i := range out {
		if out[i] == 0 {
			out[i] = max(rest/open, 1)
		}
		sum += out[i]
	}
	for i := range out { // words wider than the page
		if sum > width {
			out[i] = max(int(int64(out[i])*int64(width)/int64(sum)), 1)
		}
	}
	return out
}
