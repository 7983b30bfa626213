// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Findings is everything that is wrong with an application, by place, then by
// code; places in an array by number. The norms are those that the element, or
// the group around it, rests on. The pointer is that of the answer, or of where
// a missing one would stand, and of an unknown key that of the object around it.
// A text begins with the title of the element and never repeats what was
// answered; only the text about an unknown key names the key.
type Findings = recht.Befunde

// finding returns what is wrong with an element.
func finding(code, pointer string, n *node, bound string) recht.Befund {
	sentence := texte[code]
	titel := n.el.Titel
	return recht.Befund{Code: code, Pointer: pointer, Normen: n.normen, Text: recht.NewText(
		phrase(titel.String(), sentence[0], bound), phrase(titel.English(), sentence[1], bound))}
}

func phrase(titel, sentence, bound string) string {
	if strings.Contains(sentence, "%s") {
		sentence = fmt.Sprintf(sentence, bound)
	}
	if titel == "" {
		return sentence
	}
	return titel + ": " + sentence
}

// titled puts the title of an element before the text of a rule.
func titled(titel, text recht.Text) recht.Text {
	if titel.IsZero() {
		return text
	}
	out := recht.NewText(phrase(titel.String(), text.String(), ""), phrase(titel.English(), text.English(), ""))
	for _, language := range text.Languages()[1:] {
		out = out.With(language, phrase(titel.In(language), text.In(language), ""))
	}
	return out
}

func sortFindings(fs Findings) {
	slices.SortStableFunc(fs, func(a, b recht.Befund) int {
		return cmp.Or(comparePointers(a.Pointer, b.Pointer), cmp.Compare(a.Code, b.Code))
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
