// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"encoding/xml"
	"errors"
	"io"
)

// einmalig is the Anzahl in the frame around a single group or field.
const einmalig = "1:1"

func (p *parser) document() (Schema, error) {
	var s Schema
	start, err := p.root()
	if err != nil {
		return s, err
	}
	switch start.Name.Space {
	case namespace2:
		p.std = XDF2
	case namespace3:
		p.std = XDF3
	default:
		return s, p.xml.Errorf("%w", ErrNamespace)
	}
	p.ns, s.Standard, s.Nachricht = start.Name.Space, p.std, Nachricht(start.Name.Local)
	switch s.Nachricht {
	case NachrichtSchema, NachrichtGruppe, NachrichtFeld:
	default:
		return s, p.xml.Errorf("%w", ErrNamespace)
	}
	if err := p.nachricht(&s); err != nil {
		return s, err
	}
	if _, err := p.xml.Next(); !errors.Is(err, io.EOF) {
		return s, err
	}
	return s, nil
}

func (p *parser) root() (xml.StartElement, error) {
	tok, err := p.xml.Next()
	if err != nil {
		return xml.StartElement{}, err
	}
	start, ok := tok.(xml.StartElement)
	if !ok {
		return start, p.fault("no root element")
	}
	return start, nil
}

func (p *parser) nachricht(s *Schema) error {
	var header, body bool
	err := p.content("nachricht", nil, func(name string, _ xml.StartElement) (bool, error) {
		switch {
		case name == "header":
			header = true
			return true, p.kopf(&s.Kopf)
		case name == "stammdatenschema" && s.Nachricht == NachrichtSchema:
			body = true
			return true, p.schema(s)
		case name == "datenfeldgruppe" && s.Nachricht == NachrichtGruppe:
			g, err := p.gruppe()
			body, s.Struktur = true, []Struktur{{Anzahl: einmalig, Gruppe: g}}
			return true, err
		case name == "datenfeld" && s.Nachricht == NachrichtFeld:
			f, err := p.feld()
			body, s.Struktur = true, []Struktur{{Anzahl: einmalig, Feld: f}}
			return true, err
		}
		return p.unknown("nachricht")
	})
	switch {
	case err != nil:
		return err
	case !header:
		return p.fault("no <header>")
	case !body:
		return p.fault("the message is empty")
	}
	return nil
}

func (p *parser) kopf(k *Kopf) error {
	return p.content("header", nil, func(name string, _ xml.StartElement) (bool, error) {
		switch name {
		case "nachrichtID":
			return p.into(&k.NachrichtID, name)
		case "erstellungszeitpunkt":
			return p.into(&k.Erstellungszeitpunkt, name)
		}
		return p.unknown("header")
	})
}

// elemKennung holds the id and the version of an element.
const elemKennung = "identifikation" //nolint:misspell // the German word

// mehrfach are the children that any element may hold more than once.
var mehrfach = map[Standard][]string{
	XDF2: {"regel", "struktur"},
	XDF3: {"regel", "struktur", "bezug", "stichwort", "relation", "mediaType"},
}

func (p *parser) schema(s *Schema) error {
	const parent = "stammdatenschema"
	err := p.content(parent, mehrfach[p.std], func(name string, start xml.StartElement) (bool, error) {
		switch name {
		case "ableitungsmodifikationenStruktur":
			return codeInto(p, &s.AbleitungStruktur, name, nil)
		case "ableitungsmodifikationenRepraesentation":
			return codeInto(p, &s.AbleitungRepraesentation, name, nil)
		case "dokumentsteckbrief":
			return p.kennung(&s.Dokumentsteckbrief, name)
		case "bezeichnung":
			return p.into(&s.BezeichnungEingabe, name)
		case "hilfetext":
			return p.into(&s.HilfetextEingabe, name)
		case "regel":
			return p.regel(&s.Regeln)
		case "struktur":
			return p.struktur(&s.Struktur)
		}
		return p.merkmal(&s.Merkmale, parent, name, start)
	})
	if err == nil && s.ID == "" {
		err = p.fault("<%s> without an id", parent)
	}
	return err
}

func (p *parser) gruppe() (*Gruppe, error) {
	const parent = "datenfeldgruppe"
	g := &Gruppe{}
	err := p.content(parent, mehrfach[p.std], func(name string, start xml.StartElement) (bool, error) {
		switch name {
		case "schemaelementart":
			return codeInto(p, &g.Schemaelementart, name, Schemaelementart.Known)
		case "art":
			return codeInto(p, &g.Art, name, Gruppenart.Known)
		case "regel":
			return p.regel(&g.Regeln)
		case "struktur":
			return p.struktur(&g.Struktur)
		}
		return p.merkmal(&g.Merkmale, parent, name, start)
	})
	if err == nil && g.ID == "" {
		err = p.fault("<%s> without an id", parent)
	}
	return g, err
}

func (p *parser) struktur(dst *[]Struktur) (bool, error) {
	var st Struktur
	err := p.content("struktur", mehrfach[p.std], func(name string, start xml.StartElement) (bool, error) {
		switch name {
		case "anzahl":
			return p.into(&st.Anzahl, name)
		case "bezug":
			return p.bezug(&st.Bezuege, start)
		case "enthaelt":
			return true, p.enthaelt(&st)
		}
		return p.unknown("struktur")
	})
	if err == nil && st.Gruppe == nil && st.Feld == nil {
		err = p.fault("<struktur> holds neither a group nor a field")
	}
	*dst = append(*dst, st)
	return true, err
}

func (p *parser) enthaelt(st *Struktur) error {
	return p.content("enthaelt", nil, func(name string, _ xml.StartElement) (filled bool, err error) {
		if st.Gruppe != nil || st.Feld != nil {
			return false, p.fault("<enthaelt> holds more than one element")
		}
		switch name {
		case "datenfeldgruppe":
			st.Gruppe, err = p.gruppe()
		case "datenfeld":
			st.Feld, err = p.feld()
		default:
			return p.unknown("enthaelt")
		}
		return true, err
	})
}

// merkmal reads one of the children that schemas, groups and fields share.
func (p *parser) merkmal(m *Merkmale, parent, name string, start xml.StartElement) (bool, error) {
	switch name {
	case elemKennung:
		return p.kennung(&m.Kennung, name)
	case "name":
		return p.into(&m.Name, name)
	case "beschreibung":
		return p.into(&m.Beschreibung, name)
	case "definition":
		return p.into(&m.Definition, name)
	case "versionshinweis":
		return p.into(&m.Versionshinweis, name)
	case "bezeichnungEingabe":
		return p.into(&m.BezeichnungEingabe, name)
	case "bezeichnungAusgabe":
		return p.into(&m.BezeichnungAusgabe, name)
	case "hilfetextEingabe":
		return p.into(&m.HilfetextEingabe, name)
	case "hilfetextAusgabe":
		return p.into(&m.HilfetextAusgabe, name)
	case "bezug":
		return p.bezug(&m.Bezuege, start)
	case "veroeffentlichungsdatum":
		return p.into(&m.Veroeffentlichungsdatum, name)
	case "gueltigAb":
		return p.into(&m.GueltigAb, name)
	case "gueltigBis":
		return p.into(&m.GueltigBis, name)
	}
	if p.std == XDF2 {
		return p.merkmal2(m, parent, name)
	}
	return p.merkmal3(m, parent, name, start)
}

func (p *parser) merkmal2(m *Merkmale, parent, name string) (bool, error) {
	switch name {
	case "status":
		return codeInto(p, &m.Status, name, Status.Known)
	case "fachlicherErsteller":
		return p.into(&m.StatusGesetztDurch, name)
	case "freigabedatum":
		return p.into(&m.StatusGesetztAm, name)
	}
	return p.unknown(parent)
}

func (p *parser) merkmal3(m *Merkmale, parent, name string, start xml.StartElement) (bool, error) {
	switch name {
	case "freigabestatus":
		return codeInto(p, &m.Freigabestatus, name, Freigabestatus.Known)
	case "statusGesetztDurch":
		return p.into(&m.StatusGesetztDurch, name)
	case "statusGesetztAm":
		return p.into(&m.StatusGesetztAm, name)
	case "letzteAenderung":
		return p.into(&m.LetzteAenderung, name)
	case "stichwort":
		return p.stichwort(&m.Stichworte, start)
	case "relation":
		return p.relation(&m.Relationen)
	}
	return p.unknown(parent)
}
