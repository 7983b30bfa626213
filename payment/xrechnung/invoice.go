// SPDX-License-Identifier: Apache-2.0

package xrechnung

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Syntax is one of the two in which an invoice is written.
type Syntax string

// The syntaxes.
const (
	UBL Syntax = "UBL" // Invoice of OASIS UBL 2.1
	CII Syntax = "CII" // CrossIndustryInvoice D16B of UN/CEFACT
)

// Invoice is what stands in a file, in either syntax, as text: what is wrong with it
// stays visible. A number in a comment is that of the business term in EN 16931. Dates
// are YYYY-MM-DD, in CII too; "" is what is missing.
type Invoice struct {
	Syntax Syntax `json:"syntax"`

	Process        string `json:"process,omitempty"`        // BT-23
	Specification  string `json:"specification,omitempty"`  // BT-24
	Number         string `json:"number,omitempty"`         // BT-1
	Issued         string `json:"issued,omitempty"`         // BT-2
	Due            string `json:"due,omitempty"`            // BT-9
	Type           string `json:"type,omitempty"`           // BT-3
	Note           string `json:"note,omitempty"`           // BT-22
	Currency       string `json:"currency,omitempty"`       // BT-5
	BuyerReference string `json:"buyerReference,omitempty"` // BT-10
	Preceding      string `json:"preceding,omitempty"`      // BT-25
	Delivered      string `json:"delivered,omitempty"`      // BT-72
	Terms          string `json:"terms,omitempty"`          // BT-20
	CreditorID     string `json:"creditorId,omitempty"`     // BT-90

	Period    *Period        `json:"period,omitempty"`    // BG-14
	Seller    Party          `json:"seller,omitzero"`     // BG-4
	Buyer     Party          `json:"buyer,omitzero"`      // BG-7
	Means     []PaymentMeans `json:"means,omitempty"`     // BG-16
	TaxTotal  Amount         `json:"taxTotal,omitzero"`   // BT-110
	Breakdown []Breakdown    `json:"breakdown,omitempty"` // BG-23
	Totals    Totals         `json:"totals,omitzero"`     // BG-22
	Lines     []Line         `json:"lines,omitempty"`     // BG-25

	read recht.Befunde // what Read met
	raw  raw
}

// raw is what stands elsewhere in one syntax than in the other.
type raw struct {
	sellerIDs, sellerTax, buyerIDs, buyerTax []Identifier
	reference, mandate                       string // CII keeps them apart from the means
}

// finish puts what was raw in its place.
func (i *Invoice) finish() {
	for _, id := range i.raw.sellerIDs {
		switch {
		case id.Scheme == schemeSEPA:
			i.CreditorID = id.ID
		case i.Seller.ID.ID == "":
			i.Seller.ID = id
		}
	}
	if len(i.raw.buyerIDs) > 0 {
		i.Buyer.ID = i.raw.buyerIDs[0]
	}
	for party, taxes := range map[*Party][]Identifier{&i.Seller: i.raw.sellerTax, &i.Buyer: i.raw.buyerTax} {
		for _, tax := range taxes {
			if tax.Scheme == vat || tax.Scheme == "VA" {
				party.VATID = tax.ID
			} else {
				party.TaxID = tax.ID
			}
		}
	}
	if i.raw.mandate != "" && len(i.Means) > 0 {
		if i.Means[0].Mandate == nil {
			i.Means[0].Mandate = &Mandate{}
		}
		i.Means[0].Mandate.ID = i.raw.mandate
	}
	if i.raw.reference != "" && len(i.Means) > 0 {
		i.Means[0].Reference = i.raw.reference
	}
	i.raw = raw{}
}

// String tells the syntax and the number of lines, and nothing about a person.
func (i Invoice) String() string {
	return fmt.Sprintf("invoice in %s with %d lines", i.Syntax, len(i.Lines))
}

// GoString keeps %#v from printing accounts.
func (i Invoice) GoString() string { return i.String() }

// Amount is a sum as it stands in the file. CII says the currency only of the tax.
type Amount struct {
	Value    string `json:"value,omitempty"`
	Currency string `json:"currency,omitempty"`
}

// IsZero reports whether there is none.
func (a Amount) IsZero() bool { return a == Amount{} }

// Identifier is a name with the list that it is from.
type Identifier struct {
	Scheme string `json:"scheme,omitempty"`
	ID     string `json:"id,omitempty"`
}

// Period is a span of days, both included.
type Period struct {
	From string `json:"from,omitempty"` // BT-73
	To   string `json:"to,omitempty"`   // BT-74
}

// Party is a seller or a buyer.
type Party struct {
	Endpoint Identifier `json:"endpoint,omitzero"` // BT-34, BT-49
	ID       Identifier `json:"id,omitzero"`       // BT-29, BT-46
	Name     string     `json:"name,omitempty"`    // BT-27, BT-44
	LegalID  Identifier `json:"legalId,omitzero"`  // BT-30, BT-47
	VATID    string     `json:"vatId,omitempty"`   // BT-31, BT-48: none in category O
	TaxID    string     `json:"taxId,omitempty"`   // BT-32
	Address  *Address   `json:"address,omitempty"` // BG-5, BG-8
	Contact  *Contact   `json:"contact,omitempty"` // BG-6
}

// Address is a postal address.
type Address struct {
	Street     string `json:"street,omitempty"`     // BT-35, BT-50
	Additional string `json:"additional,omitempty"` // BT-36, BT-51
	City       string `json:"city,omitempty"`       // BT-37, BT-52
	PostCode   string `json:"postCode,omitempty"`   // BT-38, BT-53
	Country    string `json:"country,omitempty"`    // BT-40, BT-55
}

// Contact is whom the payer may ask.
type Contact struct {
	Name  string `json:"name,omitempty"`  // BT-41
	Phone string `json:"phone,omitempty"` // BT-42
	EMail string `json:"eMail,omitempty"` // BT-43
}

// PaymentMeans is a way to pay.
type PaymentMeans struct {
	Code      string   `json:"code,omitempty"`      // BT-81: 30, 58 credit transfer, 59 direct debit
	Reference string   `json:"reference,omitempty"` // BT-83: the Kassenzeichen
	Account   *Account `json:"account,omitempty"`   // BG-17
	Card      bool     `json:"card,omitempty"`      // BG-18 is there
	Mandate   *Mandate `json:"mandate,omitempty"`   // BG-19
}

// Account is where to pay.
type Account struct {
	IBAN string `json:"iban,omitempty"` // BT-84
	Name string `json:"name,omitempty"` // BT-85
	BIC  string `json:"bic,omitempty"`  // BT-86
}

// Mandate is a direct debit.
type Mandate struct {
	ID   string `json:"id,omitempty"`   // BT-89
	IBAN string `json:"iban,omitempty"` // BT-91
}

// Breakdown is the VAT of a category; in a fee notice that there is none.
type Breakdown struct {
	Taxable    Amount `json:"taxable,omitzero"`     // BT-116
	Tax        Amount `json:"tax,omitzero"`         // BT-117
	Scheme     string `json:"scheme,omitempty"`     // of the tax: VAT
	Category   string `json:"category,omitempty"`   // BT-118
	Rate       string `json:"rate,omitempty"`       // BT-119
	Reason     string `json:"reason,omitempty"`     // BT-120
	ReasonCode string `json:"reasonCode,omitempty"` // BT-121
}

// vat is the category where the tax is VAT, and "" else, as the rules see it.
func (b *Breakdown) vat() string { return ofVAT(b.Scheme, b.Category) }

func ofVAT(scheme, category string) string {
	if scheme != vat {
		return ""
	}
	return category
}

// Totals are the sums of the document.
type Totals struct {
	Lines        Amount `json:"lines,omitzero"`        // BT-106
	TaxExclusive Amount `json:"taxExclusive,omitzero"` // BT-109
	TaxInclusive Amount `json:"taxInclusive,omitzero"` // BT-112
	Prepaid      Amount `json:"prepaid,omitzero"`      // BT-113
	Rounding     Amount `json:"rounding,omitzero"`     // BT-114
	Payable      Amount `json:"payable,omitzero"`      // BT-115
}

// Line is one item.
type Line struct {
	ID           string `json:"id,omitempty"`           // BT-126
	Quantity     string `json:"quantity,omitempty"`     // BT-129
	Unit         string `json:"unit,omitempty"`         // BT-130
	Amount       Amount `json:"amount,omitzero"`        // BT-131
	Name         string `json:"name,omitempty"`         // BT-153
	Description  string `json:"description,omitempty"`  // BT-154
	Price        Amount `json:"price,omitzero"`         // BT-146
	BaseQuantity string `json:"baseQuantity,omitempty"` // BT-149
	BaseUnit     string `json:"baseUnit,omitempty"`     // BT-150
	Scheme       string `json:"scheme,omitempty"`       // of the tax: VAT
	Category     string `json:"category,omitempty"`     // BT-151
	Rate         string `json:"rate,omitempty"`         // BT-152: none in category O
}

// vat is the category where the tax is VAT, and "" else.
func (l *Line) vat() string { return ofVAT(l.Scheme, l.Category) }
