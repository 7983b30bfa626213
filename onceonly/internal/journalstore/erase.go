// SPDX-License-Identifier: Apache-2.0

package journalstore

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// firstMonth is before any record of this format was written.
var firstMonth = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

// EraseUntil implements auditlog.Store. It visits the months up to that of now;
// of those that are done it finds nothing.
func (l *Log) EraseUntil(ctx context.Context, now time.Time) (int, error) {
	erased := 0
	for month := range months(now) {
		n, err := l.eraseMonth(ctx, keptUntil(month), now)
		erased += n
		if err != nil {
			return erased, translate(err)
		}
	}
	return erased, nil
}

// months streams the months in which something can have become due.
func months(now time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for month := firstMonth; !month.After(now); month = month.AddDate(0, 1, 0) {
			if !yield(month) {
				return
			}
		}
	}
}

// monthOf names the month of a deadline.
func monthOf(deadline time.Time) string { return deadline.UTC().Format("2006-01") }

func (l *Log) eraseMonth(ctx context.Context, state string, now time.Time) (erased int, err error) {
	var due []journal.Head
	for head, err := range l.journal.List(ctx, journal.Query{Kind: l.entryKind(), State: state}) {
		if err != nil {
			return 0, err
		}
		record, _, err := l.Record(ctx, head.Stream)
		switch {
		case errors.Is(err, auditlog.ErrNotFound): // a crash came before the mark
			due = append(due, head)
		case err != nil:
			return 0, err
		case !record.EraseAt.After(now):
			due = append(due, head)
			erased++
		}
	}
	for _, head := range due {
		if err := eraseStream(ctx, l.journal, head); err != nil {
			return 0, err
		}
	}
	return erased, nil
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
