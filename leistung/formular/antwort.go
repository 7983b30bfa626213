// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"encoding/json"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Herkunft tells where a prefilled value comes from.
type Herkunft struct {
	Quelle string       `json:"quelle"`          // "BundID", "Melderegister Musterstadt"
	Niveau recht.Niveau `json:"niveau,omitzero"` // how far the source vouches for this one value
	Stand  datum.Datum  `json:"stand,omitzero"`
}

// Antwort is one answer of a draft.
type Antwort struct {
	Pointer string `json:"pointer"`
	// Wert is the answer that counts; null where the person struck the record.
	Wert json.RawMessage `json:"wert"`
	// Bestand is what the source said, untouched, and nil where the person gave
	// the answer without one.
	Bestand *Bestand `json:"bestand,omitempty"`
}

// Bestand is a prefilled value with its origin.
type Bestand struct {
	Wert     json.RawMessage `json:"wert"`
	Herkunft Herkunft        `json:"herkunft"`
}

// Korrigiert reports whether the answer differs from what the source said.
func (a Antwort) Korrigiert() bool {
	return a.Bestand != nil && !bytes.Equal(a.Wert, a.Bestand.Wert)
}

// Gestrichen reports whether there is no answer, though the source had one.
func (a Antwort) Gestrichen() bool { return string(a.Wert) == "null" }

func (a Antwort) clone() Antwort {
	a.Wert = bytes.Clone(a.Wert)
	if a.Bestand != nil {
		b := *a.Bestand
		b.Wert = bytes.Clone(b.Wert)
		a.Bestand = &b
	}
	return a
}
