// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Space is what XML calls white space.
const Space = " \t\r\n"

// Kind is what [Reader.Step] found.
type Kind uint8

// The kinds of token. Comments and processing instructions are passed over.
const (
	None Kind = iota
	Start
	End
	Text
)

// Reader hands out the elements and the text of one document.
type Reader struct {
	buffer
	limit Limits

	stack    []element
	bindings []binding
	interned map[string]string
	known    map[string]qname // names worked out under the present bindings
	bound    bool             // the bindings changed since
	root     bool             // the root element was seen
	begun    bool
	failed   error // what ended the reading, io.EOF included
	closing  bool  // the element just opened has no content: "<a/>"

	name  xml.Name
	attrs []xml.Attr
	text  []byte
	plain []byte // text whose references are resolved
}

// element is an open element.
type element struct {
	qname
	bindings int // how many bindings were in force around it
}

// NewReader returns a Reader over r.
func NewReader(r io.Reader, limit Limits) *Reader {
	limit.Bytes = cmp.Or(limit.Bytes, 64<<20)
	limit.Token = cmp.Or(limit.Token, 1<<20)
	limit.Depth = cmp.Or(limit.Depth, 200)
	return &Reader{
		buffer:   buffer{src: r, data: make([]byte, min(chunk, limit.Token+1)), maxBytes: limit.Bytes, maxToken: limit.Token},
		limit:    limit,
		interned: map[string]string{},
	}
}

// Next returns the next xml.StartElement, xml.EndElement or xml.CharData and,
// once the root element is closed and nothing but comments and white space
// followed, io.EOF. Text is valid until the following call. Every other error
// is an [*Error]; after one there is nothing more to read.
func (r *Reader) Next() (xml.Token, error) {
	kind, err := r.Step()
	if err != nil {
		return nil, err
	}
	switch kind {
	case Start:
		return xml.StartElement{Name: r.name, Attr: r.attrs}, nil
	case End:
		return xml.EndElement{Name: r.name}, nil
	default:
		return xml.CharData(r.text), nil
	}
}

// Step is Next for callers in a hurry: it puts nothing into an interface, and
// [Reader.Name], [Reader.Attrs] and [Reader.Text] tell what was found.
func (r *Reader) Step() (Kind, error) {
	kind := None
	for kind == None && r.failed == nil { // None is a comment or a declaration
		kind, r.failed = r.step()
		switch {
		case r.failed == nil:
		case errors.Is(r.failed, errEnd):
			r.failed = io.EOF
		default:
			r.failed = r.Errorf("%w", r.failed)
		}
	}
	return kind, r.failed
}

// errEnd is the proper end of a document. It stands for io.EOF, which sources
// wrap in errors of their own.
var errEnd = errors.New("end of the document")

// Name returns the name of the element that was opened or closed.
func (r *Reader) Name() xml.Name { return r.name }

// Attrs returns the attributes of the element that was opened. They are the
// caller's to keep.
func (r *Reader) Attrs() []xml.Attr { return r.attrs }

// Attr returns an attribute in no namespace of the element that was opened.
func (r *Reader) Attr(local string) (string, bool) {
	for i := range r.attrs {
		if r.attrs[i].Name.Local == local && r.attrs[i].Name.Space == "" {
			return r.attrs[i].Value, true
		}
	}
	return "", false
}

// Text returns the text that was found, valid until the next step.
func (r *Reader) Text() []byte { return r.text }

// Errorf makes an [*Error] at the place reached.
func (r *Reader) Errorf(format string, args ...any) error {
	line, column := r.place()
	return &Error{Line: line, Column: column, Err: fmt.Errorf(format, args...)}
}

// step reads one token; None is one to pass over.
func (r *Reader) step() (Kind, error) {
	if r.closing {
		r.closing = false
		return r.pop()
	}
	if !r.begun {
		r.begun = true
		if err := r.begin(); err != nil {
			return None, err
		}
	}
	if ok, err := r.ensure(1); !ok {
		return None, r.end(err)
	}
	if r.at(0) != '<' {
		return r.chars()
	}
	if ok, err := r.ensure(2); !ok {
		return None, early(err)
	}
	switch r.at(1) {
	case '/':
		return r.closeTag()
	case '?':
		return r.instruction()
	case '!':
		return r.declaration()
	default:
		return r.openTag()
	}
}

// end judges the end of the input.
func (r *Reader) end(err error) error {
	switch {
	case err != nil:
		return err
	case !r.root || len(r.stack) > 0:
		return early(nil)
	default:
		return errEnd
	}
}

// early is the error of an input that ends inside a token, unless it had one of
// its own.
func early(err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: the document ends early", ErrSyntax)
}

// pop closes the innermost element.
func (r *Reader) pop() (Kind, error) {
	top := &r.stack[len(r.stack)-1]
	r.name = top.name
	if len(r.bindings) > top.bindings {
		r.bindings, r.bound = r.bindings[:top.bindings], true
	}
	r.stack = r.stack[:len(r.stack)-1]
	return End, nil
}
