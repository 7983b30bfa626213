// SPDX-License-Identifier: Apache-2.0

package memstore_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/memstore"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

func TestStore(t *testing.T) {
	paymenttest.TestStore(t, func(*testing.T) payment.Store { return memstore.New(nil) })
}
