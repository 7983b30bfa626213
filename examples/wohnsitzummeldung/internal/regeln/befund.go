// SPDX-License-Identifier: Apache-2.0

package regeln

import "strings"

// Befund is one finding about an application: where, why, and what to do.
type Befund struct {
	// Code is stable; tests and statistics may rely on it.
	Code string
	// Pfad is a JSON pointer into the Angaben.
	Pfad string
	// Norm is the paragraph that the finding rests on; empty for a plain gap.
	Norm string
	// DE and EN say what to do.
	DE, EN string
	// Hinweis marks a remark for person and clerk that stops nothing.
	Hinweis bool
}

// Befunde are findings in the order of the form.
type Befunde []Befund

// Maengel are the findings that must be put right before handing in.
func (b Befunde) Maengel() Befunde { return b.filter(func(f Befund) bool { return !f.Hinweis }) }

// Hinweise are the remarks.
func (b Befunde) Hinweise() Befunde { return b.filter(func(f Befund) bool { return f.Hinweis }) }

// Unter are the findings at or below one of the pointers.
func (b Befunde) Unter(pfade ...string) Befunde {
	return b.filter(func(f Befund) bool {
		for _, pfad := range pfade {
			if f.Pfad == pfad || strings.HasPrefix(f.Pfad, pfad+"/") {
				return true
			}
		}
		return false
	})
}

// Codes are the codes of the findings.
func (b Befunde) Codes() []string {
	var out []string
	for _, f := range b {
		out = append(out, f.Code)
	}
	return out
}

func (b Befunde) filter(keep func(Befund) bool) Befunde {
	var out Befunde
	for _, f := range b {
		if keep(f) {
			out = append(out, f)
		}
	}
	return out
}
