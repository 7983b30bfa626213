// SPDX-License-Identifier: Apache-2.0

package amt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

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
