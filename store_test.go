// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund/grundtest"
)

func TestMemory_KeepsThePromises(t *testing.T) {
	grundtest.TestStore(t, func(t *testing.T, config bausteine.Config) *bausteine.Store {
		t.Helper()
		store := bausteine.NewMemory(config)
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		return store
	})
}

func TestOpen_RefusesNoDatabase(t *testing.T) {
	_, err := bausteine.OpenSQLite(t.Context(), nil, bausteine.Config{})
	require.ErrorContains(t, err, "no database")
	_, err = bausteine.OpenPostgreSQL(t.Context(), nil, bausteine.Config{})
	require.ErrorContains(t, err, "no database")
}

func TestPeriod_ReadsWell(t *testing.T) {
	for want, period := range map[string]bausteine.Period{
		"1 year":                            {Years: 1},
		"2 years, to the close of the year": {Years: 2, ThenYear: true},
		"1 month, 3 days":                   {Months: 1, Days: 3},
		"30m0s":                             {Time: 30 * 60 * 1e9},
	} {
		require.Equal(t, want, period.String())
	}
}
