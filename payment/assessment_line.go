// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strconv"
	"strings"
)

// assess fills the line. The position has passed its check.
func (l *Line) assess(fee *Fee, position *Position, rounding TaxRounding) error {
	l.Fee, l.Text, l.LegalBasis, l.Kind, l.TaxKind = fee.ID, fee.Text, fee.LegalBasis, fee.Kind, fee.Tax
	l.Quantity, l.Unit, l.TaxRate, l.Reason = position.Quantity, fee.Unit, fee.TaxRate, position.Reason
	units := int64(1)
	switch fee.Kind {
	case FeeTiered:
		l.Single = fee.tier(position.Quantity)
	case FeeFramework:
		l.Single = position.Chosen
	case FeeTime:
		l.Single = fee.Amount
		units = (position.Quantity-1)/fee.Minutes + 1 // started periods
	default:
		l.Single, units = fee.Amount, position.Quantity
	}
	full, err := l.Single.Mul(units)
	if err != nil {
		return err
	}
	if fee.Kind != FeeFramework {
		full = l.bind(full, fee)
	}
	l.Full = full
	if l.Net, l.Exemption, err = fee.exempt(full, position.Grounds); err != nil {
		return err
	}
	perUnit := rounding == TaxPerUnit && fee.Kind == FeePerUnit && l.Net == l.Full && l.Bound == ""
	if l.Tax, err = l.tax(perUnit); err != nil {
		return err
	}
	l.Gross, err = l.Net.Add(l.Tax)
	return err
}

func (l *Line) tax(perUnit bool) (Amount, error) {
	if !perUnit {
		return l.TaxRate.Of(l.Net, HalfUp)
	}
	single, err := l.TaxRate.Of(l.Single, HalfUp)
	if err != nil {
		return Amount{}, err
	}
	return single.Mul(l.Quantity)
}

// bind holds a line between the least and the most that the rule takes.
func (l *Line) bind(full Amount, fee *Fee) Amount {
	switch {
	case fee.Min.IsSet() && full.Minor() < fee.Min.Minor():
		l.Bound = BoundMin
		return fee.Min
	case fee.Max.IsSet() && full.Minor() > fee.Max.Minor():
		l.Bound = BoundMax
		return fee.Max
	}
	return full
}

func (f *Fee) tier(quantity int64) Amount {
	for _, tier := range f.Tiers {
		if tier.UpTo == 0 || quantity <= tier.UpTo {
			return tier.Amount
		}
	}
	return Amount{} // the last tier has no limit: not reached
}

// exempt returns the net amount under the exemption that helps the payer most,
// and that exemption; exemptions do not add up.
func (f *Fee) exempt(full Amount, grounds []string) (Amount, *Exemption, error) {
	best, applied := full, (*Exemption)(nil)
	for i := range f.Exemptions {
		exemption := &f.Exemptions[i]
		if !slices.Contains(grounds, exemption.Ground) {
			continue
		}
		net, err := exemption.apply(full)
		if err != nil {
			return Amount{}, nil, err
		}
		if net.Minor() < best.Minor() {
			best, applied = net, exemption
		}
	}
	if applied != nil {
		own := *applied // the rule in the table stays out of reach
		applied = &own
	}
	return best, applied, nil
}

func (e *Exemption) apply(full Amount) (Amount, error) {
	switch {
	case e.Waive:
		return NewAmount(0, full.Currency()), nil
	case e.Cap.IsSet():
		return NewAmount(min(full.Minor(), e.Cap.Minor()), full.Currency()), nil
	default:
		less, err := e.Reduce.Of(full, HalfUp)
		if err != nil {
			return Amount{}, err
		}
		return full.Sub(less)
	}
}

// Explain tells in one English sentence how the line came about; the figures are
// all in the line, so that a service can tell it in its own words.
func (l *Line) Explain() string {
	var b strings.Builder
	b.WriteString(l.LegalBasis + ": ")
	switch l.Kind {
	case FeePerUnit:
		b.WriteString(strconv.FormatInt(l.Quantity, 10) + " × " + l.Single.String())
		if l.Unit != "" {
			b.WriteString(" per " + l.Unit)
		}
	case FeeTiered:
		b.WriteString(l.Single.String() + " for a quantity of " + strconv.FormatInt(l.Quantity, 10))
	case FeeFramework:
		b.WriteString(l.Single.String() + " within the framework, because " + l.Reason)
	case FeeTime:
		b.WriteString(l.Single.String() + " per started period, " + strconv.FormatInt(l.Quantity, 10) + " minutes")
	default:
		b.WriteString(l.Single.String())
	}
	switch l.Bound {
	case BoundMin:
		b.WriteString(", at least " + l.Full.String())
	case BoundMax:
		b.WriteString(", at most " + l.Full.String())
	}
	if l.Exemption != nil {
		b.WriteString("; " + string(l.Exemption.Kind) + " exemption " + l.Exemption.Ground + " (" + l.Exemption.LegalBasis + "): " + l.Net.String())
	}
	switch {
	case l.TaxKind == TaxPublic, l.TaxKind == TaxOption, l.TaxKind == TaxExempt:
		b.WriteString("; not taxed (" + l.TaxKind.Normen().String() + ")")
	case l.TaxRate != 0:
		b.WriteString("; " + l.TaxRate.String() + " tax: " + l.Tax.String())
	}
	return b.String()
}
