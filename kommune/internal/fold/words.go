// SPDX-License-Identifier: Apache-2.0

// Package fold compares names of places however people type them.
//
// A text is cut into words of small ASCII letters. Three forms are made of
// them. The key is what people agree on: umlauts with or without their e, double
// letters once, no blanks, abbreviations written out, small words such as "an
// der" left out between others. The letters keep umlauts (as ae, oe, ue) and double
// letters; they rank those who typed them. [Spelled] says whether two texts are
// the same name.
//
// No letters merge across words: "Neuss Stadt" is no "Neustadt".
package fold

import "unicode/utf8"

// MaxRead bounds what is read of a text, in characters: the longest name has
// half of it.
const MaxRead = 100

// Room is what a key or the letters of a text need at most, in bytes.
const Room = 2*MaxRead + 64

// umlaut stands for the e of ä, ö, ü, which people leave out who have no such
// key. It is an e everywhere else.
const umlaut = 'E'

// MaxWords bounds how many words are read.
const MaxWords = 24

// Words are the words of a text. The zero value has none.
type Words struct {
	text [2*MaxRead + 32]byte
	ends [MaxWords]uint8
	n    int
	core int // words of the name itself, without river, region or bracket behind it
	dots uint32
	cuts uint32
}

// Len returns the number of words.
func (w *Words) Len() int { return w.n }

// Core returns the number of words of the name itself, without river, region
// or bracket behind it.
func (w *Words) Core() int { return w.core }

// Word returns the i-th word. Its bytes must not be changed.
func (w *Words) Word(i int) []byte {
	start := 0
	if i > 0 {
		start = int(w.ends[i-1])
	}
	return w.text[start:w.ends[i]]
}

// Dotted reports whether a dot stands behind the word: it may be shortened.
func (w *Words) Dotted(i int) bool { return w.dots>>i&1 != 0 }

// AnyDotted reports whether any word may be shortened.
func (w *Words) AnyDotted() bool { return w.dots != 0 }

// Parted reports whether a comma, a semicolon or the end of a line stands
// before the word: no name goes on over it.
func (w *Words) Parted(i int) bool { return w.cuts>>i&1 != 0 }

// AnyParted reports whether a comma or the like stands between words.
func (w *Words) AnyParted() bool { return w.cuts&(1<<w.n-1) > 1 }

// Fold cuts a text into words. What does not fit is left out. In a text
// somebody is typing, the last word may go on: it is not taken for an
// abbreviation.
func (w *Words) Fold(s string, typing bool) {
	w.n, w.core, w.dots, w.cuts = 0, -1, 0, 0
	length, start, read := 0, 0, 0
	number := false // the word so far ends in a digit
	flush := func(last bool) {
		if length > start {
			if !last || !typing {
				length = w.expand(start, length)
			}
			w.ends[w.n] = uint8(length)
			w.n++
			if !last && w.core < 0 && w.n > 1 && IsSmall(w.Word(w.n-1)) {
				w.core = w.n - 1
			}
			start = length
		}
	}
	for i := 0; i < len(s); {
		if read++; read > MaxRead || w.n == len(w.ends)-1 || length > len(w.text)-16 {
			break
		}
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' { // most are
			if number {
				flush(false) // "07743Jena"
				number = false
			}
			w.text[length] = c
			length++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if folded := foldRune(r); folded != "" {
			length += copy(w.text[length:], folded)
			number = '0' <= r && r <= '9'
			continue
		}
		if isMark(r) {
			continue
		}
		ended := length > start
		flush(false)
		number = false
		switch r {
		case '.':
			if ended {
				w.dots |= 1 << (w.n - 1)
			}
		case ',', ';', '\n', '\r', '|':
			w.cuts |= 1 << w.n
		case '(', '/':
			if w.core < 0 && w.n > 0 {
				w.core = w.n
			}
		}
	}
	flush(true)
	if w.core < 0 {
		w.core = w.n
	}
}

// foldRune returns the letters of a digit or of a letter that ASCII has not,
// and the empty string for what parts words.
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
		return "aE"
	case 'ö', 'Ö', 'œ', 'Œ':
		return "oE"
	case 'ü', 'Ü':
		return "uE"
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
func (w *Words) expand(start, end int) int {
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
	case "thuEr", "thuer", "thur":
		return "thuEringen"
	case "vogtl":
		return "vogtland"
	case "westf":
		return "westfalen"
	default:
		return ""
	}
}

// IsSmall reports whether a word says nothing behind the first one.
func IsSmall(word []byte) bool {
	switch string(word) {
	case "a", "am", "an", "auf", "b", "bei", "beim", "d", "dem", "den", "der", "des", "die", "das",
		"i", "im", "in", "o", "ob", "u", "und", "unter", "v", "vom", "von", "vor", "vorm", "z", "zu", "zum", "zur":
		return true
	default:
		return false
	}
}

// Digits returns the length of a word that consists of digits, and else 0.
func (w *Words) Digits(i int) int {
	word := w.Word(i)
	for _, c := range word {
		if c < '0' || c > '9' {
			return 0
		}
	}
	return len(word)
}

// Remove takes out the words from (inclusive) to (exclusive). What parts the
// words around stays parted there.
func (w *Words) Remove(from, to int) {
	var rest Words
	for i := range w.n {
		if i >= from && i < to {
			continue
		}
		length := copy(rest.text[rest.end():], w.Word(i)) + rest.end()
		rest.ends[rest.n] = uint8(length)
		rest.dots |= w.dots >> i & 1 << rest.n
		if w.Parted(i) || i == to && from > 0 {
			rest.cuts |= 1 << rest.n
		}
		rest.n++
	}
	rest.core = rest.n
	*w = rest
}

func (w *Words) end() int {
	if w.n == 0 {
		return 0
	}
	return int(w.ends[w.n-1])
}
