// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// leaves are the pointers of all values that a household states.
func leaves(pointer string, v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			leaves(pointer+"/"+key, member, into)
		}
	case []any:
		for i, member := range v {
			leaves(pointer+"/"+strconv.Itoa(i), member, into)
		}
	default:
		into[pointer] = true
	}
}

// No fact is used that the way does not show: every value a household states is a
// step with its origin, but for what an excluded person or a home does not need.
func TestWeg_ShowsEveryFactOfAHousehold(t *testing.T) {
	r, keys := rand.New(rand.NewPCG(7, 7)), []kommune.AGS{kommune.MustParseAGS("14713000"), kommune.MustParseAGS("09162000")}
	seen := map[string]bool{}
	for range 3000 {
		h := anyHousehold(r, keys)
		h.Vermoegen, h.Bedarf = wohngeld.Cent(r.IntN(20_000_000)), wohngeld.Cent(r.IntN(500_000))
		for i := range h.Personen {
			h.Personen[i].Ausbildung = false
		}
		p, e, err := wohngeld.Regeln().Protokolliere(day("2026-03-01"), h, map[string]regel.Herkunft{"": {}})
		require.NoError(t, err)
		if e.Wohngeld == 0 {
			continue
		}
		b, err := json.Marshal(h)
		require.NoError(t, err)
		var plain any
		require.NoError(t, json.Unmarshal(b, &plain))
		stated, shown := map[string]bool{}, map[string]bool{}
		leaves("", plain, stated)
		for _, s := range p.Schritte {
			if s.Art == regel.ArtTatsache {
				require.NotNil(t, s.Herkunft)
				require.False(t, shown[s.Pfad], "%s twice", s.Pfad)
				shown[s.Pfad] = true
			}
		}
		for _, pointer := range slices.Sorted(maps.Keys(stated)) {
			if skip(&h, pointer) {
				continue
			}
			require.True(t, shown[pointer], "%s is not shown", pointer)
			seen[pointer[strings.LastIndexByte(pointer, '/'):]] = true
		}
	}
	require.Greater(t, len(seen), 40, "and there were facts of all kinds")
}

func skip(h *wohngeld.Haushalt, pointer string) bool {
	if h.Miete.Heim && strings.HasPrefix(pointer, "/miete/") && pointer != "/miete/heim" {
		return true
	}
	parts := strings.Split(pointer, "/")
	if len(parts) < 4 || parts[1] != "personen" || parts[3] == "leistungen" {
		return false
	}
	i, err := strconv.Atoi(parts[2])
	return err == nil && slices.ContainsFunc(h.Personen[i].Leistungen, func(l wohngeld.Leistung) bool {
		return l.Excludes() && l.Art != wohngeld.LeistungUebergangsgeld
	})
}
