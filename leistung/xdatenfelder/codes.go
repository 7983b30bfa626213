// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

// Standard is the version of XDatenfelder that a document speaks.
type Standard string

const (
	// XDF2 is XDatenfelder 2.
	XDF2 Standard = "2"
	// XDF3 is XDatenfelder 3.0.0.
	XDF3 Standard = "3.0.0"
)

// Namespaces, by which alone a document tells its standard.
const (
	namespace2 = "urn:xoev-de:fim:standard:xdatenfelder_2"
	namespace3 = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
)

// Nachricht is the kind of message: what stands at the root of a document.
type Nachricht string

const (
	// NachrichtSchema carries a Stammdatenschema.
	NachrichtSchema Nachricht = "xdatenfelder.stammdatenschema.0102"
	// NachrichtGruppe carries one Datenfeldgruppe.
	NachrichtGruppe Nachricht = "xdatenfelder.datenfeldgruppe.0103"
	// NachrichtFeld carries one Datenfeld.
	NachrichtFeld Nachricht = "xdatenfelder.datenfeld.0104"
)

// Status is the state of an element in XDatenfelder 2.
type Status string

// The states of XDatenfelder 2.
const (
	StatusInVorbereitung Status = "inVorbereitung"
	StatusAktiv          Status = "aktiv"
	StatusInaktiv        Status = "inaktiv"
)

// Freigabestatus is the state of an element in XDatenfelder 3, code list
// urn:xoev-de:xprozess:codeliste:status.
type Freigabestatus string

// The states of XDatenfelder 3. Silber and Gold are fit for use.
const (
	FreigabeInPlanung     Freigabestatus = "1"
	FreigabeInBearbeitung Freigabestatus = "2"
	FreigabeEntwurf       Freigabestatus = "3"
	FreigabeMethodisch    Freigabestatus = "4"
	FreigabeSilber        Freigabestatus = "5"
	FreigabeGold          Freigabestatus = "6"
	FreigabeInaktiv       Freigabestatus = "7"
	FreigabeZuLoeschen    Freigabestatus = "8"
)

// Schemaelementart tells how firmly an element is bound.
type Schemaelementart string

const (
	// ArtAbstrakt is a pattern to derive from, never part of a schema in use.
	ArtAbstrakt Schemaelementart = "ABS"
	// ArtHarmonisiert is agreed upon across laws.
	ArtHarmonisiert Schemaelementart = "HAR"
	// ArtRechtsnormgebunden follows one legal norm, which it must name.
	ArtRechtsnormgebunden Schemaelementart = "RNG"
)

// Gruppenart tells how a group holds its children.
type Gruppenart string

// GruppenartAuswahl is a choice: exactly one child is given. The empty value is
// an ordinary group.
const GruppenartAuswahl Gruppenart = "X"

// Feldart tells what a person does with a field.
type Feldart string

// The kinds of field; FeldartVersteckt and FeldartGesperrt exist in
// XDatenfelder 3 only.
const (
	FeldartEingabe   Feldart = "input"
	FeldartAuswahl   Feldart = "select"
	FeldartStatisch  Feldart = "label"
	FeldartVersteckt Feldart = "hidden"
	FeldartGesperrt  Feldart = "locked"
)

// Datentyp is the type of a field's content.
type Datentyp string

// The data types; DatentypLatin, DatentypUhrzeit and DatentypZeitpunkt exist in
// XDatenfelder 3 only.
const (
	DatentypText      Datentyp = "text"
	DatentypLatin     Datentyp = "text_latin"
	DatentypDatum     Datentyp = "date"
	DatentypUhrzeit   Datentyp = "time"
	DatentypZeitpunkt Datentyp = "datetime"
	DatentypBool      Datentyp = "bool"
	DatentypZahl      Datentyp = "num"
	DatentypGanzzahl  Datentyp = "num_int"
	DatentypGeld      Datentyp = "num_currency"
	DatentypDatei     Datentyp = "file"
	DatentypObjekt    Datentyp = "obj"
)

// Vorbefuellung tells whether a field may be filled from another source.
type Vorbefuellung string

// The three answers of XDatenfelder 3.
const (
	VorbefuellungKeine         Vorbefuellung = "keine"
	VorbefuellungOptional      Vorbefuellung = "optional"
	VorbefuellungVerpflichtend Vorbefuellung = "verpflichtend"
)

// Known reports whether the code stands in the standard.
func (s Status) Known() bool {
	switch s {
	case StatusInVorbereitung, StatusAktiv, StatusInaktiv:
		return true
	}
	return false
}

// Known reports whether the code stands in the standard.
func (f Freigabestatus) Known() bool { return len(f) == 1 && f[0] >= '1' && f[0] <= '8' }

// Known reports whether the code stands in the standard.
func (a Schemaelementart) Known() bool {
	switch a {
	case ArtAbstrakt, ArtHarmonisiert, ArtRechtsnormgebunden:
		return true
	}
	return false
}

// Known reports whether the code stands in the standard; the empty value is an
// ordinary group.
func (a Gruppenart) Known() bool { return a == "" || a == GruppenartAuswahl }

// Known reports whether the code stands in the standard.
func (f Feldart) Known() bool {
	switch f {
	case FeldartEingabe, FeldartAuswahl, FeldartStatisch, FeldartVersteckt, FeldartGesperrt:
		return true
	}
	return false
}

// Known reports whether the code stands in the standard.
func (d Datentyp) Known() bool {
	switch d {
	case DatentypText, DatentypLatin, DatentypDatum, DatentypUhrzeit, DatentypZeitpunkt, DatentypBool,
		DatentypZahl, DatentypGanzzahl, DatentypGeld, DatentypDatei, DatentypObjekt:
		return true
	}
	return false
}

// Known reports whether the code stands in the standard.
func (v Vorbefuellung) Known() bool {
	switch v {
	case VorbefuellungKeine, VorbefuellungOptional, VorbefuellungVerpflichtend:
		return true
	}
	return false
}
