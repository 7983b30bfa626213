// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"cmp"
	"fmt"
	"slices"
)

// Finding is one quality message about one place.
type Finding struct {
	// Code is the number in the official list of messages.
	Code    int
	Schwere Schwere
	// Pfad leads from the schema to the place: "/struktur/0/struktur/2/anzahl".
	Pfad string
	// ID is that of the element, as written.
	ID string
}

// Text says in a few English words what is the matter. The official German
// sentences are in the code list of the messages, under the same number.
func (f Finding) Text() string {
	i, ok := slices.BinarySearchFunc(meldungen[:], f.Code, func(m meldung, code int) int { return cmp.Compare(m.code, code) })
	if !ok {
		return ""
	}
	return meldungen[i].text
}

// String returns the finding in one line.
func (f Finding) String() string {
	return fmt.Sprintf("%d %s %s (%s): %s", f.Code, f.Schwere, cmp.Or(f.Pfad, "/"), f.ID, f.Text())
}

// Findings are sorted by place in the document, then by code.
type Findings []Finding

// Has reports whether a finding has the code.
func (fs Findings) Has(code int) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Code == code })
}

// Only returns the findings of the weight.
func (fs Findings) Only(schwere Schwere) Findings {
	var out Findings
	for _, f := range fs {
		if f.Schwere == schwere {
			out = append(out, f)
		}
	}
	return out
}

// LintCodes returns the codes that [Lint] can give, with their weight.
func LintCodes() map[int]Schwere {
	out := make(map[int]Schwere, len(meldungen))
	for _, m := range meldungen {
		out[m.code] = m.schwere
	}
	return out
}
