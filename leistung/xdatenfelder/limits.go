// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"cmp"
	"io"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// Limits bound what a document may ask of the reader. A zero field takes the
// default, which leaves the large schemas in use plenty of room.
type Limits struct {
	Bytes int64 // length of the document; default 64 MiB
	Token int   // length of one tag, one text, one comment; default 1 MiB
	Depth int   // nesting of XML elements, three to a group; default 200
}

const defaultToken = 1 << 20

func (l Limits) stream() xmlstream.Limits {
	return xmlstream.Limits{Bytes: l.Bytes, Token: cmp.Or(l.Token, defaultToken), Depth: l.Depth}
}

// Parse reads one document of XDatenfelder 2 or 3. It refuses what a receiver
// could misread: elements that are unknown, doubled or without the content that
// gives them meaning, and codes outside their lists. What is merely bad practice
// it reads, for [Lint] to report.
func Parse(r io.Reader) (Schema, error) { return Limits{}.Parse(r) }

// Parse is [Parse] within the given limits.
func (l Limits) Parse(r io.Reader) (Schema, error) {
	p := &parser{xml: xmlstream.NewReader(r, l.stream()), maxText: cmp.Or(l.Token, defaultToken)}
	s, err := p.document()
	if err != nil {
		return Schema{}, err
	}
	return s, nil
}
