// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

const (
	firstID  = "018f0000000070008000000000000001-1"
	secondID = "018f0000000070008000000000000002-1"
)

func create(t *testing.T, h Harness, id string) payment.Report {
	t.Helper()
	report, err := h.Provider.Create(t.Context(), request(id))
	require.NoError(t, err)
	return report
}

func createOpensAndStatusFollows(t *testing.T, h Harness) {
	require.Empty(t, h.Provider.Check(request(firstID)))
	opened := create(t, h, firstID)
	require.Equal(t, payment.StatusOpen, opened.Status)
	require.NotEmpty(t, opened.Ref)
	require.NotEmpty(t, opened.RedirectURL, "the payer needs a page")
	require.Equal(t, firstID, opened.RequestID)
	require.Equal(t, payment.Cents(750), opened.Amount)

	status, err := h.Provider.Status(t.Context(), opened.Ref)
	require.NoError(t, err)
	require.Equal(t, payment.StatusOpen, status.Status)
	require.NoError(t, h.Pay(opened.Ref))
	status, err = h.Provider.Status(t.Context(), opened.Ref)
	require.NoError(t, err)
	require.Equal(t, payment.StatusPaid, status.Status)
	require.Empty(t, status.RedirectURL, "nobody pays twice")
	require.False(t, status.PaidAt.IsZero())
	require.NotEmpty(t, status.Method)
	require.Equal(t, payment.Cents(750), status.Amount)
}

func sameRequestOpensOnePayment(t *testing.T, h Harness) {
	first := create(t, h, firstID)
	again, err := h.Provider.Create(t.Context(), request(firstID))
	if errors.Is(err, payment.ErrExists) {
		return
	}
	require.NoError(t, err)
	require.Equal(t, first.Ref, again.Ref)
	require.NotEqual(t, first.Ref, create(t, h, secondID).Ref)
}

func otherContentIsNoPayment(t *testing.T, h Harness) {
	create(t, h, firstID)
	other := request(firstID)
	other.Order.Amount = payment.Cents(900)
	other.Order.Items = []payment.Item{other.Order.Items[0]}
	other.Order.Items[0].Net, other.Order.Items[0].SingleNet = payment.Cents(900), payment.Cents(900)
	_, err := h.Provider.Create(t.Context(), other)
	require.True(t, errors.Is(err, payment.ErrRefused) || errors.Is(err, payment.ErrExists), "%v", err)
}

func concurrentCreatesOpenOnePayment(t *testing.T, h Harness) {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		refs = map[string]bool{}
	)
	for range 50 {
		wg.Go(func() {
			report, err := h.Provider.Create(context.WithoutCancel(t.Context()), request(firstID))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				refs[report.Ref] = true
			} else if !errors.Is(err, payment.ErrExists) {
				t.Errorf("create: %v", err)
			}
		})
	}
	wg.Wait()
	require.Len(t, refs, 1)
}

func unknownRefIsNotFound(t *testing.T, h Harness) {
	_, err := h.Provider.Status(t.Context(), "T-99999999")
	require.ErrorIs(t, err, payment.ErrNotFound)
	if finder, ok := h.Provider.(payment.Finder); ok {
		_, err = finder.Find(t.Context(), secondID)
		require.ErrorIs(t, err, payment.ErrNotFound)
	}
}

// A fault taken for "no" would end a payment that the payer goes on to make.
func noFaultPassesForARefusal(t *testing.T, h Harness) {
	opened := create(t, h, firstID)
	for _, fault := range faultplan.All() {
		if !fault.HidesOutcome() {
			continue
		}
		// A driver may renew a credential and try once more: two faults.
		h.Plan.Next(fault, fault)
		_, err := h.Provider.Create(t.Context(), request(firstID))
		require.Error(t, err, fault)
		require.NotErrorIs(t, err, payment.ErrRefused, fault)
		require.NotErrorIs(t, err, payment.ErrExists, fault)
		unplan(h)
		h.Plan.Next(fault, fault)
		_, err = h.Provider.Status(t.Context(), opened.Ref)
		require.Error(t, err, fault)
		require.NotErrorIs(t, err, payment.ErrNotFound, fault)
		require.NotErrorIs(t, err, payment.ErrRefused, fault)
		unplan(h)
	}
	h.Plan.Next(faultplan.Slow)
	status, err := h.Provider.Status(t.Context(), opened.Ref)
	require.NoError(t, err, "slow is not wrong")
	require.Equal(t, payment.StatusOpen, status.Status)
}

// unplan takes faults that a driver did not use up.
func unplan(h Harness) {
	for h.Plan.Take() != faultplan.None {
		continue
	}
}

func statusOfTomorrowIsNoError(t *testing.T, h Harness) {
	opened := create(t, h, firstID)
	h.Plan.Next(faultplan.StrangeStatus)
	status, err := h.Provider.Status(t.Context(), opened.Ref)
	require.NoError(t, err)
	require.Equal(t, payment.StatusUnknown, status.Status)
	require.NotEmpty(t, status.Raw)
}

func endedContextEndsTheCall(t *testing.T, h Harness) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.Provider.Create(ctx, request(firstID))
	require.ErrorIs(t, err, context.Canceled)
	_, err = h.Provider.Status(ctx, "T-00000001")
	require.ErrorIs(t, err, context.Canceled)
}

func messagesAreSignedAndRead(t *testing.T, h Harness) {
	notified := needPush(t, h)
	opened := create(t, h, firstID)
	require.NoError(t, h.Pay(opened.Ref))
	header, body := h.Push(opened.Ref)
	report, err := notified.ParsePush(header, body)
	require.NoError(t, err)
	require.Equal(t, payment.StatusPaid, report.Status)
	require.Equal(t, opened.Ref, report.Ref)
	require.Equal(t, firstID, report.RequestID)
	require.Equal(t, payment.Cents(750), report.Amount)

	for i := range body {
		tampered := append([]byte(nil), body...)
		tampered[i] ^= 1
		_, err = notified.ParsePush(header, tampered)
		require.ErrorIs(t, err, payment.ErrSignature, "byte %d", i)
	}
	_, err = notified.ParsePush(http.Header{}, body)
	require.ErrorIs(t, err, payment.ErrSignature)
}

func needPush(t *testing.T, h Harness) payment.Notified {
	t.Helper()
	notified, ok := h.Provider.(payment.Notified)
	if !ok || h.Push == nil {
		t.Skip("this service sends no messages")
	}
	return notified
}
