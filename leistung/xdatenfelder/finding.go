// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// finding is one quality message about one place.
type finding struct {
	code int
	// pfad leads from the schema to the place: "/struktur/0/struktur/2/anzahl".
	pfad string
	// id is that of the element, as written; it may be anything.
	id string
}

// befund gives the finding the form of the house. The id stands in it only where
// it has the form of one.
func (f finding) befund() recht.Befund {
	i, _ := slices.BinarySearchFunc(meldungen[:], f.code, func(m meldung, code int) int { return cmp.Compare(m.code, code) })
	m := &meldungen[i]
	b := recht.Befund{Code: lintCode(f.code), Pointer: f.pfad, Severity: m.schwere.severity(), Detail: m.text}
	if _, err := ParseID(f.id); err == nil {
		b.Detail = f.id + ": " + m.text
	}
	return b
}

// lintCode is the number of the official list as a code of the house.
func lintCode(number int) string { return "FIM-" + strconv.Itoa(number) }

// LintCodes returns the codes that [Lint] can give, such as "FIM-1002", with the
// weight that the official list gives the number.
func LintCodes() map[string]Schwere {
	out := make(map[string]Schwere, len(meldungen))
	for _, m := range meldungen {
		out[lintCode(m.code)] = m.schwere
	}
	return out
}
