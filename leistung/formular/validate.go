// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// maxFindings bounds the findings of one document; a form with more wrong is
// not mended by a longer list.
const maxFindings = 1000

// maxKey is up to where an unknown key is repeated to whoever sent it.
const maxKey = 256

// Validate checks an application, a JSON object, against the elements of the form
// and returns everything that is wrong with it; nothing where it fits. No input
// makes it fail or take more memory than a small multiple of the bytes it was
// given. Rules and attachments are for [Formular.Check].
func (f *Formular) Validate(json []byte) Findings {
	r := ground.Get().(*run)
	r.start(f, json, Umstaende{})
	found := r.findings
	sortFindings(found)
	if cap(r.doc.values) <= maxKept {
		r.forget()
		ground.Put(r)
	}
	return found
}

// ground keeps what a validation works with for the next one: nothing of it
// leaves with the findings, and nothing of the application stays in it.
var ground = sync.Pool{New: func() any { return new(run) }}

// maxKept bounds the values whose room is kept.
const maxKept = 4096

// forget drops what was read and keeps the room for it.
func (r *run) forget() {
	values, scratch, doubled := r.doc.values[:0], r.doc.scratch[:cap(r.doc.scratch)], r.doc.doubled[:0]
	clear(scratch)
	clear(r.path[:cap(r.path)])
	*r.doc = document{values: values, scratch: scratch[:0], doubled: doubled}
	*r = run{doc: r.doc, path: r.path[:0], frames: r.frames[:0], slots: r.slots[:0]}
}

// Check checks an application as [Formular.Validate] does, its attachments and
// the rules as well, and returns the answers. Answers that are not asked are
// findings here; [Entwurf.Check] passes over them.
func (f *Formular) Check(json []byte, u Umstaende) (Antworten, Findings) {
	r := f.run(json, u)
	if !r.readable {
		return Antworten{}, r.findings
	}
	r.rules()
	r.findings = append(r.findings, r.broken...)
	sortFindings(r.findings)
	return Antworten{run: r}, r.findings
}

func (f *Formular) run(json []byte, u Umstaende) *run {
	r := new(run)
	r.start(f, json, u)
	return r
}

// start goes through an application, in a run that is new or has forgotten the
// last one.
func (r *run) start(f *Formular, json []byte, u Umstaende) {
	r.form, r.umstaende = f, u
	if r.doc == nil {
		r.doc = new(document)
	}
	doc := r.doc
	if code := doc.scan(json, maxValues); code != "" {
		r.add(&f.root, code, limitOf(code, doc.pos))
		return
	}
	r.readable = true
	for _, at := range doc.doubled {
		if r.room() {
			r.findings = append(r.findings, finding(jsonDoppelt, f.known(doc.pointer(at)), &f.root, ""))
		}
	}
	if r.slots == nil {
		r.slots, r.path, r.frames = make([]int32, 0, 64), make([]step, 0, 16), make([]int, 0, 8)
	}
	r.value(&f.root, 0)
	r.anlagen()
}

// limitOf returns what a finding about the JSON says of its bound.
func limitOf(code string, pos int) string {
	switch code {
	case jsonTiefe:
		return itoa(maxDepth)
	case jsonGroesse:
		return itoa(maxBytes)
	case jsonUmfang:
		return itoa(maxValues)
	default:
		return "Byte " + itoa(pos)
	}
}

// run is one validation.
type run struct {
	form      *Formular
	doc       *document
	findings  Findings
	path      []step
	frames    []int   // for each group around, where its slots begin
	slots     []int32 // which value a child of a group has; -1 is none
	umstaende Umstaende
	genannt   map[string]bool // attachments that the form names
	broken    Findings        // of rules, which do not see each other's
	readable  bool            // the document is JSON within its bounds
}

// add reports a finding about an element at the place reached.
func (r *run) add(n *node, code string, grenze string) {
	r.spoil()
	if r.room() {
		r.findings = append(r.findings, finding(code, r.pointer(), n, grenze))
	}
}

// spoil notes that a finding stands at the place reached, or at a child of it.
func (r *run) spoil() {
	for _, s := range r.path {
		if s.at >= 0 {
			r.doc.values[s.at].marks |= invalid
		}
	}
}

// addBelow reports a finding about an answer to a child that is not asked.
func (r *run) addBelow(n *node, code string) {
	r.path = append(r.path, step{name: n.el.Name, at: -1})
	r.add(n, code, "")
	r.path = r.path[:len(r.path)-1]
}

// unknown reports a key that the form does not have. The text names it, for
// whoever sent it; the pointer is that of the object around it.
func (r *run) unknown(key string) {
	r.spoil()
	if !r.room() {
		return
	}
	if len(key) > maxKey {
		key = strings.ToValidUTF8(key[:maxKey], "") + "…"
	}
	r.findings = append(r.findings, finding(unbekannt, r.pointer(), &r.form.root, strconv.Quote(key)))
}

// room reports whether one more finding is kept, and says once where not.
func (r *run) room() bool {
	if len(r.findings) == maxFindings {
		r.findings = append(r.findings, finding(zuViele, "", &r.form.root, ""))
	}
	return len(r.findings) < maxFindings
}

func (r *run) pointer() string {
	var b strings.Builder
	for _, s := range r.path {
		appendStep(&b, s)
	}
	return b.String()
}

// object checks the members of an object against the children of a group.
func (r *run) object(n *node, at int32) {
	base := r.enter(n, at)
	given := 0
	for k := range n.kids {
		kid, slot := &n.kids[k], base+k
		if kid.nur != nil && !r.holds(kid.nur) {
			r.notAsked(kid, slot)
			continue
		}
		if r.slots[slot] >= 0 {
			given++
		}
		r.child(kid, r.slots[slot], n.el.Typ == TypWahl)
	}
	if n.el.Typ == TypWahl && given != 1 {
		r.add(n, wahlVerletzt, "")
	}
	if n.el.Typ == TypTeildatum {
		r.teildatum(n, base)
	}
	r.leave(base)
}

func (r *run) leave(base int) {
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
				r.unknown(string(key))
				continue
			}
		}
		guess = int(k) + 1
		if r.slots[base+int(k)] < 0 && !d.values[i].is(dropped) {
			r.slots[base+int(k)] = i
		}
	}
	return base
}

// notAsked takes an answer that is not asked out of sight: what comes after it
// in the form sees none.
func (r *run) notAsked(n *node, slot int) {
	at := r.slots[slot]
	if at < 0 {
		return
	}
	r.slots[slot] = -1
	r.doc.values[at].marks |= dropped
	r.addBelow(n, nichtGefragt)
}

// child checks one child of a group, with its value or without.
func (r *run) child(n *node, at int32, choice bool) {
	if at < 0 && (choice || n.el.Min == 0 && (n.pflichtWenn == nil || !r.holds(n.pflichtWenn))) {
		return
	}
	r.path = append(r.path, step{name: n.el.Name, at: at})
	if at < 0 {
		if n.group() && !n.array() {
			r.object(n, at) // a group that is missing is an empty one
		} else {
			r.add(n, fehlt, "")
		}
		r.path = r.path[:len(r.path)-1]
		return
	}
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
		r.add(n, falscherTyp, "array")
		return
	}
	if int(v.count) < n.el.Min {
		r.add(n, zuWenige, itoa(n.el.Min))
	}
	if n.el.Max != Unbegrenzt && int(v.count) > n.el.Max {
		r.add(n, zuOft, itoa(n.el.Max))
	}
	item := 0
	for i := at + 1; i < v.next; i = r.doc.values[i].next {
		r.path = append(r.path, step{item: item, at: i})
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
		r.add(n, keinTeildatum, "")
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
	if _, err := datum.New(jahr, time.Month(monat), part[2]); err != nil {
		r.add(n, keinTeildatum, "")
	}
}

// small returns a whole number of up to four digits.
func (r *run) small(at int32) (int, bool) {
	if at < 0 {
		return 0, false
	}
	v := &r.doc.values[at]
	if v.kind != kindNumber || v.is(faulty) {
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
