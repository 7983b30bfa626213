// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestDiagram_IsTheOneInTheDocumentation(t *testing.T) {
	want := "# Life cycle of a payment\n\nDrawn from the table in `lifecycle.go` by `go test -run Diagram -update`.\n\n```mermaid\n" +
		payment.Diagram() + "```\n\n# Life cycle of a refund\n\n```mermaid\n" + payment.RefundDiagram() + "```\n"
	if *update {
		require.NoError(t, os.WriteFile("LIFECYCLE.md", []byte(want), 0o600))
	}
	got, err := os.ReadFile("LIFECYCLE.md")
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

// events that lead from nothing to each state.
var routes = map[payment.State][]payment.EventKind{
	payment.StateInitiating: {payment.EventIntended},
	payment.StateUnknown:    {payment.EventIntended, payment.EventUnanswered},
	payment.StateInitial:    {payment.EventIntended, payment.EventCreated},
	payment.StateRejected:   {payment.EventIntended, payment.EventRefused},
	payment.StatePaid:       {payment.EventIntended, payment.EventCreated, payment.EventPaid},
	payment.StateFailed:     {payment.EventIntended, payment.EventCreated, payment.EventFailed},
	payment.StateCanceled:   {payment.EventIntended, payment.EventCreated, payment.EventCanceled},
	payment.StateExpired:    {payment.EventIntended, payment.EventCreated, payment.EventExpired},
	payment.StateLate:       {payment.EventIntended, payment.EventCreated, payment.EventExpired, payment.EventPaid},
	payment.StateSettled:    {payment.EventIntended, payment.EventCreated, payment.EventPaid, payment.EventSettled},
	payment.StateReversed:   {payment.EventIntended, payment.EventCreated, payment.EventPaid, payment.EventReversed},
}

func event(kind payment.EventKind) payment.Event {
	order := paymenttest.Order()
	e := payment.Event{Kind: kind, Time: time.Unix(0, 0), Source: payment.SourceService}
	switch kind {
	case payment.EventIntended:
		e.Order, e.Attempt = &order, 1
	case payment.EventAttempted:
		e.Attempt = 2
	case payment.EventReceived, payment.EventSettled, payment.EventReversed, payment.EventRefundReserved, payment.EventRefundReleased:
		e.Amount = payment.Cents(750)
	default:
	}
	return e
}

func TestApply_OverTheFullProductOfStatesAndEvents(t *testing.T) {
	const self = "·"
	want := map[payment.State]map[payment.EventKind]payment.State{
		payment.StateInitiating: {payment.EventReceived: self, payment.EventReversed: self, payment.EventUnanswered: payment.StateUnknown, payment.EventCreated: payment.StateInitial, payment.EventRefused: payment.StateRejected, payment.EventPaid: payment.StatePaid, payment.EventFailed: payment.StateFailed, payment.EventCanceled: payment.StateCanceled},
		payment.StateUnknown:    {payment.EventReceived: self, payment.EventReversed: self, payment.EventAttempted: payment.StateInitiating, payment.EventCreated: payment.StateInitial, payment.EventRefused: payment.StateRejected, payment.EventPaid: payment.StatePaid, payment.EventFailed: payment.StateFailed, payment.EventCanceled: payment.StateCanceled, payment.EventExpired: payment.StateExpired},
		payment.StateInitial:    {payment.EventReceived: self, payment.EventReversed: self, payment.EventPaid: payment.StatePaid, payment.EventFailed: payment.StateFailed, payment.EventCanceled: payment.StateCanceled, payment.EventExpired: payment.StateExpired},
		payment.StateRejected:   {payment.EventReceived: self, payment.EventReversed: self, payment.EventPaid: payment.StateLate},
		payment.StateFailed:     {payment.EventReceived: self, payment.EventReversed: self, payment.EventPaid: payment.StateLate},
		payment.StateCanceled:   {payment.EventReceived: self, payment.EventReversed: self, payment.EventPaid: payment.StateLate},
		payment.StateExpired:    {payment.EventReceived: self, payment.EventReversed: self, payment.EventPaid: payment.StateLate},
		payment.StatePaid:       {payment.EventSettled: payment.StateSettled, payment.EventReversed: payment.StateReversed, payment.EventReceived: self},
		payment.StateLate:       {payment.EventAccepted: payment.StatePaid, payment.EventSettled: payment.StateSettled, payment.EventReversed: payment.StateReversed, payment.EventReceived: self},
		payment.StateSettled:    {payment.EventReversed: payment.StateReversed, payment.EventReceived: self},
		payment.StateReversed:   {payment.EventSettled: payment.StateSettled, payment.EventReversed: self, payment.EventReceived: self},
	}
	kinds := []payment.EventKind{
		payment.EventIntended, payment.EventUnanswered, payment.EventAttempted, payment.EventCreated, payment.EventRefused, payment.EventPaid,
		payment.EventFailed, payment.EventCanceled, payment.EventExpired, payment.EventAccepted, payment.EventReceived, payment.EventSettled,
		payment.EventReversed, payment.EventFlagged, payment.EventCleared, payment.EventRefundReserved, payment.EventRefundReleased,
		payment.EventAsked, payment.EventUntold,
	}
	for state, route := range routes {
		var events []payment.Event
		for _, kind := range route {
			events = append(events, event(kind))
		}
		tx, err := payment.Replay(uuid.New(), events)
		require.NoError(t, err)
		require.Equal(t, state, tx.State())
		for _, kind := range kinds {
			target, allowed := want[state][kind]
			switch kind {
			case payment.EventFlagged, payment.EventCleared, payment.EventRefundReserved, payment.EventRefundReleased:
				target, allowed = self, true
			case payment.EventUntold: // there was something to tell
				target, allowed = self, state.HasMoney() || state == payment.StateReversed
			case payment.EventAsked: // there is something to ask
				target, allowed = self, !state.HasMoney() && state != payment.StateReversed && state != payment.StateRejected
			default:
			}
			after, err := tx.Apply(event(kind))
			if !allowed {
				require.ErrorIs(t, err, payment.ErrTransition, "%s in %s", kind, state)
				require.Equal(t, state, after.State())
				continue
			}
			require.NoError(t, err, "%s in %s", kind, state)
			if target == self {
				target = state
			}
			require.Equal(t, target, after.State(), "%s in %s", kind, state)
			require.Equal(t, tx.Version()+1, after.Version())
			require.Equal(t, state, tx.State(), "the value before stays as it was")
		}
	}
}

func TestTransaction_PrintsNothingPersonal(t *testing.T) {
	order := paymenttest.Order()
	order.Payer = &payment.Payer{Name: "Mustermann", FirstName: "Erika"}
	order.Description = "Erika Mustermann"
	e := event(payment.EventIntended)
	e.Order = &order
	tx, err := payment.Replay(uuid.New(), []payment.Event{e})
	require.NoError(t, err)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, value := range []any{tx, order, e, *order.Payer} {
			require.NotContains(t, fmt.Sprintf(verb, value), "Mustermann", "%s of %T", verb, value)
		}
	}
	skeleton, erasable, err := payment.MarshalEvent(e)
	require.NoError(t, err)
	require.NotContains(t, string(skeleton), "Mustermann")
	require.Contains(t, string(erasable), "Mustermann")
	back, err := payment.UnmarshalEvent(e.Kind, e.Time, skeleton, erasable)
	require.NoError(t, err)
	require.Equal(t, order, *back.Order)
	erased, err := payment.UnmarshalEvent(e.Kind, e.Time, skeleton, nil)
	require.NoError(t, err)
	require.Nil(t, erased.Order.Payer)
	require.Equal(t, order.Amount, erased.Order.Amount, "the books stay")
	require.Empty(t, erased.Order.Application+erased.Order.Reference+erased.Order.Purpose+erased.Reference)
}

func TestRequestID_LeadsBackToThePayment(t *testing.T) {
	id := uuid.MustParse("018f0000-0000-7000-8000-000000000001")
	for _, attempt := range []int{1, 7, 999} {
		text := payment.RequestID(id, attempt)
		require.LessOrEqual(t, len(text), 36)
		require.Regexp(t, `^[\w\d-]+$`, text)
		back, n, ok := payment.ParseRequestID(text)
		require.True(t, ok)
		require.Equal(t, id, back)
		require.Equal(t, attempt, n)
	}
	for _, text := range []string{"", "018f0000000070008000000000000001", "018f0000000070008000000000000001-", "018f0000000070008000000000000001-0", "018f0000000070008000000000000001-01", "018F0000000070008000000000000001-1", "018f0000000070008000000000000001-1000", "x18f0000000070008000000000000001-1"} {
		_, _, ok := payment.ParseRequestID(text)
		require.False(t, ok, text)
	}
}

type books struct {
	*payment.Service

	store    *bausteine.Store
	provider *paymenttest.Memory
	clock    *paymenttest.Clock
	reversed int
}

func newStore(now func() time.Time) *bausteine.Store {
	return bausteine.NewMemory(bausteine.Config{Now: now})
}

func newBooks(t *testing.T) *books {
	t.Helper()
	b := &books{clock: paymenttest.NewClock()}
	b.provider = paymenttest.NewMemory(b.clock.Now)
	b.store = newStore(b.clock.Now)
	service, err := payment.NewService(b.store, b.provider, payment.Config{
		OnReversed: func(context.Context, payment.Notice) error { b.reversed++; return nil },
	})
	require.NoError(t, err)
	b.Service = service
	return b
}

func (b *books) paid(t *testing.T) payment.Transaction {
	t.Helper()
	tx, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	tx, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	return tx
}

func TestSettle_BooksAnEntryOnceAndAddsUpParts(t *testing.T) {
	b := newBooks(t)
	tx := b.paid(t)
	for range 2 {
		part, err := b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "e1", Amount: payment.Cents(300)})
		require.NoError(t, err)
		require.Equal(t, payment.StatePaid, part.State())
		require.Equal(t, payment.Cents(300), part.Received())
	}
	whole, err := b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "e2", Amount: payment.Cents(450)})
	require.NoError(t, err)
	require.Equal(t, payment.StateSettled, whole.State())
	require.Empty(t, whole.Flags())
	over, err := b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "e3", Amount: payment.Cents(1)})
	require.NoError(t, err)
	require.Equal(t, payment.Cents(751), over.Received())
	require.Equal(t, []payment.Flag{payment.FlagOverpaid}, over.Flags())

	for _, bad := range []payment.Booking{{Entry: "", Amount: payment.Cents(1)}, {Entry: "e", Amount: payment.Cents(0)}, {Entry: "e"}} {
		_, err := b.Settle(t.Context(), tx.ID(), bad)
		require.ErrorIs(t, err, recht.ErrInvalid)
	}
}

func TestSettle_MoneyTellsWhatTheServiceDidNot(t *testing.T) {
	b := newBooks(t)
	open, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	open, err = b.Settle(t.Context(), open.ID(), payment.Booking{Entry: "e1", Amount: payment.Cents(750)})
	require.NoError(t, err)
	require.Equal(t, payment.StateSettled, open.State())

	given, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(given.Ref(), payment.StatusCanceled))
	_, err = b.Refresh(t.Context(), given.ID())
	require.NoError(t, err)
	given, err = b.Settle(t.Context(), given.ID(), payment.Booking{Entry: "e2", Amount: payment.Cents(750)})
	require.NoError(t, err)
	require.Equal(t, payment.StateSettled, given.State())
	require.Equal(t, []payment.Flag{payment.FlagLate}, given.Flags())
}

// 3.00 EUR of 7.50 EUR release no application.
func TestSettle_APartOfTheMoneyIsNoPayment(t *testing.T) {
	b := newBooks(t)
	open, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	given, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(given.Ref(), payment.StatusCanceled))
	given, err = b.Refresh(t.Context(), given.ID())
	require.NoError(t, err)
	for _, tx := range []payment.Transaction{open, given} {
		before := tx.State()
		for range 2 {
			tx, err = b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: tx.ID().String() + "/part", Amount: payment.Cents(300)})
			require.NoError(t, err)
			require.Equal(t, before, tx.State(), "nobody says that it was paid")
			require.Equal(t, payment.Cents(300), tx.Received(), "but the money is on the books")
			require.Equal(t, []payment.Flag{payment.FlagUnderpaid}, tx.Flags())
			require.Equal(t, payment.Cents(0), tx.Refundable(), "not through the payment service")
		}
		tx, err = b.Reverse(t.Context(), tx.ID(), payment.Booking{Entry: tx.ID().String() + "/back", Amount: payment.Cents(100)})
		require.NoError(t, err)
		require.Equal(t, before, tx.State())
		require.Equal(t, payment.Cents(200), tx.Received())
		require.Equal(t, []payment.Flag{payment.FlagUnderpaid, payment.FlagReversed}, tx.Flags())
		tx, err = b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: tx.ID().String() + "/rest", Amount: payment.Cents(550)})
		require.NoError(t, err)
		require.Equal(t, payment.StateSettled, tx.State())
		require.NotContains(t, tx.Flags(), payment.FlagUnderpaid)
	}

	partly, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	_, err = b.Settle(t.Context(), partly.ID(), payment.Booking{Entry: "partly//part", Amount: payment.Cents(300)})
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(partly.Ref()))
	partly, err = b.Refresh(t.Context(), partly.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StatePaid, partly.State(), "the service says so, and the rest may be on its way")
	_, err = b.Settle(t.Context(), partly.ID(), payment.Booking{Entry: "francs", Amount: payment.NewAmount(450, money.CHF)})
	require.ErrorIs(t, err, money.ErrCurrencyMismatch)
	partly, err = b.Settle(t.Context(), partly.ID(), payment.Booking{Entry: "partly//rest", Amount: payment.Cents(450)})
	require.NoError(t, err)
	require.Equal(t, payment.StateSettled, partly.State())
	require.Empty(t, partly.Flags())
}

func TestReverse_TellsTheApplicationAndTheCashOffice(t *testing.T) {
	b := newBooks(t)
	tx := b.paid(t)
	_, err := b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "e1", Amount: payment.Cents(750)})
	require.NoError(t, err)
	for range 2 {
		tx, err = b.Reverse(t.Context(), tx.ID(), payment.Booking{Entry: "e2", Amount: payment.Cents(750)})
		require.NoError(t, err)
		require.Equal(t, payment.StateReversed, tx.State())
		require.Equal(t, payment.Cents(0), tx.Received())
		require.Equal(t, []payment.Flag{payment.FlagReversed}, tx.Flags())
	}
	_, err = paymenttest.Work(t.Context(), b.store)
	require.NoError(t, err)
	require.Equal(t, 1, b.reversed)
	require.Equal(t, payment.Cents(0), tx.Refundable(), "nothing is left to send back")
	part := b.paid(t)
	for _, entry := range []string{"r1", "r2"} {
		part, err = b.Reverse(t.Context(), part.ID(), payment.Booking{Entry: entry, Amount: payment.Cents(375)})
		require.NoError(t, err)
		require.Equal(t, payment.StateReversed, part.State())
	}
	require.Equal(t, payment.Cents(-750), part.Received(), "two return debits are two, also before the credit is read")
	tx, err = b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "e3", Amount: payment.Cents(750)})
	require.NoError(t, err)
	require.Equal(t, payment.StateSettled, tx.State(), "the debtor paid after all")
}

func TestStart_ListsEverythingThatIsWrongWithAnOrder(t *testing.T) {
	b := newBooks(t)
	for code, spoil := range map[string]func(*payment.Order){
		"PAY-LEISTUNG-01": func(o *payment.Order) { o.Leistung = "99115005104001" },
		"PAY-PURPOSE-01":  func(o *payment.Order) { o.Purpose = " " },
		"PAY-RETURN-01":   func(o *payment.Order) { o.ReturnURL = "javascript:alert(1)" },
		"PAY-AMOUNT-01":   func(o *payment.Order) { o.Amount, o.Items[0].Net = payment.Cents(0), payment.Cents(0) },
		"PAY-AMOUNT-02":   func(o *payment.Order) { o.Amount = payment.Cents(751) },
		"PAY-ITEMS-01":    func(o *payment.Order) { o.Items = nil },
		"PAY-ITEM-01":     func(o *payment.Order) { o.Items[0].Quantity = 0 },
		"PAY-ITEM-02":     func(o *payment.Order) { o.Items[0].Tax = payment.Cents(-1) },
		"PAY-ITEM-02b":    func(o *payment.Order) { o.Items[0].SingleNet = payment.NewAmount(750, money.CHF) },
		"PAY-ITEM-02c":    func(o *payment.Order) { o.Items[0].SingleTax = payment.Amount{} },
		"PAY-ITEM-03":     func(o *payment.Order) { o.Items = append(o.Items, o.Items[0]); o.Amount = payment.Cents(1500) },
	} {
		order := paymenttest.Order()
		spoil(&order)
		_, err := b.Start(t.Context(), order, "")
		invalid, ok := errors.AsType[*recht.BefundError](err)
		require.True(t, ok, code)
		require.True(t, invalid.Befunde.Has(strings.TrimRight(code, "bc")), "%s: %v", code, err)
	}
	_, err := payment.NewService(newStore(nil), b.provider, payment.Config{Schedule: payment.Schedule{Open: []time.Duration{2, 1}}, CallTimeout: -1})
	require.ErrorIs(t, err, recht.ErrInvalid)
}

func TestItems_OfAnAssessmentMakeAnOrder(t *testing.T) {
	table := newTable(t)
	a, err := table.Assess(someDay,
		payment.Position{Fee: "copy", Quantity: 3},
		payment.Position{Fee: "permit", Quantity: 1, Chosen: payment.Cents(20_001), Reason: "x", Grounds: []string{"charity"}})
	require.NoError(t, err)
	items, err := a.Items()
	require.NoError(t, err)
	require.Equal(t, int64(3), items[0].Quantity)
	require.Equal(t, payment.Cents(840), items[0].SingleNet)
	require.Equal(t, payment.Cents(479), items[0].Tax, "of the line, not three times 1.60")
	require.Equal(t, int64(1), items[1].Quantity)
	require.Equal(t, payment.Cents(10_000), items[1].SingleNet)
	order := paymenttest.Order()
	order.Items, order.Amount = items, a.Total
	_, err = newBooks(t).Start(t.Context(), order, "")
	require.NoError(t, err)
}

// BenchmarkReplay_KnownKey is a command that comes again, with its checks and the
// transaction loaded.
func BenchmarkReplay_KnownKey(b *testing.B) {
	service, err := payment.NewService(newStore(nil), paymenttest.NewMemory(nil), payment.Config{})
	require.NoError(b, err)
	_, err = service.Start(b.Context(), paymenttest.Order(), "form-1")
	require.NoError(b, err)
	b.Run("start", func(b *testing.B) {
		b.ReportAllocs()
		order := paymenttest.Order()
		for b.Loop() {
			if _, err := service.Start(b.Context(), order, "form-1"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
