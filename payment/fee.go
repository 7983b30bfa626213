// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// FeeKind is how a rule arrives at its amount.
type FeeKind string

// The kinds of fees. Federal law knows fixed, framework and time (§ 11 BGebG);
// municipal tables add the others.
const (
	FeeFixed     FeeKind = "fixed"     // Amount, whatever the quantity stands for: exactly one
	FeePerUnit   FeeKind = "per-unit"  // Amount for each Unit
	FeeTiered    FeeKind = "tiered"    // Amount of the tier that the quantity falls into
	FeeFramework FeeKind = "framework" // chosen between Min and Max, with a reason
	FeeTime      FeeKind = "time"      // Amount for each started Minutes
)

// Fee is one rule of a fee table: dated data with its legal basis. Which fees an
// authority takes is its own law and never written in code.
type Fee struct {
	ID         string      `json:"id"`
	Text       string      `json:"text"` // what the payer reads
	LegalBasis string      `json:"legalBasis"`
	ValidFrom  datum.Datum `json:"validFrom,omitzero"` // zero: since ever
	ValidTo    datum.Datum `json:"validTo,omitzero"`   // last day; zero: until further notice
	Kind       FeeKind     `json:"kind"`
	Amount     Amount      `json:"amount,omitzero"`
	Unit       string      `json:"unit,omitempty"` // "person", "page"
	Tiers      []Tier      `json:"tiers,omitempty"`
	Minutes    int64       `json:"minutes,omitempty"`
	Min        Amount      `json:"min,omitzero"` // of a framework, or the least that a line costs
	Max        Amount      `json:"max,omitzero"` // of a framework, or the cap of a line
	Tax        Tax         `json:"tax,omitempty"`
	TaxRate    Rate        `json:"taxRateBasisPoints,omitempty"`
	Exemptions []Exemption `json:"exemptions,omitempty"`
}

// Tier is the amount for quantities up to and including UpTo; the last tier has
// none and holds for all beyond.
type Tier struct {
	UpTo   int64  `json:"upTo,omitempty"`
	Amount Amount `json:"amount"`
}

// ExemptionKind tells why there is an exemption: §§ 7 and 8 BGebG separate the
// matter from the person; municipal tables add the purpose.
type ExemptionKind string

// The kinds of exemptions.
const (
	ExemptFactual  ExemptionKind = "factual"
	ExemptPersonal ExemptionKind = "personal"
	ExemptPurpose  ExemptionKind = "purpose"
)

// Exemption lowers a fee where the applicant states its ground and the authority
// accepts it. Exactly one of the three effects is given.
type Exemption struct {
	Ground     string        `json:"ground"` // key that a Position names, such as "kindergeld"
	Kind       ExemptionKind `json:"kind"`
	LegalBasis string        `json:"legalBasis"`

	Waive  bool   `json:"waive,omitempty"`             // nothing is due
	Reduce Rate   `json:"reduceBasisPoints,omitempty"` // so much less
	Cap    Amount `json:"cap,omitzero"`                // at most so much
}

func (f *Fee) clone() Fee {
	own := *f
	own.Tiers, own.Exemptions = slices.Clone(f.Tiers), slices.Clone(f.Exemptions)
	return own
}

// validOn reports whether the rule holds on the day.
func (f *Fee) validOn(day datum.Datum) bool {
	return !day.Before(f.ValidFrom) && (f.ValidTo.IsZero() || !day.After(f.ValidTo))
}

// overlaps reports whether there is a day on which both rules hold.
func (f *Fee) overlaps(other *Fee) bool {
	return (f.ValidTo.IsZero() || !other.ValidFrom.After(f.ValidTo)) && (other.ValidTo.IsZero() || !f.ValidFrom.After(other.ValidTo))
}

// check lists what is wrong with the rule by itself.
func (f *Fee) check(found *recht.Befunde, at string) {
	if f.ID == "" || f.Text == "" {
		found.Add("FEE-ID-01", at+"/id", "id and text are required")
	}
	if f.LegalBasis == "" {
		found.Add("FEE-BASIS-01", at+"/legalBasis", "no fee without a legal basis")
	}
	if !f.ValidTo.IsZero() && f.ValidTo.Before(f.ValidFrom) {
		found.Add("FEE-VALID-01", at+"/validTo", "before validFrom")
	}
	if f.TaxRate < 0 || f.TaxRate > money.Whole {
		found.Add("FEE-TAX-01", at+"/taxRateBasisPoints", "not from 0 to 10000")
	}
	f.checkTax(found, at)
	currency := f.currency()
	for _, a := range []Amount{f.Amount, f.Min, f.Max} {
		if a.IsSet() && (a.Sign() < 0 || a.Currency() != currency) {
			found.Add("FEE-AMOUNT-01", at, "amounts are not negative and of one currency")
		}
	}
	if f.Min.IsSet() && f.Max.IsSet() && f.Min.Minor() > f.Max.Minor() {
		found.Add("FEE-RANGE-01", at+"/max", "less than min")
	}
	f.checkKind(found, at)
	for i := range f.Exemptions {
		f.Exemptions[i].check(found, at, currency)
	}
}

func (f *Fee) checkKind(found *recht.Befunde, at string) {
	switch f.Kind {
	case FeeFixed, FeePerUnit, FeeTime:
		if !f.Amount.IsSet() {
			found.Add("FEE-AMOUNT-02", at+"/amount", "required")
		}
	case FeeFramework:
		if !f.Min.IsSet() || !f.Max.IsSet() {
			found.Add("FEE-RANGE-02", at, "a framework needs min and max")
		}
	case FeeTiered:
		for i, tier := range f.Tiers {
			last := i == len(f.Tiers)-1
			if !tier.Amount.IsSet() || tier.Amount.Sign() < 0 || tier.Amount.Currency() != f.currency() {
				found.Add("FEE-TIER-01", at+"/tiers", "each tier has an amount of one currency")
			}
			if last != (tier.UpTo == 0) || i > 0 && !last && tier.UpTo <= f.Tiers[i-1].UpTo || tier.UpTo < 0 {
				found.Add("FEE-TIER-02", at+"/tiers", "limits grow, and the last tier has none")
			}
		}
		if len(f.Tiers) == 0 {
			found.Add("FEE-TIER-03", at+"/tiers", "required")
		}
	default:
		found.Add("FEE-KIND-01", at+"/kind", "not a kind of fee")
	}
	if (f.Kind == FeeTime) != (f.Minutes > 0) || f.Minutes < 0 {
		found.Add("FEE-MINUTES-01", at+"/minutes", "given for a fee by time, and only there")
	}
}

func (e *Exemption) check(found *recht.Befunde, at string, currency Currency) {
	effects := 0
	for _, given := range []bool{e.Waive, e.Reduce != 0, e.Cap.IsSet()} {
		if given {
			effects++
		}
	}
	switch {
	case e.Ground == "" || e.LegalBasis == "":
		found.Add("FEE-EXEMPT-01", at+"/exemptions", "ground and legal basis are required")
	case effects != 1:
		found.Add("FEE-EXEMPT-02", at+"/exemptions", "exactly one of waive, reduce and cap")
	case e.Reduce < 0 || e.Reduce > money.Whole || e.Cap.IsSet() && (e.Cap.Sign() < 0 || e.Cap.Currency() != currency):
		found.Add("FEE-EXEMPT-03", at+"/exemptions", "the effect is out of range")
	}
	switch e.Kind {
	case ExemptFactual, ExemptPersonal, ExemptPurpose:
	default:
		found.Add("FEE-EXEMPT-04", at+"/exemptions", "not a kind of exemption")
	}
}

// currency is the one in which the rule counts.
func (f *Fee) currency() Currency {
	for _, a := range []Amount{f.Amount, f.Min, f.Max} {
		if a.IsSet() {
			return a.Currency()
		}
	}
	if len(f.Tiers) > 0 {
		return f.Tiers[0].Amount.Currency()
	}
	return 0
}
