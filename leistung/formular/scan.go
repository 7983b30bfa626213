// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"unicode/utf8"
)

// Bounds of a document. They leave a large application plenty of room.
const (
	maxBytes  = 16 << 20
	maxDepth  = 64
	maxValues = 200_000
)

type kind uint8

const (
	kindNull kind = iota
	kindFalse
	kindTrue
	kindNumber
	kindString
	kindArray
	kindObject
)

// value is one value of a document. Values lie in the order of their first
// byte, so the children of one follow it directly.
type value struct {
	start, end       int32 // of a string without its quotes
	keyStart, keyEnd int32
	next             int32 // the value behind this one and all in it
	count            int32 // children
	kind             kind
	escaped          bool // the string has escapes
	keyEscaped       bool
	marks            mark
}

// mark is what was found out about a value; a byte for all of it keeps a value
// of 28 bytes.
type mark uint8

const (
	faulty  mark = 1 << iota // half a surrogate pair, or a number beyond the bounds
	dropped                  // not asked, so nothing looks at it
	invalid                  // a finding stands at the value or below it
)

func (v *value) is(m mark) bool { return v.marks&m != 0 }

// document is JSON with the places of its values.
type document struct {
	src     []byte
	values  []value
	most    int // values that there may be
	pos     int
	doubled []int32 // members whose key was there before, the first maxFindings of them
	scratch []byte
	large   map[int32]*places // of large objects and arrays that were looked into
}

// scan reads a document. The code is empty where it succeeded; otherwise pos is
// where it stopped.
func scan(src []byte) (*document, string) { return scanUpTo(src, maxValues) }

// scanUpTo reads a document of a number of values at most.
func scanUpTo(src []byte, most int) (*document, string) {
	d := new(document)
	return d, d.scan(src, most)
}

// scan reads into a document that holds none.
func (d *document) scan(src []byte, most int) string {
	d.src, d.most = src, most
	if room := 16 + min(len(src)/16, 4096); cap(d.values) < room {
		d.values = make([]value, 0, room)
	}
	if len(src) > maxBytes {
		return jsonGroesse
	}
	if !utf8.Valid(src) {
		return jsonUTF8
	}
	d.space()
	if code := d.value(0); code != "" {
		return code
	}
	if d.space(); d.pos < len(d.src) {
		return jsonSyntax
	}
	return ""
}

func (d *document) space() {
	for d.pos < len(d.src) {
		switch d.src[d.pos] {
		case ' ', '\t', '\r', '\n':
			d.pos++
		default:
			return
		}
	}
}

// value reads the value at pos and appends it.
func (d *document) value(depth int) string {
	switch {
	case depth > maxDepth:
		return jsonTiefe
	case len(d.values) == d.most:
		return jsonUmfang
	case d.pos == len(d.src):
		return jsonSyntax
	}
	at := len(d.values)
	d.values = append(d.values, value{start: int32(d.pos)})
	var code string
	switch c := d.src[d.pos]; {
	case c == '{':
		code = d.object(at, depth)
	case c == '[':
		code = d.array(at, depth)
	case c == '"':
		code = d.quote(at)
	case c == '-' || c >= '0' && c <= '9':
		end, ok := scanNumber(d.src, d.pos)
		v := &d.values[at]
		if v.kind = kindNumber; ok && !modest(d.src[d.pos:end]) {
			v.marks = faulty
		}
		if d.pos = end; !ok {
			return jsonSyntax
		}
	default:
		code = d.literal(at)
	}
	v := &d.values[at]
	if v.kind != kindString {
		v.end = int32(d.pos)
	}
	v.next = int32(len(d.values))
	return code
}

func (d *document) literal(at int) string {
	for _, l := range [...]struct {
		text string
		kind kind
	}{{"true", kindTrue}, {"false", kindFalse}, {"null", kindNull}} {
		if d.word(l.text) {
			d.values[at].kind = l.kind
			return ""
		}
	}
	return jsonSyntax
}

// word passes over a word that stands at pos.
func (d *document) word(text string) bool {
	if rest := d.src[d.pos:]; len(rest) < len(text) || string(rest[:len(text)]) != text {
		return false
	}
	d.pos += len(text)
	return true
}

func (d *document) quote(at int) string {
	start, end, escaped, lone, ok := d.quoted()
	v := &d.values[at]
	v.kind, v.start, v.end, v.escaped = kindString, start, end, escaped
	if lone {
		v.marks = faulty
	}
	if !ok {
		return jsonSyntax
	}
	return ""
}

func (d *document) array(at, depth int) string {
	d.values[at].kind = kindArray
	d.pos++
	if d.space(); d.take(']') {
		return ""
	}
	for {
		d.space()
		if code := d.value(depth + 1); code != "" {
			return code
		}
		d.values[at].count++
		d.space()
		switch {
		case d.take(','):
		case d.take(']'):
			return ""
		default:
			return jsonSyntax
		}
	}
}

func (d *document) object(at, depth int) string {
	d.values[at].kind = kindObject
	d.pos++
	if d.space(); d.take('}') {
		return ""
	}
	for {
		d.space()
		if d.pos == len(d.src) || d.src[d.pos] != '"' {
			return jsonSyntax
		}
		keyStart, keyEnd, keyEscaped, lone, ok := d.quoted()
		if !ok {
			return jsonSyntax
		}
		if lone {
			return jsonUTF8
		}
		d.space()
		if !d.take(':') {
			return jsonSyntax
		}
		d.space()
		child := len(d.values)
		if code := d.value(depth + 1); code != "" {
			return code
		}
		v := &d.values[child]
		v.keyStart, v.keyEnd, v.keyEscaped = keyStart, keyEnd, keyEscaped
		d.values[at].count++
		d.space()
		switch {
		case d.take(','):
		case d.take('}'):
			d.findDoubled(at)
			return ""
		default:
			return jsonSyntax
		}
	}
}

func (d *document) take(c byte) bool {
	if d.pos < len(d.src) && d.src[d.pos] == c {
		d.pos++
		return true
	}
	return false
}

// fewMembers is up to where going through the members of an object is cheaper
// than a map of them.
const fewMembers = 48

// findDoubled notes the members of an object that repeat a key.
func (d *document) findDoubled(at int) {
	end := int32(len(d.values))
	if d.values[at].count > fewMembers {
		seen := make(map[string]struct{}, d.values[at].count)
		for i := int32(at) + 1; i < end; i = d.values[i].next {
			key := string(d.key(i))
			if _, ok := seen[key]; ok {
				d.double(i)
			}
			seen[key] = struct{}{}
		}
		return
	}
	for i := int32(at) + 1; i < end; i = d.values[i].next {
		for j := int32(at) + 1; j < i; j = d.values[j].next {
			if d.likeKeys(i, j) && d.sameKey(i, j) {
				d.double(i)
				break
			}
		}
	}
}

func (d *document) double(member int32) {
	if len(d.doubled) <= maxFindings { // one more than is reported, so that the report says so
		d.doubled = append(d.doubled, member)
	}
}

// likeKeys tells most keys apart at a glance.
func (d *document) likeKeys(i, j int32) bool {
	a, b := &d.values[i], &d.values[j]
	if a.keyEscaped || b.keyEscaped {
		return true
	}
	size := a.keyEnd - a.keyStart
	return size == b.keyEnd-b.keyStart && (size == 0 || d.src[a.keyStart] == d.src[b.keyStart])
}

func (d *document) sameKey(i, j int32) bool {
	a, b := &d.values[i], &d.values[j]
	if !a.keyEscaped && !b.keyEscaped {
		return bytes.Equal(d.src[a.keyStart:a.keyEnd], d.src[b.keyStart:b.keyEnd])
	}
	first := string(d.key(i)) // a copy: the next call reuses its bytes
	return first == string(d.key(j))
}
