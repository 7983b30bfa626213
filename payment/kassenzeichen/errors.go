// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

import "errors"

var (
	// ErrExhausted reports a pool whose numbers are all drawn.
	ErrExhausted = errors.New("kassenzeichen: the pool is exhausted")
	// ErrConflict reports that others drew at the same time: load and try again.
	ErrConflict = errors.New("kassenzeichen: the pool changed in the meantime")
)
