// SPDX-License-Identifier: Apache-2.0

package karte_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/rollout/internal/karte"
	"github.com/deutschland-stack/bausteine/kommune"
)

func TestThueringen_HasEveryTraegerOfTheRegister(t *testing.T) {
	k, err := karte.Thueringen()
	require.NoError(t, err)
	onMap := map[string]bool{}
	for _, f := range k.Traeger {
		onMap[f.Schluessel] = true
	}
	n := 0
	for traeger := range kommune.Deutschland().TraegerOf(kommune.Thueringen) {
		require.True(t, onMap[traeger.Verband.String()], traeger.Name)
		n++
	}
	require.Equal(t, 189, n)
	require.Len(t, k.Traeger, 189)
	require.Len(t, k.Kreise, 22)
}

func TestRead_RefusesWhatIsNoMap(t *testing.T) {
	good := "T\t160510000\t8\t7\tM1 2l3 4z\n"
	_, err := karte.Read(strings.NewReader("# note\n\n" + good))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"empty": "", "fields": "T\t160510000\t8\t7\n", "script": strings.Replace(good, "M1", `"><script>`, 1), "twice": good + good,
		"same cell": good + strings.Replace(good, "160510000", "160520000", 1), "kind": strings.Replace(good, "T", "X", 1), "number": strings.Replace(good, "8", "x", 1),
	} {
		_, err := karte.Read(strings.NewReader(text))
		require.ErrorIs(t, err, karte.ErrSyntax, name)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("T\t160510000\t8\t7\tM1 2l3 4z\n")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := karte.Read(strings.NewReader(text))
		if err == nil {
			require.NotEmpty(t, k.Traeger)
		}
	})
}
