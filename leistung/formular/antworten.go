// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Antworten are the answers of an application that was checked, by JSON pointer.
// An answer that is not asked is not there, and one with a finding has no value:
// what reads it here needs no checks of its own. It serves one goroutine at a
// time.
type Antworten struct {
	run    *run
	prefix string // what pointers start from, in a rule about each row
	before int    // how many elements of the top count, 0: all
}

// Before returns the answers to the elements of the top that stand before one,
// without any where the form does not have it. They hang on nothing behind them.
func (a Antworten) Before(name string) Antworten {
	if a.run == nil {
		return a
	}
	k, known := a.run.form.root.index[name]
	if !known || k == 0 {
		return Antworten{}
	}
	a.before = int(k)
	return a
}

// counts reports whether an element of the top is among the answers.
func (a Antworten) counts(name string) bool {
	return a.before == 0 || int(a.run.form.root.index[name]) < a.before
}

// Has reports whether a question is asked and has an answer, right or wrong; of
// a group, whether it is there.
func (a Antworten) Has(pointer string) bool { return a.at(pointer) >= 0 }

// Valid reports whether there is an answer without a finding, of a group whether
// there is none in it.
func (a Antworten) Valid(pointer string) bool {
	i := a.at(pointer)
	return i >= 0 && !a.run.doc.values[i].is(invalid)
}

// Len returns how many items an array has.
func (a Antworten) Len(pointer string) int {
	if i := a.at(pointer); i >= 0 && a.run.doc.values[i].kind == kindArray {
		return int(a.run.doc.values[i].count)
	}
	return 0
}

// Text returns a text, a code, or the name of an attachment.
func (a Antworten) Text(pointer string) (string, bool) {
	i := a.of(pointer, kindString)
	if i < 0 {
		return "", false
	}
	return string(a.run.doc.string(i)), true
}

// Datum returns a day.
func (a Antworten) Datum(pointer string) (datum.Datum, bool) {
	text, _ := a.Text(pointer)
	d, err := datum.Parse(text)
	return d, err == nil
}

// JaNein returns true or false.
func (a Antworten) JaNein(pointer string) (value, ok bool) {
	return a.of(pointer, kindTrue) >= 0, a.of(pointer, kindTrue) >= 0 || a.of(pointer, kindFalse) >= 0
}

// Zahl returns a number in the spelling of the application, so that nothing of
// an amount is lost. Zero is a number, and no answer is none.
func (a Antworten) Zahl(pointer string) (string, bool) {
	i := a.of(pointer, kindNumber)
	if i < 0 {
		return "", false
	}
	v := &a.run.doc.values[i]
	return string(a.run.doc.src[v.start:v.end]), true
}

// Decode fills the struct that v points to with the answers that are asked and
// valid, by encoding/json. Rows stay in their places, also where all in them is
// wrong.
func (a Antworten) Decode(v any) error {
	if a.run == nil {
		return nil
	}
	var b bytes.Buffer
	most := len(a.run.form.root.kids)
	if a.before > 0 {
		most = a.before
	}
	a.run.write(&b, &a.run.form.root, 0, most)
	return json.Unmarshal(b.Bytes(), v)
}

// write writes the valid answers to the first elements of a group.
func (r *run) write(b *bytes.Buffer, n *node, at int32, most int) {
	d, sep := r.doc, byte('{')
	for i := at + 1; i < d.values[at].next; i = d.values[i].next {
		k, known := n.index[string(d.key(i))]
		if v := &d.values[i]; !known || int(k) >= most || v.is(dropped) || !r.writable(&n.kids[k], i) {
			continue
		}
		b.WriteByte(sep)
		sep = ','
		b.WriteByte('"')
		b.Write(d.src[d.values[i].keyStart:d.values[i].keyEnd])
		b.WriteString(`":`)
		r.writeValue(b, &n.kids[k], i)
	}
	if sep == '{' {
		b.WriteByte(sep)
	}
	b.WriteByte('}')
}

// writable reports whether there is something to write of a value: a leaf
// without a finding, or a group or an array that is one.
func (r *run) writable(n *node, at int32) bool {
	v := &r.doc.values[at]
	switch {
	case n.array():
		return v.kind == kindArray
	case n.group():
		return v.kind == kindObject
	default:
		return !v.is(invalid)
	}
}

func (r *run) writeValue(b *bytes.Buffer, n *node, at int32) {
	v := &r.doc.values[at]
	switch {
	case n.array() && v.kind == kindArray:
		b.WriteByte('[')
		first := true
		for i := at + 1; i < v.next; i = r.doc.values[i].next {
			row := n.group() && r.doc.values[i].kind == kindObject
			if !n.group() && r.doc.values[i].is(invalid) {
				continue
			}
			if !first {
				b.WriteByte(',')
			}
			first = false
			switch {
			case row:
				r.write(b, n, i, len(n.kids))
			case n.group():
				b.WriteString("null")
			default:
				r.copy(b, i)
			}
		}
		b.WriteByte(']')
	case n.group():
		r.write(b, n, at, len(n.kids))
	default:
		r.copy(b, at)
	}
}

// copy writes a value as it stands in the application.
func (r *run) copy(b *bytes.Buffer, at int32) {
	b.Write(r.doc.raw(at))
}

// of returns the value at the pointer if it is valid and of the kind, and -1
// otherwise.
func (a Antworten) of(pointer string, want kind) int32 {
	i := a.at(pointer)
	if i < 0 || a.run.doc.values[i].kind != want || a.run.doc.values[i].is(invalid) {
		return -1
	}
	return i
}

func (a Antworten) at(pointer string) int32 {
	if a.run == nil {
		return -1
	}
	at := int32(0)
	for rest := a.prefix + pointer; rest != ""; {
		if rest[0] != '/' {
			return -1
		}
		var name string
		name, rest = rest[1:], ""
		if i := strings.IndexByte(name, '/'); i >= 0 {
			name, rest = name[:i], name[i:]
		}
		if at == 0 && !a.counts(unescaped(name)) {
			return -1
		}
		if at = a.run.doc.child(at, unescaped(name)); at < 0 || a.run.doc.values[at].is(dropped) {
			return -1
		}
	}
	return at
}

// Asked reports whether the form asks for an element: whether its own condition
// and those of the groups around it hold. Pages use it to show what applies. It
// is false for a pointer that leads to no element, and true where nothing stands
// in the way.
func (a Antworten) Asked(pointer string) bool {
	pointer = a.prefix + pointer
	if a.run == nil || !strings.HasPrefix(pointer, "/") {
		return false
	}
	r := &run{form: a.run.form, doc: a.run.doc}
	names := strings.Split(pointer[1:], "/")
	if !a.counts(unescaped(names[0])) {
		return false
	}
	n, at := &r.form.root, int32(0)
	for len(names) > 0 {
		k, known := n.index[unescaped(names[0])]
		if !known {
			return false
		}
		at = r.slots[r.enter(n, at)+int(k)]
		if n = &n.kids[k]; n.nur != nil && !r.holds(n.nur) {
			return false
		}
		names = names[1:]
		if n.array() && len(names) > 0 {
			if at >= 0 {
				at = r.doc.child(at, names[0])
			}
			names = names[1:]
		}
	}
	return true
}
