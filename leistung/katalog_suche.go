// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Treffer is one result of a search.
type Treffer struct {
	Leistung Leistung
	// Rang orders results; higher is better. It means nothing between searches.
	Rang int
	// Wegen are the words of the catalogue that led here.
	Wegen []string
}

// suchindex holds the word stems of all entries.
type suchindex struct {
	staemme []stamm  // by text
	laenge  []uint16 // number of stems in the name, by entry
}

type stamm struct {
	text   string
	stelle []fundstelle
}

// fundstelle says that an entry holds a stem, in a field of this weight.
type fundstelle struct {
	eintrag int32
	gewicht uint8
}

// Weights of the fields, and of how well a word fits a stem.
const (
	gewichtName    = 4
	gewichtBegriff = 3
	gewichtBuendel = 1

	passtGenau = 8
	passtVorn  = 5 // the word begins the stem: "wohn" in "wohnsitz"
	passtInnen = 3 // the word stands inside: "geld" in "wohngeld"

	// An everyday word means its first phrase more than it means the word itself:
	// who says "heiraten" wants to marry, not a new passport "bei Heirat". Of
	// eighths, less by alltagMinder for each further phrase.
	alltagVoll   = 10
	alltagMinder = 2
)

// Search returns at most limit entries that hold on the day and fit the words,
// best first. Words may be those of the catalogue ("Wohnsitz Anmeldung"), of
// everyday speech ("umziehen", "heiraten"), parts of compounds ("geld"), or a
// key. An entry must fit every word; where none does, those that fit most words
// are returned. Words without meaning of their own ("ich möchte ... beantragen")
// do not count.
func (k *Katalog) Search(text string, am datum.Datum, limit int) []Treffer {
	if limit <= 0 {
		return nil
	}
	if key, err := NormalizeSchluessel(text); err == nil {
		l, err := k.Lookup(key, am)
		if err != nil {
			return nil
		}
		return []Treffer{{Leistung: l, Rang: 1, Wegen: []string{key.String()}}}
	}
	worte := stems(text, true)
	if len(worte) > maxSuchworte {
		worte = worte[:maxSuchworte]
	}
	punkte := map[int32]*wertung{}
	for _, wort := range worte {
		for eintrag, fund := range k.suche.find(wort) {
			w := punkte[eintrag]
			if w == nil {
				w = &wertung{}
				punkte[eintrag] = w
			}
			w.worte++
			w.rang += fund.rang
			w.wegen = append(w.wegen, fund.wegen...)
		}
	}
	return k.best(punkte, am, limit)
}

// maxSuchworte bounds the work for a pasted page.
const maxSuchworte = 12

// wertung is what an entry has gathered so far.
type wertung struct {
	worte int
	rang  int
	wegen []string
}

// zuerst are the Verrichtungen one comes for first; what one has is changed or
// taken back later: Erteilung, Zulassung, Ausstellung, Anerkennung, Bewilligung,
// Gewaehrung, Anmeldung.
var zuerst = []string{"001", "007", "012", "016", "017", "080", "104"}

func (k *Katalog) best(punkte map[int32]*wertung, am datum.Datum, limit int) []Treffer {
	most := 0
	for i, w := range punkte {
		if k.leistungen[i].GiltAm(am) {
			most = max(most, w.worte)
		}
	}
	var treffer []Treffer
	for i, w := range punkte {
		l := k.leistungen[i]
		if w.worte < most || !l.GiltAm(am) {
			continue
		}
		rang := 16*w.rang - 8*int(k.suche.laenge[i])
		if l.Schluessel.Typ() == TypLOV {
			rang += 12 // what one can apply for goes before the bare object
		}
		if slices.Contains(zuerst, l.Schluessel.Verrichtung()) {
			rang += 4
		}
		slices.Sort(w.wegen)
		treffer = append(treffer, Treffer{Leistung: l, Rang: rang, Wegen: slices.Compact(w.wegen)})
	}
	slices.SortFunc(treffer, func(a, b Treffer) int {
		return cmp.Or(cmp.Compare(b.Rang, a.Rang), a.Leistung.Schluessel.Compare(b.Leistung.Schluessel), a.Leistung.GueltigAb.Compare(b.Leistung.GueltigAb))
	})
	return treffer[:min(limit, len(treffer))]
}

// find returns what each entry is worth for one word: literally, or by the
// phrases that everyday speech means by it.
func (s *suchindex) find(wort string) map[int32]wertung {
	found := s.literal(wort)
	for i, phrase := range alltagsworte[wort] {
		for eintrag, w := range s.phrase(phrase) {
			w.rang = w.rang * max(alltagVoll-i*alltagMinder, 1) / 8
			if w.rang > found[eintrag].rang {
				found[eintrag] = w
			}
		}
	}
	return found
}

// phrase returns the entries that fit each word of a phrase of the catalogue.
func (s *suchindex) phrase(phrase string) map[int32]wertung {
	var all map[int32]wertung
	worte := stems(phrase, false)
	for _, wort := range worte {
		one := s.literal(wort)
		if all == nil {
			all = one
			continue
		}
		for eintrag, w := range all {
			other, ok := one[eintrag]
			if !ok {
				delete(all, eintrag)
				continue
			}
			all[eintrag] = wertung{rang: w.rang + other.rang, wegen: slices.Concat(w.wegen, other.wegen)}
		}
	}
	for eintrag, w := range all {
		w.rang /= len(worte)
		all[eintrag] = w
	}
	return all
}

func (s *suchindex) literal(wort string) map[int32]wertung {
	found := map[int32]wertung{}
	for i := range s.staemme {
		passt := fits(wort, s.staemme[i].text)
		if passt == 0 {
			continue
		}
		for _, f := range s.staemme[i].stelle {
			if rang := passt * int(f.gewicht); rang > found[f.eintrag].rang {
				found[f.eintrag] = wertung{rang: rang, wegen: []string{s.staemme[i].text}}
			}
		}
	}
	return found
}

func fits(wort, stamm string) int {
	switch {
	case wort == stamm:
		return passtGenau
	case len(wort) >= 3 && strings.HasPrefix(stamm, wort):
		return passtVorn
	case len(wort) >= 4 && strings.Contains(stamm, wort):
		return passtInnen
	default:
		return 0
	}
}

func newSuchindex(k *Katalog) suchindex {
	index := suchindex{laenge: make([]uint16, len(k.leistungen))}
	byStem := map[string]map[int32]uint8{}
	add := func(eintrag int, text string, gewicht uint8) {
		for _, wort := range stems(text, false) {
			if byStem[wort] == nil {
				byStem[wort] = map[int32]uint8{}
			}
			byStem[wort][int32(eintrag)] = max(byStem[wort][int32(eintrag)], gewicht)
		}
	}
	for i := range k.leistungen {
		l := &k.leistungen[i]
		index.laenge[i] = uint16(min(len(stems(l.Bezeichnung, false)), 1<<12))
		add(i, l.Bezeichnung, gewichtName)
		for _, text := range l.Texte {
			if text.Modul == ModulBezeichnungII {
				add(i, string(text.Inhalt), gewichtName)
			}
		}
		for _, begriff := range l.Begriffe {
			add(i, begriff, gewichtBegriff)
		}
		for _, id := range l.OZG {
			if b, err := k.Buendel(id); err == nil {
				add(i, b.Bezeichnung, gewichtBuendel)
			}
		}
	}
	for text, stellen := range byStem {
		s := stamm{text: text}
		for eintrag, gewicht := range stellen {
			s.stelle = append(s.stelle, fundstelle{eintrag, gewicht})
		}
		slices.SortFunc(s.stelle, func(a, b fundstelle) int { return cmp.Compare(a.eintrag, b.eintrag) })
		index.staemme = append(index.staemme, s)
	}
	slices.SortFunc(index.staemme, func(a, b stamm) int { return strings.Compare(a.text, b.text) })
	return index
}
