// SPDX-License-Identifier: Apache-2.0

package paymenttest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// Whoever writes the driver of a payment service holds it to the contract of all,
// alone and behind a payment.Service.
func ExampleTestProvider() {
	_ = func(t *testing.T) { // TestDriver_IsAProvider
		paymenttest.TestProvider(t, func(*testing.T) paymenttest.Harness {
			service := paymenttest.NewMemory(nil) // in its place: the pretended service, and the driver that talks to it
			return paymenttest.Harness{
				Provider: service, Plan: service.Plan, Pay: service.Pay, GiveUp: service.GiveUp,
				Forget:  service.Harness().Forget,
				Charges: service.Harness().Charges,
			}
		})
	}
}
