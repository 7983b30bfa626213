// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Work carries out what follows from events, until the context ends. trouble is
// told of failures; they are kept in the store and tried again.
func (d *Dienst) Work(ctx context.Context, trouble func(error)) error {
	for {
		n, err := d.workOnce(ctx)
		if err != nil && ctx.Err() == nil {
			trouble(err)
		}
		if n > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (d *Dienst) workOnce(ctx context.Context) (n int, err error) {
	leased, err := d.store.Lease(ctx, antrag.LeaseRequest{
		Kind: antrag.EffectStreams, Effects: []string{WirkungZustellen, WirkungBestaetigen}, For: 5 * time.Second, Limit: 4,
	})
	if err != nil {
		return 0, err
	}
	for _, effect := range leased {
		result, carryErr := d.carry(ctx, effect)
		if carryErr != nil {
			err = errors.Join(err, carryErr, d.store.Fail(ctx, effect.Lease, "failed", d.now().Add(time.Second)))
			continue
		}
		err = errors.Join(err, d.store.Complete(ctx, effect.Lease, result))
	}
	return len(leased), err
}
