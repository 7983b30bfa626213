// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"time"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// Document is what a file says.
type Document struct {
	Title    string    // shown in the title of the window
	Language string    // BCP 47, as de-DE
	Author   string    // the authority
	Subject  string    // optional
	Created  time.Time // the only time in the file
	Letter   *Letter   // address and sender of a letter; nil for a plain page
	Head     string    // in the margin of every page but the first: file number, title
	Foot     string    // in the margin of every page, left of the page number
	// PageText numbers a page in the margin; nil is "Seite 1 von 2".
	PageText func(page, pages int) string
	Body     []Block
}

// Bytes writes the document as a PDF file. The error is [ErrDocument] or
// [ErrCharacter].
func (d Document) Bytes() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	w := &writer{
		doc: d, typeface: arimo(), buffer: harfbuzz.NewBuffer(), lang: language.NewLanguage(d.Language),
		spans: map[*Span]*elem{}, out: &file{},
	}
	root := &elem{tag: "Document"}
	p, y := w.newPage(), top
	if d.Letter != nil {
		y = w.letter(d.Letter, root, p)
	}
	var bs []box
	for _, b := range d.Body {
		bs = append(bs, b.boxes(w, root, column{left, right - left})...)
	}
	if w.err != nil {
		return nil, w.err
	}
	w.fill(bs, p, y)
	w.margins()
	if w.err != nil {
		return nil, w.err
	}
	w.finish(root)
	return w.out.bytes(), nil
}
