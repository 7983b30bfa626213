// SPDX-License-Identifier: Apache-2.0

// Package masked holds text that must not leave the program by accident: not in
// an error, a log line, a panic or any formatting verb, neither directly nor as
// an unexported field of another struct, where fmt calls no methods.
package masked

import (
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// mark is what every output shows in place of the text.
const mark = "[masked]"

// Text is a masked string. It is comparable, so it serves as a map key. The
// zero Text is empty.
//
// The string lies behind a handle: where fmt prints the innards of a struct by
// reflection, it shows an address.
type Text struct {
	handle unique.Handle[string]
}

// New masks s.
func New(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{unique.Make(s)}
}

// Clear returns the text itself.
func (t Text) Clear() string {
	if t.IsZero() {
		return ""
	}
	return t.handle.Value()
}

// IsZero reports whether the text is empty.
func (t Text) IsZero() bool { return t == Text{} }

// String returns the mark.
func (Text) String() string { return mark }

// GoString returns the mark.
func (Text) GoString() string { return mark }

// Format writes the mark for every verb.
func (Text) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mark) }

// LogValue returns the mark.
func (Text) LogValue() slog.Value { return slog.StringValue(mark) }

// MarshalText returns the mark, so that JSON of a debug structure is masked too.
func (Text) MarshalText() ([]byte, error) { return []byte(mark), nil }
