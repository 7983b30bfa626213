// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohngeldantrag/internal/dienst"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

func registratur(t *testing.T, store *bausteine.Store) *antrag.Registratur {
	t.Helper()
	keep := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		keep[status] = antrag.Tage(30)
	}
	reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: keep})
	require.NoError(t, err)
	return reg
}

// What goes over FIT-Connect lies with the authority in the same way as what goes into
// its folder, with its files, and the official's calculation reads it.
func TestVersand_OverFITConnectTheOfficialFindsTheSame(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	store := bausteine.NewMemory(bausteine.Config{})
	defer func() { require.NoError(t, store.Close()) }()
	data := filepath.Join(t.TempDir(), "wohngeld.db")
	weg := zustellweg{service: simuliert, every: 10 * time.Millisecond}
	zusteller, err := weg.open(ctx, store, data, registratur(t, store))
	require.NoError(t, err)
	var amt string
	for amt = range dienst.Behoerden() {
		break
	}
	s := zustellung.Sendung{
		ID: uuid.New(), Antrag: uuid.New(), Leistung: dienst.LeistungWohngeld(), Behoerde: amt, Eingang: time.Now(), Medientyp: "application/json", Daten: []byte(angekommen),
		Anlagen: []zustellung.Anlage{{ID: uuid.New(), Name: "Mietvertrag.pdf", Medientyp: "application/pdf", Load: func(context.Context) ([]byte, error) { return []byte("%PDF-1"), nil }}},
	}
	for range 2 { // a lost answer repeats it
		require.NoError(t, zusteller.Deliver(ctx, s))
	}
	var files []string
	require.Eventually(t, func() bool {
		files, err = filepath.Glob(filepath.Join(data+".eingang", "*", "*.json"))
		return err == nil && len(files) > 0
	}, 30*time.Second, 20*time.Millisecond)
	require.Len(t, files, 1)
	text, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.Contains(t, string(text), "Mietvertrag.pdf")
	var out bytes.Buffer
	require.NoError(t, rechne(files[0], &out))
	require.Contains(t, out.String(), "13.206,00 Euro")
	stand, err := zusteller.Watch(ctx, s.Antrag, s.ID)
	require.NoError(t, err)
	require.Equal(t, zustellung.StatusAngenommen, stand.Status)
}

func TestVersand_NamesWhatIsMissing(t *testing.T) {
	store := bausteine.NewMemory(bausteine.Config{})
	defer func() { require.NoError(t, store.Close()) }()
	weg := zustellweg{service: "https://fitconnect.example/submission-api"}
	_, err := weg.open(t.Context(), store, "", nil)
	require.ErrorContains(t, err, "-zustellpunkte")
	weg.ziele = filepath.Join(t.TempDir(), "ziele.json")
	require.NoError(t, os.WriteFile(weg.ziele, []byte(`{"x":{"ziel":"keine"}}`), 0o600))
	_, err = weg.open(t.Context(), store, "", nil)
	require.ErrorContains(t, err, "-zustellpunkte")
}
