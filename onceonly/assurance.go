// SPDX-License-Identifier: Apache-2.0

package onceonly

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Assurance is the trust level of the house: how surely it is known who decides. The
// exchange knows three; XNachweis and the EU exchange spell them at their doors.
type Assurance = recht.Niveau

// The levels of the exchange, from the lowest to the highest.
const (
	AssuranceLow         = recht.NiveauNormal
	AssuranceSubstantial = recht.NiveauSubstantiell
	AssuranceHigh        = recht.NiveauHoch
)
