// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"fmt"
	"strings"
)

// finish writes all objects.
func (w *writer) finish(root *elem) {
	o := w.out
	catalog, tree := o.reserve(), o.reserve()
	for _, p := range w.pages {
		p.ref = o.reserve()
	}
	for i, a := range w.annots {
		a.ref, a.number = o.reserve(), len(w.pages)+i
	}
	structure := w.writeStructure(root)
	var fonts strings.Builder
	for i, f := range w.fonts {
		if f != nil && len(f.order) > 0 {
			fmt.Fprintf(&fonts, "/F%d %d 0 R", i, w.writeFont(f))
		}
	}
	resources := o.add("<</Font<<" + fonts.String() + ">>>>")
	var kids strings.Builder
	for i, p := range w.pages {
		content := o.stream("", p.buf.Bytes(), true)
		annots := ""
		for _, a := range p.annots {
			annots += fmt.Sprintf("%d 0 R ", a.ref)
			o.set(a.ref, fmt.Sprintf("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%s %s %s %s]/Contents%s/StructParent %d/A<</S/URI/URI%s>>>>",
				num(a.rect[0]), num(pageHeight-a.rect[1]), num(a.rect[2]), num(pageHeight-a.rect[3]), textString(a.title), a.number, byteString(a.uri)))
		}
		if annots != "" {
			annots = "/Annots[" + annots + "]"
		}
		o.set(p.ref, fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S%s>>",
			tree, num(pageWidth), num(pageHeight), resources, content, i, annots))
		fmt.Fprintf(&kids, "%d 0 R ", p.ref)
	}
	o.set(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(w.pages), kids.String()))
	icc := o.stream("/N 3", sRGB(), true)
	meta := o.stream("/Type/Metadata/Subtype/XML", w.doc.xmp(), false)
	o.set(catalog, fmt.Sprintf("<</Type/Catalog/Version/1.7/Pages %d 0 R/Lang%s/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"+
		"/StructTreeRoot %d 0 R/Metadata %d 0 R%s/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>]>>",
		tree, textString(w.doc.Language), structure, meta, w.writeOutline(), icc))
	o.catalog = catalog
	o.info = o.add(w.doc.info())
}
