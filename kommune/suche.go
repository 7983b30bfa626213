// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"slices"
	"strings"
)

// Treffer is a hit of a search. As names repeat, it carries what tells two
// Gemeinden of one name apart.
type Treffer struct {
	Gemeinde Gemeinde
	Kreis    Kreis // zero for areas outside every Kreis
}

// Text returns the name with Kreis and Land, for a list to choose from:
// "Teistungen (Landkreis Eichsfeld, Thüringen)".
func (t Treffer) Text() string {
	land := t.Gemeinde.AGS.Land().Name()
	if t.Kreis.Schluessel.IsZero() || t.Kreis.Kreisfrei() {
		return t.Gemeinde.Kurzname() + " (" + land + ")"
	}
	return t.Gemeinde.Kurzname() + " (" + t.Kreis.Bezeichnung() + ", " + land + ")"
}

// Search returns at most limit Gemeinden whose name fits what a person typed,
// the best first: whole names before names that begin with the text, and
// among equals the one with more inhabitants.
func (v *Verzeichnis) Search(text string, limit int) []Treffer {
	query := fold(text)
	if query == "" || limit <= 0 {
		return nil
	}
	index := v.names()
	from, _ := slices.BinarySearchFunc(index.entries, query, func(e nameEntry, q string) int { return cmp.Compare(e.name, q) })
	best := make(map[uint16]bool)
	var rows []nameEntry
	for _, entry := range index.entries[from:] {
		if !strings.HasPrefix(entry.name, query) {
			break
		}
		rows = append(rows, entry)
	}
	slices.SortStableFunc(rows, func(a, b nameEntry) int {
		x, y := &v.gemeinden[a.position], &v.gemeinden[b.position]
		return cmp.Or(
			boolCompare(a.name != query, b.name != query),
			cmp.Compare(y.Einwohner, x.Einwohner),
			x.AGS.Compare(y.AGS),
		)
	})
	var hits []Treffer
	for _, row := range rows {
		if len(hits) == limit {
			break
		}
		if !best[row.position] {
			best[row.position] = true
			hits = append(hits, v.treffer(row.position))
		}
	}
	return hits
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

func (v *Verzeichnis) treffer(position uint16) Treffer {
	hit := Treffer{Gemeinde: v.gemeinden[position]}
	hit.Kreis, _ = v.Kreis(hit.Gemeinde.AGS.Kreis())
	return hit
}

// nameIndex holds the folded names in their order.
type nameIndex struct{ entries []nameEntry }

type nameEntry struct {
	name     string
	position uint16
}

func newNameIndex(gemeinden []Gemeinde) *nameIndex {
	entries := make([]nameEntry, 0, 2*len(gemeinden))
	for i := range gemeinden {
		full := gemeinden[i].Kurzname()
		names := []string{fold(full)}
		if cut := strings.IndexAny(full, "/("); cut > 0 { // "Mühlhausen/Thüringen", "Kampen (Sylt)"
			names = append(names, fold(full[:cut]))
		}
		for _, name := range names {
			if bare, ok := strings.CutPrefix(name, "bad "); ok {
				names = append(names, bare)
			}
		}
		for _, name := range names {
			entries = append(entries, nameEntry{name, uint16(i)})
			if plain := withoutUmlauts.Replace(name); plain != name {
				entries = append(entries, nameEntry{plain, uint16(i)})
			}
		}
	}
	slices.SortFunc(entries, func(a, b nameEntry) int { return cmp.Compare(a.name, b.name) })
	return &nameIndex{entries}
}

// withoutUmlauts gives the spelling of people who leave the dots out.
var withoutUmlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// fold brings a name to lower case Latin letters with single blanks.
func fold(text string) string {
	var b strings.Builder
	blank := false
	for _, r := range strings.ToLower(text) {
		var s string
		switch r {
		case 'ä':
			s = "ae"
		case 'ö':
			s = "oe"
		case 'ü':
			s = "ue"
		case 'ß':
			s = "ss"
		case ' ', '.', ',', '/', '(', ')', '-':
			blank = true
			continue
		default:
			s = string(r)
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteString(s)
	}
	return b.String()
}
