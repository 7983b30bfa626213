// SPDX-License-Identifier: Apache-2.0

package pdftest

import (
	"slices"
	"strings"
)

// operation is an operator of a content stream with its operands.
type operation struct {
	name     string
	operands []any
}

// operations reads a content stream.
func operations(data []byte) ([]operation, error) {
	var out []operation
	var operands []any
	p := &parser{b: data}
	for {
		if p.blanks(); p.at == len(data) {
			return out, nil
		}
		if c := data[p.at]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '\'' || c == '"' {
			out = append(out, operation{p.word(), operands})
			operands = nil
			continue
		}
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		operands = append(operands, v)
	}
}

func (o operation) last() any {
	if len(o.operands) == 0 {
		return nil
	}
	return o.operands[len(o.operands)-1]
}

// codes returns the two-byte codes that an operator shows.
func (o operation) codes() []int {
	list, _ := o.last().([]any)
	if s, ok := o.last().(text); ok && o.name == "Tj" {
		list = []any{s}
	}
	var out []int
	for _, v := range list {
		s, _ := v.(text)
		for i := 0; i+1 < len(s); i += 2 {
			out = append(out, int(s[i])<<8|int(s[i+1]))
		}
	}
	return out
}

// shows are the operators that draw; those of this list are all that may be there.
var (
	draws = []string{"f", "re", "TJ", "Tj", "S", "B", "f*", "Do", "sh", "BI"}
	plain = []string{"BT", "ET", "Tf", "Td", "g", "rg", "q", "Q", "w", "cm", "Tm"}
)

// pages checks the content of all pages against the trees.
func (in *inspector) pages() {
	in.used = map[name]map[int]bool{}
	seen := 0
	tree := in.dict(in.dict(in.trailer["Root"])["Pages"])
	for _, k := range in.list(tree["Kids"]) {
		page := in.dict(k)
		at, _ := k.(ref)
		in.need(page["Tabs"] == name("S"), "28-009", "tabulator on page %d", at)
		seen += in.content(int(at), page)
		for _, a := range in.list(page["Annots"]) {
			in.annotation(a)
		}
	}
	in.need(seen == len(in.owner), "tree", "%d pieces on the pages, %d in the tree", seen, len(in.owner))
}

func (in *inspector) annotation(a any) {
	annot := in.dict(a)
	contents, _ := annot["Contents"].(text)
	in.need(annot["Subtype"] == name("Link") && contents.unicode() != "" && annot["F"] == float64(4), "28-012", "annotation %v", a)
	at, _ := a.(ref)
	key, ok := annot["StructParent"].(float64)
	owner, known := in.annotOwner[at]
	in.need(ok && known && in.parents[int(key)] == ref(owner), "28-010", "annotation %v belongs to no element", a)
}

// content checks one page and returns how many tagged pieces it has.
func (in *inspector) content(at int, page dict) int {
	ops, err := operations(in.stream(page["Contents"]))
	if err != nil {
		in.need(false, "file", "content of page %d: %v", at, err)
		return 0
	}
	marks := in.list(in.parents[number(page["StructParents"])])
	seen, depth := 0, 0
	var font name
	for _, o := range ops {
		switch {
		case o.name == "BMC" || o.name == "BDC":
			tag, _ := slices.Concat(o.operands, []any{nil})[0].(name)
			properties, _ := o.last().(dict)
			if mcid, tagged := properties["MCID"]; tagged {
				in.need(depth == 0, "01-004", "a tagged piece within another on page %d", at)
				n := number(mcid)
				owner, known := in.owner[piece{at, n}]
				in.need(known && n < len(marks) && marks[n] == ref(owner), "tree", "piece %d of page %d has no element", n, at)
				seen++
			} else {
				in.need(tag == "Artifact", "01-005", "%s without a number on page %d", tag, at)
				in.need(depth == 0, "01-003", "decoration within content on page %d", at)
			}
			depth++
		case o.name == "EMC":
			depth--
		case slices.Contains(draws, o.name):
			in.need(depth > 0, "01-005", "%s outside of marks on page %d", o.name, at)
		case o.name == "Tf":
			if len(o.operands) == 2 {
				font, _ = o.operands[0].(name)
			}
		default:
			in.need(slices.Contains(plain, o.name), "file", "operator %s on page %d", o.name, at)
		}
		for _, code := range o.codes() {
			if in.used[font] == nil {
				in.used[font] = map[int]bool{}
			}
			in.used[font][code] = true
		}
	}
	in.need(depth == 0, "01-004", "%d marks not closed on page %d", depth, at)
	return seen
}

// Line is what one structure element says.
type Line struct {
	Tag  string // P, H1, TD, Lbl …
	Text string
}

// Text returns what a file says, in the order of its structure: what a reader
// with a screen reader gets. Inline elements belong to the line they stand in.
func Text(file []byte) ([]Line, error) {
	raws, trailer, err := split(file)
	if err != nil {
		return nil, err
	}
	doc, err := parse(raws, trailer)
	if err != nil {
		return nil, err
	}
	in := &inspector{document: doc, owner: map[piece]int{}, annotOwner: map[ref]int{}}
	in.structure()
	texts := in.pieces()
	var out []Line
	var walk func(at int, line *Line, depth int)
	walk = func(at int, line *Line, depth int) {
		if depth > 60 || len(out) > maxObjects {
			return
		}
		e := in.dict(ref(at))
		role := in.role(e)
		if role != "Span" && role != "Link" || line == nil {
			out = append(out, Line{Tag: string(role)})
		}
		mine := len(out) - 1
		var b strings.Builder
		for _, k := range in.list(e["K"]) {
			switch k := k.(type) {
			case float64:
				page, _ := e["Pg"].(ref)
				b.WriteString(texts[piece{int(page), int(k)}])
			case ref:
				inner := Line{}
				walk(int(k), &inner, depth+1)
				b.WriteString(inner.Text)
			case dict:
				if k["MCID"] != nil {
					page, _ := k["Pg"].(ref)
					b.WriteString(texts[piece{int(page), number(k["MCID"])}])
				}
			}
		}
		if (role == "Span" || role == "Link") && line != nil {
			line.Text += b.String()
		} else {
			out[mine].Text = b.String()
		}
	}
	for _, k := range in.list(in.dict(in.dict(in.trailer["Root"])["StructTreeRoot"])["K"]) {
		if r, ok := k.(ref); ok {
			walk(int(r), nil, 0)
		}
	}
	return slices.DeleteFunc(out, func(l Line) bool { return l.Text == "" }), nil
}

// pieces returns the text of each tagged piece.
func (in *inspector) pieces() map[piece]string {
	out := map[piece]string{}
	for _, k := range in.list(in.dict(in.dict(in.trailer["Root"])["Pages"])["Kids"]) {
		page := in.dict(k)
		at, _ := k.(ref)
		ops, err := operations(in.stream(page["Contents"]))
		if err != nil {
			continue
		}
		maps := map[name]map[int]string{}
		for key, v := range in.dict(in.dict(page["Resources"])["Font"]) {
			maps[key] = toUnicode(in.stream(in.dict(v)["ToUnicode"]))
		}
		var font name
		current := -1
		for _, o := range ops {
			switch o.name {
			case "BDC":
				current = -1
				if d, _ := o.last().(dict); d["MCID"] != nil {
					current = number(d["MCID"])
				}
			case "EMC":
				current = -1
			case "Tf":
				if len(o.operands) == 2 {
					font, _ = o.operands[0].(name)
				}
			}
			for _, code := range o.codes() {
				if current >= 0 {
					out[piece{int(at), current}] += maps[font][code]
				}
			}
		}
	}
	return out
}
