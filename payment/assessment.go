// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Position is one thing that a fee is asked for.
type Position struct {
	Fee      string   // id of the rule
	Quantity int64    // units; minutes for a fee by time; 1 for a fixed one and in a framework
	Chosen   Amount   // of a framework
	Reason   string   // for the amount chosen in a framework; required there
	Grounds  []string // of exemptions that the authority accepts
}

// Line is one position with its amount and everything that explains it.
type Line struct {
	Fee        string     `json:"fee"`
	Text       string     `json:"text"`
	LegalBasis string     `json:"legalBasis"`
	Kind       FeeKind    `json:"kind"`
	Quantity   int64      `json:"quantity"`
	Unit       string     `json:"unit,omitempty"`
	Single     Amount     `json:"single"` // of one unit, tier or started period, before exemptions
	Full       Amount     `json:"full"`   // net before exemptions
	Net        Amount     `json:"net"`
	TaxKind    Tax        `json:"taxKind,omitempty"`
	TaxRate    Rate       `json:"taxRateBasisPoints"`
	Tax        Amount     `json:"tax"`
	Gross      Amount     `json:"gross"`
	Exemption  *Exemption `json:"exemption,omitempty"` // the one that was applied
	Bound      FeeBound   `json:"bound,omitempty"`
	Reason     string     `json:"reason,omitempty"` // of a framework
}

// FeeBound tells that a line was lifted to the least or held at the most.
type FeeBound string

// The bounds of a line.
const (
	BoundMin FeeBound = "min"
	BoundMax FeeBound = "max"
)

// Assessment is what is to be paid on a day, line by line.
type Assessment struct {
	Authority string      `json:"authority"`
	Day       datum.Datum `json:"day"`
	Lines     []Line      `json:"lines"`
	Net       Amount      `json:"net"`
	Tax       Amount      `json:"tax"`
	Total     Amount      `json:"total"`
}

// IsPayable reports whether there is anything to pay. A total of nothing makes
// no payment.
func (a *Assessment) IsPayable() bool { return a.Total.Sign() > 0 }

// Assess computes the fees of the positions on a day, that of the service, by which
// fees and value added tax change. The error is a
// [*recht.BefundError] that lists every position that cannot be assessed, or
// [money.ErrOverflow].
func (t *FeeTable) Assess(day datum.Datum, positions ...Position) (Assessment, error) {
	zero := NewAmount(0, t.schedule.Currency)
	result := Assessment{
		Authority: t.schedule.Authority, Day: day,
		Lines: make([]Line, len(positions)), Net: zero, Tax: zero, Total: zero,
	}
	var found recht.Befunde
	for i := range positions {
		position, line := &positions[i], &result.Lines[i]
		fee := t.fee(position.Fee, day)
		if fee == nil {
			found.Add("FEE-UNKNOWN-01", pointer(i, "/fee"), "no such fee on this day")
			continue
		}
		if !position.check(fee, &found, i) {
			continue
		}
		if err := line.assess(fee, position, t.schedule.TaxRounding); err != nil {
			return Assessment{}, err
		}
		if err := result.add(line); err != nil {
			return Assessment{}, err
		}
	}
	if err := found.Err(); err != nil {
		return Assessment{}, err
	}
	return result, nil
}

func (a *Assessment) add(line *Line) (err error) {
	if a.Net, err = a.Net.Add(line.Net); err != nil {
		return err
	}
	if a.Tax, err = a.Tax.Add(line.Tax); err != nil {
		return err
	}
	a.Total, err = a.Total.Add(line.Gross)
	return err
}

// check reports whether the position has what the rule needs.
func (p *Position) check(fee *Fee, found *recht.Befunde, i int) bool {
	before := len(*found)
	if one := fee.Kind == FeeFixed || fee.Kind == FeeFramework; p.Quantity < 1 || one && p.Quantity != 1 {
		found.Add("FEE-QUANTITY-01", pointer(i, "/quantity"), "at least 1, and exactly 1 for a fixed fee and in a framework")
	}
	if fee.Kind == FeeFramework {
		if p.Chosen.Currency() != fee.currency() || p.Chosen.Minor() < fee.Min.Minor() || p.Chosen.Minor() > fee.Max.Minor() {
			found.Add("FEE-CHOSEN-01", pointer(i, "/chosen"), "not between %s and %s", fee.Min, fee.Max)
		}
		if strings.TrimSpace(p.Reason) == "" {
			found.Add("FEE-REASON-01", pointer(i, "/reason"), "the amount chosen in a framework needs a reason")
		}
	} else if p.Chosen.IsSet() {
		found.Add("FEE-CHOSEN-02", pointer(i, "/chosen"), "nothing is chosen outside a framework")
	}
	return len(*found) == before
}

func pointer(i int, field string) string { return "/positions/" + strconv.Itoa(i) + field }
