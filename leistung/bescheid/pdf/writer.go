// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"slices"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// writer holds one document while it is written.
type writer struct {
	doc      Document
	typeface *typeface
	fonts    [4]*usedFont
	buffer   *harfbuzz.Buffer
	lang     language.Language
	pages    []*page
	annots   []*annot
	spans    map[*Span]*elem
	outline  []entry
	out      *file
	err      error
}

// entry is a heading and its place.
type entry struct {
	level int
	title string
	page  *page
	y     int
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) newPage() *page {
	p := &page{w: w, number: len(w.pages) + 1}
	w.pages = append(w.pages, p)
	return p
}

func (w *writer) resource(f *usedFont) int { return slices.Index(w.fonts[:], f) }

// margins draws head and foot of each page.
func (w *writer) margins() {
	number := w.doc.PageText
	if number == nil {
		number = func(page, pages int) string { return fmt.Sprintf("Seite %d von %d", page, pages) }
	}
	for _, p := range w.pages {
		p.artifact(headMargin)
		if p.number > 1 {
			p.text(nil, w.oneLine(w.doc.Head, right-left), left, mm(160))
		}
		p.artifact(footMargin)
		count := w.oneLine(number(p.number, len(w.pages)), right-left)
		p.text(nil, w.oneLine(w.doc.Foot, right-left-count.width-8000), left, mm(2830))
		p.text(nil, count, right-count.width, mm(2830))
		p.unmark()
	}
}

// oneLine is the part of a text that has room in one line.
func (w *writer) oneLine(s string, width int) line {
	if ls := w.lines(w.shape(Plain(s), small), width); len(ls) > 0 {
		return ls[0]
	}
	return line{}
}
