// SPDX-License-Identifier: Apache-2.0

package xrechnung

import "strings"

// writer appends elements. An element with nothing in it is not written.
type writer struct {
	b []byte
}

// in writes what content writes inside the elements of the path, "a/b" outermost
// first, and nothing where it writes nothing.
func (w *writer) in(path string, content func()) {
	before := len(w.b)
	names := strings.Split(path, "/")
	for _, name := range names {
		w.b = append(append(append(w.b, '<'), name...), '>')
	}
	start := len(w.b)
	content()
	if len(w.b) == start {
		w.b = w.b[:before]
		return
	}
	for k := len(names) - 1; k >= 0; k-- {
		w.end(names[k])
	}
}

func (w *writer) end(name string) { w.b = append(append(append(w.b, '<', '/'), name...), '>') }

// leaf writes an element with text, and with an attribute where it has a value.
func (w *writer) leaf(name, text, attribute, value string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	w.b = append(append(w.b, '<'), name...)
	if value != "" {
		w.b = append(append(append(w.b, ' '), attribute...), '=', '"')
		w.escape(value)
		w.b = append(w.b, '"')
	}
	w.b = append(w.b, '>')
	w.escape(text)
	w.end(name)
}

// text writes elements one inside the other, the last with the text.
func (w *writer) text(path, text string) {
	outer, name, nested := cutLast(path)
	if !nested {
		w.leaf(name, text, "", "")
		return
	}
	w.in(outer, func() { w.leaf(name, text, "", "") })
}

func cutLast(path string) (outer, name string, nested bool) {
	if k := strings.LastIndexByte(path, '/'); k >= 0 {
		return path[:k], path[k+1:], true
	}
	return "", path, false
}

func (w *writer) escape(text string) {
	for k := range len(text) {
		switch c := text[k]; c {
		case '<':
			w.b = append(w.b, "&lt;"...)
		case '>':
			w.b = append(w.b, "&gt;"...)
		case '&':
			w.b = append(w.b, "&amp;"...)
		case '"':
			w.b = append(w.b, "&quot;"...)
		case '\r':
			w.b = append(w.b, "&#13;"...) // which a reader would take for a line feed
		default:
			w.b = append(w.b, c)
		}
	}
}
