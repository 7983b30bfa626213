// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// arsLen is the length of a full ARS, of which wider areas are the beginning.
const arsLen = 12

// ParseGebiet reads the key of an area as XZuFi and the Routing API write it, the
// beginning of an ARS: 2 digits for a Land, 3 for a Regierungsbezirk, 5 for a Kreis,
// 9 for a Verband, 12 for a Gemeinde. Nothing but zeros, up to twelve, is the whole
// country, the zero ARS.
//
// Every other length is refused. It would name another place: 1, 4, 8 and 11 digits
// are keys that lost the zero in front, as spreadsheets drop it (1053 is Kreis
// 01053, and no place in the Saarland), and 8 digits may also be an AGS, of which no
// ARS can be computed.
func ParseGebiet(s string) (kommune.ARS, error) {
	if len(s) >= 2 && len(s) <= arsLen && strings.Trim(s, "0") == "" {
		return kommune.ARS{}, nil
	}
	switch len(s) {
	case 2, 3, 5, 9, arsLen:
	default:
		return kommune.ARS{}, fmt.Errorf("%w: an area has 2, 3, 5, 9 or 12 digits; a zero in front may be lost", ErrGebiet)
	}
	ars, err := kommune.ParseARS(s + strings.Repeat("0", arsLen-len(s)))
	if err != nil {
		return kommune.ARS{}, fmt.Errorf("%w: %w", ErrGebiet, err)
	}
	return ars, nil
}

// area is an ARS as a number; 0 is the whole country.
type area uint64

func areaOf(ars kommune.ARS) area {
	if ars.IsZero() {
		return 0
	}
	var buffer [arsLen]byte
	text, err := ars.AppendText(buffer[:0])
	if err != nil {
		return 0 // impossible: only the zero ARS has no text
	}
	var n area
	for _, digit := range text {
		n = n*10 + area(digit-'0')
	}
	return n
}

func (a area) ars() kommune.ARS {
	if a == 0 {
		return kommune.ARS{}
	}
	ars, err := kommune.ParseARS(fmt.Sprintf("%012d", uint64(a)))
	if err != nil {
		panic(err) // impossible: areas are made of ARS alone
	}
	return ars
}

// levels are the powers that cut an ARS after Verband, Kreis, Regierungsbezirk,
// Land and country.
var levels = [...]area{1e3, 1e7, 1e9, 1e10, 1e12}

// wider returns the next wider area; that of the whole country is itself.
func (a area) wider() area {
	for _, unit := range levels {
		if up := a / unit * unit; up != a {
			return up
		}
	}
	return 0
}

// name says what kind of area a key cuts out.
func (a area) name() (deutsch, english string) {
	ars := a.ars().String()
	switch {
	case a == 0:
		return "Deutschland", "Germany"
	case a%levels[0] != 0:
		return "die Gemeinde " + ars, "the Gemeinde " + ars
	case a%levels[1] != 0:
		return "den Gemeindeverband " + ars[:9], "the Gemeindeverband " + ars[:9]
	case a%levels[2] != 0:
		return "den Kreis oder die kreisfreie Stadt " + ars[:5], "the Kreis or kreisfreie Stadt " + ars[:5]
	case a%levels[3] != 0:
		return "den Regierungsbezirk " + ars[:3], "the Regierungsbezirk " + ars[:3]
	default:
		return "das Land " + a.ars().Land().Name(), "the Land " + a.ars().Land().Name()
	}
}
