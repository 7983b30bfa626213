// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Ergebnis is the result of a calculation. No Wohngeld is always a [Grund].
type Ergebnis struct {
	Wohngeld Cent  `json:"wohngeld"` // a month, whole euro
	Grund    Grund `json:"grund,omitzero"`
	// M and Y are what the formula was calculated with, minima applied; zero where
	// it was not reached.
	M Zehn `json:"m"`
	Y Zehn `json:"y"`
	// Miete is the rent that counts without the heating amount, a month, exact to
	// ten decimals: what § 27 compares.
	Miete Zehn `json:"miete"`
	// Gesamteinkommen is the income of § 13, a year, in units of 1/10,000 euro.
	Gesamteinkommen int64 `json:"gesamteinkommen"`
	// Brutto is the sum of the gross monthly income of § 24 Abs. 3; 0 where only
	// sums were given.
	Brutto     Cent    `json:"brutto,omitzero"`
	Mitglieder int     `json:"mitglieder"` // who is counted
	Hinweise   Hinweis `json:"hinweise,omitzero"`
}

// Grund says why there is no Wohngeld. The zero value is "there is".
type Grund uint8

// The reasons.
const (
	GrundAusgeschlossen Grund = iota + 1 // § 21 Nr. 2: all members are excluded
	GrundAusbildung                      // § 20 Abs. 2: all are entitled to support for training
	GrundKeinBetrag                      // § 19: the formula gives nothing
	GrundMindestbetrag                   // § 21 Nr. 1: less than ten euro
	GrundEingabe                         // the input is not complete or contradicts itself: nothing was calculated
)

var grundNames = [...]string{
	GrundAusgeschlossen: "alle_ausgeschlossen", GrundAusbildung: "ausbildung", GrundKeinBetrag: "kein_betrag",
	GrundMindestbetrag: "mindestbetrag", GrundEingabe: "eingabe",
}

// String returns the German word in ASCII, "" where there is Wohngeld.
func (g Grund) String() string {
	if int(g) < len(grundNames) {
		return grundNames[g]
	}
	return ""
}

// MarshalText returns the word; the zero value is empty.
func (g Grund) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (g *Grund) UnmarshalText(b []byte) error {
	i := slices.Index(grundNames[:], string(b))
	if i < 0 {
		return fmt.Errorf("wohngeld: reason: %w", recht.ErrSyntax)
	}
	*g = Grund(i)
	return nil
}

// Hinweis is a set of remarks on a result: the open questions of the law that
// this very result hangs on, and what a person must decide.
type Hinweis uint16

// The remarks. Those of open questions are set where the other reading gives
// another amount.
const (
	HinweisYRundung Hinweis = 1 << iota
	HinweisTafel13
	HinweisDeckel
	HinweisDeckelCent
	HinweisNachtrag
	HinweisKapital
	HinweisGrundrente
	HinweisInsel2020
	HinweisGrundrenteFehlt // § 17a Abs. 3: without the allowance until the insurer says so
	HinweisVermoegen       // § 21 Nr. 3: a person decides
	HinweisPlausibilitaet  // a person asks how the rest is paid
)

// hinweisCodes are the questions and decisions behind the bits, in their order.
var hinweisCodes = [...]string{
	FrageYRundung, FrageTafel13, FrageDeckel, FrageDeckelCent, FrageNachtrag, FrageKapital, FrageGrundrente, FrageInsel2020,
	"WOGG-GRUNDRENTE-MITTEILUNG", "WOGG-VERMOEGEN", "WOGG-PLAUSIBILITAET",
}

// ermessen are the remarks that wait for a person.
const ermessen = HinweisVermoegen | HinweisPlausibilitaet

// Offen reports whether a person must decide before the result is a decision.
func (h Hinweis) Offen() bool { return h&ermessen != 0 }

// Codes returns the codes of the remarks: those of open questions are found by
// [regel.Regelwerk.Frage].
func (h Hinweis) Codes() []string {
	var codes []string
	for i, code := range hinweisCodes {
		if h&(1<<i) != 0 {
			codes = append(codes, code)
		}
	}
	return codes
}

// MarshalJSON writes the codes.
func (h Hinweis) MarshalJSON() ([]byte, error) { return marshalCodes(h.Codes()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (h *Hinweis) UnmarshalJSON(b []byte) error {
	codes, err := unmarshalCodes(b)
	if err != nil {
		return err
	}
	*h = 0
	for _, code := range codes {
		i := slices.Index(hinweisCodes[:], code)
		if i < 0 {
			return fmt.Errorf("wohngeld: remark: %w", recht.ErrSyntax)
		}
		*h |= 1 << i
	}
	return nil
}
