// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// hasWord reports whether one of the words is word or, unfinished, begins so.
func hasWord(w *fold.Words, word []byte, unfinished bool) bool {
	for i := range w.Len() {
		if bytes.Equal(w.Word(i), word) || unfinished && len(word) > 2 && bytes.HasPrefix(w.Word(i), word) {
			return true
		}
	}
	return false
}

// hasStart reports whether one of the words begins with start or, being an
// abbreviation of the register ("Vogtl."), is the beginning of it.
func hasStart(w *fold.Words, start []byte, shortest int) bool {
	var rooms [2][fold.Room]byte
	var key []byte
	for i := range w.Len() {
		if w.Word(i)[0] != start[0] {
			continue
		}
		if key == nil {
			key = fold.AppendKey(rooms[0][:0], start)
		}
		word := fold.AppendKey(rooms[1][:0], w.Word(i))
		if len(start) >= shortest && bytes.HasPrefix(word, key) ||
			len(word) > 2 && w.Dotted(i) && bytes.HasPrefix(key, word) {
			return true
		}
	}
	return false
}

// hasNameStart is hasStart for the words of a name. One or two letters stand for a
// word behind the first only.
func hasNameStart(name *fold.Words, start []byte) bool {
	const telling = 3
	if len(start) >= telling {
		return hasStart(name, start, 1)
	}
	for i := 1; i < name.Len(); i++ {
		if bytes.HasPrefix(name.Word(i), start) && !fold.IsSmall(name.Word(i)) {
			return true
		}
	}
	return false
}

// hasInitials reports whether text is made of the first letters of the words
// behind the first: "odt" for Rothenburg ob der Tauber.
func hasInitials(w *fold.Words, text []byte) bool {
	if len(text) < 2 || len(text) != w.Len()-1 {
		return false
	}
	for i, c := range text {
		if w.Word(i + 1)[0] != c {
			return false
		}
	}
	return true
}

// isInitials reports whether the name ends in single letters that shorten the
// word: "O.L." for Oberlausitz.
func isInitials(w *fold.Words, word []byte) bool {
	var room [fold.Room]byte
	letters := room[:0]
	for i := w.Core(); i < w.Len(); i++ {
		if len(w.Word(i)) != 1 {
			return false
		}
		letters = append(letters, w.Word(i)[0])
	}
	_, ok := fold.Shortens(letters, word)
	return ok
}

// shortens reports whether a word of the query with a dot behind it stands for
// one behind the first of the name.
func shortens(name, query *fold.Words, i int) bool {
	if !query.Dotted(i) {
		return false
	}
	for at := 1; at < name.Len(); at++ {
		if start, letters := fold.Shortens(query.Word(i), name.Word(at)); start || letters {
			return true
		}
	}
	return false
}

// isLandAbbreviation knows the two letters of ISO 3166-2 and what else is common.
func isLandAbbreviation(land Land, word string) bool {
	if strings.EqualFold(strings.TrimPrefix(land.ISO(), "DE-"), word) {
		return true
	}
	switch word {
	case "nrw":
		return land == NordrheinWestfalen
	case "rlp":
		return land == RheinlandPfalz
	case "nds":
		return land == Niedersachsen
	case "lsa":
		return land == SachsenAnhalt
	case "meckpomm", "meckpom":
		return land == MecklenburgVorpommern
	default:
		return false
	}
}
