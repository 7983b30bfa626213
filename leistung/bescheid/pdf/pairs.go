// SPDX-License-Identifier: Apache-2.0

package pdf

// Pairs is a list of names with their values.
type Pairs []Pair

// Pair is one name with its value.
type Pair struct {
	Name  string
	Value Text
}

func (ps Pairs) boxes(w *writer, parent *elem, c column) []box {
	return w.pairBoxes(ps, parent, c, body)
}

func (w *writer) pairBoxes(ps Pairs, parent *elem, c column, st style) []box {
	if len(ps) == 0 {
		return nil
	}
	e := parent.add("L")
	e.attr = "/O/List/ListNumbering/None"
	names := make([][]cluster, len(ps))
	wide := 0
	for i, p := range ps {
		names[i] = w.shape(Plain(p.Name+": "), style{st.size, true})
		wide = max(wide, total(names[i]))
	}
	wide = min(wide+6000, c.width*45/100)
	var out []box
	for i, p := range ps {
		li := e.add("LI")
		lbl, val := li.add("Lbl"), li.add("LBody")
		row := [2]cell{{lbl, w.lines(names[i], wide-6000), c.x, 0}, {val, w.lines(w.shape(p.Value, st), c.width-wide), c.x + wide, 0}}
		bs := w.rowBoxes(row[:], st, 1000)
		bs[0].above = 0
		if i == 0 {
			bs[0].above = paragraph
		}
		out = append(out, bs...)
	}
	return out
}

func total(cs []cluster) int {
	sum := 0
	for _, c := range cs {
		sum += c.width
	}
	return sum
}
