// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Zustand is where a case stands. Like all names in a table it is stored, and the
// service's own but for those that building parts use.
type Zustand string

// Akt is what is done.
type Akt string

// Rolle is who does it; it names no person.
type Rolle string

// Teil is a part of what is stated, such as "partner-a".
type Teil string

// Two roles are in every procedure.
const (
	RolleBehoerde Rolle = "behoerde" // a person at the authority
	RolleSystem   Rolle = "system"   // the service itself: periods, payments, registers
)

// Verfahren is the procedure of a service.
type Verfahren struct {
	Name    string // of the service, the same in all Fassungen
	Fassung string // of the table, such as "2026-11"
	Recht   Recht

	Beteiligte     []Beteiligter
	Schritte       []Schritt
	Entscheidungen []Entscheidung
	Fristen        []Frist
	// Enden are the states in which the procedure is over. What is kept in them goes
	// by the Aufbewahrung.
	Enden        []Zustand
	Aufbewahrung []Loeschung

	// NurAufAntrag is the norm that asks for an application; zero: none does.
	NurAufAntrag recht.Norm `json:",omitzero"`
	// Entgelt is the norm of the fee; zero: it costs nothing.
	Entgelt  recht.Norm `json:",omitzero"`
	Anlaesse []Anlass   `json:",omitempty"`
}

// Schritt is one row of the table.
type Schritt struct {
	Von  []Zustand
	Akt  Akt
	Nach Zustand `json:",omitzero"` // empty: it stays where it is
	Wer  []Rolle
	Norm recht.Norm
	Wenn []Bedingung `json:",omitempty"`
	// Selbst says that the system takes the step as soon as Wenn holds.
	Selbst bool `json:",omitempty"`
}

// Stellung is how somebody stands to the case.
type Stellung string

// The ways to stand to a case.
const (
	StellungAntragsteller Stellung = "antragsteller" // party who applies
	StellungBerechtigter  Stellung = "berechtigter"  // party whose right it is; somebody acts for them
	StellungPflichtiger   Stellung = "pflichtiger"   // has a duty, is no party
	StellungVerfasser     Stellung = "verfasser"     // made what is handed in, with a qualification
	StellungStelle        Stellung = "stelle"        // another body that takes part
	StellungBefragter     Stellung = "befragter"     // a person who is asked, such as a doctor or a neighbour
)

// Zugang is how somebody comes in.
type Zugang string

// The ways in.
const (
	ZugangKonto     Zugang = "konto"     // account
	ZugangEinladung Zugang = "einladung" // invited into the case, then an account or an inbox
	ZugangCode      Zugang = "code"      // codes on documents; nobody is identified
	ZugangKeiner    Zugang = "keiner"    // never comes in; is represented, or written to
)

// Beteiligter is a role that persons or bodies have in the case.
type Beteiligter struct {
	Rolle    Rolle
	Stellung Stellung
	Zugang   Zugang
	// Niveau is what the login of an account needs.
	Niveau recht.Niveau `json:",omitzero"`
	// Zeichnet says that the case is not handed in before this role has confirmed what
	// it sees.
	Zeichnet bool `json:",omitempty"`
	// Schreibt and Sieht are the parts of what is stated that the role may change and
	// see. What it does not see is not loaded for it.
	Schreibt []Teil `json:",omitempty"`
	Sieht    []Teil `json:",omitempty"`
	// Mehrere says that several may have the role at once, each on their own.
	Mehrere bool `json:",omitempty"`
	// Vertretbar is the norm by which somebody may act for the role; zero: nobody may.
	Vertretbar recht.Norm `json:",omitzero"`
	// Nachweis is what an author proves, such as "Bauvorlageberechtigung".
	Nachweis string `json:",omitempty"`
}

// Datenart is a kind of data with its own retention.
type Datenart string

// The kinds of data.
const (
	DatenAkte      Datenart = "akte"      // the case itself: who, what was said and decided
	DatenAngaben   Datenart = "angaben"   // what was stated
	DatenProtokoll Datenart = "protokoll" // who read what, and why
)

// AlleDaten returns all kinds.
func AlleDaten() []Datenart { return []Datenart{DatenAkte, DatenAngaben, DatenProtokoll} }

// Loeschung is one row of retention: kinds of data, erased so long after the case
// came into one of the states.
type Loeschung struct {
	Was  []Datenart
	In   []Zustand
	Nach Spanne
	Norm recht.Norm
}

// Anlass is an event, or a time, after which a case is offered or opened without an
// application.
type Anlass struct {
	Name string // such as "umzug-gemeldet"
	Norm recht.Norm
	// Weise says what happens. An offer opens nothing without a yes.
	Weise AnlassWeise
	// Einwilligung says that the data may flow with consent only.
	Einwilligung bool `json:",omitempty"`
	Rolle        Rolle
}

// AnlassWeise is what an event may do.
type AnlassWeise string

// What an event may do.
const (
	AnlassAngebot AnlassWeise = "angebot" // it is offered
	AnlassBeginn  AnlassWeise = "beginn"  // a case is opened ex officio
)

// Digest identifies the table: two of one Name and Fassung must have the same.
func (v Verfahren) Digest() string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// String returns Name and Fassung.
func (v Verfahren) String() string { return fmt.Sprintf("%s/%s", v.Name, v.Fassung) }

// beteiligter returns the row of a role.
func (v *Verfahren) beteiligter(rolle Rolle) (*Beteiligter, bool) {
	for i := range v.Beteiligte {
		if v.Beteiligte[i].Rolle == rolle {
			return &v.Beteiligte[i], true
		}
	}
	return nil, false
}

// Ziel returns where the step leads to from a state.
func (s *Schritt) Ziel(von Zustand) Zustand {
	if s.Nach == "" {
		return von
	}
	return s.Nach
}
