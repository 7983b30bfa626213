// SPDX-License-Identifier: Apache-2.0

package pdf

// line is a part of a text that stands side by side.
type line struct {
	clusters []cluster
	width    int
}

// lines breaks clusters so that no line is wider than it may be.
func (w *writer) lines(cs []cluster, width int) []line {
	var out []line
	start, room, used := 0, -1, 0 // room: index after the last possible break
	cut := func(end int) {
		l := line{clusters: cs[start:end:end]}
		if last := len(l.clusters) - 1; last >= 0 && l.clusters[last].text == string(softHyphen) {
			l.clusters[last] = w.hyphen(l.clusters[last])
		}
		for i, c := range l.clusters {
			if c.text == string(softHyphen) && i < len(l.clusters)-1 {
				continue
			}
			l.width += c.width
		}
		for i := len(l.clusters) - 1; i >= 0 && l.clusters[i].blank(); i-- {
			l.width -= l.clusters[i].width
		}
		out, start, room, used = append(out, l), end, -1, 0
	}
	for i := 0; i < len(cs); i++ {
		c := cs[i]
		extra := c.width
		if c.text == string(softHyphen) {
			extra = 0
			if used+w.hyphen(c).width > width {
				continue // no room for the hyphen: no break here
			}
		}
		if used+extra > width && !c.blank() && i > start {
			if room <= start {
				room = i // a word wider than the line
			}
			i = room
			cut(room)
			i--
			continue
		}
		used += extra
		switch c.end {
		case mustBreak:
			if i < len(cs)-1 {
				cut(i + 1)
			}
		case mayBreak:
			room = i + 1
		case noBreak:
		}
	}
	if start < len(cs) {
		cut(len(cs))
	}
	return out
}

// hyphen is what stands for a soft hyphen at the end of a line.
func (w *writer) hyphen(c cluster) cluster {
	id, _ := c.font.font.NominalGlyph('-')
	g := glyph{id: int(id), advance: c.font.advance(uint16(id))}
	c.glyphs, c.width = []glyph{g}, g.advance*c.size/c.font.upem
	return c
}
