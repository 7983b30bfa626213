// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"errors"
	"fmt"
)

var (
	// ErrSyntax reports a document that is not well-formed.
	ErrSyntax = errors.New("not well-formed XML")
	// ErrLimit reports a document beyond one of the limits.
	ErrLimit = errors.New("XML beyond a limit")
	// ErrDTD reports a document type declaration, where entities come from.
	ErrDTD = errors.New("XML with a document type declaration")
	// ErrEncoding reports a document that is not UTF-8.
	ErrEncoding = errors.New("XML that is not UTF-8")
)

// Error is an error with the place where it was met. It never repeats text of
// the document.
type Error struct {
	Line, Column int
	Err          error
}

func (e *Error) Error() string { return fmt.Sprintf("line %d, column %d: %v", e.Line, e.Column, e.Err) }

// Unwrap returns the error without its place.
func (e *Error) Unwrap() error { return e.Err }
