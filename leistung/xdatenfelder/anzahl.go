// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"fmt"
	"strconv"
	"strings"
)

// Unbegrenzt is the Max of an Anzahl without an upper bound, written "*".
const Unbegrenzt = -1

// Anzahl tells how often an element stands at its place.
type Anzahl struct {
	Min, Max int
}

// ParseAnzahl reads "min:max" or "min:*". It does not ask whether min is above
// max, which is another fault; see [Anzahl.Geordnet].
func ParseAnzahl(s string) (Anzahl, error) {
	low, high, ok := strings.Cut(s, ":")
	if !ok {
		return Anzahl{}, fmt.Errorf("%w: no colon", ErrAnzahl)
	}
	a := Anzahl{Max: Unbegrenzt}
	var err error
	if a.Min, err = parseCount(low); err != nil {
		return Anzahl{}, err
	}
	if high == "*" {
		return a, nil
	}
	if a.Max, err = parseCount(high); err != nil {
		return Anzahl{}, err
	}
	return a, nil
}

// String returns the spelling of the standard.
func (a Anzahl) String() string {
	if a.Max == Unbegrenzt {
		return itoa(a.Min) + ":*"
	}
	return itoa(a.Min) + ":" + itoa(a.Max)
}

// Geordnet reports whether the bounds leave room: min not above max, and not
// "0:0".
func (a Anzahl) Geordnet() bool {
	return a.Max == Unbegrenzt || (a.Min <= a.Max && a.Max > 0)
}

func parseCount(s string) (int, error) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, fmt.Errorf("%w: not a number", ErrAnzahl)
		}
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, fmt.Errorf("%w: not a number of at most 31 bits", ErrAnzahl)
	}
	return int(n), nil
}

func itoa(n int) string { return strconv.Itoa(n) }
