// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// child returns the first element of the name, or nil.
func (n *node) child(name string) *node {
	if n != nil {
		for _, c := range n.children {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

// at returns the text of the first element on the path, or "".
func (n *node) at(path ...string) string {
	for _, name := range path {
		n = n.child(name)
	}
	if n == nil {
		return ""
	}
	return n.text
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// entry reads an Ntry. A problem is told in words, never with text of the entry.
func (n *node) entry(statement Statement) (e Entry, problem string) {
	e = Entry{
		Statement: statement, Reference: given(n.at("NtryRef")), ServicerReference: given(n.at("AcctSvcrRef")),
		Reversal: isTrue(n.at("RvslInd")),
		// Older versions write the status as text, newer ones as a code.
		Status: first(n.at("Sts", "Cd"), n.at("Sts")),
	}
	var ok bool
	if e.Amount, ok = signedAmount(n.child("Amt"), n.at("CdtDbtInd")); !ok {
		return e, "an entry without a readable amount"
	}
	if e.Booked, ok = day(n.child("BookgDt")); !ok {
		return e, "an entry with an unreadable booking date"
	}
	if e.Value, ok = day(n.child("ValDt")); !ok {
		return e, "an entry with an unreadable value date"
	}
	var details []*node
	for _, group := range n.children {
		if group.name == "NtryDtls" {
			for _, c := range group.children {
				if c.name == "TxDtls" {
					details = append(details, c)
				}
			}
		}
	}
	e.Rest = money.NewAmount(0, e.Amount.Currency())
	if len(details) == 0 { // the entry itself is all there is
		e.Movements = []Movement{{Amount: e.Amount, ServicerReference: e.ServicerReference}}
		return e, ""
	}
	rest, opposed := e.Amount, false
	for _, detail := range details {
		movement := detail.movement()
		movement.Amount, ok = detail.amount(n.at("CdtDbtInd"), e.Amount.Currency())
		if !ok && len(details) == 1 && detail.child("Amt") == nil && detail.child("AmtDtls").child("TxAmt") == nil {
			movement.Amount, ok = e.Amount, true // a single movement may leave it to the entry
		}
		if !ok {
			return e, "a movement without a readable amount"
		}
		opposed = opposed || movement.Amount.Sign()*e.Amount.Sign() < 0
		var err error
		if rest, err = rest.Sub(movement.Amount); err != nil {
			return e, "movements in another currency or beyond all bounds"
		}
		e.Movements = append(e.Movements, movement)
	}
	if opposed && rest.Sign() != 0 {
		// Money went one way and the details say the other. What they quote must not
		// be booked; the entry is what moved the account.
		e.Movements = []Movement{{Amount: e.Amount, ServicerReference: e.ServicerReference}}
		return e, ""
	}
	e.Rest = rest
	return e, ""
}

// movement reads a TxDtls without its amount. The reference of the payer sits
// in one of several places, depending on the bank.
func (n *node) movement() Movement {
	refs := n.child("Refs")
	m := Movement{
		EndToEndID: given(refs.at("EndToEndId")), InstructionID: given(refs.at("InstrId")), TransactionID: given(refs.at("TxId")),
		ServicerReference: given(refs.at("AcctSvcrRef")), MandateID: given(refs.at("MndtId")), ReturnReason: first(n.at("RtrInf", "Rsn", "Cd"), n.at("RtrInf", "Rsn", "Prtry")),
	}
	for _, remittance := range n.children {
		if remittance.name != "RmtInf" {
			continue
		}
		for _, c := range remittance.children {
			switch c.name {
			case "Ustrd":
				m.Unstructured = append(m.Unstructured, c.text)
			case "Strd":
				if reference := given(c.at("CdtrRefInf", "Ref")); reference != "" {
					m.Structured = append(m.Structured, reference)
				}
			}
		}
	}
	parties := n.child("RltdPties")
	account, name := first(parties.at("DbtrAcct", "Id", "IBAN")), first(parties.at("Dbtr", "Pty", "Nm"), parties.at("Dbtr", "Nm"))
	m.CounterpartyName = name
	if iban, err := ParseIBAN(account); err == nil {
		m.Counterparty = iban // one that is none is no help and no harm
	}
	return m
}

// amount reads the amount of a TxDtls: its own, or the one of the details. Without
// a direction of its own it has that of the entry. A bank adds its fee to what it
// takes back for a return, so there the instructed amount, which is the one before
// charges, goes first; the fee is left in the rest of the entry.
func (n *node) amount(direction string, currency money.Currency) (money.Amount, bool) {
	if own := n.at("CdtDbtInd"); own != "" {
		direction = own
	}
	details := n.child("AmtDtls")
	if n.child("RtrInf") != nil {
		if a, ok := signedAmount(details.child("InstdAmt").child("Amt"), direction); ok && a.Currency() == currency {
			return a, true
		}
	}
	amount := n.child("Amt")
	if amount == nil {
		amount = details.child("TxAmt").child("Amt")
	}
	a, ok := signedAmount(amount, direction)
	return a, ok && a.Currency() == currency
}

func signedAmount(n *node, direction string) (money.Amount, bool) {
	if n == nil {
		return money.Amount{}, false
	}
	currency, err := money.ParseCurrency(n.currency)
	if err != nil {
		return money.Amount{}, false
	}
	a, err := money.ParseDecimal(n.text, currency)
	if err != nil || a.Sign() < 0 || strings.ContainsAny(n.text, "eE-") {
		return money.Amount{}, false
	}
	switch direction {
	case "CRDT":
		return a, true
	case "DBIT":
		a, err = a.Neg()
		return a, err == nil
	}
	return money.Amount{}, false
}

// day reads Dt or the day of DtTm as the bank wrote it; a date that is not
// given is no error.
func day(n *node) (datum.Datum, bool) {
	text := first(n.at("Dt"), n.at("DtTm"))
	if text == "" {
		return datum.Datum{}, true
	}
	const length = len("2006-01-02")
	if len(text) < length {
		return datum.Datum{}, false
	}
	d, err := datum.Parse(text[:length])
	return d, err == nil
}

// given returns "" for what banks write where there is nothing.
func given(reference string) string {
	switch strings.ToUpper(reference) {
	case "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE", "-":
		return ""
	}
	return reference
}

func isTrue(text string) bool { return text == "true" || text == "1" }
