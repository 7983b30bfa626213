// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func streamsOf(heads []journal.Head) []uuid.UUID {
	var streams []uuid.UUID
	for _, head := range heads {
		streams = append(streams, head.Stream)
	}
	return streams
}

func testListSelects(t *testing.T, h *harness) {
	var streams []uuid.UUID
	for i := range 6 {
		stream := newID(t)
		streams = append(streams, stream)
		c := commit(stream, 0)
		c.State = []string{"entwurf", "eingereicht"}[i%2]
		c.Keys = []journal.Key{{Name: "ars", Value: []string{"a", "b", "c"}[i%3]}, {Name: "konto", Value: "x"}}
		h.append(t, c)
	}
	other := commit(newID(t), 0)
	other.Kind = "zahlung"
	h.append(t, other)

	require.Equal(t, streams, streamsOf(h.heads(t, journal.Query{Kind: "antrag"})))
	require.Equal(t, []uuid.UUID{streams[1], streams[3], streams[5]}, streamsOf(h.heads(t, journal.Query{Kind: "antrag", State: "eingereicht"})))
	require.Equal(t, []uuid.UUID{streams[1], streams[4]}, streamsOf(h.heads(t, journal.Query{Kind: "antrag", Key: journal.Key{Name: "ars", Value: "b"}})))
	require.Equal(t, []uuid.UUID{streams[4]}, streamsOf(h.heads(t, journal.Query{Kind: "antrag", State: "entwurf", Key: journal.Key{Name: "ars", Value: "b"}})))
	require.Empty(t, h.heads(t, journal.Query{Kind: "antrag", Key: journal.Key{Name: "ars", Value: "d"}}))
	require.Empty(t, h.heads(t, journal.Query{Kind: "antrag", State: "unbekannt"}))
	require.Empty(t, h.heads(t, journal.Query{Kind: "zahlung", Key: journal.Key{Name: "konto", Value: "x"}}))
	head := h.heads(t, journal.Query{Kind: "antrag", After: streams[4]})[0]
	loaded, _ := h.load(t, "antrag", streams[5])
	require.Equal(t, loaded, head)
}

func testListFollows(t *testing.T, h *harness) {
	stream := newID(t)
	c := commit(stream, 0)
	c.Keys = []journal.Key{{Name: "ars", Value: "alt"}, {Name: "konto", Value: "x"}}
	h.append(t, c)
	c = commit(stream, 1)
	c.State = "eingereicht"
	c.Keys = []journal.Key{{Name: "ars", Value: "neu"}, {Name: "konto", Value: "x"}}
	h.append(t, c)
	require.Empty(t, h.heads(t, journal.Query{Kind: "antrag", State: "entwurf"}))
	require.Empty(t, h.heads(t, journal.Query{Kind: "antrag", Key: journal.Key{Name: "ars", Value: "alt"}}))
	for _, query := range []journal.Query{
		{State: "eingereicht"}, {Key: journal.Key{Name: "ars", Value: "neu"}}, {Key: journal.Key{Name: "konto", Value: "x"}},
	} {
		query.Kind = "antrag"
		require.Len(t, h.heads(t, query), 1)
	}
	h.append(t, commit(stream, 2)) // a commit sets all keys: now there are none
	require.Empty(t, h.heads(t, journal.Query{Kind: "antrag", Key: journal.Key{Name: "konto", Value: "x"}}))
}

func testListPages(t *testing.T, h *harness) {
	// More than a store will read at once, created out of order.
	const count = 700
	streams := make([]uuid.UUID, count)
	for i := range streams {
		streams[i] = uuid.UUID{byte(i * 37), byte(i), byte(i >> 8), 15: 1}
	}
	for start := 0; start < count; start += 100 {
		var commits []journal.Commit
		for _, stream := range streams[start : start+100] {
			c := commit(stream, 0)
			c.Keys = []journal.Key{{Name: "konto", Value: "x"}}
			commits = append(commits, c)
		}
		_, err := h.Append(t.Context(), journal.Command{}, commits...)
		require.NoError(t, err)
	}
	slices.SortFunc(streams, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	for _, query := range []journal.Query{{}, {State: "entwurf"}, {Key: journal.Key{Name: "konto", Value: "x"}}} {
		query.Kind = "antrag"
		require.Equal(t, streams, streamsOf(h.heads(t, query)))
		query.After = streams[300]
		require.Equal(t, streams[301:], streamsOf(h.heads(t, query)))
		query.Descending = true
		before := streamsOf(h.heads(t, query))
		slices.Reverse(before)
		require.Equal(t, streams[:300], before)
		query.After = uuid.Nil
		require.Equal(t, streams[count-1], h.heads(t, query)[0].Stream)
	}
}

func testListLeftEarly(t *testing.T, h *harness) {
	for range 20 {
		h.append(t, commit(newID(t), 0))
	}
	for range 20 { // an iteration left early holds nothing back
		for head, err := range h.List(t.Context(), journal.Query{Kind: "antrag"}) {
			require.NoError(t, err)
			h.append(t, commit(head.Stream, head.Version))
			break
		}
	}
	all := h.heads(t, journal.Query{Kind: "antrag"})
	require.Len(t, all, 20)
	require.EqualValues(t, 21, all[0].Version)
}

func testListKeys(t *testing.T, h *harness) {
	var ids []uuid.UUID
	for i := range 12 {
		c := commit(newID(t), 0)
		c.State = []string{"entwurf", "eingereicht"}[i%2]
		c.Keys = []journal.Key{{Name: "behoerde/status", Value: []string{"jena/a", "jena/b", "gera/a"}[i%3]}, {Name: "konto", Value: "k"}}
		if i == 0 {
			c.Keys = append(c.Keys, journal.Key{Name: "behoerde/status", Value: "jena/b"}) // has two of those asked for
		}
		h.append(t, c)
		ids = append(ids, c.Stream)
	}
	pick := func(which ...int) (picked []uuid.UUID) {
		for _, i := range which {
			picked = append(picked, ids[i])
		}
		return picked
	}
	anyOf := []journal.Key{{Name: "behoerde/status", Value: "jena/a"}, {Name: "behoerde/status", Value: "jena/b"}}
	for name, tt := range map[string]struct {
		query journal.Query
		want  []uuid.UUID
	}{
		"any of two keys":   {journal.Query{Keys: anyOf}, pick(0, 1, 3, 4, 6, 7, 9, 10)},
		"the newest first":  {journal.Query{Keys: anyOf, Descending: true}, pick(10, 9, 7, 6, 4, 3, 1, 0)},
		"in a state":        {journal.Query{Keys: anyOf, State: "eingereicht"}, pick(1, 3, 7, 9)},
		"within a span":     {journal.Query{Keys: anyOf, From: ids[3], To: ids[7]}, pick(3, 4, 6)},
		"a span without":    {journal.Query{From: ids[2], To: ids[5]}, pick(2, 3, 4)},
		"one key in a list": {journal.Query{Keys: anyOf[:1]}, pick(0, 3, 6, 9)},
		"one key, a state":  {journal.Query{Key: anyOf[0], State: "entwurf"}, pick(0, 6)},
		"none":              {journal.Query{Keys: []journal.Key{{Name: "x", Value: "y"}}}, nil},
	} {
		tt.query.Kind = "antrag"
		var got []uuid.UUID
		for _, head := range h.heads(t, tt.query) {
			got = append(got, head.Stream)
		}
		require.Equal(t, tt.want, got, name)
		if len(tt.query.Keys) < 2 {
			tt.query.Disjoint = true
		}
		n, err := h.Count(t.Context(), tt.query)
		require.NoError(t, err, name)
		require.EqualValues(t, len(tt.want), n, name)

		got = nil
		for { // in pages of two
			page, err := h.ListPage(t.Context(), tt.query, 2)
			require.NoError(t, err, name)
			for _, row := range page {
				require.NoError(t, row.Err)
				got = append(got, row.Head.Stream)
				tt.query.After = row.Head.Stream
			}
			if len(page) < 2 {
				break
			}
		}
		require.Equal(t, tt.want, got, name)
		n, err = h.Count(t.Context(), tt.query)
		require.NoError(t, err)
		require.EqualValues(t, len(tt.want), n, "whatever page is looked at")
	}
	_, err := h.ListPage(t.Context(), journal.Query{Kind: "antrag", Keys: make([]journal.Key, 65)}, 1)
	if err != nil {
		require.ErrorIs(t, err, journal.ErrInvalid)
	}
}
