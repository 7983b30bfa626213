// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits bound what a Reader takes in. A zero field takes the default.
type Limits struct {
	Bytes  int64 // length of the document; default 64 MiB
	Token  int   // length of one tag with its attributes, one run of text, one comment; default 1 MiB
	Depth  int   // nesting of elements; default 200
	Latin1 bool  // read documents that declare ISO-8859-1
}

// maxAttributes bounds the attributes of one element. The formats read here
// know less than ten.
const maxAttributes = 64

// Space is what XML calls white space.
const Space = " \t\r\n"

// Reader hands out the elements and the text of one document.
type Reader struct {
	fence *fence
	dec   *xml.Decoder
	limit Limits
	depth int
	root  bool // the root element was seen
}

// NewReader returns a Reader over r.
func NewReader(r io.Reader, limit Limits) *Reader {
	limit.Bytes = cmp.Or(limit.Bytes, 64<<20)
	limit.Token = cmp.Or(limit.Token, 1<<20)
	limit.Depth = cmp.Or(limit.Depth, 200)
	f := newFence(r, limit)
	dec := xml.NewDecoder(f)
	dec.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		if limit.Latin1 && strings.EqualFold(charset, "ISO-8859-1") {
			return &latin1{fence: f}, nil
		}
		return nil, ErrEncoding
	}
	return &Reader{fence: f, dec: dec, limit: limit}
}

// Next returns the next xml.StartElement, xml.EndElement or xml.CharData and,
// once the root element is closed and nothing but comments and white space
// followed, io.EOF. Text is valid until the following call. Every other error
// is an [*Error].
func (r *Reader) Next() (xml.Token, error) {
	for {
		r.fence.token = 0
		tok, err := r.dec.Token()
		if err == nil {
			tok, err = r.check(tok)
		}
		switch {
		case err == nil && tok == nil: // a comment or a declaration
		case err == nil:
			return tok, nil
		case errors.Is(err, io.EOF) && r.root:
			return nil, io.EOF
		default:
			return nil, r.Errorf("%w", classify(err))
		}
	}
}

// Errorf makes an [*Error] at the place reached.
func (r *Reader) Errorf(format string, args ...any) error {
	line, column := r.dec.InputPos()
	return &Error{Line: line, Column: column, Err: fmt.Errorf(format, args...)}
}

// check lets a token pass, drops it (nil) or refuses it.
func (r *Reader) check(tok xml.Token) (xml.Token, error) {
	switch t := tok.(type) {
	case xml.StartElement:
		if r.depth == 0 && r.root {
			return nil, fmt.Errorf("%w: a second root element", ErrSyntax)
		}
		r.root = true
		if r.depth++; r.depth > r.limit.Depth {
			return nil, fmt.Errorf("%w: more than %d levels", ErrLimit, r.limit.Depth)
		}
		return tok, checkAttributes(t.Attr)
	case xml.EndElement:
		r.depth--
		return tok, nil
	case xml.CharData:
		if r.depth > 0 {
			return tok, nil
		}
		if strings.Trim(string(t), Space) != "" {
			return nil, fmt.Errorf("%w: text outside the root element", ErrSyntax)
		}
		return nil, nil
	case xml.Directive:
		return nil, ErrDTD
	default:
		return nil, nil
	}
}

func checkAttributes(attrs []xml.Attr) error {
	if len(attrs) > maxAttributes {
		return fmt.Errorf("%w: more than %d attributes", ErrLimit, maxAttributes)
	}
	for i := range attrs {
		for j := range i {
			if attrs[i].Name == attrs[j].Name {
				return fmt.Errorf("%w: an attribute is given twice", ErrSyntax)
			}
		}
	}
	return nil
}

// classify ties the errors of encoding/xml to the ones of this package. Its
// texts quote names of the document, so they are not passed on.
func classify(err error) error {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		if syntax.Msg == "invalid UTF-8" {
			return ErrEncoding
		}
		return ErrSyntax
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: the document ends early", ErrSyntax)
	case errors.Is(err, ErrEncoding):
		return ErrEncoding
	case errors.Is(err, ErrSyntax), errors.Is(err, ErrLimit), errors.Is(err, ErrDTD):
		return err
	case strings.HasPrefix(err.Error(), "xml: "):
		return ErrSyntax
	default:
		return err // of the reader below
	}
}
