// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Antworten are the answers of an application, by JSON pointer. A place without
// an answer, or with one of another kind, has none. It serves one goroutine at a
// time.
type Antworten struct{ doc *document }

// Read checks an application as [Formular.Validate] does and returns its answers
// as well; there are none where the document is not JSON.
func (f *Formular) Read(json []byte) (Antworten, Findings) {
	r := f.run(json, nil)
	return Antworten{r.answers()}, r.findings
}

// Has reports whether there is an answer, of whatever kind.
func (a Antworten) Has(pointer string) bool { return a.at(pointer) >= 0 }

// Len returns how many items an array has.
func (a Antworten) Len(pointer string) int {
	if i := a.of(pointer, kindArray); i >= 0 {
		return int(a.doc.values[i].count)
	}
	return 0
}

// Text returns a text, a code, or the name of an attachment.
func (a Antworten) Text(pointer string) (string, bool) {
	i := a.of(pointer, kindString)
	if i < 0 || a.doc.values[i].faulty {
		return "", false
	}
	return string(a.doc.string(i)), true
}

// Datum returns a day.
func (a Antworten) Datum(pointer string) (kommune.Datum, bool) {
	text, _ := a.Text(pointer)
	d, err := kommune.ParseDatum(text)
	return d, err == nil
}

// JaNein returns true or false.
func (a Antworten) JaNein(pointer string) (value, ok bool) {
	i := a.at(pointer)
	if i < 0 {
		return false, false
	}
	k := a.doc.values[i].kind
	return k == kindTrue, k == kindTrue || k == kindFalse
}

// Zahl returns a number in the spelling of the application, so that nothing of
// an amount is lost.
func (a Antworten) Zahl(pointer string) (string, bool) {
	i := a.of(pointer, kindNumber)
	if i < 0 || a.doc.values[i].faulty {
		return "", false
	}
	v := &a.doc.values[i]
	return string(a.doc.src[v.start:v.end]), true
}

// of returns the value at the pointer if it is of the kind, and -1 otherwise.
func (a Antworten) of(pointer string, want kind) int32 {
	i := a.at(pointer)
	if i < 0 || a.doc.values[i].kind != want {
		return -1
	}
	return i
}

func (a Antworten) at(pointer string) int32 {
	if a.doc == nil {
		return -1
	}
	at := int32(0)
	for rest := pointer; rest != ""; {
		if rest[0] != '/' {
			return -1
		}
		var name string
		name, rest = rest[1:], ""
		if i := strings.IndexByte(name, '/'); i >= 0 {
			name, rest = name[:i], name[i:]
		}
		if at = a.doc.child(at, unescapePointer.Replace(name)); at < 0 {
			return -1
		}
	}
	return at
}
