// SPDX-License-Identifier: Apache-2.0

package onceonly

// Assurance is a level of assurance of electronic identification (Art. 8 (2) of
// Regulation (EU) No 910/2014): how surely it is known who decides. The words are
// those of XNachweis and of the EU exchange. The zero Assurance is "not known"
// and reaches nothing.
type Assurance string

// The levels, from the lowest to the highest.
const (
	AssuranceLow         Assurance = "Low"
	AssuranceSubstantial Assurance = "Substantial"
	AssuranceHigh        Assurance = "High"
)

// rank orders the levels; 0 is no level.
func (a Assurance) rank() int {
	switch a {
	case AssuranceLow:
		return 1
	case AssuranceSubstantial:
		return 2
	case AssuranceHigh:
		return 3
	default:
		return 0
	}
}

// Reaches reports whether the level is at least the required one. What is no
// level reaches nothing and is reached by nothing.
func (a Assurance) Reaches(required Assurance) bool {
	return required.rank() > 0 && a.rank() >= required.rank()
}
