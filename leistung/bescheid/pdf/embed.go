// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// writeFont embeds what the document uses of a font.
func (w *writer) writeFont(f *usedFont) int {
	o := w.out
	data, glyphs := f.subset(f.order)
	toGlyph := []byte{0, 0}
	var widths strings.Builder
	var unicode []string
	for i, c := range f.order {
		toGlyph = binary.BigEndian.AppendUint16(toGlyph, glyphs[i])
		fmt.Fprintf(&widths, "%d ", f.em(f.codeAdvance(c)))
		unicode = append(unicode, fmt.Sprintf("<%04X><%X>", i+1, utf16be(c.text)))
	}
	var cmap strings.Builder
	cmap.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	for part := range slices.Chunk(unicode, 100) {
		fmt.Fprintf(&cmap, "%d beginbfchar\n%s\nendbfchar\n", len(part), strings.Join(part, "\n"))
	}
	cmap.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	sum := sha256.Sum256(data)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	name := string(tag) + "+" + f.name
	flags, angle := 4, 0
	if f.italic {
		flags, angle = 4|64, -12
	}
	program := o.stream(fmt.Sprintf("/Length1 %d", len(data)), data, true)
	descriptor := o.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, flags, f.bbox[0], f.bbox[1], f.bbox[2], f.bbox[3], angle, f.ascent, f.descent, f.ascent*79/100, program))
	cid := o.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[1[%s]]/CIDToGIDMap %d 0 R>>",
		name, descriptor, widths.String(), o.stream("", toGlyph, true)))
	return o.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, cid, o.stream("", []byte(cmap.String()), true)))
}
