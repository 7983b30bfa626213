// SPDX-License-Identifier: Apache-2.0

package xrechnung

import "sync"

type (
	field  = func(*Invoice) *string
	fields = map[string]field
)

// unread is where text goes that says nothing more in category O.
func unread(*Invoice) *string { return new(string) }

// last returns the newest element of a list; its group made one.
func last[T any](list []T) *T {
	if len(list) == 0 {
		return new(T) // malformed nesting; nothing is kept
	}
	return &list[len(list)-1]
}

// some returns what the pointer points to, made where there is nothing yet.
func some[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}

func text(f field) leaf { return leaf{text: f} }

func sum(of func(*Invoice) *Amount) leaf {
	return leaf{text: func(i *Invoice) *string { return &of(i).Value }, attrs: fields{"currencyID": func(i *Invoice) *string { return &of(i).Currency }}}
}

func identifier(of func(*Invoice) *Identifier) leaf {
	return leaf{text: func(i *Invoice) *string { return &of(i).ID }, attrs: fields{"schemeID": func(i *Invoice) *string { return &of(i).Scheme }}}
}

func quantity(value, unit field) leaf { return leaf{text: value, attrs: fields{"unitCode": unit}} }

func day(f field) leaf { return leaf{text: f, day: true} }

// The parts that both syntaxes have.
func seller(i *Invoice) *Party       { return &i.Seller }
func buyer(i *Invoice) *Party        { return &i.Buyer }
func means(i *Invoice) *PaymentMeans { return last(i.Means) }
func line(i *Invoice) *Line          { return last(i.Lines) }
func tax(i *Invoice) *Breakdown      { return last(i.Breakdown) }
func addLine(i *Invoice)             { i.Lines = append(i.Lines, Line{}) }
func addMeans(i *Invoice)            { i.Means = append(i.Means, PaymentMeans{}) }
func addTax(i *Invoice)              { i.Breakdown = append(i.Breakdown, Breakdown{}) }

var formUBL = sync.OnceValue(func() *form {
	leaves := map[string]leaf{
		"cbc:CustomizationID":             text(func(i *Invoice) *string { return &i.Specification }),
		"cbc:ProfileID":                   text(func(i *Invoice) *string { return &i.Process }),
		"cbc:ID":                          text(func(i *Invoice) *string { return &i.Number }),
		"cbc:IssueDate":                   day(func(i *Invoice) *string { return &i.Issued }),
		"cbc:DueDate":                     day(func(i *Invoice) *string { return &i.Due }),
		"cbc:InvoiceTypeCode":             text(func(i *Invoice) *string { return &i.Type }),
		"cbc:Note":                        {text: func(i *Invoice) *string { return &i.Note }, free: true, again: true},
		"cbc:DocumentCurrencyCode":        text(func(i *Invoice) *string { return &i.Currency }),
		"cbc:BuyerReference":              text(func(i *Invoice) *string { return &i.BuyerReference }),
		"cac:InvoicePeriod/cbc:StartDate": day(func(i *Invoice) *string { return &some(&i.Period).From }),
		"cac:InvoicePeriod/cbc:EndDate":   day(func(i *Invoice) *string { return &some(&i.Period).To }),
		"cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID":                         text(func(i *Invoice) *string { return &i.Preceding }),
		"cac:Delivery/cbc:ActualDeliveryDate":                                              day(func(i *Invoice) *string { return &i.Delivered }),
		"cac:PaymentMeans/cbc:PaymentMeansCode":                                            text(func(i *Invoice) *string { return &means(i).Code }),
		"cac:PaymentMeans/cbc:PaymentID":                                                   text(func(i *Invoice) *string { return &means(i).Reference }),
		"cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID":                                text(func(i *Invoice) *string { return &some(&means(i).Account).IBAN }),
		"cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name":                              text(func(i *Invoice) *string { return &some(&means(i).Account).Name }),
		"cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID": text(func(i *Invoice) *string { return &some(&means(i).Account).BIC }),
		"cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID":                      text(unread), // not kept: a number of a card
		"cac:PaymentMeans/cac:CardAccount/cbc:NetworkID":                                   text(unread),
		"cac:PaymentMeans/cac:PaymentMandate/cbc:ID":                                       text(func(i *Invoice) *string { return &some(&means(i).Mandate).ID }),
		"cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID":             text(func(i *Invoice) *string { return &some(&means(i).Mandate).IBAN }),
		"cac:PaymentTerms/cbc:Note":                                                        {text: func(i *Invoice) *string { return &i.Terms }, free: true},
		"cac:TaxTotal/cbc:TaxAmount":                                                       sum(func(i *Invoice) *Amount { return &i.TaxTotal }),
		"cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount":                                   sum(func(i *Invoice) *Amount { return &tax(i).Taxable }),
		"cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount":                                       sum(func(i *Invoice) *Amount { return &tax(i).Tax }),
		"cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID":                              text(func(i *Invoice) *string { return &tax(i).Category }),
		"cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent":                         text(func(i *Invoice) *string { return &tax(i).Rate }),
		"cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReasonCode":          text(func(i *Invoice) *string { return &tax(i).ReasonCode }),
		"cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason":              text(func(i *Invoice) *string { return &tax(i).Reason }),
		"cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID":                text(func(i *Invoice) *string { return &tax(i).Scheme }),
		"cac:LegalMonetaryTotal/cbc:LineExtensionAmount":                                   sum(func(i *Invoice) *Amount { return &i.Totals.Lines }),
		"cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount":                                    sum(func(i *Invoice) *Amount { return &i.Totals.TaxExclusive }),
		"cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount":                                    sum(func(i *Invoice) *Amount { return &i.Totals.TaxInclusive }),
		"cac:LegalMonetaryTotal/cbc:PrepaidAmount":                                         sum(func(i *Invoice) *Amount { return &i.Totals.Prepaid }),
		"cac:LegalMonetaryTotal/cbc:PayableRoundingAmount":                                 sum(func(i *Invoice) *Amount { return &i.Totals.Rounding }),
		"cac:LegalMonetaryTotal/cbc:PayableAmount":                                         sum(func(i *Invoice) *Amount { return &i.Totals.Payable }),
		"cac:InvoiceLine/cbc:ID":                                                           text(func(i *Invoice) *string { return &line(i).ID }),
		"cac:InvoiceLine/cbc:InvoicedQuantity":                                             quantity(func(i *Invoice) *string { return &line(i).Quantity }, func(i *Invoice) *string { return &line(i).Unit }),
		"cac:InvoiceLine/cbc:LineExtensionAmount":                                          sum(func(i *Invoice) *Amount { return &line(i).Amount }),
		"cac:InvoiceLine/cac:Item/cbc:Description":                                         text(func(i *Invoice) *string { return &line(i).Description }),
		"cac:InvoiceLine/cac:Item/cbc:Name":                                                text(func(i *Invoice) *string { return &line(i).Name }),
		"cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID":                        text(func(i *Invoice) *string { return &line(i).Category }),
		"cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent":                   text(func(i *Invoice) *string { return &line(i).Rate }),
		"cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID":          text(func(i *Invoice) *string { return &line(i).Scheme }),
		"cac:InvoiceLine/cac:Price/cbc:PriceAmount":                                        sum(func(i *Invoice) *Amount { return &line(i).Price }),
		"cac:InvoiceLine/cac:Price/cbc:BaseQuantity":                                       quantity(func(i *Invoice) *string { return &line(i).BaseQuantity }, func(i *Invoice) *string { return &line(i).BaseUnit }),
	}
	groups := map[string]func(*Invoice){
		"cac:PaymentMeans": addMeans, "cac:TaxTotal/cac:TaxSubtotal": addTax, "cac:InvoiceLine": addLine,
		"cac:InvoicePeriod":                          func(i *Invoice) { some(&i.Period) },
		"cac:PaymentMeans/cac:PayeeFinancialAccount": func(i *Invoice) { some(&means(i).Account) },
		"cac:PaymentMeans/cac:CardAccount":           func(i *Invoice) { means(i).Card = true },
		"cac:PaymentMeans/cac:PaymentMandate":        func(i *Invoice) { some(&means(i).Mandate) },
	}
	party := func(at string, of func(*Invoice) *Party, ids, taxes func(*Invoice) *[]Identifier) {
		leaves[at+"cbc:EndpointID"] = identifier(func(i *Invoice) *Identifier { return &of(i).Endpoint })
		leaves[at+"cac:PartyIdentification/cbc:ID"] = identifier(func(i *Invoice) *Identifier { return last(*ids(i)) })
		leaves[at+"cac:PartyName/cbc:Name"] = text(unread) // BT-28, the name in trade
		leaves[at+"cac:PostalAddress/cbc:StreetName"] = text(func(i *Invoice) *string { return &some(&of(i).Address).Street })
		leaves[at+"cac:PostalAddress/cbc:AdditionalStreetName"] = text(func(i *Invoice) *string { return &some(&of(i).Address).Additional })
		leaves[at+"cac:PostalAddress/cbc:CityName"] = text(func(i *Invoice) *string { return &some(&of(i).Address).City })
		leaves[at+"cac:PostalAddress/cbc:PostalZone"] = text(func(i *Invoice) *string { return &some(&of(i).Address).PostCode })
		leaves[at+"cac:PostalAddress/cac:Country/cbc:IdentificationCode"] = text(func(i *Invoice) *string { return &some(&of(i).Address).Country })
		leaves[at+"cac:PartyTaxScheme/cbc:CompanyID"] = text(func(i *Invoice) *string { return &last(*taxes(i)).ID })
		leaves[at+"cac:PartyTaxScheme/cac:TaxScheme/cbc:ID"] = text(func(i *Invoice) *string { return &last(*taxes(i)).Scheme })
		leaves[at+"cac:PartyLegalEntity/cbc:RegistrationName"] = text(func(i *Invoice) *string { return &of(i).Name })
		leaves[at+"cac:PartyLegalEntity/cbc:CompanyID"] = identifier(func(i *Invoice) *Identifier { return &of(i).LegalID })
		leaves[at+"cac:Contact/cbc:Name"] = text(func(i *Invoice) *string { return &some(&of(i).Contact).Name })
		leaves[at+"cac:Contact/cbc:Telephone"] = text(func(i *Invoice) *string { return &some(&of(i).Contact).Phone })
		leaves[at+"cac:Contact/cbc:ElectronicMail"] = text(func(i *Invoice) *string { return &some(&of(i).Contact).EMail })
		groups[at+"cac:PartyIdentification"] = func(i *Invoice) { more(ids(i)) }
		groups[at+"cac:PartyTaxScheme"] = func(i *Invoice) { more(taxes(i)) }
		groups[at+"cac:PostalAddress"] = func(i *Invoice) { some(&of(i).Address) }
		groups[at+"cac:Contact"] = func(i *Invoice) { some(&of(i).Contact) }
	}
	party("cac:AccountingSupplierParty/cac:Party/", seller, sellerIDs, sellerTax)
	party("cac:AccountingCustomerParty/cac:Party/", buyer, buyerIDs, buyerTax)
	return newForm(map[string]string{spaceCAC: "cac:", spaceCBC: "cbc:"}, leaves, groups)
})

func sellerIDs(i *Invoice) *[]Identifier { return &i.raw.sellerIDs }
func sellerTax(i *Invoice) *[]Identifier { return &i.raw.sellerTax }
func buyerIDs(i *Invoice) *[]Identifier  { return &i.raw.buyerIDs }
func buyerTax(i *Invoice) *[]Identifier  { return &i.raw.buyerTax }

// more adds an identifier to a list, up to what a notice has.
func more(list *[]Identifier) {
	if len(*list) < maxGroups {
		*list = append(*list, Identifier{})
	}
}

var formCII = sync.OnceValue(func() *form {
	const (
		doc   = "rsm:ExchangedDocument/"
		deal  = "rsm:SupplyChainTradeTransaction/"
		pos   = deal + "ram:IncludedSupplyChainTradeLineItem"
		head  = deal + "ram:ApplicableHeaderTradeAgreement/"
		given = deal + "ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"
		pay   = deal + "ram:ApplicableHeaderTradeSettlement/"
		way   = pay + "ram:SpecifiedTradeSettlementPaymentMeans"
		vats  = pay + "ram:ApplicableTradeTax"
		sums  = pay + "ram:SpecifiedTradeSettlementHeaderMonetarySummation/"
		date  = "/udt:DateTimeString"
	)
	leaves := map[string]leaf{
		"rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID": text(func(i *Invoice) *string { return &i.Process }),
		"rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID":       text(func(i *Invoice) *string { return &i.Specification }),
		doc + "ram:ID":                                         text(func(i *Invoice) *string { return &i.Number }),
		doc + "ram:TypeCode":                                   text(func(i *Invoice) *string { return &i.Type }),
		doc + "ram:IssueDateTime" + date:                       day(func(i *Invoice) *string { return &i.Issued }),
		doc + "ram:IncludedNote/ram:Content":                   {text: func(i *Invoice) *string { return &i.Note }, free: true, again: true},
		pos + "/ram:AssociatedDocumentLineDocument/ram:LineID": text(func(i *Invoice) *string { return &line(i).ID }),
		pos + "/ram:SpecifiedTradeProduct/ram:Name":            text(func(i *Invoice) *string { return &line(i).Name }),
		pos + "/ram:SpecifiedTradeProduct/ram:Description":     text(func(i *Invoice) *string { return &line(i).Description }),
		pos + "/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount":                         sum(func(i *Invoice) *Amount { return &line(i).Price }),
		pos + "/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity":                        quantity(func(i *Invoice) *string { return &line(i).BaseQuantity }, func(i *Invoice) *string { return &line(i).BaseUnit }),
		pos + "/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity":                                                      quantity(func(i *Invoice) *string { return &line(i).Quantity }, func(i *Invoice) *string { return &line(i).Unit }),
		pos + "/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:TypeCode":                                   text(func(i *Invoice) *string { return &line(i).Scheme }),
		pos + "/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode":                               text(func(i *Invoice) *string { return &line(i).Category }),
		pos + "/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent":                      text(func(i *Invoice) *string { return &line(i).Rate }),
		pos + "/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount": sum(func(i *Invoice) *Amount { return &line(i).Amount }),
		head + "ram:BuyerReference":     text(func(i *Invoice) *string { return &i.BuyerReference }),
		given:                           day(func(i *Invoice) *string { return &i.Delivered }),
		pay + "ram:CreditorReferenceID": text(func(i *Invoice) *string { return &i.CreditorID }),
		pay + "ram:PaymentReference":    text(func(i *Invoice) *string { return &i.raw.reference }),
		pay + "ram:InvoiceCurrencyCode": text(func(i *Invoice) *string { return &i.Currency }),
		way + "/ram:TypeCode":           text(func(i *Invoice) *string { return &means(i).Code }),
		way + "/ram:PayeePartyCreditorFinancialAccount/ram:IBANID":        text(func(i *Invoice) *string { return &some(&means(i).Account).IBAN }),
		way + "/ram:PayeePartyCreditorFinancialAccount/ram:AccountName":   text(func(i *Invoice) *string { return &some(&means(i).Account).Name }),
		way + "/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID": text(func(i *Invoice) *string { return &some(&means(i).Account).BIC }),
		way + "/ram:PayerPartyDebtorFinancialAccount/ram:IBANID":          text(func(i *Invoice) *string { return &some(&means(i).Mandate).IBAN }),
		way + "/ram:ApplicableTradeSettlementFinancialCard/ram:ID":        text(unread),
		vats + "/ram:CalculatedAmount":                                    sum(func(i *Invoice) *Amount { return &tax(i).Tax }),
		vats + "/ram:TypeCode":                                            text(func(i *Invoice) *string { return &tax(i).Scheme }),
		vats + "/ram:ExemptionReason":                                     text(func(i *Invoice) *string { return &tax(i).Reason }),
		vats + "/ram:BasisAmount":                                         sum(func(i *Invoice) *Amount { return &tax(i).Taxable }),
		vats + "/ram:CategoryCode":                                        text(func(i *Invoice) *string { return &tax(i).Category }),
		vats + "/ram:ExemptionReasonCode":                                 text(func(i *Invoice) *string { return &tax(i).ReasonCode }),
		vats + "/ram:RateApplicablePercent":                               text(func(i *Invoice) *string { return &tax(i).Rate }),
		pay + "ram:BillingSpecifiedPeriod/ram:StartDateTime" + date:       day(func(i *Invoice) *string { return &some(&i.Period).From }),
		pay + "ram:BillingSpecifiedPeriod/ram:EndDateTime" + date:         day(func(i *Invoice) *string { return &some(&i.Period).To }),
		pay + "ram:SpecifiedTradePaymentTerms/ram:Description":            {text: func(i *Invoice) *string { return &i.Terms }, free: true},
		pay + "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime" + date: day(func(i *Invoice) *string { return &i.Due }),
		pay + "ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID":   text(func(i *Invoice) *string { return &i.raw.mandate }),
		pay + "ram:InvoiceReferencedDocument/ram:IssuerAssignedID":        text(func(i *Invoice) *string { return &i.Preceding }),
		sums + "ram:LineTotalAmount":                                      sum(func(i *Invoice) *Amount { return &i.Totals.Lines }),
		sums + "ram:TaxBasisTotalAmount":                                  sum(func(i *Invoice) *Amount { return &i.Totals.TaxExclusive }),
		sums + "ram:TaxTotalAmount":                                       sum(func(i *Invoice) *Amount { return &i.TaxTotal }),
		sums + "ram:RoundingAmount":                                       sum(func(i *Invoice) *Amount { return &i.Totals.Rounding }),
		sums + "ram:GrandTotalAmount":                                     sum(func(i *Invoice) *Amount { return &i.Totals.TaxInclusive }),
		sums + "ram:TotalPrepaidAmount":                                   sum(func(i *Invoice) *Amount { return &i.Totals.Prepaid }),
		sums + "ram:DuePayableAmount":                                     sum(func(i *Invoice) *Amount { return &i.Totals.Payable }),
	}
	groups := map[string]func(*Invoice){
		pos: addLine, way: addMeans, vats: addTax,
		pay + "ram:BillingSpecifiedPeriod":                  func(i *Invoice) { some(&i.Period) },
		way + "/ram:PayeePartyCreditorFinancialAccount":     func(i *Invoice) { some(&means(i).Account) },
		way + "/ram:PayerPartyDebtorFinancialAccount":       func(i *Invoice) { some(&means(i).Mandate) },
		way + "/ram:ApplicableTradeSettlementFinancialCard": func(i *Invoice) { means(i).Card = true },
	}
	party := func(at string, of func(*Invoice) *Party, taxes func(*Invoice) *[]Identifier) {
		leaves[at+"ram:ID"] = identifier(func(i *Invoice) *Identifier { return &of(i).ID })
		leaves[at+"ram:GlobalID"] = identifier(func(i *Invoice) *Identifier { return &of(i).ID })
		leaves[at+"ram:Name"] = text(func(i *Invoice) *string { return &of(i).Name })
		leaves[at+"ram:SpecifiedLegalOrganization/ram:ID"] = identifier(func(i *Invoice) *Identifier { return &of(i).LegalID })
		leaves[at+"ram:SpecifiedLegalOrganization/ram:TradingBusinessName"] = text(unread)
		leaves[at+"ram:DefinedTradeContact/ram:PersonName"] = text(func(i *Invoice) *string { return &some(&of(i).Contact).Name })
		leaves[at+"ram:DefinedTradeContact/ram:TelephoneUniversalCommunication/ram:CompleteNumber"] = text(func(i *Invoice) *string { return &some(&of(i).Contact).Phone })
		leaves[at+"ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID"] = text(func(i *Invoice) *string { return &some(&of(i).Contact).EMail })
		leaves[at+"ram:PostalTradeAddress/ram:PostcodeCode"] = text(func(i *Invoice) *string { return &some(&of(i).Address).PostCode })
		leaves[at+"ram:PostalTradeAddress/ram:LineOne"] = text(func(i *Invoice) *string { return &some(&of(i).Address).Street })
		leaves[at+"ram:PostalTradeAddress/ram:LineTwo"] = text(func(i *Invoice) *string { return &some(&of(i).Address).Additional })
		leaves[at+"ram:PostalTradeAddress/ram:CityName"] = text(func(i *Invoice) *string { return &some(&of(i).Address).City })
		leaves[at+"ram:PostalTradeAddress/ram:CountryID"] = text(func(i *Invoice) *string { return &some(&of(i).Address).Country })
		leaves[at+"ram:URIUniversalCommunication/ram:URIID"] = identifier(func(i *Invoice) *Identifier { return &of(i).Endpoint })
		leaves[at+"ram:SpecifiedTaxRegistration/ram:ID"] = identifier(func(i *Invoice) *Identifier { return last(*taxes(i)) })
		groups[at+"ram:DefinedTradeContact"] = func(i *Invoice) { some(&of(i).Contact) }
		groups[at+"ram:PostalTradeAddress"] = func(i *Invoice) { some(&of(i).Address) }
		groups[at+"ram:SpecifiedTaxRegistration"] = func(i *Invoice) { more(taxes(i)) }
	}
	party(head+"ram:SellerTradeParty/", seller, sellerTax)
	party(head+"ram:BuyerTradeParty/", buyer, buyerTax)
	return newForm(map[string]string{spaceRSM: "rsm:", spaceRAM: "ram:", spaceUDT: "udt:"}, leaves, groups)
})
