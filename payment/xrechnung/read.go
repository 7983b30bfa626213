// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// ErrSyntax reports a file that is no XML, or not the invoice of either syntax, or
// beyond the limits.
var ErrSyntax = errors.New("xrechnung: not an invoice in UBL or CII")

// Limits bound what [Read] takes in. A zero field takes the default.
type Limits struct {
	Bytes int64 // of the file; default 4 MiB
	Lines int   // of the invoice; default 2,000
}

const (
	maxToken    = 64 << 10
	maxDepth    = 32
	maxText     = 64 << 10 // of one element
	maxFindings = 100      // about the form of a file
	maxGroups   = 20       // payment means, breakdowns
)

// Read reads an invoice in either syntax. What a fee notice does not have is not
// kept; [Invoice.Check] says that it was there. The error is ErrSyntax, with the
// line, or that of the reader.
func Read(from io.Reader, limits Limits) (*Invoice, error) {
	if limits.Bytes <= 0 {
		limits.Bytes = 4 << 20
	}
	if limits.Lines <= 0 {
		limits.Lines = 2000
	}
	r := &reading{xml: xmlstream.NewReader(from, xmlstream.Limits{Bytes: limits.Bytes, Token: maxToken, Depth: maxDepth}), limits: limits, into: &Invoice{}}
	for {
		kind, err := r.xml.Step()
		switch {
		case errors.Is(err, io.EOF):
			r.into.finish()
			return r.into, nil
		case err != nil:
			for _, known := range []error{xmlstream.ErrSyntax, xmlstream.ErrLimit, xmlstream.ErrDTD, xmlstream.ErrEncoding} {
				if errors.Is(err, known) {
					return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
				}
			}
			return nil, err
		}
		switch kind {
		case xmlstream.Start:
			err = r.start()
		case xmlstream.End:
			r.end()
		case xmlstream.Text:
			err = r.chars()
		default:
		}
		if err != nil {
			return nil, err
		}
	}
}

// mayBeEmpty is the one element that stands even without content.
const mayBeEmpty = "/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery"

// form is how a syntax places the parts of an invoice.
type form struct {
	spaces map[string]string // prefixes by name space
	root   *node
}

// node is an element that a fee notice may have.
type node struct {
	path  string
	below map[string]*node // by prefix and name
	leaf  *leaf
	group func(*Invoice) // what its beginning does
}

func newForm(spaces map[string]string, leaves map[string]leaf, groups map[string]func(*Invoice)) *form {
	f := &form{spaces, &node{}}
	at := func(path string) *node {
		n := f.root
		for name := range strings.SplitSeq(path, "/") {
			next := n.below[name]
			if next == nil {
				if next = (&node{path: n.path + "/" + name}); n.below == nil {
					n.below = map[string]*node{}
				}
				n.below[name] = next
			}
			n = next
		}
		return n
	}
	for path, l := range leaves {
		at(path).leaf = &l
	}
	for path, group := range groups {
		at(path).group = group
	}
	return f
}

// leaf is an element with text.
type leaf struct {
	text  func(*Invoice) *string
	attrs map[string]func(*Invoice) *string
	day   bool // a date, YYYYMMDD or YYYY-MM-DD
	free  bool // prose, whose blanks and line feeds stay
	again bool // may stand more than once
}

// reading is the state of one Read.
type reading struct {
	xml    *xmlstream.Reader
	limits Limits
	into   *Invoice
	form   *form
	path   []*node // from the root to where the reader stands
	buffer strings.Builder
	other  int  // depth inside a part that is not read
	fresh  bool // nothing stood in the element yet
}

func (r *reading) start() error {
	name := r.xml.Name()
	switch {
	case r.form == nil:
		return r.begin(name)
	case r.other > 0:
		r.other++
		return nil
	}
	r.fresh = false
	next := r.here().below[r.form.spaces[name.Space]+name.Local]
	if next == nil {
		r.other = 1
		r.find("XR-SUBSET-01", "a part that a fee notice does not have")
		return nil
	}
	r.path, r.fresh = append(r.path, next), true
	if next.group != nil {
		next.group(r.into)
	}
	if next.leaf != nil {
		for attribute, field := range next.leaf.attrs {
			if value, ok := r.xml.Attr(attribute); ok {
				*field(r.into) = strings.Clone(value)
			}
		}
	}
	if len(r.into.Lines) > r.limits.Lines || len(r.into.Means) > maxGroups || len(r.into.Breakdown) > maxGroups {
		return r.refuse("more lines, means or breakdowns than are read")
	}
	return nil
}

// begin tells the syntax by the root element.
func (r *reading) begin(name xml.Name) error {
	switch {
	case name.Space == spaceUBL && name.Local == "Invoice":
		r.form, r.into.Syntax = formUBL(), UBL
	case name.Space == spaceRSM && name.Local == "CrossIndustryInvoice":
		r.form, r.into.Syntax = formCII(), CII
	default:
		return r.refuse("another document")
	}
	r.path = append(r.path, r.form.root)
	return nil
}

func (r *reading) here() *node { return r.path[len(r.path)-1] }

func (r *reading) refuse(why string) error {
	return fmt.Errorf("%w: %w", ErrSyntax, r.xml.Errorf("%s", why))
}

func (r *reading) chars() error {
	switch {
	case r.other > 0:
	case r.here().leaf == nil:
		if len(xmlstream.TrimSpace(r.xml.Text())) > 0 {
			r.find("XR-SUBSET-01", "text between elements")
		}
	case r.buffer.Len()+len(r.xml.Text()) > maxText:
		return r.refuse("more text in one element than is read")
	default:
		r.buffer.Write(r.xml.Text())
	}
	return nil
}

func (r *reading) end() {
	if r.other > 0 {
		r.other--
		return
	}
	switch here := r.here(); {
	case here.leaf != nil:
		r.keep(here.leaf, r.buffer.String())
		r.buffer.Reset()
	case r.fresh && here.path != mayBeEmpty:
		r.find("PEPPOL-EN16931-R008", "an element without content")
	}
	r.fresh = false
	r.path = r.path[:len(r.path)-1]
}

// keep puts the text of an element where it belongs. Text keeps its line feeds; a
// code or an amount is without the blanks around it.
func (r *reading) keep(l *leaf, text string) {
	field := l.text(r.into)
	switch {
	case strings.TrimSpace(text) == "":
		r.find("PEPPOL-EN16931-R008", "an element without content")
		return
	case *field != "" && l.again:
		*field += "\n" + text
		return
	case *field != "":
		r.find("XR-SUBSET-02", "a part that stands twice")
		return
	}
	if !l.free {
		text = strings.TrimSpace(text)
	}
	if l.day && len(text) == 8 && digits(text) == 8 {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	*field = text
}

// find reports something about the form of the file, where the reader stands: by the
// names of elements that this package knows, and by no other of the file.
func (r *reading) find(code, detail string) {
	if len(r.into.read) < maxFindings {
		r.into.read = append(r.into.read, recht.Befund{Code: code, Pointer: r.here().path, Detail: detail})
	}
}
