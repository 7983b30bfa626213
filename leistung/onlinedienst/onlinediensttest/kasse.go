// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// NewKasse is a payment service inside of the test, for [Probe.Kasse].
func NewKasse(t *testing.T, store *bausteine.Store, now func() time.Time, paid func(context.Context, payment.Notice) error) Kasse {
	t.Helper()
	money := paymenttest.NewMemory(now)
	service, err := payment.NewService(store, money, payment.Config{OnPaid: paid})
	require.NoError(t, err)
	return Kasse{
		Kasse: service,
		Pay: func(*testing.T) {
			for _, p := range money.Payments() {
				_ = money.Pay(p.Ref) // one that is over stays so
			}
		},
		GiveUp: func(t *testing.T) {
			t.Helper()
			for _, p := range money.Payments() {
				require.NoError(t, money.GiveUp(p.Ref, payment.StatusFailed))
			}
		},
		Work: func(ctx context.Context) error {
			_, err := paymenttest.Work(ctx, store)
			return err
		},
		Payments: func() int { return len(money.Payments()) },
	}
}
