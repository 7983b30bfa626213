// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"slices"

	"github.com/deutschland-stack/bausteine/payment/money"
)

// movement reads a TxDtls. The reference of the payer sits in one of many places,
// depending on the bank.
func (n *node) movement(statement Statement, amount money.Amount, direction string, reversal bool) Movement {
	refs := n.child("Refs")
	m := Movement{
		Amount: amount, EndToEndID: given(refs.at("EndToEndId")), InstructionID: given(refs.at("InstrId")), TransactionID: given(refs.at("TxId")),
		ServicerReference: given(refs.at("AcctSvcrRef")), MandateID: given(refs.at("MndtId")),
		ReturnReason: first(n.at("RtrInf", "Rsn", "Cd"), n.at("RtrInf", "Rsn", "Prtry")),
	}
	if m.ReturnReason == "" && n.child("RtrInf") != nil {
		m.ReturnReason = reasonUnstated // it is a return all the same
	}
	for remittance := range n.each("RmtInf") {
		for c := range remittance.each("Ustrd") {
			m.Unstructured = append(m.Unstructured, c.text) // as it is: banks cut lines anywhere
		}
		for c := range remittance.each("Strd") {
			for reference := range c.each("CdtrRefInf") {
				m.add(&m.Structured, reference.at("Ref"))
			}
			for text := range c.each("AddtlRmtInf") {
				m.add(&m.Unstructured, text.text)
			}
			for leaf := range c.leaves() {
				if leaf.name == "Nb" || leaf.name == "RefNb" { // of documents, taxes, garnishments
					m.add(&m.Others, leaf.text)
				}
			}
		}
	}
	m.add(&m.Additional, n.at("AddtlTxInf"))
	for text := range n.child("RtrInf").each("AddtlInf") {
		m.add(&m.Additional, text.text)
	}
	for _, name := range []string{"MsgId", "PmtInfId", "AcctOwnrTxId", "ClrSysRef", "ChqNb"} {
		m.add(&m.Others, refs.at(name))
	}
	for own := range refs.each("Prtry") {
		m.add(&m.Others, own.at("Ref"))
	}
	m.add(&m.Others, n.at("RltdRmtInf", "RmtId"))
	m.add(&m.Others, n.at("Purp", "Prtry"))
	for leaf := range n.child(supplementary).leaves() {
		if len(bare(normalize(leaf.text))) >= loosely {
			m.add(&m.Others, leaf.text)
		}
	}
	m.counterparty(n.child("RltdPties"), statement.Account, (first(n.at("CdtDbtInd"), direction) == debit) == (reversal || n.child("RtrInf") != nil))
	return m
}

// add appends a text that says something and was not there.
func (m *Movement) add(texts *[]string, text string) {
	if text = given(text); text != "" && !slices.Contains(*texts, text) {
		*texts = append(*texts, text)
	}
}

// counterparty says who is on the other side. Money that comes in comes from the
// debtor, money that goes out goes to the creditor; a return keeps the roles of
// the payment that it takes back. The account of the authority is never the other
// side, whatever its role.
func (m *Movement) counterparty(parties *node, own IBAN, debtor bool) {
	this, other := "Cdtr", "Dbtr"
	if debtor {
		this, other = other, this
	}
	iban, name := parties.party(this)
	if otherIBAN, otherName := parties.party(other); !iban.IsZero() && iban == own || iban.IsZero() && name == "" && (otherIBAN.IsZero() || otherIBAN != own) {
		this, iban, name = other, otherIBAN, otherName
	}
	m.Counterparty, m.CounterpartyName = iban, name
	m.UltimateName = partyName(parties.child("Ultmt" + this))
}

// party returns account and name of a role. An account that is no IBAN is no help
// and no harm.
func (n *node) party(role string) (IBAN, string) {
	iban, _ := NormalizeIBAN(n.at(role+"Acct", "Id", "IBAN"))
	return iban, partyName(n.child(role))
}

// partyName returns the name of a person, or of a bank that stands for itself;
// older versions have it one level higher.
func partyName(n *node) string {
	return first(n.at("Pty", "Nm"), n.at("Nm"), n.at("Agt", "FinInstnId", "Nm"))
}
