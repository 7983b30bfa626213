// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Relief is what an authority can do with a fee that is assessed and cannot, or not yet,
// be collected (§ 17 BGebG).
type Relief string

// The reliefs.
const (
	ReliefDeferred   Relief = "deferred"    // Stundung: due later
	ReliefWrittenOff Relief = "written-off" // Niederschlagung: not pursued, the claim stays
	ReliefWaived     Relief = "waived"      // Erlass: the claim ends
)

// ReliefGround is why.
type ReliefGround string

// The grounds of § 59 (1) BHO.
const (
	GroundHardship ReliefGround = "hardship" // great hardship of paying at once, and the claim is not at risk
	GroundHopeless ReliefGround = "hopeless" // it is certain that collecting has no success
	GroundCost     ReliefGround = "cost"     // collecting costs more than is in proportion to the claim
	GroundSpecial  ReliefGround = "special"  // special hardship in the single case
)

// ReliefRule says for which grounds a relief is given.
type ReliefRule struct {
	Relief  Relief         `json:"relief"`
	Grounds []ReliefGround `json:"grounds"`
	Normen  recht.Normen   `json:"normen"`
}

// ReliefRules are those of an authority, as data.
type ReliefRules []ReliefRule

// FederalReliefs are those of § 59 (1) BHO, to which § 17 BGebG refers; they bind
// authorities of the Bund. Länder and municipalities have their own.
func FederalReliefs() ReliefRules {
	rule := func(r Relief, norm string, grounds ...ReliefGround) ReliefRule {
		return ReliefRule{r, grounds, recht.MustParseNormen("§ 17 BGebG, " + norm)}
	}
	return ReliefRules{
		rule(ReliefDeferred, "§ 59 Abs. 1 Satz 1 Nr. 1 BHO", GroundHardship),
		rule(ReliefWrittenOff, "§ 59 Abs. 1 Satz 1 Nr. 2 BHO", GroundHopeless, GroundCost),
		rule(ReliefWaived, "§ 59 Abs. 1 Satz 1 Nr. 3 BHO", GroundSpecial),
	}
}

// Relieved is a relief that was given.
type Relieved struct {
	Relief Relief       `json:"relief"`
	Ground ReliefGround `json:"ground"`
	Reason string       `json:"reason"`
	Until  datum.Datum  `json:"until,omitzero"` // of a deferral
	Normen recht.Normen `json:"normen"`
}

// Grant gives a relief on an assessed fee. The error is a [*recht.BefundError]:
// FEE-RELIEF-01 no rule gives it, -02 not on that ground, -03 no reason for the single
// case, -04 a deferral without the day on which the fee then is due, or a day where there
// is no deferral, -05 the fee is not assessed yet.
func (r ReliefRules) Grant(relief Relief, ground ReliefGround, reason string, assessed bool, today, until datum.Datum) (Relieved, error) {
	var found recht.Befunde
	i := slices.IndexFunc(r, func(x ReliefRule) bool { return x.Relief == relief })
	if i < 0 {
		found.Add("FEE-RELIEF-01", "/relief", "the authority has no rule for it")
		return Relieved{}, found.Err()
	}
	rule := r[i]
	finding := func(code, pointer, detail string) {
		found = append(found, recht.Befund{Code: code, Pointer: pointer, Detail: detail, Normen: rule.Normen})
	}
	if !slices.Contains(rule.Grounds, ground) {
		finding("FEE-RELIEF-02", "/ground", "no ground for this relief")
	}
	if strings.TrimSpace(reason) == "" {
		finding("FEE-RELIEF-03", "/reason", "the single case needs a reason")
	}
	if (relief == ReliefDeferred) != (!until.IsZero() && until.After(today)) {
		finding("FEE-RELIEF-04", "/until", "a day to come for a deferral, and none otherwise")
	}
	if !assessed {
		finding("FEE-RELIEF-05", "/assessed", "only an assessed fee")
	}
	if err := found.Err(); err != nil {
		return Relieved{}, err
	}
	return Relieved{relief, ground, reason, until, rule.Normen}, nil
}
