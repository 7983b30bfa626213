// SPDX-License-Identifier: Apache-2.0

package regel

import "github.com/deutschland-stack/bausteine/kommune/datum"

// Nachweis names the version of a parameter that a step used.
type Nachweis struct {
	Parameter  string      `json:"parameter"`
	Ab         datum.Datum `json:"ab"`
	Fundstelle Fundstelle  `json:"fundstelle"`
}
