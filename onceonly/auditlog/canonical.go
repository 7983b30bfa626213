// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// canonicalDepth bounds the nesting of a document, so that hostile input cannot
// use up the stack.
const canonicalDepth = 128

// Canonical returns the one spelling of a JSON document that RFC 8785 defines:
// no blanks, names sorted by UTF-16 code units, numbers as in ECMAScript. Two
// documents with the same meaning get the same bytes, and so the same commitment.
// Duplicate names, lone surrogates and numbers outside of float64 are ErrSyntax.
func Canonical(document []byte) ([]byte, error) {
	if !utf8.Valid(document) || !json.Valid(document) || hasLoneSurrogate(document) {
		return nil, fmt.Errorf("%w: not a JSON document in UTF-8", ErrSyntax)
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	out, err := canonicalValue(make([]byte, 0, len(document)), decoder, 0)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: more than one JSON document", ErrSyntax)
	}
	return out, nil
}

func canonicalValue(out []byte, decoder *json.Decoder, depth int) ([]byte, error) {
	if depth > canonicalDepth {
		return nil, fmt.Errorf("%w: JSON nested deeper than %d", ErrSyntax, canonicalDepth)
	}
	token, err := decoder.Token()
	if err != nil {
		return nil, fmt.Errorf("%w: JSON", ErrSyntax)
	}
	switch value := token.(type) {
	case json.Delim:
		if value == '{' {
			return canonicalObject(out, decoder, depth)
		}
		return canonicalArray(out, decoder, depth)
	case string:
		return appendString(out, value), nil
	case json.Number:
		return appendNumber(out, value)
	case bool:
		return strconv.AppendBool(out, value), nil
	default:
		return append(out, "null"...), nil
	}
}

func canonicalArray(out []byte, decoder *json.Decoder, depth int) ([]byte, error) {
	out = append(out, '[')
	for first := true; decoder.More(); first = false {
		if !first {
			out = append(out, ',')
		}
		var err error
		if out, err = canonicalValue(out, decoder, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := decoder.Token()
	return append(out, ']'), err
}

type member struct {
	name  string
	units []uint16
	value []byte
}

func canonicalObject(out []byte, decoder *json.Decoder, depth int) ([]byte, error) {
	var members []member
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: JSON", ErrSyntax)
		}
		name, _ := token.(string)
		value, err := canonicalValue(nil, decoder, depth+1)
		if err != nil {
			return nil, err
		}
		members = append(members, member{name, utf16.Encode([]rune(name)), value})
	}
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("%w: JSON", ErrSyntax)
	}
	slices.SortFunc(members, func(a, b member) int { return slices.Compare(a.units, b.units) })
	out = append(out, '{')
	for i, m := range members {
		if i > 0 {
			if members[i-1].name == m.name {
				return nil, fmt.Errorf("%w: a name stands twice in one JSON object", ErrSyntax)
			}
			out = append(out, ',')
		}
		out = append(appendString(out, m.name), ':')
		out = append(out, m.value...)
	}
	return append(out, '}'), nil
}

// appendNumber writes a number as ECMAScript does (RFC 8785, section 3.2.2.3).
func appendNumber(out []byte, number json.Number) ([]byte, error) {
	f, err := number.Float64()
	if err != nil {
		return nil, fmt.Errorf("%w: a JSON number beyond float64", ErrSyntax)
	}
	if f == 0 {
		return append(out, '0'), nil // also for minus zero
	}
	if size := math.Abs(f); size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(out, f, 'f', -1, 64), nil
	}
	out = strconv.AppendFloat(out, f, 'e', -1, 64)
	// Go pads the exponent to two digits, ECMAScript does not.
	if n := len(out); out[n-2] == '0' && (out[n-3] == '-' || out[n-3] == '+') {
		out = append(out[:n-2], out[n-1])
	}
	return out, nil
}

func appendString(out []byte, s string) []byte {
	const digits = "0123456789abcdef"
	out = append(out, '"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\b':
			out = append(out, '\\', 'b')
		case '\t':
			out = append(out, '\\', 't')
		case '\n':
			out = append(out, '\\', 'n')
		case '\f':
			out = append(out, '\\', 'f')
		case '\r':
			out = append(out, '\\', 'r')
		default:
			if c < ' ' {
				out = append(out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			} else {
				out = append(out, c)
			}
		}
	}
	return append(out, '"')
}

// hasLoneSurrogate finds \u escapes of half a character, which encoding/json
// would silently replace. The document is valid JSON.
func hasLoneSurrogate(document []byte) bool {
	const escape = len(`\uXXXX`)
	for i := 0; i < len(document); i++ {
		if document[i] != '\\' {
			continue
		}
		unit, isUnit := escapedUnit(document[i:])
		if !isUnit {
			i++ // the escaped character, which may be a backslash
			continue
		}
		i += escape - 1
		if !utf16.IsSurrogate(unit) {
			continue
		}
		low, isUnit := escapedUnit(document[i+1:])
		if !isUnit || utf16.DecodeRune(unit, low) == utf8.RuneError {
			return true
		}
		i += escape
	}
	return false
}

func escapedUnit(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(unit), err == nil
}

// unmarshalStrict decodes one JSON object and refuses members other than the
// named ones; encoding/json alone would also take names in another case.
func unmarshalStrict(document []byte, v any, names ...string) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(document, &members); err != nil {
		return err
	}
	for name := range members {
		if !slices.Contains(names, name) {
			return ErrSyntax
		}
	}
	return json.Unmarshal(document, v)
}
