// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
)

// Posteingang is the inbox of the authorities: the other side of a delivery.
// What lies in it is the authority's own copy.
type Posteingang struct{ db *speicher.Datenbank }

// Sendung is one delivered application.
type Sendung struct {
	Antrag   uuid.UUID
	Behoerde string
	Zeit     time.Time
	Angaben  angaben.Angaben
}

// Deliver puts an application into the inbox. The id of the delivery repeats
// when it is tried again; the second time it finds itself already there.
func (p *Posteingang) Deliver(ctx context.Context, zustellung uuid.UUID, s Sendung) error {
	inhalt, err := s.Angaben.Marshal()
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx,
		`INSERT INTO posteingang (zustellung, antrag, behoerde, zeit, inhalt) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (zustellung) DO NOTHING`,
		zustellung.String(), s.Antrag.String(), s.Behoerde, s.Zeit.UnixMilli(), []byte(inhalt))
	if err != nil {
		return fmt.Errorf("dienst: deliver: %w", err)
	}
	return nil
}

// Recall takes a delivery back that was not recorded.
func (p *Posteingang) Recall(ctx context.Context, zustellung uuid.UUID) error {
	if _, err := p.db.ExecContext(ctx, `DELETE FROM posteingang WHERE zustellung = $1`, zustellung.String()); err != nil {
		return fmt.Errorf("dienst: recall: %w", err)
	}
	return nil
}

// List returns what lies in the inbox of an authority, the youngest first.
func (p *Posteingang) List(ctx context.Context, behoerde string) ([]Sendung, error) {
	rows, err := p.db.QueryContext(ctx, `SELECT antrag, behoerde, zeit, inhalt FROM posteingang WHERE behoerde = $1 ORDER BY zeit DESC, zustellung DESC`, behoerde)
	if err != nil {
		return nil, fmt.Errorf("dienst: inbox: %w", err)
	}
	defer rows.Close()
	var out []Sendung
	for rows.Next() {
		s, err := scanSendung(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("dienst: inbox: %w", err)
	}
	return out, nil
}

// Find returns the delivery of an application to the authority; to another
// authority it does not exist.
func (p *Posteingang) Find(ctx context.Context, behoerde string, antrag uuid.UUID) (Sendung, error) {
	row := p.db.QueryRowContext(ctx, `SELECT antrag, behoerde, zeit, inhalt FROM posteingang WHERE antrag = $1 AND behoerde = $2`, antrag.String(), behoerde)
	s, err := scanSendung(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Sendung{}, ErrNichtGefunden
	}
	return s, err
}

func scanSendung(scan func(...any) error) (Sendung, error) {
	var s Sendung
	var id string
	var zeit int64
	var inhalt []byte
	if err := scan(&id, &s.Behoerde, &zeit, &inhalt); err != nil {
		return Sendung{}, fmt.Errorf("dienst: inbox: %w", err)
	}
	var err error
	if s.Antrag, err = uuid.Parse(id); err != nil {
		return Sendung{}, fmt.Errorf("dienst: inbox: %w", err)
	}
	s.Zeit = time.UnixMilli(zeit)
	s.Angaben, err = angaben.Unmarshal(inhalt)
	return s, err
}

// Eingaenge says how often an application lies in inboxes: once, if all is well.
func (d *Dienst) Eingaenge(ctx context.Context, antrag uuid.UUID) (n int, err error) {
	err = d.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM posteingang WHERE antrag = $1`, antrag.String()).Scan(&n)
	return n, err
}
