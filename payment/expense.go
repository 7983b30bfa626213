// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// ExpenseKind is what an expense (Auslage) was for, beside the fee (§ 12 BGebG).
type ExpenseKind string

// The kinds of § 12 (1) sentence 1 BGebG.
const (
	ExpenseExperts  ExpenseKind = "experts"  // witnesses, experts, interpreters, translators
	ExpenseOthers   ExpenseKind = "others"   // services of other authorities and third parties
	ExpenseTravel   ExpenseKind = "travel"   // business trips
	ExpenseDelivery ExpenseKind = "delivery" // service of documents, public announcement
	ExpenseCopies   ExpenseKind = "copies"   // copies on paper that were applied for specially
)

// ExpenseRule says how expenses of a kind are taken: what they really were, unless it
// says otherwise.
type ExpenseRule struct {
	Kind     ExpenseKind  `json:"kind"`
	InFee    bool         `json:"inFee,omitempty"`    // nothing beside the fee
	Flat     Amount       `json:"flat,omitzero"`      // a lump sum, whatever it was
	AtMost   Amount       `json:"atMost,omitzero"`    // a cap
	FreeToo  bool         `json:"freeToo,omitempty"`  // nothing where the service is free of charge
	LowerToo bool         `json:"lowerToo,omitempty"` // less by the share by which the fee is reduced
	Normen   recht.Normen `json:"normen"`
}

// ExpenseRules are those of an authority, as data.
type ExpenseRules []ExpenseRule

// FederalExpenses are those of § 12 (1) BGebG, which binds authorities of the Bund alone.
// They are taken as they were, also where the service is free of charge or its fee
// reduced; an ordinance can set any of the other members (§ 12 (2)).
func FederalExpenses() ExpenseRules {
	rules := ExpenseRules{{Kind: ExpenseExperts}, {Kind: ExpenseOthers}, {Kind: ExpenseTravel}, {Kind: ExpenseDelivery}, {Kind: ExpenseCopies}}
	for i := range rules {
		rules[i].Normen = recht.MustParseNormen([]string{
			"§ 12 Abs. 1 Satz 1 Nr. 1 BGebG", "§ 12 Abs. 1 Satz 1 Nr. 2 BGebG", "§ 12 Abs. 1 Satz 1 Nr. 3 BGebG", "§ 12 Abs. 1 Satz 1 Nr. 4 BGebG", "§ 12 Abs. 1 Satz 1 Nr. 5 BGebG",
		}[i])
	}
	return rules
}

// Expense is one that is taken, with what it rests on.
type Expense struct {
	Kind   ExpenseKind  `json:"kind"`
	Amount Amount       `json:"amount"`
	Proof  string       `json:"proof,omitempty"` // what shows that it arose
	Normen recht.Normen `json:"normen"`
}

// Charge takes an expense as it really was, with what shows it. Of the fee, share is how
// much of it is taken, 10,000 where it is taken whole and 0 where the service is free.
// The error is a [*recht.BefundError]: FEE-EXPENSE-01 no rule for the kind, -02 an
// amount below nothing or of another currency than the rule, -03 nothing shows it, -04
// no share of a fee.
func (r ExpenseRules) Charge(kind ExpenseKind, actual Amount, proof string, share Rate) (Expense, error) {
	var found recht.Befunde
	i := slices.IndexFunc(r, func(x ExpenseRule) bool { return x.Kind == kind })
	if i < 0 {
		found.Add("FEE-EXPENSE-01", "/kind", "the authority takes no expenses for it")
		return Expense{}, found.Err()
	}
	rule := r[i]
	finding := func(code, pointer, detail string) {
		found = append(found, recht.Befund{Code: code, Pointer: pointer, Detail: detail, Normen: rule.Normen})
	}
	for _, limit := range []Amount{rule.Flat, rule.AtMost} {
		if actual.Sign() < 0 || limit.Sign() != 0 && limit.Currency() != actual.Currency() {
			finding("FEE-EXPENSE-02", "/actual", "below nothing, or not in the currency of the rule")
			break
		}
	}
	if strings.TrimSpace(proof) == "" && rule.Flat.Sign() == 0 && !rule.InFee {
		finding("FEE-EXPENSE-03", "/proof", "what really arose is shown by something")
	}
	if share < 0 || share > 10_000 {
		finding("FEE-EXPENSE-04", "/share", "from 0 to 10,000")
	}
	if err := found.Err(); err != nil {
		return Expense{}, err
	}
	amount := actual
	switch {
	case rule.InFee, rule.FreeToo && share == 0:
		amount = NewAmount(0, actual.Currency())
	case rule.Flat.Sign() != 0:
		amount = rule.Flat
	case rule.AtMost.Sign() != 0 && amount.Minor() > rule.AtMost.Minor():
		amount = rule.AtMost
	}
	if rule.LowerToo && share < 10_000 {
		var err error
		if amount, err = share.Of(amount, HalfUp); err != nil {
			return Expense{}, err
		}
	}
	return Expense{kind, amount, proof, rule.Normen}, nil
}

// Advance is what an authority wants before it begins: a payment in advance or a
// security (§ 15 BGebG).
type Advance struct {
	Amount   Amount       `json:"amount"`
	Until    datum.Datum  `json:"until"`
	Security bool         `json:"security,omitempty"`
	Normen   recht.Normen `json:"normen"`
}

// NewAdvance asks for an advance on what is expected to arise in fees and expenses, of a
// service that is applied for, by a day. The error is a [*recht.BefundError]:
// FEE-ADVANCE-01 nobody applied for the service, -02 more than is expected, or nothing,
// -03 no period is set.
func NewAdvance(onApplication bool, expected, asked Amount, security bool, today, until datum.Datum) (Advance, error) {
	var found recht.Befunde
	finding := func(code, pointer, norm, detail string) {
		found = append(found, recht.Befund{Code: code, Pointer: pointer, Detail: detail, Normen: recht.MustParseNormen(norm)})
	}
	if !onApplication {
		finding("FEE-ADVANCE-01", "/onApplication", "§ 15 Abs. 1 BGebG", "only a service that was applied for waits for an advance")
	}
	if asked.Sign() <= 0 || asked.Currency() != expected.Currency() || asked.Minor() > expected.Minor() {
		finding("FEE-ADVANCE-02", "/asked", "§ 15 Abs. 1 BGebG", "up to "+expected.String())
	}
	if today.IsZero() || !until.After(today) {
		finding("FEE-ADVANCE-03", "/until", "§ 15 Abs. 2 BGebG", "a day to come by which it is paid")
	}
	if err := found.Err(); err != nil {
		return Advance{}, err
	}
	return Advance{asked, until, security, recht.MustParseNormen("§ 15 Abs. 1 BGebG, § 15 Abs. 2 BGebG")}, nil
}

// Settle compares what was paid in advance with what is due in the end: the rest that
// is still to be paid, or what goes back.
func (a Advance) Settle(due Amount) (rest, back Amount, err error) {
	nothing := NewAmount(0, due.Currency())
	diff, err := due.Sub(a.Amount)
	switch {
	case err != nil:
		return Amount{}, Amount{}, err
	case diff.Sign() >= 0:
		return diff, nothing, nil
	default:
		back, err = a.Amount.Sub(due)
		return nothing, back, err
	}
}
