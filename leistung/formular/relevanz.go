// SPDX-License-Identifier: Apache-2.0

package formular

import "bytes"

// relevant returns the answers of a draft that are asked, in one pass from front
// to back: a condition sees no answer that is not asked itself. An optional group
// in which nothing is left is none.
func (f *Formular) relevant(data []byte) []byte {
	doc, code := scan(data)
	if code != "" {
		return data // Validate says what is wrong with it
	}
	r := &run{form: f, doc: doc}
	r.prune(&f.root, 0)
	var b bytes.Buffer
	r.remaining(&b, 0)
	return b.Bytes()
}

// prune marks what is not asked in a group.
func (r *run) prune(n *node, at int32) {
	base := r.enter(n, at)
	for k := range n.kids {
		kid, slot := &n.kids[k], base+k
		i := r.slots[slot]
		switch {
		case i < 0:
			continue
		case kid.nur != nil && !r.holds(kid.nur):
		case r.pruneValue(kid, i):
			continue
		}
		r.doc.values[i].marks |= dropped
		r.slots[slot] = -1
	}
	r.leave(base)
}

// pruneValue goes into a group or its rows and reports whether something is
// left of it.
func (r *run) pruneValue(n *node, at int32) bool {
	v := &r.doc.values[at]
	switch {
	case !n.group():
	case n.array() && v.kind == kindArray:
		for i := at + 1; i < v.next; i = r.doc.values[i].next {
			if r.doc.values[i].kind == kindObject {
				r.prune(n, i)
			}
		}
	case !n.array() && v.kind == kindObject:
		r.prune(n, at)
		for i := at + 1; i < v.next; i = r.doc.values[i].next {
			if !r.doc.values[i].is(dropped) {
				return true
			}
		}
		return n.el.Min > 0
	}
	return true
}

// remaining writes a value without what was dropped from it.
func (r *run) remaining(b *bytes.Buffer, at int32) {
	v := &r.doc.values[at]
	if v.kind != kindObject && v.kind != kindArray {
		r.copy(b, at)
		return
	}
	b.WriteByte(r.doc.src[v.start])
	first := true
	for i := at + 1; i < v.next; i = r.doc.values[i].next {
		w := &r.doc.values[i]
		if w.is(dropped) {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		if v.kind == kindObject {
			b.WriteByte('"')
			b.Write(r.doc.src[w.keyStart:w.keyEnd])
			b.WriteString(`":`)
		}
		r.remaining(b, i)
	}
	b.WriteByte(r.doc.src[v.end-1])
}
