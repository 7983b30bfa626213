// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
)

// Reopen opens the same data again, as after a restart.
type Reopen func(t *testing.T, config bausteine.Config) *bausteine.Store

// TestFassungen shows that a case keeps the table with which it began: over a restart of
// the program, with a newer table, and with none any more. Each call of open opens the
// same data.
func TestFassungen(t *testing.T, open Reopen) {
	t.Helper()
	uhr := NewUhr(day(t, "2026-05-04T08:00:00Z"))
	start := func(tables ...verfahren.Verfahren) (*fall.Registratur, *bausteine.Store, error) {
		var checked []*verfahren.Tabelle
		for _, v := range tables {
			checked = append(checked, verfahren.MustNew(v))
		}
		store := open(t, bausteine.Config{Now: uhr.Now})
		akten, err := fall.NewRegistratur(context.Background(), store, jena(), checked, fall.Config{})
		return akten, store, err
	}
	alt := verfahrentest.Verfahren("eheschliessung")
	akten, store, err := start(alt)
	require.NoError(t, err)
	begin := fall.Handlung{Verfahren: alt.Name, Wer: erika, Akt: verfahren.AktBegonnen, Behoerde: amt, Teile: fall.Teile{"a": angaben("Kaiser")}}
	f, err := akten.Do(t.Context(), begin)
	require.NoError(t, err)
	require.NoError(t, store.Close())

	spoilt := verfahrentest.Verfahren("eheschliessung")
	spoilt.Fristen[1].Dauer = verfahren.Tage(3)
	_, store, err = start(spoilt)
	require.ErrorIs(t, err, fall.ErrGeaendert, "the same Fassung with other content")
	require.NoError(t, store.Close())

	spoilt.Fassung = "2027-01"
	akten, store, err = start(spoilt)
	require.NoError(t, err)
	old, err := akten.Faellig(t.Context(), f.ID())
	require.NoError(t, err)
	require.Equal(t, alt.Digest(), old.Tabelle().Digest())
	young, err := akten.Do(t.Context(), begin)
	require.NoError(t, err)
	require.Equal(t, "2027-01", young.Tabelle().Verfahren().Fassung)
	require.NoError(t, store.Close())

	akten, store, err = start(verfahrentest.Verfahren("ikfz-ummeldung")) // the service is gone, its cases are not
	require.NoError(t, err)
	uhr.Set(day(t, "2026-06-10T08:00:00Z"))
	for range 5 {
		_, err = store.Sweep(t.Context())
		require.NoError(t, err)
	}
	for _, id := range []fall.Fall{old, young} {
		gone, err := akten.Faellig(t.Context(), id.ID())
		require.NoError(t, err)
		require.Equal(t, verfahren.ZustandGeloescht, gone.Zustand())
	}
	require.NoError(t, store.Close())
}
