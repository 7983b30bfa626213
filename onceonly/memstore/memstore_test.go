// SPDX-License-Identifier: Apache-2.0

package memstore_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/memstore"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestStore_KeepsTheContract(t *testing.T) {
	t.Parallel()
	onceonlytest.TestStore(t, func(*testing.T) onceonly.Store { return memstore.New(nil) })
}
