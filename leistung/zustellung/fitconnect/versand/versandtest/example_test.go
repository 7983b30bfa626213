// SPDX-License-Identifier: Apache-2.0

package versandtest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand/versandtest"
)

// A thousand submissions while networks, the service and both processes fail.
func ExampleLauf() {
	_ = func(t *testing.T) { // func TestLauf_OnOurDatabase(t *testing.T)
		stores := map[string]*bausteine.Store{}
		result := versandtest.Lauf(t, versandtest.Config{
			N: 1000, Seed: 1, RestartEvery: 100,
			Open: func(_ testing.TB, side string) (*bausteine.Store, func()) {
				if stores[side] == nil {
					stores[side] = bausteine.NewMemory(bausteine.Config{}) // in its place: a file, opened again
				}
				return stores[side], func() {}
			},
		})
		t.Logf("%d delivered while %d requests went wrong", result.Delivered, result.Count())
	}
}
