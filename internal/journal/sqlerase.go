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
	return s.submit(ctx, &job{run: func(ctx context.Context, session *session) (error, error) {
		all := s.statements
		var no int64
		var text string
		err := session.find(ctx, &all.findHead, []any{kind, id}, func(rows *sql.Rows) error {
			return rows.Scan(&no, &text)
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
		for _, statement := range []*statement{&all.dropDraft, &all.eraseEvents, &all.eraseAnswers, &all.eraseEffects} {
			if _, err := session.exec(ctx, statement, no); err != nil {
				return nil, err
			}
		}
		_, err = session.exec(ctx, &all.eraseHead, storedTime(time.Time{}, s.now).UnixMicro(), no)
		return nil, err
	}})
}
