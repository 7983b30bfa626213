// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"encoding/csv"
	"math/big"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
)

// Every cell as a program read it from the official texts.
func TestParameter_AgreeWithTheSharedFolder(t *testing.T) {
	f, err := os.Open(shareddata.Path(t, "wohngeld/parameter.csv"))
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	rows, err := r.ReadAll()
	require.NoError(t, err)
	compared := 0
	for _, row := range rows[1:] {
		name, members, stufe, from, want := row[0], row[1], row[2], row[3], row[5]
		key := name
		switch name {
		case "hoechstbetrag", "a", "b", "c", "min_M", "min_Y", "heizkosten_co2", "heizkostenkomponente", "klimakomponente":
			if members == "weiteres" {
				members = "jedes weitere"
			}
			if stufe == "" {
				stufe = "1"
			}
			key += "/" + members + "/" + stufe
		}
		value, ok := new(big.Rat).SetString(want)
		require.True(t, ok)
		if name == "faktor" {
			value.Mul(value, big.NewRat(100, 1))
		}
		got := readTables(day(from)).cells[key]
		require.NotNil(t, got, key)
		require.Zero(t, got.Cmp(value), "%s from %s: %s, not %s", key, from, got.FloatString(10), want)
		compared++
	}
	require.Equal(t, 352, compared)
}
