// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

func roundTrip[T any](t *testing.T, in T) string {
	t.Helper()
	text, err := json.Marshal(in)
	require.NoError(t, err)
	var out T
	require.NoError(t, json.Unmarshal(text, &out))
	require.Equal(t, in, out)
	return string(text)
}

func TestJSON_EveryRowOfTheRegisterGoesThereAndBack(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for verband := range v.Verbaende() {
		roundTrip(t, verband)
	}
	for kreis := range v.Kreise() {
		roundTrip(t, kreis)
	}
	for g := range v.Gemeinden() {
		roundTrip(t, g)
		traeger, err := v.Traeger(g.AGS)
		require.NoError(t, err)
		roundTrip(t, traeger)
	}
	for _, query := range []string{"teistungen", "Küstengewässer", "Lübecker Bucht", "Bodensee"} {
		for _, hit := range v.Search(query, 5) {
			roundTrip(t, hit)
		}
	}
	require.JSONEq(t, `{"key":"16064014","asOf":"2025-11-30","bekanntBis":"2026-06-30",
		"nachfolger":[{"ags":"16061118","anteil":0.9668,"grundlage":"einwohner","haupt":true},{"ags":"16064071","anteil":0.0332,"grundlage":"einwohner"}],
		"pfad":[{"von":"16064014","nach":"16061118","ab":"2023-01-01","tagesgenau":true},{"von":"16064014","nach":"16064071","ab":"2023-01-01","tagesgenau":true}]}`,
		roundTrip(t, resolve(t, "16064014", "2025-11-30")))
	require.JSONEq(t, `{"art":"verband","name":"Lindenberg/Eichsfeld","sitz":"Teistungen","verband":"160615001","verbandsart":54}`,
		roundTrip(t, mustTraeger(t, "16061114")))
}
