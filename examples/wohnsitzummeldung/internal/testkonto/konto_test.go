// SPDX-License-Identifier: Apache-2.0

package testkonto_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

func TestKonten_HoldValidNamesRealTownsAndALevelForEachAttribute(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range testkonto.Konten() {
		require.False(t, seen[k.Kennung])
		seen[k.Kennung] = true
		for _, name := range []string{nutzerkonto.Familienname, nutzerkonto.Vornamen} {
			require.Empty(t, din91379.CheckNew(din91379.A, k.Merkmal(name).Wert), k.Kennung)
			require.Equal(t, din91379.Normalize(k.Merkmal(name).Wert), k.Merkmal(name).Wert)
		}
		for _, name := range []string{
			nutzerkonto.Familienname, nutzerkonto.Vornamen, nutzerkonto.Geburtsdatum, nutzerkonto.Strasse, nutzerkonto.Hausnummer, nutzerkonto.PLZ, nutzerkonto.Ort,
		} {
			require.NotEmpty(t, k.Merkmal(name).Wert)
			require.Equal(t, k.Niveau, k.Merkmal(name).Niveau)
		}
		require.Equal(t, recht.NiveauUntergeordnet, k.Merkmal(nutzerkonto.EMail).Niveau, "an e-mail address is not proved by the eID")
		require.True(t, strings.HasSuffix(k.Merkmal(nutzerkonto.EMail).Wert, ".example"))
		_, err := kommune.ParseDatum(k.Merkmal(nutzerkonto.Geburtsdatum).Wert)
		require.NoError(t, err)
		if k.Niveau == recht.NiveauHoch {
			key, err := kommune.ParseAGS(k.Merkmal(nutzerkonto.Gemeinde).Wert)
			require.NoError(t, err)
			g, err := kommune.Deutschland().Gemeinde(key)
			require.NoError(t, err)
			require.Equal(t, g.Kurzname(), k.Merkmal(nutzerkonto.Ort).Wert)
		} else {
			require.Empty(t, k.Merkmal(nutzerkonto.Gemeinde).Wert, "only the eID names the municipality")
		}
		require.NotEqual(t, k.Zeigt.String(), k.Zeigt.English())
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
