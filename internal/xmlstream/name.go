// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"unicode/utf8"
)

// binding ties a prefix to a namespace; the empty prefix is the default one.
type binding struct{ prefix, uri string }

// xmlNamespace is that of the prefix xml, which needs no binding.
const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

// bind takes note of an attribute that binds a prefix.
func (r *Reader) bind(a *xml.Attr) error {
	prefix := a.Name.Local
	switch {
	case a.Name.Space == "xmlns":
		if a.Value == "" {
			return fmt.Errorf("%w: a prefix bound to nothing", ErrSyntax)
		}
	case a.Name.Space == "" && a.Name.Local == "xmlns":
		prefix = ""
	default:
		return nil
	}
	if len(r.bindings) == maxBindings {
		return fmt.Errorf("%w: more than %d prefixes", ErrLimit, maxBindings)
	}
	r.bindings, r.bound = append(r.bindings, binding{prefix, a.Value}), true
	return nil
}

// lookup returns the namespace of a prefix. A prefix that is bound to nothing
// stands for itself.
func (r *Reader) lookup(prefix string) string {
	for i := len(r.bindings) - 1; i >= 0; i-- {
		if r.bindings[i].prefix == prefix {
			return r.bindings[i].uri
		}
	}
	if prefix == "xml" {
		return xmlNamespace
	}
	return prefix
}

// qname is the name of an element, as written and with its namespace.
type qname struct {
	raw  string
	name xml.Name
}

// qualified returns the name of an element with its namespace. While the
// bindings stay the same, a name is worked out once.
func (r *Reader) qualified(raw []byte) (qname, error) {
	if r.known == nil || r.bound {
		r.known, r.bound = map[string]qname{}, false
	}
	if q, ok := r.known[string(raw)]; ok {
		return q, nil
	}
	prefix, local, err := split(raw)
	if err != nil {
		return qname{}, err
	}
	q := qname{raw: r.intern(raw), name: xml.Name{Space: r.lookup(r.intern(prefix)), Local: r.intern(local)}}
	if len(r.known) < maxInterned && len(raw) <= maxInternLen {
		r.known[q.raw] = q
	}
	return q, nil
}

// split cuts a name at its colon.
func split(raw []byte) (prefix, local []byte, err error) {
	prefix, local, colon := bytes.Cut(raw, []byte{':'})
	if !colon {
		prefix, local = nil, raw
	}
	if len(local) == 0 || colon && len(prefix) == 0 || bytes.IndexByte(local, ':') >= 0 || len(name(local)) != len(local) {
		return nil, nil, fmt.Errorf("%w: a malformed name", ErrSyntax)
	}
	return prefix, local, nil
}

// name returns the name that the text begins with, nothing where there is none.
func name(text []byte) []byte {
	i := 0
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if class[c]&nameStart == 0 && (i == 0 || class[c]&nameRest == 0) {
				break
			}
			i++
			continue
		}
		u, size := utf8.DecodeRune(text[i:])
		if u == utf8.RuneError && size == 1 || !nameRune(u, i == 0) {
			break
		}
		i += size
	}
	return text[:i]
}

// nameRune reports whether a character beyond ASCII may stand in a name
// (XML 1.0, fifth edition, productions 4 and 4a).
func nameRune(u rune, first bool) bool {
	switch {
	case u == 0xB7, u >= 0x300 && u <= 0x36F, u >= 0x203F && u <= 0x2040:
		return !first
	case u >= 0xC0 && u <= 0x2FF:
		return u != 0xD7 && u != 0xF7
	case u >= 0x370 && u <= 0x1FFF:
		return u != 0x37E
	}
	return u >= 0x200C && u <= 0x200D || u >= 0x2070 && u <= 0x218F || u >= 0x2C00 && u <= 0x2FEF ||
		u >= 0x3001 && u <= 0xD7FF || u >= 0xF900 && u <= 0xFDCF || u >= 0xFDF0 && u <= 0xFFFD ||
		u >= 0x10000 && u <= 0xEFFFF
}

// intern returns the text as a string and keeps short ones, for names and
// values come again and again.
func (r *Reader) intern(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if s, ok := r.interned[string(text)]; ok {
		return s
	}
	s := string(text)
	if len(s) <= maxInternLen && len(r.interned) < maxInterned {
		r.interned[s] = s
	}
	return s
}
