// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

// Fault is something that goes wrong in one call of a register.
type Fault string

// The faults.
const (
	FaultNone       Fault = ""
	FaultGone       Fault = "gone"        // never reaches the register
	FaultLostAnswer Fault = "lost-answer" // the register answers, the answer gets lost
	FaultPanic      Fault = "panic"       // the driver panics, with the person in its hands
	FaultSlow       Fault = "slow"        // no answer until the caller gives up
	FaultNoSeal     Fault = "no-seal"     // evidence without a seal
	FaultBytes      Fault = "bytes"       // one byte of the evidence changed on the way
	FaultSwapped    Fault = "swapped"     // evidence of the call before
	FaultEmpty      Fault = "empty"       // an answer without anything
)

// ErrFault is what a faulty call fails with. The text quotes the person, as
// drivers do; it must never come out anywhere.
var ErrFault = errors.New("onceonlytest: fault")

// Register stands in front of another register, counts its calls and makes
// planned faults. It is safe for concurrent use.
type Register struct {
	mu      sync.Mutex
	next    onceonly.Register
	plan    []Fault
	calls   int
	reached int
	last    *onceonly.Sealed
}

var _ onceonly.Register = (*Register)(nil)

// NewRegister returns a register that passes on to next; its first calls have
// the faults of the plan.
func NewRegister(next onceonly.Register, plan ...Fault) *Register {
	return &Register{next: next, plan: plan}
}

// Plan sets the faults of the next calls.
func (r *Register) Plan(faults ...Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.plan = slices.Clone(faults)
}

// Calls returns how often the register was called.
func (r *Register) Calls() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls
}

// Reached returns how often a call got through to the register behind.
func (r *Register) Reached() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reached
}

func (r *Register) begin() (fault Fault, before *onceonly.Sealed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	if len(r.plan) > 0 {
		fault, r.plan = r.plan[0], r.plan[1:]
	}
	if fault != FaultGone && fault != FaultPanic && fault != FaultSlow && fault != FaultEmpty {
		r.reached++
	}
	return fault, r.last
}

// Fetch implements onceonly.Register.
func (r *Register) Fetch(ctx context.Context, query onceonly.Query) (onceonly.Answer, error) {
	fault, before := r.begin()
	data := query.Request.Person.Data()
	person := data.FamilyName + " " + data.IDNr.Clear()
	switch fault {
	case FaultGone:
		return onceonly.Answer{}, &driverError{person}
	case FaultPanic:
		panic("driver cannot handle " + person)
	case FaultSlow:
		<-ctx.Done()
		return onceonly.Answer{}, ctx.Err()
	case FaultEmpty:
		return onceonly.Answer{Evidence: &onceonly.Sealed{}}, nil
	default: // the register is asked
	}
	answer, err := r.next.Fetch(ctx, query)
	if err != nil || answer.Evidence == nil {
		return answer, err
	}
	r.mu.Lock()
	r.last = answer.Evidence
	r.mu.Unlock()
	changed := *answer.Evidence
	switch fault {
	case FaultLostAnswer:
		return onceonly.Answer{}, &driverError{person}
	case FaultNoSeal:
		changed = onceonly.NewSealed(changed.Binding(), changed.Content(), nil)
	case FaultBytes:
		content := bytes.Clone(changed.Content())
		content[len(content)/2] ^= 1
		changed = onceonly.NewSealed(changed.Binding(), content, changed.Seal())
	case FaultSwapped:
		if before != nil {
			changed = *before
		}
	default: // passed on as it is
	}
	return onceonly.Answer{Evidence: &changed}, nil
}

type driverError struct{ person string }

func (e *driverError) Error() string        { return "no route to the register while asking for " + e.person }
func (e *driverError) Is(target error) bool { return target == ErrFault }

// Source is a holding in memory. It is safe for concurrent use.
type Source struct {
	mu       sync.Mutex
	holdings []holding
	askAgain time.Time
	lookups  int
}

type holding struct {
	evidenceType onceonly.EvidenceType
	person       onceonly.Person
	document     dataprovider.Document
}

var _ dataprovider.Source = (*Source)(nil)

// Add puts a document about a person into the holding.
func (s *Source) Add(evidenceType onceonly.EvidenceType, person onceonly.Person, document dataprovider.Document) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holdings = append(s.holdings, holding{evidenceType, person, document})
}

// Forget takes everything out of the holding.
func (s *Source) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holdings = nil
}

// Defer makes the source ask for patience until the given moment.
func (s *Source) Defer(until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.askAgain = until
}

// Lookups returns how often the holding was searched.
func (s *Source) Lookups() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lookups
}

// Lookup implements dataprovider.Source: name, given names and date of birth must match.
func (s *Source) Lookup(_ context.Context, evidenceType onceonly.EvidenceType, person onceonly.Person) (dataprovider.Found, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lookups++
	if !s.askAgain.IsZero() {
		found := dataprovider.Found{AskAgain: s.askAgain}
		s.askAgain = time.Time{}
		return found, nil
	}
	var found dataprovider.Found
	wanted := person.Data()
	for _, h := range s.holdings {
		held := h.person.Data()
		if h.evidenceType == evidenceType && held.FamilyName == wanted.FamilyName &&
			held.GivenNames == wanted.GivenNames && held.DateOfBirth == wanted.DateOfBirth {
			found.Documents = append(found.Documents, h.document)
		}
	}
	return found, nil
}
