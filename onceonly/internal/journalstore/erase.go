// SPDX-License-Identifier: Apache-2.0

package journalstore

import (
	"context"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// EraseUntil implements auditlog.Store. It visits the months from that of the
// oldest record still kept to that of now.
func (l *Log) EraseUntil(ctx context.Context, now time.Time) (int, error) {
	oldest, err := l.oldestKept(ctx)
	if err != nil || oldest.IsZero() {
		return 0, err
	}
	erased := 0
	first := time.Date(oldest.Year(), oldest.Month(), 1, 0, 0, 0, 0, time.UTC)
	for month := first; !month.After(now); month = month.AddDate(0, 1, 0) {
		n, err := l.eraseMonth(ctx, month.Format(monthForm), now)
		erased += n
		if err != nil {
			return erased, err
		}
	}
	return erased, nil
}

func (l *Log) eraseMonth(ctx context.Context, month string, now time.Time) (int, error) {
	var due []journal.Head
	query := journal.Query{Kind: l.entryKind(), State: stateKept, Key: journal.Key{Name: keyErase, Value: month}}
	for head, err := range l.journal.List(ctx, query) {
		if err != nil {
			return 0, err
		}
		record, _, err := l.Record(ctx, head.Stream)
		if errors.Is(err, auditlog.ErrNotFound) || err == nil && record.EraseAt.After(now) {
			continue
		}
		if err != nil {
			return 0, err
		}
		due = append(due, head)
	}
	for i, head := range due {
		if err := eraseStream(ctx, l.journal, head); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// oldestKept returns when the oldest record that is still kept was written.
func (l *Log) oldestKept(ctx context.Context) (time.Time, error) {
	var unmarked []journal.Head
	var oldest time.Time
	for head, err := range l.journal.List(ctx, journal.Query{Kind: l.entryKind(), State: stateKept}) {
		if err != nil {
			return time.Time{}, err
		}
		if head.Erased.IsZero() {
			oldest = head.Changed.UTC()
			break
		}
		unmarked = append(unmarked, head)
	}
	for _, head := range unmarked {
		if err := markErased(ctx, l.journal, head); err != nil {
			return time.Time{}, err
		}
	}
	return oldest, nil
}

// eraseStream destroys what is personal of a stream, and then takes it out of
// the list of those kept. A crash between the two leaves a mark to set, never
// something that should be gone.
func eraseStream(ctx context.Context, j journal.Store, head journal.Head) error {
	if err := j.Erase(ctx, head.Kind, head.Stream); err != nil {
		return err
	}
	return markErased(ctx, j, head)
}

func markErased(ctx context.Context, j journal.Store, head journal.Head) error {
	_, err := j.Append(ctx, journal.Command{}, journal.Commit{
		Kind: head.Kind, Stream: head.Stream, Expected: head.Version,
		Events: []journal.Event{{Type: "erased"}},
		State:  stateGone,
	})
	if errors.Is(err, journal.ErrConflict) {
		return nil // another process did it
	}
	return err
}
