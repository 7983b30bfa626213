// SPDX-License-Identifier: Apache-2.0

// Package permission is the abstract check as rules decide it: the part that the
// Vermittlungsstelle plays. An Intermediary decides by rules and seals what it permits;
// a provider checks with Verify that the seal is for the very request that it got. An
// own intermediary is lawful inside one body or town, and in tests; between them the
// software of the BVA speaks (§§ 3, 4 NOOTSNetzV).
package permission

import (
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Rule allows one requester to ask one provider for one type of evidence and
// one purpose, on certain grounds and for a time.
type Rule struct {
	Requester    onceonly.PartyID
	Provider     onceonly.PartyID
	EvidenceType onceonly.EvidenceType
	Purpose      string
	Bases        []onceonly.Basis
	MayUseIDNr   bool
	// The sectors between which, or within which, the identification number may
	// travel. Required with MayUseIDNr.
	RequesterSector onceonly.Sector
	ProviderSector  onceonly.Sector
	Norm            recht.Norm
	ValidFrom       time.Time
	ValidUntil      time.Time // the first moment at which it no longer holds; zero: open
}

// Rules is a closed set of rules. What no rule allows is refused.
// It is immutable and may be used by any number of goroutines.
type Rules struct{ byKey map[ruleKey][]Rule }

type ruleKey struct {
	requester, provider onceonly.PartyID
	evidenceType        onceonly.EvidenceType
	purpose             string
}

// NewRules checks the rules and returns the set. The error is a *onceonly.CheckError.
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
	missing(len(r.Bases) == 0 || slices.ContainsFunc(r.Bases, unknown), "/bases")
	missing(r.Norm.IsZero(), "/norm")
	missing(r.MayUseIDNr && r.RequesterSector == "", "/requesterSector")
	missing(r.MayUseIDNr && r.ProviderSector == "", "/providerSector")
	missing(r.ValidFrom.IsZero(), "/validFrom")
	if !r.ValidUntil.IsZero() && !r.ValidFrom.Before(r.ValidUntil) {
		found.add(onceonly.CodeWindow, "/validUntil")
	}
	return checkError(found)
}

// Decide answers the question and names the paragraph that permits. If no rule
// permits, the reasons are those of the rule that comes closest. It does not
// allocate when it permits.
func (s *Rules) Decide(q onceonly.Question) (decision onceonly.Decision, norm recht.Norm) {
	var closest []onceonly.Reason
	rules := s.byKey[ruleKey{q.Requester, q.Provider, q.EvidenceType, q.Purpose}]
	for i := range rules {
		rule := &rules[i]
		reasons := rule.against(&q)
		if len(reasons) == 0 {
			return onceonly.Decision{Permitted: true}, rule.Norm
		}
		if i == 0 || len(reasons) < len(closest) {
			closest = reasons
		}
	}
	if closest == nil {
		return refuse(onceonly.CodePermissionNone, ""), recht.Norm{}
	}
	return onceonly.Decision{Reasons: closest}, recht.Norm{}
}

func (r *Rule) against(q *onceonly.Question) (reasons []onceonly.Reason) {
	differ := func(different bool, code onceonly.Code, pointer string) {
		if different {
			reasons = append(reasons, onceonly.Reason{Code: code, Pointer: pointer, Normen: recht.Normen{r.Norm}})
		}
	}
	differ(!slices.Contains(r.Bases, q.Basis), onceonly.CodePermissionBasis, "/basis")
	differ(q.UsesIDNr && !r.MayUseIDNr, onceonly.CodePermissionIDNr, "/usesIDNr")
	differ(q.UsesIDNr && r.MayUseIDNr && q.RequesterSector != r.RequesterSector, onceonly.CodePermissionSector, "/requesterSector")
	differ(q.UsesIDNr && r.MayUseIDNr && q.ProviderSector != r.ProviderSector, onceonly.CodePermissionSector, "/providerSector")
	differ(q.At.Before(r.ValidFrom), onceonly.CodePermissionNotYet, "/at")
	differ(!r.ValidUntil.IsZero() && !q.At.Before(r.ValidUntil), onceonly.CodePermissionExpired, "/at")
	return reasons
}

// unknown reports whether a legal ground is none.
func unknown(b onceonly.Basis) bool {
	switch b {
	case onceonly.BasisChoice, onceonly.BasisExplicitRequest, onceonly.BasisConsent, onceonly.BasisStatute:
		return false
	default:
		return true
	}
}

// findings gathers what is wrong with a rule.
type findings []onceonly.Reason

func (f *findings) add(code onceonly.Code, pointer string) {
	*f = append(*f, onceonly.Reason{Code: code, Pointer: pointer})
}

func (f *findings) missing(absent bool, pointer string) {
	if absent {
		f.add(onceonly.CodeMissing, pointer)
	}
}

func checkError(found findings) error {
	if len(found) == 0 {
		return nil
	}
	return &onceonly.CheckError{Befunde: recht.Befunde(found)}
}

func refuse(code onceonly.Code, pointer string) onceonly.Decision {
	return onceonly.Decision{Reasons: []onceonly.Reason{{Code: code, Pointer: pointer}}}
}

func decide(reasons []onceonly.Reason) onceonly.Decision {
	return onceonly.Decision{Permitted: len(reasons) == 0, Reasons: reasons}
}
