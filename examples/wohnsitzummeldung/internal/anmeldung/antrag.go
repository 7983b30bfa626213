// SPDX-License-Identifier: Apache-2.0

package anmeldung

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Antrag is what a person answers. What § 24 (1) with § 3 BMG lets the authority
// collect is asked by hand as it is fetched.
type Antrag struct {
	Gemeinde     string        `json:"gemeinde,omitzero"` // AGS of the new home
	Anschrift    Anschrift     `json:"anschrift,omitzero"`
	Einzug       Einzug        `json:"einzug,omitzero"`
	Person       Person        `json:"person,omitzero"`
	Bisher       Bisher        `json:"bisher,omitzero"`
	Art          Wohnungsart   `json:"art,omitzero"`
	Weitere      []Weitere     `json:"weitere,omitzero"`
	Familie      []Angehoerig  `json:"familie,omitzero"`
	Mitziehend   od.Zahl       `json:"mitziehend,omitzero"` // computed
	Versicherung od.JaNein     `json:"versicherung,omitzero"`
	Geber        Wohnungsgeber `json:"wohnungsgeber,omitzero"`
	Widerspruch  Widerspruch   `json:"widerspruch,omitzero"`
}

// AGS is the key of the new Gemeinde; zero where none is chosen.
func (a Antrag) AGS() kommune.AGS {
	key, err := kommune.ParseAGS(a.Gemeinde)
	if err != nil {
		return kommune.AGS{}
	}
	return key
}

// Anschrift is the new address; the place follows from the Gemeinde.
type Anschrift struct {
	Strasse    string `json:"strasse,omitzero"`
	Hausnummer string `json:"hausnummer,omitzero"`
	Zusatz     string `json:"zusatz,omitzero"`
	PLZ        string `json:"plz,omitzero"`
}

// Einzug says when the person moved in. Auszug, the day on which they mean to leave
// again, is asked for the sake of advice and stays in the draft.
type Einzug struct {
	Tag    datum.Datum `json:"tag,omitzero"`
	Auszug datum.Datum `json:"auszug,omitzero"`
}

// Widerspruch are the transfers to which somebody objects at the registration: to
// bearers of nominations (§ 50 (1) BMG), about jubilees (§ 50 (2)), and of relatives to
// the religious body of somebody else (§ 42 (2)). What is left open objects to nothing.
type Widerspruch struct {
	Parteien  od.JaNein `json:"parteien,omitzero"`
	Jubilaeen od.JaNein `json:"jubilaeen,omitzero"`
	Religion  od.JaNein `json:"religion,omitzero"`
}

// Person are the data of § 3 (1) BMG about the person.
type Person struct {
	Familienname         string      `json:"familienname,omitzero"`
	Geburtsname          string      `json:"geburtsname,omitzero"`
	Vornamen             string      `json:"vornamen,omitzero"`
	Rufname              string      `json:"rufname,omitzero"`
	Doktorgrad           string      `json:"doktorgrad,omitzero"`
	Geburtsdatum         datum.Datum `json:"geburtsdatum,omitzero"`
	Geburtsort           string      `json:"geburtsort,omitzero"`
	Geschlecht           string      `json:"geschlecht,omitzero"`
	Staatsangehoerigkeit string      `json:"staatsangehoerigkeit,omitzero"`
	Familienstand        string      `json:"familienstand,omitzero"`
	Religion             string      `json:"religion,omitzero"`
}

// Bisher is the home before.
type Bisher struct {
	Anschrift string      `json:"anschrift,omitzero"`
	Einzug    datum.Datum `json:"einzug,omitzero"`
}

// Wohnungsart is what the new home is for somebody (§§ 21, 22 BMG).
type Wohnungsart string

// The kinds of homes.
const (
	Alleinige    Wohnungsart = "alleinige"
	Hauptwohnung Wohnungsart = "haupt"
	Nebenwohnung Wohnungsart = "neben"
)

// Weitere is another home in Germany (§ 21 (4) BMG).
type Weitere struct {
	Strasse string `json:"strasse,omitzero"` // with house number
	PLZ     string `json:"plz,omitzero"`
	Ort     string `json:"ort,omitzero"`
}

// Angehoerig is a member of the family (§ 3 (1) nos. 15 and 16, § 23 (4) BMG).
type Angehoerig struct {
	Verhaeltnis  Verhaeltnis `json:"verhaeltnis,omitzero"`
	Familienname string      `json:"familienname,omitzero"`
	Vornamen     string      `json:"vornamen,omitzero"`
	Rufname      string      `json:"rufname,omitzero"`
	Doktorgrad   string      `json:"doktorgrad,omitzero"`
	Geburtsdatum datum.Datum `json:"geburtsdatum,omitzero"`
	Mit          od.JaNein   `json:"mit,omitzero"` // moves along: on the same day, to the same home
	Wohnung      Wohnungsart `json:"wohnung,omitzero"`
}

// Verhaeltnis is how somebody belongs to the person.
type Verhaeltnis string

// The members of a family whom one form covers.
const (
	Ehegatte Verhaeltnis = "ehegatte"
	Partner  Verhaeltnis = "lebenspartner"
	Kind     Verhaeltnis = "kind"
)

// Geberweg is how the landlord's confirmation is presented (§ 19, § 23 (1) BMG).
type Geberweg string

// The ways. Verweigert is the duty to tell the authority at once if the landlord
// refuses or is late (§ 19 (2) BMG).
const (
	GeberDatei      Geberweg = "datei"
	GeberMerkmal    Geberweg = "merkmal"
	GeberEigentum   Geberweg = "eigentum"
	GeberVerweigert Geberweg = "verweigert"
)

// Wohnungsgeber holds what § 19 (3) nos. 1 to 3 BMG names, and the proof.
type Wohnungsgeber struct {
	Weg         Geberweg    `json:"weg,omitzero"`
	Name        string      `json:"name,omitzero"`
	Anschrift   string      `json:"anschrift,omitzero"`
	Eigentuemer string      `json:"eigentuemer,omitzero"`
	Einzug      datum.Datum `json:"einzug,omitzero"` // as the confirmation says
	Merkmal     string      `json:"merkmal,omitzero"`
	Dateien     []string    `json:"dateien,omitzero"`
	Grund       string      `json:"grund,omitzero"` // why there is none
	Erklaerung  od.JaNein   `json:"erklaerung,omitzero"`
}
