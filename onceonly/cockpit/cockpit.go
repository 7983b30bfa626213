// SPDX-License-Identifier: Apache-2.0

package cockpit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
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
	// Log is the log to read. Every entry is held against it before it is shown.
	// Required.
	Log *auditlog.Log
	// Hidden lists what may be shown later. Without it everything is visible.
	Hidden []Hiding
	// Now is the clock; nil is the system's. It matters only for Hidden.
	Now func() time.Time
}

// New returns a cockpit.
func New(config Config) (*Cockpit, error) {
	if config.Log == nil {
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

// Viewer is the person who looks. How surely that is known is the caller's business.
type Viewer struct {
	// Subject is the pseudonym of the person's account; zero for somebody without one.
	Subject onceonly.Subject
	// Person finds the exchanges about somebody else in which the person stood, such as
	// a spouse's; see onceonly.Identify. Two persons of the same name who were born on
	// the same day find each other's: such an entry names authorities, fields and
	// reasons, never the person whose exchange it was. Zero: they are not looked for.
	Person onceonly.Identification
}

// owns reports whether the entry is about the viewer.
func (v Viewer) owns(e *onceonly.Entry) bool {
	if e.Role == "" {
		return !v.Subject.IsZero() && e.Subject == v.Subject
	}
	return e.Person.Names(v.Person)
}

// Entries returns the entries about the viewer, the newest first.
func (c *Cockpit) Entries(ctx context.Context, viewer Viewer, page Page) ([]Item, error) {
	limit := page.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	limit = min(limit, MaxLimit)
	var items []Item
	now := c.config.Now()
	for record, err := range c.records(ctx, viewer, page.Before) {
		if err != nil {
			return nil, fmt.Errorf("cockpit: read log: %w", err)
		}
		entry, err := onceonly.ParseEntry(record.Content)
		if err != nil {
			return nil, err
		}
		if !viewer.owns(&entry) {
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

// records streams the records under both keys of the viewer, the newest first.
func (c *Cockpit) records(ctx context.Context, viewer Viewer, before uuid.UUID) iter.Seq2[auditlog.Record, error] {
	return func(yield func(auditlog.Record, error) bool) {
		type stream struct {
			next func() (auditlog.Record, error, bool)
			head auditlog.Record
		}
		var streams []*stream
		for _, key := range []string{viewer.Subject.Clear(), viewer.Person.LogKey()} {
			if key == "" {
				continue
			}
			next, stop := iter.Pull2(c.config.Log.Of(ctx, key, before))
			defer stop()
			streams = append(streams, &stream{next: next})
		}
		advance := func(s *stream) (goOn bool) {
			record, err, more := s.next()
			if !more {
				streams = slices.DeleteFunc(streams, func(other *stream) bool { return other == s })
				return true
			}
			if s.head = record; err != nil {
				yield(record, err)
				return false
			}
			return true
		}
		for _, s := range slices.Clone(streams) {
			if !advance(s) {
				return
			}
		}
		for len(streams) > 0 {
			newest := slices.MaxFunc(streams, func(a, b *stream) int { return bytes.Compare(a.head.ID[:], b.head.ID[:]) })
			if !yield(newest.head, nil) || !advance(newest) {
				return
			}
		}
	}
}

// Receipt returns an entry about the viewer with its proof, to take home.
func (c *Cockpit) Receipt(ctx context.Context, viewer Viewer, id uuid.UUID) (auditlog.Receipt, error) {
	record, err := c.config.Log.Record(ctx, id)
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
	if !viewer.owns(&entry) || !c.visible(&entry, c.config.Now()) {
		return auditlog.Receipt{}, ErrNotFound
	}
	return c.config.Log.Receipt(ctx, id)
}
