// SPDX-License-Identifier: Apache-2.0

package edm

import "errors"

var (
	// ErrSyntax reports a document that is not well-formed or is beyond a limit.
	// The error names line and column.
	ErrSyntax = errors.New("edm: malformed")
	// ErrUnknown reports a well-formed document that is no message of this format.
	ErrUnknown = errors.New("edm: not an evidence exchange message")
	// ErrSignature reports a directory answer whose digest or signature does not hold.
	ErrSignature = errors.New("edm: signature does not hold")
)
