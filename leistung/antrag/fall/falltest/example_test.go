// SPDX-License-Identifier: Apache-2.0

package falltest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
)

// Who keeps cases on a database of their own plays all of them there.
func Example() {
	open := func(t *testing.T, config bausteine.Config) *bausteine.Store {
		t.Helper()
		store := bausteine.NewMemory(config) // in its place: bausteine.OpenSQLite(…)
		t.Cleanup(func() {
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		})
		return store
	}
	_ = func(t *testing.T) { falltest.TestFall(t, open) } // func TestFall_OnOurDatabase(t *testing.T)
}
