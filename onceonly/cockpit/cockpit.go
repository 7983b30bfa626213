// SPDX-License-Identifier: Apache-2.0

package cockpit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// ErrNotFound reports an entry that does not exist, was erased, is about
// somebody else, or is not visible yet: from outside they look the same.
var ErrNotFound = errors.New("cockpit: no such entry")

// Cockpit reads the audit log on behalf of one person at a time. It keeps
// nothing. All methods may be called concurrently.
type Cockpit struct{ config Config }

// Config says what a Cockpit works with.
type Config struct {
	// Records is the log to read. Required.
	Records auditlog.Store
	// Proofs signs heads and proves entries. Without it there are no receipts.
	Proofs *auditlog.Log
	// Hidden lists what may be shown later. Without it everything is visible.
	Hidden []Hiding
	// Now is the clock; nil is the system's. It matters only for Hidden.
	Now func() time.Time
}

// New returns a cockpit.
func New(config Config) (*Cockpit, error) {
	if config.Records == nil {
		return nil, errors.New("cockpit: the log is required")
	}
	for _, h := range config.Hidden {
		if err := h.check(); err != nil {
			return nil, err
		}
	}
	config.Hidden = slices.Clone(config.Hidden)
	if config.Now == nil {
		config.Now = time.Now
	}
	return &Cockpit{config}, nil
}

// DefaultLimit is how many entries a page has unless asked otherwise, and
// MaxLimit how many it has at most.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

// Page selects a part of a list.
type Page struct {
	// Before goes on behind the last entry of the page before.
	Before uuid.UUID
	// Limit is the number of entries; zero is DefaultLimit.
	Limit int
}

// Entries returns the entries about the subject, the newest first.
func (c *Cockpit) Entries(ctx context.Context, subject onceonly.Subject, page Page) ([]Item, error) {
	limit := page.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	limit = min(limit, MaxLimit)
	if subject.IsZero() {
		return nil, nil
	}
	var items []Item
	now := c.config.Now()
	for record, err := range c.config.Records.Of(ctx, subject.Clear(), page.Before) {
		if err != nil {
			return nil, fmt.Errorf("cockpit: read log: %w", err)
		}
		entry, err := onceonly.ParseEntry(record.Content)
		if err != nil {
			return nil, err
		}
		if entry.Subject != subject {
			continue // the index and the committed content disagree: show nothing
		}
		if !c.visible(&entry, now) {
			continue
		}
		if items = append(items, Item{entry}); len(items) == limit {
			break
		}
	}
	return items, nil
}

// Receipt returns an entry about the subject with its proof, to take home.
func (c *Cockpit) Receipt(ctx context.Context, subject onceonly.Subject, id uuid.UUID) (auditlog.Receipt, error) {
	if c.config.Proofs == nil {
		return auditlog.Receipt{}, errors.New("cockpit: no log to prove entries with")
	}
	record, _, err := c.config.Records.Record(ctx, id)
	if errors.Is(err, auditlog.ErrNotFound) {
		return auditlog.Receipt{}, ErrNotFound
	}
	if err != nil {
		return auditlog.Receipt{}, fmt.Errorf("cockpit: read log: %w", err)
	}
	entry, err := onceonly.ParseEntry(record.Content)
	if err != nil {
		return auditlog.Receipt{}, err
	}
	if subject.IsZero() || entry.Subject != subject || !c.visible(&entry, c.config.Now()) {
		return auditlog.Receipt{}, ErrNotFound
	}
	return c.config.Proofs.Receipt(ctx, id)
}
