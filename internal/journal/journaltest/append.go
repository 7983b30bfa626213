// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func testAppendedEventsComeBack(t *testing.T, h *harness) {
	stream := newID(t)
	at := time.Date(2026, 1, 5, 23, 59, 59, 999999000, time.UTC)
	first := h.append(t, journal.Commit{
		Kind: "antrag", Stream: stream,
		Events: []journal.Event{
			{Type: "angelegt", Time: at, Data: []byte(`{"leistung":"99115005104001"}`)},
			{Type: "ausgefuellt", Time: at.Add(time.Second), Data: []byte(`{}`), Personal: []byte(`{"name":"Erika Mustermann"}`)},
		},
		State: "entwurf",
		Keys:  []journal.Key{{Name: "konto", Value: "b"}, {Name: "ars", Value: "064120000000"}, {Name: "konto", Value: "b"}},
	})
	requireReceipts(t, 0, []journal.Receipt{{Stream: stream, Version: 2}}, first)
	second := h.append(t, journal.Commit{
		Kind: "antrag", Stream: stream, Expected: 2, State: "eingereicht",
		Events: []journal.Event{{Type: "eingereicht", Time: at.Add(time.Minute)}},
	})
	requireReceipts(t, first.Position, []journal.Receipt{{Stream: stream, Version: 3}}, second)

	head, events := h.load(t, "antrag", stream)
	require.Equal(t, journal.Head{
		Kind: "antrag", Stream: stream, Version: 3, State: "eingereicht", Changed: at.Add(time.Minute),
	}, head)
	require.Equal(t, []journal.Recorded{
		{
			Event:    journal.Event{Type: "angelegt", Time: at, Data: []byte(`{"leistung":"99115005104001"}`)},
			Position: first.Position - 1, Kind: "antrag", Stream: stream, Version: 1,
		},
		{
			Event:    journal.Event{Type: "ausgefuellt", Time: at.Add(time.Second), Data: []byte(`{}`), Personal: []byte(`{"name":"Erika Mustermann"}`)},
			Position: first.Position, Kind: "antrag", Stream: stream, Version: 2,
		},
		{
			Event:    journal.Event{Type: "eingereicht", Time: at.Add(time.Minute)},
			Position: second.Position, Kind: "antrag", Stream: stream, Version: 3,
		},
	}, events)
}

func testBytesAndText(t *testing.T, h *harness) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	large := bytes.Repeat([]byte("Wohnungsgeberbestätigung "), 20_000)
	text := `ä"'\{},$1?;--` + "\n\t" + `%s`
	stream := newID(t)
	h.append(t, journal.Commit{
		Kind: text, Stream: stream, State: text,
		Events:  []journal.Event{{Type: text, Data: all, Personal: large}},
		Keys:    []journal.Key{{Name: text, Value: strings.Repeat("x", journal.MaxValue)}, {Name: text, Value: ""}},
		Effects: []journal.Effect{{Kind: text, Payload: all}},
	})
	head, events := h.load(t, text, stream)
	require.Equal(t, text, head.State)
	require.Equal(t, []journal.Key{{Name: text, Value: ""}, {Name: text, Value: strings.Repeat("x", journal.MaxValue)}}, head.Keys)
	require.Equal(t, text, events[0].Type)
	require.Equal(t, all, events[0].Data)
	require.Equal(t, large, events[0].Personal)
	require.Len(t, h.heads(t, journal.Query{Kind: text, State: text, Key: journal.Key{Name: text}}), 1)
	leased, err := h.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames(text, text), For: time.Minute, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, all, leased[0].Payload)
}

func testCopies(t *testing.T, h *harness) {
	stream := newID(t)
	data, payload, answer := []byte("data"), []byte("payload"), []byte("answer")
	keys := []journal.Key{{Name: "ars", Value: "064120000000"}}
	given := commit(stream, 0)
	given.Events[0].Data, given.Keys, given.Effects = data, keys, []journal.Effect{{Kind: "zustellen", Payload: payload}}
	cmd := command("k")
	cmd.Answer = answer
	_, err := h.Append(t.Context(), cmd, given)
	require.NoError(t, err)
	data[0], payload[0], answer[0], keys[0].Value = 'X', 'X', 'X', "X"
	for range 2 { // what comes out may be changed by the caller as well
		head, events := h.load(t, "antrag", stream)
		require.Equal(t, "data", string(events[0].Data))
		require.Equal(t, "064120000000", head.Keys[0].Value)
		outcome, err := h.Answer(t.Context(), cmd.Kind, cmd.Key)
		require.NoError(t, err)
		require.Equal(t, "answer", string(outcome.Answer))
		events[0].Data[0], outcome.Answer[0], head.Keys[0].Value = 'X', 'X', "X"
	}
	require.Equal(t, "payload", string(h.lease(t, "zustellen")[0].Payload))
}

func testEventTime(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, commit(stream, 0))
	late := commit(stream, 1)
	late.Events[0].Time = time.Date(2026, 7, 1, 12, 0, 0, 1999, time.FixedZone("MESZ", 7200))
	h.append(t, late)
	_, events := h.load(t, "antrag", stream)
	require.Equal(t, h.Now(), events[0].Time)
	require.Equal(t, time.Date(2026, 7, 1, 10, 0, 0, 1000, time.UTC), events[1].Time, "to the microsecond, in UTC")
}

func testLoadAfter(t *testing.T, h *harness) {
	stream := newID(t)
	for version := range uint64(5) {
		h.append(t, commit(stream, version))
	}
	for after := range uint64(8) {
		head, events, err := h.Load(t.Context(), "antrag", stream, after)
		require.NoError(t, err)
		require.EqualValues(t, 5, head.Version)
		require.Len(t, events, max(0, 5-int(after)))
		for i, event := range events {
			require.Equal(t, after+uint64(i)+1, event.Version)
		}
	}
}

func testMissing(t *testing.T, h *harness) {
	stream := newID(t)
	_, _, err := h.Load(t.Context(), "antrag", stream, 0)
	require.ErrorIs(t, err, journal.ErrNotFound)
	_, err = h.Answer(t.Context(), "einreichen", "k")
	require.ErrorIs(t, err, journal.ErrNotFound)
	require.ErrorIs(t, h.Erase(t.Context(), "antrag", stream), journal.ErrNotFound)
	ref := journal.EffectRef{Kind: "antrag", Stream: stream, Version: 1}
	require.ErrorIs(t, h.Resume(t.Context(), ref), journal.ErrNotFound)
	lease := journal.Lease{Ref: ref, Attempt: 1}
	require.ErrorIs(t, h.Renew(t.Context(), lease, h.Now()), journal.ErrNotFound)
	require.ErrorIs(t, h.Complete(t.Context(), lease, nil), journal.ErrNotFound)
	require.ErrorIs(t, h.Fail(t.Context(), lease, "", h.Now()), journal.ErrNotFound)
	h.append(t, commit(stream, 0))
	_, _, err = h.Load(t.Context(), "zahlung", stream, 0)
	require.ErrorIs(t, err, journal.ErrNotFound, "a stream has a kind")
}

func testConflict(t *testing.T, h *harness) {
	stream := newID(t)
	_, err := h.Append(t.Context(), journal.Command{}, commit(stream, 1))
	require.ErrorIs(t, err, journal.ErrConflict, "there is no version 1 to go on from")
	h.append(t, commit(stream, 0))
	h.append(t, commit(stream, 1))
	for _, expected := range []uint64{0, 1, 3, 1 << 40} {
		stale := commit(stream, expected)
		stale.State = "verfaelscht"
		_, err := h.Append(t.Context(), journal.Command{}, stale)
		require.ErrorIs(t, err, journal.ErrConflict)
	}
	head, _ := h.load(t, "antrag", stream)
	require.EqualValues(t, 2, head.Version)
	require.Equal(t, "entwurf", head.State)
	all, err := h.Read(t.Context(), 0, 100)
	require.NoError(t, err)
	require.Len(t, all, 2)
}

func testOneWinner(t *testing.T, h *harness) {
	const writers, rounds = 16, 8
	stream := newID(t)
	var won atomic.Int32
	for version := range uint64(rounds) {
		var group sync.WaitGroup
		for range writers {
			group.Go(func() {
				_, err := h.Append(context.WithoutCancel(t.Context()), journal.Command{}, commit(stream, version))
				if err == nil {
					won.Add(1)
					return
				}
				if !isConflict(err) {
					t.Errorf("only a conflict is expected: %v", err)
				}
			})
		}
		group.Wait()
	}
	require.EqualValues(t, rounds, won.Load())
	h.load(t, "antrag", stream)
}

func testTwoKinds(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, commit(stream, 0))
	other := commit(stream, 0)
	other.Kind, other.State = "zahlung", "offen"
	h.append(t, other)
	head, _ := h.load(t, "antrag", stream)
	require.Equal(t, "entwurf", head.State)
	head, _ = h.load(t, "zahlung", stream)
	require.Equal(t, "offen", head.State)
}

func testAllOrNone(t *testing.T, h *harness) {
	consent, evidence, audit := newID(t), newID(t), newID(t)
	outcome, err := h.Append(t.Context(), journal.Command{}, commit(consent, 0), commit(evidence, 0))
	require.NoError(t, err)
	requireReceipts(t, 0, []journal.Receipt{{Stream: consent, Version: 1}, {Stream: evidence, Version: 1}}, outcome.Receipts...)

	_, err = h.Append(t.Context(), command("k"), commit(consent, 1), commit(audit, 0), commit(evidence, 0))
	require.ErrorIs(t, err, journal.ErrConflict)
	head, _ := h.load(t, "antrag", consent)
	require.EqualValues(t, 1, head.Version)
	_, _, err = h.Load(t.Context(), "antrag", audit, 0)
	require.ErrorIs(t, err, journal.ErrNotFound)

	_, err = h.Append(t.Context(), command("k"), commit(consent, 1), commit(audit, 0), commit(evidence, 1))
	require.NoError(t, err)
	all, err := h.Read(t.Context(), outcome.Receipts[1].Position, 10)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{consent, audit, evidence}, []uuid.UUID{all[0].Stream, all[1].Stream, all[2].Stream})
}

func testInvalid(t *testing.T, h *harness) {
	long := strings.Repeat("x", journal.MaxValue+1)
	for name, spoil := range map[string]func(*journal.Command, *journal.Commit){
		"no kind":            func(_ *journal.Command, c *journal.Commit) { c.Kind = "" },
		"long kind":          func(_ *journal.Command, c *journal.Commit) { c.Kind = long },
		"no id":              func(_ *journal.Command, c *journal.Commit) { c.Stream = uuid.Nil },
		"no event":           func(_ *journal.Command, c *journal.Commit) { c.Events = nil },
		"too many events":    func(_ *journal.Command, c *journal.Commit) { c.Events = make([]journal.Event, journal.MaxEvents+1) },
		"event without type": func(_ *journal.Command, c *journal.Commit) { c.Events[0].Type = "" },
		"NUL in a type":      func(_ *journal.Command, c *journal.Commit) { c.Events[0].Type = "a\x00" },
		"state not UTF-8":    func(_ *journal.Command, c *journal.Commit) { c.State = "\xff" },
		"too much data":      func(_ *journal.Command, c *journal.Commit) { c.Events[0].Data = make([]byte, journal.MaxPayload+1) },
		"event out of time": func(_ *journal.Command, c *journal.Commit) {
			c.Events[0].Time = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
		},
		"key without name":      func(_ *journal.Command, c *journal.Commit) { c.Keys = []journal.Key{{Value: "x"}} },
		"long value of a key":   func(_ *journal.Command, c *journal.Commit) { c.Keys = []journal.Key{{Name: "x", Value: long}} },
		"effect without kind":   func(_ *journal.Command, c *journal.Commit) { c.Effects = make([]journal.Effect, 1) },
		"command without key":   func(c *journal.Command, _ *journal.Commit) { c.Kind = "einreichen" },
		"command without kind":  func(c *journal.Command, _ *journal.Commit) { c.Key = "k" },
		"long key of a command": func(c *journal.Command, _ *journal.Commit) { *c = command(long) },
	} {
		cmd, com := journal.Command{}, commit(uuid.UUID{1}, 0)
		spoil(&cmd, &com)
		_, err := h.Append(t.Context(), cmd, com)
		require.ErrorIs(t, err, journal.ErrInvalid, name)
		require.NotContains(t, err.Error(), com.Stream.String(), name)
	}
	_, err := h.Append(t.Context(), journal.Command{})
	require.ErrorIs(t, err, journal.ErrInvalid, "no commit")
	_, err = h.Append(t.Context(), journal.Command{}, commit(uuid.UUID{1}, 0), commit(uuid.UUID{1}, 1))
	require.ErrorIs(t, err, journal.ErrInvalid, "one stream twice")
	_, err = h.Lease(t.Context(), journal.LeaseRequest{})
	require.ErrorIs(t, err, journal.ErrInvalid)
	all, err := h.Read(t.Context(), 0, 1)
	require.NoError(t, err)
	require.Empty(t, all)
}

func testCancelled(t *testing.T, h *harness) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	stream := newID(t)
	_, err := h.Append(ctx, command("k"), commit(stream, 0))
	require.ErrorIs(t, err, context.Canceled)
	_, err = h.Answer(t.Context(), "einreichen", "k")
	require.ErrorIs(t, err, journal.ErrNotFound)

	// Cancelled at any moment: whatever Append says, happened.
	for round := range 50 {
		stream := newID(t)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() {
			time.Sleep(time.Duration(round) * 20 * time.Microsecond)
			cancel()
		})
		_, err := h.Append(ctx, journal.Command{}, commit(stream, 0))
		group.Wait()
		head, _, loadErr := h.Load(t.Context(), "antrag", stream, 0)
		if err == nil {
			require.NoError(t, loadErr)
			require.EqualValues(t, 1, head.Version)
		} else {
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, loadErr, journal.ErrNotFound)
		}
	}
}
