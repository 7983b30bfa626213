// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/signedpay"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

// The tests of this file are named after mistakes that were found in a client
// in production use. Each would fail if the mistake were made here.

func TestDefect01_TheIntentIsStoredBeforeTheCall(t *testing.T) {
	var service *payment.Service
	stored := 0
	provider := &watching{Provider: paymenttest.NewMemory(nil), before: func(request payment.Request) {
		id, _, ok := payment.ParseRequestID(request.ID)
		require.True(t, ok)
		tx, err := service.Load(t.Context(), id)
		require.NoError(t, err, "a time-out now must leave something behind")
		stored = len(tx.Events())
	}}
	var err error
	service, err = payment.NewService(newStore(nil), provider, payment.Config{})
	require.NoError(t, err)
	_, err = service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.Equal(t, 1, stored)
}

func TestDefect02_ARetryCarriesTheSameIDAndTheSameBytes(t *testing.T) {
	b := newBooks(t)
	var asked []string
	provider := &watching{Provider: b.provider, before: func(request payment.Request) {
		wire := xbezahldienste.NewPaymentRequest(request)
		asked = append(asked, fmt.Sprintf("%#v", wire))
	}}
	store := newStore(b.clock.Now)
	service, err := payment.NewService(store, provider, payment.Config{})
	require.NoError(t, err)
	b.provider.Plan.Next(faultplan.TimeoutBefore, faultplan.TimeoutAfter)
	_, err = service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	for _, step := range []time.Duration{time.Minute, 5 * time.Minute} {
		b.clock.Advance(step)
		_, err = paymenttest.Work(t.Context(), store)
		require.NoError(t, err)
	}
	require.Len(t, asked, 3)
	require.Equal(t, asked[0], asked[1])
	require.Equal(t, asked[0], asked[2])
	require.Len(t, b.provider.Payments(), 1)
}

func TestDefect03_ATextThatIsTooLongIsRefusedAndNotShortened(t *testing.T) {
	client := newClient(t)
	service, err := payment.NewService(newStore(nil), client, payment.Config{})
	require.NoError(t, err)
	order := paymenttest.Order()
	order.Purpose = strings.Repeat("x", 28)
	_, err = service.Start(t.Context(), order, "")
	requireCode(t, err, "XBD-PURPOSE-01")
}

func TestDefect04_AnItemAboveTheLimitIsRefusedAndNotClamped(t *testing.T) {
	client := newClient(t)
	service, err := payment.NewService(newStore(nil), client, payment.Config{})
	require.NoError(t, err)
	order := paymenttest.Order()
	order.Amount = money.MustParseAmount("1000000.00 EUR")
	order.Items[0].Net, order.Items[0].SingleNet = order.Amount, order.Amount
	_, err = service.Start(t.Context(), order, "")
	requireCode(t, err, "XBD-ITEM-AMOUNT-01")
	requireCode(t, err, "XBD-GROSAMOUNT-01")
}

func TestDefect05_AnErrorOfTheServiceDoesNotEndThePolling(t *testing.T) {
	b := newBooks(t)
	tx, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	for _, step := range []time.Duration{time.Minute, 4 * time.Minute, 10 * time.Minute, 45 * time.Minute} {
		b.provider.Plan.Next(faultplan.ErrorBefore)
		b.clock.Advance(step)
		_, err = paymenttest.Work(t.Context(), b.store)
		require.NoError(t, err)
	}
	b.clock.Advance(6 * time.Hour)
	_, err = paymenttest.Work(t.Context(), b.store)
	require.NoError(t, err)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StatePaid, tx.State())
}

func TestDefect06_AMessageIsComparedWithTheOrder(t *testing.T) {
	key := newKey(t)
	client, err := signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: "a token of this test", Keys: []signedpay.Key{key}})
	require.NoError(t, err)
	memory := paymenttest.NewMemory(nil)
	service, err := payment.NewService(newStore(nil), pushing{memory, client}, payment.Config{})
	require.NoError(t, err)
	push := func(tx payment.Transaction, ref, request, amount, currency string) payment.Transaction {
		body := fmt.Appendf(nil, `{"payment_id":%q,"reference":%q,"amount":{"amount":%s,"currency":%q},"state":{"status":"success"}}`, ref, request, amount, currency)
		after, err := service.Push(t.Context(), http.Header{signedpay.SignatureHeader: {key.Sign(body)}}, body)
		require.NoError(t, err)
		require.Equal(t, tx.ID(), after.ID())
		return after
	}
	for field, spoil := range map[string]func(tx payment.Transaction) payment.Transaction{
		"amount": func(tx payment.Transaction) payment.Transaction {
			return push(tx, tx.Ref(), tx.RequestID(), "1", "EUR")
		},
		"ref": func(tx payment.Transaction) payment.Transaction { return push(tx, "T-9", tx.RequestID(), "750", "EUR") },
		"requestId": func(tx payment.Transaction) payment.Transaction {
			return push(tx, tx.Ref(), payment.RequestID(tx.ID(), 2), "750", "EUR")
		},
	} {
		tx, err := service.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		tx = spoil(tx)
		require.Equal(t, payment.StateInitial, tx.State(), field)
		require.Equal(t, []payment.Flag{payment.FlagMismatch}, tx.Flags(), field)
		events := tx.Events()
		require.Equal(t, field, events[len(events)-1].Field)
	}
	tx, err := service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	// The sum is right, what it is for is not.
	body := fmt.Appendf(nil, `{"payment_id":%q,"reference":%q,"amount":{"amount":750,"currency":"EUR"},"state":{"status":"success"},"items":[`+
		`{"id":"1","quantity":1,"net":{"amount":630,"currency":"EUR"},"tax":{"amount":120,"currency":"EUR"}}]}`, tx.Ref(), tx.RequestID())
	tx, err = service.Push(t.Context(), http.Header{signedpay.SignatureHeader: {key.Sign(body)}}, body)
	require.NoError(t, err)
	require.Equal(t, payment.StateInitial, tx.State())
	events := tx.Events()
	require.Equal(t, "items/0/net", events[len(events)-1].Field)

	tx, err = service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	tx = push(tx, tx.Ref(), tx.RequestID(), "750", "USD")
	require.Equal(t, payment.StateInitial, tx.State(), "another currency is another amount")
	tx = push(tx, tx.Ref(), tx.RequestID(), "750", "EUR")
	require.Equal(t, payment.StatePaid, tx.State())
}

func TestDefect07_ASignatureIsComparedAsAWhole(t *testing.T) {
	key, body := newKey(t), []byte("{}")
	signature := key.Sign(body)
	for n := range len(signature) {
		require.False(t, signedpay.Verify(signature[:n], body, key), "a beginning is not enough")
	}
	require.True(t, signedpay.Verify(signature, body, key))
}

func TestDefect08_ALateFailureDoesNotOverwriteASuccess(t *testing.T) {
	for _, status := range []string{"failed", "cancelled"} {
		key := newKey(t)
		client, err := signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: "a token of this test", Keys: []signedpay.Key{key}})
		require.NoError(t, err)
		memory := paymenttest.NewMemory(nil)
		service, err := payment.NewService(newStore(nil), pushing{memory, client}, payment.Config{})
		require.NoError(t, err)
		tx, err := service.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		require.NoError(t, memory.Pay(tx.Ref()))
		tx, err = service.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		body := fmt.Appendf(nil, `{"payment_id":%q,"reference":%q,"amount":{"amount":750,"currency":"EUR"},"state":{"status":%q}}`, tx.Ref(), tx.RequestID(), status)
		for range 2 {
			tx, err = service.Push(t.Context(), http.Header{signedpay.SignatureHeader: {key.Sign(body)}}, body)
			require.NoError(t, err)
			require.Equal(t, payment.StatePaid, tx.State())
			require.Equal(t, []payment.Flag{payment.FlagContradiction}, tx.Flags())
		}
		require.Equal(t, uint64(4), tx.Version(), "the contradiction is recorded once")
	}
}

func TestDefect09_PercentWithADecimalKeepsIt(t *testing.T) {
	tax, err := payment.Rate(550).Of(payment.Cents(10_000), payment.HalfUp)
	require.NoError(t, err)
	require.Equal(t, payment.Cents(550), tax, "5.5 percent of 100.00 EUR, not 6")
	require.Equal(t, "5.5", payment.Rate(550).Percent())
}

func TestDefect10_NothingToPayMakesNoPaymentHoweverItIsWritten(t *testing.T) {
	b := newBooks(t)
	for _, text := range []string{"0", "0.0", "0.00", "-0", "0e5"} {
		zero, err := money.ParseDecimal(text, payment.EUR)
		require.NoError(t, err)
		order := paymenttest.Order()
		order.Amount, order.Items[0].Net, order.Items[0].SingleNet = zero, zero, zero
		_, err = b.Start(t.Context(), order, "")
		requireCode(t, err, "PAY-AMOUNT-01")
	}
	table := readTable(t, "kirchen")
	a, err := table.Assess(datum.MustParse("2026-03-02"), payment.Position{Fee: "anmeldung", Quantity: 1})
	require.NoError(t, err)
	require.False(t, a.IsPayable())
	require.Empty(t, b.provider.Payments())
}

func TestDefect11_AScheduledQuestionIsAskedOnce(t *testing.T) {
	b := newBooks(t)
	asked := 0
	provider := &watching{Provider: b.provider, status: func() { asked++ }}
	store := newStore(b.clock.Now)
	service, err := payment.NewService(store, provider, payment.Config{})
	require.NoError(t, err)
	_, err = service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	for range 5 * 60 { // five minutes, second by second
		b.clock.Advance(time.Second)
		_, err = paymenttest.Work(t.Context(), store)
		require.NoError(t, err)
	}
	require.Equal(t, 2, asked, "after one minute and after five")
}

// watching tells of the calls that reach the provider.
type watching struct {
	payment.Provider

	before func(payment.Request)
	status func()
}

func (w *watching) Create(ctx context.Context, request payment.Request) (payment.Report, error) {
	if w.before != nil {
		w.before(request)
	}
	return w.Provider.Create(ctx, request)
}

func (w *watching) Status(ctx context.Context, ref string) (payment.Report, error) {
	if w.status != nil {
		w.status()
	}
	return w.Provider.Status(ctx, ref)
}

func newKey(t *testing.T) signedpay.Key {
	t.Helper()
	key, err := signedpay.NewKey([]byte("a key of this test"))
	require.NoError(t, err)
	return key
}

// pushing is a service in memory that speaks the messages of signedpay.
type pushing struct {
	payment.Provider
	payment.Notified
}

func newClient(t *testing.T) *xbezahldienste.Client {
	t.Helper()
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: "https://pay.example", OriginatorID: "o", EndPointID: "e"})
	require.NoError(t, err)
	return client
}

func requireCode(t *testing.T, err error, code string) {
	t.Helper()
	invalid, ok := errors.AsType[*recht.BefundError](err)
	require.True(t, ok, "%v", err)
	require.True(t, invalid.Befunde.Has(code), "%v has no %s", err, code)
}
