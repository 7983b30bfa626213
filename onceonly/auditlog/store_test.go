// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestMemory_KeepsTheContractOfAStore(t *testing.T) {
	t.Parallel()
	onceonlytest.TestLogStore(t, func(*testing.T) onceonlytest.LogStore {
		memory := &auditlog.Memory{}
		return onceonlytest.LogStore{Store: memory, Append: memory.Append}
	})
}
