// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// maxDigits bounds a number; more are none.
const maxDigits = 30

// number reads a decimal as XML Schema writes it, nil for what is none.
func number(text string) *big.Rat {
	body := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "+")
	whole, fraction, dot := strings.Cut(body, ".")
	if len(body) > maxDigits || len(text)-len(body) > 1 || digits(whole) != len(whole) || digits(fraction) != len(fraction) || whole == "" && (!dot || fraction == "") {
		return nil
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return n
}

// decimals counts the digits behind the point.
func decimals(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// amount is one sum of the invoice with the rules that are its own: whether it must
// be there, and how many decimals it may have.
type amount struct {
	pointer           string
	a                 Amount
	missing, decimals string
}

func (c *check) amounts() {
	t := &c.i.Totals
	all := []amount{
		{"/totals/lines", t.Lines, "BR-12", "BR-DEC-09"},
		{"/totals/taxExclusive", t.TaxExclusive, "BR-13", "BR-DEC-12"},
		{"/totals/taxInclusive", t.TaxInclusive, "BR-14", "BR-DEC-14"},
		{"/totals/prepaid", t.Prepaid, "", "BR-DEC-16"},
		{"/totals/rounding", t.Rounding, "", "BR-DEC-17"},
		{"/totals/payable", t.Payable, "BR-15", "BR-DEC-18"},
		{"/taxTotal", c.i.TaxTotal, "", "BR-DEC-13"},
	}
	for k := range c.i.Breakdown {
		b := &c.i.Breakdown[k]
		all = append(all, amount{place("breakdown", k) + "/taxable", b.Taxable, "BR-45", "BR-DEC-19"}, amount{place("breakdown", k) + "/tax", b.Tax, "BR-46", "BR-DEC-20"})
	}
	for k := range c.i.Lines {
		l := &c.i.Lines[k]
		all = append(all, amount{place("lines", k) + "/amount", l.Amount, "BR-24", "BR-DEC-23"}, amount{place("lines", k) + "/price", l.Price, "BR-26", ""})
	}
	for _, a := range all {
		if a.a.Value == "" {
			c.must(a.missing == "", a.missing, a.pointer, "missing")
			continue
		}
		c.must(number(a.a.Value) != nil, "XR-AMOUNT-01", a.pointer, "not a number")
		if many := decimals(a.a.Value) > 2; many && a.decimals != "" {
			c.must(false, a.decimals, a.pointer, "more than two decimals")
			c.must(c.i.Syntax != UBL, "UBL-DT-01", a.pointer, "more than two decimals")
		}
		c.code(a.a.Currency, "currency", "BR-CL-03", a.pointer)
		c.must(a.a.Currency == "" || a.a.Currency == c.i.Currency, "XR-CURRENCY-01", a.pointer, "another currency than that of the invoice")
	}
	lines := new(big.Rat)
	for k := range c.i.Lines {
		lines.Add(lines, value(c.i.Lines[k].Amount))
	}
	taxes := new(big.Rat)
	for k := range c.i.Breakdown {
		taxes.Add(taxes, value(c.i.Breakdown[k].Tax))
	}
	if c.i.TaxTotal.Value == "" && c.i.Syntax == UBL { // which CII may leave out
		c.must(len(c.i.Breakdown) == 0, "BR-CO-14", "/taxTotal", "missing")
		c.must(false, "BR-CO-15", "/taxTotal", "missing")
	}
	c.equal(c.i.TaxTotal, taxes, "BR-CO-14", "/taxTotal", "not the sum of the breakdown")
	if *t == (Totals{}) {
		return
	}
	due := new(big.Rat).Sub(value(t.TaxInclusive), value(t.Prepaid))
	due.Add(due, value(t.Rounding))
	c.sum(t.Lines, lines, "BR-CO-10", "/totals/lines", "not the sum of the lines")
	c.sum(t.TaxExclusive, value(t.Lines), "BR-CO-13", "/totals/taxExclusive", "not the sum of the lines")
	c.sum(t.TaxInclusive, new(big.Rat).Add(value(t.TaxExclusive), value(c.i.TaxTotal)), "BR-CO-15", "/totals/taxInclusive", "not total and tax")
	c.sum(t.Payable, due, "BR-CO-16", "/totals/payable", "not the total less what was paid")
}

// value is the number of an amount, 0 for none.
func value(a Amount) *big.Rat {
	if n := number(a.Value); n != nil {
		return n
	}
	return new(big.Rat)
}

// sum compares an amount that must be there.
func (c *check) sum(a Amount, want *big.Rat, code, pointer, detail string) {
	n := number(a.Value)
	c.must(n != nil && n.Cmp(want) == 0, code, pointer, detail)
}

// equal compares an amount that may be missing.
func (c *check) equal(a Amount, want *big.Rat, code, pointer, detail string) {
	if n := number(a.Value); n != nil {
		c.must(n.Cmp(want) == 0, code, pointer, detail)
	}
}

func (c *check) taxes() {
	i := c.i
	c.must(len(i.Breakdown) > 0, "BR-CO-18", "/breakdown", "missing")
	c.must(i.Syntax == CII || i.TaxTotal.Value != "", "PEPPOL-EN16931-R053", "/taxTotal", "missing")
	ofO, lines := 0, new(big.Rat)
	for k := range i.Lines {
		if i.Lines[k].Category == categoryO {
			lines.Add(lines, value(i.Lines[k].Amount))
		}
	}
	for k := range i.Breakdown {
		b, at := &i.Breakdown[k], place("breakdown", k)
		c.present(b.vat(), "BR-47", at+"/category")
		c.present(b.Rate, "BR-DE-14", at+"/rate")
		c.code(b.Category, "category", "BR-CL-17", at+"/category")
		c.code(b.ReasonCode, "vatex", "BR-CL-22", at+"/reasonCode")
		c.notTaxable(b.Category, at+"/category")
		rate := number(b.Rate)
		c.must(b.Rate == "" || rate != nil, "XR-AMOUNT-01", at+"/rate", "not a number")
		if rate != nil && b.Tax.Value != "" {
			tax := new(big.Rat).Mul(value(b.Taxable), rate)
			tax.Quo(tax, big.NewRat(100, 1))
			rounded, _ := new(big.Rat).SetString(tax.FloatString(2))
			c.equal(b.Tax, rounded, "BR-CO-17", at+"/tax", "not the amount times the rate")
		}
		if b.vat() != categoryO {
			continue
		}
		ofO++
		c.sum(b.Taxable, lines, "BR-O-08", at+"/taxable", "not the sum of the lines")
		c.equal(b.Tax, new(big.Rat), "BR-O-09", at+"/tax", "a tax on what is not taxable")
		c.must(b.Reason != "" || b.ReasonCode != "", "BR-O-10", at+"/reason", "no reason why it is not taxable")
		c.must(b.ReasonCode == "" || b.ReasonCode == reasonCode, "XR-VATEX-01", at+"/reasonCode", "the reason of another category")
	}
	c.must(ofO == 0 || len(i.Breakdown) == 1, "BR-O-11", "/breakdown", "other categories beside O")
	c.must(ofO == 1 || !i.has(categoryO), "BR-O-01", "/breakdown", "not one breakdown for category O")
	if i.has(categoryO) {
		c.must(i.Seller.VATID == "", "BR-O-02", "/seller/vatId", "an identifier for VAT")
		c.must(i.Buyer.VATID == "", "BR-O-02", "/buyer/vatId", "an identifier for VAT")
	}
	for k := range i.Lines {
		l, at := &i.Lines[k], place("lines", k)
		c.must(ofO == 0 || l.vat() == categoryO || l.vat() == "", "BR-O-12", at+"/category", "another category than O")
		c.must(l.vat() != categoryO || l.Rate == "", "BR-O-05", at+"/rate", "a rate of what is not taxable")
		c.notTaxable(l.Category, at+"/category")
	}
}

// has reports whether a line is of the category.
func (i *Invoice) has(category string) bool {
	for k := range i.Lines {
		if i.Lines[k].vat() == category {
			return true
		}
	}
	return false
}

// notTaxable refuses every category but O: VAT that is shown on a fee is owed.
func (c *check) notTaxable(category, pointer string) {
	if category != "" && category != categoryO {
		c.found = append(c.found, recht.Befund{Code: "XR-VAT-01", Pointer: pointer, Detail: "not a fee notice: only category O is read and written here"})
	}
}

func (c *check) lines() {
	c.must(len(c.i.Lines) > 0, "BR-16", "/lines", "missing")
	for k := range c.i.Lines {
		l, at := &c.i.Lines[k], place("lines", k)
		c.present(l.ID, "BR-21", at+"/id")
		c.present(l.Quantity, "BR-22", at+"/quantity")
		c.present(l.Unit, "BR-23", at+"/unit")
		c.present(l.Name, "BR-25", at+"/name")
		c.present(l.vat(), "BR-CO-04", at+"/category")
		c.code(l.Unit, "unit", "BR-CL-23", at+"/unit")
		c.code(l.Category, "category", "BR-CL-18", at+"/category")
		c.must(value(l.Price).Sign() >= 0, "BR-27", at+"/price", "below zero")
		quantity := number(l.Quantity)
		c.must(l.Quantity == "" || quantity != nil, "XR-AMOUNT-01", at+"/quantity", "not a number")
		base := number(l.BaseQuantity)
		c.must(l.BaseQuantity == "" || base != nil && base.Sign() > 0, "PEPPOL-EN16931-R121", at+"/baseQuantity", "not above zero")
		c.must(l.BaseUnit == "" || l.BaseUnit == l.Unit, "PEPPOL-EN16931-R130", at+"/baseUnit", "another unit than that of the quantity")
		if quantity != nil && (l.BaseQuantity == "" || base != nil && base.Sign() > 0) {
			product := new(big.Rat).Mul(quantity, value(l.Price))
			if base != nil {
				product.Quo(product, base)
			}
			rounded, _ := new(big.Rat).SetString(product.FloatString(2))
			c.equal(l.Amount, rounded, "PEPPOL-EN16931-R120", at+"/amount", "not quantity times price")
		}
	}
}

// texts finds what XML cannot carry.
func (c *check) texts() {
	i := c.i
	all := []named{{"/number", i.Number}, {"/note", i.Note}, {"/terms", i.Terms}, {"/buyerReference", i.BuyerReference}, {"/preceding", i.Preceding}}
	for _, p := range []struct {
		at string
		*Party
	}{{"/seller", &i.Seller}, {"/buyer", &i.Buyer}} {
		all = append(all, named{p.at + "/name", p.Name}, named{p.at + "/id", p.ID.ID}, named{p.at + "/endpoint", p.Endpoint.ID})
		if a := p.Address; a != nil {
			all = append(all, named{p.at + "/address", a.Street + a.Additional + a.City + a.PostCode})
		}
		if k := p.Contact; k != nil {
			all = append(all, named{p.at + "/contact", k.Name + k.Phone + k.EMail})
		}
	}
	for k := range i.Means {
		all = append(all, named{place("means", k) + "/reference", i.Means[k].Reference})
		if a := i.Means[k].Account; a != nil {
			all = append(all, named{place("means", k) + "/account", a.Name})
		}
		if m := i.Means[k].Mandate; m != nil {
			all = append(all, named{place("means", k) + "/mandate", m.ID})
		}
	}
	for k := range i.Lines {
		all = append(all, named{place("lines", k) + "/name", i.Lines[k].Name + i.Lines[k].Description})
	}
	for _, t := range all {
		c.must(isText(t.text), "XR-TEXT-01", t.pointer, "a character that XML cannot carry")
	}
}

func isText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}
