// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
)

// The limits of the standard and, where it states none, of a client in
// production.
const (
	maxID          = 36
	maxPurpose     = 27
	maxText        = 250
	maxURL         = 2082
	maxItems       = 99
	maxQuantity    = 999_999
	maxHundredths  = 999_999_00
	maxTax         = 100_00
	maxHouseNumber = 20
	maxPostalCode  = 5
	maxLines       = 9
)

// Findings lists everything in the request that the format cannot carry. The sum of
// the items belongs to it: a service checks it too. Codes begin with XBD, for the
// limits are those that the PaymentRequest of XBezahldienste 1.0.0 states; of the
// members of the payer ("/requestor") it states none, and the bounds are those that
// a client in production keeps.
func (r *PaymentRequest) Findings() recht.Befunde {
	var f recht.Befunde
	check(&f, "XBD-REQUESTID", "/requestId", r.RequestID, 1, maxID, isID)
	if r.Currency != "EUR" {
		f.Add("XBD-CURRENCY-01", "/currency", "the standard knows EUR only")
	}
	hundredths(&f, "XBD-GROSAMOUNT-01", "/grosAmount", r.GrosAmount, maxHundredths)
	check(&f, "XBD-PURPOSE", "/purpose", r.Purpose, 1, maxPurpose, isPurpose)
	check(&f, "XBD-DESCRIPTION", "/description", r.Description, 0, maxText, isText)
	if n := len(r.RedirectURL); n < 1 || n > maxURL {
		f.Add("XBD-REDIRECTURL-01", "/redirectUrl", "%d characters, 1 to %d", n, maxURL)
	}
	if len(r.Items) < 1 || len(r.Items) > maxItems {
		f.Add("XBD-ITEMS-01", "/items", "%d items, 1 to %d", len(r.Items), maxItems)
		return f
	}
	sum := Number(0)
	for i := range r.Items {
		r.Items[i].findings(&f, "/items/"+strconv.Itoa(i))
		sum += r.Items[i].TotalNetAmount + r.Items[i].TotalTaxAmount // at most 99 of 2 × 999999.00
	}
	if sum != r.GrosAmount {
		f.Add("XBD-SUM-01", "/grosAmount", "not the sum of the items")
	}
	if r.Requestor != nil {
		r.Requestor.findings(&f)
	}
	return f
}

func (i *PaymentItem) findings(f *recht.Befunde, at string) {
	check(f, "XBD-ITEM-ID", at+"/id", i.ID, 1, maxID, isID)
	check(f, "XBD-ITEM-REFERENCE", at+"/reference", i.Reference, 1, maxID, isID)
	check(f, "XBD-ITEM-DESCRIPTION", at+"/description", i.Description, 0, maxText, isText)
	hundredths(f, "XBD-ITEM-TAXRATE-01", at+"/taxRate", i.TaxRate, maxTax)
	if i.Quantity < 1 || i.Quantity > maxQuantity {
		f.Add("XBD-ITEM-QUANTITY-01", at+"/quantity", "not from 1 to %d", maxQuantity)
	}
	for _, amount := range []struct {
		name  string
		value Number
	}{
		{"/totalNetAmount", i.TotalNetAmount},
		{"/totalTaxAmount", i.TotalTaxAmount},
		{"/singleNetAmount", i.SingleNetAmount},
		{"/singleTaxAmount", i.SingleTaxAmount},
	} {
		hundredths(f, "XBD-ITEM-AMOUNT-01", at+amount.name, amount.value, maxHundredths)
	}
	for n, entry := range i.BookingData {
		if entry.Key == "" {
			f.Add("XBD-BOOKING-01", at+"/bookingData", "an empty key")
		}
		pointer := at + "/bookingData/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(entry.Key)
		if slices.ContainsFunc(i.BookingData[:n], func(before payment.Entry) bool { return before.Key == entry.Key }) {
			f.Add("XBD-BOOKING-02", pointer, "a key given twice; an object keeps one of them")
		}
		check(f, "XBD-BOOKING-VALUE", pointer, entry.Value, 0, maxText, isText)
	}
}

func (r *Requestor) findings(f *recht.Befunde) {
	check(f, "XBD-NAME", "/requestor/name", r.Name, 0, maxText, isText)
	check(f, "XBD-NAME", "/requestor/firstName", r.FirstName, 0, maxText, isText)
	check(f, "XBD-NAME", "/requestor/organizationName", r.OrganizationName, 0, maxText, isText)
	switch r.Gender {
	case "", "M", "F", "D":
	default:
		f.Add("XBD-GENDER-01", "/requestor/gender", "not M, F or D")
	}
	if a := r.Address; a != nil {
		const at = "/requestor/address"
		check(f, "XBD-STREET", at+"/street", a.Street, 0, maxText, isText)
		check(f, "XBD-HOUSENUMBER", at+"/houseNumber", a.HouseNumber, 0, maxHouseNumber, isID)
		check(f, "XBD-POSTALCODE", at+"/postalCode", a.PostalCode, 0, maxPostalCode, isDigit)
		check(f, "XBD-CITY", at+"/city", a.City, 0, maxText, isText)
		if a.Country != "" {
			check(f, "XBD-COUNTRY", at+"/country", a.Country, 2, 2, isUpper)
		}
		if len(a.AddressLine) > maxLines {
			f.Add("XBD-ADDRESSLINE-03", at+"/addressLine", "%d lines, at most %d", len(a.AddressLine), maxLines)
		}
		for i, line := range a.AddressLine {
			check(f, "XBD-ADDRESSLINE", at+"/addressLine/"+strconv.Itoa(i), line, 0, maxText, isText)
		}
	}
}

// check adds code-01 for a length that does not fit and code-02 for the first
// character that the format has no room for, and names it.
func check(f *recht.Befunde, code, pointer, text string, least, most int, allowed func(rune) bool) {
	if n := utf8.RuneCountInString(text); n < least || n > most {
		f.Add(code+"-01", pointer, "%d characters, %d to %d", n, least, most)
	}
	for _, r := range text {
		if !allowed(r) {
			f.Add(code+"-02", pointer, "the character %q (U+%04X)", r, r)
			return
		}
	}
}

func hundredths(f *recht.Befunde, code, pointer string, value, most Number) {
	if value < 0 || value > most {
		f.Add(code, pointer, "not from 0 to %s", payment.Cents(int64(most)).Decimal())
	}
}

// The sets of the standard. Its \s would let line breaks pass; they are refused.
func isDigit(r rune) bool   { return r >= '0' && r <= '9' }
func isUpper(r rune) bool   { return r >= 'A' && r <= 'Z' }
func isWord(r rune) bool    { return isDigit(r) || isUpper(r) || r >= 'a' && r <= 'z' || r == '_' }
func isID(r rune) bool      { return isWord(r) || r == '-' }
func isPurpose(r rune) bool { return isID(r) || r == ' ' }
func isText(r rune) bool {
	return isPurpose(r) || r == ',' || r == '.' || r >= 0x00C0 && r <= 0x017F
}
