// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"encoding/xml"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/leistung"
)

// cursor walks over the elements of a message.
type cursor struct {
	x        *xmlstream.Reader
	ns       string // of the message
	elements int    // of this object
	limit    int
	buffer   []byte
}

// child returns the next child of the open element, or false at its end.
func (c *cursor) child() (xml.StartElement, bool, error) {
	for {
		tok, err := c.x.Next()
		if err != nil {
			return xml.StartElement{}, false, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if c.elements++; c.elements > c.limit {
				return t, false, c.x.Errorf("%w: an object of more than %d elements", xmlstream.ErrLimit, c.limit)
			}
			return t, true, nil
		case xml.EndElement:
			return xml.StartElement{}, false, nil
		}
	}
}

// each calls visit for every child of the open element. visit must consume it.
func (c *cursor) each(visit func(xml.StartElement) error) error {
	for {
		el, ok, err := c.child()
		if err != nil || !ok {
			return err
		}
		if err := visit(el); err != nil {
			return err
		}
	}
}

// name returns the local name of an element of the message, and "" for one of
// another namespace.
func (c *cursor) name(el xml.StartElement) string {
	if el.Name.Space != c.ns {
		return ""
	}
	return el.Name.Local
}

// skip passes over the open element.
func (c *cursor) skip() error {
	for depth := 1; depth > 0; {
		_, ok, err := c.child()
		if err != nil {
			return err
		}
		if ok {
			depth++
		} else {
			depth--
		}
	}
	return nil
}

// text reads the text of the open element, without that of elements inside.
func (c *cursor) text(into *string) error {
	c.buffer = c.buffer[:0]
	for {
		tok, err := c.x.Next()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.CharData:
			c.buffer = append(c.buffer, t...)
		case xml.StartElement:
			if err := c.skip(); err != nil {
				return err
			}
		case xml.EndElement:
			*into = string(xmlstream.TrimSpace(c.buffer))
			return nil
		}
	}
}

func attr(el xml.StartElement, name string) string {
	for i := range el.Attr {
		if el.Attr[i].Name.Local == name && el.Attr[i].Name.Space == "" {
			return el.Attr[i].Value
		}
	}
	return ""
}

const xsi = "http://www.w3.org/2001/XMLSchema-instance"

// xsiType returns the local name of the xsi:type.
func xsiType(el xml.StartElement) string {
	for i := range el.Attr {
		if el.Attr[i].Name.Local == "type" && el.Attr[i].Name.Space == xsi {
			_, local, ok := strings.Cut(el.Attr[i].Value, ":")
			if !ok {
				return el.Attr[i].Value
			}
			return local
		}
	}
	return ""
}

func (c *cursor) identifikator(el xml.StartElement, into *Identifikator) error {
	*into = Identifikator{}
	for i := range el.Attr {
		if el.Attr[i].Name.Space != "" {
			continue
		}
		value := el.Attr[i].Value
		switch el.Attr[i].Name.Local {
		case "schemeAgencyID":
			into.Redaktion = value
		case "schemeID":
			into.SchemeID = value
		case "schemeName":
			into.SchemeName = value
		case "schemeURI":
			into.SchemeURI = value
		case "schemeVersionID":
			into.SchemeVersionID = value
		}
	}
	return c.text(&into.ID)
}

func (c *cursor) identifikatoren(el xml.StartElement, into *[]Identifikator) error {
	var id Identifikator
	err := c.identifikator(el, &id)
	*into = append(*into, id)
	return err
}

// code reads a value of a code list. Its children code and name have no
// namespace; some senders give them that of the message.
func (c *cursor) code(el xml.StartElement, into *Code) error {
	into.ListURI, into.ListVersionID = attr(el, "listURI"), attr(el, "listVersionID")
	return c.each(func(part xml.StartElement) error {
		if part.Name.Space != "" && part.Name.Space != c.ns {
			return c.skip()
		}
		switch part.Name.Local {
		case "code":
			return c.text(&into.Code)
		case "name":
			return c.text(&into.Name)
		}
		return c.skip()
	})
}

func (c *cursor) codes(el xml.StartElement, into *[]Code) error {
	var code Code
	err := c.code(el, &code)
	*into = append(*into, code)
	return err
}

func (c *cursor) texts(el xml.StartElement, into *[]Text) error {
	var inhalt string
	err := c.text(&inhalt)
	*into = append(*into, Text{Sprache: attr(el, "languageCode"), Inhalt: leistung.HTML(inhalt)})
	return err
}

func (c *cursor) link(el xml.StartElement, into *Link) error {
	into.Sprache = attr(el, "languageCode")
	return c.each(func(part xml.StartElement) error {
		switch c.name(part) {
		case "uri":
			return c.text(&into.URI)
		case "titel":
			return c.text(&into.Titel)
		}
		return c.skip()
	})
}

func (c *cursor) gueltigkeit(into *[]Gueltigkeit) error {
	var g Gueltigkeit
	err := c.each(func(part xml.StartElement) error {
		switch c.name(part) {
		case "beginn":
			return c.text(&g.Beginn)
		case "ende":
			return c.text(&g.Ende)
		}
		return c.skip()
	})
	*into = append(*into, g)
	return err
}
