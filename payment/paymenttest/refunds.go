// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

// paid returns a bench with one paid transaction, for services that refund.
func paid(t *testing.T, h Harness) (*bench, payment.Transaction) {
	t.Helper()
	b := newBench(t, h)
	tx := b.start(t)
	if _, ok := h.Provider.(payment.Refunder); !ok {
		_, err := b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(1), Available: payment.Cents(750)})
		require.ErrorIs(t, err, payment.ErrUnsupported)
		t.Skip("this service sends no money back")
	}
	require.NoError(t, b.Pay(tx.Ref()))
	tx, err := b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.Cents(750), tx.Refundable())
	return b, tx
}

func refundsNeverExceed(t *testing.T, h Harness) {
	b, tx := paid(t, h)
	refund, err := b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(250), Available: payment.Cents(750), Reason: "half", Key: "r1"})
	require.NoError(t, err)
	require.Equal(t, payment.RefundSucceeded, refund.State())
	again, err := b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(250), Available: payment.Cents(750), Reason: "half", Key: "r1"})
	require.NoError(t, err)
	require.Equal(t, refund.ID(), again.ID(), "the same command is the same refund")
	_, err = b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(251), Available: payment.Cents(500), Reason: "half", Key: "r1"})
	require.ErrorIs(t, err, bausteine.ErrCommandReused)
	require.Equal(t, payment.Cents(500), b.load(t, tx).Refundable())

	for _, order := range []payment.RefundOrder{
		{Amount: payment.Cents(501), Available: payment.Cents(500)},
		{Amount: payment.Cents(100), Available: payment.Cents(750)}, // decided upon an old figure
		{Amount: payment.Cents(0), Available: payment.Cents(500)},
		{Amount: payment.Cents(-1), Available: payment.Cents(500)},
	} {
		_, err := b.Refund(t.Context(), tx.ID(), order)
		require.ErrorIs(t, err, payment.ErrRefundTooMuch)
	}

	var (
		wg   sync.WaitGroup
		done atomic.Int64
	)
	for range 10 {
		wg.Go(func() {
			_, err := b.Refund(context.WithoutCancel(t.Context()), tx.ID(), payment.RefundOrder{Amount: payment.Cents(300), Available: payment.Cents(500)})
			if err == nil {
				done.Add(1)
			} else if !errors.Is(err, payment.ErrRefundTooMuch) {
				t.Errorf("refund: %v", err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(1), done.Load(), "of ten at once that all saw 5.00 EUR one is sent")
	require.Equal(t, payment.Cents(200), b.load(t, tx).Refundable())

	open := b.start(t)
	_, err = b.Refund(t.Context(), open.ID(), payment.RefundOrder{Amount: payment.Cents(1), Available: payment.Cents(750)})
	require.ErrorIs(t, err, payment.ErrTransition, "nothing was paid")
}

func refundWithLostAnswer(t *testing.T, h Harness) {
	b, tx := paid(t, h)
	b.Plan.Next(faultplan.TimeoutAfter, faultplan.TimeoutAfter)
	refund, err := b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(750), Available: payment.Cents(750)})
	require.NoError(t, err)
	require.Equal(t, payment.RefundRequested, refund.State())
	unplan(h)
	require.Equal(t, payment.Cents(0), b.load(t, tx).Refundable(), "held until it is known")
	b.work(t, time.Minute, time.Hour)
	refund, err = b.LoadRefund(t.Context(), refund.ID())
	require.NoError(t, err)
	require.Equal(t, payment.RefundSucceeded, refund.State())
	require.Equal(t, tx.ID(), refund.Payment())
}
