// SPDX-License-Identifier: Apache-2.0

package posteingang_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

type clock struct{ now time.Time }

func newInbox(t *testing.T) (*posteingang.Posteingang, *bausteine.Store, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)}
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return c.now }})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	p, err := posteingang.New(store, posteingang.Config{})
	require.NoError(t, err)
	return p, store, c
}

func bytesOf(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// put stores a submission of some parts.
func put(t *testing.T, p *posteingang.Posteingang, contents ...[]byte) posteingang.Eingang {
	t.Helper()
	e := posteingang.Eingang{ID: uuid.New(), Vorgang: uuid.New(), Ziel: "meldebehoerde", Zeit: time.Date(2026, 11, 30, 11, 0, 0, 0, time.UTC)}
	for i, content := range contents {
		teil := posteingang.NewTeil(strconv.Itoa(i), "application/pdf", "Mustermann.pdf", content)
		require.NoError(t, p.PutTeil(t.Context(), e.ID, teil, content))
		require.NoError(t, p.PutTeil(t.Context(), e.ID, teil, content), "a part may come again")
		e.Teile = append(e.Teile, teil)
	}
	require.NoError(t, p.Put(t.Context(), e))
	return e
}

func TestPosteingang_KeepsPartsOfAnySize(t *testing.T) {
	p, _, _ := newInbox(t)
	contents := [][]byte{bytesOf(1), bytesOf(4 << 20), bytesOf(4<<20 + 1), bytesOf(20 << 20), {}}
	e := put(t, p, contents...)
	for i, content := range contents {
		got, err := p.Read(t.Context(), e.ID, strconv.Itoa(i))
		require.NoError(t, err)
		require.True(t, bytes.Equal(content, got))
	}
	_, err := p.Read(t.Context(), e.ID, "9")
	require.ErrorIs(t, err, posteingang.ErrNotFound)
	got, err := p.Load(t.Context(), e.ID)
	require.NoError(t, err)
	e.Status = posteingang.StatusEingegangen
	require.Equal(t, e, got)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v %v", got, got, got, got.Teile), "Mustermann")
}

func TestPosteingang_IsWholeOrNotThere(t *testing.T) {
	p, _, _ := newInbox(t)
	teil := posteingang.NewTeil("0", "a/b", "", []byte("x"))
	e := posteingang.Eingang{ID: uuid.New(), Ziel: "z", Teile: []posteingang.Teil{teil}}
	require.ErrorIs(t, p.Put(t.Context(), e), posteingang.ErrUnvollstaendig)
	require.ErrorIs(t, p.PutTeil(t.Context(), e.ID, teil, []byte("y")), posteingang.ErrUnvollstaendig, "not what is described")
	_, err := p.Load(t.Context(), e.ID)
	require.ErrorIs(t, err, posteingang.ErrNotFound)
	require.NoError(t, p.PutTeil(t.Context(), e.ID, teil, []byte("x")))
	require.NoError(t, p.Put(t.Context(), e))
	require.NoError(t, p.Put(t.Context(), e), "again is nothing new")
	other := posteingang.NewTeil("0", "a/b", "", []byte("y"))
	require.NoError(t, p.PutTeil(t.Context(), e.ID, other, []byte("y")))
	changed := e
	changed.Teile = []posteingang.Teil{other}
	require.ErrorIs(t, p.Put(t.Context(), changed), posteingang.ErrAndererInhalt)
	got, err := p.Read(t.Context(), e.ID, "0")
	require.NoError(t, err)
	require.Equal(t, "x", string(got), "the first stays")
	for _, bad := range []posteingang.Eingang{{Ziel: "z", Teile: e.Teile}, {ID: uuid.New(), Teile: e.Teile}, {ID: uuid.New(), Ziel: "z"}, {ID: uuid.New(), Ziel: "z", Teile: make([]posteingang.Teil, posteingang.MaxTeile+1)}} {
		require.ErrorIs(t, p.Put(t.Context(), bad), posteingang.ErrUnvollstaendig)
	}
}

func TestPosteingang_SettlesOnce(t *testing.T) {
	p, _, _ := newInbox(t)
	ctx := t.Context()
	taken, rejected, never := put(t, p, []byte("a")), put(t, p, []byte("b")), uuid.New()
	require.NoError(t, p.Settle(ctx, taken.ID, "meldebehoerde", posteingang.StatusAngenommen))
	require.NoError(t, p.Settle(ctx, taken.ID, "meldebehoerde", posteingang.StatusAngenommen))
	require.ErrorIs(t, p.Settle(ctx, taken.ID, "meldebehoerde", posteingang.StatusZurueckgewiesen), posteingang.ErrAndererInhalt)
	require.NoError(t, p.Settle(ctx, rejected.ID, "meldebehoerde", posteingang.StatusZurueckgewiesen))
	_, err := p.Read(ctx, rejected.ID, "0")
	require.Error(t, err, "what was rejected is gone")
	require.NoError(t, p.Settle(ctx, never, "meldebehoerde", posteingang.StatusZurueckgewiesen))
	e, err := p.Load(ctx, never)
	require.NoError(t, err)
	require.Equal(t, posteingang.StatusZurueckgewiesen, e.Status, "and remembered")
	require.ErrorIs(t, p.Settle(ctx, uuid.New(), "meldebehoerde", posteingang.StatusAngenommen), posteingang.ErrNotFound)
	require.ErrorIs(t, p.Settle(ctx, taken.ID, "meldebehoerde", posteingang.StatusEingegangen), posteingang.ErrUnvollstaendig)

	n, err := p.Count(ctx, "meldebehoerde", posteingang.StatusAngenommen)
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	list, err := p.List(ctx, "standesamt", posteingang.StatusAngenommen, uuid.Nil, 10)
	require.NoError(t, err)
	require.Empty(t, list, "it is no other receiving point's")
}

func TestPosteingang_EveryPartGoesWithItsDeadline(t *testing.T) {
	p, store, c := newInbox(t)
	ctx := t.Context()
	orphan := uuid.New()
	lost := posteingang.NewTeil("0", "a/b", "", []byte("never whole"))
	require.NoError(t, p.PutTeil(ctx, orphan, lost, []byte("never whole")))
	e := put(t, p, bytesOf(5<<20))
	require.NoError(t, p.Settle(ctx, e.ID, "meldebehoerde", posteingang.StatusAngenommen))

	c.now = c.now.AddDate(0, 0, 31)
	_, err := store.Sweep(ctx)
	require.NoError(t, err)
	require.ErrorIs(t, p.Put(ctx, posteingang.Eingang{ID: orphan, Ziel: "z", Teile: []posteingang.Teil{lost}}), posteingang.ErrUnvollstaendig, "the part is gone")
	require.NoError(t, p.PutTeil(ctx, orphan, lost, []byte("never whole")), "and may come again")
	require.NoError(t, p.Put(ctx, posteingang.Eingang{ID: orphan, Ziel: "z", Teile: []posteingang.Teil{lost}}))
	got, err := p.Read(ctx, e.ID, "0")
	require.NoError(t, err, "parts stay as long as their submission")
	require.Len(t, got, 5<<20)

	c.now = c.now.AddDate(0, 0, 60)
	_, err = store.Sweep(ctx)
	require.NoError(t, err)
	_, err = p.Load(ctx, e.ID)
	require.ErrorIs(t, err, posteingang.ErrNotFound)
	require.NoError(t, p.Erase(ctx, e.ID), "erasing twice is no error")
	_, err = posteingang.New(nil, posteingang.Config{})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
}
