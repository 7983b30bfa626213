// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"net/url"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Kennung is the identity of an object: the text of an id alone is not unique.
type Kennung struct {
	Redaktion string // schemeAgencyID
	ID        string
}

// String joins both parts.
func (k Kennung) String() string { return k.Redaktion + ":" + k.ID }

// IsZero reports whether there is no id.
func (k Kennung) IsZero() bool { return k.ID == "" }

// Identifikator is an id with what the message says of its scheme.
type Identifikator struct {
	Kennung
	SchemeID        string
	SchemeName      string
	SchemeURI       string
	SchemeVersionID string
}

// Code is a value of a code list.
type Code struct {
	ListURI, ListVersionID string
	Code, Name             string
}

// Text is a text in one language.
type Text struct {
	Sprache string // languageCode
	Inhalt  leistung.HTML
}

// Link is a link with its title. Its target may be anything a sender wrote, such
// as a script; see [Link.Web].
type Link struct {
	URI, Titel, Sprache string
}

// Web returns the target if it is a page of the web, else nothing.
func (l Link) Web() string {
	target, err := url.Parse(l.URI)
	if err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http" {
		return ""
	}
	return l.URI
}

// Kopf is what stands at the top of a message.
type Kopf struct {
	Wurzel         string // local name of the root element
	Namensraum     string
	Version        string // xzufiVersion: "2.2" or "2.2.0"
	Produkt        string // produktbezeichnung
	Hersteller     string // produkthersteller
	NachrichtUUID  string
	ErstelltZeit   string // erstelltDatumZeit, as written
	TransaktionID  string
	TransaktionPos string
}

// Transfer is one change: exactly one of its fields is set.
type Transfer struct {
	Leistung             *Leistung
	Organisationseinheit *Organisationseinheit
	Zustaendigkeit       *Zustaendigkeit
	Onlinedienst         *Onlinedienst
	Spezialisierung      *Spezialisierung
	Loesche              *Loesche
}

// Loesche takes an object back.
type Loesche struct {
	Klasse string
	ID     Identifikator
}

// Classes of objects that can be deleted.
const (
	KlasseLeistung             = "Leistung"
	KlasseOrganisationseinheit = "Organisationseinheit"
	KlasseZustaendigkeit       = "Zustaendigkeit"
	KlasseSpezialisierung      = "LeistungSpezialisierung"
	KlasseOnlinedienst         = "Onlinedienst"
)

// Leistung is the description of a service by one Redaktion.
type Leistung struct {
	ID          Identifikator
	IDSekundaer []Identifikator
	Struktur    Struktur
	// Schluessel are the keys of the catalogue as written: referenzLeiKa of 2.2,
	// referenzLeistungsschluessel of 2.3.
	Schluessel       []string
	Adressaten       []Code
	Texte            []Modultext
	Fristen          []Frist
	Bearbeitung      []Frist // Bearbeitungsdauer
	Kosten           []Kosten
	Dokumente        []Dokument
	Begriffe         []Text // synonyms
	Freigaben        []Freigabe
	Ursprungsportale []Link
	Typisierungen    []Code
	Vertrauensniveau Code
	Kategorien       []Code
	Klassifizierung  []Code
	Gebiete          []Identifikator // gueltigkeitGebietID
	Gueltigkeit      []Gueltigkeit
	Sprachen         []string // languageCode of each sprachversion

	// Areas 1 of the SDG (Regulation (EU) 2018/1724, Annex I) and, told apart in
	// 2.3 alone, the procedures of area 2 (Annex II).
	InformationsbereicheSDG, VerfahrenSDG []Code
	// Whom it concerns.
	Wirtschaftszweige, Rechtsformen, Staatsangehoerigkeiten []Code

	Einheitlich string // kennzeichenEA of 2.2, as written
	Schriftform string // kennzeichenSchriftformerfordernis of 2.2, as written

	// Of 2.3 alone.
	StatusKatalog, StatusBibliothek, Detailstufe, Bezugsort Code
	EinheitlicheStelle                                      []Code // durchfuehrbarEinheitlicheStelle
}

// Struktur says what kind of entry it is and from which parts the key is made.
type Struktur struct {
	Typ         string // local name of the xsi:type
	Gruppierung Code
	ObjektID    Identifikator
	Verrichtung Code
	Detail      []Text
}

// Modultext is one text module.
type Modultext struct {
	Position string
	Modul    leistung.Textmodul
	Inhalt   []Text
	Links    []Link
}

// Frist is a deadline or the time of processing.
type Frist struct {
	Typ                 Code
	Dauer, DauerBis     string
	Einheit, EinheitBis string
	Von, Bis            string
	Beschreibung        []Text
}

// Kosten is a fee. Amounts are decimal text as written.
type Kosten struct {
	Typ          Code
	Art          leistung.Kostenart
	Betrag       string // or betragUntergrenze
	BetragBis    string // betragObergrenze
	Waehrung     string
	Vorkasse     bool
	Beschreibung []Text
}

// Dokument goes in or comes out.
type Dokument struct {
	Ausgehend   bool
	Typ         Code
	Bezeichnung []Text
}

// Freigabe says who approved the text when.
type Freigabe struct {
	Am    string
	Durch []Text
}

// Gueltigkeit is a time, as written.
type Gueltigkeit struct{ Beginn, Ende string }

// Organisationseinheit is an authority or a part of one.
type Organisationseinheit struct {
	ID          Identifikator
	Namen       []Text
	Anschriften []Anschrift
	// Zustaendigkeiten that stand inside; transfer messages mostly send them apart.
	Zustaendigkeiten []Zustaendigkeit
}

// Anschrift is an address with the keys of the areas it lies in.
type Anschrift struct {
	Ort string
	// verwaltungspolitischeKodierung
	Kreis, Bezirk, Bundesland, Gemeindeschluessel, Regionalschluessel, Nation, Gemeindeverband Code
}

// Zustaendigkeit links a Leistung, areas and what it belongs to.
type Zustaendigkeit struct {
	ID Identifikator
	// Objekt is the Organisationseinheit or the Onlinedienst.
	Objekt      Identifikator
	Leistung    Identifikator
	Gebiete     []Identifikator
	Rolle       Code
	Gueltigkeit []Gueltigkeit
}

// Onlinedienst is an online service.
type Onlinedienst struct {
	ID               Identifikator
	Bezeichnungen    []Text
	Links            []Onlinelink
	Vertrauensniveau Code
	// Zustaendigkeiten that stand inside; transfer messages mostly send them apart.
	Zustaendigkeiten []Zustaendigkeit
}

// Onlinelink is a link of an online service.
type Onlinelink struct {
	Typ Code
	Link
}

// Spezialisierung is the local variant of a Leistung.
type Spezialisierung struct {
	ID       Identifikator
	Leistung Identifikator
}
