// SPDX-License-Identifier: Apache-2.0

package kommune

import "unicode/utf8"

// Names are compared in two forms. The key is what people agree on however
// they type: small letters without marks, umlauts with or without their e,
// double letters once, no blanks, abbreviations written out, small words such
// as "an der" left out behind the first word. The literal form keeps umlauts
// (as ae, oe, ue) and double letters and ranks those who typed them.

// maxQuery bounds what is read of a text: the longest name has half of it.
const maxQuery = 100

// words are the tokens of a folded name, in the literal form.
type words struct {
	text [2*maxQuery + 32]byte
	ends [24]uint8
	n    int
	core int // words of the name itself, without river, region or bracket behind it
}

func (w *words) word(i int) []byte {
	start := 0
	if i > 0 {
		start = int(w.ends[i-1])
	}
	return w.text[start:w.ends[i]]
}

// foldWords cuts a text into words. What does not fit is left out. In a text
// somebody is typing, the last word may go on: it is not taken for an
// abbreviation.
func foldWords(s string, typing bool, w *words) {
	w.n, w.core = 0, -1
	length, start, read := 0, 0, 0
	flush := func(last bool) {
		if length > start {
			if !last || !typing {
				length = expand(w, start, length)
			}
			w.ends[w.n] = uint8(length)
			w.n++
			if !last && w.core < 0 && w.n > 1 && isSmallWord(w.word(w.n-1)) {
				w.core = w.n - 1
			}
			start = length
		}
	}
	for i := 0; i < len(s); {
		if read++; read > maxQuery || w.n == len(w.ends)-1 || length > len(w.text)-16 {
			break
		}
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' { // most are
			w.text[length] = c
			length++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if folded := foldRune(r); folded != "" {
			length += copy(w.text[length:], folded)
			continue
		}
		if isMark(r) {
			continue
		}
		flush(false)
		if w.core < 0 && w.n > 0 && (r == '(' || r == '/') {
			w.core = w.n
		}
	}
	flush(true)
	if w.core < 0 {
		w.core = w.n
	}
}

// foldRune returns the literal form of a digit or of a letter that ASCII has
// not, and the empty string for what parts words.
func foldRune(r rune) string {
	const ascii = "abcdefghijklmnopqrstuvwxyz"
	switch {
	case '0' <= r && r <= '9':
		return "0123456789"[r-'0' : r-'0'+1]
	case r < 0xC0:
		return ""
	}
	switch r {
	case 'ä', 'Ä', 'æ', 'Æ':
		return "ae"
	case 'ö', 'Ö', 'œ', 'Œ':
		return "oe"
	case 'ü', 'Ü':
		return "ue"
	case 'ß', 'ẞ':
		return "ss"
	case 'þ', 'Þ':
		return "th"
	}
	if int(r) < 0xC0+len(latinBase) {
		if base := latinBase[r-0xC0]; base != ' ' {
			return ascii[base-'a' : base-'a'+1]
		}
	}
	return ""
}

// latinBase holds the letter under its mark for U+00C0 to U+017F; blank where
// there is none.
const latinBase = "aaaaaaaceeeeiiii" + "dnooooo ouuuuyp " + "aaaaaaaceeeeiiii" + "dnooooo ouuuuypy" +
	"aaaaaaccccccccdd" + "ddeeeeeeeeeegggg" + "gggghhhhiiiiiiii" + "iiiijjkkklllllll" +
	"lllnnnnnnnnnoooo" + "oooorrrrrrssssss" + "ssttttttuuuuuuuu" + "uuuuwwyyyzzzzzzs"

// isMark reports whether r is a combining mark, as in decomposed text, or an
// apostrophe: neither parts a word.
func isMark(r rune) bool {
	return 0x300 <= r && r < 0x370 || r == '\'' || r == '’'
}

// expand writes out an abbreviation of names in the register and returns its
// new end.
func expand(w *words, start, end int) int {
	long := ""
	switch string(w.text[start:end]) {
	case "st":
		long = "sankt"
	case "hann":
		long = "hannoversch"
	default:
		if w.n > 0 { // Thür is a Gemeinde
			long = behindName(w.text[start:end])
		}
	}
	if long == "" {
		return end
	}
	return start + copy(w.text[start:], long)
}

// behindName writes out an abbreviation that stands behind names.
func behindName(word []byte) string {
	switch string(word) {
	case "bay":
		return "bayern"
	case "erzgeb":
		return "erzgebirge"
	case "holst":
		return "holstein"
	case "opf":
		return "oberpfalz"
	case "sa":
		return "sachsen"
	case "thuer", "thur":
		return "thueringen"
	case "vogtl":
		return "vogtland"
	case "westf":
		return "westfalen"
	default:
		return ""
	}
}

// isSmallWord reports whether a word says nothing behind the first one.
func isSmallWord(word []byte) bool {
	switch string(word) {
	case "a", "am", "an", "auf", "b", "bei", "beim", "d", "dem", "den", "der", "des", "die", "das",
		"i", "im", "in", "o", "ob", "u", "und", "unter", "v", "vom", "von", "vor", "vorm", "z", "zu", "zum", "zur":
		return true
	default:
		return false
	}
}

// isStatusWord reports whether a word names a kind of area and no area.
func isStatusWord(word []byte) bool {
	switch string(word) {
	case "stadt", "gemeinde", "markt", "marktgemeinde", "kreisstadt", "hansestadt", "landeshauptstadt",
		"universitaetsstadt", "kreis", "landkreis", "lkr", "lk", "kr", "land", "lutherstadt", "flecken", "ort":
		return true
	default:
		return false
	}
}

// appendKey appends the key of words from (inclusive) to (exclusive).
func (w *words) appendKey(key []byte, from, to int) []byte {
	start := len(key)
	for i := from; i < to; i++ {
		if word := w.word(i); !between(i, from, to) || !isSmallWord(word) {
			key = appendKeyLetters(key, start, word)
		}
	}
	return key
}

// between reports whether a word has others on both sides: the "I" of
// "Wakendorf I" is no "in".
func between(i, from, to int) bool { return from < i && i < to-1 }

// appendKeyLetters drops the e behind a, o, u, and letters that repeat the one
// before.
func appendKeyLetters(key []byte, start int, word []byte) []byte {
	last := byte(0)
	if len(key) > start {
		last = key[len(key)-1]
	}
	for _, c := range word {
		if c == last || c == 'e' && (last == 'a' || last == 'o' || last == 'u') {
			continue
		}
		key = append(key, c)
		last = c
	}
	return key
}

// appendLiteral appends the literal form of the words without small ones.
func (w *words) appendLiteral(b []byte, from, to int) []byte {
	for i := from; i < to; i++ {
		if word := w.word(i); !between(i, from, to) || !isSmallWord(word) {
			b = append(b, word...)
		}
	}
	return b
}
