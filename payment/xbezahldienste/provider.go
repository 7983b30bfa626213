// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

var (
	_ payment.Provider = (*Client)(nil)
	_ payment.Finder   = (*Client)(nil)
)

// timeLayout is UTC with milliseconds.
const timeLayout = "2006-01-02T15:04:05.000Z"

// NewPaymentRequest writes an order in the format of the standard. It changes
// no text and checks nothing; see [PaymentRequest.Findings].
func NewPaymentRequest(request payment.Request) PaymentRequest {
	order := request.Order
	r := PaymentRequest{
		RequestID: request.ID, RequestTimestamp: request.Time.UTC().Format(timeLayout), Currency: order.Amount.Currency().String(),
		GrosAmount: Number(order.Amount.Minor()), Purpose: order.Purpose, Description: order.Description, RedirectURL: order.ReturnURL,
		Items: make([]PaymentItem, len(order.Items)),
	}
	for i := range order.Items {
		item := &order.Items[i]
		r.Items[i] = PaymentItem{
			ID: item.ID, Reference: item.Reference, Description: item.Description, TaxRate: Number(item.TaxRate), Quantity: item.Quantity,
			TotalNetAmount: Number(item.Net.Minor()), TotalTaxAmount: Number(item.Tax.Minor()),
			SingleNetAmount: Number(item.SingleNet.Minor()), SingleTaxAmount: Number(item.SingleTax.Minor()),
			BookingData: BookingData(item.Booking),
		}
	}
	if p := order.Payer; p != nil {
		r.Requestor = &Requestor{
			Name: p.Name, FirstName: p.FirstName, Gender: p.Gender, IsOrganization: p.OrganizationName != "", OrganizationName: p.OrganizationName,
		}
		address := Address{
			Street: p.Street, HouseNumber: p.HouseNumber, AddressLine: p.AddressLines, PostalCode: p.PostalCode, City: p.City, Country: p.Country,
		}
		if !address.isEmpty() {
			r.Requestor.Address = &address
		}
	}
	return r
}

// Check implements [payment.Provider].
func (c *Client) Check(request payment.Request) recht.Befunde {
	wire := NewPaymentRequest(request)
	return wire.Findings()
}

// Create implements [payment.Provider].
func (c *Client) Create(ctx context.Context, request payment.Request) (payment.Report, error) {
	transaction, payload, err := c.initiate(ctx, NewPaymentRequest(request))
	if p, ok := errors.AsType[*ProblemError](err); ok {
		return payment.Report{}, p.creation()
	}
	if err != nil {
		return payment.Report{}, err
	}
	return c.report(transaction, payload)
}

// Status implements [payment.Provider].
func (c *Client) Status(ctx context.Context, ref string) (payment.Report, error) {
	transaction, payload, err := c.read(ctx, ref)
	if p, ok := errors.AsType[*ProblemError](err); ok && p.Status == http.StatusNotFound && p.FunctionalCode != "" {
		// Only the service itself can say so; a 404 of a proxy has no code.
		return payment.Report{}, fmt.Errorf("%w: %w", payment.ErrNotFound, p)
	}
	if err != nil {
		return payment.Report{}, err
	}
	return c.report(transaction, payload)
}

// Find implements [payment.Finder]: a service may echo the request id as its
// transaction id, or know a transaction under both.
func (c *Client) Find(ctx context.Context, requestID string) (payment.Report, error) {
	return c.Status(ctx, requestID)
}

// report says what the transaction means. What it cannot read is an error, what
// it does not know is kept. A pay page without TLS under a service with it is none.
func (c *Client) report(t PaymentTransaction, payload []byte) (payment.Report, error) {
	info, request := t.PaymentInformation, t.PaymentRequest
	currency, err := money.ParseCurrency(request.Currency)
	if err != nil {
		return payment.Report{}, fmt.Errorf("%w: currency", payment.ErrReport)
	}
	r := payment.Report{
		Ref: info.TransactionID, RequestID: request.RequestID, Raw: info.Status, Amount: payment.NewAmount(int64(request.GrosAmount), currency),
		Reference: info.TransactionReference, Method: info.PaymentMethod, MethodDetail: info.PaymentMethodDetail, Payload: sha256.Sum256(payload),
	}
	for i := range request.Items {
		item := &request.Items[i]
		r.Items = append(r.Items, payment.ReportItem{
			ID: item.ID, Quantity: item.Quantity,
			Net: payment.NewAmount(int64(item.TotalNetAmount), currency), Tax: payment.NewAmount(int64(item.TotalTaxAmount), currency),
		})
	}
	switch info.Status {
	case StatusInitial:
		r.Status = payment.StatusOpen
		page, err := url.Parse(info.TransactionRedirectURL)
		if err != nil || page.Host == "" || page.Scheme != "https" && page.Scheme != c.base.Scheme {
			return payment.Report{}, fmt.Errorf("%w: transactionRedirectUrl", payment.ErrReport)
		}
		r.RedirectURL = info.TransactionRedirectURL
	case StatusPayed:
		r.Status = payment.StatusPaid
		if r.PaidAt, err = time.Parse(time.RFC3339, info.TransactionTimestamp); err != nil {
			r.PaidAt = time.Time{} // the money counts, not the clock of the service
		}
	case StatusFailed:
		r.Status = payment.StatusFailed
	case StatusCanceled:
		r.Status = payment.StatusCanceled
	default:
		r.Status = payment.StatusUnknown
	}
	return r, nil
}
