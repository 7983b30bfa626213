// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun_GoesTheWayAndShowsEachRefusal(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(t.Context(), "", &out))
	require.Contains(t, out.String(), `handed over: {"familyName":"Mustermann","givenNames":"Erika"}`)
	require.NotContains(t, out.String(), "religion", "nobody asked for it")
	require.Equal(t, 5, strings.Count(out.String(), "auditlog: proven: "))
	for falsch, why := range map[string]string{"zweck": "before anything left", "daten": "the hand-over is refused", "wer": "the preview is refused"} {
		var out strings.Builder
		require.ErrorContains(t, run(t.Context(), falsch, &out), why)
		require.NotContains(t, out.String(), "handed over", falsch)
	}
}
