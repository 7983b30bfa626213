// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// TestStore proves that a store keeps the contract of onceonly.Store, that of
// its audit log included. open returns an empty store.
func TestStore(t *testing.T, open func(t *testing.T) onceonly.Store) {
	t.Helper()
	now := time.Date(2026, time.November, 22, 10, 0, 0, 123456000, time.UTC)
	erika, moritz := onceonly.MustSubject("erika"), onceonly.MustSubject("moritz")
	newID := func() uuid.UUID { return uuid.Must(uuid.NewV7()) }
	step := func(id uuid.UUID, version uint64, subject onceonly.Subject, types ...string) onceonly.Step {
		s := onceonly.Step{Kind: onceonly.KindConsent, ID: id, Version: version, State: "state", Subject: subject}
		for _, eventType := range types {
			s.Events = append(s.Events, onceonly.StoredEvent{Type: eventType, At: now, Personal: []byte(`"` + eventType + `"`)})
		}
		return s
	}
	record := func(subject string) auditlog.Record {
		id := newID()
		r, err := auditlog.NewRecord(id, subject, now.AddDate(2, 0, 0), fmt.Appendf(nil, `{"id":%q}`, id), repeat(1))
		require.NoError(t, err)
		return r
	}

	t.Run("events come back in their order", func(t *testing.T) {
		store, id := open(t), newID()
		_, err := store.Load(t.Context(), onceonly.KindConsent, id)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		require.NoError(t, store.Append(t.Context(), onceonly.Commit{Steps: []onceonly.Step{step(id, 0, erika, "one", "two")}}))
		require.NoError(t, store.Append(t.Context(), onceonly.Commit{Steps: []onceonly.Step{step(id, 2, erika, "three")}}))
		events, err := store.Load(t.Context(), onceonly.KindConsent, id)
		require.NoError(t, err)
		require.Len(t, events, 3)
		for i, want := range []string{"one", "two", "three"} {
			require.Equal(t, want, events[i].Type)
			require.Equal(t, `"`+want+`"`, string(events[i].Personal))
			require.True(t, now.Equal(events[i].At))
			require.False(t, events[i].Erased)
		}
		_, err = store.Load(t.Context(), onceonly.KindRetrieval, id)
		require.ErrorIs(t, err, onceonly.ErrNotFound, "the kinds are apart")
	})

	t.Run("a stale version is a conflict and nothing of the commit is written", func(t *testing.T) {
		store, id, other := open(t), newID(), newID()
		require.NoError(t, store.Append(t.Context(), onceonly.Commit{Steps: []onceonly.Step{step(id, 0, erika, "one")}}))
		for _, stale := range []uint64{0, 2} {
			err := store.Append(t.Context(), onceonly.Commit{
				Steps:   []onceonly.Step{step(other, 0, erika, "one"), step(id, stale, erika, "two")},
				Content: &onceonly.Content{ID: other, EraseAt: now, Bytes: []byte("x")},
				Records: []auditlog.Record{record("erika")},
			})
			require.ErrorIs(t, err, onceonly.ErrConflict)
		}
		_, err := store.Load(t.Context(), onceonly.KindConsent, other)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		_, err = store.Content(t.Context(), other)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		for r, err := range store.Log().Of(t.Context(), "erika", uuid.Nil) {
			require.NoError(t, err)
			require.Fail(t, "a record was written", r.ID)
		}
	})

	t.Run("of many writers at one version one wins", func(t *testing.T) {
		store, id := open(t), newID()
		var won atomic.Int32
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				err := store.Append(t.Context(), onceonly.Commit{
					Steps: []onceonly.Step{step(id, 0, erika, "one")}, Records: []auditlog.Record{record("erika")},
				})
				if err == nil {
					won.Add(1)
				}
			})
		}
		group.Wait()
		require.Equal(t, int32(1), won.Load())
		records := 0
		for _, err := range store.Log().Of(t.Context(), "erika", uuid.Nil) {
			require.NoError(t, err)
			records++
		}
		require.Equal(t, 1, records)
	})

	t.Run("a person's aggregates, the newest first", func(t *testing.T) {
		store := open(t)
		var ids []uuid.UUID
		for i := range 6 {
			ids = append(ids, newID())
			subject := []onceonly.Subject{erika, moritz, {}}[i%3]
			require.NoError(t, store.Append(t.Context(), onceonly.Commit{Steps: []onceonly.Step{step(ids[i], 0, subject, "one")}}))
		}
		of := func(subject onceonly.Subject, before uuid.UUID) (found []uuid.UUID) {
			for id, err := range store.Of(t.Context(), onceonly.KindConsent, subject, before) {
				require.NoError(t, err)
				found = append(found, id)
			}
			return found
		}
		require.Equal(t, []uuid.UUID{ids[3], ids[0]}, of(erika, uuid.Nil))
		require.Equal(t, []uuid.UUID{ids[0]}, of(erika, ids[3]))
		require.Equal(t, []uuid.UUID{ids[4], ids[1]}, of(moritz, uuid.Nil))
	})

	t.Run("documents are erased at once and at their deadline", func(t *testing.T) {
		store, early, late := open(t), newID(), newID()
		for id, eraseAt := range map[uuid.UUID]time.Time{early: now, late: now.Add(time.Hour)} {
			require.NoError(t, store.Append(t.Context(), onceonly.Commit{
				Steps:   []onceonly.Step{step(id, 0, erika, "one")},
				Content: &onceonly.Content{ID: id, EraseAt: eraseAt, Bytes: []byte("document")},
			}))
		}
		erased, err := store.EraseContentUntil(t.Context(), now.Add(-time.Second))
		require.NoError(t, err)
		require.Zero(t, erased)
		erased, err = store.EraseContentUntil(t.Context(), now)
		require.NoError(t, err)
		require.Equal(t, 1, erased)
		_, err = store.Content(t.Context(), early)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		document, err := store.Content(t.Context(), late)
		require.NoError(t, err)
		require.Equal(t, "document", string(document))
		for range 2 {
			require.NoError(t, store.EraseContent(t.Context(), late))
		}
		require.NoError(t, store.EraseContent(t.Context(), newID()))
		_, err = store.Content(t.Context(), late)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
	})

	t.Run("erasing an aggregate leaves the types of its events", func(t *testing.T) {
		store, id := open(t), newID()
		require.NoError(t, store.Append(t.Context(), onceonly.Commit{Steps: []onceonly.Step{step(id, 0, erika, "one", "two")}}))
		for range 2 {
			require.NoError(t, store.Erase(t.Context(), onceonly.KindConsent, id))
		}
		require.ErrorIs(t, store.Erase(t.Context(), onceonly.KindConsent, newID()), onceonly.ErrNotFound)
		events, err := store.Load(t.Context(), onceonly.KindConsent, id)
		require.NoError(t, err)
		require.Len(t, events, 2)
		for _, e := range events {
			require.True(t, e.Erased)
			require.Empty(t, e.Personal)
		}
		for id, err := range store.Of(t.Context(), onceonly.KindConsent, erika, uuid.Nil) {
			require.NoError(t, err)
			require.Fail(t, "an erased aggregate is in a list", id)
		}
	})

	t.Run("aggregates are erased at the deadline of their last step", func(t *testing.T) {
		store := open(t)
		until := func(id uuid.UUID, version uint64, kind onceonly.Kind, eraseAt time.Time) {
			s := step(id, version, erika, "one")
			s.Kind, s.EraseAt = kind, eraseAt
			require.NoError(t, store.Append(t.Context(), onceonly.Commit{Steps: []onceonly.Step{s}, Records: []auditlog.Record{record("erika")}}))
		}
		early, late, prolonged, shortened, never, other := newID(), newID(), newID(), newID(), newID(), newID()
		deadline := now.AddDate(2, 0, 0)
		until(early, 0, onceonly.KindConsent, deadline)
		until(late, 0, onceonly.KindConsent, deadline.Add(time.Microsecond))
		until(prolonged, 0, onceonly.KindConsent, deadline)
		until(prolonged, 1, onceonly.KindConsent, deadline.AddDate(0, 3, 0))
		until(shortened, 0, onceonly.KindConsent, deadline.AddDate(1, 0, 0))
		until(shortened, 1, onceonly.KindConsent, deadline)
		until(never, 0, onceonly.KindConsent, time.Time{})
		until(other, 0, onceonly.KindRetrieval, deadline)

		erased, err := store.EraseUntil(t.Context(), onceonly.KindConsent, deadline.Add(-time.Microsecond))
		require.NoError(t, err)
		require.Zero(t, erased)
		erased, err = store.EraseUntil(t.Context(), onceonly.KindConsent, deadline)
		require.NoError(t, err)
		require.Equal(t, 2, erased)
		erased, err = store.EraseUntil(t.Context(), onceonly.KindConsent, deadline)
		require.NoError(t, err)
		require.Zero(t, erased, "nothing is erased twice")
		for id, gone := range map[uuid.UUID]bool{early: true, shortened: true, late: false, prolonged: false, never: false} {
			events, err := store.Load(t.Context(), onceonly.KindConsent, id)
			require.NoError(t, err)
			for _, e := range events {
				require.Equal(t, gone, e.Erased)
			}
		}
		erased, err = store.EraseUntil(t.Context(), onceonly.KindConsent, deadline.AddDate(0, 4, 0))
		require.NoError(t, err)
		require.Equal(t, 2, erased)
		erased, err = store.EraseUntil(t.Context(), onceonly.KindRetrieval, deadline)
		require.NoError(t, err)
		require.Equal(t, 1, erased)
		entries := 0
		for _, err := range store.Log().Of(t.Context(), "erika", uuid.Nil) {
			require.NoError(t, err)
			entries++
		}
		require.Equal(t, 8, entries, "the log has deadlines of its own")
	})

	TestLogStore(t, func(t *testing.T) LogStore {
		store := open(t)
		return LogStore{Store: store.Log(), Append: func(records ...auditlog.Record) error {
			return store.Append(t.Context(), onceonly.Commit{Records: records})
		}}
	})
}
