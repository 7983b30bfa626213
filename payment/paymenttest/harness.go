// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

// Harness is a driver together with the pretended service that it talks to.
type Harness struct {
	// Provider is the driver.
	Provider payment.Provider
	// Plan decides over the next calls that the service receives.
	Plan *faultplan.Plan
	// Pay and GiveUp play what happens on the pay page. Pay also pays what was
	// given up; GiveUp leaves alone what is over.
	Pay    func(ref string) error
	GiveUp func(ref string, status payment.Status) error
	// Forget makes the service lose the payment.
	Forget func(ref string)
	// Charges tells how often money was taken for a request id.
	Charges func(requestID string) int
	// Push returns the signed message about a payment as it is now; nil for a
	// service without messages.
	Push func(ref string) (http.Header, []byte)
}

// TestProvider is the conformance suite. newHarness makes a fresh service for
// every test.
func TestProvider(t *testing.T, newHarness func(t *testing.T) Harness) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Harness){
		"CreateOpensAndStatusFollows":           createOpensAndStatusFollows,
		"TheSameRequestOpensOnePayment":         sameRequestOpensOnePayment,
		"OtherContentUnderTheSameIDIsNoPayment": otherContentIsNoPayment,
		"FiftyConcurrentCreatesOpenOnePayment":  concurrentCreatesOpenOnePayment,
		"AnUnknownRefIsNotFound":                unknownRefIsNotFound,
		"NoFaultPassesForARefusal":              noFaultPassesForARefusal,
		"AStatusOfTomorrowIsNoError":            statusOfTomorrowIsNoError,
		"AnEndedContextEndsTheCall":             endedContextEndsTheCall,
		"MessagesAreSignedAndRead":              messagesAreSignedAndRead,
		"PaidIsNoticedOnce":                     paidIsNoticedOnce,
		"CanceledAndFailedEnd":                  canceledAndFailedEnd,
		"ALostAnswerNeverChargesTwice":          lostAnswerNeverChargesTwice,
		"ABrowserThatNeverComesBackStrandsNone": browserNeverComesBack,
		"AnErrorNeverEndsThePolling":            errorNeverEndsPolling,
		"AnotherAmountIsNeverBelieved":          anotherAmountIsNeverBelieved,
		"OtherItemsAreNeverBelieved":            otherItemsAreNeverBelieved,
		"APaymentAfterOurDeadlineIsLate":        paymentAfterDeadlineIsLate,
		"AForgottenPaymentStandsOnTheList":      forgottenPaymentStandsOnTheList,
		"MessagesInAnyOrderBookOnce":            messagesInAnyOrderBookOnce,
		"TwoWorkersBookOnce":                    twoWorkersBookOnce,
		"RefundsNeverExceedThePayment":          refundsNeverExceed,
		"ARefundWithALostAnswerIsSentOnce":      refundWithLostAnswer,
		"ARepeatedStartIsTheSamePayment":        repeatedStart,
	} {
		t.Run(name, func(t *testing.T) { test(t, newHarness(t)) })
	}
}

// Order returns an order that every service should carry: an invented
// certificate of 7.50 EUR, of no application, so that many may be started.
func Order() payment.Order {
	zero := payment.Cents(0)
	return payment.Order{
		Leistung: "urn:de:fim:leika:leistung:99115005104001", Purpose: "Meldebescheinigung", Description: "Eine Meldebescheinigung",
		ReturnURL: "https://dienst.example/zurueck", Amount: payment.Cents(750),
		Items: []payment.Item{{
			ID: "1", Reference: "meldebescheinigung", Description: "Einfache Meldebescheinigung", Quantity: 1,
			SingleNet: payment.Cents(750), SingleTax: zero, Net: payment.Cents(750), Tax: zero,
		}},
	}
}

// request is the order as a driver gets it.
func request(id string) payment.Request {
	return payment.Request{ID: id, Time: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Order: Order()}
}

// Clock is a clock that stands until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at a Monday morning.
func NewClock() *Clock { return &Clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)} }

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is a service over a harness, a store in memory and a standing clock.
type bench struct {
	Harness

	*payment.Service
	store *bausteine.Store
	clock *Clock

	mu      sync.Mutex
	notices map[string]int // by payment and notice id
}

func newBench(t *testing.T, h Harness) *bench {
	t.Helper()
	b := &bench{Harness: h, clock: NewClock(), notices: map[string]int{}}
	b.store = bausteine.NewMemory(bausteine.Config{Now: b.clock.Now})
	service, err := payment.NewService(b.store, h.Provider, payment.Config{
		CallTimeout: 5 * time.Second,
		OnPaid: func(_ context.Context, n payment.Notice) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.notices[n.Transaction.ID().String()+"/"+n.ID.String()]++
			return nil
		},
	})
	require.NoError(t, err)
	b.Service = service
	return b
}

func (b *bench) start(t *testing.T) payment.Transaction {
	t.Helper()
	tx, err := b.Start(t.Context(), Order(), "")
	require.NoError(t, err)
	return tx
}

// work lets time pass in steps and does what is due after each.
func (b *bench) work(t *testing.T, steps ...time.Duration) {
	t.Helper()
	for _, step := range steps {
		b.clock.Advance(step)
		_, err := Work(t.Context(), b.store)
		require.NoError(t, err)
	}
}

func (b *bench) load(t *testing.T, tx payment.Transaction) payment.Transaction {
	t.Helper()
	now, err := b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	return now
}

// charges counts over all attempts of a payment.
func (b *bench) charges(tx payment.Transaction) int {
	sum := 0
	for attempt := 1; attempt <= 20; attempt++ {
		sum += b.Charges(payment.RequestID(tx.ID(), attempt))
	}
	return sum
}

func (b *bench) listed(t *testing.T) int {
	t.Helper()
	n := 0
	for _, err := range b.CashOffice(t.Context()) {
		require.NoError(t, err)
		n++
	}
	return n
}
