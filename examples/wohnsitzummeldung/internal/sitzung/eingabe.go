// SPDX-License-Identifier: Apache-2.0

package sitzung

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
)

// Remember keeps what was typed into the form at pfad and could not be saved:
// it had a fault, another tab was faster, or the session had run out. It
// belongs to the account, not to the session.
func (s *Speicher) Remember(ctx context.Context, konto, pfad string, werte url.Values) error {
	if _, err := s.db.ExecContext(ctx, `INSERT INTO eingabe (rolle, konto, pfad, werte, zeit) VALUES ('buerger', $1, $2, $3, $4)
		ON CONFLICT (rolle, konto, pfad) DO UPDATE SET werte = excluded.werte, zeit = excluded.zeit`,
		konto, pfad, werte.Encode(), s.now().Unix()); err != nil {
		return fmt.Errorf("sitzung: remember: %w", err)
	}
	return nil
}

// Recall returns what Remember kept, or nil.
func (s *Speicher) Recall(ctx context.Context, konto, pfad string) (url.Values, error) {
	var text string
	err := s.db.QueryRowContext(ctx, `SELECT werte FROM eingabe WHERE rolle = 'buerger' AND konto = $1 AND pfad = $2 AND zeit >= $3`,
		konto, pfad, s.now().Add(-Nachlauf).Unix()).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sitzung: recall: %w", err)
	}
	werte, err := url.ParseQuery(text)
	if err != nil {
		return nil, fmt.Errorf("sitzung: recall: %w", err)
	}
	return werte, nil
}

// Forget drops what Remember kept, because it has been saved properly.
func (s *Speicher) Forget(ctx context.Context, konto, pfad string) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM eingabe WHERE rolle = 'buerger' AND konto = $1 AND pfad = $2`,
		konto, pfad); err != nil {
		return fmt.Errorf("sitzung: forget: %w", err)
	}
	return nil
}
