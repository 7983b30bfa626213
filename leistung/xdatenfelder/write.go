// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"bytes"
	"fmt"
	"io"
)

// Write writes the schema as a document of XDatenfelder 3, with the elements in
// the order, and the code lists in the versions, that the exports of the FIM
// Portal have (2026). One of XDatenfelder 2 goes through
// [Schema.ToXDF3] first.
//
// Write reads back what it is about to write and refuses with [ErrWrite] where
// the result would differ: text with white space around it or characters that
// XML cannot carry, codes outside their lists, elements without an id. So for
// every schema written, Parse returns an equal one.
func Write(w io.Writer, s Schema) error {
	if err := writable(&s); err != nil {
		return err
	}
	doc := render(&s)
	back, err := Parse(bytes.NewReader(doc))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrWrite, err)
	}
	if !bytes.Equal(render(&back), doc) {
		return fmt.Errorf("%w: reading it back would change a text", ErrWrite)
	}
	if _, err := w.Write(doc); err != nil {
		return fmt.Errorf("xdatenfelder: write: %w", err)
	}
	return nil
}

// writable refuses what the document has no place for, which reading back would
// not show.
func writable(s *Schema) error {
	if s.Standard != XDF3 {
		return fmt.Errorf("%w: the schema speaks XDatenfelder %s", ErrWrite, s.Standard)
	}
	if s.Nachricht != NachrichtSchema {
		frame := Schema{Standard: s.Standard, Nachricht: s.Nachricht, Kopf: s.Kopf}
		single := len(s.Struktur) == 1 && s.Struktur[0].Anzahl == einmalig && len(s.Struktur[0].Bezuege) == 0
		if !single || !frame.sameFrame(s) {
			return fmt.Errorf("%w: a message of one element holds nothing else", ErrWrite)
		}
	}
	if s.Status != "" || s.BezeichnungAusgabe != "" || s.HilfetextAusgabe != "" {
		return fmt.Errorf("%w: the schema has attributes of XDatenfelder 2", ErrWrite)
	}
	for st := range s.Alle() {
		g, f := st.Struktur.Gruppe, st.Struktur.Feld
		if (g == nil) == (f == nil) {
			return fmt.Errorf("%w: %s holds not exactly one element", ErrWrite, st.Pfad)
		}
		if (g != nil && g.Status != "") || (f != nil && (f.Status != "" || f.Codeliste != nil && !f.Codeliste.Kennung.IsZero())) {
			return fmt.Errorf("%w: %s has attributes of XDatenfelder 2", ErrWrite, st.Pfad)
		}
		if f != nil && f.Codeliste != nil && *f.Codeliste == (CodelisteReferenz{}) {
			return fmt.Errorf("%w: %s has an empty reference to a code list", ErrWrite, st.Pfad)
		}
	}
	return nil
}

// sameFrame reports whether other has no content of its own beside its
// Struktur.
func (s *Schema) sameFrame(other *Schema) bool {
	own := *other
	own.Struktur = nil
	return bytes.Equal(renderSchema(&own), renderSchema(s))
}

func render(s *Schema) []byte {
	x := &xmlWriter{}
	x.buf.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	x.open(string(s.Nachricht), "xmlns:"+prefix, namespace3)
	x.in("header", func() {
		x.text("nachrichtID", s.Kopf.NachrichtID)
		x.text("erstellungszeitpunkt", s.Kopf.Erstellungszeitpunkt)
	})
	switch {
	case s.Nachricht == NachrichtSchema:
		x.schema(s)
	case s.Struktur[0].Gruppe != nil:
		x.gruppe(s.Struktur[0].Gruppe)
	default:
		x.feld(s.Struktur[0].Feld)
	}
	x.close(string(s.Nachricht))
	return x.buf.Bytes()
}

func renderSchema(s *Schema) []byte {
	x := &xmlWriter{}
	x.schema(s)
	return x.buf.Bytes()
}

func (x *xmlWriter) schema(s *Schema) {
	x.in("stammdatenschema", func() {
		x.merkmale(&s.Merkmale)
		x.text("bezeichnung", s.BezeichnungEingabe)
		x.text("hilfetext", s.HilfetextEingabe)
		x.code("ableitungsmodifikationenStruktur", s.AbleitungStruktur)
		x.code("ableitungsmodifikationenRepraesentation", s.AbleitungRepraesentation)
		x.kennung("dokumentsteckbrief", s.Dokumentsteckbrief)
		x.regeln(s.Regeln)
		x.struktur(s.Struktur)
	})
}

func (x *xmlWriter) gruppe(g *Gruppe) {
	x.in("datenfeldgruppe", func() {
		x.merkmale(&g.Merkmale)
		x.bezeichnungen(&g.Merkmale, g.Schemaelementart)
		x.code("art", string(g.Art))
		x.regeln(g.Regeln)
		x.struktur(g.Struktur)
	})
}

func (x *xmlWriter) feld(f *Feld) {
	x.in("datenfeld", func() {
		x.merkmale(&f.Merkmale)
		x.bezeichnungen(&f.Merkmale, f.Schemaelementart)
		x.code("feldart", string(f.Feldart))
		x.code("datentyp", string(f.Datentyp))
		z := &f.Praezisierung
		x.text("praezisierung", z.Text, "minLength", z.MinLaenge, "maxLength", z.MaxLaenge,
			"minValue", z.MinWert, "maxValue", z.MaxWert, "pattern", z.Muster)
		x.text("inhalt", f.Inhalt)
		x.code("vorbefuellung", string(f.Vorbefuellung))
		if len(f.Werte) > 0 {
			x.in("werte", func() {
				for _, w := range f.Werte {
					x.in("wert", func() {
						x.text("code", w.Code)
						x.text("name", w.Name)
						x.text("hilfe", w.Hilfe)
					})
				}
			})
		}
		if ref := f.Codeliste; ref != nil {
			x.in("codelisteReferenz", func() {
				x.text("canonicalIdentification", ref.URI)
				x.text("version", ref.Version)
				x.text("canonicalVersionUri", ref.VersionsURI)
			})
		}
		x.text("codeKey", f.CodeKey)
		x.text("nameKey", f.NameKey)
		x.text("helpKey", f.HelpKey)
		x.text("maxSize", f.MaxSize)
		for _, m := range f.MediaTypes {
			x.text("mediaType", m)
		}
		x.regeln(f.Regeln)
	})
}

func (x *xmlWriter) struktur(children []Struktur) {
	for i := range children {
		st := &children[i]
		x.in("struktur", func() {
			x.text("anzahl", st.Anzahl)
			x.bezuege(st.Bezuege)
			x.in("enthaelt", func() {
				if st.Gruppe != nil {
					x.gruppe(st.Gruppe)
				} else {
					x.feld(st.Feld)
				}
			})
		})
	}
}

func (x *xmlWriter) regeln(regeln []Regel) {
	for i := range regeln {
		r := &regeln[i]
		x.in("regel", func() {
			x.kennung(elemKennung, r.Kennung)
			x.text("name", r.Name)
			x.text("beschreibung", r.Beschreibung)
			x.text("freitextRegel", r.Freitext)
			x.bezuege(r.Bezuege)
			x.stichworte(r.Stichworte)
			x.text("fachlicherErsteller", r.FachlicherErsteller)
			x.text("letzteAenderung", r.LetzteAenderung)
			x.code("typ", r.Typ)
			x.text("skript", r.Skript)
		})
	}
}

func (x *xmlWriter) merkmale(m *Merkmale) {
	x.kennung(elemKennung, m.Kennung)
	x.text("name", m.Name)
	x.text("beschreibung", m.Beschreibung)
	x.text("definition", m.Definition)
	x.bezuege(m.Bezuege)
	x.code("freigabestatus", string(m.Freigabestatus))
	x.text("statusGesetztAm", m.StatusGesetztAm)
	x.text("statusGesetztDurch", m.StatusGesetztDurch)
	x.text("versionshinweis", m.Versionshinweis)
	x.text("gueltigAb", m.GueltigAb)
	x.text("gueltigBis", m.GueltigBis)
	x.text("veroeffentlichungsdatum", m.Veroeffentlichungsdatum)
	x.text("letzteAenderung", m.LetzteAenderung)
	for _, r := range m.Relationen {
		x.in("relation", func() {
			x.code("praedikat", r.Praedikat)
			x.kennung("objekt", r.Objekt)
		})
	}
	x.stichworte(m.Stichworte)
}

func (x *xmlWriter) bezeichnungen(m *Merkmale, art Schemaelementart) {
	x.text("bezeichnungEingabe", m.BezeichnungEingabe)
	x.text("bezeichnungAusgabe", m.BezeichnungAusgabe)
	x.code("schemaelementart", string(art))
	x.text("hilfetextEingabe", m.HilfetextEingabe)
	x.text("hilfetextAusgabe", m.HilfetextAusgabe)
}

func (x *xmlWriter) stichworte(worte []Stichwort) {
	for _, w := range worte {
		x.text("stichwort", w.Text, "uri", w.URI)
	}
}

func (x *xmlWriter) bezuege(bezuege []Bezug) {
	for _, b := range bezuege {
		x.text("bezug", b.Text, "link", b.Link)
	}
}

func (x *xmlWriter) kennung(name string, k Kennung) {
	if k.IsZero() {
		return
	}
	x.in(name, func() {
		x.text("id", k.ID)
		x.text("version", k.Version)
	})
}
