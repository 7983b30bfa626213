// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"errors"
	"strings"

	"github.com/deutschland-stack/bausteine/payment/money"
)

const (
	credit = "CRDT"
	debit  = "DBIT"
)

// amount reads the amount of a TxDtls in the currency of the account, wherever
// the bank has put it. Without a direction of its own it has that of the entry.
//
// Its own amount may be that of the underlying payment, in the currency of the
// payer; what the account has seen of it is the counter value then. A bank adds
// its fee to what it takes back for a return, so there the instructed amount,
// which is the one before charges, goes first; the fee is left in the rest of the
// entry.
func (n *node) amount(direction string, currency money.Currency) (money.Amount, bool) {
	if own := n.at("CdtDbtInd"); own != "" {
		direction = own
	}
	details := n.child("AmtDtls")
	instructed := details.child("InstdAmt").child("Amt")
	places := []*node{n.child("Amt"), details.child("TxAmt").child("Amt"), details.child("CntrValAmt").child("Amt"), details.child("AnncdPstngAmt").child("Amt"), instructed}
	if n.child("RtrInf") != nil {
		places = append([]*node{instructed}, places...)
	}
	for _, place := range places {
		if a, code, _ := signedAmount(place, direction); code == "" && a.Currency() == currency {
			return a, true
		}
	}
	return money.Amount{}, false
}

// signedAmount reads an Amt; the code is that of a finding, or "".
func signedAmount(n *node, direction string) (a money.Amount, code, reason string) {
	if n == nil {
		return a, "SEP-AMOUNT-01", "not given"
	}
	currency, err := money.ParseCurrency(n.currency)
	if errors.Is(err, money.ErrUnknownCurrency) {
		return a, "SEP-CURRENCY-01", "in " + n.currency + ", which is not counted here"
	}
	if err != nil {
		return a, "SEP-CURRENCY-02", "without the code of a currency"
	}
	text, ok := plainDecimal(n.text)
	if ok {
		a, err = money.ParseDecimal(text, currency)
	}
	if !ok || err != nil {
		return money.Amount{}, "SEP-AMOUNT-01", "not an amount of the currency"
	}
	switch direction {
	case credit:
		return a, "", ""
	case debit:
		if a, err = a.Neg(); err == nil {
			return a, "", ""
		}
	}
	return money.Amount{}, "SEP-DIRECTION-01", "neither a credit nor a debit"
}

// plainDecimal writes an xs:decimal in its plain form: without a plus and leading
// zeros, and with a digit on both sides of a dot. It is false for a text that is
// none, and for less than zero: the direction is said elsewhere.
func plainDecimal(s string) (string, bool) {
	unsigned, negative := strings.CutPrefix(s, "-")
	if !negative {
		unsigned = strings.TrimPrefix(s, "+")
	}
	whole, fraction, dot := strings.Cut(unsigned, ".")
	if negative && strings.Trim(whole+fraction, "0") != "" || whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction = strings.TrimRight(fraction, "0"); !dot || fraction == "" {
		return whole, true
	}
	return whole + "." + fraction, true
}

// amountText returns what the bank wrote where an amount should be, for a person;
// no more than an amount can need.
func (n *node) amountText(direction string) string {
	const most = 40
	if n == nil {
		return ""
	}
	text := strings.TrimSpace(n.text + " " + n.currency + " " + direction)
	if cut := []rune(text); len(cut) > most {
		return string(cut[:most]) + "…"
	}
	return text
}
