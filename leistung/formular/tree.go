// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"encoding/json"
	"slices"
	"strings"
)

// leaf is an answer on its way to JSON. Without a value it makes the group around
// it, with nothing in it.
type leaf struct {
	pointer string
	value   json.RawMessage
}

// writer writes answers as JSON. They lie in the order of their pointers, so that
// all below one place follow each other.
type writer struct {
	leaves []leaf
	out    []byte
	groups [][]leaf // of the objects that are being written
}

// part returns the part of a pointer that begins at from with its slash, and
// where the next one begins.
func part(pointer string, from int) (name string, next int) {
	if i := strings.IndexByte(pointer[from+1:], '/'); i >= 0 {
		return pointer[from+1 : from+1+i], from + 1 + i
	}
	return pointer[from+1:], len(pointer)
}

// first returns the leaves that share the first part behind from, and the others.
func first(leaves []leaf, from int) (name string, next int, same, rest []leaf) {
	name, next = part(leaves[0].pointer, from)
	n := 1
	for ; n < len(leaves); n++ {
		if other, _ := part(leaves[n].pointer, from); other != name {
			break
		}
	}
	return name, next, leaves[:n], leaves[n:]
}

// object writes the data of a group, in the order of the form.
func (w *writer) object(n *node, leaves []leaf, from int) error {
	base := len(w.groups)
	w.groups = slices.Grow(w.groups, len(n.kids))[:base+len(n.kids)]
	clear(w.groups[base:])
	for len(leaves) > 0 {
		var name string
		var same []leaf
		name, _, same, leaves = first(leaves, from)
		if k, known := n.index[unescaped(name)]; known {
			w.groups[base+int(k)] = same
		}
	}
	w.out = append(w.out, '{')
	sep := false
	for i := range n.kids {
		k, below := &n.kids[i], w.groups[base+i]
		if len(below) == 0 || (k.index == nil && !k.array() && below[0].value == nil) {
			continue
		}
		if sep {
			w.out = append(w.out, ',')
		}
		sep = true
		w.out = append(w.out, k.key...)
		_, next := part(below[0].pointer, from)
		var err error
		if k.array() {
			err = w.array(k, below, next)
		} else {
			err = w.value(k, below, next)
		}
		if err != nil {
			return err
		}
	}
	w.out = append(w.out, '}')
	w.groups = w.groups[:base]
	return nil
}

func (w *writer) array(n *node, leaves []leaf, from int) error {
	w.out = append(w.out, '[')
	for sep := false; len(leaves) > 0; sep = true {
		var name string
		var next int
		var same []leaf
		name, next, same, leaves = first(leaves, from)
		if !isPlace(name) {
			return ErrPfad
		}
		if sep {
			w.out = append(w.out, ',')
		}
		if err := w.value(n, same, next); err != nil {
			return err
		}
	}
	w.out = append(w.out, ']')
	return nil
}

func (w *writer) value(n *node, leaves []leaf, from int) error {
	if n.index != nil {
		return w.object(n, leaves, from)
	}
	w.out = append(w.out, leaves[0].value...)
	return nil
}
