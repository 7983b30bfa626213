// SPDX-License-Identifier: Apache-2.0

// Package memstore keeps payments in memory: for tests, and as the model that
// other stores are compared with. It forgets everything with the process.
package memstore

import (
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/journalstore"
)

// New returns an empty store. now is its clock for leases and due times; nil is
// the system's.
func New(now func() time.Time) payment.Store { return journalstore.New(journal.NewMemory(now)) }
