// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What one document may hold.
const (
	maxText    = 1 << 20 // bytes of text in all
	maxPieces  = 50_000  // blocks, items, pairs and cells
	maxColumns = 12
	maxDepth   = 6 // of lists
	maxAddress = 6 // lines in the window of an envelope
)

// checker finds what no accessible file may have. What the typeface lacks,
// shaping finds.
type checker struct {
	errs         []error
	text, pieces int
	level        int // of the last heading
}

func (c *checker) need(ok bool, what string, args ...any) {
	if !ok && len(c.errs) < 100 {
		c.errs = append(c.errs, fmt.Errorf("%w: "+what, append([]any{ErrDocument}, args...)...))
	}
}

// full counts a piece of text and reports whether the document is too large.
func (c *checker) full(text string) bool {
	if !utf8.ValidString(text) {
		c.errs = append(c.errs[:min(len(c.errs), 99)], fmt.Errorf("%w: text that is no UTF-8", ErrCharacter))
	}
	c.pieces++
	c.text += len(text)
	return c.text > maxText || c.pieces > maxPieces
}

func (d Document) check() error {
	c := &checker{}
	for _, t := range []struct{ name, text string }{{"title", d.Title}, {"author", d.Author}} {
		c.need(!blank(t.text), "no %s", t.name)
	}
	for _, t := range []struct{ name, text string }{
		{"title", d.Title}, {"author", d.Author}, {"subject", d.Subject}, {"head", d.Head}, {"foot", d.Foot},
	} {
		c.need(legible(t.text), "%s holds a character that cannot be read", t.name)
		c.full(t.text)
	}
	c.need(isLanguage(d.Language), "no language")
	c.need(!d.Created.IsZero() && d.Created.Year() > 0 && d.Created.Year() < 10_000, "no time of creation")
	c.need(len(d.Body) > 0, "no content")
	if l := d.Letter; l != nil {
		c.need(len(l.Address) > 0 && len(l.Address) <= maxAddress, "address of %d lines", len(l.Address))
		for _, line := range l.Address {
			c.full(line)
			c.need(!blank(line) && !strings.Contains(line, "\n"), "a line of the address is blank or more than one")
		}
		c.full(l.Return)
		c.need(!blank(l.Return), "no sender above the address")
		c.inline(l.Letterhead, "letterhead", true)
		c.pairs(l.Info, "letter")
	}
	for i, b := range d.Body {
		if c.full("") {
			break
		}
		c.block(b, fmt.Sprintf("block %d", i))
	}
	c.need(!c.full(""), "more than %d bytes of text or %d pieces", maxText, maxPieces)
	return errors.Join(c.errs...)
}

func (c *checker) block(b Block, at string) {
	switch b := b.(type) {
	case Heading:
		c.need(b.Level >= 1 && b.Level <= len(headings) && b.Level <= c.level+1, "%s: heading of level %d after level %d", at, b.Level, c.level)
		c.level = b.Level
		c.inline(b.Text, at, true)
	case Paragraph:
		c.inline(b.Text, at, true)
	case List:
		c.list(b, at, 1)
	case Pairs:
		c.need(len(b) > 0, "%s: no pairs", at)
		c.pairs(b, at)
	case Table:
		c.table(b, at)
	case Figure:
		c.need(!blank(b.Alt) && legible(b.Alt), "%s: figure without alternative text", at)
		c.need(b.Size > 0 && b.Size < 200 && b.Module > 0 && b.Size*min(b.Module, 200_000) <= 165_000 && b.Black != nil, "%s: size of the figure", at)
		c.full(b.Alt)
		c.inline(b.Beside, at, false)
	default:
		c.need(false, "%s: %T", at, b)
	}
}

func (c *checker) list(l List, at string, depth int) {
	c.need(len(l.Items) > 0, "%s: list without items", at)
	if depth > maxDepth {
		c.need(false, "%s: list deeper than %d", at, maxDepth)
		return
	}
	for _, item := range l.Items {
		if c.full("") {
			return
		}
		c.inline(item.Text, at, true)
		if item.Sub != nil {
			c.list(*item.Sub, at, depth+1)
		}
	}
}

func (c *checker) pairs(ps Pairs, at string) {
	for _, p := range ps {
		if c.full(p.Name) {
			return
		}
		c.need(!blank(p.Name), "%s: value without a name", at)
		c.inline(p.Value, at, true)
	}
}

func (c *checker) table(t Table, at string) {
	c.need(len(t.Head) > 0 && len(t.Head) <= maxColumns, "%s: table of %d columns", at, len(t.Head))
	c.inline(t.Caption, at, false)
	for _, cell := range t.Head {
		c.inline(cell, at, true)
	}
	for r, row := range t.Rows {
		c.need(len(row) == len(t.Head), "%s: row %d has %d cells, the header %d", at, r, len(row), len(t.Head))
		for i, cell := range row {
			if c.full("") {
				return
			}
			c.inline(cell, at, i == 0 && t.HeaderColumn)
		}
	}
	for _, column := range t.Right {
		c.need(column >= 0 && column < len(t.Head), "%s: no column %d", at, column)
	}
}

func (c *checker) inline(t Text, at string, wanted bool) {
	c.need(!wanted || !blank(t.String()), "%s: no text", at)
	for _, s := range t {
		if c.full(s.Text) {
			return
		}
		if s.Link != "" {
			c.need(isLink(s.Link), "%s: address of a link", at)
			c.need(!blank(s.Text), "%s: link without text", at)
		}
		c.need(s.Lang == "" || isLanguage(s.Lang), "%s: language of a text", at)
	}
}

// blank reports whether there is nothing to see.
func blank(s string) bool {
	return strings.Trim(s, " \n\u00a0"+string(softHyphen)) == ""
}

// legible reports whether a text that is not drawn can be read out.
func legible(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) && r != '\u00a0' && r != softHyphen })
}

// isLanguage checks the form of a language tag (BCP 47).
func isLanguage(tag string) bool {
	parts := strings.Split(tag, "-")
	for i, p := range parts {
		if len(p) == 0 || len(p) > 8 || i == 0 && (len(p) < 2 || len(p) > 3) {
			return false
		}
		for _, r := range p {
			if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return len(parts) <= 4
}

// isLink allows the addresses that a reader's program opens, in ASCII as a PDF
// file has them.
func isLink(s string) bool {
	if len(s) > 2000 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return false
	}
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok {
			return rest != ""
		}
	}
	return false
}
