// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/paydesk"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

// Memory is a payment service inside the process: a [payment.Provider] that
// goes wrong by plan. The payer's part is played by Pay and GiveUp.
type Memory struct {
	// Plan says what goes wrong; nil is nothing.
	Plan *faultplan.Plan
	// RepeatIsError makes it answer ErrExists to a repeated create, where
	// others return the payment.
	RepeatIsError bool

	desk *paydesk.Desk
}

var (
	_ payment.Provider = (*Memory)(nil)
	_ payment.Finder   = (*Memory)(nil)
	_ payment.Refunder = (*Memory)(nil)
)

// NewMemory returns a payment service without payments; now is its clock, nil
// the system's.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{Plan: &faultplan.Plan{}, desk: paydesk.New(now)}
}

type (
	// ServicePayment is a payment in the books of the service.
	ServicePayment = paydesk.Payment
	// StatementEntry is a movement on the bank account of the authority.
	StatementEntry = paydesk.Entry
)

// Payments returns the books of the service.
func (m *Memory) Payments() []ServicePayment { return m.desk.Payments() }

// Statement returns what the service has moved on the bank account.
func (m *Memory) Statement() []StatementEntry { return m.desk.Entries() }

// errNoAnswer stands for everything that hides the outcome of a call.
var errNoAnswer = errors.New("paymenttest: no answer")

// Check implements payment.Provider: this service carries everything.
func (m *Memory) Check(payment.Request) recht.Befunde { return nil }

// Create implements payment.Provider.
func (m *Memory) Create(ctx context.Context, request payment.Request) (payment.Report, error) {
	return m.call(ctx, func() (paydesk.Payment, error) {
		content, err := json.Marshal(request.Order)
		if err != nil {
			return paydesk.Payment{}, err
		}
		p, existed, err := m.desk.Open(paydesk.Payment{
			RequestID: request.ID, Amount: request.Order.Amount, Items: paydesk.Items(request.Order.Items), Purpose: request.Order.Purpose, Content: string(content),
		})
		if errors.Is(err, paydesk.ErrConflict) {
			return p, &payment.RefusedError{Code: "CONFLICT"}
		}
		if existed && m.RepeatIsError {
			return p, payment.ErrExists
		}
		return p, err
	})
}

// Status implements payment.Provider.
func (m *Memory) Status(ctx context.Context, ref string) (payment.Report, error) {
	return m.call(ctx, func() (paydesk.Payment, error) { return m.desk.Get(ref) })
}

// Find implements payment.Finder.
func (m *Memory) Find(ctx context.Context, requestID string) (payment.Report, error) {
	return m.call(ctx, func() (paydesk.Payment, error) { return m.desk.Find(requestID) })
}

// Refund implements payment.Refunder.
func (m *Memory) Refund(ctx context.Context, request payment.RefundRequest) (payment.RefundReport, error) {
	return m.callRefund(ctx, func() (paydesk.Refund, error) {
		return m.desk.Refund(request.ID, request.Ref, request.Amount, request.Available)
	})
}

// RefundStatus implements payment.Refunder.
func (m *Memory) RefundStatus(ctx context.Context, refundID string) (payment.RefundReport, error) {
	return m.callRefund(ctx, func() (paydesk.Refund, error) { return m.desk.GetRefund(refundID) })
}

// Pay plays the payer.
func (m *Memory) Pay(ref string) error {
	_, err := m.desk.Pay(ref, "CREDITCARD")
	return err
}

// GiveUp plays the payer who cancels, or the service that fails.
func (m *Memory) GiveUp(ref string, status payment.Status) error {
	_, err := m.desk.GiveUp(ref, status)
	return err
}

func (m *Memory) call(ctx context.Context, do func() (paydesk.Payment, error)) (payment.Report, error) {
	if err := ctx.Err(); err != nil {
		return payment.Report{}, err
	}
	fault := m.Plan.Take()
	if fault == faultplan.Forgets {
		return payment.Report{}, payment.ErrNotFound
	}
	if !fault.Acts() {
		return payment.Report{}, errNoAnswer
	}
	p, err := do()
	switch {
	case errors.Is(err, paydesk.ErrNotFound):
		err = payment.ErrNotFound
	case fault.HidesOutcome():
		err = errNoAnswer
	}
	if err != nil {
		return payment.Report{}, err
	}
	report := payment.Report{
		Ref: p.Ref, RequestID: p.RequestID, Status: p.Status, Raw: string(p.Status), Amount: p.Amount, Items: p.Items,
		Method: p.Method, PaidAt: p.PaidAt,
	}
	if p.Status == payment.StatusOpen {
		report.RedirectURL = "https://pay.example/" + p.Ref
	}
	switch fault {
	case faultplan.WrongAmount:
		report.Amount = payment.NewAmount(p.Amount.Minor()+1, p.Amount.Currency())
	case faultplan.WrongItems:
		report.Items = paydesk.WrongItems(p.Items)
	case faultplan.WrongRequest:
		report.RequestID = "somebody-else"
	case faultplan.StrangeStatus:
		report.Status, report.Raw = payment.StatusUnknown, "PONDERING"
	default:
	}
	return report, nil
}

func (m *Memory) callRefund(ctx context.Context, do func() (paydesk.Refund, error)) (payment.RefundReport, error) {
	if err := ctx.Err(); err != nil {
		return payment.RefundReport{}, err
	}
	fault := m.Plan.Take()
	if !fault.Acts() {
		return payment.RefundReport{}, errNoAnswer
	}
	r, err := do()
	switch {
	case errors.Is(err, paydesk.ErrNotFound):
		return payment.RefundReport{}, payment.ErrNotFound
	case errors.Is(err, paydesk.ErrRefund), errors.Is(err, paydesk.ErrConflict):
		return payment.RefundReport{}, &payment.RefusedError{Code: "REFUND"}
	case err != nil:
		return payment.RefundReport{}, err
	case fault.HidesOutcome():
		return payment.RefundReport{}, errNoAnswer
	}
	return payment.RefundReport{ID: r.ID, Amount: r.Amount, Status: payment.RefundDone}, nil
}

// Harness returns the harness of this service for [TestProvider].
func (m *Memory) Harness() Harness {
	return Harness{
		Provider: m, Plan: m.Plan, Forget: m.desk.Forget, Pay: m.Pay,
		GiveUp: m.GiveUp,
		Charges: func(requestID string) int {
			p, err := m.desk.Find(requestID)
			if err != nil {
				return 0
			}
			return p.Charges
		},
	}
}
