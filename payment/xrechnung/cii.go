// SPDX-License-Identifier: Apache-2.0

package xrechnung

import "strings"

const (
	spaceRSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	spaceRAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
	spaceUDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
)

// appendCII writes the invoice in the order of the schema.
func (i *Invoice) appendCII(b []byte) []byte {
	w := &writer{b: append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<rsm:CrossIndustryInvoice xmlns:rsm="`+spaceRSM+`" xmlns:ram="`+spaceRAM+`" xmlns:udt="`+spaceUDT+`">`...)}
	w.in("rsm:ExchangedDocumentContext", func() {
		w.text("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", i.Process)
		w.text("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", i.Specification)
	})
	w.in("rsm:ExchangedDocument", func() {
		w.text("ram:ID", i.Number)
		w.text("ram:TypeCode", i.Type)
		w.day("ram:IssueDateTime", i.Issued)
		w.text("ram:IncludedNote/ram:Content", i.Note)
	})
	w.in("rsm:SupplyChainTradeTransaction", func() {
		for k := range i.Lines {
			w.in("ram:IncludedSupplyChainTradeLineItem", func() { w.lineCII(&i.Lines[k]) })
		}
		w.in("ram:ApplicableHeaderTradeAgreement", func() {
			w.text("ram:BuyerReference", i.BuyerReference)
			w.in("ram:SellerTradeParty", func() { w.partyCII(&i.Seller) })
			w.in("ram:BuyerTradeParty", func() { w.partyCII(&i.Buyer) })
		})
		if i.Delivered == "" {
			w.b = append(w.b, "<ram:ApplicableHeaderTradeDelivery/>"...) // the schema wants it
		}
		w.in("ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent", func() { w.day("ram:OccurrenceDateTime", i.Delivered) })
		w.in("ram:ApplicableHeaderTradeSettlement", func() { w.settlementCII(i) })
	})
	w.end("rsm:CrossIndustryInvoice")
	return append(w.b, '\n')
}

func (w *writer) settlementCII(i *Invoice) {
	w.text("ram:CreditorReferenceID", i.CreditorID)
	if len(i.Means) > 0 {
		w.text("ram:PaymentReference", i.Means[0].Reference)
	}
	w.text("ram:InvoiceCurrencyCode", i.Currency)
	mandate := ""
	for k := range i.Means {
		m := &i.Means[k]
		w.in("ram:SpecifiedTradeSettlementPaymentMeans", func() {
			w.text("ram:TypeCode", m.Code)
			if d := m.Mandate; d != nil {
				mandate = d.ID
				w.text("ram:PayerPartyDebtorFinancialAccount/ram:IBANID", d.IBAN)
			}
			if a := m.Account; a != nil {
				w.in("ram:PayeePartyCreditorFinancialAccount", func() {
					w.text("ram:IBANID", a.IBAN)
					w.text("ram:AccountName", a.Name)
				})
				w.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", a.BIC)
			}
		})
	}
	for k := range i.Breakdown {
		t := &i.Breakdown[k]
		w.in("ram:ApplicableTradeTax", func() {
			w.text("ram:CalculatedAmount", t.Tax.Value)
			w.text("ram:TypeCode", t.Scheme)
			w.text("ram:ExemptionReason", t.Reason)
			w.text("ram:BasisAmount", t.Taxable.Value)
			w.text("ram:CategoryCode", t.Category)
			w.text("ram:ExemptionReasonCode", t.ReasonCode)
			w.text("ram:RateApplicablePercent", t.Rate)
		})
	}
	if p := i.Period; p != nil {
		w.in("ram:BillingSpecifiedPeriod", func() {
			w.day("ram:StartDateTime", p.From)
			w.day("ram:EndDateTime", p.To)
		})
	}
	w.in("ram:SpecifiedTradePaymentTerms", func() {
		w.text("ram:Description", i.Terms)
		w.day("ram:DueDateDateTime", i.Due)
		w.text("ram:DirectDebitMandateID", mandate)
	})
	w.in("ram:SpecifiedTradeSettlementHeaderMonetarySummation", func() {
		w.text("ram:LineTotalAmount", i.Totals.Lines.Value)
		w.text("ram:TaxBasisTotalAmount", i.Totals.TaxExclusive.Value)
		w.amount("ram:TaxTotalAmount", i.TaxTotal)
		w.text("ram:RoundingAmount", i.Totals.Rounding.Value)
		w.text("ram:GrandTotalAmount", i.Totals.TaxInclusive.Value)
		w.text("ram:TotalPrepaidAmount", i.Totals.Prepaid.Value)
		w.text("ram:DuePayableAmount", i.Totals.Payable.Value)
	})
	w.text("ram:InvoiceReferencedDocument/ram:IssuerAssignedID", i.Preceding)
}

// day writes a date in the form 102: YYYYMMDD.
func (w *writer) day(path, day string) {
	w.in(path, func() { w.leaf("udt:DateTimeString", strings.ReplaceAll(day, "-", ""), "format", "102") })
}

func (w *writer) partyCII(p *Party) {
	w.id("ram:ID", p.ID)
	w.text("ram:Name", p.Name)
	w.in("ram:SpecifiedLegalOrganization", func() { w.id("ram:ID", p.LegalID) })
	if c := p.Contact; c != nil {
		w.in("ram:DefinedTradeContact", func() {
			w.text("ram:PersonName", c.Name)
			w.text("ram:TelephoneUniversalCommunication/ram:CompleteNumber", c.Phone)
			w.text("ram:EmailURIUniversalCommunication/ram:URIID", c.EMail)
		})
	}
	if a := p.Address; a != nil {
		w.in("ram:PostalTradeAddress", func() {
			w.text("ram:PostcodeCode", a.PostCode)
			w.text("ram:LineOne", a.Street)
			w.text("ram:LineTwo", a.Additional)
			w.text("ram:CityName", a.City)
			w.text("ram:CountryID", a.Country)
		})
	}
	w.in("ram:URIUniversalCommunication", func() { w.id("ram:URIID", p.Endpoint) })
}

func (w *writer) lineCII(l *Line) {
	w.text("ram:AssociatedDocumentLineDocument/ram:LineID", l.ID)
	w.in("ram:SpecifiedTradeProduct", func() {
		w.text("ram:Name", l.Name)
		w.text("ram:Description", l.Description)
	})
	w.in("ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice", func() {
		w.text("ram:ChargeAmount", l.Price.Value)
		w.leaf("ram:BasisQuantity", l.BaseQuantity, "unitCode", l.BaseUnit)
	})
	w.in("ram:SpecifiedLineTradeDelivery", func() { w.leaf("ram:BilledQuantity", l.Quantity, "unitCode", l.Unit) })
	w.in("ram:SpecifiedLineTradeSettlement", func() {
		w.in("ram:ApplicableTradeTax", func() {
			w.text("ram:TypeCode", l.Scheme)
			w.text("ram:CategoryCode", l.Category)
		})
		w.text("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", l.Amount.Value)
	})
}
