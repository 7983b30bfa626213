// SPDX-License-Identifier: Apache-2.0

package regel

import "github.com/deutschland-stack/bausteine/kommune/datum"

// Herkunft says where a fact comes from. It names a register, an office or a kind
// of paper and never a person. The zero Herkunft is a statement without evidence.
type Herkunft struct {
	Stelle string      `json:"stelle,omitzero"` // "Rentenversicherung", "Mietvertrag"
	Am     datum.Datum `json:"am,omitzero"`     // when it was so
	Beleg  string      `json:"beleg,omitzero"`  // id or digest under which it lies
}
