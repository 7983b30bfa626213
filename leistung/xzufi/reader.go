// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// Namespaces of the versions that are read without being asked.
const (
	Namensraum210 = "http://xoev.de/schemata/xzufi/2_1_0"
	Namensraum220 = "http://xoev.de/schemata/xzufi/2_2_0"
)

// Limits bound what a Reader takes in. A zero field takes the default.
type Limits struct {
	Bytes int64 // length of the message; default 64 GiB, since it is a stream
	Text  int   // length of one text or tag; default 1 MiB
	Tiefe int   // nesting; default 40
	// Objekt bounds the elements of one object; default 100,000.
	Objekt int
	// Namensraeume are accepted beside those of 2.1.0 and 2.2.0.
	Namensraeume []string
}

func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 64 << 30
	}
	if l.Text == 0 {
		l.Text = 1 << 20
	}
	if l.Tiefe == 0 {
		l.Tiefe = 40
	}
	if l.Objekt == 0 {
		l.Objekt = 100_000
	}
	return l
}

// Reader reads one message. It serves one goroutine.
type Reader struct {
	c      cursor
	limits Limits
	kopf   Kopf
	begun  bool
	koepfe int
	err    error
	// fragment marks a piece of a message, which may have no nachrichtenkopf.
	fragment bool
}

// NewReader returns a Reader of the message.
func NewReader(r io.Reader, limits Limits) *Reader {
	limits = limits.withDefaults()
	return &Reader{
		c:      cursor{x: xmlstream.NewReader(r, xmlstream.Limits{Bytes: limits.Bytes, Token: limits.Text, Depth: limits.Tiefe})},
		limits: limits,
	}
}

// Kopf returns what stands at the top. Its message part is complete after the
// first Next.
func (r *Reader) Kopf() Kopf { return r.kopf }

// All iterates over the changes. After an error it ends.
func (r *Reader) All() iter.Seq2[Transfer, error] {
	return func(yield func(Transfer, error) bool) {
		for {
			t, err := r.Next()
			if errors.Is(err, io.EOF) || !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// Next returns the next change, and io.EOF after the last. An error repeats.
func (r *Reader) Next() (Transfer, error) {
	if r.err != nil {
		return Transfer{}, r.err
	}
	t, err := r.next()
	r.err = err
	return t, err
}

func (r *Reader) next() (Transfer, error) {
	if !r.begun {
		r.begun = true
		if err := r.begin(); err != nil {
			return Transfer{}, err
		}
	}
	for {
		r.c.elements = 0
		r.c.limit = r.limits.Objekt
		start, ok, err := r.c.child()
		if err != nil {
			return Transfer{}, err
		}
		if !ok {
			return Transfer{}, r.end()
		}
		switch r.c.name(start) {
		case "schreibe":
			t, known, err := r.schreibe()
			if err != nil || known {
				return t, err
			}
		case "loesche":
			l := &Loesche{Klasse: attr(start, "klasse")}
			ids := 0
			err := r.c.each(func(el xml.StartElement) error {
				if r.c.name(el) != "id" {
					return r.c.skip()
				}
				if ids++; ids > 1 {
					return r.c.x.Errorf("%w: a loesche with more than one id", ErrFormat)
				}
				return r.c.identifikator(el, &l.ID)
			})
			return Transfer{Loesche: l}, err
		default:
			if err := r.head(start); err != nil {
				return Transfer{}, err
			}
		}
	}
}

// begin reads the root.
func (r *Reader) begin() error {
	tok, err := r.c.x.Next()
	if err != nil {
		return err
	}
	root, ok := tok.(xml.StartElement)
	if !ok {
		return r.c.x.Errorf("%w: no root element", ErrFormat)
	}
	known := append([]string{Namensraum210, Namensraum220}, r.limits.Namensraeume...)
	if !slices.Contains(known, root.Name.Space) {
		return r.c.x.Errorf("%w: the namespace of the root is none of XZuFi 2.1.0 or 2.2.0", ErrFormat)
	}
	r.c.ns = root.Name.Space
	r.kopf = Kopf{
		Wurzel: root.Name.Local, Namensraum: root.Name.Space, Version: attr(root, "xzufiVersion"),
		Produkt: attr(root, "produktbezeichnung"), Hersteller: attr(root, "produkthersteller"),
	}
	return nil
}

// head reads what stands beside the changes.
func (r *Reader) head(start xml.StartElement) error {
	switch r.c.name(start) {
	case "nachrichtenkopf":
		if r.koepfe++; r.koepfe > 1 {
			return r.c.x.Errorf("%w: a second nachrichtenkopf", ErrFormat)
		}
		return r.c.each(func(el xml.StartElement) error {
			switch r.c.name(el) {
			case "nachrichtUUID":
				return r.c.text(&r.kopf.NachrichtUUID)
			case "erstelltDatumZeit":
				return r.c.text(&r.kopf.ErstelltZeit)
			}
			return r.c.skip()
		})
	case "transaktionID":
		return r.c.text(&r.kopf.TransaktionID)
	case "transaktionPosition":
		return r.c.text(&r.kopf.TransaktionPos)
	}
	return r.c.skip()
}

// end checks what stands after the last change.
func (r *Reader) end() error {
	if _, err := r.c.x.Next(); !errors.Is(err, io.EOF) {
		return err
	}
	if r.koepfe == 0 && !r.fragment {
		return fmt.Errorf("%w: it has no nachrichtenkopf", ErrFormat)
	}
	return io.EOF
}

// schreibe reads the one object of a schreibe, and false for one of a class that
// is not known here.
func (r *Reader) schreibe() (t Transfer, known bool, err error) {
	c := &r.c
	objects := 0
	err = c.each(func(el xml.StartElement) error {
		if objects++; objects > 1 {
			return c.x.Errorf("%w: a schreibe with more than one object", ErrFormat)
		}
		known = true
		switch c.name(el) {
		case "leistung":
			t.Leistung = &Leistung{}
			return c.leistung(t.Leistung)
		case "organisationseinheit":
			t.Organisationseinheit = &Organisationseinheit{}
			return c.organisationseinheit(t.Organisationseinheit)
		case "zustaendigkeitTransferObjekt":
			t.Zustaendigkeit = &Zustaendigkeit{}
			return c.transferobjekt(t.Zustaendigkeit)
		case "onlinedienst":
			t.Onlinedienst = &Onlinedienst{}
			return c.onlinedienst(t.Onlinedienst)
		case "spezialisierung":
			t.Spezialisierung = &Spezialisierung{}
			return c.spezialisierung(t.Spezialisierung)
		}
		known = false
		return c.skip()
	})
	return t, known, err
}
