// SPDX-License-Identifier: Apache-2.0

// Package antragtest proves that an antrag.Store keeps its contract. Whoever
// writes a store runs
//
//	antragtest.TestStore(t, func(t *testing.T) antrag.Store { … })
package antragtest

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// TestStore runs the whole contract. open returns an empty store; one of them
// is closed by the suite, and closing it again must be no error.
func TestStore(t *testing.T, open func(t *testing.T) antrag.Store) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(t *testing.T, store antrag.Store)
	}{
		{"LoadReturnsWhatAppendWrote", loadReturnsWhatAppendWrote},
		{"AppendRefusesAStaleVersion", appendRefusesAStaleVersion},
		{"AppendLetsOneOfManyWin", appendLetsOneOfManyWin},
		{"AppendRepeatsTheAnswerOfACommand", appendRepeatsTheAnswerOfACommand},
		{"AppendWritesNothingForACancelledContext", appendWritesNothingForACancelledContext},
		{"ListSelectsAndOrders", listSelectsAndOrders},
		{"EffectsComeWithTheirCommit", effectsComeWithTheirCommit},
		{"DeadEffectsCanBeResumed", deadEffectsCanBeResumed},
		{"EraseLeavesTheSkeleton", eraseLeavesTheSkeleton},
		{"MissingIsNotFound", missingIsNotFound},
		{"AClosedStoreSaysSo", aClosedStoreSaysSo},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

var (
	anmeldung = leistung.MustParseSchluessel("99115005104001")
	zeit      = time.Date(2026, 11, 2, 8, 0, 0, 123456000, time.UTC)
)

func begonnen(id uuid.UUID, konto string) antrag.Commit {
	return antrag.Commit{
		Antrag: id,
		Ereignisse: []antrag.Ereignis{{
			Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Zeit: zeit,
			Leistung: anmeldung, Konto: konto, Angaben: json.RawMessage(`{"name":"Mustermann"}`),
		}},
		Head: antrag.Head{Status: antrag.StatusEntwurf, Leistung: anmeldung, Konto: konto},
	}
}

func eingereicht(id uuid.UUID, konto, behoerde string, effects ...string) antrag.Commit {
	return antrag.Commit{
		Antrag: id, Version: 1,
		Ereignisse: []antrag.Ereignis{{
			Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Zeit: zeit.Add(time.Hour), Behoerde: behoerde, Text: "ich versichere",
		}},
		Head:    antrag.Head{Status: antrag.StatusEingereicht, Leistung: anmeldung, Konto: konto, Behoerde: behoerde},
		Effects: effects,
	}
}

func newID(t *testing.T) uuid.UUID {
	t.Helper()
	id, err := uuid.NewV7()
	require.NoError(t, err)
	return id
}

func appendAll(t *testing.T, store antrag.Store, commits ...antrag.Commit) {
	t.Helper()
	for _, c := range commits {
		_, err := store.Append(t.Context(), c)
		require.NoError(t, err)
	}
}

func loadReturnsWhatAppendWrote(t *testing.T, store antrag.Store) {
	id := newID(t)
	first, second := begonnen(id, "konto-1"), eingereicht(id, "konto-1", "160615001")
	receipt, err := store.Append(t.Context(), first)
	require.NoError(t, err)
	require.Equal(t, antrag.Receipt{Antrag: id, Version: 1}, receipt)
	receipt, err = store.Append(t.Context(), second)
	require.NoError(t, err)
	require.Equal(t, uint64(2), receipt.Version)

	events, err := store.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, slices.Concat(first.Ereignisse, second.Ereignisse), events)
}

func appendRefusesAStaleVersion(t *testing.T, store antrag.Store) {
	id := newID(t)
	appendAll(t, store, begonnen(id, "konto-1"), eingereicht(id, "konto-1", "160615001"))
	_, err := store.Append(t.Context(), eingereicht(id, "konto-1", "160615001", "zustellen"))
	require.ErrorIs(t, err, antrag.ErrConflict)
	_, err = store.Append(t.Context(), begonnen(id, "konto-2"))
	require.ErrorIs(t, err, antrag.ErrConflict)
	early := eingereicht(newID(t), "konto-1", "160615001")
	_, err = store.Append(t.Context(), early)
	require.ErrorIs(t, err, antrag.ErrConflict)

	events, err := store.Load(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, events, 2)
	require.Empty(t, effects(t, store, antrag.EffectQuery{}), "a refused commit leaves no effect")
}

func appendLetsOneOfManyWin(t *testing.T, store antrag.Store) {
	id := newID(t)
	appendAll(t, store, begonnen(id, "konto-1"))
	const writers = 16
	errs := make([]error, writers)
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			_, errs[i] = store.Append(t.Context(), eingereicht(id, "konto-1", "160615001", "zustellen"))
		})
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, antrag.ErrConflict)
	}
	require.Equal(t, 1, won)
	require.Len(t, effects(t, store, antrag.EffectQuery{}), 1)
}

func appendRepeatsTheAnswerOfACommand(t *testing.T, store antrag.Store) {
	id := newID(t)
	first := begonnen(id, "konto-1")
	first.Command, first.Fingerprint = "formular-1", [32]byte{1}
	receipt, err := store.Append(t.Context(), first)
	require.NoError(t, err)
	require.False(t, receipt.Replayed)

	again := first
	again.Antrag = newID(t) // a second try picks a new id and must not create a second Antrag
	receipt, err = store.Append(t.Context(), again)
	require.NoError(t, err)
	require.Equal(t, antrag.Receipt{Antrag: id, Version: 1, Replayed: true}, receipt)

	other := first
	other.Fingerprint = [32]byte{2}
	_, err = store.Append(t.Context(), other)
	require.ErrorIs(t, err, antrag.ErrCommandReused)

	receipt, err = store.Answer(t.Context(), "formular-1")
	require.NoError(t, err)
	require.Equal(t, id, receipt.Antrag)
	require.Len(t, heads(t, store, antrag.Query{}), 1)
}

func appendWritesNothingForACancelledContext(t *testing.T, store antrag.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	id := newID(t)
	_, err := store.Append(ctx, begonnen(id, "konto-1"))
	require.ErrorIs(t, err, context.Canceled)
	_, err = store.Load(t.Context(), id)
	require.ErrorIs(t, err, antrag.ErrNotFound)
}

func listSelectsAndOrders(t *testing.T, store antrag.Store) {
	var ids []uuid.UUID
	for i := range 30 {
		id := newID(t)
		ids = append(ids, id)
		konto := "konto-" + strconv.Itoa(i%3)
		appendAll(t, store, begonnen(id, konto))
		if i%2 == 0 {
			appendAll(t, store, eingereicht(id, konto, "behoerde-"+strconv.Itoa(i%5)))
		}
	}
	pick := func(want func(i int) bool) []uuid.UUID {
		var out []uuid.UUID
		for i, id := range ids {
			if want(i) {
				out = append(out, id)
			}
		}
		return out
	}
	require.Equal(t, ids, heads(t, store, antrag.Query{}))
	newest := slices.Clone(ids)
	slices.Reverse(newest)
	require.Equal(t, newest, heads(t, store, antrag.Query{Newest: true}))
	require.Equal(t, ids[11:], heads(t, store, antrag.Query{After: ids[10]}))
	require.Equal(t, pick(func(i int) bool { return i%2 == 1 }), heads(t, store, antrag.Query{Status: antrag.StatusEntwurf}))
	require.Equal(t, pick(func(i int) bool { return i%3 == 1 }), heads(t, store, antrag.Query{Konto: "konto-1"}))
	require.Equal(t, pick(func(i int) bool { return i%10 == 4 }), heads(t, store, antrag.Query{Behoerde: "behoerde-4"}))
	require.Equal(t, pick(func(i int) bool { return i%10 == 4 && i%3 == 1 }),
		heads(t, store, antrag.Query{Behoerde: "behoerde-4", Konto: "konto-1", Status: antrag.StatusEingereicht}))
	require.Empty(t, heads(t, store, antrag.Query{Konto: "konto-9"}))

	for head, err := range store.List(t.Context(), antrag.Query{Status: antrag.StatusEingereicht}) {
		require.NoError(t, err)
		require.Equal(t, antrag.Head{
			Antrag: ids[0], Version: 2, Status: antrag.StatusEingereicht, Leistung: anmeldung,
			Konto: "konto-0", Behoerde: "behoerde-0", Geaendert: zeit.Add(time.Hour),
		}, head)
		break // a listing may be left at any time
	}
}

func missingIsNotFound(t *testing.T, store antrag.Store) {
	_, err := store.Load(t.Context(), newID(t))
	require.ErrorIs(t, err, antrag.ErrNotFound)
	_, err = store.Answer(t.Context(), "formular-1")
	require.ErrorIs(t, err, antrag.ErrNotFound)
	require.ErrorIs(t, store.Erase(t.Context(), newID(t)), antrag.ErrNotFound)
	require.ErrorIs(t, store.Resume(t.Context(), antrag.EffectRef{Kind: antrag.EffectStreams, Stream: newID(t), Version: 1}), antrag.ErrNotFound)
}

func aClosedStoreSaysSo(t *testing.T, store antrag.Store) {
	require.NoError(t, store.Close())
	require.NoError(t, store.Close())
	_, err := store.Append(t.Context(), begonnen(newID(t), "konto-1"))
	require.ErrorIs(t, err, antrag.ErrClosed)
	_, err = store.Lease(t.Context(), antrag.LeaseRequest{Effects: []antrag.EffectName{{Stream: antrag.EffectStreams, Effect: "zustellen"}}, For: time.Minute, Limit: 1})
	require.ErrorIs(t, err, antrag.ErrClosed)
}

func heads(t *testing.T, store antrag.Store, query antrag.Query) []uuid.UUID {
	t.Helper()
	var ids []uuid.UUID
	for head, err := range store.List(t.Context(), query) {
		require.NoError(t, err)
		ids = append(ids, head.Antrag)
	}
	return ids
}
