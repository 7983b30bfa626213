// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrEingabe reports a change that cannot be made: a Stelle without an id, a
	// Zustaendigkeit without a key, area or known Stelle.
	ErrEingabe = errors.New("zustaendigkeit: change cannot be made")
	// ErrGebiet reports text that is no key of an area.
	ErrGebiet = errors.New("zustaendigkeit: not an area")
	// ErrRouting reports that the Routing API did not give a usable answer.
	ErrRouting = errors.New("zustaendigkeit: routing service gave no usable answer")
	// ErrSignatur reports a route whose signature does not hold, or does not
	// cover what was asked. The whole answer is refused.
	ErrSignatur = errors.New("zustaendigkeit: signature of a route does not hold")
	// ErrNurHeute reports a question about another day than today to a service
	// that knows only the present.
	ErrNurHeute = errors.New("zustaendigkeit: the routing service answers for today only")
)

// RateLimitError says that the service asked to wait. It is [ErrRouting].
type RateLimitError struct {
	RetryAfter time.Duration // zero where the service named no time
}

func (e *RateLimitError) Error() string {
	return fmt.Sprintf("%v: too many requests, retry after %s", ErrRouting, e.RetryAfter)
}

// Unwrap ties the error to [ErrRouting].
func (e *RateLimitError) Unwrap() error { return ErrRouting }
