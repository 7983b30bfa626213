// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Eintraege returns the Leistung as entries of a catalogue, one for each key it
// names and each time it holds. What the message states in a form that is not known (a key, a
// Typisierung, a day) is left out; left says how many such values there were.
// The code of the trust level is not interpreted: its labels are in a list that
// is not part of this package.
func (l *Leistung) Eintraege() (entries []leistung.Leistung, left int) {
	base := leistung.Leistung{}
	for _, code := range l.Typisierungen {
		t, err := leistung.ParseTypisierung(code.Code)
		if err != nil {
			left++
			continue
		}
		base.Typisierungen = append(base.Typisierungen, t)
	}
	for _, m := range l.Texte {
		base.Texte = append(base.Texte, carry(m.Modul, m.Inhalt)...)
	}
	for _, begriff := range l.Begriffe {
		base.Begriffe = append(base.Begriffe, string(begriff.Inhalt))
	}
	for i := range l.Fristen {
		base.Fristen = append(base.Fristen, l.Fristen[i].angabe(&left))
	}
	for i := range l.Bearbeitung {
		base.Bearbeitungsdauern = append(base.Bearbeitungsdauern, l.Bearbeitung[i].angabe(&left))
	}
	for i := range l.Kosten {
		k := &l.Kosten[i]
		base.Kosten = append(base.Kosten, leistung.Kostenangabe{
			Typ: k.Typ.Code, Art: k.Art, Betrag: k.Betrag, BetragBis: k.BetragBis, Waehrung: k.Waehrung, Vorkasse: k.Vorkasse,
			Beschreibung: carry("", k.Beschreibung),
		})
	}
	for _, d := range l.Dokumente {
		base.Nachweise = append(base.Nachweise, leistung.Nachweis{Typ: d.Typ.Code, Ausgehend: d.Ausgehend, Bezeichnung: carry("", d.Bezeichnung)})
	}
	base.Bezeichnung = l.bezeichnung()
	zeiten := l.Gueltigkeit
	if len(zeiten) == 0 {
		zeiten = []Gueltigkeit{{}}
	}
	for i, text := range l.Schluessel {
		key, err := leistung.ParseSchluessel(text)
		if err != nil {
			left++
			continue
		}
		if slices.Contains(l.Schluessel[:i], text) {
			continue
		}
		for _, z := range zeiten {
			entry := base
			entry.Schluessel, entry.GueltigAb, entry.GueltigBis = key, day(z.Beginn, &left), day(z.Ende, &left)
			entries = append(entries, entry)
		}
	}
	return entries, left
}

// bezeichnung returns the formal name, else that in the citizen's words, in
// German, else in any language, and the id where there is none.
func (l *Leistung) bezeichnung() string {
	for _, modul := range []leistung.Textmodul{leistung.ModulBezeichnung, leistung.ModulBezeichnungII} {
		for i := range l.Texte {
			if name := German(l.Texte[i].Inhalt); l.Texte[i].Modul == modul && name != "" {
				return name
			}
		}
	}
	return l.ID.String()
}

func carry(modul leistung.Textmodul, texts []Text) []leistung.Text {
	var all []leistung.Text
	for _, text := range texts {
		all = append(all, leistung.Text{Modul: modul, Sprache: text.Sprache, Inhalt: text.Inhalt})
	}
	return all
}

func (f *Frist) angabe(left *int) leistung.Fristangabe {
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil && text != "" || n < 0 {
			*left++
			return 0
		}
		return n
	}
	return leistung.Fristangabe{
		Typ: f.Typ.Code, Dauer: number(f.Dauer), Einheit: f.Einheit, DauerBis: number(f.DauerBis), EinheitBis: f.EinheitBis,
		Von: f.Von, Bis: f.Bis, Beschreibung: carry("", f.Beschreibung),
	}
}

// day reads the day of a date or of a date with a time.
func day(text string, left *int) datum.Datum {
	if text == "" {
		return datum.Datum{}
	}
	const length = len("2006-01-02")
	d, err := datum.Parse(text[:min(len(text), length)])
	if err != nil {
		*left++
	}
	return d
}

// Days returns the first and the last day of the time; a bound that is not stated
// is zero. It is false where one is stated in a form that is no day.
func (g *Gueltigkeit) Days() (ab, bis datum.Datum, ok bool) {
	left := 0
	ab, bis = day(g.Beginn, &left), day(g.Ende, &left)
	return ab, bis, left == 0
}

// German returns the German text, as plain text, else that of the
// first language that is not blank.
func German(texts []Text) string {
	other := ""
	for _, text := range texts {
		plain := PlainText(text.Inhalt)
		if plain != "" && (text.Sprache == "de" || strings.HasPrefix(text.Sprache, "de-")) {
			return plain
		}
		other = cmp.Or(other, plain)
	}
	return other
}
