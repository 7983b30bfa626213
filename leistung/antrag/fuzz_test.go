// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

func FuzzUnmarshalEreignis(f *testing.F) {
	for _, art := range []antrag.Art{antrag.ArtBegonnen, antrag.ArtEingereicht, antrag.ArtAbgelehnt} {
		skeleton, personal, err := antrag.MarshalEreignis(event(art))
		require.NoError(f, err)
		f.Add(string(art), skeleton, personal)
	}
	f.Add("begonnen", []byte(`{"v":1}`), []byte(nil))
	f.Fuzz(func(t *testing.T, art string, skeleton, personal []byte) {
		e, err := antrag.UnmarshalEreignis(antrag.Art(art), morgens, skeleton, personal)
		if err != nil {
			return
		}
		skeleton, personal, err = antrag.MarshalEreignis(e)
		require.NoError(t, err)
		again, err := antrag.UnmarshalEreignis(antrag.Art(art), morgens, skeleton, personal)
		require.NoError(t, err)
		twice, _, err := antrag.MarshalEreignis(again)
		require.NoError(t, err)
		require.Equal(t, skeleton, twice)
	})
}
