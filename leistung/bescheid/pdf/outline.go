// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
)

// writeOutline writes the bookmarks: the headings, nested by their level.
func (w *writer) writeOutline() string {
	if len(w.outline) < 2 {
		return ""
	}
	o := w.out
	refs := make([]int, len(w.outline)+1)
	for i := range refs {
		refs[i] = o.reserve()
	}
	root := refs[len(w.outline)]
	var build func(from, to, parent int) string
	build = func(from, to, parent int) string { // entries from..to are below parent
		var starts []int
		for i := from; i < to; i++ {
			if w.outline[i].level <= w.outline[from].level {
				starts = append(starts, i)
			}
		}
		for k, i := range starts {
			end := to
			links := fmt.Sprintf("/Parent %d 0 R", parent)
			if k > 0 {
				links += fmt.Sprintf("/Prev %d 0 R", refs[starts[k-1]])
			}
			if k+1 < len(starts) {
				end = starts[k+1]
				links += fmt.Sprintf("/Next %d 0 R", refs[end])
			}
			if end > i+1 {
				links += build(i+1, end, refs[i])
			}
			e := w.outline[i]
			o.set(refs[i], fmt.Sprintf("<</Title%s/Dest[%d 0 R/XYZ null %s null]%s>>", textString(e.title), e.page.ref, num(pageHeight-e.y), links))
		}
		return fmt.Sprintf("/First %d 0 R/Last %d 0 R/Count %d", refs[starts[0]], refs[starts[len(starts)-1]], to-from)
	}
	o.set(root, "<</Type/Outlines"+build(0, len(w.outline), root)+">>")
	return fmt.Sprintf("/Outlines %d 0 R", root)
}
