// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"time"

	"github.com/google/uuid"
)

// Commit is what happens to one stream in one step.
type Commit struct {
	Kind     string    // kind of aggregate, such as "antrag"
	Stream   uuid.UUID // its id; a UUIDv7 keeps the indexes growing at one end
	Expected uint64    // version the stream must have now; 0: it must not exist
	Events   []Event   // at least one, unless a draft is saved
	State    string    // state of the aggregate after the events, for List
	Keys     []Key     // all keys of the aggregate after the events, for List
	Effects  []Effect  // what has to be done because of the events

	// Draft replaces the draft of the stream: personal content that is state
	// and no history. What it was before is gone with this commit, from every
	// table. A commit without events only saves a draft: it counts as a version
	// all the same, so that two who edit the same draft find out. DropDraft
	// removes the draft.
	Draft     []byte
	DropDraft bool

	// Due is when what is personal in the stream has to be looked at, to be
	// erased as a rule; see Store.Due. Zero: never.
	Due time.Time
}

// draftOnly reports whether the commit saves a draft and nothing happened.
func (c *Commit) draftOnly() bool { return len(c.Events) == 0 }

// Version returns the version of the stream after the commit.
func (c *Commit) Version() uint64 { return c.Expected + uint64(max(len(c.Events), 1)) }

// Step is one append among several that are written together.
type Step struct {
	Command Command
	Commits []Commit
}

// Event is one thing that happened. Data is the skeleton that stays for ever,
// so it holds no personal data; Personal can be erased.
type Event struct {
	Type     string
	Time     time.Time // kept to the microsecond; zero: the clock of the store
	Data     []byte
	Personal []byte
}

// Key is a name and value by which a head is found. Keys go when a stream is
// erased.
type Key struct {
	Name  string
	Value string
}

// Effect is something to be done in the world outside because of the events of
// its commit. It is stored with them or not at all.
type Effect struct {
	Kind      string
	Payload   []byte    // erasable
	NotBefore time.Time // zero: at once
}

// Command makes an Append idempotent. The zero Command does not.
type Command struct {
	Kind        string   // what is commanded, such as "antrag/einreichen"
	Key         string   // chosen by the sender, unique within the kind, no personal data
	Fingerprint [32]byte // of the content: the same key with another one is refused
	Answer      []byte   // to be returned when the command comes again; erasable
}

// IsZero reports whether there is no command.
func (c Command) IsZero() bool { return c.Kind == "" && c.Key == "" }

// Position is the place of an event in the order of the whole store. The first
// one is 1. Positions grow, and may leave numbers out.
type Position uint64

// Receipt says where a commit ended up.
type Receipt struct {
	Stream   uuid.UUID
	Version  uint64   // of the stream after the commit
	Position Position // of its last event; 0 where it only saved a draft
}

// Outcome is what an Append did.
type Outcome struct {
	Receipts []Receipt
	Replayed bool   // the command was answered before, nothing was written now
	Answer   []byte // of the command; nil once it is erased

	// Fingerprint of the command, where it was answered before.
	Fingerprint [32]byte
}
