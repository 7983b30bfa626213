// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"time"
)

// Register is the driver to a provider of evidence: a register behind its
// network, or the provider side of this package in the same process.
type Register interface {
	// Fetch asks for one piece of evidence. The same request, sent again, gets
	// the same answer. An error means that there is no answer: the network, a
	// time-out, a broken message. All else is an Answer.
	Fetch(ctx context.Context, query Query) (Answer, error)
}

// Query is what travels to the provider.
type Query struct {
	Request Request
	// Terms are what the person decided on; the provider checks them again.
	Terms Terms
	// Token is the sealed abstract permission.
	Token string
}

// Format shows the request's id alone.
func (q Query) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Query{"+q.Request.ID.String()+"}")
}

// Answer is what a register says. Exactly one member is set; the zero Answer
// means that the person was not matched as the only one. Nobody found and
// several found look the same from outside.
type Answer struct {
	Evidence *Sealed
	// AskAgain is the moment from which the evidence can be asked for again
	// under the same request. Nothing is delivered later without that: the person
	// has to come back.
	AskAgain time.Time
	// Refused says why the provider refused.
	Refused []Reason
}

// Connection is how to reach a provider and how to check what it seals.
type Connection struct {
	Register Register
	Key      ed25519.PublicKey
}
