// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"strconv"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
)

// maxFindings bounds the findings of one document; a form with more wrong is
// not mended by a longer list.
const maxFindings = 1000

// maxKey is up to where an unknown key becomes part of a pointer. A longer one
// is reported at the object that holds it.
const maxKey = 256

// Validate checks an application, a JSON object, and returns everything that is
// wrong with it; nothing where it fits the form. No input makes it fail or take
// more memory than a small multiple of the bytes it was given.
func (f *Formular) Validate(json []byte) Findings { return f.run(json, nil).findings }

func (f *Formular) run(json []byte, anlagen map[string]Anlage) *run {
	r := &run{form: f, anlagen: anlagen}
	doc, code := scan(json)
	r.doc = doc
	if code != "" {
		r.add(&f.root, code, limitOf(code, doc.pos))
		return r
	}
	r.readable = true
	for _, at := range doc.doubled {
		if r.room() {
			r.findings = append(r.findings, Finding{Code: JSONDoppelt, Pfad: doc.pointer(at)})
		}
	}
	r.slots = make([]int32, 0, 64)
	r.path = make([]step, 0, 16)
	r.frames = make([]int, 0, 8)
	r.value(&f.root, 0)
	r.anlagenUngenannt()
	r.rules()
	r.findings.sort()
	return r
}

// answers returns the document where it is one.
func (r *run) answers() *document {
	if !r.readable {
		return nil
	}
	return r.doc
}

// limitOf returns what a finding about the JSON says of its bound.
func limitOf(code Code, pos int) string {
	switch code {
	case JSONTiefe:
		return itoa(maxDepth)
	case JSONGroesse:
		return itoa(maxBytes)
	case JSONUmfang:
		return itoa(maxValues)
	default:
		return "Byte " + itoa(pos)
	}
}

// run is one validation.
type run struct {
	form     *Formular
	doc      *document
	findings Findings
	path     []step
	frames   []int   // for each group around, where its slots begin
	slots    []int32 // which value a child of a group has; -1 is none
	anlagen  map[string]Anlage
	genannt  map[string]bool // attachments that the form names
	readable bool            // the document is JSON within its bounds
}

// add reports a finding about an element at the place reached.
func (r *run) add(n *node, code Code, grenze string) {
	if r.room() {
		r.findings = append(r.findings, Finding{Code: code, Pfad: r.pointer(""), Basis: n.basis, Titel: n.el.Titel, Grenze: grenze})
	}
}

// addBelow reports a finding about a child that is not there, or not known.
func (r *run) addBelow(n *node, code Code, name, titel string) {
	if r.room() {
		r.findings = append(r.findings, Finding{Code: code, Pfad: r.pointer(name), Basis: n.basis, Titel: titel})
	}
}

// room reports whether one more finding is kept, and says once where not.
func (r *run) room() bool {
	if len(r.findings) == maxFindings {
		r.findings = append(r.findings, Finding{Code: ZuViele})
	}
	return len(r.findings) < maxFindings
}

func (r *run) pointer(last string) string {
	var b strings.Builder
	for _, s := range r.path {
		appendStep(&b, s)
	}
	if last != "" {
		appendStep(&b, step{name: last})
	}
	return b.String()
}

// object checks the members of an object against the children of a group.
func (r *run) object(n *node, at int32) {
	base := r.enter(n, at)
	given := 0
	for k := range n.kids {
		if r.slots[base+k] >= 0 {
			given++
		}
		r.child(&n.kids[k], r.slots[base+k], n.el.Typ == TypWahl)
	}
	if n.el.Typ == TypWahl && given != 1 {
		r.add(n, WahlVerletzt, "")
	}
	if n.el.Typ == TypTeildatum {
		r.teildatum(n, base)
	}
	r.frames = r.frames[:len(r.frames)-1]
	r.slots = r.slots[:base]
}

// enter opens the frame of a group and notes which of its children each member
// is; at is -1 for a group without data. Of a doubled member the first counts.
func (r *run) enter(n *node, at int32) (base int) {
	base = len(r.slots)
	r.frames = append(r.frames, base)
	for range n.kids {
		r.slots = append(r.slots, -1)
	}
	d := r.doc
	if at < 0 || d.values[at].kind != kindObject {
		return base
	}
	guess := 0 // members mostly come in the order of the form
	for i := at + 1; i < d.values[at].next; i = d.values[i].next {
		key := d.key(i)
		k := int32(guess)
		if guess == len(n.kids) || n.kids[guess].el.Name != string(key) {
			known := false
			if k, known = n.index[string(key)]; !known {
				name := ""
				if len(key) <= maxKey {
					name = string(key)
				}
				r.addBelow(n, Unbekannt, name, "")
				continue
			}
		}
		guess = int(k) + 1
		if r.slots[base+int(k)] < 0 {
			r.slots[base+int(k)] = i
		}
	}
	return base
}

// child checks one child of a group, with its value or without.
func (r *run) child(n *node, at int32, choice bool) {
	if n.nur != nil && !r.holds(n.nur) {
		if at >= 0 {
			r.addBelow(n, NichtGefragt, n.el.Name, n.el.Titel)
		}
		return
	}
	if at < 0 {
		if !choice && (n.el.Min > 0 || n.pflichtWenn != nil && r.holds(n.pflichtWenn)) {
			r.addBelow(n, Fehlt, n.el.Name, n.el.Titel)
		}
		return
	}
	r.path = append(r.path, step{name: n.el.Name})
	if n.array() {
		r.items(n, at)
	} else {
		r.value(n, at)
	}
	r.path = r.path[:len(r.path)-1]
}

func (r *run) items(n *node, at int32) {
	v := &r.doc.values[at]
	if v.kind != kindArray {
		r.add(n, FalscherTyp, "array")
		return
	}
	if int(v.count) < n.el.Min {
		r.add(n, ZuWenige, itoa(n.el.Min))
	}
	if n.el.Max != Unbegrenzt && int(v.count) > n.el.Max {
		r.add(n, ZuOft, itoa(n.el.Max))
	}
	item := 0
	for i := at + 1; i < v.next; i = r.doc.values[i].next {
		r.path = append(r.path, step{item: item})
		r.value(n, i)
		r.path = r.path[:len(r.path)-1]
		item++
	}
}

// teildatum checks that the parts of a day make one, where each is in order by
// itself.
func (r *run) teildatum(n *node, base int) {
	tag := r.slots[base+2]
	if tag < 0 {
		return // the year is required anyway; without a day there is nothing more
	}
	if r.slots[base+1] < 0 {
		r.add(n, KeinTeildatum, "")
		return
	}
	var part [3]int
	for k := range part {
		var ok bool
		if part[k], ok = r.small(r.slots[base+k]); !ok {
			return // reported with the part
		}
	}
	jahr, monat := part[0], part[1]
	if jahr < 1 || monat < 1 || monat > 12 || part[2] < 1 || part[2] > 31 {
		return // the same
	}
	if _, err := kommune.NewDatum(jahr, time.Month(monat), part[2]); err != nil {
		r.add(n, KeinTeildatum, "")
	}
}

// small returns a whole number of up to four digits.
func (r *run) small(at int32) (int, bool) {
	if at < 0 {
		return 0, false
	}
	v := &r.doc.values[at]
	if v.kind != kindNumber || v.faulty {
		return 0, false
	}
	d := parseDecimal(r.doc.src[v.start:v.end])
	if d.neg || d.places() > 0 || d.exp > 4 {
		return 0, false
	}
	n := 0
	for i := range d.exp {
		n = n*10 + int(d.digit(i)-'0')
	}
	return n, true
}

func itoa(n int) string { return strconv.Itoa(n) }
