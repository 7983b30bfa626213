// SPDX-License-Identifier: Apache-2.0

// Package ledger says how an entry of the audit log lies in the store: package
// auditlog reads it, and whoever logs a deed writes it in one step with the deed.
package ledger

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Entry is an entry as it is stored. Every one is a stream of its own, so that it can
// be erased alone; the order in which the streams began is the order of the log.
type Entry struct {
	ID         uuid.UUID
	Key        string // under which it is listed; "": under none
	Class      string // how long it is kept, see auditlog.Retention
	EraseAt    time.Time
	Salt       [32]byte
	Commitment [32]byte
	Content    []byte

	Position uint64 // in the order of the store
	Erased   bool   // Commitment and Position are all that is left
}

// Kind is the kind of the entries of a log.
func Kind(log string) string { return "auditlog/" + log + "/entry" }

const keySubject = "subject"

// What is personal of an entry: its salt, its deadline in microseconds since 1970 in
// eight bytes, and its content.
const (
	saltEnd     = 32
	deadlineEnd = saltEnd + 8
)

// Commit returns what has to be appended to write an entry.
func Commit(log string, e *Entry) journal.Commit {
	personal := make([]byte, 0, deadlineEnd+len(e.Content))
	personal = append(personal, e.Salt[:]...)
	personal = binary.BigEndian.AppendUint64(personal, uint64(e.EraseAt.UnixMicro()))
	personal = append(personal, e.Content...)
	commit := journal.Commit{
		Kind: Kind(log), Stream: e.ID, State: e.Class, Due: e.EraseAt,
		Events: []journal.Event{{Type: "logged", Data: e.Commitment[:], Personal: personal}},
	}
	if e.Key != "" {
		commit.Keys = []journal.Key{{Name: keySubject, Value: e.Key}}
	}
	return commit
}

// Query selects the entries under a key, the newest first, behind one of them.
func Query(log, key string, before uuid.UUID) journal.Query {
	return journal.Query{Kind: Kind(log), Key: journal.Key{Name: keySubject, Value: key}, After: before, Descending: true}
}

// ErrFormat reports a stored entry that cannot be read.
var ErrFormat = errors.New("a logged entry without its commitment or salt")

// Parse reads the event of an entry. The key is not part of it.
func Parse(event *journal.Recorded) (Entry, error) {
	e := Entry{ID: event.Stream, Position: uint64(event.Position), Erased: event.Erased}
	if len(event.Data) != len(e.Commitment) {
		return Entry{}, ErrFormat
	}
	e.Commitment = [32]byte(event.Data)
	if event.Erased {
		return e, nil
	}
	if len(event.Personal) < deadlineEnd {
		return Entry{}, ErrFormat
	}
	e.Salt = [32]byte(event.Personal[:saltEnd])
	e.EraseAt = time.UnixMicro(int64(binary.BigEndian.Uint64(event.Personal[saltEnd:deadlineEnd]))).UTC()
	e.Content = event.Personal[deadlineEnd:]
	return e, nil
}
