// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
)

// Record is an entry as it lies beside the tree, together with the salt of its
// commitment. At the deadline the whole record is destroyed; its commitment stays.
type Record struct {
	// ID names the entry. A UUID of version 7 keeps the list of a person in order.
	ID uuid.UUID
	// Subject is the key under which the person finds the entry. Empty means
	// that no person may see it in a list.
	Subject string
	// EraseAt is the moment from which the record must no longer exist.
	EraseAt time.Time
	// Retention is why it is kept until then; empty is RetentionOwn.
	Retention Retention
	Salt      Salt
	// Content is canonical JSON.
	Content []byte
}

// NewRecord brings the content into canonical form and draws a salt.
func NewRecord(id uuid.UUID, subject string, eraseAt time.Time, content []byte, random io.Reader) (Record, error) {
	canonical, err := Canonical(content)
	if err != nil {
		return Record{}, err
	}
	record := Record{ID: id, Subject: subject, EraseAt: eraseAt, Content: canonical}
	if _, err := io.ReadFull(random, record.Salt[:]); err != nil {
		return Record{}, fmt.Errorf("auditlog: draw salt: %w", err)
	}
	return record, nil
}

// Commitment returns what the tree holds of the record.
func (r Record) Commitment() Hash { return Commit(r.Salt, r.Content) }

// Format hides the content and the salt from every formatting verb.
func (r Record) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "auditlog.Record{"+r.ID.String()+"}")
}

// MarshalText hides content and salt from JSON, too.
func (r Record) MarshalText() ([]byte, error) { return []byte(r.ID.String()), nil }
