// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"strings"
)

// elem is a structure element: what a piece of content is.
type elem struct {
	tag    string
	parent *elem
	kids   []kid
	attr   string // attribute object, as in /O/Table/Scope/Row
	extra  string // further entries of the dictionary
	ref    int
}

// kid is an element, a marked piece of a page, or an annotation.
type kid struct {
	elem  *elem
	page  *page
	mcid  int
	annot *annot
}

func (e *elem) add(tag string) *elem {
	k := &elem{tag: tag, parent: e}
	e.kids = append(e.kids, kid{elem: k})
	return k
}

// annot is a link on a page.
type annot struct {
	page   *page
	elem   *elem
	uri    string
	title  string
	rect   [4]int
	number int // key in the parent tree
	ref    int
}

// writeStructure writes the tree below root and the parent tree, and returns the number of the root object.
func (w *writer) writeStructure(root *elem) int {
	treeRoot := w.out.reserve()
	var number func(e *elem)
	number = func(e *elem) {
		e.ref = w.out.reserve()
		for _, k := range e.kids {
			if k.elem != nil {
				number(k.elem)
			}
		}
	}
	number(root)
	var write func(e *elem, parent int)
	write = func(e *elem, parent int) {
		var b strings.Builder
		fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.tag, parent)
		if e.attr != "" {
			fmt.Fprintf(&b, "/A<<%s>>", e.attr)
		}
		b.WriteString(e.extra)
		var home *page
		for _, k := range e.kids {
			if k.page != nil && k.annot == nil {
				home = k.page
				fmt.Fprintf(&b, "/Pg %d 0 R", home.ref)
				break
			}
		}
		b.WriteString("/K[")
		for _, k := range e.kids {
			switch {
			case k.elem != nil:
				fmt.Fprintf(&b, "%d 0 R ", k.elem.ref)
			case k.annot != nil:
				fmt.Fprintf(&b, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", k.annot.ref, k.page.ref)
			case k.page == home:
				fmt.Fprintf(&b, "%d ", k.mcid)
			default:
				fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", k.page.ref, k.mcid)
			}
		}
		b.WriteString("]>>")
		w.out.set(e.ref, b.String())
		for _, k := range e.kids {
			if k.elem != nil {
				write(k.elem, e.ref)
			}
		}
	}
	write(root, treeRoot)

	var nums strings.Builder
	next := len(w.pages)
	for i, p := range w.pages {
		fmt.Fprintf(&nums, "%d[", i)
		for _, e := range p.marks {
			fmt.Fprintf(&nums, "%d 0 R ", e.ref)
		}
		nums.WriteString("]")
	}
	for _, a := range w.annots {
		fmt.Fprintf(&nums, "%d %d 0 R ", a.number, a.elem.ref)
		next++
	}
	parents := w.out.add("<</Nums[" + nums.String() + "]>>")
	w.out.set(treeRoot, fmt.Sprintf("<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap<</Strong/Span/Em/Span>>>>",
		root.ref, parents, next))
	return treeRoot
}
