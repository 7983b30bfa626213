// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

func TestUnterlage_BelongsToOneAntragAndIsAttachedOnce(t *testing.T) {
	r := registratur(t)
	a, other := begin(t, r, ""), begin(t, r, "")
	id := uuid.Must(uuid.NewV7())
	attach := antrag.Unterlage{
		ID: id, Antrag: a.ID(), Art: "anlage", Name: "Vertrag Erika Mustermann.pdf", Medientyp: "application/pdf", Inhalt: []byte("%PDF"),
	}
	u, err := r.Attach(t.Context(), attach)
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", u, u, u), "Mustermann")
	attach.Inhalt = []byte("another")
	again, err := r.Attach(t.Context(), attach)
	require.NoError(t, err)
	require.Equal(t, u.SHA256, again.SHA256, "the first stays")

	loaded, err := r.Unterlage(t.Context(), a.ID(), id)
	require.NoError(t, err)
	require.Equal(t, "%PDF", string(loaded.Inhalt))
	_, err = r.Unterlage(t.Context(), other.ID(), id)
	require.ErrorIs(t, err, antrag.ErrNotFound)
	require.NoError(t, r.Detach(t.Context(), other.ID(), id), "nothing of another Antrag is removed")
	require.Equal(t, []uuid.UUID{id}, documents(t, r, a.ID()))
	require.NoError(t, r.Detach(t.Context(), a.ID(), id))
	require.NoError(t, r.Detach(t.Context(), a.ID(), id))
	require.Empty(t, documents(t, r, a.ID()))
	_, err = r.Unterlage(t.Context(), a.ID(), id)
	require.ErrorIs(t, err, antrag.ErrNotFound)

	for _, bad := range []antrag.Unterlage{
		{Art: "anlage", Inhalt: []byte("x")},
		{Antrag: a.ID(), Inhalt: []byte("x")},
		{Antrag: a.ID(), Art: "anlage"},
		{Antrag: a.ID(), Art: "anlage", Inhalt: make([]byte, antrag.MaxUnterlage+1)},
	} {
		_, err := r.Attach(t.Context(), bad)
		require.ErrorIs(t, err, antrag.ErrInvalid)
	}
}

func documents(t *testing.T, r *registry, id uuid.UUID) (ids []uuid.UUID) {
	t.Helper()
	for u, err := range r.Unterlagen(t.Context(), id) {
		require.NoError(t, err)
		require.Nil(t, u.Inhalt)
		ids = append(ids, u.ID)
	}
	return ids
}

func TestUnterlage_LivesAsLongAsItsAntrag(t *testing.T) {
	r := registratur(t)
	open := do(t, r, begin(t, r, ""), antrag.ArtEingereicht)
	ended := do(t, r, do(t, r, begin(t, r, ""), antrag.ArtEingereicht), antrag.ArtZurueckgenommen)
	for _, a := range []antrag.Antrag{open, ended} {
		for range 3 {
			_, err := r.Attach(t.Context(), antrag.Unterlage{Antrag: a.ID(), Art: "anlage", Ordner: "16052000", Inhalt: []byte("x")})
			require.NoError(t, err)
		}
	}
	// One whose Antrag never was, as a crash may leave it.
	_, err := r.Attach(t.Context(), antrag.Unterlage{Antrag: uuid.Must(uuid.NewV7()), Art: "anlage", Ordner: "16052000", Inhalt: []byte("x")})
	require.NoError(t, err)
	inbox := func() (n int) {
		for _, err := range r.Ordner(t.Context(), "16052000") {
			require.NoError(t, err)
			n++
		}
		return n
	}
	require.Equal(t, 7, inbox())
	r.clock.Move(31 * 24 * time.Hour)
	r.sweep(t)
	require.Equal(t, 6, inbox())
	r.clock.Move(60 * 24 * time.Hour)
	r.sweep(t)
	require.Len(t, documents(t, r, open.ID()), 3)
	require.Empty(t, documents(t, r, ended.ID()))
	require.Equal(t, 3, inbox())
}
