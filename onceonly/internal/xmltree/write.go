// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"bufio"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
)

// Write writes a document with all prefixes declared at its root: those given by
// namespace, and made ones for the others. It returns how many bytes went out.
func Write(w io.Writer, root *Element, prefixes map[string]string) (int64, error) {
	counter := &countingWriter{w: w}
	buffered := bufio.NewWriter(counter)
	spaces := namespaces(root, nil)
	slices.Sort(spaces)
	writer := treeWriter{w: buffered, prefixes: map[string]string{"": ""}}
	for _, space := range spaces {
		prefix, known := prefixes[space]
		if !known {
			prefix = "n" + strconv.Itoa(len(writer.prefixes))
		}
		writer.prefixes[space] = prefix
	}
	writer.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	writer.element(root, spaces, "")
	writer.raw("\n")
	if writer.err == nil {
		writer.err = buffered.Flush()
	}
	return counter.n, writer.err
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// namespaces gathers the namespaces that a tree uses.
func namespaces(e *Element, found []string) []string {
	found = addSpaces(found, e)
	for _, c := range e.Children {
		found = namespaces(c, found)
	}
	return found
}

type treeWriter struct {
	w        *bufio.Writer
	prefixes map[string]string
	err      error
}

func (w *treeWriter) raw(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

func (w *treeWriter) escaped(s string) {
	if w.err == nil {
		w.err = xml.EscapeText(w.w, []byte(s))
	}
}

func (w *treeWriter) qualified(n xml.Name) string {
	if prefix := w.prefixes[n.Space]; prefix != "" {
		return prefix + ":" + n.Local
	}
	return n.Local
}

func (w *treeWriter) attribute(name, value string) {
	w.raw(" " + name + `="`)
	w.escaped(value)
	w.raw(`"`)
}

func (w *treeWriter) element(e *Element, declare []string, indent string) {
	name := w.qualified(e.Name)
	w.raw(indent + "<" + name)
	for _, space := range declare {
		if space != NSXML {
			w.attribute("xmlns:"+w.prefixes[space], space)
		}
	}
	for _, a := range e.Attrs {
		value := a.Value
		if a.QName.Local != "" {
			value = w.qualified(a.QName)
		}
		w.attribute(w.qualified(a.Name), value)
	}
	if len(e.Children) == 0 && e.Text == "" {
		w.raw("/>")
		return
	}
	w.raw(">")
	w.escaped(e.Text)
	for _, c := range e.Children {
		w.raw("\n")
		w.element(c, nil, indent+"  ")
	}
	if len(e.Children) > 0 {
		w.raw("\n" + indent)
	}
	w.raw("</" + name + ">")
}
