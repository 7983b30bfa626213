// SPDX-License-Identifier: Apache-2.0

package xrechnung

const (
	spaceUBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	spaceCAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	spaceCBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

	vat = "VAT"
)

// appendUBL writes the invoice in the order of the schema.
func (i *Invoice) appendUBL(b []byte) []byte {
	w := &writer{b: append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<Invoice xmlns="`+spaceUBL+`" xmlns:cac="`+spaceCAC+`" xmlns:cbc="`+spaceCBC+`">`...)}
	w.text("cbc:CustomizationID", i.Specification)
	w.text("cbc:ProfileID", i.Process)
	w.text("cbc:ID", i.Number)
	w.text("cbc:IssueDate", i.Issued)
	w.text("cbc:DueDate", i.Due)
	w.text("cbc:InvoiceTypeCode", i.Type)
	w.text("cbc:Note", i.Note)
	w.text("cbc:DocumentCurrencyCode", i.Currency)
	w.text("cbc:BuyerReference", i.BuyerReference)
	if p := i.Period; p != nil {
		w.in("cac:InvoicePeriod", func() {
			w.text("cbc:StartDate", p.From)
			w.text("cbc:EndDate", p.To)
		})
	}
	w.text("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", i.Preceding)
	w.in("cac:AccountingSupplierParty/cac:Party", func() { w.partyUBL(&i.Seller, i.CreditorID) })
	w.in("cac:AccountingCustomerParty/cac:Party", func() { w.partyUBL(&i.Buyer, "") })
	w.text("cac:Delivery/cbc:ActualDeliveryDate", i.Delivered)
	for k := range i.Means {
		w.in("cac:PaymentMeans", func() { w.meansUBL(&i.Means[k]) })
	}
	w.text("cac:PaymentTerms/cbc:Note", i.Terms)
	w.in("cac:TaxTotal", func() {
		w.amount("cbc:TaxAmount", i.TaxTotal)
		for k := range i.Breakdown {
			w.in("cac:TaxSubtotal", func() { w.breakdownUBL(&i.Breakdown[k]) })
		}
	})
	w.in("cac:LegalMonetaryTotal", func() {
		w.amount("cbc:LineExtensionAmount", i.Totals.Lines)
		w.amount("cbc:TaxExclusiveAmount", i.Totals.TaxExclusive)
		w.amount("cbc:TaxInclusiveAmount", i.Totals.TaxInclusive)
		w.amount("cbc:PrepaidAmount", i.Totals.Prepaid)
		w.amount("cbc:PayableRoundingAmount", i.Totals.Rounding)
		w.amount("cbc:PayableAmount", i.Totals.Payable)
	})
	for k := range i.Lines {
		w.in("cac:InvoiceLine", func() { w.lineUBL(&i.Lines[k]) })
	}
	w.end("Invoice")
	return append(w.b, '\n')
}

func (w *writer) amount(name string, a Amount) { w.leaf(name, a.Value, "currencyID", a.Currency) }

func (w *writer) id(name string, id Identifier) { w.leaf(name, id.ID, "schemeID", id.Scheme) }

func (w *writer) partyUBL(p *Party, creditor string) {
	w.id("cbc:EndpointID", p.Endpoint)
	w.in("cac:PartyIdentification", func() { w.id("cbc:ID", p.ID) })
	w.in("cac:PartyIdentification", func() { w.id("cbc:ID", Identifier{schemeSEPA, creditor}) })
	if a := p.Address; a != nil {
		w.in("cac:PostalAddress", func() {
			w.text("cbc:StreetName", a.Street)
			w.text("cbc:AdditionalStreetName", a.Additional)
			w.text("cbc:CityName", a.City)
			w.text("cbc:PostalZone", a.PostCode)
			w.text("cac:Country/cbc:IdentificationCode", a.Country)
		})
	}
	w.in("cac:PartyLegalEntity", func() {
		w.text("cbc:RegistrationName", p.Name)
		w.id("cbc:CompanyID", p.LegalID)
	})
	if c := p.Contact; c != nil {
		w.in("cac:Contact", func() {
			w.text("cbc:Name", c.Name)
			w.text("cbc:Telephone", c.Phone)
			w.text("cbc:ElectronicMail", c.EMail)
		})
	}
}

func (w *writer) meansUBL(m *PaymentMeans) {
	w.text("cbc:PaymentMeansCode", m.Code)
	w.text("cbc:PaymentID", m.Reference)
	if a := m.Account; a != nil {
		w.in("cac:PayeeFinancialAccount", func() {
			w.text("cbc:ID", a.IBAN)
			w.text("cbc:Name", a.Name)
			w.text("cac:FinancialInstitutionBranch/cbc:ID", a.BIC)
		})
	}
	if d := m.Mandate; d != nil {
		w.in("cac:PaymentMandate", func() {
			w.text("cbc:ID", d.ID)
			w.text("cac:PayerFinancialAccount/cbc:ID", d.IBAN)
		})
	}
}

func (w *writer) breakdownUBL(t *Breakdown) {
	w.amount("cbc:TaxableAmount", t.Taxable)
	w.amount("cbc:TaxAmount", t.Tax)
	w.in("cac:TaxCategory", func() {
		w.text("cbc:ID", t.Category)
		w.text("cbc:Percent", t.Rate)
		w.text("cbc:TaxExemptionReasonCode", t.ReasonCode)
		w.text("cbc:TaxExemptionReason", t.Reason)
		w.text("cac:TaxScheme/cbc:ID", t.Scheme)
	})
}

func (w *writer) lineUBL(l *Line) {
	w.text("cbc:ID", l.ID)
	w.leaf("cbc:InvoicedQuantity", l.Quantity, "unitCode", l.Unit)
	w.amount("cbc:LineExtensionAmount", l.Amount)
	w.in("cac:Item", func() {
		w.text("cbc:Description", l.Description)
		w.text("cbc:Name", l.Name)
		w.in("cac:ClassifiedTaxCategory", func() {
			w.text("cbc:ID", l.Category)
			w.text("cac:TaxScheme/cbc:ID", l.Scheme)
		})
	})
	w.in("cac:Price", func() {
		w.amount("cbc:PriceAmount", l.Price)
		w.leaf("cbc:BaseQuantity", l.BaseQuantity, "unitCode", l.BaseUnit)
	})
}
