// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

func TestOrganisationsschluessel_HasOneSpelling(t *testing.T) {
	t.Parallel()
	testKey[kommune.Organisationsschluessel](t, kommune.ParseOrganisationsschluessel, kommune.Organisationsschluessel.Compare,
		[]string{"ags:05315000", "feb:091880000000", "feb:091880000099", "psw:01003110", "tpg:123456789012", "wgb:010540880000"},
		[]string{"", "ags", "ags:", "ags:0531500", "ags:053150000", "AGS:05315000", "ag:005315000", "ags-05315000", "wgb010540880000", "ags:0531500x", "ags:05315000000", "ägs:0531500"})
}

func TestOrganisationsschluessel_Parts(t *testing.T) {
	t.Parallel()
	live := kommune.MustParseOrganisationsschluessel("feb:091880000000")
	require.Equal(t, "feb", live.Praefix())
	require.Equal(t, "091880000000", live.Kennung())
	require.Equal(t, "00", live.LaufendeNummer())
	require.Equal(t, kommune.UmgebungProduktion, live.Umgebung())
	key, ok := live.AGS()
	require.True(t, ok)
	require.Equal(t, "09188000", key.String())
	require.Equal(t, kommune.UmgebungTest, kommune.MustParseOrganisationsschluessel("feb:091880000099").Umgebung())

	joined, err := kommune.NewOrganisationsschluessel("feb", "091880000000")
	require.NoError(t, err)
	require.Equal(t, live, joined)
	for _, c := range [][2]string{{"", ""}, {"fe", "b091880000000"}, {"feb", "09188"}, {"feb:", "91880000000"}, {"FEB", "091880000000"}} {
		_, err := kommune.NewOrganisationsschluessel(c[0], c[1])
		require.ErrorIs(t, err, kommune.ErrSyntax, "%v", c)
	}

	short := kommune.MustParseOrganisationsschluessel("ags:16061114")
	require.Empty(t, short.LaufendeNummer())
	require.Empty(t, short.Umgebung())
	require.Equal(t, short, kommune.MeldebehoerdeOf(kommune.MustParseAGS("16061114")))

	_, ok = kommune.MustParseOrganisationsschluessel("tpg:990000000000").AGS()
	require.False(t, ok)
	_, ok = kommune.Organisationsschluessel{}.AGS()
	require.False(t, ok)
	require.True(t, kommune.MeldebehoerdeOf(kommune.AGS{}).IsZero())
}

func FuzzParseOrganisationsschluessel(f *testing.F) {
	for _, seed := range []string{"ags:05315000", "feb:091880000099", "", "ags:0531500\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := kommune.ParseOrganisationsschluessel(s)
		if err != nil {
			require.ErrorIs(t, err, kommune.ErrSyntax)
			return
		}
		require.Equal(t, s, o.String())
		require.Equal(t, s, o.Praefix()+":"+o.Kennung())
		o.AGS()
	})
}
