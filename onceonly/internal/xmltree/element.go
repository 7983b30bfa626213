// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// The namespaces that every XML document knows.
const (
	NSXSI = "http://www.w3.org/2001/XMLSchema-instance"
	NSXML = "http://www.w3.org/XML/1998/namespace"
)

// Element is an element with either children or text. Names carry their
// namespace URI; prefixes are gone, also from the values of xsi:type.
type Element struct {
	Name     xml.Name
	Attrs    []Attribute // sorted
	Children []*Element
	Text     string
	// Stray reports text beside the children, which means nothing in these
	// formats and is dropped. Real gateways send it.
	Stray bool
}

// Attribute is an attribute of an element.
type Attribute struct {
	Name  xml.Name
	Value string
	QName xml.Name // the meaning of an xsi:type
}

// Node returns an empty element.
func Node(space, local string) *Element { return &Element{Name: xml.Name{Space: space, Local: local}} }

// Leaf returns an element with text.
func Leaf(space, local, text string) *Element {
	e := Node(space, local)
	e.Text = text
	return e
}

// Add appends children and returns the element.
func (e *Element) Add(children ...*Element) *Element {
	e.Children = append(e.Children, children...)
	return e
}

// With sets an attribute that is not there yet and returns the element.
func (e *Element) With(space, local, value string) *Element {
	e.Attrs = append(e.Attrs, Attribute{Name: xml.Name{Space: space, Local: local}, Value: value})
	sortAttributes(e.Attrs)
	return e
}

// Typed sets xsi:type and returns the element.
func (e *Element) Typed(space, local string) *Element {
	e.Attrs = append(e.Attrs, Attribute{Name: xml.Name{Space: NSXSI, Local: "type"}, QName: xml.Name{Space: space, Local: local}})
	sortAttributes(e.Attrs)
	return e
}

// Attr returns the value of an attribute, or "". It may be called on nil.
func (e *Element) Attr(space, local string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.Attrs {
		if a.Name.Space == space && a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// XSIType returns what xsi:type means.
func (e *Element) XSIType() xml.Name {
	for _, a := range e.Attrs {
		if a.Name.Space == NSXSI && a.Name.Local == "type" {
			return a.QName
		}
	}
	return xml.Name{}
}

// Child returns the first child of the name, or nil. It may be called on nil.
func (e *Element) Child(space, local string) *Element {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name.Space == space && c.Name.Local == local {
			return c
		}
	}
	return nil
}

// All returns the children of the name. It may be called on nil.
func (e *Element) All(space, local string) (found []*Element) {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name.Space == space && c.Name.Local == local {
			found = append(found, c)
		}
	}
	return found
}

// Value returns the text without the white space that indentation puts around it.
func (e *Element) Value() string {
	if e == nil {
		return ""
	}
	return strings.Trim(e.Text, xmlstream.Space)
}

// What a tree may hold at most, whatever the length of the document: a document
// of nothing but tags would need forty times its own length in memory. The
// largest message at hand has 7,676 of both, 5 attributes and 5 namespaces.
// Declarations of all namespaces and the attributes of one element together stay
// within what xmlstream reads, so that what was read can be written and read again.
const (
	maxNodes      = 200_000 // elements and attributes
	maxAttributes = 32      // of one element
	maxSpaces     = 32      // namespaces
)

// Read reads one document into a tree. The errors are those of xmlstream, also
// where the tree is beyond a limit of its own.
func Read(r io.Reader, limits xmlstream.Limits) (*Element, error) {
	reader := xmlstream.NewReader(r, limits)
	var size census
	var open []*Element
	var scopes []map[string]string // prefixes declared, one for each open element
	var texts [][]byte             // as far as read, one for each open element
	var root *Element
	for {
		token, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			scopes = append(scopes, declared(t.Attr))
			e := &Element{Name: t.Name, Attrs: attributes(t.Attr, scopes)}
			if err := size.count(e); err != nil {
				return nil, err
			}
			if len(open) == 0 {
				root = e
			} else {
				parent := open[len(open)-1]
				parent.Children = append(parent.Children, e)
			}
			open, texts = append(open, e), append(texts, nil)
		case xml.EndElement:
			last := len(open) - 1
			if e, text := open[last], texts[last]; len(e.Children) == 0 {
				e.Text = string(text)
			} else {
				e.Stray = len(bytes.Trim(text, xmlstream.Space)) > 0
			}
			open, scopes, texts = open[:last], scopes[:last], texts[:last]
		case xml.CharData:
			last := len(texts) - 1
			texts[last] = append(texts[last], t...)
		}
	}
}

// census counts what a tree holds.
type census struct {
	nodes  int
	spaces []string
}

func (c *census) count(e *Element) error {
	c.nodes += 1 + len(e.Attrs)
	c.spaces = addSpaces(c.spaces, e)
	if c.nodes > maxNodes || len(e.Attrs) > maxAttributes || len(c.spaces) > maxSpaces {
		return fmt.Errorf("%w: more than %d elements and attributes, %d attributes of one element or %d namespaces",
			xmlstream.ErrLimit, maxNodes, maxAttributes, maxSpaces)
	}
	return nil
}

// addSpaces adds the namespaces that an element uses itself.
func addSpaces(found []string, e *Element) []string {
	add := func(space string) {
		if space != "" && !slices.Contains(found, space) {
			found = append(found, space)
		}
	}
	add(e.Name.Space)
	for _, a := range e.Attrs {
		add(a.Name.Space)
		add(a.QName.Space)
	}
	return found
}

func declared(attrs []xml.Attr) map[string]string {
	var scope map[string]string
	for _, a := range attrs {
		prefix, isDeclaration := a.Name.Local, a.Name.Space == "xmlns"
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			prefix, isDeclaration = "", true
		}
		if isDeclaration {
			if scope == nil {
				scope = make(map[string]string)
			}
			scope[prefix] = a.Value
		}
	}
	return scope
}

// attributes returns the attributes that are not declarations of prefixes.
func attributes(attrs []xml.Attr, scopes []map[string]string) (kept []Attribute) {
	for _, a := range attrs {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		one := Attribute{Name: a.Name, Value: a.Value}
		if a.Name.Space == NSXSI && a.Name.Local == "type" {
			one.QName = resolve(strings.Trim(a.Value, xmlstream.Space), scopes)
		}
		kept = append(kept, one)
	}
	sortAttributes(kept)
	return kept
}

func sortAttributes(attrs []Attribute) {
	slices.SortFunc(attrs, func(a, b Attribute) int {
		if c := strings.Compare(a.Name.Space, b.Name.Space); c != 0 {
			return c
		}
		return strings.Compare(a.Name.Local, b.Name.Local)
	})
}

// resolve finds what a qualified name in a value means where it stands.
func resolve(value string, scopes []map[string]string) xml.Name {
	prefix, local, prefixed := strings.Cut(value, ":")
	if !prefixed {
		prefix, local = "", value
	}
	for _, scope := range slices.Backward(scopes) {
		if space, found := scope[prefix]; found {
			return xml.Name{Space: space, Local: local}
		}
	}
	return xml.Name{Space: prefix, Local: local}
}

// Equal reports whether two trees mean the same: prefixes, indentation and the
// order of attributes do not matter.
func (e *Element) Equal(o *Element) bool {
	if e.Name != o.Name || e.Text != o.Text {
		return false
	}
	sameAttribute := func(a, b Attribute) bool {
		if a.Name != b.Name || a.QName != b.QName {
			return false
		}
		return a.QName.Local != "" || a.Value == b.Value
	}
	return slices.EqualFunc(e.Attrs, o.Attrs, sameAttribute) && slices.EqualFunc(e.Children, o.Children, (*Element).Equal)
}
