// SPDX-License-Identifier: Apache-2.0

// Package memstore keeps consents, retrievals and the audit log in memory: for
// tests, and as the model that other stores are compared with. It forgets
// everything with the process.
package memstore

import (
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/internal/journalstore"
)

// New returns an empty store. now is its clock; nil is the system's.
func New(now func() time.Time) onceonly.Store {
	return journalstore.New(journal.NewMemory(now), "memory")
}
