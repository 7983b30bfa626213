// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// maxDepth bounds how deep JSON may be nested.
const maxDepth = 64

var errJSON = errors.New("not one JSON value with names that occur once, in UTF-8, of limited depth")

// readJSON reads one JSON value as maps, slices, strings, [json.Number]s. It
// refuses a name that stands twice in an object: two readers would see different
// documents.
func readJSON(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errJSON
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	value, err := readValue(d, 0)
	if err != nil {
		return nil, errJSON
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errJSON
	}
	return value, nil
}

func readValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil || depth > maxDepth {
		return nil, errJSON
	}
	switch token {
	case json.Delim('{'):
		object := map[string]any{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, errJSON
			}
			text, ok := name.(string)
			if _, twice := object[text]; !ok || twice {
				return nil, errJSON
			}
			if object[text], err = readValue(d, depth+1); err != nil {
				return nil, err
			}
		}
		_, err = d.Token()
		return object, err
	case json.Delim('['):
		array := []any{}
		for d.More() {
			value, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			array = append(array, value)
		}
		_, err = d.Token()
		return array, err
	default:
		return token, nil
	}
}

// readObject reads a JSON object.
func readObject(text []byte) (map[string]any, error) {
	value, err := readJSON(text)
	if err != nil {
		return nil, err
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errJSON
	}
	return object, nil
}

// str is the member of an object that is a string, or "".
func str(object map[string]any, name string) string {
	s, _ := object[name].(string)
	return s
}
