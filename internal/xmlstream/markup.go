// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// chars reads text up to the next markup.
func (r *Reader) chars() (Kind, error) {
	n := 0
	for {
		i := bytes.IndexByte(r.rest()[n:], '<')
		if i >= 0 {
			n += i
			break
		}
		n = r.size()
		err := r.more()
		if errors.Is(err, errEnd) {
			break
		}
		if err != nil {
			return None, err
		}
	}
	if n > r.limit.Token {
		return None, r.tooLong()
	}
	token := r.take(n)
	if len(r.stack) == 0 {
		if len(skipSpace(token)) > 0 {
			return None, fmt.Errorf("%w: text outside the root element", ErrSyntax)
		}
		return None, nil
	}
	return Text, r.setText(token, true)
}

func (b *buffer) size() int { return b.end - b.start }

func (r *Reader) tooLong() error {
	return fmt.Errorf("%w: one token of more than %d bytes", ErrLimit, r.limit.Token)
}

// closeTag reads "</name>".
func (r *Reader) closeTag() (Kind, error) {
	token, err := r.until(">", 2)
	if err != nil {
		return None, err
	}
	name := token[2 : len(token)-1]
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if len(r.stack) == 0 || string(name) != r.stack[len(r.stack)-1].raw {
		return None, fmt.Errorf("%w: a closing tag without its opening one", ErrSyntax)
	}
	return r.pop()
}

// until takes a token that ends with the delimiter, looked for from offset on.
func (r *Reader) until(delimiter string, offset int) ([]byte, error) {
	n, err := r.find(delimiter, offset)
	if err != nil {
		return nil, err
	}
	if n > r.limit.Token {
		return nil, r.tooLong()
	}
	return r.take(n), nil
}

// declaration reads what begins with "<!": a comment, a CDATA section, or what
// only a document type definition has.
func (r *Reader) declaration() (Kind, error) {
	const comment, cdata = "<!--", "<![CDATA["
	if _, err := r.ensure(len(cdata)); err != nil {
		return None, err
	}
	switch {
	case bytes.HasPrefix(r.rest(), []byte(comment)):
		token, err := r.until("-->", len(comment))
		if err != nil {
			return None, err
		}
		body := token[len(comment) : len(token)-len("-->")]
		if bytes.Contains(body, []byte("--")) || bytes.HasSuffix(body, []byte("-")) {
			return None, fmt.Errorf("%w: two hyphens in a comment", ErrSyntax)
		}
		return None, checkChars(body)
	case bytes.HasPrefix(r.rest(), []byte(cdata)):
		token, err := r.until("]]>", len(cdata))
		if err != nil {
			return None, err
		}
		if len(r.stack) == 0 {
			return None, fmt.Errorf("%w: text outside the root element", ErrSyntax)
		}
		return Text, r.setText(token[len(cdata):len(token)-len("]]>")], false)
	case strings.HasPrefix(comment, string(r.rest())), strings.HasPrefix(cdata, string(r.rest())):
		return None, early(nil)
	default:
		return None, ErrDTD
	}
}

// instruction reads "<?target … ?>" and obeys the XML declaration.
func (r *Reader) instruction() (Kind, error) {
	first := r.atStart()
	token, err := r.until("?>", 2)
	if err != nil {
		return None, err
	}
	body := token[2 : len(token)-2]
	target := name(body)
	switch {
	case len(target) == 0:
		return None, fmt.Errorf("%w: a processing instruction without a name", ErrSyntax)
	case !strings.EqualFold(string(target), "xml"):
		return None, checkChars(body)
	case !first || string(target) != "xml":
		return None, fmt.Errorf("%w: an XML declaration in the wrong place", ErrSyntax)
	}
	return None, r.xmlDeclaration(body[len(target):])
}

// atStart reports whether nothing but a byte order mark was read.
func (r *Reader) atStart() bool {
	return !r.root && r.lines == 0 && r.lastNewline == 0 &&
		(r.start == 0 || r.start == 3 && r.data[0] == 0xEF)
}

// xmlDeclaration reads the pseudo attributes of the XML declaration.
func (r *Reader) xmlDeclaration(rest []byte) error {
	version := ""
	for len(rest) > 0 {
		attr, value, next, err := attribute(rest)
		if err != nil {
			return err
		}
		if rest = next; attr == nil {
			break
		}
		switch string(attr) {
		case "version":
			version = string(value)
		case "encoding":
			if err := r.encoding(string(value)); err != nil {
				return err
			}
		case "standalone":
		default:
			return fmt.Errorf("%w: an unknown part of the XML declaration", ErrSyntax)
		}
	}
	if version != "1.0" {
		return fmt.Errorf("%w: not XML 1.0", ErrSyntax)
	}
	return nil
}

func (r *Reader) encoding(name string) error {
	switch {
	case strings.EqualFold(name, "UTF-8"):
	case r.limit.Latin1 && strings.EqualFold(name, "ISO-8859-1"):
		r.toLatin1()
	default:
		return ErrEncoding
	}
	return nil
}

// openTag reads "<name attribute='value'>" or "<name/>".
func (r *Reader) openTag() (Kind, error) {
	n, err := r.tagEnd()
	if err != nil {
		return None, err
	}
	if n > r.limit.Token {
		return None, r.tooLong()
	}
	token := r.take(n)
	token = token[1 : len(token)-1]
	if len(token) > 0 && token[len(token)-1] == '/' {
		r.closing, token = true, token[:len(token)-1]
	}
	if len(r.stack) == 0 && r.root {
		return None, fmt.Errorf("%w: a second root element", ErrSyntax)
	}
	r.root = true
	if len(r.stack) == r.limit.Depth {
		return None, fmt.Errorf("%w: more than %d levels", ErrLimit, r.limit.Depth)
	}
	raw := name(token)
	around := len(r.bindings)
	if err := r.attributes(token[len(raw):]); err != nil {
		return None, err
	}
	known, err := r.qualified(raw)
	if err != nil {
		return None, err
	}
	r.name = known.name
	r.stack = append(r.stack, element{qname: known, bindings: around})
	return Start, nil
}

// tagEnd returns the length of the tag at the current place: up to the first ">"
// outside quotes.
func (r *Reader) tagEnd() (int, error) {
	var quote byte
	for i := 1; ; {
		text := r.rest()
		for ; i < len(text); i++ {
			switch c := text[i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				return i + 1, nil
			case c == '<':
				return 0, fmt.Errorf("%w: a tag inside a tag", ErrSyntax)
			}
		}
		if err := r.more(); err != nil {
			if errors.Is(err, errEnd) {
				err = nil
			}
			return 0, early(err)
		}
	}
}

// attributes reads the attributes of a tag and the bindings among them.
func (r *Reader) attributes(rest []byte) error {
	r.attrs = nil
	for {
		raw, value, next, err := attribute(rest)
		if err != nil {
			return err
		}
		if raw == nil {
			break
		}
		rest = next
		if len(r.attrs) == maxAttributes {
			return fmt.Errorf("%w: more than %d attributes", ErrLimit, maxAttributes)
		}
		if value, err = r.resolve(value, false); err != nil {
			return err
		}
		prefix, local, err := split(raw)
		if err != nil {
			return err
		}
		a := xml.Attr{Name: xml.Name{Space: r.intern(prefix), Local: r.intern(local)}, Value: r.intern(value)}
		if err := r.bind(&a); err != nil {
			return err
		}
		r.attrs = append(r.attrs, a)
	}
	for i := range r.attrs {
		a := &r.attrs[i].Name
		if a.Space != "" && a.Space != "xmlns" {
			a.Space = r.lookup(a.Space)
		}
		for j := range i {
			if r.attrs[j].Name == *a {
				return fmt.Errorf("%w: an attribute is given twice", ErrSyntax)
			}
		}
	}
	return nil
}

var errAttribute = fmt.Errorf("%w: a malformed attribute", ErrSyntax)

// attribute reads white space, a name and a quoted value. The name is nil where
// nothing but white space is left.
func attribute(rest []byte) (attr, value, next []byte, err error) {
	trimmed := skipSpace(rest)
	if len(trimmed) == 0 {
		return nil, nil, nil, nil
	}
	attr = name(trimmed)
	if len(attr) == 0 || len(trimmed) == len(rest) {
		return nil, nil, nil, errAttribute
	}
	trimmed = skipSpace(trimmed[len(attr):])
	if len(trimmed) == 0 || trimmed[0] != '=' {
		return nil, nil, nil, errAttribute
	}
	trimmed = skipSpace(trimmed[1:])
	if len(trimmed) == 0 || trimmed[0] != '"' && trimmed[0] != '\'' {
		return nil, nil, nil, errAttribute
	}
	end := bytes.IndexByte(trimmed[1:], trimmed[0])
	if end < 0 {
		return nil, nil, nil, errAttribute
	}
	return attr, trimmed[1 : 1+end], trimmed[2+end:], nil
}

func skipSpace(text []byte) []byte {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	return text
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// TrimSpace cuts white space off both ends.
func TrimSpace(text []byte) []byte {
	text = skipSpace(text)
	for len(text) > 0 && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}
