// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"unicode"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

// hasControl reports whether a text holds a control character that XML cannot
// carry on and databases refuse: all below the space but for tab and line ends.
// JSON has them as escapes only.
func hasControl(text []byte) bool {
	for _, c := range text {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return true
		}
	}
	return false
}

// maxPart is the length of the parts in which a text is checked, so that one of
// megabytes and nothing but wrong characters is given up after the first part.
const maxPart = 4 << 10

// allows reports whether the text keeps to its set of characters.
func (n *node) allows(text []byte) bool {
	for i, c := range text {
		if c >= utf8.RuneSelf {
			return n.allowsParts(text[max(0, i-utf8.UTFMax):])
		}
		if !n.ascii[c] {
			return false
		}
	}
	return true
}

func (n *node) allowsParts(text []byte) bool {
	for len(text) > 0 {
		end := len(text)
		if end > maxPart {
			if end = lastSeam(text[:maxPart]); end == 0 {
				return false // no letter carries that many marks
			}
		}
		if len(din91379.Check(n.el.Zeichen, string(text[:end]))) > 0 {
			return false
		}
		text = text[end:]
	}
	return true
}

// The diacritics that join the letter before them with the one behind, as in K͟H.
const firstJoining, lastJoining = 0x035C, 0x0362

// lastSeam returns the last place, but for the beginning, where no sequence of
// DIN 91379 goes on: before a character that is no mark and does not follow a
// joining one. It is 0 where there is none.
func lastSeam(text []byte) int {
	next, size := utf8.DecodeLastRune(text) // perhaps cut in two, so never a seam behind it
	for end := len(text) - size; end > 0; end -= size {
		var r rune
		r, size = utf8.DecodeLastRune(text[:end])
		if !unicode.Is(unicode.M, next) && (r < firstJoining || r > lastJoining) && next != utf8.RuneError {
			return end
		}
		next = r
	}
	return 0
}
