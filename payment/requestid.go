// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/hex"
	"strconv"

	"github.com/google/uuid"
)

// maxAttempts bounds how often a payment is opened anew; three digits fit into
// the 36 characters that XBezahldienste allows.
const maxAttempts = 999

// RequestID returns the id under which a payment is opened at a service: the 32
// digits of the payment's id, a hyphen and the number of the attempt. It is the
// same on every try, and a report that carries it leads back to the payment.
func RequestID(payment uuid.UUID, attempt int) string {
	return hex.EncodeToString(payment[:]) + "-" + strconv.Itoa(attempt)
}

// ParseRequestID is the way back from [RequestID].
func ParseRequestID(s string) (payment uuid.UUID, attempt int, ok bool) {
	const digits = 32
	if len(s) < digits+2 || s[digits] != '-' {
		return uuid.Nil, 0, false
	}
	if _, err := hex.Decode(payment[:], []byte(s[:digits])); err != nil {
		return uuid.Nil, 0, false
	}
	attempt, err := strconv.Atoi(s[digits+1:])
	if err != nil || attempt < 1 || attempt > maxAttempts || RequestID(payment, attempt) != s {
		return uuid.Nil, 0, false
	}
	return payment, attempt, true
}
