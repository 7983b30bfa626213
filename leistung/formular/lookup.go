// SPDX-License-Identifier: Apache-2.0

package formular

import "strconv"

// places tells where the children of one value lie.
type places struct {
	members map[string]int32
	items   []int32
}

// child returns the member of an object with the key, the first where the key
// is doubled, or the item of an array at the place, and -1 where there is none.
func (d *document) child(at int32, name string) int32 {
	v := &d.values[at]
	switch {
	case v.kind != kindObject && v.kind != kindArray:
		return -1
	case v.count > fewMembers:
		return d.childOfLarge(at, name)
	case v.kind == kindArray:
		item, ok := place(name)
		if !ok || item >= int(v.count) {
			return -1
		}
		i := at + 1
		for range item {
			i = d.values[i].next
		}
		return i
	}
	for i := at + 1; i < v.next; i = d.values[i].next {
		if string(d.key(i)) == name {
			return i
		}
	}
	return -1
}

// childOfLarge looks into a value through an index, so that a condition or a
// rule about each item of a long array does not go through all others again.
func (d *document) childOfLarge(at int32, name string) int32 {
	p := d.large[at]
	if p == nil {
		p = d.index(at)
		if d.large == nil {
			d.large = map[int32]*places{}
		}
		d.large[at] = p
	}
	if item, ok := place(name); ok && item < len(p.items) {
		return p.items[item]
	}
	if i, ok := p.members[name]; ok {
		return i
	}
	return -1
}

func (d *document) index(at int32) *places {
	v, p := &d.values[at], &places{}
	if v.kind == kindArray {
		p.items = make([]int32, 0, v.count)
	} else {
		p.members = make(map[string]int32, v.count)
	}
	for i := at + 1; i < v.next; i = d.values[i].next {
		if v.kind == kindArray {
			p.items = append(p.items, i)
		} else if _, doubled := p.members[string(d.key(i))]; !doubled {
			p.members[string(d.key(i))] = i
		}
	}
	return p
}

// place reads the place of an item in an array, spelt as JSON pointers spell it.
func place(name string) (int, bool) {
	if name == "" || name[0] < '0' || name[0] > '9' {
		return 0, false // the most names: Atoi would make an error of each
	}
	n, err := strconv.Atoi(name)
	return n, err == nil && n >= 0 && itoa(n) == name
}
