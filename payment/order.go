// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Order is what somebody is asked to pay, before anybody pays.
type Order struct {
	// Application is the id of the application that the fee belongs to, and
	// Leistung the URN of its service; both may be empty.
	Application string `json:"-"`
	Leistung    string `json:"leistung,omitempty"`
	// Assessment is the id of the assessment or notice that the money is for; empty:
	// the items tell one assessment from another. For one application and one
	// assessment there is one payment; see [Service.Start].
	Assessment string `json:"assessment,omitempty"`
	// Reference is the Kassenzeichen, where the service brings one.
	Reference string `json:"-"`
	// Purpose is the booking text.
	Purpose string `json:"-"`
	Items   []Item `json:"items"`
	// Amount is the sum of the items.
	Amount Amount `json:"amount"`

	// Description may appear on the pay page.
	Description string `json:"-"`
	// ReturnURL is where the browser goes afterwards. It proves nothing.
	ReturnURL string `json:"-"`
	// Payer may be left out.
	Payer *Payer `json:"-"`
}

// Item is one position of an order.
type Item struct {
	ID          string  `json:"id"`
	Reference   string  `json:"reference"` // business reference of the "article"
	Description string  `json:"description"`
	Quantity    int64   `json:"quantity"`
	SingleNet   Amount  `json:"singleNet"`
	SingleTax   Amount  `json:"singleTax"`
	Net         Amount  `json:"net"` // of the line; these two make the total
	Tax         Amount  `json:"tax"`
	TaxRate     Rate    `json:"taxRateBasisPoints"`
	Booking     []Entry `json:"booking,omitempty"`
}

// Entry is one key and value of the booking data, in the order of the cash
// office (haushaltsstelle, kostenstelle, ...).
type Entry struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Payer is who pays, as far as the payment service is told. Personal data.
type Payer struct {
	Name, FirstName  string
	Gender           string // "M", "F", "D" or empty
	OrganizationName string // set: an organization pays
	Street           string
	HouseNumber      string
	PostalCode, City string
	Country          string // ISO 3166-1 alpha-2
	AddressLines     []string
}

// String keeps fmt from printing who pays.
func (Payer) String() string { return "payer" }

// GoString keeps %#v from printing who pays.
func (Payer) GoString() string { return "payer" }

// String tells amount and number of items, and nothing about a person.
func (o Order) String() string { return fmt.Sprintf("order of %s in %d items", o.Amount, len(o.Items)) }

// GoString keeps %#v from printing personal data.
func (o Order) GoString() string { return o.String() }

const leistungPrefix = "urn:de:fim:leika:leistung:"

// check lists what makes the order unusable for any provider.
func (o *Order) check() recht.Befunde {
	var f recht.Befunde
	if o.Leistung != "" && !validLeistung(o.Leistung) {
		f.Add("PAY-LEISTUNG-01", "/leistung", "not a URN of a Leistung")
	}
	if strings.TrimSpace(o.Purpose) == "" {
		f.Add("PAY-PURPOSE-01", "/purpose", "required")
	}
	if u, err := url.Parse(o.ReturnURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		f.Add("PAY-RETURN-01", "/returnUrl", "not an absolute http or https URL")
	}
	if o.Amount.Sign() <= 0 {
		f.Add("PAY-AMOUNT-01", "/amount", "nothing to pay makes no payment")
	}
	if len(o.Items) == 0 {
		f.Add("PAY-ITEMS-01", "/items", "required")
		return f
	}
	total, err := o.itemsTotal()
	if err != nil || total != o.Amount {
		f.Add("PAY-AMOUNT-02", "/amount", "not the sum of the items")
	}
	for i := range o.Items {
		item := &o.Items[i]
		at := "/items/" + strconv.Itoa(i)
		if item.ID == "" || item.Quantity < 1 {
			f.Add("PAY-ITEM-01", at, "an id and a quantity of at least 1 are required")
		}
		for _, a := range []Amount{item.Net, item.Tax, item.SingleNet, item.SingleTax} {
			if a.Sign() < 0 || a.Currency() != o.Amount.Currency() {
				f.Add("PAY-ITEM-02", at, "all amounts are given, in the currency of the order, and not negative")
				break
			}
		}
		for j := range i {
			if o.Items[j].ID == item.ID {
				f.Add("PAY-ITEM-03", at+"/id", "used by an earlier item")
			}
		}
	}
	return f
}

func (o *Order) itemsTotal() (Amount, error) {
	total := NewAmount(0, o.Amount.Currency())
	for i := range o.Items {
		for _, part := range []Amount{o.Items[i].Net, o.Items[i].Tax} {
			var err error
			if total, err = total.Add(part); err != nil {
				return Amount{}, err
			}
		}
	}
	return total, nil
}

func validLeistung(urn string) bool {
	digits, ok := strings.CutPrefix(urn, leistungPrefix)
	return ok && len(digits) == 14 && digits[:2] == "99" &&
		!strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
}

// Items returns the lines of the assessment as items of an order. Where a bound
// or an exemption changed a line, or it is not counted in units, it is one unit
// of its net amount, so that quantity times single stays true.
func (a *Assessment) Items() ([]Item, error) {
	items := make([]Item, 0, len(a.Lines))
	for i := range a.Lines {
		line := &a.Lines[i]
		item := line.item(i + 1)
		if line.Kind == FeePerUnit && line.Bound == "" && line.Exemption == nil {
			tax, err := line.TaxRate.Of(line.Single, HalfUp)
			if err != nil {
				return nil, err
			}
			item.Quantity, item.SingleNet, item.SingleTax = line.Quantity, line.Single, tax
		}
		items = append(items, item)
	}
	return items, nil
}

// item is the line as one unit.
func (l *Line) item(number int) Item {
	return Item{
		ID: strconv.Itoa(number), Reference: l.Fee, Description: l.Text, Quantity: 1,
		SingleNet: l.Net, SingleTax: l.Tax, Net: l.Net, Tax: l.Tax, TaxRate: l.TaxRate,
	}
}
