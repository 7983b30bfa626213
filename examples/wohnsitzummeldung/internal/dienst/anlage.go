// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"github.com/google/uuid"
)

// anlagen keeps uploaded files beside the applications, named by their hash.
type anlagen struct{ db *sql.DB }

func (s *anlagen) put(ctx context.Context, antrag uuid.UUID, inhalt []byte) (sha string, err error) {
	sum := sha256.Sum256(inhalt)
	sha = hex.EncodeToString(sum[:])
	_, err = s.db.ExecContext(ctx, `INSERT INTO anlage (antrag, sha256, inhalt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		antrag.String(), sha, inhalt)
	return sha, err
}

func (s *anlagen) get(ctx context.Context, antrag uuid.UUID, sha string) ([]byte, error) {
	var inhalt []byte
	err := s.db.QueryRowContext(ctx, `SELECT inhalt FROM anlage WHERE antrag = ? AND sha256 = ?`, antrag.String(), sha).Scan(&inhalt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNichtGefunden
	}
	return inhalt, err
}
