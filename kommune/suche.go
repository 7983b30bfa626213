// SPDX-License-Identifier: Apache-2.0

package kommune

// Treffer is a hit of a search. As names repeat, it carries what tells two
// Gemeinden of one name apart.
type Treffer struct {
	Gemeinde Gemeinde `json:"gemeinde"`
	Kreis    Kreis    `json:"kreis,omitzero"` // zero for areas outside every Kreis
	// Art says how good the hit is.
	Art Trefferart `json:"art"`
	// Ueber is the former name, of the Gemeinde or of a Kreis, or, with
	// [TrefferGebiet], the Kreis or Verband by which the Gemeinde was found; it is
	// empty where its own name was.
	Ueber string `json:"ueber,omitzero"`
}

// Trefferart says how a hit came about. The zero value means "not set": no hit
// has it.
type Trefferart uint8

// The kinds of hits, roughly the best first: one typing error counts for better
// than letters within a name, two for worse.
const (
	// TrefferName: the whole name or its core, letter by letter; an umlaut may
	// be typed as a plain letter, and a name of several words as one.
	TrefferName Trefferart = iota + 1
	// TrefferMitOrt: the name, with Kreis, Land, PLZ, title or the like that fit.
	TrefferMitOrt
	// TrefferTeil: a whole word of the name.
	TrefferTeil
	// TrefferFrueher: a name the Gemeinde had, or one that went up in it, or a
	// Kreis of before.
	TrefferFrueher
	// TrefferGebiet: the Kreis or the Verband the Gemeinde belongs to. The seat
	// comes first, then the members by population.
	TrefferGebiet
	TrefferAnfang     // the beginning of the name or of a word
	TrefferEnthalten  // letters within the name
	TrefferOhneOrt    // the name, and beside it what does not fit or is not known
	TrefferTippfehler // the name, up to typing errors
	TrefferPLZ        // the PLZ alone: a hint, not an answer
)

// Text returns the name with Kreis and Land, for a list to choose from:
// "Teistungen (Landkreis Eichsfeld, Thüringen)". A former name by which the
// Gemeinde was found stands behind: "… (…, Hessen; früher Bromskirchen)".
func (t Treffer) Text() string {
	land := t.Gemeinde.AGS.Land().Name()
	behind := ""
	if t.Ueber != "" && t.Art != TrefferGebiet {
		behind = "; früher " + t.Ueber
	}
	switch {
	case land == t.Gemeinde.Kurzname() && behind == "":
		return land
	case t.Kreis.Schluessel.IsZero(), t.Kreis.Kreisfrei():
		return t.Gemeinde.Kurzname() + " (" + land + behind + ")"
	default:
		return t.Gemeinde.Kurzname() + " (" + t.Kreis.Bezeichnung() + ", " + land + behind + ")"
	}
}

// Search returns at most limit Gemeinden, and never more than 1000, that fit what
// a person typed, the best first; none where nothing fits. It reads the first 100
// characters and takes umlauts in every spelling, abbreviations ("a. d.", "Schwäb.
// Gmünd", "a. Rbge."), names without "Bad" or the river behind, Sorbian names,
// unfinished words, and up to two typing errors. What stands before or behind the
// name may be a title, an office, a street, a Kreis, a Land, or a PLZ: what fits
// decides between Gemeinden of one name, a PLZ first. Names that editions since
// 1990 had lead to the Gemeinde of today. The name of a Kreis or a Verband gives
// its members, the seat first; see also [Verzeichnis.FindKreise] and
// [Verzeichnis.FindVerbaende]. That of a Kreis since 1990 gives those whose area
// belonged to it; see also [Verzeichnis.FindFruehereKreise]. Ortsteile are found as far as they were Gemeinden
// since 1990.
//
// Among equally good hits the one with more inhabitants comes first: names
// repeat, and a person must choose. A PLZ is only a hint, as the register has
// those of the seats of administrations alone.
func (v *Verzeichnis) Search(text string, limit int) []Treffer {
	return v.search(text, limit, 0, maxKey)
}

// SearchLand is Search within one Land.
func (v *Verzeichnis) SearchLand(text string, land Land, limit int) []Treffer {
	return v.search(text, limit, uint32(land)*1_000_000, (uint32(land)+1)*1_000_000)
}

// SearchKreis is Search within one Kreis.
func (v *Verzeichnis) SearchKreis(text string, kreis Kreisschluessel, limit int) []Treffer {
	return v.search(text, limit, kreis.n*1000, (kreis.n+1)*1000)
}

const maxKey = 1 << 31

// maxHits bounds what one search returns.
const maxHits = 1000

func (v *Verzeichnis) search(text string, limit int, from, to uint32) []Treffer {
	limit = min(limit, maxHits)
	if limit <= 0 {
		return nil
	}
	s := search{v: v, index: v.names(), from: from, to: to, limit: limit, living: classNone}
	if limit > len(s.few) {
		s.many = make([]kept, limit)
	}
	s.run(text)
	return s.treffer()
}

func (s *search) treffer() []Treffer {
	if s.n == 0 {
		return nil
	}
	result := make([]Treffer, s.n)
	for i, k := range s.hits() {
		t, at := &result[i], int(s.index.byRank[k.rank()])
		s.v.gemeinden.fill(&t.Gemeinde, at)
		t.Art = k.class().art()
		if kreis := s.index.kreisOf[at]; kreis != noKreis {
			t.Kreis = s.v.kreise[kreis]
		}
		if over := k.over(); over != 0 {
			t.Ueber = s.overs[over-1]
		}
	}
	return result
}
