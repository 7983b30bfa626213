// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// The process ends after the application was released and before that was noted:
// after its restart the notice is given again under the same id, and what it asks
// for is done once.
func ExampleConfig_onPaid() {
	clock := paymenttest.NewClock()
	store := bausteine.NewMemory(bausteine.Config{Now: clock.Now}) // in its place: bausteine.OpenSQLite(...)
	defer store.Close()
	provider := paymenttest.NewMemory(clock.Now)
	released, calls := map[string]int{}, 0
	service, err := payment.NewService(store, provider, payment.Config{OnPaid: func(_ context.Context, n payment.Notice) error {
		calls++
		if released[n.ID.String()] == 0 { // the receiver knows each notice by its id
			released[n.ID.String()]++
		}
		if calls == 1 {
			return errors.New("the process ends here")
		}
		return nil
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	tx, err := service.Start(ctx, paymenttest.Order(), "token of the form")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = provider.Pay(tx.Ref())
	if _, err := service.Refresh(ctx, tx.ID()); err != nil {
		fmt.Println(err)
		return
	}
	for range 2 { // a service runs store.Run(ctx); here the clock is moved by hand
		if _, err := paymenttest.Work(ctx, store); err != nil {
			fmt.Println(err)
		}
		clock.Advance(time.Hour)
	}
	fmt.Println("called", calls, "times, released", len(released), "application")
	// Output:
	// called 2 times, released 1 application
}
