// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// PaymentRequest is what an online service sends. Names and spelling are the
// standard's.
type PaymentRequest struct {
	RequestID        string        `json:"requestId"`
	RequestTimestamp string        `json:"requestTimestamp"`
	Currency         string        `json:"currency"`
	GrosAmount       Number        `json:"grosAmount"`
	Purpose          string        `json:"purpose"`
	Description      string        `json:"description,omitempty"`
	RedirectURL      string        `json:"redirectUrl"`
	Items            []PaymentItem `json:"items"`
	Requestor        *Requestor    `json:"requestor,omitempty"`
}

// PaymentItem is one position.
type PaymentItem struct {
	ID              string      `json:"id"`
	Reference       string      `json:"reference"`
	Description     string      `json:"description,omitempty"`
	TaxRate         Number      `json:"taxRate"` // percent
	Quantity        int64       `json:"quantity"`
	TotalNetAmount  Number      `json:"totalNetAmount"`
	TotalTaxAmount  Number      `json:"totalTaxAmount"`
	SingleNetAmount Number      `json:"singleNetAmount"`
	SingleTaxAmount Number      `json:"singleTaxAmount"`
	BookingData     BookingData `json:"bookingData,omitempty"`
}

// Requestor is the payer.
type Requestor struct {
	Name             string   `json:"name,omitempty"`
	FirstName        string   `json:"firstName,omitempty"`
	Gender           string   `json:"gender,omitempty"`
	IsOrganization   bool     `json:"isOrganization"`
	OrganizationName string   `json:"organizationName,omitempty"`
	Address          *Address `json:"address,omitempty"`
}

// Address is where the payer lives.
type Address struct {
	Street      string   `json:"street,omitempty"`
	HouseNumber string   `json:"houseNumber,omitempty"`
	AddressLine []string `json:"addressLine,omitempty"`
	PostalCode  string   `json:"postalCode,omitempty"`
	City        string   `json:"city,omitempty"`
	Country     string   `json:"country,omitempty"`
}

func (a *Address) isEmpty() bool {
	return a.Street == "" && a.HouseNumber == "" && len(a.AddressLine) == 0 && a.PostalCode == "" && a.City == "" && a.Country == ""
}

// PaymentTransaction is what the service answers. It is meant to be carried
// unchanged into the application.
type PaymentTransaction struct {
	PaymentInformation PaymentInformation `json:"paymentInformation"`
	PaymentRequest     PaymentRequest     `json:"paymentRequest"`
}

// PaymentInformation is the part that the service adds.
type PaymentInformation struct {
	TransactionURL         string `json:"transactionUrl,omitempty"`
	TransactionRedirectURL string `json:"transactionRedirectUrl,omitempty"` // while INITIAL only
	TransactionID          string `json:"transactionId"`
	TransactionReference   string `json:"transactionReference,omitempty"`
	TransactionTimestamp   string `json:"transactionTimestamp,omitempty"` // of the payment
	PaymentMethod          string `json:"paymentMethod,omitempty"`
	PaymentMethodDetail    string `json:"paymentMethodDetail,omitempty"`
	Status                 string `json:"status"`
	StatusDetail           string `json:"statusDetail,omitempty"`
}

// The states of the standard, in its spelling.
const (
	StatusInitial  = "INITIAL"
	StatusPayed    = "PAYED" //nolint:misspell // the standard spells it so
	StatusFailed   = "FAILED"
	StatusCanceled = "CANCELED"
)

// Number is a decimal number of at most two places: an amount in euro and cents
// or a rate in percent and its hundredths. On the wire it is a JSON number, here
// the whole number of hundredths; there is no float in between.
type Number int64

// MarshalJSON writes a literal with two decimals: 7.50.
func (n Number) MarshalJSON() ([]byte, error) {
	return []byte(payment.Cents(int64(n)).Decimal()), nil
}

// UnmarshalJSON reads a JSON number: 7.5, 7.50, 7.5e0. A quoted number, null and
// a third decimal that is not zero are errors.
func (n *Number) UnmarshalJSON(b []byte) error {
	a, err := money.ParseDecimal(string(b), payment.EUR)
	if err != nil {
		return err
	}
	*n = Number(a.Minor())
	return nil
}

// BookingData are keys and values for the booking downstream, in their order.
type BookingData []payment.Entry

// MarshalJSON writes an object.
func (d BookingData) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, entry := range d {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(entry.Key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(entry.Value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads an object of texts, sorted by key.
func (d *BookingData) UnmarshalJSON(b []byte) error {
	var object map[string]string
	if err := json.Unmarshal(b, &object); err != nil {
		return errBookingData
	}
	*d = nil
	for key, value := range object {
		*d = append(*d, payment.Entry{Key: key, Value: value})
	}
	slices.SortFunc(*d, func(x, y payment.Entry) int { return strings.Compare(x.Key, y.Key) })
	return nil
}

// errBookingData stands for a decoder's message, which may quote the input.
var errBookingData = errors.New("xbezahldienste: bookingData is not an object of texts")
