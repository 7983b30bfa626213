// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
)

// Erase implements Store.
func (s *SQL) Erase(ctx context.Context, kind string, stream uuid.UUID) error {
	id := s.engine.id(stream)
	return s.submit(ctx, &job{stream: streamName{kind, stream}, run: func(ctx context.Context, session *session) (error, error) {
		all := s.statements
		var no, last int64
		var text string
		var draft, effects bool
		err := session.find(ctx, &all.findHead, []any{kind, id}, func(rows *sql.Rows) error {
			return rows.Scan(&no, &last, &text, &draft, &effects)
		})
		if err != nil {
			return nil, err
		}
		if no == 0 {
			return ErrNotFound, nil
		}
		s.replaced(true)
		keys, damaged := decodeKeys(text)
		if damaged != nil { // then all rows are looked at
			if _, err := session.exec(ctx, &all.dropKeys, kind, id); err != nil {
				return nil, err
			}
		}
		for _, key := range keys {
			if _, err := session.exec(ctx, &all.dropKey, kind, key.Name, key.Value, id); err != nil {
				return nil, err
			}
		}
		for _, one := range []struct {
			statement *statement
			wanted    bool
			args      []any
		}{
			// A number is the position of the first event: here of the only one.
			{&all.eraseEvent, no == last, []any{no}},
			{&all.eraseAnswer, no == last, []any{no, no}},
			{&all.eraseEvents, no != last, []any{no}},
			{&all.eraseAnswers, no != last, []any{no}},
			{&all.dropDraft, draft, []any{no}},
			{&all.eraseEffects, effects, []any{no}},
		} {
			if !one.wanted {
				continue
			}
			if _, err := session.exec(ctx, one.statement, one.args...); err != nil {
				return nil, err
			}
		}
		_, err = session.exec(ctx, &all.eraseHead, storedTime(time.Time{}, s.now).UnixMicro(), no)
		return nil, err
	}})
}
