// SPDX-License-Identifier: Apache-2.0

package regel

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Schritt is one step as it is kept and read.
type Schritt struct {
	Art        Art        `json:"art"`
	Code       string     `json:"code"`
	Norm       recht.Norm `json:"norm"`
	Verdraengt recht.Norm `json:"verdraengt,omitzero"` // by an exception
	Titel      recht.Text `json:"titel"`
	Text       recht.Text `json:"text,omitzero"` // operands set in
	Wert       Wert       `json:"wert,omitzero"`
	Tiefe      int        `json:"tiefe,omitzero"`  // 0 at the top; a deeper one explains the one before it
	Nummer     int        `json:"nummer,omitzero"` // of a section that repeats, from 1: "Mitglied 2"
	// Nachweis is set for a value of the law.
	Nachweis *Nachweis `json:"nachweis,omitzero"`
	// Pfad and Herkunft are set for a fact; a fact nobody named an origin for is a
	// statement without evidence.
	Pfad     string    `json:"pfad,omitzero"`
	Herkunft *Herkunft `json:"herkunft,omitzero"`
}
