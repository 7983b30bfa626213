// SPDX-License-Identifier: Apache-2.0

package edm

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

// The namespaces of the format.
const (
	nsQuery = "urn:oasis:names:tc:ebxml-regrep:xsd:query:4.0"
	nsRIM   = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:4.0"
	nsRS    = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:4.0"
	nsSDG   = "http://data.europa.eu/p4s"
	nsXLink = "http://www.w3.org/1999/xlink"
	nsXSI   = "http://www.w3.org/2001/XMLSchema-instance"
	nsXML   = "http://www.w3.org/XML/1998/namespace"
	nsEBMS  = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/"
)

// element is an element with either children or text. Names carry their
// namespace URI; prefixes are gone, also from the values of xsi:type.
type element struct {
	name     xml.Name
	attrs    []attribute // sorted
	children []*element
	text     string
	// stray reports text beside the children, which means nothing in this
	// format and is dropped. Real gateways send it.
	stray bool
}

type attribute struct {
	name  xml.Name
	value string
	qname xml.Name // the meaning of an xsi:type
}

func (e *element) attr(space, local string) string {
	for _, a := range e.attrs {
		if a.name.Space == space && a.name.Local == local {
			return a.value
		}
	}
	return ""
}

// xsiType returns what xsi:type means.
func (e *element) xsiType() xml.Name {
	for _, a := range e.attrs {
		if a.name.Space == nsXSI && a.name.Local == "type" {
			return a.qname
		}
	}
	return xml.Name{}
}

// child returns the first child of the name, or nil. It may be called on nil.
func (e *element) child(space, local string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.name.Space == space && c.name.Local == local {
			return c
		}
	}
	return nil
}

func (e *element) all(space, local string) (found []*element) {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.name.Space == space && c.name.Local == local {
			found = append(found, c)
		}
	}
	return found
}

// value returns the text without the white space that indentation puts around it.
func (e *element) value() string {
	if e == nil {
		return ""
	}
	return strings.Trim(e.text, xmlstream.Space)
}

// readTree reads one document into a tree.
func readTree(r io.Reader, limits xmlstream.Limits) (*element, error) {
	reader := xmlstream.NewReader(r, limits)
	var open []*element
	var scopes []map[string]string // prefixes declared, one for each open element
	var texts [][]byte             // as far as read, one for each open element
	var root *element
	for {
		token, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			scopes = append(scopes, declared(t.Attr))
			e := &element{name: t.Name, attrs: attributes(t.Attr, scopes)}
			if len(open) == 0 {
				root = e
			} else {
				parent := open[len(open)-1]
				parent.children = append(parent.children, e)
			}
			open, texts = append(open, e), append(texts, nil)
		case xml.EndElement:
			last := len(open) - 1
			if e, text := open[last], texts[last]; len(e.children) == 0 {
				e.text = string(text)
			} else {
				e.stray = len(bytes.Trim(text, xmlstream.Space)) > 0
			}
			open, scopes, texts = open[:last], scopes[:last], texts[:last]
		case xml.CharData:
			last := len(texts) - 1
			texts[last] = append(texts[last], t...)
		}
	}
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
func attributes(attrs []xml.Attr, scopes []map[string]string) (kept []attribute) {
	for _, a := range attrs {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		one := attribute{name: a.Name, value: a.Value}
		if a.Name.Space == nsXSI && a.Name.Local == "type" {
			one.qname = resolve(strings.Trim(a.Value, xmlstream.Space), scopes)
		}
		kept = append(kept, one)
	}
	sortAttributes(kept)
	return kept
}

func sortAttributes(attrs []attribute) {
	slices.SortFunc(attrs, func(a, b attribute) int {
		if c := strings.Compare(a.name.Space, b.name.Space); c != 0 {
			return c
		}
		return strings.Compare(a.name.Local, b.name.Local)
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

// equal reports whether two trees mean the same: prefixes, indentation and the
// order of attributes do not matter.
func (e *element) equal(o *element) bool {
	if e.name != o.name || e.text != o.text {
		return false
	}
	sameAttribute := func(a, b attribute) bool {
		if a.name != b.name || a.qname != b.qname {
			return false
		}
		return a.qname.Local != "" || a.value == b.value
	}
	return slices.EqualFunc(e.attrs, o.attrs, sameAttribute) && slices.EqualFunc(e.children, o.children, (*element).equal)
}
