// SPDX-License-Identifier: Apache-2.0

package genericode

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// namespace is that of the root element; everything below it has none.
const namespace = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"

// maxColumns bounds the columns of a list, and with them the size of a row.
const maxColumns = 256

// Limits bound what a document may ask of the reader. A zero field takes the
// default.
type Limits struct {
	Bytes int64 // length of the document; default 64 MiB
	Token int   // length of one tag, one text, one comment; default 1 MiB
	Depth int   // nesting of XML elements; default 200
}

// Reader hands out the rows of one document.
type Reader struct {
	xml     *xmlstream.Reader
	head    Head
	done    bool
	maxText int
}

const defaultToken = 1 << 20

// NewReader reads what stands before the rows, within the default limits.
func NewReader(r io.Reader) (*Reader, error) { return Limits{}.NewReader(r) }

// NewReader reads what stands before the rows, within the limits.
func (l Limits) NewReader(r io.Reader) (*Reader, error) {
	token := cmp.Or(l.Token, defaultToken)
	reader := &Reader{xml: xmlstream.NewReader(r, xmlstream.Limits{Bytes: l.Bytes, Token: token, Depth: l.Depth}), maxText: token}
	if err := reader.open(); err != nil {
		return nil, err
	}
	return reader, nil
}

// Head returns what stands before the rows.
func (r *Reader) Head() Head { return r.head }

// Next returns the next row and, after the last one, io.EOF.
func (r *Reader) Next() (Row, error) {
	for !r.done {
		start, err := r.child()
		switch {
		case err != nil:
			return Row{}, err
		case start == nil: // the end of SimpleCodeList
			r.done = true
			if err := r.close(); err != nil {
				return Row{}, err
			}
		case start.Name.Local == "Row":
			return r.row()
		default:
			if err := r.skip(); err != nil {
				return Row{}, err
			}
		}
	}
	return Row{}, io.EOF
}

// open reads up to the start of SimpleCodeList.
func (r *Reader) open() error {
	tok, err := r.xml.Next()
	if err != nil {
		return err
	}
	root, ok := tok.(xml.StartElement)
	if !ok || root.Name.Space != namespace || root.Name.Local != "CodeList" {
		return r.xml.Errorf("%w", ErrNamespace)
	}
	for {
		start, err := r.child()
		switch {
		case err != nil:
			return err
		case start == nil: // a list of which only the head is given
			r.done = true
			return r.end()
		}
		switch start.Name.Local {
		case "Identification":
			err = r.identification()
		case "ColumnSet":
			err = r.columnSet()
		case "SimpleCodeList":
			return nil
		default:
			err = r.skip()
		}
		if err != nil {
			return err
		}
	}
}

// close reads from the end of SimpleCodeList to the end of the document.
func (r *Reader) close() error {
	for {
		start, err := r.child()
		if err != nil {
			return err
		}
		if start == nil {
			return r.end()
		}
		if start.Name.Space == "" && start.Name.Local == "SimpleCodeList" {
			return r.xml.Errorf("%w: two sets of rows", ErrStructure)
		}
		if err := r.skip(); err != nil {
			return err
		}
	}
}

func (r *Reader) end() error {
	if _, err := r.xml.Next(); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// child returns the next child element in no namespace, having passed over
// text and foreign elements, or nil at the end of the parent.
func (r *Reader) child() (*xml.StartElement, error) {
	for {
		tok, err := r.xml.Next()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil, nil
		case xml.StartElement:
			if t.Name.Space == "" {
				return &t, nil
			}
			if err := r.skip(); err != nil {
				return nil, err
			}
		}
	}
}

// skip passes over an element whose start tag was read.
func (r *Reader) skip() error {
	for depth := 1; depth > 0; {
		tok, err := r.xml.Next()
		if err != nil {
			return err
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// text reads the text of an element whose start tag was read.
func (r *Reader) text() (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		tok, err := r.xml.Next()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 1 {
				continue
			}
			if b.Len()+len(t) > r.maxText { // cut into pieces by comments
				return "", r.xml.Errorf("%w: one text of more than %d bytes", ErrLimit, r.maxText)
			}
			b.Write(t)
		}
	}
	return strings.Trim(b.String(), xmlstream.Space), nil
}

// each hands every child to read, which takes it to its end.
func (r *Reader) each(read func(start *xml.StartElement) error) error {
	for {
		start, err := r.child()
		if err != nil || start == nil {
			return err
		}
		if err := read(start); err != nil {
			return err
		}
	}
}

// texts reads the children named in places and skips the others.
func (r *Reader) texts(places map[string]*string) error {
	return r.each(func(start *xml.StartElement) error {
		place, ok := places[start.Name.Local]
		if !ok {
			return r.skip()
		}
		text, err := r.text()
		*place = text
		return err
	})
}

func (r *Reader) identification() error {
	h := &r.head
	return r.texts(map[string]*string{
		"ShortName": &h.ShortName, "LongName": &h.LongName, "Version": &h.Version,
		"CanonicalUri": &h.URI, "CanonicalVersionUri": &h.VersionURI,
	})
}

func (r *Reader) columnSet() error {
	err := r.each(func(start *xml.StartElement) error {
		switch start.Name.Local {
		case "Column":
			c := Column{ID: attr(start, "Id"), Required: attr(start, "Use") == "required"}
			if c.ID == "" || r.head.column(c.ID) >= 0 {
				return r.xml.Errorf("%w: a column without an id of its own", ErrStructure)
			}
			if len(r.head.Columns) == maxColumns {
				return r.xml.Errorf("%w: more than %d columns", ErrLimit, maxColumns)
			}
			err := r.texts(map[string]*string{"ShortName": &c.ShortName, "LongName": &c.LongName})
			r.head.Columns = append(r.head.Columns, c)
			return err
		case "Key":
			return r.key()
		default:
			return r.skip()
		}
	})
	if err != nil {
		return err
	}
	for _, key := range r.head.Keys {
		for _, id := range key {
			if r.head.column(id) < 0 {
				return r.xml.Errorf("%w: a key names an unknown column", ErrStructure)
			}
		}
	}
	return nil
}

func (r *Reader) key() error {
	var refs []string
	err := r.each(func(start *xml.StartElement) error {
		if start.Name.Local == "ColumnRef" {
			refs = append(refs, attr(start, "Ref"))
		}
		return r.skip()
	})
	if len(refs) > 0 {
		r.head.Keys = append(r.head.Keys, refs)
	}
	return err
}

// row reads one row. A value without a ColumnRef belongs to the column behind
// that of the value before it.
func (r *Reader) row() (Row, error) {
	row := Row{head: &r.head}
	next := 0
	err := r.each(func(start *xml.StartElement) error {
		if start.Name.Local != "Value" {
			return r.skip()
		}
		if ref := attr(start, "ColumnRef"); ref != "" {
			next = r.head.column(ref)
		}
		if next < 0 || next >= len(r.head.Columns) {
			return r.xml.Errorf("%w: a row has a value for an unknown column", ErrStructure)
		}
		if slices.ContainsFunc(row.cells, func(c cell) bool { return c.column == next }) {
			return r.xml.Errorf("%w: a row has two values for one column", ErrStructure)
		}
		c := cell{column: next}
		err := r.texts(map[string]*string{"SimpleValue": &c.text})
		if c.text != "" {
			row.cells = append(row.cells, c)
		}
		next++
		return err
	})
	return row, err
}

func attr(start *xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return strings.Trim(a.Value, xmlstream.Space)
		}
	}
	return ""
}
