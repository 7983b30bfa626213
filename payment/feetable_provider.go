// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// CheckProvider lists what of the table the provider cannot carry: a text with a
// character that its format has no room for, an id that is too long, an amount
// beyond its limits. Whoever loads a table asks this once, so that no citizen is
// the first to find out; [NewService] asks for the tables of its [Config].
func (t *FeeTable) CheckProvider(provider Provider) recht.Befunde {
	var found recht.Befunde
	for i := range t.schedule.Fees {
		fee, at := &t.schedule.Fees[i], "/fees/"+strconv.Itoa(i)
		for _, net := range fee.amounts() {
			for _, f := range provider.Check(t.sample(fee, net)) {
				if f.Pointer = inTable(at, f.Pointer, net.Sign() > 0); f.Pointer != "" && !slices.ContainsFunc(found, func(b recht.Befund) bool { return b.String() == f.String() }) {
					found = append(found, f)
				}
			}
		}
	}
	return found
}

// amounts are those that the rule names.
func (f *Fee) amounts() []Amount {
	var all []Amount
	add := func(a Amount) {
		if a.IsSet() && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	for _, a := range []Amount{f.Amount, f.Min, f.Max} {
		add(a)
	}
	for _, tier := range f.Tiers {
		add(tier.Amount)
	}
	return all
}

// sample is a request that a position of the rule would make, with nothing in it
// beside that a provider could object to.
func (t *FeeTable) sample(fee *Fee, net Amount) Request {
	line := Line{Fee: fee.ID, Text: fee.Text, Quantity: 1, Single: net, Net: net, TaxRate: fee.TaxRate}
	line.Tax, _ = fee.TaxRate.Of(net, HalfUp) // an amount beyond all bounds is beyond those of the provider
	total, _ := net.Add(line.Tax)
	return Request{
		ID: "00000000000070008000000000000000-1", Time: time.Unix(0, 0).UTC(),
		Order: Order{
			Reference: t.schedule.Reference, Purpose: "Gebuehr", ReturnURL: "https://dienst.example/zurueck", Amount: total,
			Items: []Item{line.item(1)},
		},
	}
}

// inTable says where in the table lies what a provider objects to in a sample, or
// "" where it is nothing of the table.
func inTable(fee, pointer string, payable bool) string {
	field, ofItem := strings.CutPrefix(pointer, "/items/0/")
	switch {
	case pointer == "/currency":
		return pointer
	case pointer == "/reference":
		return pointer
	case ofItem && field == "description":
		return fee + "/text"
	case ofItem && field == "reference":
		return fee + "/id"
	case ofItem && field == "taxRate":
		return fee + "/taxRateBasisPoints"
	case ofItem && payable, payable && strings.Contains(strings.ToLower(pointer), "amount"):
		return fee + "/amount"
	}
	return ""
}
