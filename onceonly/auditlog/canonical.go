// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// canonicalDepth bounds the nesting of a document, so that hostile input cannot
// use up the stack.
const canonicalDepth = 128

// Canonical returns the one spelling of a JSON document that RFC 8785 defines:
// no blanks, names sorted by UTF-16 code units, numbers as in ECMAScript. Two
// documents with the same meaning get the same bytes, and so the same commitment.
// Duplicate names, lone surrogates and numbers outside of float64 are ErrSyntax.
func Canonical(document []byte) ([]byte, error) {
	if !utf8.Valid(document) || !json.Valid(document) || hasLoneSurrogate(document) {
		return nil, fmt.Errorf("%w: not a JSON document in UTF-8", ErrSyntax)
	}
	c := canonicalizer{in: document, out: make([]byte, 0, len(document))}
	if err := c.value(0); err != nil {
		return nil, err
	}
	return c.out, nil
}

// canonicalizer writes a document anew. What it reads is valid JSON, so that it looks
// for no mistakes but those that JSON allows.
type canonicalizer struct {
	in, out []byte
	members []member // of the objects that are open, the innermost last
	scratch []byte   // an object that is being sorted
}

// member is where a member of an object stands in what was written: its name and, after
// a colon, its value.
type member struct{ start, colon, end int }

// blank skips what means nothing and returns the next byte.
func (c *canonicalizer) blank() byte {
	for i, b := range c.in {
		if b != ' ' && b != '\t' && b != '\n' && b != '\r' {
			c.in = c.in[i:]
			return b
		}
	}
	return 0
}

func (c *canonicalizer) value(depth int) error {
	if depth > canonicalDepth {
		return fmt.Errorf("%w: JSON nested deeper than %d", ErrSyntax, canonicalDepth)
	}
	switch c.blank() {
	case '{':
		return c.object(depth)
	case '[':
		return c.array(depth)
	case '"':
		c.text()
		return nil
	case 't', 'n':
		c.copy(len("true"))
		return nil
	case 'f':
		c.copy(len("false"))
		return nil
	default:
		return c.number()
	}
}

func (c *canonicalizer) copy(n int) {
	c.out = append(c.out, c.in[:n]...)
	c.in = c.in[n:]
}

func (c *canonicalizer) array(depth int) error {
	c.copy(1)
	for c.blank() != ']' {
		if c.in[0] == ',' {
			c.copy(1)
		}
		if err := c.value(depth + 1); err != nil {
			return err
		}
	}
	c.copy(1)
	return nil
}

func (c *canonicalizer) object(depth int) error {
	c.copy(1)
	first, begin := len(c.members), len(c.out)
	for c.blank() != '}' {
		if c.in[0] == ',' {
			c.copy(1)
			c.blank()
		}
		m := member{start: len(c.out)}
		c.text()
		m.colon = len(c.out)
		c.blank()
		c.copy(1)
		if err := c.value(depth + 1); err != nil {
			return err
		}
		m.end = len(c.out)
		c.members = append(c.members, m)
	}
	members := c.members[first:]
	c.members = c.members[:first]
	if err := c.sort(members, begin); err != nil {
		return err
	}
	c.copy(1)
	return nil
}

// sort brings the members of an object, which were written from begin on, into order.
func (c *canonicalizer) sort(members []member, begin int) error {
	written := c.out[begin:]
	order := func(a, b member) int {
		return compareNames(written[a.start-begin:a.colon-begin], written[b.start-begin:b.colon-begin])
	}
	sorted := slices.IsSortedFunc(members, order)
	if !sorted {
		c.scratch = append(c.scratch[:0], written...)
		written = c.scratch
		slices.SortFunc(members, order)
		c.out = c.out[:begin]
	}
	for i, m := range members {
		if i > 0 && order(members[i-1], m) == 0 {
			return fmt.Errorf("%w: a name stands twice in one JSON object", ErrSyntax)
		}
		if sorted {
			continue
		}
		if i > 0 {
			c.out = append(c.out, ',')
		}
		c.out = append(c.out, written[m.start-begin:m.end-begin]...)
	}
	return nil
}

// compareNames compares canonical strings by the UTF-16 code units of what they say.
func compareNames(a, b []byte) int {
	plain := func(s []byte) bool {
		return !slices.ContainsFunc(s, func(b byte) bool { return b >= utf8.RuneSelf || b == '\\' })
	}
	if plain(a) && plain(b) {
		return bytes.Compare(a[:len(a)-1], b[:len(b)-1]) // without the closing quote
	}
	return slices.Compare(units(a), units(b))
}

func units(text []byte) []uint16 {
	var s string
	_ = json.Unmarshal(text, &s) // it was written here
	return utf16.Encode([]rune(s))
}

// text copies a string in its one spelling.
func (c *canonicalizer) text() {
	n := 1
	for c.in[n] != '"' {
		if c.in[n] == '\\' {
			n++
		}
		n++
	}
	if raw := c.in[:n+1]; bytes.IndexByte(raw, '\\') >= 0 {
		var s string
		_ = json.Unmarshal(raw, &s) // the document is valid
		c.out = appendString(c.out, s)
	} else {
		c.out = append(c.out, raw...)
	}
	c.in = c.in[n+1:]
}

func (c *canonicalizer) number() (err error) {
	n := 0
	for n < len(c.in) && (c.in[n] >= '0' && c.in[n] <= '9' || strings.IndexByte("+-.eE", c.in[n]) >= 0) {
		n++
	}
	c.out, err = appendNumber(c.out, json.Number(c.in[:n]))
	c.in = c.in[n:]
	return err
}

// appendNumber writes a number as ECMAScript does (RFC 8785, section 3.2.2.3).
func appendNumber(out []byte, number json.Number) ([]byte, error) {
	f, err := number.Float64()
	if err != nil {
		return nil, fmt.Errorf("%w: a JSON number beyond float64", ErrSyntax)
	}
	if f == 0 {
		return append(out, '0'), nil // also for minus zero
	}
	if size := math.Abs(f); size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(out, f, 'f', -1, 64), nil
	}
	out = strconv.AppendFloat(out, f, 'e', -1, 64)
	// Go pads the exponent to two digits, ECMAScript does not.
	if n := len(out); out[n-2] == '0' && (out[n-3] == '-' || out[n-3] == '+') {
		out = append(out[:n-2], out[n-1])
	}
	return out, nil
}

func appendString(out []byte, s string) []byte {
	const digits = "0123456789abcdef"
	out = append(out, '"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\b':
			out = append(out, '\\', 'b')
		case '\t':
			out = append(out, '\\', 't')
		case '\n':
			out = append(out, '\\', 'n')
		case '\f':
			out = append(out, '\\', 'f')
		case '\r':
			out = append(out, '\\', 'r')
		default:
			if c < ' ' {
				out = append(out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			} else {
				out = append(out, c)
			}
		}
	}
	return append(out, '"')
}

// hasLoneSurrogate finds \u escapes of half a character, which encoding/json
// would silently replace. The document is valid JSON.
func hasLoneSurrogate(document []byte) bool {
	const escape = len(`\uXXXX`)
	if bytes.IndexByte(document, '\\') < 0 {
		return false
	}
	for i := 0; i < len(document); i++ {
		if document[i] != '\\' {
			continue
		}
		unit, isUnit := escapedUnit(document[i:])
		if !isUnit {
			i++ // the escaped character, which may be a backslash
			continue
		}
		i += escape - 1
		if !utf16.IsSurrogate(unit) {
			continue
		}
		low, isUnit := escapedUnit(document[i+1:])
		if !isUnit || utf16.DecodeRune(unit, low) == utf8.RuneError {
			return true
		}
		i += escape
	}
	return false
}

func escapedUnit(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(unit), err == nil
}

// unmarshalStrict decodes one JSON object and refuses members other than the
// named ones; encoding/json alone would also take names in another case.
func unmarshalStrict(document []byte, v any, names ...string) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(document, &members); err != nil {
		return err
	}
	for name := range members {
		if !slices.Contains(names, name) {
			return ErrSyntax
		}
	}
	return json.Unmarshal(document, v)
}
