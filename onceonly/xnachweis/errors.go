// SPDX-License-Identifier: Apache-2.0

package xnachweis

import "errors"

var (
	// ErrSyntax reports a document that is not well-formed or is beyond a limit.
	// The error names line and column.
	ErrSyntax = errors.New("xnachweis: malformed")
	// ErrUnknown reports a well-formed document that is none of the messages
	// 0101, 0102 and 0103 of XNachweis 1.4.
	ErrUnknown = errors.New("xnachweis: not a message of XNachweis 1.4 known here")
)
