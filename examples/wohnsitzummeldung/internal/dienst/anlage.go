// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

// anlagen keeps uploaded files beside the applications, named by their hash.
type anlagen struct{ db *speicher.Datenbank }

// put keeps a file and drops what was uploaded before and not kept, so that an
// application holds two files at most.
func (s *anlagen) put(ctx context.Context, antrag uuid.UUID, inhalt []byte, behalten string) (sha string, err error) {
	sum := sha256.Sum256(inhalt)
	sha = hex.EncodeToString(sum[:])
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `DELETE FROM anlage WHERE antrag = $1 AND sha256 NOT IN ($2, $3)`, antrag.String(), sha, behalten); err != nil {
		return "", err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO anlage (antrag, sha256, inhalt) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		antrag.String(), sha, inhalt); err != nil {
		return "", err
	}
	return sha, tx.Commit()
}

func (s *anlagen) get(ctx context.Context, antrag uuid.UUID, sha string) ([]byte, error) {
	var inhalt []byte
	err := s.db.QueryRowContext(ctx, `SELECT inhalt FROM anlage WHERE antrag = $1 AND sha256 = $2`, antrag.String(), sha).Scan(&inhalt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNichtGefunden
	}
	return inhalt, err
}
