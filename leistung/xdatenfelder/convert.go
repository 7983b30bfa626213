// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import "slices"

// ToXDF3 returns the schema in the terms of XDatenfelder 3; one that is already
// there comes back unchanged. The schema itself is left alone.
//
// Ids get three more digits and versions a third number. Where XDatenfelder 2
// says less than 3 asks for, the rules of the FIM stylesheets decide: inactive
// elements become 7, working copies and elements without a release date 2, all
// others 6; no field may be filled from elsewhere. What 2 cannot know (the
// Dokumentsteckbrief, the last change, the type of a rule) stays empty, and
// [Lint] says so.
func (s Schema) ToXDF3() Schema {
	if s.Standard == XDF3 {
		return s
	}
	s.Standard = XDF3
	if s.Nachricht == NachrichtSchema {
		s.Merkmale = toMerkmale3(s.Merkmale)
		s.BezeichnungAusgabe, s.HilfetextAusgabe = "", "" // a schema of 3 has but one of each
	}
	s.Regeln = toRegeln3(s.Regeln)
	s.Struktur = toStruktur3(s.Struktur)
	return s
}

func toStruktur3(in []Struktur) []Struktur {
	out := slices.Clone(in)
	for i := range out {
		if g := out[i].Gruppe; g != nil {
			c := *g
			c.Merkmale = toMerkmale3(c.Merkmale)
			c.Regeln = toRegeln3(c.Regeln)
			c.Struktur = toStruktur3(c.Struktur)
			out[i].Gruppe = &c
		}
		if f := out[i].Feld; f != nil {
			c := *f
			c.Merkmale = toMerkmale3(c.Merkmale)
			c.Regeln = toRegeln3(c.Regeln)
			c.Vorbefuellung = VorbefuellungKeine
			if c.Codeliste != nil {
				ref := *c.Codeliste
				ref.Kennung = Kennung{}
				c.Codeliste = nonZero(ref)
			}
			out[i].Feld = &c
		}
	}
	return out
}

func toRegeln3(in []Regel) []Regel {
	out := slices.Clone(in)
	for i := range out {
		out[i].Kennung = toKennung3(out[i].Kennung)
	}
	return out
}

func toMerkmale3(m Merkmale) Merkmale {
	switch {
	case m.Status == StatusInaktiv:
		m.Freigabestatus = FreigabeInaktiv
	case m.Version == "" || m.StatusGesetztAm == "":
		m.Freigabestatus = FreigabeInBearbeitung
	default:
		m.Freigabestatus = FreigabeGold
	}
	m.Status = ""
	m.Kennung = toKennung3(m.Kennung)
	return m
}

// toKennung3 converts what follows the rules of XDatenfelder 2 and leaves
// anything else as it is, for the linter to find.
func toKennung3(k Kennung) Kennung {
	if id, err := ParseID2(k.ID); err == nil {
		k.ID = id.String()
	}
	if dots := countDots(k.Version); dots == 1 {
		k.Version += ".0"
	}
	return k
}

func countDots(s string) (n int) {
	for i := range len(s) {
		if s[i] == '.' {
			n++
		}
	}
	return n
}

func nonZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
