// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Writer writes one message. Close it, or the message has no end. It serves one
// goroutine; its first error repeats.
type Writer struct {
	out  *bufio.Writer
	kopf Kopf
	v23  bool
	err  error
	shut bool
}

// isName reports whether a text is a name of XML without a prefix, in ASCII.
func isName(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	return s != "" && strings.Contains(letters, s[:1]) && strings.Trim(s, letters+"0123456789.-") == ""
}

// NewWriter begins a message. An empty namespace is that of 2.2.0, an empty
// version "2.2.0", an empty root "transfer": the official name of the root of
// 2.2 is not confirmed, so give that of the agreement you send under. A root
// that is no name in ASCII is [ErrObjekt], reported by Write and Close. A version
// that begins with 2.3 writes what differs in 2.3 that way.
func NewWriter(w io.Writer, kopf Kopf) *Writer {
	kopf.Namensraum = cmp.Or(kopf.Namensraum, Namensraum220)
	kopf.Version = cmp.Or(kopf.Version, "2.2.0")
	kopf.Wurzel = cmp.Or(kopf.Wurzel, "transfer")
	out := &Writer{out: bufio.NewWriterSize(w, 64<<10), kopf: kopf, v23: strings.HasPrefix(kopf.Version, "2.3")}
	if !isName(kopf.Wurzel) {
		out.err = fmt.Errorf("%w: the root needs a name", ErrObjekt)
	}
	out.raw(xml.Header)
	out.open(kopf.Wurzel, "xmlns:xzufi", kopf.Namensraum, "xmlns:xsi", xsi, "xzufiVersion", kopf.Version,
		"produktbezeichnung", kopf.Produkt, "produkthersteller", kopf.Hersteller)
	out.open("nachrichtenkopf")
	out.leaf("nachrichtUUID", kopf.NachrichtUUID)
	out.leaf("erstelltDatumZeit", kopf.ErstelltZeit)
	out.close("nachrichtenkopf")
	out.leaf("transaktionID", kopf.TransaktionID)
	out.leaf("transaktionPosition", kopf.TransaktionPos)
	return out
}

// Write appends one change.
func (w *Writer) Write(t Transfer) error {
	if err := t.check(); err != nil {
		return err
	}
	if w.shut {
		return fmt.Errorf("%w: the message is closed", ErrObjekt)
	}
	if l := t.Loesche; l != nil {
		w.open("loesche", "klasse", l.Klasse)
		w.identifikator("id", l.ID)
		w.close("loesche")
		return w.err
	}
	w.open("schreibe")
	switch {
	case t.Leistung != nil:
		w.leistung(t.Leistung)
	case t.Organisationseinheit != nil:
		w.organisationseinheit(t.Organisationseinheit)
	case t.Zustaendigkeit != nil:
		w.transferobjekt(t.Zustaendigkeit)
	case t.Onlinedienst != nil:
		w.onlinedienst(t.Onlinedienst)
	case t.Spezialisierung != nil:
		w.spezialisierung(t.Spezialisierung)
	}
	w.close("schreibe")
	return w.err
}

// Close ends the message and hands out what is buffered. It does not close the
// io.Writer below.
func (w *Writer) Close() error {
	if !w.shut {
		w.shut = true
		w.close(w.kopf.Wurzel)
		w.raw("\n")
		if err := w.out.Flush(); w.err == nil {
			w.err = err
		}
	}
	return w.err
}

// check reports a transfer that is not exactly one change.
func (t *Transfer) check() error {
	n := 0
	id := Kennung{ID: "set"}
	for _, object := range []struct {
		set bool
		id  func() Kennung
	}{
		{t.Leistung != nil, func() Kennung { return t.Leistung.ID.Kennung }},
		{t.Organisationseinheit != nil, func() Kennung { return t.Organisationseinheit.ID.Kennung }},
		{t.Zustaendigkeit != nil, func() Kennung { return t.Zustaendigkeit.ID.Kennung }},
		{t.Onlinedienst != nil, func() Kennung { return t.Onlinedienst.ID.Kennung }},
		{t.Spezialisierung != nil, func() Kennung { return t.Spezialisierung.ID.Kennung }},
		{t.Loesche != nil, func() Kennung { return t.Loesche.ID.Kennung }},
	} {
		if object.set {
			n++
			id = object.id()
		}
	}
	switch {
	case n != 1:
		return fmt.Errorf("%w: %d objects in one change", ErrObjekt, n)
	case id.IsZero():
		return fmt.Errorf("%w: an object without an id", ErrObjekt)
	case t.Loesche != nil && t.Loesche.Klasse == "":
		return fmt.Errorf("%w: a loesche without a class", ErrObjekt)
	}
	return nil
}

func (w *Writer) raw(s string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(s)
	}
}

func (w *Writer) escaped(s string) {
	if w.err == nil {
		w.err = xml.EscapeText(w.out, []byte(s))
	}
}

// start writes a start tag. Attributes come in pairs; empty ones
// are left out.
func (w *Writer) start(name string, attrs ...string) {
	w.raw("<xzufi:")
	w.raw(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		w.raw(" ")
		w.raw(attrs[i])
		w.raw(`="`)
		w.escaped(attrs[i+1])
		w.raw(`"`)
	}
	w.raw(">")
}

func (w *Writer) open(name string, attrs ...string) { w.start(name, attrs...) }

func (w *Writer) close(name string) {
	w.raw("</xzufi:")
	w.raw(name)
	w.raw(">")
}

// leaf writes an element with text, and nothing for empty text.
func (w *Writer) leaf(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	w.start(name, attrs...)
	w.escaped(text)
	w.close(name)
}

func (w *Writer) identifikator(name string, id Identifikator) {
	w.leaf(name, id.ID, "schemeAgencyID", id.Redaktion, "schemeID", id.SchemeID, "schemeName", id.SchemeName,
		"schemeURI", id.SchemeURI, "schemeVersionID", id.SchemeVersionID)
}

func (w *Writer) identifikatoren(name string, ids []Identifikator) {
	for i := range ids {
		w.identifikator(name, ids[i])
	}
}

// code writes a value of a code list; its children have no namespace.
func (w *Writer) code(name string, c Code) {
	if c == (Code{}) {
		return
	}
	w.start(name, "listURI", c.ListURI, "listVersionID", c.ListVersionID)
	for _, part := range [...][2]string{{"code", c.Code}, {"name", c.Name}} {
		if part[1] != "" {
			w.raw("<" + part[0] + ">")
			w.escaped(part[1])
			w.raw("</" + part[0] + ">")
		}
	}
	w.close(name)
}

func (w *Writer) codes(name string, codes []Code) {
	for i := range codes {
		w.code(name, codes[i])
	}
}

func (w *Writer) texts(name string, texts []Text) {
	for i := range texts {
		w.start(name, "languageCode", texts[i].Sprache)
		w.escaped(string(texts[i].Inhalt))
		w.close(name)
	}
}

func (w *Writer) links(name string, links []Link) {
	for i := range links {
		w.start(name, "languageCode", links[i].Sprache)
		w.leaf("uri", links[i].URI)
		w.leaf("titel", links[i].Titel)
		w.close(name)
	}
}

func (w *Writer) gueltigkeiten(zeiten []Gueltigkeit) {
	for i := range zeiten {
		w.open("gueltigkeit")
		w.leaf("beginn", zeiten[i].Beginn)
		w.leaf("ende", zeiten[i].Ende)
		w.close("gueltigkeit")
	}
}
