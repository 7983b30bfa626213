// SPDX-License-Identifier: Apache-2.0

package verfahren

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Ergebnis is what a decision comes to.
type Ergebnis string

// The outcomes.
const (
	ErgebnisStattgegeben Ergebnis = "stattgegeben" // as applied for
	ErgebnisTeilweise    Ergebnis = "teilweise"    // in part, or under conditions
	ErgebnisAbgelehnt    Ergebnis = "abgelehnt"
	ErgebnisFingiert     Ergebnis = "fingiert"   // silence counts as it, by statute
	ErgebnisAufgehoben   Ergebnis = "aufgehoben" // what was granted is taken back, in whole or in part
	ErgebnisBerichtigt   Ergebnis = "berichtigt" // an obvious mistake is put right
	ErgebnisAnderes      Ergebnis = "anderes"    // found, changed or settled in another way
)

func (e Ergebnis) valid() bool {
	switch e {
	case ErgebnisStattgegeben, ErgebnisTeilweise, ErgebnisAbgelehnt, ErgebnisFingiert, ErgebnisAufgehoben, ErgebnisBerichtigt, ErgebnisAnderes:
		return true
	}
	return false
}

// Spielraum is how free the authority is. There is no default.
type Spielraum string

// How free the authority is.
const (
	SpielraumGebunden    Spielraum = "gebunden"    // facts decide
	SpielraumBeurteilung Spielraum = "beurteilung" // a margin of appreciation
	SpielraumErmessen    Spielraum = "ermessen"    // discretion
)

// Entscheidung is a decision that the authority may take, and a row of the table: the
// act Akt leads from Von to Nach.
type Entscheidung struct {
	Akt       Akt
	Von       []Zustand
	Nach      Zustand
	Ergebnis  []Ergebnis // one of which it comes to
	Norm      recht.Norm
	Spielraum Spielraum
	// VierAugen asks for two persons: one proposes, another decides the same.
	VierAugen bool `json:",omitempty"`
	// Belastet says that it interferes with rights: the person is heard before.
	Belastet bool `json:",omitempty"`
	// OhneAnhoerung is the norm by which nobody is heard before it all the same.
	OhneAnhoerung recht.Norm  `json:",omitzero"`
	Wenn          []Bedingung `json:",omitempty"`
	// Automatisch is nil where a person decides.
	Automatisch *Automatik `json:",omitempty"`
	// Behelf is the remedy where it is not that of the Recht.
	Behelf *Behelf `json:",omitempty"`
}

// Automatik lets the system decide.
type Automatik struct {
	// Norm permits it. Under a code that asks for a statute it is one of that
	// service, not of the code.
	Norm recht.Norm
	// Sonst is where the case goes to a person.
	Sonst Zustand
	// Stichprobe is of how many cases one goes to a person by chance.
	Stichprobe int
	// Danach says that the sample is looked at after the decision, which stands
	// under reservation; without it a person decides in its place.
	Danach bool `json:",omitempty"`
}

// zeile returns the decision as a row.
func (e *Entscheidung) zeile() Schritt {
	s := Schritt{Von: e.Von, Akt: e.Akt, Nach: e.Nach, Wer: []Rolle{RolleBehoerde}, Norm: e.Norm, Wenn: e.Wenn}
	switch {
	case e.fingiert():
		s.Wer = []Rolle{RolleSystem}
	case e.Automatisch != nil:
		s.Wer = append(s.Wer, RolleSystem)
	}
	return s
}

// fingiert reports whether nobody decides: silence does.
func (e *Entscheidung) fingiert() bool {
	return len(e.Ergebnis) == 1 && e.Ergebnis[0] == ErgebnisFingiert
}
