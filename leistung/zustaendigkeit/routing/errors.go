// SPDX-License-Identifier: Apache-2.0

package routing

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrAnswer reports that the service did not give a usable answer.
	ErrAnswer = errors.New("routing: no usable answer")
	// ErrSignature reports a route whose signature does not hold, or does not
	// cover what was asked. The whole answer is refused.
	ErrSignature = errors.New("routing: signature of a route does not hold")
	// ErrTodayOnly reports a question about another day than today to a service
	// that knows only the present.
	ErrTodayOnly = errors.New("routing: the service answers for today only")
)

// RateLimitError says that the service asked to wait. It is [ErrAnswer].
type RateLimitError struct {
	RetryAfter time.Duration // zero where the service named no time
}

func (e *RateLimitError) Error() string {
	return fmt.Sprintf("%v: too many requests, retry after %s", ErrAnswer, e.RetryAfter)
}

// Unwrap ties the error to [ErrAnswer].
func (e *RateLimitError) Unwrap() error { return ErrAnswer }
