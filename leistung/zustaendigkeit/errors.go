// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import "errors"

var (
	// ErrEingabe reports a change that cannot be made: a Stelle without an id, a
	// Zustaendigkeit without a key, area or known Stelle.
	ErrEingabe = errors.New("zustaendigkeit: change cannot be made")
	// ErrGebiet reports text that is no key of an area.
	ErrGebiet = errors.New("zustaendigkeit: not an area")
)
