// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// booked is an order of two positions with booking entries.
func booked(reference string) payment.Order {
	order := paymenttest.Order()
	order.Application, order.Reference = "antrag-"+reference, reference
	order.Items[0].Booking = []payment.Entry{{Key: "haushaltsstelle", Value: "1100.1000"}, {Key: "produkt", Value: "12"}}
	second := order.Items[0]
	second.ID, second.Reference, second.Booking = "2", "auslagen", []payment.Entry{{Key: "haushaltsstelle", Value: "1100.2000"}}
	second.Net, second.SingleNet = payment.Cents(100), payment.Cents(100)
	order.Items, order.Amount = append(order.Items, second), payment.Cents(850)
	return order
}

func TestDay_IsTheListOfTheDayWithSums(t *testing.T) {
	b := newBooks(t)
	start := func(reference string) payment.Transaction {
		tx, err := b.Start(t.Context(), booked(reference), "")
		require.NoError(t, err)
		return tx
	}
	pay := func(tx payment.Transaction) {
		require.NoError(t, b.provider.Pay(tx.Ref()))
		_, err := b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
	}
	a, c, unpaid := start("512500000013"), start("512500000021"), start("512500000030")
	pay(a)
	b.clock.Advance(time.Second)
	pay(c)
	b.clock.Advance(time.Second)
	_, err := b.Settle(t.Context(), a.ID(), payment.Booking{Entry: "S1/1", Amount: payment.Cents(850)})
	require.NoError(t, err)
	b.clock.Advance(time.Second)
	_, err = b.Refund(t.Context(), c.ID(), payment.RefundOrder{Amount: payment.Cents(50)})
	require.NoError(t, err)
	b.clock.Advance(time.Second)
	_, err = b.RefundByHand(t.Context(), c.ID(), payment.RefundOrder{Amount: payment.Cents(25)})
	require.NoError(t, err)
	_, err = b.Settle(t.Context(), unpaid.ID(), payment.Booking{Entry: "S1/2", Amount: payment.Cents(300)})
	require.NoError(t, err)
	today := datum.Of(b.clock.Now())
	list, err := b.Day(t.Context(), today)
	require.NoError(t, err)
	require.Equal(t, map[payment.DayLineKind]payment.Amount{
		payment.DayPaid: payment.Cents(1700), payment.DayReceived: payment.Cents(1150), payment.DayRefunded: payment.Cents(-75),
	}, list.Sums)
	require.Len(t, list.Lines, 6)
	first := list.Lines[0]
	require.Equal(t, payment.DayPaid, first.Kind)
	require.Equal(t, a.ID(), first.Payment)
	require.Equal(t, "512500000013", first.Reference)
	require.Equal(t, "antrag-512500000013", first.Application)
	require.Equal(t, []payment.DayPosition{
		{Reference: "meldebescheinigung", Amount: payment.Cents(750), Booking: []payment.Entry{{Key: "haushaltsstelle", Value: "1100.1000"}, {Key: "produkt", Value: "12"}}},
		{Reference: "auslagen", Amount: payment.Cents(100), Booking: []payment.Entry{{Key: "haushaltsstelle", Value: "1100.2000"}}},
	}, first.Positions)

	b.clock.Advance(24 * time.Hour)
	_, err = b.Reverse(t.Context(), a.ID(), payment.Booking{Entry: "S2/1", Amount: payment.Cents(850)})
	require.NoError(t, err)
	same, err := b.Day(t.Context(), today)
	require.NoError(t, err)
	require.Equal(t, list, same, "a day that is over does not change any more")
	next, err := b.Day(t.Context(), today.AddDays(1))
	require.NoError(t, err)
	require.Equal(t, map[payment.DayLineKind]payment.Amount{payment.DayReversed: payment.Cents(-850)}, next.Sums)
	empty, err := b.Day(t.Context(), today.AddDays(-1))
	require.NoError(t, err)
	require.Empty(t, empty.Lines)
}

// The day is the German one: what comes at 23:30 UTC in summer is of tomorrow.
func TestDay_EndsByGermanLegalTime(t *testing.T) {
	b := newBooks(t)
	b.clock.Advance(time.Date(2026, 7, 1, 21, 59, 59, 0, time.UTC).Sub(b.clock.Now()))
	b.paid(t)
	b.clock.Advance(2 * time.Second)
	b.paid(t)
	for _, day := range []string{"2026-07-01", "2026-07-02"} {
		list, err := b.Day(t.Context(), datum.MustParse(day))
		require.NoError(t, err)
		require.Len(t, list.Lines, 1, day)
	}
}

func TestDay_ALongLineIsReadWhole(t *testing.T) {
	b := newBooks(t)
	order := booked("512500000013")
	for range 40 {
		order.Items[0].Booking = append(order.Items[0].Booking, payment.Entry{Key: "text", Value: strings.Repeat("Gebühr ", 30)})
	}
	tx, err := b.Start(t.Context(), order, "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	_, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	list, err := b.Day(t.Context(), datum.Of(b.clock.Now()))
	require.NoError(t, err)
	require.Equal(t, order.Items[0].Booking, list.Lines[0].Positions[0].Booking)
}

func TestWriteCSV_AddsUpAndIsNoFormula(t *testing.T) {
	b := newBooks(t)
	order := booked("=HYPERLINK(1)")
	order.Items[1].Booking = []payment.Entry{{Key: "@SUM", Value: "1;2\n\"3\""}}
	tx, err := b.Start(t.Context(), order, "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	_, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	list, err := b.Day(t.Context(), datum.Of(b.clock.Now()))
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, list.WriteCSV(&out))
	reader := csv.NewReader(strings.NewReader(out.String()))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 4, "head, two positions, one sum")
	require.Equal(t, []string{"7,50", "1,00", "8,50"}, []string{rows[1][3], rows[2][3], rows[3][3]})
	require.Equal(t, "Summe bezahlt", rows[3][2])
	for _, row := range rows[1:] {
		for i, cell := range row {
			require.False(t, i != 3 && cell != "" && strings.ContainsRune("=+-@", rune(cell[0])), cell)
		}
	}
}

func ExampleDayList_WriteCSV() {
	list := payment.DayList{
		Day:  datum.MustParse("2026-03-02"),
		Sums: map[payment.DayLineKind]payment.Amount{payment.DayReceived: payment.Cents(750)},
		Lines: []payment.DayLine{{
			Time: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Kind: payment.DayReceived, Amount: payment.Cents(750), Reference: "512500000013", Entry: "S1/1",
		}},
	}
	if err := list.WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Tag;Uhrzeit;Art;Betrag;Waehrung;Kassenzeichen;Position;Buchung;Kontoauszug;Antrag;Zahlung;Erstattung
	// 2026-03-02;10:00:00;eingegangen;7,50;EUR;512500000013;;;S1/1;;00000000-0000-0000-0000-000000000000;
	// 2026-03-02;;Summe eingegangen;7,50;EUR;;;;;;;
}
