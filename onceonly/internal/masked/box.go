// SPDX-License-Identifier: Apache-2.0

package masked

import (
	"fmt"
	"io"
	"log/slog"
)

// Box holds a value of any type that must not leave the program by accident.
// The zero Box is empty.
//
// The value lies behind two pointers: fmt follows one of them for a verb that
// does not fit, even where it may call no methods.
type Box[T any] struct{ value **T }

// NewBox masks v.
func NewBox[T any](v T) Box[T] {
	p := &v
	return Box[T]{&p}
}

// Get returns the value, or the zero value of an empty Box.
func (b Box[T]) Get() (v T) {
	if b.value == nil {
		return v
	}
	return **b.value
}

// Ref returns the value to look at and not to change, or nil of an empty Box.
func (b Box[T]) Ref() *T {
	if b.value == nil {
		return nil
	}
	return *b.value
}

// IsZero reports whether the Box is empty.
func (b Box[T]) IsZero() bool { return b.value == nil }

// String returns the mark.
func (Box[T]) String() string { return mark }

// GoString returns the mark.
func (Box[T]) GoString() string { return mark }

// Format writes the mark for every verb.
func (Box[T]) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mark) }

// LogValue returns the mark.
func (Box[T]) LogValue() slog.Value { return slog.StringValue(mark) }

// MarshalText returns the mark.
func (Box[T]) MarshalText() ([]byte, error) { return []byte(mark), nil }
