// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"fmt"
)

// replaced notes down that a transaction destroys what was there before.
func (s *SQL) replaced(something bool) {
	if something {
		s.cut.Store(true)
	}
}

// Forget implements Store. While nothing was destroyed since the last time it
// does nothing.
//
// SQLite: the write-ahead log holds every page as it was until it is cut. That
// goes in line with the writes, because who cuts the log keeps writers out, and
// gives up where a reader still looks at the log: call it again.
//
// PostgreSQL keeps dead rows until a vacuum, and its own log: that is for the
// operator, and Forget reports true.
func (s *SQL) Forget(ctx context.Context) (clean bool, err error) {
	if _, file := s.engine.(sqlite); !file || !s.cut.Load() {
		return true, s.open(ctx)
	}
	err = s.submit(ctx, &job{outside: func(ctx context.Context, session *session) error {
		s.cut.Store(false)
		clean, err = cutLog(ctx, session)
		s.replaced(!clean)
		return err
	}})
	return clean, err
}

func cutLog(ctx context.Context, session *session) (clean bool, err error) {
	// Writers wait meanwhile, so not for long.
	if _, err := session.conn.ExecContext(ctx, "PRAGMA busy_timeout = 20"); err != nil {
		return false, fmt.Errorf("journal: cut the log: %w", err)
	}
	var busy, log, moved int
	cut := session.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	if _, err := session.conn.ExecContext(ctx, "PRAGMA busy_timeout = "+busyTimeout); err != nil {
		return false, fmt.Errorf("journal: cut the log: %w", err)
	}
	if cut != nil {
		return false, fmt.Errorf("journal: cut the log: %w", cut)
	}
	return busy == 0, nil
}
