// SPDX-License-Identifier: Apache-2.0

package xzufi

import "errors"

var (
	// ErrFormat reports a document that is no transfer message of XZuFi.
	ErrFormat = errors.New("xzufi: not a transfer message")
	// ErrObjekt reports a value that cannot be written: a transfer with no object
	// or with several, an object without an id.
	ErrObjekt = errors.New("xzufi: cannot be written")
)
