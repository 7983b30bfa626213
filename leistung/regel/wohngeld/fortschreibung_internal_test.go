// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"math/big"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// The tables explain each other: 2.788 percent and 1.927 percent in 2022, and in
// 2025 rates within the intervals that all 91 cells leave.
func TestFortschreibung_AllTablesHaveCommonRates(t *testing.T) {
	all, bs := PruefeFortschreibung()
	require.Empty(t, bs)
	require.Len(t, all, 2)
	require.Equal(t, 42+24, all[0].Zellen)
	require.Equal(t, 42+24+24+1, all[1].Zellen)
	within := func(s Spanne, rate string) {
		require.LessOrEqual(t, s.Von.Cmp(rat(rate)), 0)
		require.Positive(t, s.Bis.Cmp(rat(rate)))
	}
	within(all[0].P, "1.02788")
	within(all[0].Q, "1.01927")
	within(all[1].P, "1.04042")
	within(all[1].Q, "1.1319")
	require.Negative(t, new(big.Rat).Sub(all[1].P.Bis, all[1].P.Von).Cmp(rat("0.00004")), "the interval is narrow: %v", all[1].P)
	require.Negative(t, new(big.Rat).Sub(all[1].Q.Bis, all[1].Q.Von).Cmp(rat("0.00008")), "the interval is narrow: %v", all[1].Q)
}

// errorPlace is a digit in one of the indexed tables.
type errorPlace struct {
	table string
	at    int
}

// tablesText are the indexed tables as they are typed.
func tablesText() map[string]string {
	return map[string]string{
		"h20": hoechst2020, "h22": hoechst2022, "h25": hoechst2025,
		"b20": b2020, "b22": b2022, "b23": b2023, "b25": b2025,
		"c20": c2020, "c22": c2022, "c23": c2023, "c25": c2025,
		"m20": minM2020, "m25": minM2025, "y23": minY2023, "y25": minY2025,
	}
}

// detected reports whether the check or the reading of the tables finds that the
// typed text was changed.
func detected(t *testing.T, text map[string]string) bool {
	t.Helper()
	failed := false
	h := func(name string) hoechst {
		v, err := parseHoechst(text[name])
		failed = failed || err != nil
		return v
	}
	v := func(name string) werte {
		v, err := parseWerte(text[name])
		failed = failed || err != nil
		return v
	}
	m := func(name string) minima {
		v, err := parseMinima(text[name])
		failed = failed || err != nil
		return v
	}
	at := map[string]tafeln{
		"2021-12-31": {hoechst: h("h20"), b: v("b20"), c: v("c20")},
		"2022-01-01": {hoechst: h("h22"), b: v("b22"), c: v("c22")},
		"2024-12-31": {hoechst: h("h22"), b: v("b23"), c: v("c23"), minM: m("m20"), minY: m("y23"), ab13: 5700},
		"2025-01-01": {hoechst: h("h25"), b: v("b25"), c: v("c25"), minM: m("m25"), minY: m("y25"), ab13: 6500},
	}
	if failed {
		return true
	}
	_, bs := pruefeFortschreibung(func(d datum.Datum) (tafeln, error) { return at[d.String()], nil })
	return len(bs) > 0
}

func mutate(s string, at int, to byte) string { return s[:at] + string(to) + s[at+1:] }

func places() (all []errorPlace) {
	for _, name := range []string{"h20", "h22", "h25", "b20", "b22", "b23", "b25", "c20", "c22", "c23", "c25", "m20", "m25", "y23", "y25"} {
		for i, c := range []byte(tablesText()[name]) {
			if c >= '0' && c <= '9' {
				all = append(all, errorPlace{name, i})
			}
		}
	}
	return all
}

func TestFortschreibung_FindsEachOfFiftySeededDigitErrors(t *testing.T) {
	require.False(t, detected(t, tablesText()), "the tables as they are have no finding")
	all, r := places(), rand.New(rand.NewPCG(43, 2026))
	for i := range 50 {
		place := all[r.IntN(len(all))]
		text := tablesText()
		old := text[place.table][place.at]
		to := byte('0' + (int(old-'0')+1+r.IntN(9))%10)
		text[place.table] = mutate(text[place.table], place.at, to)
		require.True(t, detected(t, text), "error %d: %s at %d, %c for %c", i, place.table, place.at, to, old)
	}
}

// Full says that the long runs are wanted: every digit error here, a million
// households in the comparison with the second calculation.
const full = "WOHNGELD_FULL"

func TestFortschreibung_FindsNearlyEveryDigitError(t *testing.T) {
	if os.Getenv(full) == "" {
		t.Skipf("all 8,721 errors only with %s", full)
	}
	n, missed := 0, 0
	for _, place := range places() {
		old := tablesText()[place.table][place.at]
		for to := byte('0'); to <= '9'; to++ {
			if to == old {
				continue
			}
			text := tablesText()
			text[place.table] = mutate(text[place.table], place.at, to)
			n++
			if !detected(t, text) {
				missed++
			}
		}
	}
	require.Equal(t, 8721, n)
	require.Equal(t, 14, missed)
}
