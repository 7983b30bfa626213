// SPDX-License-Identifier: Apache-2.0

package formular

import "strings"

// Asked reports whether the form asks for an element, given the answers so far:
// whether its own condition and those of the groups around it hold. Pages use it
// to show what applies. It is false for a pointer that leads to no element, and
// true where nothing stands in the way.
func (f *Formular) Asked(json []byte, pointer string) bool {
	doc, code := scan(json)
	if code != "" || !strings.HasPrefix(pointer, "/") {
		return false
	}
	r := &run{form: f, doc: doc}
	names := strings.Split(pointer[1:], "/")
	n, at := &f.root, int32(0)
	for len(names) > 0 {
		k, known := n.index[unescapePointer.Replace(names[0])]
		if !known {
			return false
		}
		at = r.slots[r.enter(n, at)+int(k)]
		if n = &n.kids[k]; n.nur != nil && !r.holds(n.nur) {
			return false
		}
		names = names[1:]
		if n.array() && len(names) > 0 {
			if at >= 0 {
				at = doc.child(at, names[0])
			}
			names = names[1:]
		}
	}
	return true
}
