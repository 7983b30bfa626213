// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"time"

	"github.com/google/uuid"
)

// Head is what is known of a stream without reading its events.
type Head struct {
	Kind    string
	Stream  uuid.UUID
	Version uint64
	State   string
	Keys    []Key     // sorted
	Changed time.Time // time of its last event or save
	Due     time.Time // see Commit.Due; zero: never
	Erased  time.Time // when personal data was erased last; zero: never

	// Draft is the replaceable personal part, nil where there is none. Only Load
	// fills it.
	Draft []byte
}

// Listed is one row of a list. A damaged one stands in it, with ErrDamaged, and
// hides no other.
type Listed struct {
	Head Head
	Err  error
}

// Recorded is an event as it was stored.
type Recorded struct {
	Event

	Position Position
	Kind     string
	Stream   uuid.UUID
	Version  uint64 // of the stream after this event
	Erased   bool   // it had a personal part that was erased
}

// Query selects heads. Empty fields select all.
type Query struct {
	Kind       string // required
	State      string
	Key        Key
	Keys       []Key     // any of these; not together with Key
	Disjoint   bool      // no stream has two of Keys: that makes counting fast
	From, To   uuid.UUID // ids from From on and before To: where they are UUIDv7, a span of time
	After      uuid.UUID // continue behind this stream; before it, if Descending
	Descending bool      // the newest first, where ids are UUIDv7
}
