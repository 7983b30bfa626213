// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Leistung is one entry of a catalogue in the wording of one time. It needs no
// application: there are services without one ("antragslos").
type Leistung struct {
	Schluessel  Schluessel
	Bezeichnung string // the formal name
	// GueltigAb and GueltigBis are the first and the last day of this wording;
	// zero is open.
	GueltigAb, GueltigBis datum.Datum
	Typisierungen         []Typisierung
	// OZG are the bundles (OZG-Leistungen) the entry belongs to.
	OZG []string
	// Rechtsgrundlagen are abbreviations of acts, as the catalogue has them.
	Rechtsgrundlagen []string
	// Nachfolger are the keys that took the place of this one.
	Nachfolger []Schluessel
	// Begriffe are further words under which the Leistung is looked for.
	Begriffe []string
	Texte    []Text
	Fristen  []Fristangabe
	// Bearbeitungsdauern are how long it takes, as far as the catalogue says.
	Bearbeitungsdauern []Fristangabe
	Kosten             []Kostenangabe
	// Nachweise are documents to bring and documents one gets.
	Nachweise []Nachweis
	// Vertrauensniveau is the required level, zero where none is stated.
	Vertrauensniveau recht.Niveau
}

// GiltAm reports whether the entry holds on the day. The zero day asks for no
// day in particular, and every entry holds on it.
func (l *Leistung) GiltAm(tag datum.Datum) bool {
	return tag.IsZero() ||
		(l.GueltigAb.IsZero() || !tag.Before(l.GueltigAb)) &&
			(l.GueltigBis.IsZero() || !tag.After(l.GueltigBis))
}

// Textmodul is a code of the list urn:de:xzufi:codeliste:leistungstextmodulleika
// (version 20240216).
type Textmodul string

// The text modules.
const (
	ModulBezeichnung       Textmodul = "02" // formal
	ModulBezeichnungII     Textmodul = "03" // in the citizen's words
	ModulKurztext          Textmodul = "05"
	ModulVolltext          Textmodul = "06"
	ModulRechtsgrundlagen  Textmodul = "07"
	ModulUnterlagen        Textmodul = "08"
	ModulVoraussetzungen   Textmodul = "09"
	ModulVerfahrensablauf  Textmodul = "11"
	ModulFormulare         Textmodul = "14"
	ModulWeiterfuehrendes  Textmodul = "15"
	ModulHinweise          Textmodul = "16"
	ModulUrheber           Textmodul = "18"
	ModulZustaendigeStelle Textmodul = "22"
	ModulAnsprechpunkt     Textmodul = "23"
	ModulTeaser            Textmodul = "24"
	ModulRechtsbehelf      Textmodul = "25"
)

// HTML is text with the markup of its editors. It comes from many hands and is
// never to be trusted: show it through a sanitiser, or as plain text.
type HTML string

// Text is the text of one module in one language.
type Text struct {
	Modul   Textmodul
	Sprache string // language code such as "de", "de-DE", "en"
	Inhalt  HTML
}

// Text returns the text of the module in the first of the languages that has
// one, and German where none is named. A language is matched by its beginning:
// "de" finds "de-DE".
func (l *Leistung) Text(modul Textmodul, sprachen ...string) (Text, bool) {
	if len(sprachen) == 0 {
		sprachen = []string{"de"}
	}
	for _, sprache := range sprachen {
		for _, text := range l.Texte {
			rest, ok := strings.CutPrefix(text.Sprache, sprache)
			if ok && (rest == "" || rest[0] == '-') && text.Modul == modul {
				return text, true
			}
		}
	}
	return Text{}, false
}

// Titel returns the name to show: in the citizen's words, else the formal one.
func (l *Leistung) Titel(sprachen ...string) string {
	for _, modul := range []Textmodul{ModulBezeichnungII, ModulBezeichnung} {
		if text, ok := l.Text(modul, sprachen...); ok {
			return string(text.Inhalt)
		}
	}
	return l.Bezeichnung
}

// Fristangabe is what the catalogue says of a deadline: a length or a fixed
// date, often only in words. To count one see the package leistung/frist.
type Fristangabe struct {
	Typ          string // code of the list of deadline types, not interpreted
	Dauer        int    // 0 where no length is stated
	Einheit      string // JAHR, MONAT, WOCHE, TAG, WERKTAG, ARBEITSTAG, STUNDE, MINUTE, SEKUNDE
	DauerBis     int
	EinheitBis   string
	Von, Bis     string // a fixed date, month and day, or words
	Beschreibung []Text
}

// Kostenart is how a fee is stated.
type Kostenart string

// The ways to state a fee.
const (
	KostenFix      Kostenart = "fix"
	KostenFrei     Kostenart = "frei"
	KostenVariabel Kostenart = "variabel" //nolint:misspell // a German word
)

// Kostenangabe is what the catalogue says of a fee. Amounts are decimal text as
// stated, never computed; most entries have none.
type Kostenangabe struct {
	Typ          string // code of the list of fee types, not interpreted
	Art          Kostenart
	Betrag       string // the amount, or the lower bound of a variable one
	BetragBis    string
	Waehrung     string
	Vorkasse     bool
	Beschreibung []Text
}

// Nachweis is a document that goes in or comes out.
type Nachweis struct {
	Typ         string // code of the list of document types, not interpreted
	Ausgehend   bool
	Bezeichnung []Text
}

// clone copies everything that a caller could change afterwards.
func (l Leistung) clone() Leistung {
	l.Typisierungen, l.OZG = slices.Clone(l.Typisierungen), slices.Clone(l.OZG)
	l.Rechtsgrundlagen, l.Nachfolger = slices.Clone(l.Rechtsgrundlagen), slices.Clone(l.Nachfolger)
	l.Begriffe, l.Texte = slices.Clone(l.Begriffe), slices.Clone(l.Texte)
	l.Fristen, l.Bearbeitungsdauern = slices.Clone(l.Fristen), slices.Clone(l.Bearbeitungsdauern)
	l.Kosten, l.Nachweise = slices.Clone(l.Kosten), slices.Clone(l.Nachweise)
	for _, fristen := range [][]Fristangabe{l.Fristen, l.Bearbeitungsdauern} {
		for i := range fristen {
			fristen[i].Beschreibung = slices.Clone(fristen[i].Beschreibung)
		}
	}
	for i := range l.Kosten {
		l.Kosten[i].Beschreibung = slices.Clone(l.Kosten[i].Beschreibung)
	}
	for i := range l.Nachweise {
		l.Nachweise[i].Bezeichnung = slices.Clone(l.Nachweise[i].Bezeichnung)
	}
	return l
}
