// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// xmlLimits bound a document of evidence.
var xmlLimits = xmlstream.Limits{Bytes: 16 << 20, Token: 1 << 20, Depth: jsonDepth}

// filterXML is Filter for XML. A path begins at the children of the root element
// and consists of local names, so that one list serves both formats; the
// namespaces stay as they are. Where elements of two namespaces would match one path,
// nobody can say which was meant: such a document cannot be filtered. Comments,
// processing instructions and text beside elements are always dropped. The document
// is read in the encoding that it declares, and written in UTF-8.
func (f Fields) filterXML(content []byte, blocks *blockFilter) (filtered []byte, dropped bool, err error) {
	text, err := decodeXML(content)
	if err != nil {
		return nil, false, errFilterXML
	}
	filter := xmlFilter{fields: f, blocks: blocks, reader: xmlstream.NewReader(bytes.NewReader(text), xmlLimits), spaces: make(map[string]string)}
	token, err := filter.reader.Next()
	if err != nil {
		return nil, false, errFilterXML
	}
	root, isElement := token.(xml.StartElement)
	if !isElement {
		return nil, false, errFilterXML
	}
	filter.out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	kept, err := filter.element(root, "", nil)
	if err != nil {
		return nil, false, errFilterXML
	}
	if _, err := filter.reader.Next(); !errors.Is(err, io.EOF) {
		return nil, false, errFilterXML
	}
	if !kept {
		filter.open(root.Name, "", nil)
		filter.close(root.Name)
	}
	return filter.out.Bytes(), !bytes.Equal(filter.out.Bytes(), content), nil
}

type xmlFilter struct {
	fields Fields
	blocks *blockFilter
	reader *xmlstream.Reader
	path   []byte
	out    bytes.Buffer
	spaces map[string]string // of the elements that were seen, by their path
}

// errTwoSpaces reports elements of two namespaces at one path.
var errTwoSpaces = errors.New("onceonly: two namespaces at one path")

// element copies what of an element is allowed and reports whether anything was
// written. Its path is f.path; space is the namespace around it, within the person about
// whom the element around it is.
func (f *xmlFilter) element(start xml.StartElement, space string, within *Held) (kept bool, err error) {
	if len(f.path) > 0 && f.fields.reaches(f.path) {
		if space, seen := f.spaces[string(f.path)]; seen && space != start.Name.Space {
			return false, errTwoSpaces
		}
		f.spaces[string(f.path)] = start.Name.Space
	}
	person, mark := f.blocks.at(f.path), f.out.Len()
	f.blocks.open()
	attributes := f.allowed(start.Attr)
	f.open(start.Name, space, attributes)
	kept = len(attributes) > 0
	var text []byte
	leaf := true
	for {
		token, err := f.reader.Next()
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			leaf = false
			parent := len(f.path)
			f.path = append(append(f.path, '/'), pathEscaper.Replace(t.Name.Local)...)
			childKept, err := f.element(t, start.Name.Space, person)
			if err != nil {
				return false, err
			}
			f.path = f.path[:parent]
			kept = kept || childKept
		case xml.CharData:
			if leaf {
				text = append(text, t...)
			}
		case xml.EndElement:
			free := f.blocks.close(person)
			if within != nil && within.Blocks == start.Name.Local {
				if !leaf {
					text = nil
				}
				f.blocks.state(strings.TrimSpace(string(text)))
				free = free && within.At == ""
			}
			if leaf && person == nil && len(f.path) > 0 && f.fields.Has(string(f.path)) {
				if err := xml.EscapeText(&f.out, text); err != nil {
					return false, err
				}
				kept = true
			}
			if !kept || !free {
				f.out.Truncate(mark)
				return false, nil
			}
			f.close(start.Name)
			return true, nil
		}
	}
}

// allowed returns the listed attributes. Those with a namespace are never
// delivered: their meaning depends on what else is said about them.
func (f *xmlFilter) allowed(attrs []xml.Attr) (kept []xml.Attr) {
	for _, a := range attrs {
		declares := a.Name.Space == "" && a.Name.Local == "xmlns"
		if a.Name.Space == "" && !declares && f.fields.Has(string(f.path)+"/@"+pathEscaper.Replace(a.Name.Local)) {
			kept = append(kept, a)
		}
	}
	return kept
}

// open writes a start tag without any prefix.
func (f *xmlFilter) open(name xml.Name, around string, attrs []xml.Attr) {
	f.out.WriteString("<" + name.Local)
	if name.Space != around {
		f.attribute("xmlns", name.Space)
	}
	for _, a := range attrs {
		f.attribute(a.Name.Local, a.Value)
	}
	f.out.WriteByte('>')
}

func (f *xmlFilter) close(name xml.Name) { f.out.WriteString("</" + name.Local + ">") }

func (f *xmlFilter) attribute(name, value string) {
	f.out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(&f.out, []byte(value)) // a bytes.Buffer takes everything
	f.out.WriteByte('"')
}

// isXML reports whether the media type, without parameters, is one of XML.
func isXML(kind string) bool {
	return kind == "application/xml" || kind == "text/xml" || strings.HasSuffix(kind, "+xml")
}
