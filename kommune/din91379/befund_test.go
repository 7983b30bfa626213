// SPDX-License-Identifier: Apache-2.0

package din91379_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func TestFinding_BecomesAFindingAboutAField(t *testing.T) {
	t.Parallel()
	found := din91379.Check(din91379.A, "Erika 7")
	require.Len(t, found, 1)
	b := found[0].Befund("/person/name")
	require.Equal(t, "DIN91379-TYP", b.Code)
	require.Equal(t, "/person/name", b.Pointer)
	require.True(t, b.Blocks())
	require.Equal(t, "Das Zeichen „7“ (U+0037) an Stelle 7 ist hier nicht zulässig.", b.Text.String())
	require.Equal(t, found[0].String(), b.Code+": "+b.Detail)
	require.NotContains(t, b.String(), "Erika")

	control := din91379.Check(din91379.A, "a\u0007")[0].Befund("")
	require.Equal(t, "Das Zeichen U+0007 an Stelle 2 ist hier nicht zulässig.", control.Text.String())
	broken := din91379.Check(din91379.A, "a\xff")[0].Befund("")
	require.Equal(t, "Stelle 2 ist nicht lesbar (kein UTF-8).", broken.Text.String())
	for _, b := range []recht.Befund{b, control, broken} {
		_, ok := b.Text.Lookup(recht.Englisch)
		require.True(t, ok, b.Code)
	}
}
