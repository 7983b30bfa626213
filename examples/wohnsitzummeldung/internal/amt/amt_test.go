// SPDX-License-Identifier: Apache-2.0

package amt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/kommune"
)

func TestNew_NamesTheAuthoritiesAsPeopleDo(t *testing.T) {
	v, err := amt.New(kommune.Deutschland())
	require.NoError(t, err)
	var names []string
	for _, b := range v.Behoerden() {
		names = append(names, b.Name)
	}
	require.Equal(t, []string{
		"Stadt Gera", "Stadt Jena", "Stadt Weimar", "Stadt Mühlhausen/Thüringen",
		"Verwaltungsgemeinschaft Lindenberg/Eichsfeld", "Stadt Ruhla",
	}, names)
	b, err := v.Find("160615001")
	require.NoError(t, err)
	require.Equal(t, "160615001", b.Schluessel())
	_, err = v.Find("110000000")
	require.ErrorIs(t, err, amt.ErrUnbekannt)
}

func TestSiegel_StaysTheSameAndDiffersByAuthority(t *testing.T) {
	ordner := t.TempDir()
	bund, err := amt.NewSchluesselbund(bausteine.NewKeyFolder(ordner))
	require.NoError(t, err)
	one, err := bund.Find(t.Context(), "160530000")
	require.NoError(t, err)
	zweiter, err := amt.NewSchluesselbund(bausteine.NewKeyFolder(ordner)) // as another process
	require.NoError(t, err)
	for _, b := range []*amt.Schluesselbund{bund, zweiter} {
		again, err := b.Find(t.Context(), "160530000")
		require.NoError(t, err)
		require.Equal(t, one.Public(), again.Public())
	}
	other, err := bund.Find(t.Context(), "160550000")
	require.NoError(t, err)
	require.NotEqual(t, one.Public(), other.Public())

	folder := bausteine.NewKeyFolder(ordner)
	_, err = folder.Next(t.Context(), "160530000")
	require.NoError(t, err)
	require.NoError(t, folder.Rotate(t.Context(), "160530000"))
	keys, err := bund.Oeffentlich(t.Context(), "160530000")
	require.NoError(t, err)
	require.Len(t, keys, 2)
	require.Equal(t, one.Public(), keys[1], "what it signed before is still checked")
}
