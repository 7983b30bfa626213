// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/payment/internal/drain"
)

// Work does what is due on a store by the clock of the store, one thing after the
// other, and returns how much it was: for tests whose clock stands until it is
// moved. In a service [bausteine.Store.Run] does it.
func Work(ctx context.Context, store *bausteine.Store) (int, error) {
	core, err := grund.Of(store)
	if err != nil {
		return 0, err
	}
	return drain.Due(ctx, core)
}
