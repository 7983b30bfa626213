// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Upload is a file that a form brought.
type Upload struct {
	angaben.Datei

	Inhalt []byte
}

// SaveUpload is Save for a form that brought a file; change names it in the
// draft. Without a file it is Save.
//
// The file a draft names is always there, however many tabs upload at the same
// moment. Each file carries the version of the draft that its upload set out
// from, at least; it is stored before the draft names it, and whoever has set a
// draft on from a version drops what is older than that version and not named.
// So a file can only be dropped when a later version names another one.
func (d *Dienst) SaveUpload(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, upload *Upload, change func(*angaben.Angaben) error) (Vorgang, error) {
	if upload == nil {
		return d.Save(ctx, konto, id, version, change)
	}
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return Vorgang{}, err
	}
	if v.Status() != antrag.StatusEntwurf {
		return v, ErrNichtMoeglich
	}
	if err := d.anlagen.put(ctx, id, version, upload); err != nil {
		return v, err
	}
	v, err = d.Save(ctx, konto, id, version, change)
	switch {
	case errors.Is(err, ErrNichtMoeglich), errors.Is(err, ErrNichtGefunden): // handed in or erased meanwhile: nobody will name it
		return v, errors.Join(err, d.anlagen.drop(ctx, id, version+1, v.Angaben.Wohnungsgeber.Datei))
	case err != nil:
		return v, err
	}
	return v, d.anlagen.drop(ctx, id, version, v.Angaben.Wohnungsgeber.Datei)
}

// anlagen keeps uploaded files beside the applications, named by their hash.
type anlagen struct{ db *speicher.Datenbank }

// put keeps a file for a draft of that version.
func (s *anlagen) put(ctx context.Context, antrag uuid.UUID, version uint64, upload *Upload) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO anlage (antrag, sha256, inhalt, version) VALUES ($1, $2, $3, $4)
		ON CONFLICT (antrag, sha256) DO UPDATE SET version = excluded.version WHERE anlage.version < excluded.version`,
		antrag.String(), upload.SHA256, upload.Inhalt, int64(version))
	if err != nil {
		return fmt.Errorf("dienst: keep file: %w", err)
	}
	return nil
}

// drop drops the files that are older than the version, but for one.
func (s *anlagen) drop(ctx context.Context, antrag uuid.UUID, version uint64, ausser *angaben.Datei) error {
	behalten := ""
	if ausser != nil {
		behalten = ausser.SHA256
	}
	_, err := s.db.ExecContext(ctx, `DELETE FROM anlage WHERE antrag = $1 AND version < $2 AND sha256 <> $3`, antrag.String(), int64(version), behalten)
	if err != nil {
		return fmt.Errorf("dienst: drop files: %w", err)
	}
	return nil
}

func (s *anlagen) get(ctx context.Context, antrag uuid.UUID, sha string) ([]byte, error) {
	var inhalt []byte
	err := s.db.QueryRowContext(ctx, `SELECT inhalt FROM anlage WHERE antrag = $1 AND sha256 = $2`, antrag.String(), sha).Scan(&inhalt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNichtGefunden
	}
	return inhalt, err
}
