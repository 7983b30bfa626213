// SPDX-License-Identifier: Apache-2.0

package lokal_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/zustellungtest"
)

const dienst = "99115005104000"

func TestLokal_IsAZusteller(t *testing.T) {
	zustellungtest.TestZusteller(t, func(t *testing.T) zustellungtest.Pruefling {
		t.Helper()
		store := bausteine.NewMemory(bausteine.Config{})
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		keep := antrag.Aufbewahrung{}
		for _, status := range []antrag.Status{
			antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
			antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
		} {
			keep[status] = antrag.Tage(30)
		}
		reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: keep})
		require.NoError(t, err)
		inbox, err := lokal.New(reg)
		require.NoError(t, err)
		return zustellungtest.Pruefling{
			Zusteller: inbox,
			Antrag: func(t *testing.T) uuid.UUID {
				t.Helper()
				a, err := reg.Do(t.Context(), antrag.Command{Ereignisse: []antrag.Ereignis{{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: leistung.MustParseSchluessel(dienst), Konto: "k"}}})
				require.NoError(t, err)
				return a.ID()
			},
			Arrived: func(t *testing.T, behoerde string) (out [][]byte) {
				t.Helper()
				for u, err := range inbox.List(t.Context(), behoerde, dienst) {
					require.NoError(t, err)
					full, err := inbox.Read(t.Context(), behoerde, dienst, u.Antrag, u.ID)
					require.NoError(t, err)
					_, err = inbox.Read(t.Context(), "160640046", dienst, u.Antrag, u.ID)
					require.ErrorIs(t, err, antrag.ErrNotFound, "it is no other authority's")
					out = append(out, full.Inhalt)
				}
				return out
			},
			Attachments: func(t *testing.T, behoerde string) (out [][]byte) {
				t.Helper()
				for u, err := range inbox.List(t.Context(), behoerde, dienst) {
					require.NoError(t, err)
					list, err := inbox.Anlagen(t.Context(), behoerde, dienst, u.Antrag, u.ID)
					require.NoError(t, err)
					_, err = inbox.Anlagen(t.Context(), "160640046", dienst, u.Antrag, u.ID)
					require.ErrorIs(t, err, antrag.ErrNotFound, "it is no other authority's")
					for _, a := range list {
						full, err := reg.Unterlage(t.Context(), u.Antrag, a.ID)
						require.NoError(t, err)
						out = append(out, full.Inhalt)
					}
				}
				return out
			},
		}
	})
}

func TestNew_NeedsARegistry(t *testing.T) {
	_, err := lokal.New(nil)
	require.Error(t, err)
}
