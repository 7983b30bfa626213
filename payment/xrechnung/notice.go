// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// What every notice says of itself.
const (
	specification = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
	process       = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

	categoryO  = "O"
	reasonO    = "Nicht steuerbar"
	reasonCode = "VATEX-EU-O"
	piece      = "C62" // Rec 20: one

	typeInvoice   = "380"
	typeCorrected = "384"
	meansSEPA     = "58"
	meansDebit    = "59"
	schemeSEPA    = "SEPA"
	schemeLeitweg = "0204"
	schemeEMail   = "EM"
)

// Notice is a fee notice to be written. There is no VAT in it.
type Notice struct {
	Number string
	Issued datum.Datum
	// Due is the last day to pay; zero where Terms say it.
	Due datum.Datum
	// From and To are the days of what the fee is for; zero is the day of issue.
	From, To datum.Datum
	// Corrects is the number of the invoice that this one replaces.
	Corrects string
	// Note is free text: file number, day of the notice.
	Note string
	// Terms is free text about the payment.
	Terms string

	Authority Authority
	Payer     Payer
	Payment   Payment
	Items     []Item
	// Paid is what was paid before, in the currency of the items; not set: nothing. Only
	// the rest is payable.
	Paid money.Amount
}

// Authority is who charges the fee.
type Authority struct {
	// ID is any identifier by which payers know it: its AGS, a number of supplier.
	ID      string
	Name    string
	Address Address
	Contact Contact
	// EMail is its electronic address.
	EMail string
	// Creditor is its creditor id, where it has one; a [Debit] needs it.
	Creditor sepa.CreditorID
}

// Payer is who pays: a company or a public body.
type Payer struct {
	Name    string
	Address Address
	// Leitweg is the address of a public body for invoices, which it then needs;
	// the zero value for a company.
	Leitweg leitweg.ID
	// Reference is what a company wants to find its file by: a purchase number,
	// the file number, the Kassenzeichen. Leitweg takes its place.
	Reference string
	// EMail is the electronic address of a payer without Leitweg.
	EMail string
}

// Payment says how to pay: by transfer to IBAN, or by Debit.
type Payment struct {
	// Kassenzeichen ties the payment to the fee.
	Kassenzeichen string
	IBAN          sepa.IBAN
	// Holder is whose account it is, "" for that of the authority.
	Holder string
	Debit  *Debit
}

// Debit is a payment that the authority collects, under its creditor id.
type Debit struct {
	Mandate string
	IBAN    sepa.IBAN // of the payer
}

// Item is one fee.
type Item struct {
	Name string
	// Quantity times Price is the amount; below zero for a reduction, never 0.
	Quantity int64
	Price    money.Amount
	// Unit is a code of Rec 20, "" for pieces.
	Unit string
}

// String tells the number of items, and nothing about a person.
func (n Notice) String() string { return fmt.Sprintf("fee notice with %d items", len(n.Items)) }

// GoString keeps %#v from printing accounts.
func (n Notice) GoString() string { return n.String() }

// UBL writes the notice in UBL. The error is a [*recht.BefundError] with what is
// missing or wrong, by the pointers of [Invoice].
func (n Notice) UBL() ([]byte, error) { return n.write(UBL) }

// CII writes the notice in CII, with the same error.
func (n Notice) CII() ([]byte, error) { return n.write(CII) }

func (n Notice) write(s Syntax) ([]byte, error) {
	i, err := n.invoice(s)
	if err != nil {
		return nil, err
	}
	if err := i.Check().Err(); err != nil {
		return nil, err
	}
	if s == CII {
		return i.appendCII(nil), nil
	}
	return i.appendUBL(nil), nil
}

// invoice computes what the notice says.
func (n Notice) invoice(s Syntax) (*Invoice, error) {
	from, to := n.From, n.To
	if from.IsZero() && to.IsZero() {
		from, to = n.Issued, n.Issued
	}
	i := &Invoice{
		Syntax: s, Process: process, Specification: specification, Number: n.Number, Issued: n.Issued.String(), Due: n.Due.String(), Type: typeInvoice, Note: n.Note,
		Preceding: n.Corrects, Terms: harmless(n.Terms), Period: &Period{from.String(), to.String()},
		Seller: Party{Endpoint: Identifier{schemeEMail, n.Authority.EMail}, ID: Identifier{"", n.Authority.ID}, Name: n.Authority.Name, Address: &n.Authority.Address, Contact: &n.Authority.Contact},
		Buyer:  Party{Endpoint: Identifier{schemeEMail, n.Payer.EMail}, Name: n.Payer.Name, Address: &n.Payer.Address}, BuyerReference: n.Payer.Reference,
		Means: []PaymentMeans{n.Payment.means()},
	}
	if n.Corrects != "" {
		i.Type = typeCorrected
	}
	if !n.Payer.Leitweg.IsZero() {
		i.BuyerReference = n.Payer.Leitweg.String()
		i.Buyer.Endpoint = Identifier{schemeLeitweg, i.BuyerReference}
	}
	i.CreditorID = n.Authority.Creditor.String()
	return i, n.sum(i)
}

func (p Payment) means() PaymentMeans {
	if d := p.Debit; d != nil {
		return PaymentMeans{Code: meansDebit, Reference: p.Kassenzeichen, Mandate: &Mandate{d.Mandate, d.IBAN.String()}}
	}
	return PaymentMeans{Code: meansSEPA, Reference: p.Kassenzeichen, Account: &Account{IBAN: p.IBAN.String(), Name: p.Holder}}
}

// sum adds the items up.
func (n Notice) sum(i *Invoice) error {
	set := slices.IndexFunc(n.Items, func(item Item) bool { return item.Price.IsSet() })
	if set < 0 {
		i.Lines = make([]Line, len(n.Items))
		return nil // Check says what is missing
	}
	currency := n.Items[set].Price.Currency()
	total := money.NewAmount(0, currency)
	i.Currency = currency.String()
	text := func(a money.Amount) Amount { return Amount{a.Decimal(), a.Currency().String()} }
	for k, item := range n.Items {
		price, quantity := item.Price, item.Quantity
		if !price.IsSet() {
			i.Lines = append(i.Lines, Line{})
			continue
		}
		amount, err := price.Mul(quantity)
		if err == nil {
			total, err = total.Add(amount)
		}
		if err != nil {
			return err
		}
		unit := item.Unit
		if unit == "" {
			unit = piece
		}
		count := ""
		if quantity != 0 { // none is none to be charged, and Check says so
			count = strconv.FormatInt(quantity, 10)
		}
		i.Lines = append(i.Lines, Line{
			ID: strconv.Itoa(k + 1), Quantity: count, Unit: unit, Amount: text(amount), Name: item.Name, Price: text(price), Scheme: vat, Category: categoryO,
		})
	}
	sum, none := text(total), text(money.NewAmount(0, currency))
	i.TaxTotal = none
	i.Breakdown = []Breakdown{{Taxable: sum, Tax: none, Scheme: vat, Category: categoryO, Rate: "0", Reason: reasonO, ReasonCode: reasonCode}}
	i.Totals = Totals{Lines: sum, TaxExclusive: sum, TaxInclusive: sum, Payable: sum}
	if n.Paid.IsSet() {
		rest, err := total.Sub(n.Paid)
		if err != nil {
			return err
		}
		i.Totals.Prepaid, i.Totals.Payable = text(n.Paid), text(rest)
	}
	return nil
}

// harmless keeps a line of free text from being read as a term of early payment, for
// which XRechnung takes every line that begins with "#": a no-break space in front.
func harmless(terms string) string {
	lines := strings.Split(terms, "\n")
	for k, line := range lines {
		if strings.HasPrefix(strings.TrimLeft(line, " \t\r"), "#") {
			lines[k] = "\u00a0" + line
		}
	}
	return strings.Join(lines, "\n")
}
