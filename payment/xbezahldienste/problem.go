// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"fmt"
	"net/http"

	"github.com/deutschland-stack/bausteine/payment"
)

// FunctionalCode says why a service refused, in the words of the standard. A
// code that it does not know is kept as it came.
type FunctionalCode string

// The codes of the standard.
const (
	CodeNoEndpoint         FunctionalCode = "NO_VALID_ORIGINATOR_OR_ENDPOINT"
	CodeNoDestination      FunctionalCode = "NO_VALID_ORIGINATOR_OR_DESTINATION" // older name of the one above
	CodePaymentExists      FunctionalCode = "PAYMENT_EXISTS"
	CodeCalculationError   FunctionalCode = "CALCULATION_ERROR"
	CodeBookingDataMissing FunctionalCode = "BOOKING_DATA_MISSING"
	CodeValidationError    FunctionalCode = "VALIDATION_ERROR"
	CodeForbidden          FunctionalCode = "FORBIDDEN"
	CodeUnspecified        FunctionalCode = "UNSPECIFIED"
)

// Reaction is what a caller should do about a code.
type Reaction string

// The reactions.
const (
	ReactionFixConfiguration Reaction = "fix-configuration" // the tenant or its keys are wrong
	ReactionFixCaller        Reaction = "fix-caller"        // the request is wrong
	ReactionExists           Reaction = "exists"            // opened by an earlier try
	ReactionAuthenticate     Reaction = "authenticate"      // renew the credential once, then stop
	ReactionRetry            Reaction = "retry"             // nothing is known; ask again
)

// Reaction returns what to do about the code; an unknown code is asked again,
// since it says nothing about the payment.
func (c FunctionalCode) Reaction() Reaction {
	switch c {
	case CodeNoEndpoint, CodeNoDestination, CodeBookingDataMissing:
		return ReactionFixConfiguration
	case CodeCalculationError, CodeValidationError:
		return ReactionFixCaller
	case CodePaymentExists:
		return ReactionExists
	case CodeForbidden:
		return ReactionAuthenticate
	default:
		return ReactionRetry
	}
}

// ProblemError is an error as the service tells it (problem JSON with one member
// more). Detail is text for the business side; it is not part of Error, since
// nobody can say what a service writes into it.
type ProblemError struct {
	Type           string         `json:"type"`
	Status         int            `json:"status"`
	Title          string         `json:"title"`
	Detail         string         `json:"detail,omitempty"`
	FunctionalCode FunctionalCode `json:"functionalCode"`
}

// Error implements error.
func (p *ProblemError) Error() string {
	code := p.FunctionalCode
	if code == "" {
		code = "no functional code"
	}
	return fmt.Sprintf("xbezahldienste: HTTP %d: %.40s", p.Status, code)
}

// refused reports whether the service certainly opened nothing: it judged the
// request and said so with a status of its own (4xx) and a code that means it.
func (p *ProblemError) refused() bool {
	if p.Status < http.StatusBadRequest || p.Status >= http.StatusInternalServerError {
		return false
	}
	reaction := p.FunctionalCode.Reaction()
	return reaction == ReactionFixConfiguration || reaction == ReactionFixCaller
}

// creation is what the problem means for a create.
func (p *ProblemError) creation() error {
	switch {
	case p.FunctionalCode == CodePaymentExists:
		return fmt.Errorf("%w: %w", payment.ErrExists, p)
	case p.refused():
		return fmt.Errorf("%w: %w", &payment.RefusedError{Code: string(p.FunctionalCode)}, p)
	}
	return p
}
