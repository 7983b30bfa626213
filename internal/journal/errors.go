// SPDX-License-Identifier: Apache-2.0

package journal

import "errors"

// What callers branch on. No error text carries the id of an aggregate, a key
// or a payload.
var (
	// ErrConflict says that the stream is not at the expected version: load
	// again, decide again. Nothing was written.
	ErrConflict = errors.New("journal: the stream is not at the expected version")

	// ErrCommandReused says that the key of a command was used before with
	// other content. Nothing was written.
	ErrCommandReused = errors.New("journal: the command key was used before with other content")

	// ErrNotFound says that there is no such stream, command or effect.
	ErrNotFound = errors.New("journal: not found")

	// ErrLeaseLost says that the lease of an effect ran out and was given to
	// somebody else, or that the effect is no longer open.
	ErrLeaseLost = errors.New("journal: the lease of the effect is lost")

	// ErrInvalid says that the caller handed over something that cannot be
	// stored as it is: empty names, text that is not UTF-8, too much of it.
	ErrInvalid = errors.New("journal: invalid")

	// ErrBusy says that more is waiting to be written than the store accepts.
	// Nothing was written; come back later.
	ErrBusy = errors.New("journal: too much is waiting to be written")

	// ErrUncertain says that the database failed while it committed: the write
	// may have happened or not. Repeat it with the same command key, or load
	// and look.
	ErrUncertain = errors.New("journal: the database failed during the commit, the outcome is not known")

	// ErrDamaged says that somebody else, or the disk, has changed what is stored:
	// events do not follow one another, or content does not fit its checksum.
	ErrDamaged = errors.New("journal: what is stored was changed from outside")

	// ErrOutdated says that a newer program has changed the tables: this one must
	// not write to them any more.
	ErrOutdated = errors.New("journal: a newer program uses these tables, this one may not write to them")

	// ErrUnsafe says that the database does not keep what it acknowledges, or
	// cannot be made to.
	ErrUnsafe = errors.New("journal: the database is not set up to keep what it acknowledges")

	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("journal: closed")
)
