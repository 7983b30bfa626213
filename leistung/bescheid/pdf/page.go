// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// mm turns tenths of a millimetre into thousandths of a point.
func mm(tenths int) int { return tenths * 36000 / 127 }

// The page: A4 with the margins of DIN 5008.
var (
	pageWidth, pageHeight = mm(2100), mm(2970)
	left, right           = mm(250), mm(1900)
	top, bottom           = mm(250), mm(2700)
)

// page collects what is drawn on it. Places are measured from its upper left corner.
type page struct {
	w      *writer
	number int
	ref    int
	buf    bytes.Buffer
	marks  []*elem // the element of each marked piece
	open   string  // how the piece being written began; empty outside any
	within *elem   // whose piece that is
	annots []*annot
}

// How an artifact begins: decoration, or the margins that repeat on each page (ISO 14289-1, 7.8).
const (
	decoration = "/Artifact BMC\n"
	headMargin = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"
	footMargin = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
)

// mark makes what follows belong to an element; nil makes it decoration.
func (p *page) mark(e *elem) {
	if e == nil {
		p.artifact(decoration)
		return
	}
	if p.open != "" && p.within == e {
		return
	}
	p.unmark()
	p.open, p.within = fmt.Sprintf("/%s<</MCID %d>>BDC\n", e.tag, len(p.marks)), e
	p.buf.WriteString(p.open)
	e.kids = append(e.kids, kid{page: p, mcid: len(p.marks)})
	p.marks = append(p.marks, e)
}

func (p *page) artifact(begin string) {
	if p.open != begin {
		p.unmark()
		p.open, p.within = begin, nil
		p.buf.WriteString(begin)
	}
}

func (p *page) unmark() {
	if p.open != "" {
		p.buf.WriteString("EMC\n")
	}
	p.open, p.within = "", nil
}

// rule draws a line that means nothing.
func (p *page) rule(x, y, width, thickness int) {
	p.mark(nil)
	fmt.Fprintf(&p.buf, "%s %s %s %s re f\n", num(x), num(pageHeight-y-thickness), num(width), num(thickness))
}

// text draws a line of text of an element, or as an artifact.
func (p *page) text(e *elem, l line, x, baseline int) {
	for i := 0; i < len(l.clusters); {
		span := l.clusters[i].span
		j := i
		width := 0
		for j < len(l.clusters) && l.clusters[j].span == span {
			if !l.clusters[j].dropped(j == len(l.clusters)-1) {
				width += l.clusters[j].width
			}
			j++
		}
		target := p.w.inline(e, span)
		if e != nil || p.open == "" || p.within != nil {
			p.mark(target)
		}
		p.show(l.clusters[i:j], x, baseline, j == len(l.clusters))
		if e != nil && span.Link != "" {
			p.link(target, span, x, baseline, width, l.clusters[i].size)
		}
		x += width
		i = j
	}
}

// inline is the element of a span within its block: the block itself for plain text.
func (w *writer) inline(e *elem, s *Span) *elem {
	tag := ""
	switch {
	case e == nil:
		return nil
	case s.Link != "":
		tag = "Link"
	case s.Strong:
		tag = "Strong"
	case s.Em:
		tag = "Em"
	case s.Lang != "":
		tag = "Span"
	default:
		return e
	}
	if w.spans[s] == nil || w.spans[s].parent != e {
		w.spans[s] = e.add(tag)
		if s.Lang != "" {
			w.spans[s].extra = "/Lang" + textString(s.Lang)
		}
	}
	return w.spans[s]
}

// dropped says that a soft hyphen within a line is not drawn.
func (c cluster) dropped(last bool) bool { return c.text == string(softHyphen) && !last }

// show writes clusters of one span from x on.
func (p *page) show(cs []cluster, x, baseline int, atEnd bool) {
	f := cs[0].font
	b := &p.buf
	fmt.Fprintf(b, "BT/F%d %s Tf %s %s Td[<", p.w.resource(f), num(cs[0].size), num(x), num(pageHeight-baseline))
	pen, shown := 0, 0 // in thousandths of font units: where the glyph belongs, where the reader stands
	for i, c := range cs {
		if c.dropped(atEnd && i == len(cs)-1) {
			continue
		}
		if move := (shown - pen) / f.upem; move != 0 {
			fmt.Fprintf(b, ">%d<", move)
			shown -= move * f.upem
		}
		text := c.text
		if text == "\n" {
			text = " "
		}
		k := c.code(text)
		if !k.simple() {
			r, n := utf8.DecodeRuneInString(text)
			k.text = string(r)
			text = text[n:]
		} else {
			text = ""
		}
		fmt.Fprintf(b, "%04X", p.w.number(f, k))
		shown += f.em(f.codeAdvance(k)) * f.upem
		for _, r := range text {
			fmt.Fprintf(b, "%04X", p.w.number(f, code{"", string(r)}))
		}
		for _, g := range c.glyphs {
			pen += g.advance * 1000
		}
	}
	b.WriteString(">]TJ ET\n")
}

// link underlines a piece of text and makes it active.
func (p *page) link(e *elem, s *Span, x, baseline, width, size int) {
	a := &annot{page: p, elem: e, uri: s.Link, title: s.Text, rect: [4]int{x, baseline + size/4, x + width, baseline - size}}
	p.annots = append(p.annots, a)
	p.w.annots = append(p.w.annots, a)
	e.kids = append(e.kids, kid{annot: a, page: p})
	p.rule(x, baseline+size/8, width, size/20)
}

// figure draws a square pattern as one marked piece.
func (p *page) figure(e *elem, f Figure, x, y, side int) {
	p.mark(e)
	e.attr = fmt.Sprintf("/O/Layout/Placement/Block/BBox[%s %s %s %s]", num(x), num(pageHeight-y-side), num(x+side), num(pageHeight-y))
	for row := range f.Size {
		for col := 0; col < f.Size; col++ {
			from := col
			for col < f.Size && f.Black(col, row) {
				col++
			}
			if col > from {
				x0, x1, y0, y1 := x+from*side/f.Size, x+col*side/f.Size, y+row*side/f.Size, y+(row+1)*side/f.Size
				fmt.Fprintf(&p.buf, "%s %s %s %s re ", num(x0), num(pageHeight-y1), num(x1-x0), num(y1-y0))
			}
		}
	}
	p.buf.WriteString("f\n")
}

// num writes thousandths as a PDF number.
func num(v int) string {
	s := ""
	if v < 0 {
		s, v = "-", -v
	}
	s += strconv.Itoa(v / 1000)
	if frac := v % 1000; frac != 0 {
		digits := strconv.Itoa(1000 + frac)[1:]
		for digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		s += "." + digits
	}
	return s
}
