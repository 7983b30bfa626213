// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

func TestSearch_FindsWhatPeopleType(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"muhlhausen":           "16064046",
		"Mühlhausen/Thüringen": "16064046",
		"muehlhausen":          "16064046",
		"bad langensalza":      "16064003",
		"langensalza":          "16064003",
		"Weimar":               "16055000",
		"teistungen":           "16061114",
		"köln":                 "05315000",
		"MUENCHEN":             "09162000",
	} {
		hits := kommune.Deutschland().Search(query, 5)
		require.NotEmpty(t, hits, query)
		require.LessOrEqual(t, len(hits), 5)
		require.Equal(t, want, hits[0].Gemeinde.AGS.String(), "%s: %s", query, hits[0].Text())
	}
}

func TestSearch_TellsHomonymsApart(t *testing.T) {
	t.Parallel()
	texts := map[string]bool{}
	for _, hit := range kommune.Deutschland().Search("Neuenkirchen", 8) {
		require.False(t, texts[hit.Text()], hit.Text())
		texts[hit.Text()] = true
	}
	require.Len(t, texts, 8)
	require.Equal(t, "Teistungen (Landkreis Eichsfeld, Thüringen)", kommune.Deutschland().Search("Teistungen", 1)[0].Text())
	require.Equal(t, "Jena (Thüringen)", kommune.Deutschland().Search("Jena", 1)[0].Text())
}

func TestSearch_OfNothingIsEmpty(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	require.Empty(t, v.Search("", 5))
	require.Empty(t, v.Search(" ./()", 5))
	require.Empty(t, v.Search("Jena", 0))
	require.Empty(t, v.Search("Jena", -1))
	require.Empty(t, v.Search("qxqxqxqxqx", 5))
}
