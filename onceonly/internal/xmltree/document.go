// SPDX-License-Identifier: Apache-2.0

package xmltree

import (
	"errors"
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Document is what the messages of all formats have in common: a document that
// is kept whole, compared by its meaning, written again, and masked in every
// output. It is immutable. The zero Document is empty.
type Document struct{ root masked.Box[*Element] }

// NewDocument masks a tree. The caller must not change it any more.
func NewDocument(root *Element) Document { return Document{masked.NewBox(root)} }

// Root returns the root element; of the zero Document one without a name.
func (d Document) Root() *Element {
	if d.IsZero() {
		return &Element{}
	}
	return d.root.Get()
}

// IsZero reports whether the document is empty.
func (d Document) IsZero() bool { return d.root.IsZero() }

// Equal reports whether two documents mean the same, see Element.Equal.
func (d Document) Equal(o Document) bool { return d.Root().Equal(o.Root()) }

// Write writes the document, see Write.
func (d Document) Write(w io.Writer, prefixes map[string]string) (int64, error) {
	return Write(w, d.Root(), prefixes)
}

// Open is Read with the errors of a format: those about the document wrap
// malformed. A failure of the reader that the document comes from is no fault of
// the document and is passed on.
func Open(r io.Reader, limits xmlstream.Limits, malformed error) (*Element, error) {
	root, err := Read(r, limits)
	if err == nil {
		return root, nil
	}
	for _, sentinel := range []error{xmlstream.ErrSyntax, xmlstream.ErrLimit, xmlstream.ErrDTD, xmlstream.ErrEncoding} {
		if errors.Is(err, sentinel) {
			return nil, fmt.Errorf("%w: %w", malformed, err)
		}
	}
	return nil, fmt.Errorf("read document: %w", err)
}
