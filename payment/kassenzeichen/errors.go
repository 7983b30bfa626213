// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

import "errors"

// ErrExhausted reports a pool whose numbers are all drawn.
var ErrExhausted = errors.New("kassenzeichen: the pool is exhausted")
