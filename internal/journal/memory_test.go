// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"testing"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/journaltest"
)

func TestMemory_KeepsTheContract(t *testing.T) {
	journaltest.TestStore(t, func(_ *testing.T, now func() time.Time) journal.Store {
		return journal.NewMemory(now)
	})
}
