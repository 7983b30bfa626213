// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"bytes"
	"strings"
)

const prefix = "xdf3"

// xmlWriter puts elements together. Whether their text is one that XML can
// carry is found by reading the result.
type xmlWriter struct {
	buf   bytes.Buffer
	depth int
}

// in writes an element around what body writes.
func (x *xmlWriter) in(name string, body func()) {
	x.open(name)
	body()
	x.close(name)
}

func (x *xmlWriter) open(name string, attrs ...string) {
	x.indent()
	x.start(name, attrs)
	x.buf.WriteString(">\n")
	x.depth++
}

func (x *xmlWriter) close(name string) {
	x.depth--
	x.indent()
	x.end(name)
}

// text writes an element of text with pairs of attribute name and value. It
// leaves out empty attributes and an element where everything is empty.
func (x *xmlWriter) text(name, content string, attrs ...string) {
	empty := content == ""
	for i := 1; i < len(attrs); i += 2 {
		empty = empty && attrs[i] == ""
	}
	if empty {
		return
	}
	x.indent()
	x.start(name, attrs)
	x.buf.WriteByte('>')
	x.escape(textEscaper, content)
	x.end(name)
}

// codelisten names the list, and its version, that each code comes from.
var codelisten = map[string][2]string{
	"ableitungsmodifikationenRepraesentation": {"urn:xoev-de:fim:codeliste:xdatenfelder.ableitungsmodifikationenRepraesentation", "1.0"},
	"ableitungsmodifikationenStruktur":        {"urn:xoev-de:fim:codeliste:xdatenfelder.ableitungsmodifikationenStruktur", "1.0"},
	"art":                                     {"urn:xoev-de:fim:codeliste:datenfelder.gruppenart", "1.0"},
	"datentyp":                                {"urn:xoev-de:fim:codeliste:xdatenfelder.datentyp", "2.0"},
	"feldart":                                 {"urn:xoev-de:fim:codeliste:xdatenfelder.feldart", "2.0"},
	"freigabestatus":                          {"urn:xoev-de:xprozess:codeliste:status", "2022-07-12"},
	"praedikat":                               {"urn:xoev-de:fim-datenfelder:codeliste:relation", "1.2"},
	"schemaelementart":                        {"urn:xoev-de:fim:codeliste:xdatenfelder.schemaelementart", "1.0"},
	"typ":                                     {"urn:xoev-de:fim:codeliste:xdatenfelder.regeltyp", "1.0"},
	"vorbefuellung":                           {"urn:xoev-de:fim:codeliste:xdatenfelder.vorbefuellung", "1.0"},
}

// code writes an element around a <code> in no namespace.
func (x *xmlWriter) code(name, code string) {
	if code == "" {
		return
	}
	list := codelisten[name]
	x.indent()
	x.start(name, []string{"listURI", list[0], "listVersionID", list[1]})
	x.buf.WriteString("><code>")
	x.escape(textEscaper, code)
	x.buf.WriteString("</code>")
	x.end(name)
}

func (x *xmlWriter) start(name string, attrs []string) {
	x.buf.WriteString("<" + prefix + ":" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		x.buf.WriteString(" " + attrs[i] + `="`)
		x.escape(attrEscaper, attrs[i+1])
		x.buf.WriteByte('"')
	}
}

func (x *xmlWriter) end(name string) { x.buf.WriteString("</" + prefix + ":" + name + ">\n") }

func (x *xmlWriter) indent() {
	for range x.depth {
		x.buf.WriteString("  ")
	}
}

// The escapers keep what a reader would otherwise take for markup or change,
// as it does with a carriage return and, in attributes, with all white space.
var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\r", "&#13;", "\n", "&#10;", "\t", "&#9;")
)

func (x *xmlWriter) escape(escaper *strings.Replacer, s string) {
	_, _ = escaper.WriteString(&x.buf, s)
}
