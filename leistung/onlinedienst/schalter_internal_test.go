// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
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

// Somebody takes a hundred cases a day: what they began in the morning is still found.
func TestCounter_ADraftIsFoundBehindAHundredCasesThatWereHandedIn(t *testing.T) {
	store := bausteine.NewMemory(bausteine.Config{})
	defer func() { require.NoError(t, store.Close()) }()
	periods := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		periods[status] = antrag.Tage(30)
	}
	reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: periods})
	require.NoError(t, err)
	b, l := ablage{reg}, leistung.MustParseSchluessel("99115005104000")
	first, err := b.begin(t.Context(), "schalter:amt-1:sabine", "first", l, json.RawMessage("{}"))
	require.NoError(t, err)
	for range maxListe {
		v, err := b.begin(t.Context(), "schalter:amt-1:sabine", uuid.NewString(), l, json.RawMessage("{}"))
		require.NoError(t, err)
		require.NoError(t, b.handIn(t.Context(), v, "", json.RawMessage(`{"x":1}`), "amt-1"))
	}
	drafts, err := b.list(t.Context(), "schalter:amt-1:sabine", l, antrag.StatusEntwurf)
	require.NoError(t, err)
	require.Len(t, drafts, 1)
	require.Equal(t, first.id, drafts[0].Antrag)
}
