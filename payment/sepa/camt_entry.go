// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// booked is the one status under which money has moved.
const booked = "BOOK"

// statuses are the words of the format, and ownStatus stands before one of the bank's own.
var statuses = []string{booked, "PDNG", "INFO", "FUTR"}

const ownStatus = "Prtry/"

// child returns the first element of the name, or nil.
func (n *node) child(name string) *node {
	for c := range n.each(name) {
		return c
	}
	return nil
}

// each runs over the elements of the name.
func (n *node) each(name string) func(func(*node) bool) {
	return func(yield func(*node) bool) {
		if n == nil {
			return
		}
		for _, c := range n.children {
			if c.name == name && !yield(c) {
				return
			}
		}
	}
}

// leaves runs over the elements that hold no others.
func (n *node) leaves() func(func(*node) bool) {
	return func(yield func(*node) bool) { n.eachLeaf(yield) }
}

func (n *node) eachLeaf(yield func(*node) bool) bool {
	if n == nil {
		return true
	}
	for _, c := range n.children {
		if !c.eachLeaf(yield) {
			return false
		}
	}
	return len(n.children) > 0 || yield(n)
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

// entry reads an Ntry; cut says that a part of it was left out. What cannot be
// read is a finding, never with text of the entry.
func (n *node) entry(statement Statement, cut bool) Entry {
	e := Entry{
		Statement: statement, Reference: given(n.at("NtryRef")), ServicerReference: given(n.at("AcctSvcrRef")),
		Reversal: isTrue(n.at("RvslInd")), Status: n.child("Sts").status(),
	}
	switch {
	case e.Status == "":
		e.Findings.Add("SEP-STATUS-01", "/Ntry/Sts", "not given: nothing says that the account has moved")
	case !strings.HasPrefix(e.Status, ownStatus) && !slices.Contains(statuses, e.Status):
		e.Findings.Add("SEP-STATUS-02", "/Ntry/Sts", "a word that the format does not know: nothing says that the account has moved")
	}
	if given := n.at("RvslInd"); given != "" && !e.Reversal && given != "false" && given != "0" {
		e.Findings.Add("SEP-REVERSAL-01", "/Ntry/RvslInd", "neither true nor false: read as if it were not there")
	}
	var ok bool
	if e.Booked, ok = day(n.child("BookgDt")); !ok {
		e.Findings.Add("SEP-DATE-01", "/Ntry/BookgDt", "not a date")
	}
	if e.Value, ok = day(n.child("ValDt")); !ok {
		e.Findings.Add("SEP-DATE-01", "/Ntry/ValDt", "not a date")
	}
	direction := n.at("CdtDbtInd")
	var code, reason string
	if e.Amount, code, reason = signedAmount(n.child("Amt"), direction); code != "" {
		e.Findings.Add(code, "/Ntry/Amt", "%s", reason)
		e.AmountText = n.child("Amt").amountText(direction)
	} else {
		e.Rest = money.NewAmount(0, e.Amount.Currency())
	}
	var details []*node
	for group := range n.each("NtryDtls") {
		details = slices.AppendSeq(details, group.each("TxDtls"))
	}
	if cut {
		e.Findings.Add("SEP-SIZE-01", "/Ntry", "more text or more elements than are read")
		e.whole(n)
		return e
	}
	e.divide(n, details, direction)
	return e
}

// divide makes the details of an entry its movements.
func (e *Entry) divide(n *node, details []*node, direction string) {
	switch {
	case len(details) == 0: // the entry itself is all there is
		e.whole(n)
		return
	case !e.Amount.IsSet():
		e.whole(n)
		e.setAside(details, direction)
		return
	}
	e.Rest = e.Amount
	contradicted, unread := false, []*node(nil)
	take := func(movement Movement) {
		rest, err := e.Rest.Sub(movement.Amount)
		if contradicted = contradicted || err != nil; !contradicted {
			e.Rest, e.Movements = rest, append(e.Movements, movement)
		}
	}
	opposed := false
	for _, detail := range details {
		amount, ok := detail.amount(direction, e.Amount.Currency())
		if !ok {
			unread = append(unread, detail)
			continue
		}
		opposed = opposed || amount.Sign()*e.Amount.Sign() < 0
		take(detail.movement(e.Statement, amount, direction, e.Reversal))
	}
	// What the others leave belongs to the one that names no amount, such as a
	// single movement, or one whose amount is in the currency of the payer.
	if len(unread) == 1 && !opposed && e.Rest.Sign() == e.Amount.Sign() && first(unread[0].at("CdtDbtInd"), direction) == direction {
		take(unread[0].movement(e.Statement, e.Rest, direction, e.Reversal))
		unread = nil
	}
	switch {
	case contradicted || opposed && e.Rest.Sign() != 0 || len(unread) == 1 && len(details) == 1:
		// Money went one way and the details say the other. What they quote must not
		// be booked; the entry is what moved the account.
		e.Findings.Add("SEP-DETAIL-02", "/Ntry/NtryDtls", "the details contradict the entry")
		e.whole(n)
		e.setAside(details, direction)
	case len(unread) > 0:
		e.Findings.Add("SEP-DETAIL-01", "/Ntry/NtryDtls", "%d of %d details without an amount in the currency of the account", len(unread), len(details))
		if len(unread) == len(details) {
			e.whole(n)
		}
		e.setAside(unread, direction)
	}
	if len(details) == 1 && len(e.Movements) == 1 && len(e.Unclear) == 0 {
		e.Movements[0].add(&e.Movements[0].Additional, n.at("AddtlNtryInf"))
	}
}

// whole makes the entry its only movement.
func (e *Entry) whole(n *node) {
	movement := Movement{Amount: e.Amount, ServicerReference: e.ServicerReference}
	if n.child("NtryDtls").child("TxDtls") == nil { // beside details it may be about one of them
		movement.add(&movement.Additional, n.at("AddtlNtryInf"))
	}
	e.Movements, e.Rest = []Movement{movement}, money.NewAmount(0, e.Amount.Currency())
}

// setAside keeps details that are in no movement for a person to look at.
func (e *Entry) setAside(details []*node, direction string) {
	for _, detail := range details {
		e.Unclear = append(e.Unclear, detail.movement(e.Statement, money.Amount{}, direction, e.Reversal))
	}
}

// status reads a Sts. Older versions write it as text, newer ones as a code, and
// a word of the bank's own is never BOOK.
func (n *node) status() string {
	if own := n.at("Prtry"); own != "" {
		return ownStatus + own
	}
	return first(n.at("Cd"), n.at())
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
	case "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF", "NONE", "N/A", "-":
		return ""
	}
	return reference
}

func isTrue(text string) bool { return text == "true" || text == "1" }
