// SPDX-License-Identifier: Apache-2.0

package formular

import "strings"

// The spelling of keys in JSON pointers (RFC 6901).
var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

// unescaped returns the name that a part of a pointer spells.
func unescaped(part string) string {
	if strings.IndexByte(part, '~') < 0 {
		return part // as good as always
	}
	return unescapePointer.Replace(part)
}

// node returns the element that a pointer into the data leads to, nil where the
// form has none. An element that may be given several times is reached by the
// place of an item.
func (f *Formular) node(pointer string) *node {
	rest, ok := strings.CutPrefix(pointer, "/")
	n := &f.root
	for ok {
		var name string
		name, rest, ok = strings.Cut(rest, "/")
		k, known := n.index[unescaped(name)]
		if !known {
			return nil
		}
		if n = &n.kids[k]; !n.array() {
			continue
		}
		if !ok {
			return nil
		}
		name, rest, ok = strings.Cut(rest, "/")
		if i, isPlace := place(name); !isPlace || (n.el.Max != Unbegrenzt && i >= n.el.Max) {
			return nil
		}
	}
	return n
}

// known returns the pointer as far as the form knows it.
func (f *Formular) known(pointer string) string {
	for pointer != "" && f.element(pointer) == nil {
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	return pointer
}

// element returns the element that a pointer leads to, also one that repeats as
// a whole.
func (f *Formular) element(pointer string) *node {
	if n := f.node(pointer); n != nil {
		return n
	}
	return f.node(pointer + "/0")
}

// leads reports whether the pointer leads to a field.
func (f *Formular) leads(pointer string) bool {
	n := f.node(pointer)
	return n != nil && n.index == nil
}

// step is one part of a pointer: the name of an element, which is never empty, or
// a place in an array. at is the value there, -1 where none is.
type step struct {
	name string
	item int
	at   int32
}

func appendStep(b *strings.Builder, s step) {
	if s.name == "" {
		appendName(b, itoa(s.item))
		return
	}
	appendName(b, s.name)
}

func appendName(b *strings.Builder, name string) {
	b.WriteByte('/')
	_, _ = escapePointer.WriteString(b, name)
}

// pointer returns the pointer to a value, cut short before a key that is too
// long to repeat.
func (d *document) pointer(target int32) string {
	var b strings.Builder
	for at := int32(0); at != target; {
		parent := d.values[at].kind
		item := 0
		child := at + 1
		for ; d.values[child].next <= target; child = d.values[child].next {
			item++
		}
		if parent == kindObject {
			key := string(d.key(child))
			if len(key) > maxKey {
				return b.String()
			}
			appendName(&b, key)
		} else {
			appendStep(&b, step{item: item})
		}
		at = child
	}
	return b.String()
}
