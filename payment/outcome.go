// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// Outcome is how a matter ended otherwise than by the service that its fee is for
// (§ 10 BGebG).
type Outcome string

// The outcomes.
const (
	OutcomeRefused          Outcome = "refused"            // the application was refused, in whole or in part
	OutcomeNotCompetent     Outcome = "not-competent"      // refused only because another authority is competent
	OutcomeWithdrawn        Outcome = "withdrawn"          // application withdrawn or settled before all was done
	OutcomeNotBegun         Outcome = "not-begun"          // the same, before anybody looked at the matter
	OutcomeObjectionLost    Outcome = "objection-lost"     // an objection had no success
	OutcomeObjectionFee     Outcome = "objection-fee"      // the same, only against the fee; of the amount in dispute
	OutcomeObjectionForm    Outcome = "objection-form"     // no success only because a fault of form did not count
	OutcomeObjectionDropped Outcome = "objection-dropped"  // withdrawn or settled before the decision
	OutcomeRevoked          Outcome = "revoked"            // act taken back for what its addressee did
	OutcomeMissed           Outcome = "missed-appointment" // not done, or broken off, for what the payer did
	OutcomeDeemed           Outcome = "deemed"             // the act counts as issued because time ran out
)

// OutcomeRule says how much of the fee that was foreseen may be taken after an outcome.
type OutcomeRule struct {
	Outcome Outcome      `json:"outcome"`
	AtMost  Rate         `json:"atMostBasisPoints"` // of the fee; nothing where it is 0
	Normen  recht.Normen `json:"normen"`
}

// Outcomes are the rules of an authority, as data. What a rule caps is chosen by the
// authority by its costs, and lower or nothing where that is fair (§ 10 (1) BGebG).
type Outcomes []OutcomeRule

// FederalOutcomes are those of § 10 BGebG, which binds authorities of the Bund alone
// (§ 2 (1)); Länder and municipalities have their own.
func FederalOutcomes() Outcomes {
	const full, three, quarter, none = 10_000, 7_500, 2_500, 0
	rule := func(o Outcome, most Rate, norm string) OutcomeRule {
		return OutcomeRule{o, most, recht.MustParseNormen(norm)}
	}
	return Outcomes{
		rule(OutcomeRefused, full, "§ 10 Abs. 2 Satz 1 BGebG"),
		rule(OutcomeNotCompetent, none, "§ 10 Abs. 2 Satz 2 BGebG"),
		rule(OutcomeObjectionLost, full, "§ 10 Abs. 3 Satz 1 BGebG"),
		rule(OutcomeObjectionFee, quarter, "§ 10 Abs. 3 Satz 2 BGebG"),
		rule(OutcomeObjectionForm, none, "§ 10 Abs. 3 Satz 3 BGebG"),
		rule(OutcomeRevoked, full, "§ 10 Abs. 4 BGebG"),
		rule(OutcomeWithdrawn, three, "§ 10 Abs. 5 Satz 1 BGebG"),
		rule(OutcomeObjectionDropped, three, "§ 10 Abs. 5 Satz 2 BGebG"),
		rule(OutcomeNotBegun, none, "§ 10 Abs. 5 Satz 3 BGebG"),
		rule(OutcomeMissed, full, "§ 10 Abs. 6 BGebG"),
		rule(OutcomeDeemed, three, "§ 10 Abs. 7 BGebG"),
	}
}

// Charge is a fee after an outcome, with what it rests on.
type Charge struct {
	Outcome Outcome      `json:"outcome"`
	Amount  Amount       `json:"amount"`
	AtMost  Amount       `json:"atMost"`
	Reason  string       `json:"reason,omitempty"`
	Normen  recht.Normen `json:"normen"`
}

// Charge takes the amount that the authority chose, with its reason, of the fee that was
// foreseen; in a dispute about a fee alone, of the amount in dispute. The error is a
// [*recht.BefundError]: FEE-OUTCOME-01 no rule for the outcome, -02 the amount is above
// what the rule allows or of another currency, -03 no reason for it.
func (o Outcomes) Charge(outcome Outcome, foreseen, chosen Amount, reason string) (Charge, error) {
	var found recht.Befunde
	i := slices.IndexFunc(o, func(r OutcomeRule) bool { return r.Outcome == outcome })
	if i < 0 {
		found.Add("FEE-OUTCOME-01", "/outcome", "the authority has no rule for it")
		return Charge{}, found.Err()
	}
	rule := o[i]
	most, err := rule.AtMost.Of(foreseen, money.Down)
	if err != nil {
		return Charge{}, err
	}
	finding := func(code, pointer, detail string) {
		found = append(found, recht.Befund{Code: code, Pointer: pointer, Detail: detail, Normen: rule.Normen})
	}
	if chosen.Currency() != foreseen.Currency() || chosen.Sign() < 0 || chosen.Minor() > most.Minor() {
		finding("FEE-OUTCOME-02", "/chosen", "from nothing to "+most.String())
	}
	if rule.AtMost > 0 && strings.TrimSpace(reason) == "" {
		finding("FEE-OUTCOME-03", "/reason", "the amount needs a reason")
	}
	if err := found.Err(); err != nil {
		return Charge{}, err
	}
	return Charge{outcome, chosen, most, reason, rule.Normen}, nil
}
