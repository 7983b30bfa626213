// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decodeXML returns a document of XML in UTF-8 that says so. It reads the encodings
// in which German registers write: UTF-8, UTF-16 with its mark, ISO-8859-1,
// ISO-8859-15 and windows-1252. Everything else is left to the reader to refuse.
func decodeXML(content []byte) ([]byte, error) {
	if bytes.HasPrefix(content, []byte("\xfe\xff")) || bytes.HasPrefix(content, []byte("\xff\xfe")) {
		return transcode(content, unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM), "utf-16")
	}
	name := declaredEncoding(content)
	switch name {
	case "iso-8859-1":
		return transcode(content, charmap.ISO8859_1, name)
	case "iso-8859-15":
		return transcode(content, charmap.ISO8859_15, name)
	case "windows-1252":
		return transcode(content, charmap.Windows1252, name)
	default:
		return content, nil
	}
}

func transcode(content []byte, from encoding.Encoding, name string) ([]byte, error) {
	text, err := from.NewDecoder().Bytes(content)
	if err != nil {
		return nil, fmt.Errorf("%w: not in the encoding that it declares", ErrSyntax)
	}
	if declaredEncoding(text) != name {
		return text, nil // UTF-16 needs no declaration
	}
	end := bytes.Index(text, []byte("?>"))
	return append([]byte(`<?xml version="1.0" encoding="UTF-8"`), text[end:]...), nil
}

// declaredEncoding returns the encoding that the declaration of a document names, in
// lower case, or "".
func declaredEncoding(content []byte) string {
	const limit = 200
	head := string(content[:min(len(content), limit)])
	declaration, _, ended := strings.Cut(head, "?>")
	if !ended || !strings.HasPrefix(declaration, "<?xml") {
		return ""
	}
	_, rest, found := strings.Cut(declaration, "encoding")
	rest = strings.TrimLeft(rest, " \t\r\n=")
	if !found || rest == "" {
		return ""
	}
	name, _, closed := strings.Cut(rest[1:], rest[:1])
	if !closed {
		return ""
	}
	return strings.ToLower(name)
}
