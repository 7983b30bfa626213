// SPDX-License-Identifier: Apache-2.0

package cockpit

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Exchange is everything that happened around one retrieval, as the person reads it:
// who fetched what from whom, why, and how it ended.
type Exchange struct {
	Requester onceonly.Party
	Provider  onceonly.Party
	Purpose   onceonly.Purpose
	Norm      recht.Norm
	// Role is set in an exchange about somebody else: as what the person stood in it.
	Role onceonly.Role
	// Declaration is why whoever fetched the data of others said to be allowed to.
	Declaration onceonly.Declaration
	// Fields are those about the person.
	Fields onceonly.Fields
	// Last is what happened last.
	Last onceonly.Action
	// From and To are the times of the first and the last entry, and Until is when the
	// last of them will be erased.
	From, To, Until time.Time
	// Items are the entries, the newest first. Each has a receipt of its own.
	Items []Item
}

// Text says in plain words how the exchange stands.
func (e Exchange) Text(language Language) string { return e.Items[0].Text(language) }

// Exchanges returns the entries about the viewer grouped by exchange, the one in which
// something happened last first. A page is made of entries, so what a page cuts goes
// on in the next one; its Before is the ID of the oldest item.
func (c *Cockpit) Exchanges(ctx context.Context, viewer Viewer, page Page) ([]Exchange, error) {
	items, err := c.Entries(ctx, viewer, page)
	if err != nil {
		return nil, err
	}
	var exchanges []Exchange
	known := make(map[uuid.UUID]int)
	for _, item := range items {
		key := item.Consent // what was decided and what came of it belong together
		if key == uuid.Nil {
			key = item.Request
		}
		n, found := known[key]
		if !found || key == uuid.Nil {
			n = len(exchanges)
			known[key] = n
			exchanges = append(exchanges, Exchange{
				Requester: item.Requester, Provider: item.Provider, Purpose: item.Purpose, Norm: item.Norm, Role: item.Role,
				Fields: item.Fields, Last: item.Action, To: item.Time,
			})
		}
		e := &exchanges[n]
		e.From, e.Items = item.Time, append(e.Items, item)
		if item.EraseAt.After(e.Until) {
			e.Until = item.EraseAt
		}
		if e.Declaration.IsZero() {
			e.Declaration = item.Declaration
		}
	}
	return exchanges, nil
}
