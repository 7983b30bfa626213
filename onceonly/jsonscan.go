// SPDX-License-Identifier: Apache-2.0

package onceonly

const (
	// jsonDepth bounds the nesting of a document.
	jsonDepth = 64
	// jsonMembers bounds the names of one object, because each is compared with
	// those before.
	jsonMembers = 1000
)

// jsonScanner walks over a JSON document (RFC 8259) and accepts nothing else.
type jsonScanner struct {
	in     []byte
	pos    int
	names  []string // of the objects that are open
	firsts []int    // where the names of each of them begin
}

func (s *jsonScanner) blanks() {
	for s.pos < len(s.in) {
		switch s.in[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// next passes over blanks and returns the byte behind them, or 0 at the end.
func (s *jsonScanner) next() byte {
	s.blanks()
	if s.pos == len(s.in) {
		return 0
	}
	return s.in[s.pos]
}

func (s *jsonScanner) take(c byte) bool {
	if s.next() != c {
		return false
	}
	s.pos++
	return true
}

// skip passes over one value, which begins at the position.
func (s *jsonScanner) skip(depth int) bool {
	if depth > jsonDepth || s.pos == len(s.in) {
		return false
	}
	switch s.in[s.pos] {
	case '{':
		return s.skipCompound(depth, '}')
	case '[':
		return s.skipCompound(depth, ']')
	case '"':
		return s.text()
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	default:
		return s.number()
	}
}

func (s *jsonScanner) skipCompound(depth int, closing byte) bool {
	s.pos++
	for first := true; s.next() != closing; first = false {
		if !first && !s.take(',') {
			return false
		}
		if closing == '}' && (s.next() != '"' || !s.text() || !s.take(':')) {
			return false
		}
		s.blanks()
		if !s.skip(depth + 1) {
			return false
		}
	}
	s.pos++
	return true
}

func (s *jsonScanner) literal(word string) bool {
	if len(s.in)-s.pos < len(word) || string(s.in[s.pos:s.pos+len(word)]) != word {
		return false
	}
	s.pos += len(word)
	return true
}

// text passes over a string, which begins at the position.
func (s *jsonScanner) text() bool {
	for s.pos++; s.pos < len(s.in); s.pos++ {
		switch c := s.in[s.pos]; {
		case c == '"':
			s.pos++
			return true
		case c < ' ':
			return false
		case c == '\\':
			if !s.escape() {
				return false
			}
		}
	}
	return false
}

// escape passes over an escape but for its last byte.
func (s *jsonScanner) escape() bool {
	s.pos++
	if s.pos == len(s.in) {
		return false
	}
	switch s.in[s.pos] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			if s.pos++; s.pos == len(s.in) || !isHex(s.in[s.pos]) {
				return false
			}
		}
		return true
	}
	return false
}

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number passes over a number: no plus sign, no leading zero, no bare dot.
func (s *jsonScanner) number() bool {
	if s.pos < len(s.in) && s.in[s.pos] == '-' {
		s.pos++
	}
	start := s.pos
	if !s.digits() || s.pos-start > 1 && s.in[start] == '0' {
		return false
	}
	if s.pos < len(s.in) && s.in[s.pos] == '.' {
		s.pos++
		if !s.digits() {
			return false
		}
	}
	if s.pos < len(s.in) && (s.in[s.pos] == 'e' || s.in[s.pos] == 'E') {
		s.pos++
		if s.pos < len(s.in) && (s.in[s.pos] == '+' || s.in[s.pos] == '-') {
			s.pos++
		}
		return s.digits()
	}
	return true
}

func (s *jsonScanner) digits() bool {
	start := s.pos
	for s.pos < len(s.in) && isDigit(s.in[s.pos]) {
		s.pos++
	}
	return s.pos > start
}
