// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"
	"unicode/utf8"
)

// Filter returns what of the document the fields allow, and whether anything had
// to be dropped. Everything that is not listed is dropped, in nested objects and
// arrays too, so a field that the register adds later never changes the result.
// The result is a fresh document without blanks; what is left out leaves no trace
// in it: objects and arrays that end up empty disappear.
//
// Documents of type application/json are filtered. Anything else cannot be
// looked into and is ErrSyntax: then nothing is delivered.
func (f Fields) Filter(mediaType string, content []byte) (filtered []byte, dropped bool, err error) {
	kind, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return nil, false, fmt.Errorf("%w: media type", ErrSyntax)
	}
	if kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil, false, fmt.Errorf("%w: a document of this media type cannot be filtered", ErrSyntax)
	}
	if !utf8.Valid(content) || !json.Valid(content) {
		return nil, false, fmt.Errorf("%w: not a JSON document", ErrSyntax)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	filter := jsonFilter{fields: f, decoder: decoder}
	kept, err := filter.value(&filter.out, 0)
	if err != nil {
		return nil, false, err
	}
	if !kept {
		filter.out.Reset()
		filter.out.WriteString("{}")
	}
	return filter.out.Bytes(), filter.dropped, nil
}

const filterDepth = 64

// errFilter says nothing about the document.
var errFilter = fmt.Errorf("%w: JSON document nested too deeply or with a name twice", ErrSyntax)

type jsonFilter struct {
	fields  Fields
	decoder *json.Decoder
	path    []byte
	out     bytes.Buffer
	dropped bool
}

// value copies the next value if it is allowed and reports whether anything was
// written.
func (f *jsonFilter) value(out *bytes.Buffer, depth int) (kept bool, err error) {
	if depth > filterDepth {
		return false, errFilter
	}
	token, err := f.decoder.Token()
	if err != nil {
		return false, f.broken(err)
	}
	if delim, compound := token.(json.Delim); compound {
		if delim == '{' {
			return f.object(out, depth)
		}
		return f.array(out, depth)
	}
	if !f.fields.Has(string(f.path)) {
		f.dropped = true
		return false, nil
	}
	encoded, err := json.Marshal(token)
	if err != nil {
		return false, f.broken(err)
	}
	out.Write(encoded)
	return true, nil
}

func (f *jsonFilter) object(out *bytes.Buffer, depth int) (kept bool, err error) {
	start, parent := out.Len(), len(f.path)
	seen := make(map[string]bool)
	out.WriteByte('{')
	for f.decoder.More() {
		token, err := f.decoder.Token()
		if err != nil {
			return false, f.broken(err)
		}
		name, _ := token.(string)
		if seen[name] {
			return false, errFilter
		}
		seen[name] = true
		mark := out.Len()
		if kept {
			out.WriteByte(',')
		}
		encoded, err := json.Marshal(name)
		if err != nil {
			return false, f.broken(err)
		}
		out.Write(encoded)
		out.WriteByte(':')
		f.path = append(f.path, '/')
		f.path = append(f.path, pathEscaper.Replace(name)...)
		memberKept, err := f.value(out, depth+1)
		if err != nil {
			return false, err
		}
		f.path = f.path[:parent]
		if !memberKept {
			out.Truncate(mark)
		}
		kept = kept || memberKept
	}
	return f.end(out, '}', start, kept)
}

func (f *jsonFilter) array(out *bytes.Buffer, depth int) (kept bool, err error) {
	start := out.Len()
	out.WriteByte('[')
	for f.decoder.More() {
		mark := out.Len()
		if kept {
			out.WriteByte(',')
		}
		elementKept, err := f.value(out, depth+1)
		if err != nil {
			return false, err
		}
		if !elementKept {
			out.Truncate(mark)
		}
		kept = kept || elementKept
	}
	return f.end(out, ']', start, kept)
}

func (f *jsonFilter) end(out *bytes.Buffer, closing byte, start int, kept bool) (bool, error) {
	if _, err := f.decoder.Token(); err != nil {
		return false, f.broken(err)
	}
	if !kept {
		out.Truncate(start)
		return false, nil
	}
	out.WriteByte(closing)
	return true, nil
}

// broken keeps the text of a decoder error, which may quote the document, out
// of the error.
func (f *jsonFilter) broken(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: JSON document ends early", ErrSyntax)
	}
	return fmt.Errorf("%w: JSON document", ErrSyntax)
}

var pathEscaper = strings.NewReplacer("~", "~0", "/", "~1")
