// SPDX-License-Identifier: Apache-2.0

package din91379

import "strconv"

// Type is a data type of the standard: the set of characters of a field.
type Type uint8

// The data types.
const (
	A Type = iota + 1 // names of natural persons: Latin letters, N1
	B                 // other names, streets, places: A and N2 (digits, punctuation)
	C                 // free text in Latin letters: B, N3 and N4 (line ends)
	D                 // names with Greek letters: Latin and Greek letters, N1 to N3, E1
	E                 // free text in all letters: C, Greek and Cyrillic letters, E1
)

// String returns the letter.
func (t Type) String() string {
	if t < A || t > E {
		return "Type(" + strconv.Itoa(int(t)) + ")"
	}
	return "ABCDE"[t-1 : t]
}

// group is a part of the repertoire, as bits of a set.
type group uint16

const (
	latin      group = 1 << iota // bll
	nonLetter1                   // bnlreq
	nonLetter2                   // bnl
	nonLetter3                   // bnlopt
	nonLetter4                   // bnlnot
	diacritic                    // dc: never on its own
	greek                        // gl
	cyrillic                     // cl
	extended                     // enl
)

// groupNames are the ids of the source.
var groupNames = map[string]group{
	"bll": latin, "bnlreq": nonLetter1, "bnl": nonLetter2, "bnlopt": nonLetter3, "bnlnot": nonLetter4,
	"dc": diacritic, "gl": greek, "cl": cyrillic, "enl": extended,
}

// groups returns what a type allows; nothing where there is no such type.
func (t Type) groups() group {
	switch t {
	case A:
		return latin | nonLetter1
	case B:
		return latin | nonLetter1 | nonLetter2
	case C:
		return latin | nonLetter1 | nonLetter2 | nonLetter3 | nonLetter4
	case D:
		return latin | nonLetter1 | nonLetter2 | nonLetter3 | greek | extended
	case E:
		return latin | nonLetter1 | nonLetter2 | nonLetter3 | nonLetter4 | greek | cyrillic | extended
	default:
		return 0
	}
}
