// SPDX-License-Identifier: Apache-2.0

// Package memstore keeps pools of Kassenzeichen in memory, for tests. It forgets
// everything with the process.
package memstore

import (
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen/internal/journalstore"
)

// New returns an empty store.
func New() kassenzeichen.Store { return journalstore.New(journal.NewMemory(nil)) }
