// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

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
