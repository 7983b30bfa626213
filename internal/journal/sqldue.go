// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
)

// Due implements Store. Like List it holds nothing open between its pages.
func (s *SQL) Due(ctx context.Context, until time.Time) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		var last dueRow
		for {
			page, err := s.duePage(ctx, until, last)
			if err != nil {
				yield(Head{}, err)
				return
			}
			for _, row := range page {
				if !yield(row.Head, row.Err) {
					return
				}
				last = row
			}
			if len(page) < pageSize {
				return
			}
		}
	}
}

func (s *SQL) duePage(ctx context.Context, until time.Time, last dueRow) ([]dueRow, error) {
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	rows, err := s.reads.rows(ctx, s.engine.rebind(s.texts.due), until.UnixMicro(), micro(last.Head.Due), last.no, pageSize)
	if err != nil {
		return nil, fmt.Errorf("journal: due: %w", err)
	}
	var page []dueRow
	err = each(rows, func(rows *sql.Rows) error {
		var row dueRow
		row.Err = scanHead(rows, &row.Head, &row.no, &row.Head.Kind)
		page = append(page, row)
		return passDamaged(row.Err)
	})
	if err != nil {
		return nil, fmt.Errorf("journal: due: %w", err)
	}
	return page, nil
}

// dueRow is a row of Due, with the number of its stream to go on from.
type dueRow struct {
	Listed

	no int64
}

// SetDue implements Store.
func (s *SQL) SetDue(ctx context.Context, kind string, stream uuid.UUID, due time.Time) error {
	if err := checkTime(due); err != nil {
		return err
	}
	return s.submit(ctx, &job{stream: streamName{kind, stream}, run: func(ctx context.Context, session *session) (error, error) {
		changed, err := session.exec(ctx, &s.statements.setDue, micro(due), kind, s.engine.id(stream))
		if err == nil && changed == 0 {
			return ErrNotFound, nil
		}
		return nil, err
	}})
}
