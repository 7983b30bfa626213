// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Finding is one thing wrong with an application. It names the place and never
// repeats what was answered.
type Finding struct {
	Code Code `json:"code"`
	// Pfad is the JSON pointer (RFC 6901) to the answer, or to where a missing
	// one would stand. Of an unknown or doubled key it holds the key.
	Pfad string `json:"pfad"`
	// Basis is the norm that the element, or the group around it, rests on.
	Basis string `json:"basis,omitempty"`
	// Titel is what the form calls the element.
	Titel string `json:"titel,omitempty"`
	// Grenze is the bound that was broken, in the spelling of the form.
	Grenze string `json:"grenze,omitempty"`

	satz [2]string // of a rule of the caller's, German and English
}

// German returns a sentence for the person who filled in the form.
func (f Finding) German() string { return f.sentence(0) }

// English returns the same sentence in English; the title stays German.
func (f Finding) English() string { return f.sentence(1) }

func (f Finding) sentence(language int) string {
	text := f.satz[language]
	if text == "" {
		text = texte[f.Code][language]
	}
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, f.Grenze)
	}
	if f.Titel == "" {
		return text
	}
	return f.Titel + ": " + text
}

// String returns the finding in one line for developers. It leaves out a pointer
// that holds a key the form does not know, for somebody chose that key.
func (f Finding) String() string {
	s := string(f.Code)
	if f.Code != unbekannt && f.Code != jsonDoppelt {
		s += " " + cmp.Or(f.Pfad, "/")
	}
	if f.Basis != "" {
		s += " (" + f.Basis + ")"
	}
	return s
}

// Findings are sorted by place, then by code; places in an array by number.
type Findings []Finding

// Err returns nil where there are no findings, and otherwise an error that
// matches [ErrFindings].
func (fs Findings) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d, the first is %v", ErrFindings, len(fs), fs[0])
}

// At returns the findings about the place, and about places below it.
func (fs Findings) At(pointer string) Findings {
	var out Findings
	for _, f := range fs {
		if rest, ok := strings.CutPrefix(f.Pfad, pointer); ok && (rest == "" || rest[0] == '/') {
			out = append(out, f)
		}
	}
	return out
}

func (fs Findings) sort() {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(comparePointers(a.Pfad, b.Pfad), cmp.Compare(a.Code, b.Code))
	})
}

// comparePointers orders pointers part by part: a pointer before those below it,
// places in arrays by number and before names.
func comparePointers(a, b string) int {
	for a != b {
		if a == "" || b == "" { // one of them ends here
			return cmp.Compare(a, b)
		}
		var x, y string
		x, a = firstPart(a)
		y, b = firstPart(b)
		if x == y {
			continue
		}
		m, mIsPlace := place(x)
		n, nIsPlace := place(y)
		switch {
		case mIsPlace && nIsPlace:
			return cmp.Compare(m, n)
		case mIsPlace:
			return -1
		case nIsPlace:
			return 1
		default:
			return cmp.Compare(x, y)
		}
	}
	return 0
}

// firstPart cuts the first part off a pointer, which begins with a slash as the
// rest does.
func firstPart(pointer string) (part, rest string) {
	if i := strings.IndexByte(pointer[1:], '/'); i >= 0 {
		return pointer[1 : i+1], pointer[i+1:]
	}
	return pointer[1:], ""
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
