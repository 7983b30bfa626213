// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
)

// style keeps the page readable on its own. A page of a service that forbids
// styles within pages shows it plain, and as accessible.
const style = "body{font:1rem/1.5 Arimo,Arial,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere;hyphens:auto}h1{font-size:1.6rem}" +
	"dt{font-weight:bold}dd{margin:0 0 .5rem}address{font-style:normal;margin:1rem 0}td,th{text-align:left;padding:.25rem 1rem .25rem 0;vertical-align:top}svg{display:block;max-width:100%;height:auto}"

// page writes a document as one HTML page with the same words in the same order.
func page(d pdf.Document) []byte {
	p := &writer{}
	p.f("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n", d.Language, d.Title, raw(style))
	if l := d.Letter; l != nil {
		p.f("<header>\n<p><strong>")
		p.inline(l.Letterhead)
		p.f("</strong></p>\n<p><small>%s</small></p>\n<address>", l.Return)
		for i, line := range l.Address {
			if i > 0 {
				p.f("<br>")
			}
			p.f("%s", line)
		}
		p.f("</address>\n")
		p.block(l.Info)
		p.f("</header>\n")
	}
	p.f("<main>\n")
	for _, b := range d.Body {
		p.block(b)
	}
	p.f("</main>\n<footer><p>%s</p></footer>\n</body>\n</html>\n", d.Foot)
	return p.Bytes()
}

// raw is text that is HTML already.
type raw string

type writer struct{ bytes.Buffer }

// f writes with all texts escaped.
func (p *writer) f(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = html.EscapeString(s)
		}
	}
	fmt.Fprintf(p, format, args...)
}

func (p *writer) block(b pdf.Block) {
	switch b := b.(type) {
	case pdf.Heading:
		p.f("<h%d>", b.Level)
		p.inline(b.Text)
		p.f("</h%d>\n", b.Level)
	case pdf.Paragraph:
		p.f("<p>")
		p.inline(b.Text)
		p.f("</p>\n")
	case pdf.List:
		p.list(b)
	case pdf.Pairs:
		p.f("<dl>\n")
		for _, pair := range b {
			p.f("<dt>%s:</dt> <dd>", pair.Name)
			p.inline(pair.Value)
			p.f("</dd>\n")
		}
		p.f("</dl>\n")
	case pdf.Table:
		p.table(b)
	case pdf.Figure:
		p.figure(b)
	}
}

func (p *writer) list(l pdf.List) {
	tag := raw("ul")
	if l.Numbered {
		tag = "ol"
	}
	p.f("<%s>\n", tag)
	for _, item := range l.Items {
		p.f("<li>")
		p.inline(item.Text)
		if item.Sub != nil {
			p.f("\n")
			p.list(*item.Sub)
		}
		p.f("</li>\n")
	}
	p.f("</%s>\n", tag)
}

func (p *writer) table(t pdf.Table) {
	p.f("<table>\n")
	if len(t.Caption) > 0 {
		p.f("<caption>")
		p.inline(t.Caption)
		p.f("</caption>\n")
	}
	p.f("<thead><tr>")
	for _, cell := range t.Head {
		p.f("<th scope=\"col\">")
		p.inline(cell)
		p.f("</th>")
	}
	p.f("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		p.f("<tr>")
		for i, cell := range row {
			tag, scope := raw("td"), raw("")
			if i == 0 && t.HeaderColumn {
				tag, scope = "th", ` scope="row"`
			}
			p.f("<%s%s>", tag, scope)
			p.inline(cell)
			p.f("</%s>", tag)
		}
		p.f("</tr>\n")
	}
	p.f("</tbody>\n</table>\n")
}

// figure draws the modules of a code, row by row, at its printed size.
func (p *writer) figure(f pdf.Figure) {
	var path strings.Builder
	for y := range f.Size {
		for x := range f.Size {
			if f.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+4, y+4)
			}
		}
	}
	side := f.Size + 8
	p.f("<svg role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%dmm\" height=\"%dmm\" shape-rendering=\"crispEdges\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/><path d=\"%s\"/></svg>\n",
		f.Alt, side, side, side*f.Module/1000, side*f.Module/1000, raw(path.String()))
	if len(f.Beside) > 0 {
		p.f("<p>")
		p.inline(f.Beside)
		p.f("</p>\n")
	}
}

func (p *writer) inline(t pdf.Text) {
	for _, s := range t {
		open, closing := "", ""
		add := func(o, c string) { open, closing = open+o, c+closing }
		if s.Lang != "" {
			add(`<span lang="`+html.EscapeString(s.Lang)+`">`, "</span>")
		}
		if s.Link != "" {
			add(`<a href="`+html.EscapeString(s.Link)+`">`, "</a>")
		}
		if s.Strong {
			add("<strong>", "</strong>")
		}
		if s.Em {
			add("<em>", "</em>")
		}
		_, _ = p.WriteString(open + strings.ReplaceAll(html.EscapeString(s.Text), "\n", "<br>\n") + closing)
	}
}
