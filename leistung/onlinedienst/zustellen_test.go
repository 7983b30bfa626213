// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// amtskasten is an authority that keeps what it gets, with the files.
type amtskasten struct {
	sent  []zustellung.Sendung
	files map[string]string
}

func (k *amtskasten) Deliver(ctx context.Context, s zustellung.Sendung) error {
	for _, a := range s.Anlagen {
		content, err := a.Load(ctx)
		if err != nil {
			return err
		}
		k.files[a.Name] = string(content)
	}
	k.sent = append(k.sent, s)
	return s.Check()
}

func (k *amtskasten) Watch(context.Context, uuid.UUID, uuid.UUID) (zustellung.Stand, error) {
	return zustellung.Stand{}, zustellung.ErrUnbekannt
}

// unterwegs is an application that was handed in with a file, and the one that nobody
// named any more.
func unterwegs(t *testing.T) (reg *antrag.Registratur, kasten *amtskasten, id uuid.UUID, drain func()) {
	t.Helper()
	store := bausteine.NewMemory(bausteine.Config{})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	kasten = &amtskasten{files: map[string]string{}}
	deliver := antrag.Wirkung{Name: "zustellen", Do: func(ctx context.Context, auftrag antrag.Auftrag) error {
		return onlinedienst.Zustellen(ctx, reg, kasten, auftrag)
	}}
	var err error
	reg, err = antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: einenMonat(), Wirkungen: map[antrag.Art][]antrag.Wirkung{
		antrag.ArtEingereicht: {deliver}, antrag.ArtZustellungWiederholt: {deliver},
	}})
	require.NoError(t, err)
	ctx := t.Context()
	a, err := reg.Do(ctx, antrag.Command{Ereignisse: []antrag.Ereignis{{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: leistung.MustParseSchluessel("99115005104000"), Konto: "pseudonym"}}})
	require.NoError(t, err)
	named, old := uuid.New(), uuid.New()
	for id, content := range map[uuid.UUID]string{named: "%PDF-1 Mietvertrag", old: "%PDF-1 alt"} {
		_, err := reg.Attach(ctx, antrag.Unterlage{ID: id, Antrag: a.ID(), Art: onlinedienst.ArtAnlage, Name: content[7:] + ".pdf", Medientyp: "application/pdf", Inhalt: []byte(content)})
		require.NoError(t, err)
	}
	sum := sha256.Sum256([]byte("%PDF-1 Mietvertrag"))
	angaben, err := json.Marshal(map[string]any{"anlagen": []onlinedienst.Datei{{ID: named, Name: "Mietvertrag.pdf", Typ: "application/pdf", SHA256: hex.EncodeToString(sum[:])}}})
	require.NoError(t, err)
	_, err = reg.Do(ctx, antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{
		{Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: angaben}, {Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: "amt-1"},
	}})
	require.NoError(t, err)
	drain = func() {
		_, err := store.Drain(ctx)
		require.NoError(t, err)
	}
	drain()
	return reg, kasten, a.ID(), drain
}

func TestZustellen_TakesTheFilesAlong(t *testing.T) {
	_, kasten, _, _ := unterwegs(t)
	require.Len(t, kasten.sent, 1)
	require.Equal(t, map[string]string{"Mietvertrag.pdf": "%PDF-1 Mietvertrag"}, kasten.files, "what the answers name, and nothing else")
}

// einenMonat keeps everything for 30 days.
func einenMonat() antrag.Aufbewahrung {
	keep := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		keep[status] = antrag.Tage(30)
	}
	return keep
}

func TestZurueckgewiesen_IsTakenAgainAsAnotherDelivery(t *testing.T) {
	reg, kasten, id, drain := unterwegs(t)
	ctx := t.Context()
	rejected := zustellung.Stand{Status: zustellung.StatusZurueckgewiesen, Gruende: []string{"schema-violation"}}
	for range 2 { // told again
		require.NoError(t, onlinedienst.Zurueckgewiesen(ctx, reg, id, rejected))
	}
	a, err := reg.Load(ctx, id)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusGestoert, a.Status())
	require.NoError(t, onlinedienst.Zurueckgewiesen(ctx, reg, id, zustellung.Stand{Status: zustellung.StatusAngenommen}))
	require.NoError(t, onlinedienst.Zurueckgewiesen(ctx, reg, uuid.New(), rejected), "of one that was erased")

	_, err = reg.Do(ctx, antrag.Command{Antrag: id, Version: a.Version(), Ereignisse: []antrag.Ereignis{{Art: antrag.ArtZustellungWiederholt, Akteur: antrag.AkteurSystem}}})
	require.NoError(t, err)
	drain()
	require.Len(t, kasten.sent, 2)
	require.NotEqual(t, kasten.sent[0].ID, kasten.sent[1].ID, "the first id has its outcome")
	a, err = reg.Load(ctx, id)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusZugestellt, a.Status())

	_, err = reg.Do(ctx, antrag.Command{Antrag: id, Version: a.Version(), Ereignisse: []antrag.Ereignis{{Art: antrag.ArtUebernommen, Akteur: antrag.AkteurBehoerde}}})
	require.NoError(t, err)
	require.NoError(t, onlinedienst.Zurueckgewiesen(ctx, reg, id, rejected))
	a, err = reg.Load(ctx, id)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusInBearbeitung, a.Status(), "somebody works on it")
}
