// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// writeStatement is the bank: what the service moved, and for some payments a
// return debit afterwards.
func (a *authority) writeStatement() string {
	refunded := map[string]bool{}
	entries := a.memory.Statement()
	for _, entry := range entries {
		if entry.Amount.Sign() < 0 {
			refunded[entry.RequestID] = true
		}
	}
	var b strings.Builder
	b.WriteString(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S1</Id>` +
		`<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>`)
	line := func(reference, direction, quoted, returned string, amount payment.Amount) {
		fmt.Fprintf(&b, `<Ntry><NtryRef>%s</NtryRef><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs>`+
			`<EndToEndId>%s</EndToEndId></Refs><Amt Ccy="EUR">%[2]s</Amt>%[5]s</TxDtls></NtryDtls></Ntry>`, reference, amount.Decimal(), direction, quoted, returned)
	}
	for i, entry := range entries {
		if entry.Amount.Sign() < 0 {
			back, err := entry.Amount.Neg()
			if err != nil {
				a.problem("%v", err)
			}
			line(entry.Key, "DBIT", entry.RequestID, "", back) // quotes the payment that it refunds
			continue
		}
		line(entry.Key, "CRDT", entry.RequestID, "", entry.Amount)
		if i%97 == 0 && !refunded[entry.RequestID] {
			line(entry.Key+"R", "DBIT", entry.RequestID, "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>", entry.Amount)
			id, _, _ := payment.ParseRequestID(entry.RequestID)
			a.returned[id] = entry.Amount.Minor()
		}
	}
	b.WriteString(`</Stmt></BkToCstmrStmt></Document>`)
	return b.String()
}

// readStatement matches the bank statement with our claims and books it.
func (a *authority) readStatement(document string) {
	claims := make([]sepa.Claim, 0, len(a.ids))
	for _, id := range a.ids {
		tx := patiently(a, func() (payment.Transaction, error) { return a.Load(context.Background(), id) })
		claim := sepa.Claim{ID: id.String(), Amount: tx.Amount()}
		for attempt := range tx.Attempt() {
			claim.References = append(claim.References, payment.RequestID(id, attempt+1))
		}
		claims = append(claims, claim)
	}
	matcher, err := sepa.NewMatcher(claims, nil, nil)
	if err != nil {
		a.problem("%v", err)
		return
	}
	for entry, err := range sepa.ReadEntries(strings.NewReader(document), sepa.Limits{}) {
		if err != nil {
			a.problem("statement: %v", err)
			return
		}
		matches, err := matcher.Match(entry)
		if err != nil {
			a.problem("statement: %v", err)
			return
		}
		for _, match := range matches {
			a.book(match)
		}
	}
}

func (a *authority) book(match sepa.Match) {
	if !match.Kind.Books() {
		if match.Kind != sepa.MatchOutgoing {
			a.problem("money of nobody: %s", match.Kind)
		}
		return
	}
	id := uuid.MustParse(match.Claim)
	patiently(a, func() (payment.Transaction, error) {
		if match.Kind == sepa.MatchReversal {
			back, err := match.Amount.Neg()
			if err != nil {
				return payment.Transaction{}, err
			}
			return a.Reverse(context.Background(), id, payment.Booking{Entry: match.Movement.Key, Amount: back})
		}
		return a.Settle(context.Background(), id, payment.Booking{Entry: match.Movement.Key, Amount: match.Amount})
	})
}

// audit compares the books of this authority payment by payment, notes what does
// not agree, and adds them to the totals.
func (a *authority) audit(sum *totals) {
	taken, refunded, charges := map[uuid.UUID]int64{}, map[uuid.UUID]int64{}, map[uuid.UUID]int{}
	ours := map[uuid.UUID]bool{}
	for _, id := range a.ids {
		if ours[id] {
			a.problem("two forms are one payment: %s", id)
		}
		ours[id] = true
	}
	for _, p := range a.memory.Payments() {
		id, _, ok := payment.ParseRequestID(p.RequestID)
		if !ok || !ours[id] {
			a.problem("nobody's at the service: %s", p.RequestID)
		}
		sum.attempts++
		charges[id] += p.Charges
		if p.Charges > 0 {
			taken[id] += p.Amount.Minor()
		}
		refunded[id] += p.Refunded.Minor()
		sum.serviceTaken += p.Amount.Minor() * int64(p.Charges)
		sum.serviceRefunded += p.Refunded.Minor()
	}
	for _, entry := range a.memory.Statement() {
		sum.bankIn += max(entry.Amount.Minor(), 0)
		sum.bankOut += max(-entry.Amount.Minor(), 0)
	}
	for _, cents := range a.returned {
		sum.bankReturned += cents
	}
	listed := map[uuid.UUID]bool{}
	for head, err := range a.CashOffice(context.Background()) {
		if err != nil {
			a.problem("cash office: %v", err)
			break
		}
		listed[head.Payment] = true
	}
	for _, id := range a.ids {
		tx := patiently(a, func() (payment.Transaction, error) { return a.Load(context.Background(), id) })
		a.auditOne(tx, othersBooks{charges: charges[id], taken: taken[id], refunded: refunded[id], returned: a.returned[id], listed: listed[id]})
		for _, flag := range tx.Flags() {
			sum.flags[flag]++
		}
		sum.states[tx.State()]++
		sum.payments++
		if len(a.notices[id]) == 1 {
			sum.notices++
		}
		if listed[id] {
			sum.listed++
		}
		if tx.State() == payment.StateSettled || tx.State() == payment.StateReversed {
			sum.ourPaid += tx.Amount().Minor()
		}
		sum.ourRefunded += tx.Refunded().Minor()
		sum.ourReceived += tx.Received().Minor()
	}
	sum.crashes += a.store.count
}

// othersBooks are what service, bank and cash office say of one payment.
type othersBooks struct {
	charges                   int
	taken, refunded, returned int64
	listed                    bool
}

// auditOne holds one payment against what the others say of it.
func (a *authority) auditOne(tx payment.Transaction, others othersBooks) {
	paid, want := others.charges == 1, payment.StateSettled
	if others.returned > 0 {
		want = payment.StateReversed
	}
	told := len(a.notices[tx.ID()])
	late := slices.Contains(tx.Flags(), payment.FlagLate)
	for _, rule := range []struct {
		broken bool
		text   string
	}{
		{others.charges > 1, "charged twice"},
		{tx.State().IsOpen(), "stuck"},
		{paid != (tx.State() == want) || !paid && tx.State().HasMoney(), "paid here and there are not the same"},
		{tx.Received().Minor() != others.taken-others.returned, "the bank has another amount"},
		{tx.Refunded().Minor() != others.refunded, "the service sent back another amount"},
		{others.listed != (len(tx.Flags()) > 0), "the list of the cash office is not that of the flags"},
		{told > 1, "told under two ids"},
		{(told == 1) != (paid && !late), "paid in time is told, all else is not"},
	} {
		if rule.broken {
			a.problem("%s: %s, flags %v, others %+v, told %d", rule.text, tx, tx.Flags(), others, told)
		}
	}
}
