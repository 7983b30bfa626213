// SPDX-License-Identifier: Apache-2.0

// Package faultplan says how a pretended payment service misbehaves. The plan is
// part of a test: the same plan gives the same faults.
package faultplan

import (
	"math/rand/v2"
	"sync"
)

// Fault is one way in which a call goes wrong.
type Fault string

// The faults. "After" means that the service did what it was asked to.
const (
	None          Fault = ""
	TimeoutBefore Fault = "timeout-before" // no answer, nothing done
	TimeoutAfter  Fault = "timeout-after"  // no answer, done
	ErrorBefore   Fault = "error-before"   // 500, nothing done
	ErrorAfter    Fault = "error-after"    // 500, done
	Unavailable   Fault = "unavailable"    // 503 with Retry-After, nothing done
	TooMany       Fault = "too-many"       // 429, nothing done
	Unauthorized  Fault = "unauthorized"   // 401, nothing done
	Garbage       Fault = "garbage"        // 200 with a page for people, done
	Truncated     Fault = "truncated"      // half an answer, done
	Slow          Fault = "slow"           // the right answer, late
	WrongAmount   Fault = "wrong-amount"   // another amount in the answer
	WrongItems    Fault = "wrong-items"    // other items of the same sum in the answer
	WrongRequest  Fault = "wrong-request"  // another request id in the answer
	StrangeStatus Fault = "strange-status" // a status of tomorrow
	Forgets       Fault = "forgets"        // "I know no such payment"
)

// All returns all faults.
func All() []Fault {
	return []Fault{
		TimeoutBefore, TimeoutAfter, ErrorBefore, ErrorAfter, Unavailable, TooMany, Unauthorized, Garbage, Truncated, Slow,
		WrongAmount, WrongItems, WrongRequest, StrangeStatus, Forgets,
	}
}

// HidesOutcome reports whether a caller cannot know what was done.
func (f Fault) HidesOutcome() bool {
	switch f {
	case None, Slow, WrongAmount, WrongItems, WrongRequest, StrangeStatus, Forgets:
		return false
	default:
		return true
	}
}

// Acts reports whether the service does what it was asked to.
func (f Fault) Acts() bool {
	switch f {
	case TimeoutBefore, ErrorBefore, Unavailable, TooMany, Unauthorized, Forgets:
		return false
	default:
		return true
	}
}

// Plan hands out faults. The zero Plan has none. It may be used by any number of
// goroutines.
type Plan struct {
	mu     sync.Mutex
	queue  []Fault
	random *rand.Rand
	odds   float64
	from   []Fault
}

// Next puts faults in front of the next calls, one each; None lets one pass.
func (p *Plan) Next(faults ...Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, faults...)
}

// Randomly lets each call without a queued fault go wrong with the given odds
// in one of the given ways, in an order that the seed decides.
func (p *Plan) Randomly(seed uint64, odds float64, from ...Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.random, p.odds, p.from = rand.New(rand.NewPCG(seed, seed)), odds, from //nolint:gosec // a plan is repeatable, not secret
}

// Take returns the fault of the next call.
func (p *Plan) Take() Fault {
	if p == nil {
		return None
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) > 0 {
		fault := p.queue[0]
		p.queue = p.queue[1:]
		return fault
	}
	if p.random != nil && len(p.from) > 0 && p.random.Float64() < p.odds {
		return p.from[p.random.IntN(len(p.from))]
	}
	return None
}
