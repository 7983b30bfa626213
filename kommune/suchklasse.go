// SPDX-License-Identifier: Apache-2.0

package kommune

// class ranks hits: a smaller one is better. The order was found with the
// queries in testdata/suche.
type class uint8

const (
	classUnit       class = iota // Kreis or Verband, named as what it is
	classBeside                  // name, and what stands beside it fits
	className                    // name or core of the name
	classOther                   // one of two names
	classNoBad                   // name without "Bad"
	classWord                    // a whole later word
	classFormer                  // former name
	classArea                    // Kreis or Verband, by its bare name
	classFormerArea              // Kreis of before
	classAlike                   // as one of these, but with letters left out or doubled
	classNameStart               // beginning of the name
	classOtherStart              // beginning of another name, or of the name without "Bad"
	classWordStart               // beginning of a later word
	classRiver                   // word of river or region behind the name
	classShort                   // letters of the name, with a dot behind
	classTypo                    // one typing error
	classWithin                  // letters within the name
	classTypos                   // two typing errors
	classMisfit                  // name, but what stands beside it does not fit
	classMisfitTypo              // likewise, with typing errors
	classPLZ                     // PLZ of the seat
	classNearPLZ                 // PLZ close to the one of the seat
	classContrary                // name among other words, and a PLZ that says otherwise
	classNone                    // no hit
)

func (c class) art() Trefferart {
	switch c {
	case className:
		return TrefferName
	case classBeside:
		return TrefferMitOrt
	case classOther, classNoBad, classWord:
		return TrefferTeil
	case classFormer, classFormerArea:
		return TrefferFrueher
	case classUnit, classArea:
		return TrefferGebiet
	case classNameStart, classOtherStart, classWordStart, classRiver, classShort:
		return TrefferAnfang
	case classWithin:
		return TrefferEnthalten
	case classMisfit, classContrary:
		return TrefferOhneOrt
	case classAlike, classTypo, classTypos, classMisfitTypo:
		return TrefferTippfehler
	default:
		return TrefferPLZ
	}
}

// exactClass and startClass rank an entry by its kind.
var (
	exactClass = [...]class{kindName: className, kindOther: classOther, kindNoBad: classNoBad, kindWord: classWord, kindRiver: classRiver}
	startClass = [...]class{kindName: classNameStart, kindOther: classOtherStart, kindNoBad: classOtherStart, kindWord: classWordStart, kindRiver: classRiver}
)
