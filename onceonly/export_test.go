// SPDX-License-Identifier: Apache-2.0

package onceonly

// The tests put keepers under a broker that fail, race and are watched.

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
)

type (
	Keeper      = keeper
	Commit      = commit
	Kind        = kind
	Content     = content
	StoredEvent = storedEvent
)

const (
	KindConsent   = kindConsent
	KindRetrieval = kindRetrieval
	KindAnswer    = kindAnswer
)

// Keeper returns what the broker writes to.
func (b *Broker) Keeper() Keeper { return b.keeper }

// Keeper returns what the provider writes to.
func (p *Provider) Keeper() Keeper { return p.keeper }

// Over is another broker over the same streams, as in another process: with another
// keeper, if one is given, and with another configuration.
func (b *Broker) Over(keeper Keeper, change func(*Config, *Permission, *Directory)) *Broker {
	other := *b
	if keeper != nil {
		other.keeper = keeper
	}
	if change != nil {
		change(&other.config, &other.permission, &other.directory)
	}
	return &other
}

// Over is the same provider with another keeper.
func (p *Provider) Over(keeper Keeper) *Provider {
	other := *p
	other.keeper = keeper
	return &other
}

// Erase destroys an aggregate, as the sweep does.
func Erase(ctx context.Context, k Keeper, kind Kind, id uuid.UUID) error {
	p := k.(*party)
	return p.core.Erase(ctx, p.kind(kind), id)
}

// Core is the ground under a keeper.
func Core(k Keeper) *grund.Core { return k.(*party).core }
