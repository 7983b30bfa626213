// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"bufio"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
)

// standardPrefixes are what the samples of the format use.
var standardPrefixes = map[string]string{
	nsQuery: "query", nsRIM: "rim", nsRS: "rs", nsSDG: "sdg", nsXLink: "xlink", nsXSI: "xsi", nsXML: "xml",
}

// writeTree writes a document with all prefixes declared at its root.
func writeTree(w io.Writer, root *element) error {
	buffered := bufio.NewWriter(w)
	spaces := namespaces(root, nil)
	slices.Sort(spaces)
	writer := treeWriter{w: buffered, prefixes: map[string]string{"": ""}}
	for _, space := range spaces {
		prefix, known := standardPrefixes[space]
		if !known {
			prefix = "n" + strconv.Itoa(len(writer.prefixes))
		}
		writer.prefixes[space] = prefix
	}
	writer.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	writer.element(root, spaces, "")
	writer.raw("\n")
	if writer.err != nil {
		return writer.err
	}
	return buffered.Flush()
}

// namespaces gathers the namespaces that a tree uses.
func namespaces(e *element, found []string) []string {
	add := func(space string) {
		if space != "" && !slices.Contains(found, space) {
			found = append(found, space)
		}
	}
	add(e.name.Space)
	for _, a := range e.attrs {
		add(a.name.Space)
		add(a.qname.Space)
	}
	for _, c := range e.children {
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

func (w *treeWriter) element(e *element, declare []string, indent string) {
	name := w.qualified(e.name)
	w.raw(indent + "<" + name)
	for _, space := range declare {
		if space != nsXML {
			w.attribute("xmlns:"+w.prefixes[space], space)
		}
	}
	for _, a := range e.attrs {
		value := a.value
		if a.qname.Local != "" {
			value = w.qualified(a.qname)
		}
		w.attribute(w.qualified(a.name), value)
	}
	if len(e.children) == 0 && e.text == "" {
		w.raw("/>")
		return
	}
	w.raw(">")
	w.escaped(e.text)
	for _, c := range e.children {
		w.raw("\n")
		w.element(c, nil, indent+"  ")
	}
	if len(e.children) > 0 {
		w.raw("\n" + indent)
	}
	w.raw("</" + name + ">")
}
