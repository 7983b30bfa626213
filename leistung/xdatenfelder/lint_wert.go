// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// maxDigits bounds the numbers that are compared; the bounds of fields are a
// few digits long.
const maxDigits = 100

// compareNumbers compares decimal numbers.
func compareNumbers(a, b string) (order int, aOK, bOK bool) {
	x, aOK := number(a)
	y, bOK := number(b)
	if aOK && bOK {
		order = x.Cmp(y)
	}
	return order, aOK, bOK
}

// compareWhole compares whole numbers.
func compareWhole(a, b string) (order int, aOK, bOK bool) {
	order, aOK, bOK = compareNumbers(a, b)
	return order, aOK && !strings.Contains(a, "."), bOK && !strings.Contains(b, ".")
}

// number reads a decimal number as XML Schema spells it: no exponent.
func number(s string) (*big.Rat, bool) {
	digits, dots := 0, 0
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			digits++
		case s[i] == '.':
			dots++
		case i > 0 || (s[i] != '-' && s[i] != '+'):
			return nil, false
		}
	}
	if digits == 0 || digits > maxDigits || dots > 1 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// compareTimes compares dates or times in the first of the layouts that fits.
func compareTimes(layouts ...string) func(a, b string) (order int, aOK, bOK bool) {
	read := func(s string) (time.Time, bool) {
		for _, layout := range layouts {
			if t, err := time.Parse(layout, s); err == nil {
				return t, true
			}
		}
		return time.Time{}, false
	}
	return func(a, b string) (order int, aOK, bOK bool) {
		x, aOK := read(a)
		y, bOK := read(b)
		return x.Compare(y), aOK, bOK
	}
}

// isURN reports whether s is a URN after RFC 2141: "urn:", a namespace of up to
// 32 characters, and characters that need no escape.
func isURN(s string) bool {
	rest, ok := strings.CutPrefix(s, "urn:")
	nid, nss, colon := strings.Cut(rest, ":")
	if !ok || !colon || nid == "" || len(nid) > 32 || nid[0] == '-' || nss == "" {
		return false
	}
	for i := range len(nid) {
		if !alphanumeric(nid[i]) && nid[i] != '-' {
			return false
		}
	}
	for i := range len(nss) {
		if !alphanumeric(nss[i]) && strings.IndexByte("()+,-.:=@;$_!*'%/?#", nss[i]) < 0 {
			return false
		}
	}
	return true
}

func alphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

func repeated(in []string) bool {
	sorted := slices.Sorted(slices.Values(in))
	return len(slices.Compact(sorted)) != len(in)
}
