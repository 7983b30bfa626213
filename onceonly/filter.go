// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"encoding/json"
	"fmt"
	"mime"
	"slices"
	"strings"
	"unicode/utf8"
)

// Filter returns what of the document the fields allow, and whether anything had
// to be dropped. Everything that is not listed is dropped, in nested objects and
// arrays too, so a field that the register adds later never changes the result.
// The result is a fresh document without blanks; what is left out leaves no trace
// in it: objects and arrays that end up empty disappear. Values are copied as
// they are written.
//
// Documents in JSON and XML are filtered. Anything else cannot be looked into and
// is ErrSyntax: then nothing is delivered.
func (f Fields) Filter(mediaType string, content []byte) (filtered []byte, dropped bool, err error) {
	return f.filter(mediaType, content, &blockFilter{})
}

func (f Fields) filter(mediaType string, content []byte, blocks *blockFilter) (filtered []byte, dropped bool, err error) {
	kind, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return nil, false, fmt.Errorf("%w: media type", ErrSyntax)
	}
	if isXML(kind) {
		return f.filterXML(content, blocks)
	}
	if kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil, false, fmt.Errorf("%w: a document of this media type cannot be filtered", ErrSyntax)
	}
	if !utf8.Valid(content) {
		return nil, false, errFilter
	}
	filter := jsonFilter{jsonScanner: jsonScanner{in: content}, fields: f, blocks: blocks}
	kept, ok := filter.value(0)
	filter.blanks()
	if !ok || filter.pos != len(content) {
		return nil, false, errFilter
	}
	if !kept {
		const empty = "{}"
		return []byte(empty), string(content) != empty, nil
	}
	return filter.out, filter.dropped, nil
}

// errFilter says nothing about the document.
var errFilter = fmt.Errorf("%w: not a JSON document in UTF-8, nested too deeply, or with a name twice", ErrSyntax)

var errFilterXML = fmt.Errorf("%w: not an XML document that can be filtered", ErrSyntax)

// jsonFilter reads a document once, and writes the allowed part on the way.
type jsonFilter struct {
	jsonScanner

	fields  Fields
	blocks  *blockFilter
	path    []byte
	out     []byte
	dropped bool
}

// value copies the next value as far as it is allowed and reports whether
// anything was written.
func (f *jsonFilter) value(depth int) (kept, ok bool) {
	if depth > jsonDepth {
		return false, false
	}
	switch f.next() {
	case '{':
		return f.object(depth)
	case '[':
		return f.compound(depth, ']', func(depth int) (kept, ok bool) { return f.value(depth) })
	}
	start := f.pos
	if !f.skip(depth) {
		return false, false
	}
	if !f.fields.Has(string(f.path)) || f.blocks.at(f.path) != nil { // what stands where a person would is none
		return false, true
	}
	f.out = append(f.out, f.in[start:f.pos]...)
	return true, true
}

// object copies an object, unless it is about a person who is not released.
func (f *jsonFilter) object(depth int) (kept, ok bool) {
	person, mark := f.blocks.at(f.path), len(f.out)
	f.blocks.open()
	kept, ok = f.compound(depth, '}', func(depth int) (kept, ok bool) { return f.member(depth, person) })
	if ok && !f.blocks.close(person) {
		f.out = f.out[:mark]
		kept = false
	}
	return kept, ok
}

// compound copies an object or an array, part by part.
func (f *jsonFilter) compound(depth int, closing byte, part func(int) (kept, ok bool)) (kept, ok bool) {
	start := len(f.out)
	f.out = append(f.out, f.in[f.pos])
	f.pos++
	seen := len(f.names)
	defer func() { f.names = f.names[:seen] }()
	f.firsts = append(f.firsts, seen)
	defer func() { f.firsts = f.firsts[:len(f.firsts)-1] }()
	for first := true; f.next() != closing; first = false {
		if !first && !f.take(',') {
			return false, false
		}
		mark := len(f.out)
		if kept {
			f.out = append(f.out, ',')
		}
		partKept, ok := part(depth + 1)
		if !ok {
			return false, false
		}
		if !partKept {
			f.out = f.out[:mark]
			f.dropped = true
		}
		kept = kept || partKept
	}
	f.pos++
	if !kept {
		f.out = f.out[:start]
		return false, true
	}
	f.out = append(f.out, closing)
	return true, true
}

// member copies a member of an object. What no field begins with is only skipped.
func (f *jsonFilter) member(depth int, person *Held) (kept, ok bool) {
	if f.next() != '"' {
		return false, false
	}
	start := f.pos
	if !f.text() {
		return false, false
	}
	raw := f.in[start:f.pos]
	name, ok := f.name(raw)
	if !ok || !f.take(':') {
		return false, false
	}
	if person != nil && person.Blocks == name {
		f.next()
		if text, isText := f.peekText(); !isText {
			f.blocks.state("")
		} else {
			f.blocks.state(text)
		}
		if person.At != "" {
			return false, f.skip(depth)
		}
	}
	parent := len(f.path)
	defer func() { f.path = f.path[:parent] }()
	f.path = append(f.path, '/')
	if strings.ContainsAny(name, "~/") {
		name = pathEscaper.Replace(name)
	}
	f.path = append(f.path, name...)
	if !f.fields.reaches(f.path) {
		f.next()
		return false, f.skip(depth)
	}
	f.out = append(append(f.out, raw...), ':')
	return f.value(depth)
}

// peekText decodes the string that begins at the position, and stays there.
func (f *jsonFilter) peekText() (text string, ok bool) {
	start := f.pos
	defer func() { f.pos = start }()
	if start == len(f.in) || f.in[start] != '"' || !f.text() {
		return "", false
	}
	return text, json.Unmarshal(f.in[start:f.pos], &text) == nil
}

// name decodes a name and refuses one that the object had before.
func (f *jsonFilter) name(raw []byte) (name string, ok bool) {
	name = string(raw[1 : len(raw)-1])
	if strings.Contains(name, `\`) && json.Unmarshal(raw, &name) != nil {
		return "", false
	}
	first := f.firsts[len(f.firsts)-1]
	if slices.Contains(f.names[first:], name) {
		return "", false
	}
	f.names = append(f.names, name)
	return name, len(f.names)-first <= jsonMembers
}

// reaches reports whether the path is listed or leads to something listed.
func (f Fields) reaches(path []byte) bool {
	i, found := slices.BinarySearch(f.paths, string(path))
	if found {
		return true
	}
	// All paths below this one stand together, but others may sort between.
	for _, p := range f.paths[i:] {
		if !strings.HasPrefix(p, string(path)) {
			return false
		}
		if p[len(path)] == '/' {
			return true
		}
	}
	return false
}

var pathEscaper = strings.NewReplacer("~", "~0", "/", "~1")
