// SPDX-License-Identifier: Apache-2.0

package regelhtml

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// maxColumns bounds the drawing: outer classes are joined.
const maxColumns = 61

// WriteVerteilung draws the distribution of a comparison as an SVG: a column for
// each class, losses on the left of the line at zero, gains on its right. unit
// names the amounts and scale divides them: "Euro" and 100 for cents. The drawing
// has its figures as text, so that it can be read without being seen.
func WriteVerteilung(out io.Writer, klassen []regel.Klasse, unit string, scale int64, sprache string) error {
	if scale <= 0 {
		return fmt.Errorf("regelhtml: scale %d", scale)
	}
	klassen = join(klassen)
	most := 1
	for _, k := range klassen {
		most = max(most, k.Faelle)
	}
	const left, top, height, column = 60, 20, 240, 14
	width := left + column*max(len(klassen), 1) + 20
	b := bufio.NewWriter(out)
	title := words["unterschied"].In(sprache) + " (" + unit + ")"
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t d" font-family="sans-serif" font-size="11">`+"\n", width, top+height+50)
	fmt.Fprintf(b, `<title id="t">%s</title><desc id="d">`, escape(title))
	for i, k := range klassen {
		if i > 0 {
			fmt.Fprint(b, "; ")
		}
		fmt.Fprintf(b, "%s: %d", span(k, scale), k.Faelle)
	}
	fmt.Fprint(b, "</desc>\n")
	fmt.Fprintf(b, `<rect width="100%%" height="100%%" fill="#fff"/><text x="4" y="%d">%d</text><text x="4" y="%d">0</text>`+"\n", top+8, most, top+height)
	for i, k := range klassen {
		h := k.Faelle * height / most
		if k.Faelle > 0 {
			h = max(h, 1)
		}
		fill := "#1f47a8"
		switch {
		case k.Bis <= 0:
			fill = "#b3261e"
		case k.Von <= 0:
			fill = "#6b7280"
		}
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"><title>%s: %d</title></rect>`+"\n", left+i*column, top+height-h, column-2, h, fill, span(k, scale), k.Faelle)
		if i%5 == 0 {
			fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">%d</text>`+"\n", left+i*column, top+height+16, k.Von/scale)
		}
	}
	fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#111"/><text x="%d" y="%d">%s</text>`+"\n</svg>\n", left, top+height, width-10, top+height, left, top+height+38, escape(title))
	return b.Flush()
}

func span(k regel.Klasse, scale int64) string {
	return strconv.FormatInt(k.Von/scale, 10) + " – " + strconv.FormatInt(k.Bis/scale, 10)
}

// join puts outer classes together until the drawing has room.
func join(klassen []regel.Klasse) []regel.Klasse {
	for len(klassen) > maxColumns {
		first, last := klassen[0], klassen[len(klassen)-1]
		if first.Faelle <= last.Faelle {
			second := klassen[1]
			second.Von, second.Faelle = first.Von, second.Faelle+first.Faelle
			klassen = append([]regel.Klasse{second}, klassen[2:]...)
			continue
		}
		before := klassen[len(klassen)-2]
		before.Bis, before.Faelle = last.Bis, before.Faelle+last.Faelle
		klassen = append(append([]regel.Klasse{}, klassen[:len(klassen)-2]...), before)
	}
	return klassen
}

func escape(s string) string {
	out := ""
	for _, r := range s {
		switch r {
		case '<':
			out += "&lt;"
		case '>':
			out += "&gt;"
		case '&':
			out += "&amp;"
		default:
			out += string(r)
		}
	}
	return out
}
