// SPDX-License-Identifier: Apache-2.0

package pdf

import "strings"

// Text is a run of inline content. A line feed in it begins a new line, a soft
// hyphen (U+00AD) allows one.
type Text []Span

// Span is text in one style.
type Span struct {
	Text   string
	Strong bool
	Em     bool
	Link   string // address to open: https, http, mailto or tel
	Lang   string // if other than the document's
}

// Plain is text without emphasis.
func Plain(s string) Text { return Text{{Text: s}} }

// String returns the text without its styles.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}
