// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"errors"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Errors that every block gives, whatever it was doing. Blocks name the same
// values. No text of an error names a person, an id or a key.
var (
	// ErrConflict says that somebody else was faster: load again, decide again.
	ErrConflict = journal.ErrConflict
	// ErrCommandReused says that a key was used before with other content.
	ErrCommandReused = journal.ErrCommandReused
	// ErrNotFound says that there is nothing of that id.
	ErrNotFound = journal.ErrNotFound
	// ErrBusy says that the database is busy or away; nothing was written.
	ErrBusy = journal.ErrBusy
	// ErrUncertain says that the database failed during a commit: repeat the
	// command with the same key, or load and look.
	ErrUncertain = journal.ErrUncertain
	// ErrDamaged says that what is stored was changed from outside.
	ErrDamaged = journal.ErrDamaged
	// ErrOutdated says that a newer program has changed the tables.
	ErrOutdated = journal.ErrOutdated
	// ErrUnsafe says that the database does not keep what it acknowledges.
	ErrUnsafe = journal.ErrUnsafe
	// ErrClosed says that the store was closed.
	ErrClosed = journal.ErrClosed
	// ErrNoStore says that a block was made without a store.
	ErrNoStore = grund.ErrNoStore
	// ErrNotRunning says that effects wait and nobody carries them out: call
	// [Store.Run]. [Store.Health] gives it.
	ErrNotRunning = errors.New("bausteine: nothing is delivered and nothing erased: call Store.Run")
)
