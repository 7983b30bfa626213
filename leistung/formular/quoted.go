// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads the string at pos and returns the place of its content. It tells
// whether the content has escapes, and whether one of them is half a surrogate
// pair, which stands for no character.
func (d *document) quoted() (start, end int32, escaped, lone, ok bool) {
	src, i := d.src, d.pos+1
	start = int32(i)
	for i < len(src) {
		if c := src[i]; c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		switch c := src[i]; {
		case c == '"':
			d.pos = i + 1
			return start, int32(i), escaped, lone, true
		case c < 0x20:
			d.pos = i
			return start, int32(i), escaped, lone, false
		default:
			escaped = true
			next, half, valid := scanEscape(src, i)
			if !valid {
				d.pos = i
				return start, int32(i), escaped, lone, false
			}
			lone = lone || half
			i = next
		}
	}
	d.pos = i
	return start, int32(i), escaped, lone, false
}

// scanEscape reads the escape at i, both halves of a surrogate pair together.
func scanEscape(src []byte, i int) (next int, half, ok bool) {
	if i+1 >= len(src) {
		return i, false, false
	}
	switch src[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, false, true
	case 'u':
		r, ok := hex4(src, i+2)
		if !ok {
			return i, false, false
		}
		if !utf16.IsSurrogate(r) {
			return i + 6, false, true
		}
		if i+7 < len(src) && src[i+6] == '\\' && src[i+7] == 'u' {
			if low, ok := hex4(src, i+8); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
				return i + 12, false, true
			}
		}
		return i + 6, true, true
	}
	return i, false, false
}

func hex4(src []byte, i int) (r rune, ok bool) {
	if i+4 > len(src) {
		return 0, false
	}
	for _, c := range src[i : i+4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// appendUnescaped appends the text that the content of a string stands for.
func appendUnescaped(dst, content []byte) []byte {
	for i := 0; i < len(content); {
		if content[i] != '\\' {
			dst = append(dst, content[i])
			i++
			continue
		}
		next, half, _ := scanEscape(content, i)
		switch c := content[i+1]; {
		case half:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		case c == 'u':
			r, _ := hex4(content, i+2)
			if next == i+12 {
				low, _ := hex4(content, i+8)
				r = utf16.DecodeRune(r, low)
			}
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, plain(c))
		}
		i = next
	}
	return dst
}

func plain(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return c
	}
}

// string returns the text of a string, valid until the next call.
func (d *document) string(i int32) []byte {
	v := &d.values[i]
	return d.plainText(d.src[v.start:v.end], v.escaped)
}

// key returns the key of a member, valid until the next call.
func (d *document) key(i int32) []byte {
	v := &d.values[i]
	return d.plainText(d.src[v.keyStart:v.keyEnd], v.keyEscaped)
}

func (d *document) plainText(content []byte, escaped bool) []byte {
	if !escaped {
		return content
	}
	d.scratch = appendUnescaped(d.scratch[:0], content)
	return d.scratch
}
