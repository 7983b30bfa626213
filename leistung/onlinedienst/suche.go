// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// found is what was chosen in a directory: the hit that was picked for what was
// written, the only one of that name, what was held where its words stand
// there unchanged, or a code. Otherwise it is what was written.
func (m merkmal) found(written, picked, held string) string {
	if e, ok := m.suche.Find(held); ok && (written == e.Text.String() || written == e.Text.English()) {
		return held
	}
	var same []string // those that are called just so, whatever tells them apart
	for _, hit := range m.suche.Search(written) {
		if hit.Code == picked || written == hit.Text.String() || written == hit.Text.English() {
			return hit.Code
		}
		if name, _, _ := strings.Cut(hit.Text.String(), " ("); strings.EqualFold(name, written) {
			same = append(same, hit.Code)
		}
	}
	if len(same) == 1 {
		return same[0]
	}
	return written
}

// Gemeinden are all Gemeinden of a register, by names as people write them. Where
// no administration is, as in a forest, nobody can live.
func Gemeinden(v *kommune.Verzeichnis) Verzeichnis { return gemeinden{v} }

type gemeinden struct{ v *kommune.Verzeichnis }

// maxTreffer is how many hits are shown, and maxSuche what of a text is looked at,
// in characters.
const (
	maxTreffer = 20
	maxSuche   = 80
)

func (g gemeinden) Search(text string) (out []Wert[string]) {
	if runes := []rune(text); len(runes) > maxSuche {
		text = string(runes[:maxSuche])
	}
	for _, t := range g.v.Search(text, maxTreffer+5) {
		if !t.Gemeinde.Gemeindefrei() && len(out) < maxTreffer {
			out = append(out, g.wert(t.Gemeinde))
		}
	}
	return out
}

func (g gemeinden) Find(code string) (Wert[string], bool) {
	key, err := kommune.ParseAGS(code)
	if err != nil {
		return Wert[string]{}, false
	}
	gemeinde, err := g.v.Gemeinde(key)
	if err != nil || gemeinde.Gemeindefrei() {
		return Wert[string]{}, false
	}
	return g.wert(gemeinde), true
}

// wert is the Gemeinde with what tells it apart from others of its name.
func (g gemeinden) wert(m kommune.Gemeinde) Wert[string] {
	de, en := "kreisfreie Stadt", "independent city"
	if k, err := g.v.Kreis(m.AGS.Kreis()); err == nil && !k.Kreisfrei() {
		de, en = k.Bezeichnung(), k.Bezeichnung()
	}
	name := m.Kurzname()
	return W(m.AGS.String(), name+" ("+de+", "+m.AGS.Land().Name()+")", name+" ("+en+", "+m.AGS.Land().Name()+")")
}
