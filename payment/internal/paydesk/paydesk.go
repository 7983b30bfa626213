// SPDX-License-Identifier: Apache-2.0

// Package paydesk is the inside of every pretended payment service: it opens
// payments, takes money, sends it back, and keeps books that tests compare with
// ours. The services around it only differ in how they speak.
package paydesk

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/payment"
)

// What the desk answers.
var (
	ErrNotFound = errors.New("paydesk: no such payment")
	ErrConflict = errors.New("paydesk: the request id came before with other content")
	ErrRefund   = errors.New("paydesk: not the amount that can be refunded")
)

// Payment is one payment as the service sees it.
type Payment struct {
	Ref       string
	RequestID string
	Amount    payment.Amount
	Items     []payment.ReportItem // must not be changed
	Status    payment.Status
	Purpose   string
	ReturnURL string
	Method    string
	PaidAt    time.Time
	Content   string // of the request as it came, to compare a repeated one
	Refunded  payment.Amount
	Charges   int // how often money was taken; more than once is a scandal
}

// Items returns the items of an order as a service keeps them.
func Items(items []payment.Item) []payment.ReportItem {
	kept := make([]payment.ReportItem, len(items))
	for i := range items {
		kept[i] = payment.ReportItem{ID: items[i].ID, Quantity: items[i].Quantity, Net: items[i].Net, Tax: items[i].Tax}
	}
	return kept
}

// WrongItems returns other items of the same sum: a cent moves from the second
// to the first, and a single one has another id.
func WrongItems(items []payment.ReportItem) []payment.ReportItem {
	wrong := slices.Clone(items)
	switch len(wrong) {
	case 0:
	case 1:
		wrong[0].ID += "-other"
	default:
		wrong[0].Net = payment.NewAmount(wrong[0].Net.Minor()+1, wrong[0].Net.Currency())
		wrong[1].Net = payment.NewAmount(wrong[1].Net.Minor()-1, wrong[1].Net.Currency())
	}
	return wrong
}

// Refund is money sent back.
type Refund struct {
	ID, Ref string
	Amount  payment.Amount
}

// Entry is one movement on the bank account of the authority.
type Entry struct {
	Key       string
	RequestID string
	Amount    payment.Amount // less than zero: sent back
}

// Desk is the service. It may be used by any number of goroutines.
type Desk struct {
	now func() time.Time

	mu        sync.Mutex
	byRef     map[string]*Payment
	byRequest map[string]*Payment
	refunds   map[string]Refund
	entries   []Entry
}

// New returns an empty desk; now is its clock, nil the system's.
func New(now func() time.Time) *Desk {
	if now == nil {
		now = time.Now
	}
	return &Desk{now: now, byRef: map[string]*Payment{}, byRequest: map[string]*Payment{}, refunds: map[string]Refund{}}
}

// Open opens a payment, or returns the one that was opened under the request id
// before, with existed set.
func (d *Desk) Open(p Payment) (opened Payment, existed bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if before, found := d.byRequest[p.RequestID]; found {
		if before.Content != p.Content {
			return Payment{}, true, ErrConflict
		}
		return *before, true, nil
	}
	p.Ref = fmt.Sprintf("T-%08d", len(d.byRequest)+1)
	p.Status, p.Refunded = payment.StatusOpen, payment.NewAmount(0, p.Amount.Currency())
	d.byRef[p.Ref], d.byRequest[p.RequestID] = &p, &p
	return p, false, nil
}

// Get returns a payment by its ref.
func (d *Desk) Get(ref string) (Payment, error) { return d.lookup(d.byRef, ref) }

// Find returns a payment by its request id.
func (d *Desk) Find(requestID string) (Payment, error) { return d.lookup(d.byRequest, requestID) }

func (d *Desk) lookup(index map[string]*Payment, key string) (Payment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, found := index[key]; found {
		return *p, nil
	}
	return Payment{}, ErrNotFound
}

// Pay takes the money, also from a payment that was given up: payers do that.
// Paying twice takes it once.
func (d *Desk) Pay(ref, method string) (Payment, error) {
	return d.change(ref, func(p *Payment) {
		if p.Status == payment.StatusPaid {
			return
		}
		p.Status, p.Method, p.PaidAt = payment.StatusPaid, method, d.now().UTC()
		p.Charges++
		d.entries = append(d.entries, Entry{Key: fmt.Sprintf("E-%08d", len(d.entries)+1), RequestID: p.RequestID, Amount: p.Amount})
	})
}

// GiveUp ends an open payment as failed or canceled; one that is over stays as
// it is.
func (d *Desk) GiveUp(ref string, status payment.Status) (Payment, error) {
	return d.change(ref, func(p *Payment) {
		if p.Status == payment.StatusOpen {
			p.Status = status
		}
	})
}

func (d *Desk) change(ref string, change func(*Payment)) (Payment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, found := d.byRef[ref]
	if !found {
		return Payment{}, ErrNotFound
	}
	change(p)
	return *p, nil
}

// Refund sends money back once per refund id. available is how much the caller
// thinks there is.
func (d *Desk) Refund(id, ref string, amount, available payment.Amount) (Refund, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if before, found := d.refunds[id]; found {
		if before.Ref != ref || before.Amount != amount {
			return Refund{}, ErrConflict
		}
		return before, nil
	}
	p, found := d.byRef[ref]
	if !found {
		return Refund{}, ErrNotFound
	}
	left, err := p.Amount.Sub(p.Refunded)
	if err != nil {
		return Refund{}, err
	}
	// The caller may hold back more for other refunds under way, never less.
	tooMuch, err := amount.Cmp(left)
	if err != nil || p.Status != payment.StatusPaid || tooMuch > 0 || amount.Sign() <= 0 || available.Minor() > left.Minor() {
		return Refund{}, ErrRefund
	}
	if p.Refunded, err = p.Refunded.Add(amount); err != nil {
		return Refund{}, err
	}
	back, err := amount.Neg()
	if err != nil {
		return Refund{}, err
	}
	d.entries = append(d.entries, Entry{Key: fmt.Sprintf("E-%08d", len(d.entries)+1), RequestID: p.RequestID, Amount: back})
	d.refunds[id] = Refund{ID: id, Ref: ref, Amount: amount}
	return d.refunds[id], nil
}

// GetRefund returns a refund by its id.
func (d *Desk) GetRefund(id string) (Refund, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r, found := d.refunds[id]; found {
		return r, nil
	}
	return Refund{}, ErrNotFound
}

// Forget loses a payment, as services do.
func (d *Desk) Forget(ref string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, found := d.byRef[ref]; found {
		delete(d.byRef, ref)
		delete(d.byRequest, p.RequestID)
	}
}

// Payments returns all payments in the order of their refs.
func (d *Desk) Payments() []Payment {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := make([]Payment, 0, len(d.byRef))
	for _, ref := range slices.Sorted(maps.Keys(d.byRef)) {
		all = append(all, *d.byRef[ref])
	}
	return all
}

// Entries returns the bank statement so far.
func (d *Desk) Entries() []Entry {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.entries)
}
