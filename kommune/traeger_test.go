// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

func TestTraeger_OfTheVectors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key  string
		want kommune.Traeger
	}{
		{"16061114", kommune.Traeger{ // Teistungen
			Art: kommune.TraegerVerband, Name: "Lindenberg/Eichsfeld", Sitz: "Teistungen",
			Verband: kommune.MustParseVerbandsschluessel("160615001"), Verbandsart: kommune.Verwaltungsgemeinschaft,
		}},
		{"16063051", kommune.Traeger{ // Leimbach
			Art: kommune.TraegerErfuellendeGemeinde, Name: "Bad Salzungen, Stadt", Sitz: "Bad Salzungen",
			Verband: kommune.MustParseVerbandsschluessel("160635051"), Verbandsart: kommune.GruppeErfuellendeGemeinde,
			AGS: kommune.MustParseAGS("16063003"),
		}},
		{"16063071", kommune.Traeger{ // Seebach
			Art: kommune.TraegerErfuellendeGemeinde, Name: "Ruhla, Stadt", Sitz: "Ruhla",
			Verband: kommune.MustParseVerbandsschluessel("160635057"), Verbandsart: kommune.GruppeErfuellendeGemeinde,
			AGS: kommune.MustParseAGS("16063066"),
		}},
		{"16053000", kommune.Traeger{
			Art: kommune.TraegerGemeinde, Name: "Jena, Stadt", Sitz: "Jena",
			Verband: kommune.MustParseVerbandsschluessel("160530000"), Verbandsart: kommune.VerbandsfreieGemeinde,
			AGS: kommune.MustParseAGS("16053000"),
		}},
		{"16063105", kommune.Traeger{
			Art: kommune.TraegerGemeinde, Name: "Eisenach, Stadt", Sitz: "Eisenach",
			Verband: kommune.MustParseVerbandsschluessel("160630105"), Verbandsart: kommune.VerbandsfreieGemeinde,
			AGS: kommune.MustParseAGS("16063105"),
		}},
	} {
		got, err := kommune.Deutschland().Traeger(kommune.MustParseAGS(c.key))
		require.NoError(t, err)
		require.Equal(t, c.want, got, c.key)
	}
}

func TestTraeger_ThueringenHas189(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	kinds := map[kommune.Traegerart]int{}
	all := map[kommune.Traeger]bool{}
	for traeger := range v.TraegerOf(kommune.Thueringen) {
		kinds[traeger.Art]++
		require.False(t, all[traeger], "each once")
		all[traeger] = true
	}
	require.Equal(t, map[kommune.Traegerart]int{
		kommune.TraegerGemeinde: 109, kommune.TraegerVerband: 42, kommune.TraegerErfuellendeGemeinde: 38,
	}, kinds)
	require.Len(t, all, 189)

	members := map[kommune.Traegerart]int{}
	for g := range v.GemeindenOf(kommune.Thueringen) {
		traeger, err := v.Traeger(g.AGS)
		require.NoError(t, err)
		require.True(t, all[traeger], "every Gemeinde has one of them")
		members[traeger.Art]++
	}
	require.Equal(t, map[kommune.Traegerart]int{
		kommune.TraegerGemeinde: 109, kommune.TraegerVerband: 368, kommune.TraegerErfuellendeGemeinde: 128,
	}, members)
}

func TestTraeger_EveryGroupHasExactlyOneActingGemeinde(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	groups := 0
	for verband := range v.Verbaende() {
		if verband.Art != kommune.GruppeErfuellendeGemeinde {
			continue
		}
		groups++
		for member := range v.Members(verband.Schluessel) {
			traeger, err := v.Traeger(member.AGS)
			require.NoError(t, err)
			acting, err := v.Gemeinde(traeger.AGS)
			require.NoError(t, err, "%s names a Gemeinde of the register", verband.Name)
			require.Equal(t, verband.Schluessel, acting.Verband())
		}
	}
	require.Equal(t, 39, groups)
}

func TestTraeger_GemeindefreieGebieteHaveNone(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	traeger, err := v.Traeger(kommune.MustParseAGS("13000998"))
	require.NoError(t, err)
	require.Equal(t, kommune.TraegerKeiner, traeger.Art)
	require.True(t, traeger.AGS.IsZero())
	for land := range kommune.Laender() {
		for traeger := range v.TraegerOf(land) {
			require.NotEqual(t, kommune.TraegerKeiner, traeger.Art)
		}
	}
}

func TestTraegerIn_ListsTheAdministrationsOfAKreis(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	list := slices.Collect(v.TraegerIn(kommune.MustParseKreisschluessel("16061")))
	require.True(t, slices.IsSortedFunc(list, func(a, b kommune.Traeger) int { return a.Verband.Compare(b.Verband) }))
	require.Contains(t, list, mustTraeger(t, "16061114"))
	for range v.TraegerIn(kommune.MustParseKreisschluessel("16061")) {
		break // stopping early is allowed
	}
}

func TestTraeger_BezeichnungNamesTheKindOfBody(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Verwaltungsgemeinschaft Lindenberg/Eichsfeld", mustTraeger(t, "16061114").Bezeichnung())
	require.Equal(t, "Ruhla, Stadt", mustTraeger(t, "16063071").Bezeichnung())
	require.Equal(t, "Jena, Stadt", mustTraeger(t, "16053000").Bezeichnung())
}

func mustTraeger(t *testing.T, key string) kommune.Traeger {
	t.Helper()
	traeger, err := kommune.Deutschland().Traeger(kommune.MustParseAGS(key))
	require.NoError(t, err)
	return traeger
}
