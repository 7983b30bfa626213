// SPDX-License-Identifier: Apache-2.0

package journalstore

import (
	"context"
	"time"

	"github.com/deutschland-stack/bausteine/payment"
)

// Lease implements payment.Outbox.
func (s *Store) Lease(ctx context.Context, request payment.LeaseRequest) ([]payment.Leased, error) {
	leased, err := s.journal.Lease(ctx, request)
	return leased, translate(err)
}

// Renew implements payment.Outbox.
func (s *Store) Renew(ctx context.Context, lease payment.Lease, until time.Time) error {
	return translate(s.journal.Renew(ctx, lease, until))
}

// Complete implements payment.Outbox.
func (s *Store) Complete(ctx context.Context, lease payment.Lease, result []byte) error {
	return translate(s.journal.Complete(ctx, lease, result))
}

// Fail implements payment.Outbox.
func (s *Store) Fail(ctx context.Context, lease payment.Lease, reason string, again time.Time) error {
	return translate(s.journal.Fail(ctx, lease, reason, again))
}
