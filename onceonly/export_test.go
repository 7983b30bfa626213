// SPDX-License-Identifier: Apache-2.0

package onceonly

// The tests put keepers under a broker that fail, race and are watched.

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
)

type (
	Keeper      = keep.Keeper
	Commit      = keep.Commit
	Kind        = keep.Kind
	StoredEvent = keep.Event
	Loaded      = keep.Loaded
)

const (
	KindConsent   = keep.Consent
	KindRetrieval = keep.Retrieval
)

// Keeper returns what the broker writes to.
func (b *Broker) Keeper() Keeper { return b.keeper }

// Over is another broker over the same streams, as in another process: with another
// keeper, if one is given, and with another configuration.
func (b *Broker) Over(keeper Keeper, change func(*Config, *Permission, *Directory)) *Broker {
	other := *b
	other.forget()
	if keeper != nil {
		other.keeper = keeper
	}
	if change != nil {
		change(&other.config, &other.permission, &other.directory)
	}
	return &other
}

// Erase destroys an aggregate, as the sweep does.
func Erase(ctx context.Context, k Keeper, kind Kind, id uuid.UUID) error {
	return k.(*keep.Party).Erase(ctx, kind, id)
}
