// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// parser walks one document. Each method reads the content of an element whose
// start tag was taken, up to and including its end tag.
type parser struct {
	xml  *xmlstream.Reader
	ns   string
	std  Standard
	text strings.Builder
	// maxText bounds a text that comments and CDATA sections cut into pieces,
	// each of which the stream bounds by itself.
	maxText int
}

// content reads the children of an element and hands each to read by name.
// Names in many may come more than once. A child that turns out empty counts
// as missing in XDatenfelder 3, so that a filled one may follow it.
func (p *parser) content(parent string, many []string, read func(name string, start xml.StartElement) (filled bool, err error)) error {
	var seen []string
	for {
		tok, err := p.xml.Next()
		if err != nil {
			return p.early(err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			if strings.Trim(string(t), xmlstream.Space) != "" {
				return p.fault("text where <%s> holds elements", parent)
			}
		case xml.StartElement:
			if t.Name.Space != p.ns {
				return p.fault("<%s> holds an element of another namespace", parent)
			}
			name := t.Name.Local
			if slices.Contains(seen, name) {
				return p.fault("<%s> holds <%s> twice", parent, name)
			}
			filled, err := read(name, t)
			if err != nil {
				return err
			}
			if (filled || p.std == XDF2) && !slices.Contains(many, name) {
				seen = append(seen, name)
			}
		}
	}
}

// unknown reports a child that the standard does not know. The name comes from
// the document, so it is not repeated.
func (p *parser) unknown(parent string) (bool, error) {
	return false, p.fault("<%s> holds an element that does not belong there", parent)
}

func (p *parser) fault(format string, args ...any) error {
	return p.xml.Errorf("%w: %s", ErrStruktur, fmt.Sprintf(format, args...))
}

// early turns the end of the document inside an element, which the stream
// reports as a fault of its own, into an error in any case.
func (p *parser) early(err error) error {
	if errors.Is(err, io.EOF) {
		return p.fault("the document ends early")
	}
	return err
}

// chars reads the text of an element that holds nothing else.
func (p *parser) chars(name string) (string, error) {
	p.text.Reset()
	for {
		tok, err := p.xml.Next()
		if err != nil {
			return "", p.early(err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return strings.Trim(p.text.String(), xmlstream.Space), nil
		case xml.CharData:
			if p.text.Len()+len(t) > p.maxText {
				return "", p.xml.Errorf("%w: one text of more than %d bytes", ErrLimit, p.maxText)
			}
			p.text.Write(t)
		case xml.StartElement:
			return "", p.fault("<%s> holds an element and should hold text", name)
		}
	}
}

// into reads text to *dst.
func (p *parser) into(dst *string, name string) (bool, error) {
	s, err := p.chars(name)
	if err != nil {
		return false, err
	}
	if s != "" {
		*dst = s
	}
	return s != "", nil
}

// code reads an element that wraps a <code> in no namespace, with an optional
// <name>.
func (p *parser) code(parent string) (string, error) {
	var code string
	outer := p.ns
	p.ns = ""
	err := p.content(parent, nil, func(name string, _ xml.StartElement) (bool, error) {
		switch name {
		case "code":
			return p.into(&code, name)
		case "name":
			var label string
			return p.into(&label, name)
		}
		return p.unknown(parent)
	})
	p.ns = outer
	return code, err
}

// codeInto reads a code to *dst and asks known about it.
func codeInto[T ~string](p *parser, dst *T, parent string, known func(T) bool) (bool, error) {
	code, err := p.code(parent)
	if err != nil || code == "" {
		return false, err
	}
	if known != nil && !known(T(code)) {
		return false, p.xml.Errorf("%w: <%s>", ErrCode, parent)
	}
	*dst = T(code)
	return true, nil
}

// attr returns an attribute in no namespace.
func attr(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return strings.Trim(a.Value, xmlstream.Space)
		}
	}
	return ""
}

func (p *parser) kennung(dst *Kennung, parent string) (bool, error) {
	var k Kennung
	err := p.content(parent, nil, func(name string, _ xml.StartElement) (bool, error) {
		switch name {
		case "id":
			return p.into(&k.ID, name)
		case "version":
			return p.into(&k.Version, name)
		}
		return p.unknown(parent)
	})
	*dst = k
	return !k.IsZero(), err
}

// bezug appends the norm unless the element is empty, as it often is.
func (p *parser) bezug(dst *[]Bezug, start xml.StartElement) (bool, error) {
	b := Bezug{Link: attr(start, "link")}
	filled, err := p.into(&b.Text, "bezug")
	if err == nil && b != (Bezug{}) {
		*dst = append(*dst, b)
	}
	return filled, err
}

func (p *parser) stichwort(dst *[]Stichwort, start xml.StartElement) (bool, error) {
	w := Stichwort{URI: attr(start, "uri")}
	filled, err := p.into(&w.Text, "stichwort")
	if err == nil && w != (Stichwort{}) {
		*dst = append(*dst, w)
	}
	return filled, err
}

func (p *parser) relation(dst *[]Relation) (bool, error) {
	var r Relation
	err := p.content("relation", nil, func(name string, _ xml.StartElement) (bool, error) {
		switch name {
		case "praedikat":
			return codeInto(p, &r.Praedikat, name, nil)
		case "objekt":
			return p.kennung(&r.Objekt, name)
		}
		return p.unknown("relation")
	})
	if err == nil && r != (Relation{}) {
		*dst = append(*dst, r)
	}
	return true, err
}
