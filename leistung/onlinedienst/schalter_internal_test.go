// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Two locks, of which each holds without the other: an account that is called like that
// of a counter, and a draft that lies under an account it should not.
func TestCounter_NoLoginIsOne(t *testing.T) {
	at := &theke{wer: Amtsperson{Kennung: "sabine", Behoerde: "amt-1"}}
	require.True(t, atCounter(at.konto()))
	s := newSitzung(nutzerkonto.Konto{Kennung: at.konto(), Niveau: recht.NiveauHoch}, time.Now())
	require.NotEqual(t, at.konto(), s.Konto)
	require.False(t, atCounter(s.Konto))
	require.Equal(t, "erika", newSitzung(nutzerkonto.Konto{Kennung: "erika"}, time.Now()).Konto)

	taken := &aufgenommen{Aufnahme: Aufnahme{Wer: "sabine", Ausweis: "reisepass"}}
	require.NoError(t, (&akteur{}).ofCounter(nil))
	require.NoError(t, (&akteur{theke: at}).ofCounter(taken))
	require.ErrorIs(t, (&akteur{}).ofCounter(taken), antrag.ErrNotFound)
	require.ErrorIs(t, (&akteur{theke: at}).ofCounter(nil), antrag.ErrNotFound)
}

func TestCounter_ADocumentIsNoMoreThanItsKindSays(t *testing.T) {
	a := &akteur{theke: &theke{wer: Amtsperson{Kennung: "sabine", Behoerde: "amt-1"}}}
	a.stands(&aufgenommen{})
	require.Equal(t, recht.NiveauUntergeordnet, a.sitz.Niveau, "nobody was identified")
	require.Empty(t, a.sitz.Merkmale)
	a.stands(&aufgenommen{Aufnahme: Aufnahme{Ausweis: "reisepass"}, Familienname: "Mustermann", Vornamen: "Erika"})
	require.Equal(t, recht.NiveauHoch, a.sitz.Niveau)
	require.Equal(t, "am Schalter, Reisepass", a.sitz.Mittel)
	require.Equal(t, "Mustermann", a.sitz.identitaet().Familienname)
	require.Len(t, a.sitz.Merkmale, 3)
}
