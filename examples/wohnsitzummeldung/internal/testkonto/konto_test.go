// SPDX-License-Identifier: Apache-2.0

package testkonto_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

func TestKonten_HoldValidNamesRealTownsAndALevelForEachAttribute(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range testkonto.Konten() {
		require.False(t, seen[k.Kennung])
		seen[k.Kennung] = true
		for _, m := range []testkonto.Merkmal{k.Familienname, k.Vornamen} {
			require.Empty(t, din91379.CheckNew(din91379.A, m.Wert), k.Kennung)
			require.Equal(t, din91379.Normalize(m.Wert), m.Wert)
		}
		for _, m := range []testkonto.Merkmal{k.Familienname, k.Vornamen, k.Geburtsdatum, k.Strasse, k.Hausnummer, k.PLZ, k.Ort} {
			require.NotEmpty(t, m.Wert)
			require.Equal(t, k.Stufe, m.Stufe)
		}
		require.Equal(t, testkonto.Niedrig, k.EMail.Stufe, "an e-mail address is not proved by the eID")
		require.True(t, strings.HasSuffix(k.EMail.Wert, ".example"))
		_, err := kommune.ParseDatum(k.Geburtsdatum.Wert)
		require.NoError(t, err)
		if k.Stufe == testkonto.Hoch {
			key, err := kommune.ParseAGS(k.Gemeinde.Wert)
			require.NoError(t, err)
			g, err := kommune.Deutschland().Gemeinde(key)
			require.NoError(t, err)
			require.Equal(t, g.Kurzname(), k.Ort.Wert)
		} else {
			require.Empty(t, k.Gemeinde.Wert, "only the eID names the municipality")
		}
		require.NotEqual(t, k.Zeigt[0], k.Zeigt[1])
	}
	require.GreaterOrEqual(t, len(seen), 6)
}

func TestFind_KnowsNobodyElse(t *testing.T) {
	_, err := testkonto.Find("tk-0")
	require.ErrorIs(t, err, testkonto.ErrUnbekannt)
	konten := testkonto.Konten()
	konten[0].Kennung = "verändert"
	require.NotEqual(t, "verändert", testkonto.Konten()[0].Kennung, "callers get a copy")
}
