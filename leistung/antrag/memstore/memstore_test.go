// SPDX-License-Identifier: Apache-2.0

package memstore_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/antragtest"
	"github.com/deutschland-stack/bausteine/leistung/antrag/memstore"
)

func TestStore(t *testing.T) {
	antragtest.TestStore(t, func(*testing.T) antrag.Store { return memstore.New(nil) })
}
