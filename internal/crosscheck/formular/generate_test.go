// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// generator makes forms and applications from one seed.
type generator struct {
	*rand.Rand
	faults float64 // share of values that are spoilt
	wordy  bool    // conditions keep to what JSON Schema has words for
}

func (g *generator) chance(p float64) bool { return g.Float64() < p }

func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

// form makes a form; it may be one that New refuses.
func (g *generator) form() (*formular.Formular, error) {
	return formular.New(formular.Kopf{ID: "probe"}, g.elements(0, nil)...)
}

// elements makes the children of a group. What stands before in the groups
// around serves conditions.
func (g *generator) elements(depth int, around [][]formular.Element) []formular.Element {
	n := 1 + g.IntN(6)
	out := make([]formular.Element, 0, n)
	seen := make([]formular.Element, 0, n)
	for i := range n {
		name := fmt.Sprintf("%c%d", 'a'+depth, i)
		if g.chance(0.05) {
			name += "/~\"ä"
		}
		levels := append(slices.Clip(around), seen)
		before := slices.Concat(levels...)
		if g.wordy {
			before = pick(g, levels...)
		}
		e := g.element(name, depth, levels)
		switch g.IntN(5) {
		case 0:
			e = e.Optional()
		case 1:
			if e.Typ != formular.TypHinweis {
				e = e.Times(g.IntN(3), pick(g, 2, 3, formular.Unbegrenzt))
			}
		}
		if len(before) > 0 && e.Typ != formular.TypHinweis {
			switch g.IntN(6) {
			case 0:
				e = e.OnlyIf(g.condition(before))
			case 1:
				e = e.RequiredIf(g.condition(before))
			case 2:
				e = e.RequiredIf(g.condition(before)).OnlyIf(g.condition(before))
			}
		}
		out = append(out, e)
		if !strings.Contains(name, "/") && e.Typ != formular.TypHinweis {
			seen = append(seen, e)
		}
	}
	return out
}

// condition looks at elements before; its values are such as they can have.
func (g *generator) condition(before []formular.Element) formular.Bedingung {
	e := pick(g, before...)
	switch g.IntN(7) {
	case 0:
		return formular.Not(g.condition(before))
	case 1:
		return formular.All(g.condition(before), g.condition(before))
	case 2:
		return formular.Any(g.condition(before), g.condition(before))
	case 3:
		return formular.Given(e.Name)
	}
	if e.Max != 1 {
		return formular.Given(e.Name)
	}
	switch e.Typ {
	case formular.TypJaNein:
		return formular.Is(e.Name, g.chance(0.5))
	case formular.TypZahl, formular.TypGanzzahl, formular.TypGeld:
		return pick(g, formular.In(e.Name, 1, 2, 100), formular.AtLeast(e.Name, "1.5"), formular.AtMost(e.Name, 1))
	case formular.TypAuswahl:
		return formular.In(e.Name, "ab", "rot")
	case formular.TypText:
		return formular.In(e.Name, "a", "ab", "rot")
	case formular.TypDatum:
		if g.wordy {
			return formular.Is(e.Name, "2024-02-29")
		}
		return formular.AtLeast(e.Name, "2024-01-01")
	default:
		return formular.Given(e.Name)
	}
}

func (g *generator) element(name string, depth int, around [][]formular.Element) formular.Element {
	if depth < 3 && g.chance(0.3) {
		children := g.elements(depth+1, around)
		if g.chance(0.3) {
			for i := range children {
				children[i].PflichtWenn = nil // a choice knows none
			}
			return formular.Wahl(name, "Wahl", children...)
		}
		return formular.Gruppe(name, "Gruppe", children...).Under(recht.MustParseNorm("§ 1 MusterS"))
	}
	switch g.IntN(11) {
	case 0:
		return formular.Text(name, "Text").Len(g.IntN(3), pick(g, 0, 3, 5)).Chars(pick(g, 0, 0, din91379.A, din91379.C))
	case 1:
		return formular.Text(name, "Muster").Match(pick(g, "^[a-z]+$", "[0-9]", "^(rot|blau)?$", `\p{L}`, "(?i)^ROT$", `^.{2,3}$`, `^\S+$`, `[[:digit:]]`))
	case 2:
		return formular.Datum(name, "Tag").Between(pick(g, "", "2020-01-01"), pick(g, "", "2026-12-31"))
	case 3:
		return formular.Zeitpunkt(name, "Zeitpunkt")
	case 4:
		return formular.Uhrzeit(name, "Uhrzeit")
	case 5:
		return formular.JaNein(name, "Ja oder nein")
	case 6:
		return formular.Zahl(name, "Zahl").Between(pick(g, "", "-1.5", "0.1"), pick(g, "", "2", "1e2"))
	case 7:
		return formular.Ganzzahl(name, "Ganzzahl").Between(pick(g, "", "0", "-3"), pick(g, "", "100"))
	case 8:
		return formular.Geld(name, "Betrag").Between("0", "99.99")
	case 9:
		return formular.Teildatum(name, "Teildatum")
	default:
		return formular.Auswahl(name, "Auswahl", formular.Eintrag{Code: "rot"}, formular.Eintrag{Code: "ab"}, formular.Eintrag{Code: "grün"})
	}
}

// application makes data for the elements. It does not look at conditions, so
// with luck it breaks them.
func (g *generator) application(elements []formular.Element) string {
	var b strings.Builder
	g.object(&b, elements, false)
	return b.String()
}

func (g *generator) object(b *strings.Builder, elements []formular.Element, choice bool) {
	if choice && !g.chance(g.faults) {
		elements = []formular.Element{pick(g, elements...)}
	}
	b.WriteByte('{')
	first := true
	member := func(name string) {
		if !first {
			b.WriteByte(',')
		}
		first = false
		key, _ := json.Marshal(name)
		b.Write(key)
		b.WriteByte(':')
	}
	for i := range elements {
		e := &elements[i]
		optional := e.Min == 0 || e.Nur != nil
		if e.Typ == formular.TypHinweis || (optional && !choice && g.chance(0.6)) || g.chance(g.faults/4) {
			continue
		}
		member(e.Name)
		if g.chance(g.faults / 3) {
			b.WriteString(pick(g, `null`, `"x"`, `1`, `true`, `[]`, `{}`, `[[]]`, `""`))
			continue
		}
		if e.Max == 1 {
			g.value(b, e)
			continue
		}
		g.array(b, e)
	}
	if g.chance(g.faults / 4) {
		member(pick(g, "zusatz", "A0", ""))
		b.WriteString("1")
	}
	b.WriteByte('}')
}

func (g *generator) array(b *strings.Builder, e *formular.Element) {
	n := max(e.Min, 1)
	if e.Max == formular.Unbegrenzt || n < e.Max {
		n += g.IntN(2)
	}
	if g.chance(g.faults) {
		n = g.IntN(5)
	}
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		g.value(b, e)
	}
	b.WriteByte(']')
}

func (g *generator) value(b *strings.Builder, e *formular.Element) {
	good, bad := g.samples(e)
	switch {
	case e.Typ == formular.TypGruppe, e.Typ == formular.TypTeildatum:
		g.object(b, e.Kinder, false)
	case e.Typ == formular.TypWahl:
		g.object(b, e.Kinder, true)
	case g.chance(g.faults):
		b.WriteString(pick(g, bad...))
	default:
		b.WriteString(pick(g, good...))
	}
}

// samples returns values that mostly fit an element and values that mostly do
// not. Neither needs to be sure: the two verdicts are compared, not predicted.
func (g *generator) samples(e *formular.Element) (good, bad []string) {
	switch e.Typ {
	case formular.TypDatum:
		return []string{`"2024-02-29"`, `"2026-12-31"`, `"2020-01-01"`}, []string{`"2023-02-29"`, `"2026-13-01"`, `"heute"`, `"2019-12-31"`, `"2024-1-1"`, `20240101`, `"2024-04-31"`}
	case formular.TypZeitpunkt:
		return []string{`"2026-11-21T12:00:00Z"`, `"2026-11-21T12:00:00.5+01:00"`}, []string{`"2026-11-21"`, `"2026-11-21T12:00:00"`, `"2026-11-21T25:00:00Z"`, `"2026-02-30T12:00:00Z"`, `"2026-11-21T12:00:00+24:00"`, `"2026-11-21T12:00:00+01:60"`, `"2026-11-21T12:00:00.Z"`, `""`}
	case formular.TypUhrzeit:
		return []string{`"12:00:00Z"`, `"23:59:59.25-05:00"`}, []string{`"12:00"`, `"12:00:00"`, `"24:00:00Z"`, `"1:00:00Z"`, `"12:00:00+24:00"`, `"12:00:00-00:60"`, `""`}
	case formular.TypJaNein:
		return []string{`true`, `false`}, []string{`"true"`, `0`, `null`}
	case formular.TypZahl, formular.TypGeld:
		return []string{`1`, `1.5`, `2`, `0.1`, `1e0`, `0.10`, `15e-1`}, []string{`-2`, `0.09999`, `100.001`, `1e2`, `1e3`, `"1"`, `-0`, `1.005`, `0`}
	case formular.TypGanzzahl:
		return []string{`0`, `1`, `2`, `100`, `1e2`, `1.0`}, []string{`1.5`, `101`, `-4`, `1e-1`, `"1"`, `10e-1`, `1e20`}
	case formular.TypAuswahl:
		good := []string{`"x"`}
		for i, code := range e.Liste[:min(3, len(e.Liste))] {
			good = append(good[:i], quoted(code.Code))
		}
		return good, []string{`"Rot"`, `""`, `"blau"`, `1`}
	default:
		if e.MinLaenge > 3 {
			return []string{quoted(strings.Repeat("ä", e.MinLaenge))}, []string{`""`, quoted(strings.Repeat("x", e.MinLaenge-1))}
		}
		return []string{`"a"`, `"ab"`, `"rot"`, `"abc"`, `"\u00e4b"`, `"x1"`}, []string{`""`, `"äöüßñé"`, `"𝔘𝔘𝔘"`, `"A"`, `"ab1\n"`, `"\ud83d\ude00"`, `"abcdef"`, `"a\r"`, `"a\u0000"`, `"ROT"`, `1`, `{}`}
	}
}

func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}
