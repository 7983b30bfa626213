// SPDX-License-Identifier: Apache-2.0

// Package angaben is what an application says: the JSON object that the
// applicant builds up page by page and hands in at the end.
//
// What was fetched from a register is kept as it came, byte for byte, with its
// hash. What the applicant corrects lies beside it as a layer of its own, so
// that the authority sees both: what the register says and what the person
// says (§ 23a BMG: delivered unchangeably, checked and completed by the person).
package angaben

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
)

// form is the version of the JSON that this program writes and reads.
const form = 1

// Angaben is the content of one application.
type Angaben struct {
	Form int `json:"form"`

	// Identitaet is what the login proved when the draft was begun.
	Identitaet Identitaet `json:"identitaet,omitzero"`

	Gemeinde  kommune.AGS   `json:"gemeinde,omitzero"`
	Anschrift Anschrift     `json:"anschrift,omitzero"`
	Einzug    kommune.Datum `json:"einzug,omitzero"`
	// AuszugGeplant is when the person means to leave the home again, if they
	// stay for a time only. It is asked for the sake of advice and stays here,
	// see [Angaben.Weitergabe].
	AuszugGeplant kommune.Datum `json:"auszugGeplant,omitzero"`

	// Weg is how the data of the person came here; empty as long as the
	// person has not chosen.
	Weg Weg `json:"weg,omitempty"`
	// ErneutFragen: the person has to choose again, because the record was
	// fetched for an authority that is not responsible any more.
	ErneutFragen bool `json:"erneutFragen,omitempty"`
	// Abruf is the retrieval that is under way or was accepted.
	Abruf *Abruf `json:"abruf,omitempty"`
	// Auszug is the record from the register, after the person has accepted it.
	Auszug *Auszug `json:"auszug,omitempty"`
	// Person is what the person says about themselves. Where it differs from
	// the record, it is a correction; see [Angaben.Korrekturen].
	Person     Person `json:"person,omitzero"`
	Bestaetigt bool   `json:"bestaetigt,omitempty"` // the person has gone through the data

	Wohnung       Wohnung       `json:"wohnung,omitzero"`
	Familie       Familie       `json:"familie,omitzero"`
	Wohnungsgeber Wohnungsgeber `json:"wohnungsgeber,omitzero"`
}

// Identitaet is who handed in, as the login proved it: the authority compares
// it with what the application says.
type Identitaet struct {
	Mittel       string        `json:"mittel"`
	Stufe        int           `json:"stufe"`
	Familienname string        `json:"familienname"`
	Vornamen     string        `json:"vornamen"`
	Geburtsdatum kommune.Datum `json:"geburtsdatum,omitzero"`
}

// Weg is how the data of the person come into the application.
type Weg string

// The two ways; both are equal before the law.
const (
	WegAbruf Weg = "abruf"
	WegHand  Weg = "hand"
)

// Anschrift is a street address; the place follows from the Gemeinde.
type Anschrift struct {
	Strasse    string `json:"strasse"`
	Hausnummer string `json:"hausnummer"`
	Zusatz     string `json:"zusatz,omitempty"`
	PLZ        string `json:"plz"`
}

// Abruf names a retrieval and the person's choice that it rests on. Both ids
// are stored before the register is asked: after a crash it is the same
// retrieval that goes on, not a second one.
type Abruf struct {
	ID      uuid.UUID `json:"id"`
	Consent uuid.UUID `json:"consent"`
	// Behoerde is the key of the authority that the choice allows to ask; no
	// other may receive the record.
	Behoerde string `json:"behoerde"`
}

// Auszug is a record as the register delivered it.
type Auszug struct {
	// Inhalt is the record, unchanged.
	Inhalt []byte `json:"inhalt"`
	// SHA256 is its hash, in hex, as it was shown in the preview.
	SHA256 string `json:"sha256"`
	// Quelle names the authority that delivered.
	Quelle string `json:"quelle"`
}

// Unveraendert reports whether the record still has the hash of the preview.
func (a Auszug) Unveraendert() bool {
	sum := sha256.Sum256(a.Inhalt)
	return hex.EncodeToString(sum[:]) == a.SHA256
}

// Wohnungsart says what the new home is for the person (§§ 21, 22 BMG).
type Wohnungsart string

// The kinds of homes.
const (
	Alleinige    Wohnungsart = "alleinige"
	Hauptwohnung Wohnungsart = "haupt"
	Nebenwohnung Wohnungsart = "neben"
)

// Wohnung says what the new home is, and which other homes in Germany there
// are (§ 21(4) BMG). If the new home is a secondary one, the first of the
// others is the main home.
type Wohnung struct {
	Art     Wohnungsart `json:"art,omitempty"`
	Weitere []Weitere   `json:"weitere,omitempty"`
}

// Weitere is another home in Germany.
type Weitere struct {
	Strasse string `json:"strasse"` // with house number
	PLZ     string `json:"plz"`
	Ort     string `json:"ort"`
}

// Familie names who moves along (§ 23(5) BMG).
type Familie struct {
	Gefragt bool `json:"gefragt,omitempty"` // the page was answered, perhaps with nobody
	// Personen move on the same day from the same home to the same home.
	Personen []Mitziehend `json:"personen,omitempty"`
	// GleicheWohnung: "ja" or "nein", whether the new home is for all of them
	// what it is for the applicant; with "nein" each of them has an answer.
	GleicheWohnung string `json:"gleicheWohnung,omitempty"`
	// Versicherung: the applicant has assured that they may receive the data
	// of the others.
	Versicherung bool `json:"versicherung,omitempty"`
}

// Mitziehend is a member of the family who moves along.
type Mitziehend struct {
	// Pfad points into the record ("/kinder/0"); empty for a person typed in.
	Pfad         string        `json:"pfad,omitempty"`
	Verhaeltnis  Verhaeltnis   `json:"verhaeltnis"`
	Familienname string        `json:"familienname"`
	Vornamen     string        `json:"vornamen"`
	Rufname      string        `json:"rufname,omitempty"`
	Doktorgrad   string        `json:"doktorgrad,omitempty"`
	Geburtsdatum kommune.Datum `json:"geburtsdatum,omitzero"`
	// Wohnung is what the new home is for this person, where it is not the same
	// for all.
	Wohnung Wohnungsart `json:"wohnung,omitempty"`
}

// WohnungFor is what the new home is for somebody who moves along, as the
// applicant stated it; empty if nothing was stated.
func (a Angaben) WohnungFor(m Mitziehend) Wohnungsart {
	switch a.Familie.GleicheWohnung {
	case "ja":
		return a.Wohnung.Art
	case "nein":
		return m.Wohnung
	default:
		return ""
	}
}

// Verhaeltnis is how somebody belongs to the applicant.
type Verhaeltnis string

// The members of a family whom one form covers.
const (
	Ehegatte Verhaeltnis = "ehegatte"
	Partner  Verhaeltnis = "lebenspartner"
	Kind     Verhaeltnis = "kind"
)

// Geberweg is how the landlord's confirmation is presented (§ 19, § 23(1) BMG).
type Geberweg string

// The ways. Verweigert is the duty to tell the authority at once if the
// landlord refuses or is late (§ 19(2) BMG).
const (
	GeberDatei      Geberweg = "datei"
	GeberMerkmal    Geberweg = "merkmal"
	GeberEigentum   Geberweg = "eigentum"
	GeberVerweigert Geberweg = "verweigert"
)

// Wohnungsgeber holds what § 19(3) nos. 1 to 3 BMG names, and the proof.
type Wohnungsgeber struct {
	Weg         Geberweg      `json:"weg,omitempty"`
	Name        string        `json:"name,omitempty"`
	Anschrift   string        `json:"anschrift,omitempty"`
	Eigentuemer string        `json:"eigentuemer,omitempty"`
	Einzug      kommune.Datum `json:"einzug,omitzero"` // as the confirmation says
	Merkmal     string        `json:"merkmal,omitempty"`
	Datei       *Datei        `json:"datei,omitempty"`
	Grund       string        `json:"grund,omitempty"` // why there is none
	Erklaerung  bool          `json:"erklaerung,omitempty"`
}

// Datei names an uploaded file; its content lies beside the application.
type Datei struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Typ     string    `json:"typ"`
	Groesse int       `json:"groesse"`
	SHA256  string    `json:"sha256"`
}

// NewDatei describes a file.
func NewDatei(name, typ string, inhalt []byte) Datei {
	sum := sha256.Sum256(inhalt)
	return Datei{ID: uuid.Must(uuid.NewV7()), Name: name, Typ: typ, Groesse: len(inhalt), SHA256: hex.EncodeToString(sum[:])}
}

// ForgetAbruf drops the retrieval and what came from it.
func (a *Angaben) ForgetAbruf() {
	a.Weg, a.Abruf, a.Auszug = "", nil, nil
	a.Person, a.Bestaetigt, a.Familie = Person{}, false, Familie{}
}

// Weitergabe is what the authority receives: nothing beyond what it may collect
// (§ 24(1) BMG).
func (a Angaben) Weitergabe() Angaben {
	a.AuszugGeplant = kommune.Datum{}
	return a
}

// Marshal returns the stored form.
func (a Angaben) Marshal() (json.RawMessage, error) {
	a.Form = form
	b, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("angaben: encode: %w", err)
	}
	return b, nil
}

// Unmarshal reads the stored form.
func Unmarshal(b []byte) (Angaben, error) {
	var a Angaben
	if err := json.Unmarshal(b, &a); err != nil {
		// The decoder's message may quote what a person typed.
		return Angaben{}, errors.New("angaben: damaged")
	}
	if a.Form != form {
		return Angaben{}, fmt.Errorf("angaben: form %d, this program reads %d", a.Form, form)
	}
	return a, nil
}
