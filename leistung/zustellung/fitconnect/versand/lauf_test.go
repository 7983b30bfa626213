// SPDX-License-Identifier: Apache-2.0

package versand_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand/versandtest"
)

// A hundredth of the whole run, which internal/crosscheck does on SQLite.
func TestVersand_EachSubmissionArrivesOnceAndIntactUnderFaults(t *testing.T) {
	stores := map[string]*bausteine.Store{"sender": memory(t), "subscriber": memory(t)}
	result := versandtest.Lauf(t, versandtest.Config{N: 10, Seed: 1, RestartEvery: 4, Open: func(_ testing.TB, side string) (*bausteine.Store, func()) {
		return stores[side], func() {}
	}})
	require.Equal(t, 10, result.Delivered)
	require.NotZero(t, result.Rejected)
	require.NotZero(t, result.Replayed)
	require.Greater(t, result.Restarts, 3)
	require.NotEmpty(t, result.Faults)
	t.Logf("%d delivered, %d rejected, %d restarts, %d faults in %v: %v", result.Delivered, result.Rejected, result.Restarts, result.Count(), result.Took, result.Faults)
}
