// SPDX-License-Identifier: Apache-2.0

package pdftest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Inspect reads a file and returns what is wrong with it, at most a thousand
// findings in order of their conditions; none if all conditions hold.
func Inspect(file []byte) []Finding {
	raws, trailer, err := split(file)
	if err != nil {
		return []Finding{{"file", err.Error()}}
	}
	return inspect(raws, trailer)
}

func inspect(raws map[int]raw, trailer dict) []Finding {
	doc, err := parse(raws, trailer)
	if err != nil {
		return []Finding{{"file", err.Error()}}
	}
	in := &inspector{document: doc, owner: map[piece]int{}, annotOwner: map[ref]int{}}
	in.catalog()
	in.structure()
	in.pages()
	in.fonts()
	slices.SortStableFunc(in.found, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Condition, b.Condition), strings.Compare(a.Text, b.Text))
	})
	return in.found
}

// piece is marked content: the page's object and the number.
type piece struct{ page, mcid int }

type inspector struct {
	*document
	found      []Finding
	owner      map[piece]int // element of each piece
	annotOwner map[ref]int
	parents    map[int]any // the parent tree
	used       map[name]map[int]bool
	visited    map[int]bool
	level      int
}

func (in *inspector) need(ok bool, id, what string, args ...any) {
	if !ok && len(in.found) < 1000 {
		in.found = append(in.found, Finding{id, fmt.Sprintf(what, args...)})
	}
}

func (in *inspector) catalog() {
	in.need(in.trailer["Encrypt"] == nil, "26-001", "encrypted")
	in.need(len(in.list(in.trailer["ID"])) == 2, "A 6.1.3", "no identifier")
	root := in.dict(in.trailer["Root"])
	lang, _ := root["Lang"].(text)
	in.need(len(lang.unicode()) >= 2, "11-001", "language %q", lang.unicode())
	mark := in.dict(root["MarkInfo"])
	in.need(mark["Marked"] == true && mark["Suspects"] != true, "06-001", "MarkInfo %v", mark)
	in.need(in.dict(root["ViewerPreferences"])["DisplayDocTitle"] == true, "07-001", "DisplayDocTitle")
	xmp := string(in.stream(root["Metadata"]))
	for _, s := range []string{"<pdfuaid:part>1<", "<dc:title>", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "pdfaExtension:schemas"} {
		in.need(strings.Contains(xmp, s), "06-002", "metadata lack %s", s)
	}
	intents := in.list(root["OutputIntents"])
	in.need(len(intents) == 1 && len(in.stream(in.dict(slices.Concat(intents, []any{nil})[0])["DestOutputProfile"])) > 128, "A 6.2.3", "output intent")
	for _, key := range []name{"AcroForm", "OCProperties", "AA", "OpenAction", "Names"} {
		in.need(root[key] == nil, "20-001", "catalog has %s", key)
	}
}

// inside says where parts of lists and tables may stand.
var inside = map[name][]name{
	"TR": {"THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "Caption": {"Table"},
	"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"},
}

var standard = strings.Fields("Document P H1 H2 H3 H4 L LI Lbl LBody Table Caption THead TBody TR TH TD Figure Link Span")

func (in *inspector) role(e dict) name {
	s, _ := e["S"].(name)
	root := in.dict(in.dict(in.trailer["Root"])["StructTreeRoot"])
	if mapped, ok := in.dict(root["RoleMap"])[s].(name); ok {
		return mapped
	}
	return s
}

func (in *inspector) structure() {
	treeRef, _ := in.dict(in.trailer["Root"])["StructTreeRoot"].(ref)
	root := in.dict(treeRef)
	for from, to := range in.dict(root["RoleMap"]) {
		mapped, _ := to.(name)
		in.need(!slices.Contains(standard, string(from)) && slices.Contains(standard, string(mapped)), "02-001", "%s is mapped to %s", from, mapped)
	}
	in.parents = map[int]any{}
	nums := in.list(in.dict(root["ParentTree"])["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		in.parents[number(nums[i])] = nums[i+1]
	}
	in.visited = map[int]bool{}
	kids := in.list(root["K"])
	in.need(len(kids) == 1, "tree", "%d roots", len(kids))
	for _, k := range kids {
		if r, ok := k.(ref); ok {
			in.element(int(r), int(treeRef), "", 0)
		}
	}
}

func (in *inspector) element(at, parent int, within name, depth int) {
	if in.visited[at] || depth > 60 {
		in.need(false, "tree", "element %d stands twice or too deep", at)
		return
	}
	in.visited[at] = true
	e := in.dict(ref(at))
	s := in.role(e)
	in.need(slices.Contains(standard, string(s)), "02-001", "type %s", s)
	in.need(e["P"] == ref(parent), "tree", "element %d: parent %v, not %d", at, e["P"], parent)
	if want := inside[s]; want != nil {
		in.need(slices.Contains(want, within), "09-004", "%s in %s", s, within)
	}
	if within == "L" || within == "LI" || within == "Table" || within == "TR" {
		in.need(inside[s] != nil, "09-004", "%s in %s", s, within)
	}
	if len(s) == 2 && s[0] == 'H' && s[1] <= '9' {
		level := int(s[1] - '0')
		in.need(level <= in.level+1, "14-003", "%s after level %d", s, in.level)
		in.need(len(in.list(e["K"])) > 0, "14-003", "%s without text", s)
		in.level = level
	}
	attributes := in.dict(e["A"])
	alt, _ := e["Alt"].(text)
	in.need(s != "Figure" || alt.unicode() != "" && len(in.list(attributes["BBox"])) == 4, "13-004", "figure %d", at)
	in.need(s != "TH" || attributes["Scope"] == name("Row") || attributes["Scope"] == name("Column"), "15-003", "header cell %d has no scope", at)
	in.need(s != "L" || attributes["ListNumbering"] != nil, "16-001", "list %d has no numbering", at)
	link := false
	for _, k := range in.list(e["K"]) {
		switch k := k.(type) {
		case float64:
			page, _ := e["Pg"].(ref)
			in.owner[piece{int(page), int(k)}] = at
		case ref:
			in.element(int(k), at, s, depth+1)
		case dict:
			if k["Type"] == name("OBJR") {
				link = true
				annot, _ := k["Obj"].(ref)
				in.annotOwner[annot] = at
			} else {
				page, _ := k["Pg"].(ref)
				in.owner[piece{int(page), number(k["MCID"])}] = at
			}
		}
	}
	in.need((s == "Link") == link, "28-011", "%s with annotation: %v", s, link)
	if s == "Table" {
		in.rows(e)
	}
}

func (in *inspector) rows(table dict) {
	width := -1
	for _, group := range in.list(table["K"]) {
		for _, row := range in.list(in.dict(group)["K"]) {
			tr := in.dict(row)
			if in.role(tr) != "TR" {
				continue
			}
			n := len(in.list(tr["K"]))
			in.need(width < 0 || n == width, "15-005", "row of %d cells after one of %d", n, width)
			width = n
		}
	}
}
