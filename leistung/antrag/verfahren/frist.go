// SPDX-License-Identifier: Apache-2.0

package verfahren

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Frist is a period with an effect. It runs while the case is in one of the states
// In, from the last of the acts Ab on, or from coming into them. At its end the
// system does Folge, or somebody is told (Vermerk); a period with neither is none.
type Frist struct {
	Name string
	Norm recht.Norm
	// Fuer is who has to act within it.
	Fuer Rolle
	In   []Zustand
	Ab   []Akt `json:",omitempty"`
	// Bis are the acts after which there is nothing to wait for.
	Bis []Akt `json:",omitempty"`
	// Dauer is the length. Where it is zero, Tag says which day ends it.
	Dauer Spanne   `json:",omitzero"`
	Tag   FristTag `json:",omitzero"`
	// Fest keeps the end where the calendar puts it, also on a Sunday or holiday.
	Fest bool `json:",omitempty"`
	// Je says that each who was asked has a period of their own, and Schweigen what it
	// means if they do not answer.
	Je        bool      `json:",omitempty"`
	Schweigen Schweigen `json:",omitzero"`
	Ruht      []Ruhe    `json:",omitempty"`
	// Laenger is the one extension that law allows; nil: none.
	Laenger *Verlaengerung `json:",omitempty"`
	// Vorher is how long before the end it is reminded of; zero: not.
	Vorher  Spanne     `json:",omitzero"`
	Folge   Akt        `json:",omitzero"`
	Vermerk recht.Text `json:",omitzero"`
}

// FristTag is a day that ends a period, where it has no length of its own.
type FristTag string

// The days that end periods.
const (
	FristTagTermin  FristTag = "termin"  // set with the act that begins it
	FristTagGeltung FristTag = "geltung" // the last day on which what was decided holds
	FristTagStufe   FristTag = "stufe"   // the next step of what was decided
)

// Ruhe is a time in which a period stands still: from the act Ab to the act Bis, or
// to the end of the day that was set with Ab.
type Ruhe struct {
	Norm recht.Norm
	Ab   Akt
	Bis  Akt `json:",omitzero"` // empty: to the day that was set with Ab
}

// Verlaengerung is an extension: once, with reasons, told before the end.
type Verlaengerung struct {
	Norm recht.Norm
	// Hoechstens is the most that may be added; zero: what is reasonable.
	Hoechstens Spanne `json:",omitzero"`
}
