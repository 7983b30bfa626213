// SPDX-License-Identifier: Apache-2.0

package pdftest

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
)

// The kinds of a PDF value: name, text (a string), ref (a number of an object),
// float64, bool, nil, []any and dict.
type (
	name string
	text string
	ref  int
	dict map[name]any
)

// unicode returns what a string says to people.
func (t text) unicode() string {
	if len(t) < 2 || t[:2] != "\xfe\xff" {
		return string(t)
	}
	var units []uint16
	for i := 2; i+1 < len(t); i += 2 {
		units = append(units, uint16(t[i])<<8|uint16(t[i+1]))
	}
	return string(utf16.Decode(units))
}

var errSyntax = errors.New("syntax of a value")

// parser reads values.
type parser struct {
	b     []byte
	at    int
	depth int
}

const delimiters = " \t\r\n\f\x00()<>[]{}/%"

func (p *parser) blanks() {
	for p.at < len(p.b) {
		switch p.b[p.at] {
		case '%':
			for p.at < len(p.b) && p.b[p.at] != '\n' && p.b[p.at] != '\r' {
				p.at++
			}
		case ' ', '\n', '\r', '\t', '\f', 0:
			p.at++
		default:
			return
		}
	}
}

// word reads what stands up to the next delimiter.
func (p *parser) word() string {
	n := bytes.IndexAny(p.b[p.at:], delimiters)
	if n < 0 {
		n = len(p.b) - p.at
	}
	p.at += n
	return string(p.b[p.at-n : p.at])
}

func (p *parser) starts(s string) bool {
	if !bytes.HasPrefix(p.b[p.at:], []byte(s)) {
		return false
	}
	p.at += len(s)
	return true
}

// value reads one value.
func (p *parser) value() (any, error) {
	if p.depth++; p.depth > 40 {
		return nil, errSyntax
	}
	defer func() { p.depth-- }()
	p.blanks()
	switch {
	case p.at >= len(p.b):
		return nil, errSyntax
	case p.starts("<<"):
		return p.dict()
	case p.starts("["):
		return p.array()
	case p.starts("<"):
		return p.hex()
	case p.starts("("):
		return p.literal()
	case p.starts("/"):
		return name(p.word()), nil
	}
	switch w := p.word(); w {
	case "true", "false":
		return w == "true", nil
	case "null":
		return nil, nil
	default:
		n, err := strconv.ParseFloat(w, 64)
		if err != nil {
			return nil, errSyntax
		}
		return p.reference(n), nil
	}
}

// reference takes a number as the start of "12 0 R" where the rest follows.
func (p *parser) reference(n float64) any {
	after := p.at
	if n >= 1 && n < 1<<31 && p.starts(" 0 R") && (p.at == len(p.b) || bytes.IndexByte([]byte(delimiters), p.b[p.at]) >= 0) {
		return ref(n)
	}
	p.at = after
	return n
}

func (p *parser) array() (any, error) {
	list := []any{}
	for {
		if p.blanks(); p.starts("]") {
			return list, nil
		}
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

func (p *parser) dict() (any, error) {
	d := dict{}
	for {
		if p.blanks(); p.starts(">>") {
			return d, nil
		}
		if !p.starts("/") {
			return nil, errSyntax
		}
		key := name(p.word())
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		if _, twice := d[key]; twice {
			return nil, fmt.Errorf("%w: entry %s twice", errSyntax, key)
		}
		d[key] = v
	}
}

func (p *parser) hex() (any, error) {
	n := bytes.IndexByte(p.b[p.at:], '>')
	if n < 0 {
		return nil, errSyntax
	}
	out, err := hex.DecodeString(string(p.b[p.at : p.at+n]))
	p.at += n + 1
	return text(out), err
}

func (p *parser) literal() (any, error) {
	var out []byte
	for depth := 1; p.at < len(p.b); {
		c := p.b[p.at]
		p.at++
		switch c {
		case '\\':
			if p.at == len(p.b) {
				return nil, errSyntax
			}
			c = p.escaped()
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return text(out), nil
			}
		}
		out = append(out, c)
	}
	return nil, errSyntax
}

// escaped reads what follows a backslash.
func (p *parser) escaped() byte {
	c := p.b[p.at]
	p.at++
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return "\n\r\t\b\f"[i]
	}
	if c < '0' || c > '7' {
		return c
	}
	v := c - '0'
	for range 2 {
		if p.at < len(p.b) && p.b[p.at] >= '0' && p.b[p.at] <= '7' {
			v = v<<3 | (p.b[p.at] - '0')
			p.at++
		}
	}
	return v
}
