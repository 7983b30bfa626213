// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	_ "embed"
	"strings"
)

// arsFrueherData holds the ARS that official editions of 1994 to 2024 had and the
// one of 30.11.2025 has not:
//
//	K;16064      Kreis of the rows that follow
//	5052;030074  digits of a Verband, and of its Gemeinden, three each
//
// It is read as it is: nothing is decoded.
//
//go:embed data/ars.txt
var arsFrueherData string

// ResolveARS returns what became of the Gemeinde of an ARS on a day, as
// [Verzeichnis.Resolve] does for its AGS. It takes the ARS of this edition and
// those of the official editions since 1994: an ARS changes when a Gemeinde joins
// or leaves a Verband. The ARS of today is that of the Gemeinde of
// [Resolution.Haupt].
//
// Any other ARS is an error that matches [ErrUnknown]. [UnknownError.Heute] names
// the ARS of the Gemeinde its AGS leads to, if there is one: an ARS that held
// between two of the editions read, or a typing error in the digits of the
// Verband.
func (v *Verzeichnis) ResolveARS(key ARS, asOf Datum) (Resolution, error) {
	if _, err := v.ByARS(key); err != nil && !wasARS(key) {
		return Resolution{}, err
	}
	r, err := v.Resolve(key.AGS(), asOf)
	if err != nil {
		return Resolution{}, v.unknownARS(key)
	}
	return r, nil
}

// wasARS reports whether an official edition had the ARS, or may have had it as
// that of a Gemeinde without a Verband.
func wasARS(key ARS) bool {
	digits := key.String()
	if len(digits) != 12 {
		return false
	}
	verband, gemeinde := digits[5:9], digits[9:]
	if verband == "0000" || verband == "0"+gemeinde || verband == "9"+gemeinde {
		return true
	}
	_, rest, ok := strings.Cut(arsFrueherData, "\nK;"+digits[:5]+"\n")
	for ok && rest != "" && rest[0] != 'K' {
		var row string
		row, rest, _ = strings.Cut(rest, "\n")
		members, found := strings.CutPrefix(row, verband+";")
		for ; found && members != ""; members = members[3:] {
			if members[:3] == gemeinde {
				return true
			}
		}
	}
	return false
}

// unknownARS is the error for an ARS this edition does not hold. It names the ARS
// that the Gemeinde has in this edition.
func (v *Verzeichnis) unknownARS(key ARS) error {
	e := &UnknownError{Kind: kindARS, Key: key.String(), Stand: v.stand}
	if r, err := v.Resolve(key.AGS(), v.stand); err == nil {
		if g, err := v.Gemeinde(r.Haupt()); err == nil {
			e.Heute = g.ARS.String()
		}
	}
	return e
}
