// SPDX-License-Identifier: Apache-2.0

package paymenttest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

func TestProvider_Memory(t *testing.T) {
	paymenttest.TestProvider(t, func(*testing.T) paymenttest.Harness { return paymenttest.NewMemory(nil).Harness() })
}

func TestProvider_MemoryThatAnswersARepeatedCreateWithAnError(t *testing.T) {
	paymenttest.TestProvider(t, func(*testing.T) paymenttest.Harness {
		m := paymenttest.NewMemory(nil)
		m.RepeatIsError = true
		return m.Harness()
	})
}
