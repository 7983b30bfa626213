// SPDX-License-Identifier: Apache-2.0

// Package stable holds the names that programs outside this repository compile
// against: whoever changes one of them breaks this test before breaking others.
package stable_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
)

var (
	_ func(string) (kommune.AGS, error)         = kommune.ParseAGS
	_ func(string) (kommune.ARS, error)         = kommune.ParseARS
	_ func() *kommune.Verzeichnis               = kommune.Deutschland
	_ func(string) (leistung.Schluessel, error) = leistung.ParseSchluessel

	_ func(*kommune.Verzeichnis, kommune.AGS) (kommune.Gemeinde, error) = (*kommune.Verzeichnis).Gemeinde
	_ func(*kommune.Verzeichnis, kommune.AGS) (kommune.Traeger, error)  = (*kommune.Verzeichnis).Traeger
	_ func(*kommune.Verzeichnis, string, int) []kommune.Treffer         = (*kommune.Verzeichnis).Search
)

func TestNamesThatStay_LeadFromATypedNameToTheAdministration(t *testing.T) {
	hits := kommune.Deutschland().Search("teistungen", 1)
	require.Len(t, hits, 1)
	gemeinde := hits[0].Gemeinde
	require.Equal(t, "16061114", gemeinde.AGS.String())
	require.Equal(t, "160615001114", gemeinde.ARS.String())
	require.Equal(t, "Teistungen", gemeinde.Name)
	require.Positive(t, gemeinde.Einwohner)
	traeger, err := kommune.Deutschland().Traeger(gemeinde.AGS)
	require.NoError(t, err)
	require.Equal(t, "Lindenberg/Eichsfeld", traeger.Name)
}
