// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import "iter"

// Schema is one document: a Stammdatenschema, or the frame around the single
// group or field of a message of the other two kinds. Such a frame has no
// identity; its Struktur holds the one element, with the Anzahl "1:1".
//
// Texts are without the white space around them, and an element that is there
// but empty reads like one that is missing. Dates and instants are kept as
// written.
type Schema struct {
	Standard  Standard
	Nachricht Nachricht
	Kopf      Kopf

	// Merkmale of a schema; what XDatenfelder 3 calls bezeichnung and hilfetext
	// of a schema is BezeichnungEingabe and HilfetextEingabe here.
	Merkmale

	// The two codes tell what a derived schema may change. Sources disagree on
	// the meaning of the values of AbleitungStruktur (0 to 3), so they stay raw.
	AbleitungStruktur, AbleitungRepraesentation string
	Dokumentsteckbrief                          Kennung // zero in XDatenfelder 2
	Regeln                                      []Regel
	Struktur                                    []Struktur
}

// Kopf is the header of the message.
type Kopf struct {
	NachrichtID          string
	Erstellungszeitpunkt string
}

// Kennung names an element in one version. An empty Version is a working copy.
type Kennung struct {
	ID, Version string
}

// IsZero reports whether nothing is named.
func (k Kennung) IsZero() bool { return k == Kennung{} }

// Merkmale are what schemas, groups and fields have in common.
type Merkmale struct {
	Kennung
	Name, Beschreibung, Definition, Versionshinweis string
	BezeichnungEingabe, BezeichnungAusgabe          string
	HilfetextEingabe, HilfetextAusgabe              string
	Bezuege                                         []Bezug

	Status         Status         // XDatenfelder 2 alone
	Freigabestatus Freigabestatus // XDatenfelder 3 alone
	// Who set the status and when: fachlicherErsteller and freigabedatum in
	// XDatenfelder 2, statusGesetztDurch and statusGesetztAm in 3.
	StatusGesetztDurch, StatusGesetztAm string

	Veroeffentlichungsdatum, GueltigAb, GueltigBis, LetzteAenderung string

	Stichworte []Stichwort
	Relationen []Relation
}

// Bezug is the legal norm or the source an element rests on.
type Bezug struct {
	Text, Link string
}

// Stichwort is a keyword, with the vocabulary it comes from.
type Stichwort struct {
	Text, URI string
}

// Relation ties an element to another one: derived from (ABL), replaces (ERS),
// equivalent to (EQU), linked with (VKN).
type Relation struct {
	Praedikat string
	Objekt    Kennung
}

// Struktur places one child in a schema or a group: exactly one of Gruppe and
// Feld is set.
type Struktur struct {
	Anzahl  string // as written; see [ParseAnzahl]
	Bezuege []Bezug
	Gruppe  *Gruppe
	Feld    *Feld
}

// Gruppe is a Datenfeldgruppe.
type Gruppe struct {
	Merkmale
	Schemaelementart Schemaelementart
	Art              Gruppenart
	Regeln           []Regel
	Struktur         []Struktur
}

// Feld is a Datenfeld.
type Feld struct {
	Merkmale
	Schemaelementart Schemaelementart
	Feldart          Feldart
	Datentyp         Datentyp
	Praezisierung    Praezisierung
	Inhalt           string // default, or the text of a static field
	Vorbefuellung    Vorbefuellung
	// A selection takes its values from a code list kept elsewhere or from
	// Werte, never from both.
	Codeliste                 *CodelisteReferenz
	Werte                     []Wert
	CodeKey, NameKey, HelpKey string // columns of the code list
	MaxSize                   string // bytes, of a file
	MediaTypes                []string
	Regeln                    []Regel
}

// Praezisierung narrows the content of a field. The bounds stay as written;
// [Lint] says which are none.
type Praezisierung struct {
	MinLaenge, MaxLaenge string
	MinWert, MaxWert     string
	Muster               string
	Text                 string
}

// IsZero reports whether nothing is narrowed.
func (p Praezisierung) IsZero() bool { return p == Praezisierung{} }

// CodelisteReferenz names a code list kept elsewhere.
type CodelisteReferenz struct {
	Kennung     Kennung // XDatenfelder 2 alone: its number in the repository
	URI         string  // canonicalIdentification
	Version     string
	VersionsURI string // canonicalVersionUri
}

// Wert is one entry of a value list.
type Wert struct {
	Code, Name, Hilfe string
}

// Regel is a rule of its text. A script is carried along and never executed:
// its language was never standardised.
type Regel struct {
	Kennung
	Name, Beschreibung                   string
	Freitext                             string // in XDatenfelder 2 the definition
	Bezuege                              []Bezug
	FachlicherErsteller, LetzteAenderung string
	Typ                                  string // K, M, V or B; empty in XDatenfelder 2
	Skript                               string
	Stichworte                           []Stichwort
}

// Stelle is an element with its place in a schema.
type Stelle struct {
	// Pfad leads from the schema to the element: "/struktur/0/struktur/2".
	Pfad     string
	Struktur *Struktur
	// Eltern are the groups around the element, the outermost first.
	Eltern []*Gruppe
}

// Alle yields every group and field in the order of the document, a group
// before its children. An element used twice comes twice.
func (s *Schema) Alle() iter.Seq[Stelle] {
	return func(yield func(Stelle) bool) { alle(s.Struktur, "", nil, yield) }
}

func alle(children []Struktur, pfad string, eltern []*Gruppe, yield func(Stelle) bool) bool {
	for i := range children {
		st := Stelle{Pfad: pfad + "/struktur/" + itoa(i), Struktur: &children[i], Eltern: eltern}
		if !yield(st) {
			return false
		}
		if g := children[i].Gruppe; g != nil {
			if !alle(g.Struktur, st.Pfad, append(eltern[:len(eltern):len(eltern)], g), yield) {
				return false
			}
		}
	}
	return true
}
