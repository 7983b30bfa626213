// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Classes of ASCII characters.
const (
	nameStart = 1 << iota
	nameRest
	forbidden // no character of XML
	special   // needs a second look in text: a reference, a carriage return, "]]>"
)

var class = classes()

func classes() (c [256]uint8) {
	for i := range c {
		b := byte(i)
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_', b == ':':
			c[i] = nameStart | nameRest
		case b >= '0' && b <= '9', b == '-', b == '.':
			c[i] = nameRest
		case b < 0x20 && b != '\t' && b != '\n' && b != '\r':
			c[i] = forbidden
		case b == '&', b == '\r', b == ']':
			c[i] = special
		}
	}
	return c
}

// setText takes the text of a token; references stand only outside CDATA.
func (r *Reader) setText(token []byte, references bool) (err error) {
	if references {
		r.text, err = r.resolve(token, true)
		return err
	}
	if err := checkChars(token); err != nil {
		return err
	}
	if bytes.IndexByte(token, '\r') >= 0 {
		r.plain = appendLines(r.plain[:0], token)
		token = r.plain
	}
	r.text = token
	return nil
}

// resolve checks the text of an element or an attribute and replaces its
// references and its line ends. Text without any comes back as it is.
func (r *Reader) resolve(text []byte, element bool) ([]byte, error) {
	found, err := scanChars(text)
	if err != nil {
		return nil, err
	}
	if !element && bytes.IndexByte(text, '<') >= 0 {
		return nil, fmt.Errorf("%w: < in an attribute", ErrSyntax)
	}
	if !found {
		return text, nil
	}
	if element && bytes.Contains(text, []byte("]]>")) {
		return nil, fmt.Errorf("%w: ]]> outside a CDATA section", ErrSyntax)
	}
	r.plain = r.plain[:0]
	for len(text) > 0 {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			i = len(text)
		}
		r.plain = appendLines(r.plain, text[:i])
		if text = text[i:]; len(text) == 0 {
			break
		}
		end := bytes.IndexByte(text[:min(len(text), longestReference)], ';')
		if end < 0 {
			return nil, fmt.Errorf("%w: a malformed reference", ErrSyntax)
		}
		u, ok := reference(text[1:end])
		if !ok {
			return nil, fmt.Errorf("%w: an unknown reference", ErrSyntax)
		}
		r.plain = utf8.AppendRune(r.plain, u)
		text = text[end+1:]
	}
	return r.plain, nil
}

// longestReference leaves room for leading zeros.
const longestReference = 32

// reference returns the character that the text between "&" and ";" stands for:
// one of the five of XML, or a number.
func reference(text []byte) (rune, bool) {
	switch string(text) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := bytes.CutPrefix(text, []byte{'#'})
	base := 10
	if hex, isHex := bytes.CutPrefix(digits, []byte{'x'}); isHex {
		digits, base = hex, 16
	}
	if !ok || len(digits) == 0 || digits[0] == '+' || digits[0] == '-' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n > utf8.MaxRune || !isChar(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// appendLines appends text with every line end as a single newline.
func appendLines(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(append(dst, text[:i]...), '\n')
		if text = text[i+1:]; len(text) > 0 && text[0] == '\n' {
			text = text[1:]
		}
	}
}

// checkChars reports text that XML cannot hold.
func checkChars(text []byte) error {
	_, err := scanChars(text)
	return err
}

// scanChars reports text that XML cannot hold, and whether the text needs a
// second look.
func scanChars(text []byte) (found bool, err error) {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			k := class[c]
			if k&forbidden != 0 {
				return false, fmt.Errorf("%w: a control character", ErrSyntax)
			}
			found = found || k&special != 0
			i++
			continue
		}
		u, size := utf8.DecodeRune(text[i:])
		if u == utf8.RuneError && size == 1 {
			return false, ErrEncoding
		}
		if !isChar(u) {
			return false, fmt.Errorf("%w: no character of XML", ErrSyntax)
		}
		i += size
	}
	return found, nil
}

// isChar reports whether XML 1.0 can hold the character.
func isChar(u rune) bool {
	switch {
	case u < 0x20:
		return u == '\t' || u == '\n' || u == '\r'
	case u >= 0xD800 && u <= 0xDFFF, u == 0xFFFE, u == 0xFFFF:
		return false
	}
	return true
}
