// SPDX-License-Identifier: Apache-2.0

package fold

// between reports whether a word has others on both sides: the "I" of
// "Wakendorf I" is no "in".
func between(i, from, to int) bool { return from < i && i < to-1 }

// AppendKey appends the key of words from (inclusive) to (exclusive).
func (w *Words) AppendKey(key []byte, from, to int) []byte {
	for i := from; i < to; i++ {
		if word := w.Word(i); !between(i, from, to) || !IsSmall(word) {
			key = AppendKey(key, word)
		}
	}
	return key
}

// AppendKey appends the key of one word: without the e behind a, o, u, and
// without letters that repeat the one before.
func AppendKey(key, word []byte) []byte {
	last := byte(0)
	for _, c := range word {
		if c == last || (c == 'e' || c == umlaut) && (last == 'a' || last == 'o' || last == 'u') {
			continue
		}
		if c == umlaut {
			c = 'e'
		}
		key = append(key, c)
		last = c
	}
	return key
}

// Doubles reports whether Merge would take anything out of a key. Within a word
// nothing is left to merge.
func Doubles(key []byte) bool {
	for i := 1; i < len(key); i++ {
		if last := key[i-1]; key[i] == last || key[i] == 'e' && (last == 'a' || last == 'o' || last == 'u') {
			return true
		}
	}
	return false
}

// Merge takes out of a key what repeats across its words: the key of the name
// written as one word. It works in place.
func Merge(key []byte) []byte {
	merged := key[:0]
	last := byte(0)
	for _, c := range key {
		if c == last || c == 'e' && (last == 'a' || last == 'o' || last == 'u') {
			continue
		}
		merged = append(merged, c)
		last = c
	}
	return merged
}

// AppendLetters appends the letters of the words without small ones between
// others.
func (w *Words) AppendLetters(b []byte, from, to int) []byte {
	for i := from; i < to; i++ {
		if word := w.Word(i); !between(i, from, to) || !IsSmall(word) {
			for _, c := range word {
				if c == umlaut {
					c = 'e'
				}
				b = append(b, c)
			}
		}
	}
	return b
}

// Likeness says how much alike a typed name and a name are; less is better.
type Likeness uint8

// The grades of likeness. Up to Unmarked it is the same name.
const (
	Same     Likeness = iota // letter by letter
	Unmarked                 // umlauts typed as plain letters, or words written as one
	Alike                    // the keys are the same, letters are not
)

// Spelled compares typed words with those of a name whose key is the same.
func Spelled(typed *Words, from, to int, name *Words, nameFrom, nameTo int) Likeness {
	t, n := cursor{w: typed, from: from, to: to}, cursor{w: name, from: nameFrom, to: nameTo}
	t.start()
	n.start()
	grade := Same
	for {
		a, b := t.letter(), n.letter()
		switch {
		case a == 0 && b == 0:
			return grade
		case a == ' ' && b != ' ':
			return Alike // typed in two words, and is one
		case b == ' ' && a != ' ':
			if a == 0 {
				return Alike
			}
			grade = Unmarked
			n.next()
			continue
		case b == umlaut && a != umlaut && a != 'e':
			grade = Unmarked
			n.next()
			continue
		case a == b, a == umlaut && b == 'e', a == 'e' && b == umlaut:
		default:
			return Alike
		}
		t.next()
		n.next()
	}
}

// cursor walks over the letters of words with one blank between two, small
// words between others left out.
type cursor struct {
	w        *Words
	from, to int
	word, at int
	blank    bool
}

func (c *cursor) start() { c.word = c.from }

// letter returns the letter at the cursor, a blank between words, 0 at the end.
func (c *cursor) letter() byte {
	switch {
	case c.word >= c.to:
		return 0
	case c.blank:
		return ' '
	default:
		return c.w.Word(c.word)[c.at]
	}
}

func (c *cursor) next() {
	if c.blank {
		c.blank = false
		return
	}
	if c.at++; c.at < len(c.w.Word(c.word)) {
		return
	}
	c.at = 0
	for c.word++; c.word < c.to && between(c.word, c.from, c.to) && IsSmall(c.w.Word(c.word)); c.word++ {
	}
	c.blank = c.word < c.to
}

// Shortens reports whether a word with a dot behind it may stand for another:
// as its beginning, or as letters of it in their order, the first included.
func Shortens(short, word []byte) (start, letters bool) {
	if len(short) == 0 || len(word) == 0 || short[0] != word[0] {
		return false, false
	}
	i, run := 0, true
	for j := 0; i < len(short) && j < len(word); j++ {
		switch {
		case short[i] == word[j], short[i] == 'e' && word[j] == umlaut, short[i] == umlaut && word[j] == 'e':
			i++
		case word[j] == umlaut:
		default:
			run = false
		}
	}
	whole := i == len(short)
	return whole && run, whole && len(short) > 1
}
