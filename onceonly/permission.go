// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"slices"
	"time"
)

// Question is what the abstract check gets to see: who asks whom, for what kind
// of evidence, why, on what ground, and whether the identification number is
// used. It has no room for the person or for content; the digest ties the answer
// to one request without showing it.
type Question struct {
	Requester    PartyID
	Provider     PartyID
	EvidenceType EvidenceType
	Purpose      string
	Basis        Basis
	UsesIDNr     bool
	// The sectors of both sides; they matter only with the identification number.
	RequesterSector Sector
	ProviderSector  Sector
	RequestDigest   Digest
	At              time.Time
}

// Permission is the abstract check, which in Germany the Vermittlungsstelle
// makes: may this authority ask that register for this purpose? A policy engine
// can stand behind it.
type Permission interface {
	// Ask decides the question. If it permits, the permit carries a sealed
	// token for the provider. Errors mean that there is no decision.
	Ask(ctx context.Context, question Question) (Permit, error)
}

// Permit is the answer to a Question.
type Permit struct {
	Decision Decision
	Token    string
	// Norm is the paragraph that permits.
	Norm string
}

// Rule allows one requester to ask one provider for one type of evidence and
// one purpose, on certain grounds and for a time.
type Rule struct {
	Requester    PartyID
	Provider     PartyID
	EvidenceType EvidenceType
	Purpose      string
	Bases        []Basis
	MayUseIDNr   bool
	// The sectors between which, or within which, the identification number may
	// travel. Required with MayUseIDNr.
	RequesterSector Sector
	ProviderSector  Sector
	Norm            string
	ValidFrom       time.Time
	ValidUntil      time.Time // the first moment at which it no longer holds; zero: open
}

// Rules is a closed set of rules. What no rule allows is refused.
// It is immutable and may be used by any number of goroutines.
type Rules struct{ byKey map[ruleKey][]Rule }

type ruleKey struct {
	requester, provider PartyID
	evidenceType        EvidenceType
	purpose             string
}

// NewRules checks the rules and returns the set. The error is a *CheckError.
func NewRules(rules ...Rule) (*Rules, error) {
	set := &Rules{byKey: make(map[ruleKey][]Rule, len(rules))}
	for _, r := range rules {
		if err := r.check(); err != nil {
			return nil, err
		}
		r.Bases = slices.Clone(r.Bases)
		key := ruleKey{r.Requester, r.Provider, r.EvidenceType, r.Purpose}
		set.byKey[key] = append(set.byKey[key], r)
	}
	return set, nil
}

func (r Rule) check() error {
	var found findings
	missing := found.missing
	missing(r.Requester.IsZero(), "/requester")
	missing(r.Provider.IsZero(), "/provider")
	missing(r.EvidenceType.IsZero(), "/evidenceType")
	missing(r.Purpose == "", "/purpose")
	missing(len(r.Bases) == 0 || slices.ContainsFunc(r.Bases, func(b Basis) bool { return !b.valid() }), "/bases")
	missing(r.Norm == "", "/norm")
	missing(r.MayUseIDNr && r.RequesterSector == "", "/requesterSector")
	missing(r.MayUseIDNr && r.ProviderSector == "", "/providerSector")
	missing(r.ValidFrom.IsZero(), "/validFrom")
	if !r.ValidUntil.IsZero() && !r.ValidFrom.Before(r.ValidUntil) {
		found.add(CodeWindow, "/validUntil")
	}
	return checkError(found)
}

// Decide answers the question and names the paragraph that permits. If no rule
// permits, the reasons are those of the rule that comes closest. It does not
// allocate when it permits.
func (s *Rules) Decide(q Question) (decision Decision, norm string) {
	var closest []Reason
	for i, rule := range s.byKey[ruleKey{q.Requester, q.Provider, q.EvidenceType, q.Purpose}] {
		reasons := rule.against(&q)
		if len(reasons) == 0 {
			return Decision{Permitted: true}, rule.Norm
		}
		if i == 0 || len(reasons) < len(closest) {
			closest = reasons
		}
	}
	if closest == nil {
		return refuse(CodePermissionNone, ""), ""
	}
	return Decision{Reasons: closest}, ""
}

func (r *Rule) against(q *Question) (reasons []Reason) {
	differ := func(different bool, code Code, pointer string) {
		if different {
			reasons = append(reasons, Reason{Code: code, Pointer: pointer, Norm: r.Norm})
		}
	}
	differ(!slices.Contains(r.Bases, q.Basis), CodePermissionBasis, "/basis")
	differ(q.UsesIDNr && !r.MayUseIDNr, CodePermissionIDNr, "/usesIDNr")
	differ(q.UsesIDNr && r.MayUseIDNr && q.RequesterSector != r.RequesterSector, CodePermissionSector, "/requesterSector")
	differ(q.UsesIDNr && r.MayUseIDNr && q.ProviderSector != r.ProviderSector, CodePermissionSector, "/providerSector")
	differ(q.At.Before(r.ValidFrom), CodePermissionNotYet, "/at")
	differ(!r.ValidUntil.IsZero() && !q.At.Before(r.ValidUntil), CodePermissionExpired, "/at")
	return reasons
}
