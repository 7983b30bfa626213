// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// ProofKind is what kind of document shows that somebody may act for another.
type ProofKind string

// The kinds.
const (
	ProofPowerOfAttorney ProofKind = "power-of-attorney" // Vollmacht
	ProofCustody         ProofKind = "custody"           // elterliche Sorge
	ProofGuardianship    ProofKind = "guardianship"      // Betreuung, Vormundschaft, Pflegschaft
)

// Proof names what shows the right to act for another. It is worth what the
// Representation of the broker says of it: words alone are none. The zero Proof is
// none.
type Proof struct {
	Kind ProofKind `json:"kind"`
	// ID finds it where it is kept, for example in a file or a register.
	ID string `json:"id"`
}

// UnmarshalJSON reads a proof. In entries that were written before there were kinds
// it is a text alone.
func (p *Proof) UnmarshalJSON(document []byte) error {
	var id string
	if json.Unmarshal(document, &id) == nil {
		*p = Proof{ID: id}
		return nil
	}
	type plain Proof
	if err := json.Unmarshal(document, (*plain)(p)); err != nil {
		return fmt.Errorf("%w: proof", ErrSyntax)
	}
	return nil
}

// IsZero reports whether there is no proof.
func (p Proof) IsZero() bool { return p == Proof{} }

func (p Proof) valid() bool {
	switch p.Kind {
	case ProofPowerOfAttorney, ProofCustody, ProofGuardianship:
		return p.ID != "" && validText(p.ID)
	default:
		return false
	}
}

// Representation looks at proofs. It is a driver interface: a service asks the file
// or the register in which they are kept.
type Representation interface {
	// Accept reports whether the proof shows that the actor may act for the subject
	// at the time. An error means that it could not be looked at.
	Accept(ctx context.Context, proof Proof, actor, subject Subject, at time.Time) (bool, error)
}

// Declaration is what somebody declares before data of others are fetched: why it
// is allowed (such as the assurance of § 23a (1) sentence 5 BMG). It is kept with
// the consent and stands in the log, where those others read it.
type Declaration struct {
	Text     string     `json:"text"` // the very words
	Language string     `json:"language"`
	Norm     recht.Norm `json:"norm,omitzero"` // the paragraph that allows it
}

// IsZero reports whether nothing was declared.
func (d Declaration) IsZero() bool { return d == Declaration{} }

func (d Declaration) check(found *findings, pointer string) {
	found.missing(d.Text == "" && !d.IsZero(), pointer+"/text")
	found.missing(d.Language == "" && !d.IsZero(), pointer+"/language")
	found.malformed(!validText(d.Text) || !validText(d.Language), pointer)
}

// mayAct decides whether the actor may look at and decide on what was retrieved
// under the consent: the person, or somebody whose right to act for the person is
// proven. Where a statute orders the retrieval the authority itself acts, with the
// zero Actor.
func (b *Broker) mayAct(ctx context.Context, c *Consent, actor Actor) (Decision, error) {
	switch {
	case actor.Subject.IsZero() && c.terms.Basis == BasisStatute, actor.Subject == c.terms.Subject && !actor.Subject.IsZero():
		return Decision{Permitted: true}, nil
	case actor.Subject.IsZero():
		return refuse(CodeActor, "/actor"), nil
	}
	proven, err := b.represents(ctx, c, actor)
	if err != nil || proven {
		return Decision{Permitted: proven}, err
	}
	return refuse(CodeActor, "/actor"), nil
}

func (b *Broker) represents(ctx context.Context, c *Consent, actor Actor) (bool, error) {
	if b.config.Representation == nil || !actor.Proof.valid() {
		return false, nil
	}
	proven, err := b.config.Representation.Accept(ctx, actor.Proof, actor.Subject, c.terms.Subject, b.now())
	if err != nil {
		return false, fmt.Errorf("onceonly: look at the proof of representation: %w", err)
	}
	return proven, nil
}
